"""What lies on a shelf is taken as it was put there, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from reportgen.shelf import Shelf


def test_what_was_put_is_taken_by_what_it_was_made_from(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "1")
    shelf.put(shelf.place("charts", "a line"), b"drawn")
    assert shelf.take(shelf.place("charts", "a line")) == b"drawn"
    assert shelf.take(shelf.place("charts", "another line")) is None
    assert shelf.take(shelf.place("facts", "a line")) is None


def test_another_program_takes_nothing_of_it(tmp_path: Path) -> None:
    old, new = Shelf(tmp_path, "1"), Shelf(tmp_path, "2")
    old.put(old.place("charts", "a line"), b"drawn")
    assert new.take(new.place("charts", "a line")) is None


def test_a_single_flipped_bit_is_found(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "1")
    place = shelf.place("charts", "a line")
    shelf.put(place, b"drawn")
    whole = place.read_bytes()
    for at in range(len(whole)):
        place.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert shelf.take(place) is None, at
    for length in range(len(whole)):
        place.write_bytes(whole[:length])
        assert shelf.take(place) is None, length


def test_a_folder_that_cannot_be_made_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    shelf = Shelf(tmp_path / "file" / "below", "1")
    shelf.put(shelf.place("charts", "a line"), b"drawn")
    shelf.tidy("charts", 1)
    assert shelf.take(shelf.place("charts", "a line")) is None


def test_what_was_wanted_last_stays(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "1")
    places = [shelf.place("charts", str(number)) for number in range(4)]
    for age, place in enumerate(places):
        shelf.put(place, b"drawn")
        os.utime(place, (1_000 - age, 1_000 - age))
    assert shelf.take(places[3]) == b"drawn"  # wanted now, so the newest
    shelf.tidy("charts", 2)
    assert [place.exists() for place in places] == [True, False, False, True]


def test_only_its_owner_may_look_into_a_stage(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf", "1")
    shelf.put(shelf.place("facts", "orders"), b"rows")
    if os.name == "posix":
        assert (tmp_path / "shelf" / "facts").stat().st_mode & 0o077 == 0
