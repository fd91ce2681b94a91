"""What is archived stays; another report of a period is a revision with a reason; approval is of bytes."""

from __future__ import annotations

import json
import multiprocessing
import stat
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from reportgen.delivery.archive import (
    Archive,
    approval_of,
    approve,
    archive_of,
    commit,
    content,
    entries,
    latest,
    read_receipt,
    receipt,
    release_in,
    verify,
)
from reportgen.delivery.archive.manifests import known_manifests
from reportgen.errors import ArchiveError, ExitStatus, PublishError, UsageError
from reportgen.periods import Calendar, from_id
from reportgen.pipeline.recall import remembered
from tests.rooms.delivery.archive_sample import AT, CLIENT, archive, contents, published, release

OCTOBER = from_id("2026-10", Calendar())


def test_a_release_is_kept_byte_for_byte_under_its_hash_and_read_only(tmp_path: Path) -> None:
    home = archive(tmp_path)
    entry = commit(home, release(), at=AT)
    for one, artefact in zip(entry.artefacts, release().artefacts, strict=True):
        assert one.sha256 == sha256(artefact.content).hexdigest()
        assert content(home, one.sha256) == artefact.content
        assert stat.S_IMODE(home.object(one.sha256).stat().st_mode) == 0o444
    assert content(home, entry.report.manifest.sha256) == release().manifest
    assert (entry.number, entry.revision, entry.previous, entry.at) == (1, 1, "", AT)
    assert entry.root == sha256(home.entry(1).read_bytes()).hexdigest()
    assert verify(home) == ()


def test_the_same_files_again_are_the_entry_that_is_there_and_nothing_is_written(tmp_path: Path) -> None:
    home = archive(tmp_path)
    first = commit(home, release(), at=AT)
    approval = approve(home, first, by="Maya Ortiz", at=AT)
    before = contents(tmp_path)
    later = AT + timedelta(days=1)
    assert commit(home, release(), at=later) == first
    assert approve(home, first, by="Maya  Ortiz ", at=later) == approval
    assert contents(tmp_path) == before


def test_other_files_of_an_archived_period_need_a_reason_and_are_its_next_revision(tmp_path: Path) -> None:
    home = archive(tmp_path)
    first = commit(home, release(), at=AT)
    with pytest.raises(UsageError, match=r"(?s)revision 1.*lumen-oak_2026-10\.html.*--reason"):
        commit(home, release("second"), at=AT)
    second = commit(home, release("second"), at=AT, reason="Refunds came late")
    assert (second.revision, second.report.supersedes, second.report.reason) == (2, first.number, "Refunds came late")
    assert latest(home, "2026-10") == second
    assert content(home, first.artefacts[0].sha256) == release().artefacts[0].content
    # going back to the first files is a third revision: which one counts is never a matter of bytes
    third = commit(home, release(), at=AT, reason="The refunds were wrong")
    assert (third.revision, third.artefacts) == (3, first.artefacts)
    assert commit(home, release(month=9), at=AT).revision == 1
    assert verify(home) == ()


def test_an_approval_is_of_bytes_and_void_for_what_is_built_after(tmp_path: Path) -> None:
    home = archive(tmp_path)
    first = commit(home, release(), at=AT)
    assert approval_of(home, first) is None
    approval = approve(home, first, by="Maya Ortiz", at=AT)
    assert approval_of(home, first) == approval
    second = commit(home, release("second"), at=AT, reason="Rebuilt")
    assert approval_of(home, second) is None
    with pytest.raises(UsageError, match="not the last one"):
        approve(home, first, by="Maya Ortiz", at=AT)
    assert approval_of(home, first) == approval
    by_another = approve(home, second, by="Jun Park", at=AT)
    approve(home, second, by="Maya Ortiz", at=AT)
    assert approval_of(home, second) == by_another
    assert len(entries(home)) == 5


def test_files_that_are_not_whole_are_not_approved(tmp_path: Path) -> None:
    home = archive(tmp_path)
    entry = commit(home, release(), at=AT)
    damaged = home.object(entry.artefacts[0].sha256)
    damaged.chmod(0o644)
    damaged.write_bytes(b"other")
    with pytest.raises(ArchiveError, match="not whole") as error:
        approve(home, entry, by="Maya Ortiz", at=AT)
    assert error.value.exit_status is ExitStatus.INCOMPLETE
    assert len(entries(home)) == 1


@pytest.mark.parametrize("by", ["", "  ", "a\x00b", "\u202eevil", "x" * 2001, "\ud800"])
def test_a_name_that_cannot_be_read_is_not_recorded(tmp_path: Path, by: str) -> None:
    home = archive(tmp_path)
    entry = commit(home, release(), at=AT)
    with pytest.raises(UsageError, match="the name cannot be recorded"):
        approve(home, entry, by=by, at=AT)


def test_one_client_never_reaches_another_ones_archive(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="hanbit-beauty"):
        commit(archive(tmp_path), release(client="hanbit-beauty"), at=AT)
    for name in ("../x", "a/b", "", ".", "-a", "a\n"):
        with pytest.raises(UsageError, match="no client's id"):
            archive_of(tmp_path, name)
    for digest in ("../../x", "A" * 64, ""):
        with pytest.raises(UsageError, match="no SHA-256"):
            content(archive(tmp_path), digest)
    with pytest.raises(UsageError, match="time zone"):
        commit(archive(tmp_path), release(), at=AT.replace(tzinfo=None))


def test_a_receipt_is_printed_and_read_back_also_when_cut(tmp_path: Path) -> None:
    entry = commit(archive(tmp_path), release(), at=AT)
    found = receipt(entry)
    assert str(found) == f"{CLIENT}/1/{entry.root}"
    assert read_receipt(f" {found}\n") == found
    assert verify(archive(tmp_path), read_receipt(f"{CLIENT}/1/{entry.root[:12]}…")) == ()
    for text in (
        "",
        "lumen-oak",
        f"{CLIENT}/0/{entry.root}",
        f"{CLIENT}/1/{entry.root[:11]}",
        f"{CLIENT}/1/{'g' * 64}",
    ):
        with pytest.raises(UsageError, match="not a receipt"):
            read_receipt(text)


def test_a_release_comes_from_the_output_folder_only_as_it_was_built(tmp_path: Path) -> None:
    published(tmp_path)
    found = release_in(tmp_path, CLIENT, OCTOBER)
    assert (found.artefacts, found.name, found.period) == (release().artefacts, "Lumen & Oak", "2026-10")
    with pytest.raises(UsageError, match=r"(?s)2026-09.*only lumen-oak_2026-10.*reportgen build"):
        release_in(tmp_path, CLIENT, from_id("2026-09", Calendar()))
    page = tmp_path / CLIENT / f"{CLIENT}_2026-10.html"
    page.write_bytes(page.read_bytes() + b" ")
    with pytest.raises(PublishError, match="changed after it was built"):
        release_in(tmp_path, CLIENT, OCTOBER)
    page.unlink()
    with pytest.raises(PublishError, match=r"(?s)missing.*build the report again"):
        release_in(tmp_path, CLIENT, OCTOBER)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("artefacts", [{"format": "pdf", "file": "../../secret", "sha256": "0" * 64}]),
        ("artefacts", [{"format": "pdf", "file": f"{CLIENT}_2026-1.pdf", "sha256": "0" * 64}]),
        ("artefacts", []),
        ("artefacts", 7),
        ("client", "hanbit-beauty"),
        ("period", {"id": "2026-09", "start": "2026-09-01", "end": "2026-09-30"}),
        ("period", None),
    ],
)
def test_a_manifest_that_was_tampered_with_is_refused(tmp_path: Path, key: str, value: object) -> None:
    published(tmp_path)
    path = tmp_path / CLIENT / f"{CLIENT}_2026-10.manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), key: value}), encoding="utf-8")
    with pytest.raises(PublishError, match="not the report that was built"):
        release_in(tmp_path, CLIENT, OCTOBER)


def test_earlier_reports_are_recalled_as_archived_and_else_as_built(tmp_path: Path) -> None:
    home, out = archive(tmp_path / "archive"), tmp_path / "out"
    for month, text in ((8, "built"), (9, "built"), (10, "built")):
        published(out, month, text)
    published(out, 9, "reported")
    september = from_id("2026-09", Calendar())
    commit(home, release_in(out, CLIENT, september), at=AT)
    published(out, 9, "rebuilt, never approved")
    told = {found["period"]["id"]: found["text"] for found in known_manifests(home, out / CLIENT)}
    assert told == {"2026-08": "built", "2026-09": "reported", "2026-10": "built"}
    commit(home, release_in(out, CLIENT, september), at=AT, reason="Corrected")
    assert known_manifests(home, out / CLIENT)[0]["text"] == "rebuilt, never approved"


def test_a_reports_own_archived_revision_is_no_part_of_what_it_remembers(tmp_path: Path) -> None:
    home, out = archive(tmp_path / "archive"), tmp_path / "out"
    for month in (9, 10, 11):
        published(out, month, numbers=[{"kpi": "revenue", "value": 100.5 + month}])
    commit(home, release_in(out, CLIENT, from_id("2026-09", Calendar())), at=AT)
    before = remembered(known_manifests(home, out / CLIENT), OCTOBER, "2026-09", Calendar())
    assert before.archived == {"2026-09": {"revenue": Decimal("109.5")}}
    for month in (10, 11):
        commit(home, release_in(out, CLIENT, from_id(f"2026-{month}", Calendar())), at=AT)
    assert remembered(known_manifests(home, out / CLIENT), OCTOBER, "2026-09", Calendar()) == before
    assert remembered(known_manifests(home, tmp_path / "none"), OCTOBER, "2026-09", Calendar()) == before


def _commit_all(folder: Path, month: int, turns: int) -> None:
    for turn in range(turns):
        entry = commit(archive_of(folder, CLIENT), release(f"{month}-{turn}", month), at=AT, reason="again")
        approve(archive_of(folder, CLIENT), entry, by="Maya Ortiz", at=AT)


def test_processes_that_write_at_once_wait_for_each_other(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_commit_all, args=(tmp_path, month, 2)) for month in (9, 10, 11)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    home: Archive = archive(tmp_path)
    assert verify(home) == ()
    assert [entry.number for entry in entries(home)] == list(range(1, 13))
    assert [latest(home, f"2026-{month:02d}").revision for month in (9, 10, 11)] == [2, 2, 2]  # type: ignore[union-attr]
