"""Putting reports in and approving them: objects first, then the entry that names them, then the page for people.

Whoever is stopped in between leaves an archive that is whole; the same call made again completes it and ends with
the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256

from reportgen.delivery.archive import disk
from reportgen.delivery.archive.entries import entry_bytes, read_entry
from reportgen.delivery.archive.log import approval_among, damaged, entries, latest_of
from reportgen.delivery.archive.model import (
    ApprovalRecord,
    Archive,
    Entry,
    Fault,
    FaultKind,
    Release,
    ReportRecord,
    Stored,
)
from reportgen.delivery.archive.page import index_page
from reportgen.errors import Problem, UsageError

DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST = 2000  # characters of a name or a reason


def commit(archive: Archive, release: Release, *, at: datetime, reason: str | None = None) -> Entry:
    """Archive a report. The same files as the period's last revision are the entry that is there.

    Other files for a period that is archived are its next revision, which needs a reason: UsageError without one.
    ArchiveError when the disk fails or what is there is not whole; the report is then not archived.
    """
    if release.client != archive.client:
        raise UsageError(
            Problem(
                f"a report of '{release.client}' is not for the archive of '{archive.client}'",
                expected="each client's reports in its own archive",
            )
        )
    at, reason = _moment(at), None if reason is None else _line(reason, "the reason")
    with _writing(archive, "the report cannot be archived"):
        known = entries(archive)
        before = latest_of(known, release.period)
        made = release.stored()
        anew = before is None or (before.artefacts, before.report.manifest) != (made, release.stored_manifest())
        if before is not None and anew and reason is None:
            raise _unexplained(before, made)
        _put(archive, [release.manifest, *(one.content for one in release.artefacts)])
        if before is not None and not anew:
            _finish(archive, known)
            return before
        record = ReportRecord(
            release.name,
            release.locale,
            release.period,
            release.start,
            release.end,
            release.report,
            release.status,
            release.version,
            before.revision + 1 if before else 1,
            before.number if before else None,
            reason,
            release.stored_manifest(),
            made,
        )
        return _append(archive, known, at, record)


def approve(archive: Archive, entry: Entry, *, by: str, at: datetime) -> Entry:
    """Record that a person approved the files of a report's entry. Again by the same person: the entry that is there.

    UsageError for an entry that is not the last revision of its period; ArchiveError when one of the files is
    not whole any more.
    """
    at, by = _moment(at), _line(by, "the name")
    with _writing(archive, "the approval cannot be archived"):
        known = entries(archive)
        last = latest_of(known, entry.report.period)
        if last != entry:
            raise UsageError(
                Problem(
                    f"revision {entry.revision} of {entry.period} is not the last one",
                    found=f"revision {last.revision}" if last else "no report of that period in this archive",
                    todo="approve the last revision",
                )
            )
        for one in (entry.report.manifest, *entry.artefacts):
            _whole(archive, one.sha256)
        mine = [one for one in known if isinstance(one.record, ApprovalRecord) and one.record.by == by]
        there = approval_among(mine, entry)
        if there is not None:
            _finish(archive, known)
            return there
        hashes = tuple(one.sha256 for one in entry.artefacts)
        record = ApprovalRecord(entry.number, entry.root, entry.period, entry.revision, hashes, by)
        return _append(archive, known, at, record)


def content(archive: Archive, digest: str) -> bytes:
    """The bytes with this SHA-256, hashed again as they are read. ArchiveError when they are gone or damaged."""
    if not DIGEST.fullmatch(digest):
        raise UsageError(Problem(f"'{digest}' is no SHA-256", expected="64 hexadecimal digits, small letters"))
    path = archive.object(digest)
    shown = path.relative_to(archive.home).as_posix()
    try:
        for folder in (archive.home, archive.objects, path.parent):
            disk.check_folder(folder)
        found = disk.read(path)
    except FileNotFoundError as error:
        raise damaged(archive, [Fault(FaultKind.MISSING, shown, "it is gone")]) from error
    except OSError as error:
        raise damaged(archive, [Fault(FaultKind.UNREADABLE, shown, error.strerror or str(error))]) from error
    if sha256(found).hexdigest() != digest:
        raise damaged(archive, [Fault(FaultKind.ALTERED, shown, "its bytes are not those that were archived")])
    return found


@contextmanager
def _writing(archive: Archive, what: str) -> Iterator[None]:
    """Alone in the client's archive, with its folders made and the remains of stopped writers swept."""
    with disk.guarded(archive.home, what):
        disk.make_folder(archive.home)
        with disk.locked(archive.home / "lock"):
            for folder in (archive.scratch, archive.log, archive.objects):
                disk.make_folder(folder)
            disk.sweep(archive.scratch)
            yield


def _put(archive: Archive, contents: Sequence[bytes]) -> None:
    """Every object on the disk, and its name too, before any entry may speak of it."""
    folders = []
    for one in contents:
        digest = sha256(one).hexdigest()
        path = archive.object(digest)
        disk.make_folder(path.parent)
        if path.is_symlink() or path.exists():
            _whole(archive, digest)
        else:
            disk.create(path, one, archive.scratch)
        folders.append(path.parent)
    # Also where nothing is new: who wrote it may have been stopped before this.
    for folder in (*dict.fromkeys(folders), archive.objects, archive.home):
        disk.sync_folder(folder)


def _whole(archive: Archive, digest: str) -> None:
    content(archive, digest)


def _append(archive: Archive, known: tuple[Entry, ...], at: datetime, record: ReportRecord | ApprovalRecord) -> Entry:
    number = len(known) + 1
    made = entry_bytes(archive.client, number, at, known[-1].root if known else "", record)
    disk.create(archive.entry(number), made, archive.scratch)
    entry = read_entry(made)
    _finish(archive, (*known, entry))
    return entry


def _finish(archive: Archive, known: Sequence[Entry]) -> None:
    """The log's names made durable, and the page for people brought up to date."""
    disk.sync_folder(archive.log)
    page, made = archive.home / "index.html", index_page(known)
    if not page.is_symlink() and page.is_file() and disk.read(page) == made:
        return
    disk.replace(page, made, archive.scratch)


def _moment(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise UsageError(Problem("a time of day needs its time zone", found=at.isoformat()))
    return at


def _line(text: str, what: str) -> str:
    """A line that a person wrote, without anything that is not seen."""
    found = " ".join(text.split())
    if found and found.isprintable() and len(found) <= LONGEST:
        return found
    raise UsageError(
        Problem(
            f"{what} cannot be recorded",
            found="nothing" if not found else repr(found[:40]),
            expected=f"one line of 1 to {LONGEST} printable characters",
        )
    )


def _unexplained(before: Entry, made: Sequence[Stored]) -> UsageError:
    old = {one.file: one.sha256 for one in before.artefacts}
    new = {one.file: one.sha256 for one in made}
    changed = [name for name in sorted(old.keys() & new.keys()) if old[name] != new[name]]
    differences = (("changed", changed), ("new", sorted(new.keys() - old)), ("gone", sorted(old.keys() - new)))
    return UsageError(
        Problem(
            f"another report of {before.period} is archived already, as revision {before.revision}",
            found="; ".join(f"{what}: {', '.join(names)}" for what, names in differences if names)
            or "the same files made from other inputs or rules (the manifest differs)",
            expected="a reason for another revision",
            todo='say why with --reason "…", or build again what was archived',
        )
    )
