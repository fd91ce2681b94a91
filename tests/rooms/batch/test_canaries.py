"""A few canaries in two orders, one of them broken; ``tests/torture canary`` has twelve in twenty."""

from __future__ import annotations

from pathlib import Path

from tests.rooms.batch.canary_sample import BROKEN, WORDS, build, canaries, leaks
from tests.rooms.batch.test_batch import files

FEW = (*WORDS[:3], BROKEN)


def test_no_client_meets_another_whatever_the_order(tmp_path: Path) -> None:
    homes = canaries(tmp_path / "clients", FEW)
    made = []
    for turn, order in enumerate((FEW, tuple(reversed(FEW)))):
        out, scratch = tmp_path / f"out{turn}", tmp_path / f"scratch{turn}"
        ran = build([homes[word] for word in order], out, scratch, "html,json")
        assert ran.returncode == 1, ran.stderr  # the broken one, and it alone
        assert leaks(FEW, out, scratch, ran) == []
        assert sorted(path.name for path in out.iterdir()) == [".kept", "_portfolio", *sorted(set(FEW) - {BROKEN})]
        assert {path.name for path in (out / ".kept").iterdir()} == set(FEW) - {BROKEN}
        made.append({name: data for name, data in files(out).items() if not name.startswith("_portfolio")})
    assert made[0] == made[1]


def test_the_search_would_find_a_leak(tmp_path: Path) -> None:
    homes = canaries(tmp_path / "clients", WORDS[:2])
    first, second = WORDS[:2]
    note = homes[first] / "notes" / "2026-10.md"
    note.write_text(f"As for {second.title()}er things: nothing.\n")  # not a whole token, so nothing refuses it
    ran = build(list(homes.values()), tmp_path / "out", tmp_path / "scratch", "html,json")
    assert ran.returncode == 0, ran.stderr
    assert any(
        f"{first}_2026-10.html" in leak for leak in leaks(WORDS[:2], tmp_path / "out", tmp_path / "scratch", ran)
    )
