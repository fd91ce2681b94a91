"""Facts that are kept are the facts that were built; whatever else lies in their place is not taken."""

from __future__ import annotations

import hashlib
import pickle
import subprocess
from pathlib import Path

import duckdb
import pytest

from reportgen.config.load import load_client
from reportgen.facts import FactStore, kept, open_facts, opening
from reportgen.pipeline.ask import names
from reportgen.shelf import open_shelf
from tests.rooms.facts.test_opening import REPORT as SHOP

SAMPLES = sorted(path.parent for path in (Path(__file__).parents[3] / "sample_data").glob("*/report.yaml"))
REPORT = SHOP + "  - {table: orders, path: orders.csv}\n"
ORDERS = "order_id,ordered_at,amount\n1,2026-10-01,10.00\n2,2026-10-02,5.50\n2,2026-10-02,5.75\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "report.yaml").write_text(REPORT)
    (folder / "orders.csv").write_text(ORDERS)
    return folder


def opened(folder: Path, shelf: Path) -> FactStore:
    """The facts of a client, by a build that is published."""
    with open_shelf(shelf, "1") as of_this_build:
        store = open_facts(load_client(folder, names()), of_this_build)
        of_this_build.settle()
    return store


def total(store: FactStore) -> object:
    return store.connection.execute("select sum(amount) from orders").fetchall()[0][0]


def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on no source may be read."""

    def refuse(*_: object) -> None:
        raise AssertionError("a source was read")

    monkeypatch.setattr(opening, "_read", refuse)


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: folder.name)
def test_kept_facts_are_those_that_were_built(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = tmp_path / "shelf"
    built = opened(folder, shelf)
    unread(monkeypatch)
    again = opened(folder, shelf)
    assert (again.tables, again.coverage, again.issues, again.sources) == (
        built.tables,
        built.coverage,
        built.issues,
        built.sources,
    )
    for name in built.tables:
        rows = f'select * from "{name}"'
        assert again.connection.execute(f'describe "{name}"').fetchall() == (
            built.connection.execute(f'describe "{name}"').fetchall()
        )
        assert again.connection.execute(rows).fetchall() == built.connection.execute(rows).fetchall(), name


def test_kept_facts_can_reach_no_file_either(shop: Path, tmp_path: Path) -> None:
    for _ in range(2):
        store = opened(shop, tmp_path / "shelf")
        with pytest.raises(duckdb.Error, match="disabled"):
            store.connection.execute(f"select * from read_csv('{shop / 'orders.csv'}')")
        with pytest.raises(duckdb.Error, match="disabled"):
            store.connection.execute(f"attach '{tmp_path / 'else.duckdb'}'")


def test_nothing_writes_into_kept_facts(shop: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    opened(shop, shelf)
    with pytest.raises(duckdb.Error, match="read-only"):
        opened(shop, shelf).connection.execute("delete from kept.orders")


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("orders.csv", "5.75", "6.75"),
        ("report.yaml", "America/Chicago", "Asia/Seoul"),
        ("report.yaml", "orders.csv}", "orders.csv, where: amount > 6}"),
    ],
)
def test_other_data_are_read(shop: Path, tmp_path: Path, file: str, before: str, after: str) -> None:
    shelf = tmp_path / "shelf"
    opened(shop, shelf)
    (shop / file).write_text((shop / file).read_text().replace(before, after))
    anew = opened(shop, tmp_path / "other")
    found = opened(shop, shelf)
    assert (total(found), found.sources, found.coverage) == (total(anew), anew.sources, anew.coverage)
    assert len(list((tmp_path / "shelf" / "facts").iterdir())) == 1


def test_a_check_that_is_switched_off_is_so_for_kept_facts_too(shop: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    found = {issue.rule for issue in opened(shop, shelf).issues}
    assert found
    rules = ", ".join(f"{rule}: off" for rule in sorted(found))
    (shop / "report.yaml").write_text(REPORT + f"checks: {{{rules}}}\n")
    assert opened(shop, shelf).issues == ()


def test_damaged_facts_are_built_anew(shop: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    expected = total(opened(shop, shelf))
    (place,) = (tmp_path / "shelf" / "facts").iterdir()
    whole = place.read_bytes()
    flipped = (whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), len(whole) // 40))
    for damaged in (b"", b"no database", whole[:5000], *flipped):
        place.write_bytes(damaged)
        assert total(opened(shop, shelf)) == expected
        (place,) = (tmp_path / "shelf" / "facts").iterdir()
        with duckdb.connect(str(place), read_only=True) as mended:
            assert mended.execute("select count(*) from about").fetchall() == [(1,)]


def _name_anew(place: Path) -> None:
    """Give a database the name that its bytes ask for."""
    place.rename(place.with_suffix(f".{hashlib.sha256(place.read_bytes()).hexdigest()}"))


class _Forged:
    def __reduce__(self) -> tuple[object, ...]:
        return subprocess.check_call, (["touch", "forged"],)


def test_a_forged_file_makes_nothing_but_nouns(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = tmp_path / "shelf"
    opened(shop, shelf)
    (place,) = (tmp_path / "shelf" / "facts").iterdir()
    with duckdb.connect(str(place)) as connection:
        connection.execute("update about set nouns = ?", [pickle.dumps(_Forged())])
    _name_anew(place)
    monkeypatch.chdir(tmp_path)
    assert total(opened(shop, shelf)) is not None
    assert not (tmp_path / "forged").exists()


def test_more_rows_than_are_worth_it_are_not_kept(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_ROWS", 1)
    opened(shop, tmp_path / "shelf")
    assert not any((tmp_path / "shelf" / "facts").iterdir())


def test_a_file_that_changes_while_it_is_read_is_not_kept(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "file_digest", lambda _file: "of an instant ago")
    opened(shop, tmp_path / "shelf")
    assert not any((tmp_path / "shelf" / "facts").iterdir())
