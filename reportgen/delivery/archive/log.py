"""Walking the log: every entry read, its seal and its place in the chain proved, and what it says of others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from json import JSONDecoder
from pathlib import Path

from reportgen.delivery.archive import disk
from reportgen.delivery.archive.entries import read_entry
from reportgen.delivery.archive.model import (
    ApprovalRecord,
    Archive,
    Entry,
    EntryKind,
    Fault,
    FaultKind,
    ReportRecord,
)
from reportgen.errors import ArchiveError, Place, Problem

NAME = re.compile(r"\d{8}\.json")
_SHOWN = 3


@dataclass(slots=True)
class Walk:
    """What a walk along the log found: the entries that hold, by number, and what is wrong."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def entries(archive: Archive) -> tuple[Entry, ...]:
    """The log, oldest first; empty where there is none yet. ArchiveError when anything in it is wrong."""
    found = walk(archive)
    if found.faults:
        raise damaged(archive, found.faults)
    return tuple(found.entries)


def latest(archive: Archive, period: str) -> Entry | None:
    """The last revision of a period's report, by the period's id; None before the first."""
    return latest_of(entries(archive), period)


def latest_of(known: Sequence[Entry], period: str) -> Entry | None:
    """The same among entries at hand."""
    reports = (entry for entry in reversed(known) if entry.kind is EntryKind.REPORT and entry.period == period)
    return next(reports, None)


def approval_of(archive: Archive, entry: Entry) -> Entry | None:
    """The first approval of exactly this report entry; a later revision needs its own."""
    return approval_among(entries(archive), entry)


def approval_among(known: Sequence[Entry], entry: Entry) -> Entry | None:
    """The same among entries at hand."""
    return next((one for one in known if _approves(one, entry)), None)


def _approves(one: Entry, entry: Entry) -> bool:
    record = one.record
    return isinstance(record, ApprovalRecord) and (record.number, record.root) == (entry.number, entry.root)


def damaged(archive: Archive, faults: Sequence[Fault]) -> ArchiveError:
    """The error for an archive that is not whole."""
    more = f" (and {len(faults) - _SHOWN} more)" if len(faults) > _SHOWN else ""
    return ArchiveError(
        Problem(
            f"the archive of '{archive.client}' is not whole",
            Place(str(archive.home)),
            found="; ".join(map(str, faults[:_SHOWN])) + more,
            expected="what was archived, byte for byte",
            todo="see all faults with `reportgen archive verify`, and put those files back from a backup",
        )
    )


def walk(archive: Archive) -> Walk:
    """Read the whole log. Entries after a fault are still read, each against the one before it."""
    found = Walk()
    numbers: dict[int, Path] = {}
    for path in _listed(archive, found):
        number = int(path.stem) if NAME.fullmatch(path.name) else 0
        if number:
            numbers[number] = path
        else:
            found.faults.append(Fault(FaultKind.FOREIGN_FILE, f"log/{path.name}", "not the name of an entry"))
    previous: str | None = ""
    last = max(numbers, default=0)
    if last > 2 * len(numbers) + _SHOWN:  # a stray name far off is not a million missing entries
        last = next(number for number in range(1, last + 1) if number not in numbers)
        for number in sorted(numbers):
            if number > last:
                found.faults.append(Fault(FaultKind.DISPLACED, _path(number), "its number is far beyond the log's end"))
    for number in range(1, last + 1):
        path = numbers.get(number, archive.entry(number))
        entry = _read(archive, number, path, previous, found)
        previous = entry.root if entry is not None else None
    return found


def _listed(archive: Archive, found: Walk) -> list[Path]:
    """What is in the log's folder, by name."""
    try:
        if disk.is_folder(archive.home) and disk.is_folder(archive.log):
            return sorted(archive.log.iterdir())
        if disk.is_folder(archive.home) and disk.is_folder(archive.objects) and any(archive.objects.iterdir()):
            found.faults.append(Fault(FaultKind.MISSING, "log", "objects are here, but no log"))
    except disk.WrongTypeError as error:
        path = Path(error.filename)
        name = path.name if path != archive.home else "."
        found.faults.append(Fault(FaultKind.WRONG_TYPE, name, "not a folder"))
    except OSError as error:
        found.faults.append(Fault(FaultKind.UNREADABLE, "log", error.strerror or str(error)))
    return []


def _path(number: int) -> str:
    return f"log/{number:08d}.json"


def _read(archive: Archive, number: int, path: Path, previous: str | None, found: Walk) -> Entry | None:
    """The entry when it may vouch for the next one; a fault is noted otherwise."""
    entry = _entry_at(path, number)
    if isinstance(entry, Fault):
        found.faults.append(entry)
        return None
    displaced = {
        FaultKind.FOREIGN_CLIENT: (entry.client != archive.client, f"an entry of '{entry.client}'"),
        FaultKind.DISPLACED: (entry.number != number, f"holds entry {entry.number}"),
    }
    for kind, (is_wrong, detail) in displaced.items():
        if is_wrong:
            found.faults.append(Fault(kind, _path(number), detail))
            return None
    if previous is not None and entry.previous != previous:
        detail = "the entry before is not the one that it was written after"
        found.faults.append(Fault(FaultKind.BROKEN_CHAIN, _path(number), detail))
        return entry
    if not found.faults:
        contradictions = _contradictions(entry, found.entries)
        found.faults += [Fault(FaultKind.INCONSISTENT, _path(number), detail) for detail in contradictions]
    found.entries.append(entry)
    return entry


def _entry_at(path: Path, number: int) -> Entry | Fault:
    try:
        content = disk.read(path)
    except FileNotFoundError:
        return Fault(FaultKind.MISSING, _path(number), "there are entries after it")
    except disk.WrongTypeError:
        return Fault(FaultKind.WRONG_TYPE, _path(number), "not a plain file")
    except OSError as error:
        return Fault(FaultKind.UNREADABLE, _path(number), error.strerror or str(error))
    try:
        return read_entry(content)
    except ValueError as error:
        return Fault(_damage(content), _path(number), str(error))


def _damage(content: bytes) -> FaultKind:
    """How bytes that are no entry came to be so."""
    if not content.endswith(b"}"):
        rest = content.rstrip()
        return FaultKind.EXTENDED if rest != content and _holds(rest) else FaultKind.TRUNCATED
    text = content.decode(errors="replace")
    try:
        _, end = JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return FaultKind.ALTERED
    return FaultKind.EXTENDED if end < len(text) and _holds(text[:end].encode()) else FaultKind.ALTERED


def _holds(content: bytes) -> bool:
    try:
        read_entry(content)
    except ValueError:
        return False
    return True


def _contradictions(entry: Entry, before: Sequence[Entry]) -> Iterator[str]:
    """What the entry says of earlier ones that is not so."""
    record = entry.record
    if isinstance(record, ReportRecord):
        last = latest_of(before, record.period)
        expected = (last.revision + 1, last.number) if last else (1, None)
        if (record.revision, record.supersedes) != expected:
            yield f"revision {record.revision} of {record.period} does not follow the one before"
        return
    about = next((one for one in before if (one.number, one.root) == (record.number, record.root)), None)
    if about is None or about.kind is not EntryKind.REPORT:
        yield f"approves entry {record.number}, which is not the report that it names"
    elif (record.period, record.revision, record.artefacts) != (
        about.period,
        about.revision,
        tuple(one.sha256 for one in about.artefacts),
    ):
        yield f"approves other files than those of entry {record.number}"
