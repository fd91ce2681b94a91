"""A second run builds only what has changed: data, configuration, notes, looks, memory, program, or its own files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reportgen.batch.order import Order, Outcome
from reportgen.batch.run import build_all, find_all
from reportgen.pipeline import unchanged
from tests.rooms.batch.test_batch import files, portfolio

AFTER = date(2026, 11, 9)


def run(folder: Path, out: Path, *, formats: tuple[str, ...] = ("json",), today: date = AFTER, **more: bool) -> str:
    """How the second or later run of one client ends."""
    order = Order("2026-10", today, lambda _zone: today, formats, ("previous",), out, **more)
    (outcome,) = build_all(find_all([folder]), order, lambda _client, _text: None, lambda _outcome: None)
    assert outcome.error is None, outcome.error
    return outcome.status


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, Path]:
    """A client of ours and where its report is published."""
    folder, out = portfolio(tmp_path / "clients") / "alder", tmp_path / "out"
    assert run(folder, out) == "published"
    return folder, out


def test_a_second_run_keeps_the_files_and_force_makes_the_same_again(built: tuple[Path, Path]) -> None:
    folder, out = built
    before, times = files(out), {path: path.stat().st_mtime_ns for path in out.rglob("*.json")}
    assert run(folder, out) == "unchanged"
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.json")} == times
    assert run(folder, out, force=True) == "published"
    assert files(out) == before


def _append(path: str, text: str) -> Callable[[Path, Path], None]:
    def change(folder: Path, _out: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with (folder / path).open("a") as stream:
            stream.write(text)

    return change


def _tamper(_folder: Path, out: Path) -> None:
    path = out / "alder" / "alder_2026-10.json"
    path.write_bytes(path.read_bytes() + b" ")


def _lose(_folder: Path, out: Path) -> None:
    (out / "alder" / "alder_2026-10.json").unlink()


def _remember(_folder: Path, out: Path) -> None:
    """An earlier period is reported on after all: what this report is compared with is another."""
    path = out / "alder" / "alder_2026-10.manifest.json"
    earlier = json.loads(path.read_text())
    earlier["period"] |= {"id": "2026-09", "start": "2026-09-01", "end": "2026-09-30"}
    earlier["kpi_set"] |= {"period": "2026-09", "start": "2026-09-01", "end": "2026-09-30"}
    (out / "alder" / "alder_2026-09.manifest.json").write_text(json.dumps(earlier))


CHANGES: dict[str, Callable[[Path, Path], None]] = {
    "a row more": _append("orders.csv", "900,2026-10-05,c1,10\n"),
    "another target": _append("report.yaml", "targets: {revenue: 5000}\n"),
    "a note": _append("notes/2026-10.md", "A word of ours.\n"),
    "a template of its own": _append("templates/blocks/also.html.j2", "{# ours #}\n"),
    "a style of its own": _append("styles/extra.css", "h1 { color: #123456 }\n"),
    "a file not as it was published": _tamper,
    "a file lost": _lose,
    "an earlier report": _remember,
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_it_is_made_from_makes_it_anew(built: tuple[Path, Path], what: str) -> None:
    folder, out = built
    CHANGES[what](folder, out)
    assert run(folder, out) == "published"
    assert run(folder, out) == "unchanged"


def test_facts_and_pictures_of_an_earlier_build_give_the_bytes_of_a_build_without(tmp_path: Path) -> None:
    folder, out = portfolio(tmp_path / "clients") / "alder", tmp_path / "out"
    assert run(folder, out, formats=("html",)) == "published"
    kept = {path: path.stat().st_ino for path in (out / ".kept").rglob("*") if path.is_file()}
    assert {path.parent.name for path in kept} == {"facts", "charts"}
    _append("report.yaml", "targets: {revenue: 5000}\nbrand: brand.yaml\n")(folder, out)
    (folder / "brand.yaml").write_text("footer: Ours\n")
    assert run(folder, out, formats=("html",)) == "published"
    assert kept.items() <= {path: path.stat().st_ino for path in (out / ".kept").rglob("*") if path.is_file()}.items()
    taken_up = files(out)
    assert run(folder, out, formats=("html",), force=True) == "published"
    assert files(out) == taken_up


def test_a_format_more_is_made_and_a_format_fewer_is_there(built: tuple[Path, Path]) -> None:
    folder, out = built
    assert run(folder, out, formats=("json", "html")) == "published"
    assert run(folder, out, formats=("html",)) == "unchanged"
    assert run(folder, out, formats=("json",)) == "unchanged"


def test_what_may_still_change_is_made_again(tmp_path: Path) -> None:
    folder, out = portfolio(tmp_path / "clients") / "alder", tmp_path / "out"
    during = date(2026, 10, 20)
    assert run(folder, out, today=during) == "published"
    assert run(folder, out, today=during) == "published"


def test_another_program_makes_it_anew(
    built: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = built
    styles = tmp_path / "styles"
    shutil.copytree(unchanged.styles_dir(), styles, ignore=shutil.ignore_patterns("fonts"))
    with (styles / "print.css").open("a") as stream:
        stream.write("/* one line more */\n")
    monkeypatch.setattr(unchanged, "styles_dir", lambda: styles)
    unchanged.program_digest.cache_clear()
    try:
        assert run(folder, out) == "published"
    finally:
        unchanged.program_digest.cache_clear()


def test_the_key_does_not_travel_in_what_is_published(built: tuple[Path, Path]) -> None:
    _, out = built
    manifest = json.loads((out / "alder" / "alder_2026-10.manifest.json").read_text())
    assert manifest["build_key"].encode() not in (out / "alder" / "alder_2026-10.json").read_bytes()


def test_a_run_of_many_builds_the_changed_one_alone(tmp_path: Path) -> None:
    clients, out = portfolio(tmp_path / "clients"), tmp_path / "out"
    order = Order("2026-10", None, _today, ("json",), ("previous",), out, jobs=1)
    first = build_all(find_all([clients]), order, lambda _client, _text: None, lambda _outcome: None)
    assert [one.status for one in first] == ["published"] * 3
    _append("orders.csv", "900,2026-10-05,c1,10\n")(clients / "birch", out)
    begun: list[tuple[object, ...]] = []
    told: list[Outcome] = []
    second = build_all(
        find_all([clients]), order, lambda _client, _text: None, told.append, lambda *of: begun.append(of)
    )
    assert [(one.client, one.status) for one in second] == [
        ("alder", "unchanged"), ("birch", "published"), ("cedar", "unchanged"),
    ]  # fmt: skip
    assert begun == [(["birch"], 1)]
    assert sorted(one.client for one in told) == ["alder", "birch", "cedar"]
    assert [one.paths for one in first if one.client != "birch"] == [
        one.paths for one in second if one.client != "birch"
    ]


def _today(_zone: ZoneInfo) -> date:
    return AFTER
