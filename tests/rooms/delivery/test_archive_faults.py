"""Whatever happens to an archive's files is named; what a stopped writer leaves is no fault."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.delivery.archive import Archive, approve, archive_of, commit, entries, receipt, survey, verify
from reportgen.delivery.archive.entries import entry_bytes, read_entry
from reportgen.errors import ArchiveError
from tests.rooms.delivery.archive_sample import AT, CLIENT, archive, release

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Five entries: two revisions of October, the second approved, and an approved September."""
    home = archive(tmp_path_factory.mktemp("made"))
    commit(home, release(), at=AT)
    second = commit(home, release("second"), at=AT, reason="Late refunds")
    approve(home, second, by="Maya Ortiz", at=AT)
    september = commit(home, release(month=9), at=AT)
    approve(home, september, by="Maya Ortiz", at=AT)
    return home


@pytest.fixture
def full(made: Archive, tmp_path: Path) -> Archive:
    """A copy of it to spoil."""
    shutil.copytree(made.folder, tmp_path / "archive")
    return archive(tmp_path / "archive")


def first_object_of(path: Path) -> Path:
    return next(found for found in sorted((path.parents[1] / "objects").rglob("*")) if found.is_file())


def kinds(home: Archive) -> set[tuple[str, str]]:
    return {(fault.kind.value, fault.path) for fault in verify(home)}


def rewrite(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def first_object(home: Archive) -> Path:
    return home.object(entries(home)[0].artefacts[0].sha256)


def test_every_flipped_bit_is_found(full: Archive) -> None:
    chance = random.Random(20261103)  # noqa: S311  # the same flips in every run
    files = [path for folder in (full.log, full.objects) for path in sorted(folder.rglob("*")) if path.is_file()]
    for _ in range(300):
        path = chance.choice(files)
        whole = path.read_bytes()
        place, bit = chance.randrange(len(whole)), chance.randrange(8)
        rewrite(path, whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
        shown = path.relative_to(full.home).as_posix()
        assert shown in {fault.path for fault in verify(full)}, (shown, place, bit)
        rewrite(path, whole)
    assert verify(full) == ()


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (Path.unlink, "missing"),
        (lambda path: rewrite(path, path.read_bytes()[:-1]), "truncated"),
        (lambda path: rewrite(path, b""), "truncated"),
        (lambda path: rewrite(path, path.read_bytes() + b"\n"), "extended"),
        (lambda path: rewrite(path, path.read_bytes()[:-3] + b"???"), "altered"),
        (
            lambda path: (path.rename(path.parents[3] / "elsewhere"), path.symlink_to("../../../elsewhere")),
            "wrong-type",
        ),
        (lambda path: (path.unlink(), path.mkdir()), "wrong-type"),
        (lambda path: (path.unlink(), os.mkfifo(path)), "wrong-type"),
    ],
)
def test_a_damaged_object_is_named_with_its_damage(full: Archive, change: Callable[[Path], object], kind: str) -> None:
    path = first_object(full)
    change(path)
    assert (kind, path.relative_to(full.home).as_posix()) in kinds(full)


@pytest.mark.parametrize("number", [1, 3, 5])
@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda path: rewrite(path, path.read_bytes()[:-1]), "truncated"),
        (lambda path: rewrite(path, b""), "truncated"),
        (lambda path: rewrite(path, path.read_bytes() + b"\n"), "extended"),
        (lambda path: rewrite(path, path.read_bytes() * 2), "extended"),
        (lambda path: rewrite(path, path.read_bytes().replace(b",", b",\r\n")), "altered"),
        (lambda path: rewrite(path, b"\xef\xbb\xbf" + path.read_bytes()), "altered"),
        (lambda path: rewrite(path, json.dumps(json.loads(path.read_bytes())).encode()), "altered"),
        (lambda path: rewrite(path, path.read_bytes().replace(b"2026", b"2025", 1)), "altered"),
        (lambda path: rewrite(path, b"[" * 100000 + b"}"), "altered"),
        (lambda path: rewrite(path, b"{}"), "altered"),
        (lambda path: (path.unlink(), path.symlink_to(first_object_of(path))), "wrong-type"),
    ],
)
def test_a_damaged_entry_is_named_with_its_damage(
    full: Archive, change: Callable[[Path], object], kind: str, number: int
) -> None:
    change(full.entry(number))
    assert (kind, f"log/{number:08d}.json") in kinds(full)
    with pytest.raises(ArchiveError, match="archive verify"):
        entries(full)


def test_entries_that_changed_places_are_named(full: Archive) -> None:
    two, three = full.entry(2).read_bytes(), full.entry(3).read_bytes()
    rewrite(full.entry(2), three)
    rewrite(full.entry(3), two)
    assert {("displaced", "log/00000002.json"), ("displaced", "log/00000003.json")} <= kinds(full)


def test_a_repeated_a_renamed_and_a_lost_entry_are_named(full: Archive) -> None:
    shutil.copy(full.entry(5), full.entry(6))
    assert kinds(full) == {("displaced", "log/00000006.json")}
    full.entry(6).rename(full.log / "00000005 (copy).json")
    assert kinds(full) == {("foreign-file", "log/00000005 (copy).json")}
    (full.log / "00000005 (copy).json").unlink()
    full.entry(2).rename(full.log / "2.json")
    assert {("missing", "log/00000002.json"), ("foreign-file", "log/2.json")} <= kinds(full)
    (full.log / "2.json").rename(full.entry(99999999))
    assert {("missing", "log/00000002.json"), ("displaced", "log/99999999.json")} <= kinds(full)


def test_an_entry_written_anew_breaks_the_chain_behind_it(full: Archive) -> None:
    second = entries(full)[1]
    forged = entry_bytes(CLIENT, 1, AT, "", entries(full)[3].report)
    rewrite(full.entry(1), forged)
    assert ("broken-chain", "log/00000002.json") in kinds(full)
    rewrite(full.entry(5), entry_bytes(CLIENT, 5, AT, second.root, second.record))
    assert ("broken-chain", "log/00000005.json") in kinds(full)


def test_a_well_made_entry_that_contradicts_the_log_is_named(full: Archive) -> None:
    last = entries(full)[-1]
    full.entry(6).write_bytes(entry_bytes(CLIENT, 6, AT, last.root, entries(full)[0].record))
    assert kinds(full) == {("inconsistent", "log/00000006.json")}


def test_another_clients_entry_is_named(full: Archive, tmp_path: Path) -> None:
    other = archive_of(tmp_path / "archive", "hanbit-beauty")
    commit(other, release(client="hanbit-beauty"), at=AT)
    rewrite(full.entry(1), other.entry(1).read_bytes())
    assert ("foreign-client", "log/00000001.json") in kinds(full)
    assert verify(other) == ()


def test_a_log_cut_at_its_end_is_seen_by_receipt_only(full: Archive) -> None:
    third, last = receipt(entries(full)[2]), receipt(entries(full)[-1])
    full.entry(5).unlink()
    full.entry(4).unlink()
    assert verify(full) == ()  # a shorter log, as it once was
    assert len(survey(full).leftovers) == 2  # but page and manifest of the lost report lie about (its PDF is October's)
    assert verify(full, third) == ()
    assert [fault.kind.value for fault in verify(full, last)] == ["rolled-back"]
    anew = commit(full, release("rewritten", month=9), at=AT)
    approve(full, anew, by="Mallory", at=AT)
    assert verify(full) == ()
    assert [fault.kind.value for fault in verify(full, last)] == ["receipt-differs"]


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("note.txt", "note.txt"),
        ("log/00000001.json.bak", "log/00000001.json.bak"),
        ("objects/zz/x", "objects/zz"),
        ("objects/ab/x", "objects/ab/x"),
        ("objects/ab/" + "0" * 64, "objects/ab/" + "0" * 64),
        ("tmp/folder/x", "tmp/folder"),
    ],
)
def test_a_foreign_file_is_named_wherever_it_lies(full: Archive, place: str, path: str) -> None:
    target = full.home / place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("x")
    assert kinds(full) == {("foreign-file", path)}


@pytest.mark.parametrize("name", ["log", "objects", "tmp", "."])
def test_a_link_in_place_of_a_folder_is_named_and_nothing_is_written_through_it(full: Archive, name: str) -> None:
    folder = full.home / name if name != "." else full.home
    moved = full.folder.parent / "moved"
    shutil.copytree(folder, moved)
    before = sorted(moved.rglob("*"))
    shutil.rmtree(folder)
    folder.symlink_to(moved)
    assert ("wrong-type", name) in kinds(full)
    with pytest.raises(ArchiveError):
        commit(full, release("third"), at=AT, reason="another")
    assert sorted(moved.rglob("*")) == before


def test_what_a_stopped_writer_leaves_is_left_over_and_no_fault_and_swept(full: Archive) -> None:
    (full.scratch / "00000006.json").write_bytes(b'{"half')
    (full.scratch / "link").symlink_to("/nowhere")
    orphan = full.object("b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9")
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"hello world")
    found = survey(full)
    assert found.faults == ()
    assert set(found.leftovers) == {"tmp/00000006.json", "tmp/link", orphan.relative_to(full.home).as_posix()}
    commit(full, release("third"), at=AT, reason="another")
    assert verify(full) == ()
    assert list(full.scratch.iterdir()) == []
    assert orphan.read_bytes() == b"hello world"


def test_a_damaged_archive_takes_nothing_new(full: Archive) -> None:
    rewrite(full.entry(5), b"{}")
    with pytest.raises(ArchiveError, match=r"(?s)not whole.*00000005.*backup"):
        commit(full, release(month=11), at=AT)
    with pytest.raises(ArchiveError, match="not whole"):
        approve(full, read_entry(full.entry(2).read_bytes()), by="Jun Park", at=AT)


def test_a_lost_object_is_put_back_by_committing_the_same_report_again(full: Archive) -> None:
    commit_again = release(month=9)
    full.object(commit_again.artefacts[0].digest).unlink()
    assert {kind for kind, _ in kinds(full)} == {"missing"}
    commit(full, commit_again, at=AT)
    assert verify(full) == ()


@pytest.mark.skipif(ROOT, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_an_error_with_path_and_free_space(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(ArchiveError, match=r"(?s)archived.*MB are free.*run the same command again"):
        commit(archive(tmp_path / "archive"), release(), at=AT)
    tmp_path.chmod(0o755)


def test_a_file_where_the_archive_belongs_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("x")
    with pytest.raises(ArchiveError, match=r"(?s)cannot be archived.*not a folder"):
        commit(archive(tmp_path / "archive"), release(), at=AT)
