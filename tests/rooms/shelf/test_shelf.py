"""What lies on a shelf is taken as it was put there, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen import shelf as module
from reportgen.shelf import open_shelf


def put(folder: Path, *made_from: str, edition: str = "1") -> None:
    with open_shelf(folder, edition) as shelf:
        for one in made_from:
            shelf.put(shelf.place("charts", one), f"drawn from {one}".encode())
        shelf.settle()


def taken(folder: Path, made_from: str, stage: str = "charts", edition: str = "1") -> bytes | None:
    with open_shelf(folder, edition) as shelf:
        return shelf.take(shelf.place(stage, made_from))


def test_what_was_put_is_taken_by_what_it_was_made_from(tmp_path: Path) -> None:
    put(tmp_path, "a line")
    assert taken(tmp_path, "a line") == b"drawn from a line"
    assert taken(tmp_path, "another line") is None
    assert taken(tmp_path, "a line", stage="facts") is None


def test_another_program_takes_nothing_of_it(tmp_path: Path) -> None:
    put(tmp_path, "a line", edition="1")
    assert taken(tmp_path, "a line", edition="2") is None


def test_a_build_that_is_not_finished_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    with open_shelf(folder, "1") as shelf:
        shelf.put(shelf.place("charts", "a line"), b"drawn")
        new = shelf.new
    assert not folder.exists()
    assert not new.exists()


def test_a_single_flipped_bit_is_found(tmp_path: Path) -> None:
    put(tmp_path, "a line")
    (place,) = (tmp_path / "charts").iterdir()
    whole = place.read_bytes()
    for at in range(len(whole)):
        place.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert taken(tmp_path, "a line") is None, at
        place.write_bytes(whole[:at])
        assert taken(tmp_path, "a line") is None, at


def test_a_folder_that_cannot_be_made_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    put(tmp_path / "file" / "below", "a line")
    assert taken(tmp_path / "file" / "below", "a line") is None


def test_what_was_wanted_last_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "oldest", "old", "older")
    for made_from, age in (("oldest", 3), ("older", 2), ("old", 1)):
        with open_shelf(tmp_path, "1") as shelf:
            os.utime(shelf.place("charts", made_from), (1_000 - age, 1_000 - age))
    assert taken(tmp_path, "oldest") is not None  # wanted now
    monkeypatch.setitem(module.MOST, "charts", 3)
    put(tmp_path, "new")
    there = {name: taken(tmp_path, name) is not None for name in ("oldest", "older", "old", "new")}
    assert there == {"oldest": True, "older": False, "old": True, "new": True}


def test_only_its_owner_may_look_into_a_stage(tmp_path: Path) -> None:
    put(tmp_path / "shelf", "a line")
    if os.name == "posix":
        assert (tmp_path / "shelf" / "charts").stat().st_mode & 0o077 == 0
