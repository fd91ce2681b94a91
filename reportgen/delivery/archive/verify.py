"""Proving an archive: every object hashed anew, the chain walked anew, every file accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.delivery.archive import disk
from reportgen.delivery.archive.log import walk
from reportgen.delivery.archive.model import Archive, Entry, EntryKind, Fault, FaultKind, Receipt, Stored

FOLDERS = ("log", "objects", "tmp")
FILES = re.compile(r"lock|index\.html|ledger\.sqlite(-wal|-shm|-journal|-lock)?")
PREFIX = re.compile(r"[0-9a-f]{2}")
OBJECT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Survey:
    """An archive as found: its entries that hold, what is wrong, and what is left over.

    Left over is what a stopped writer leaves (objects that no entry names, half files in tmp): never a fault.
    """

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    leftovers: tuple[str, ...]
    objects: int  # that are named and whole
    bytes: int  # of them


def verify(archive: Archive, receipt: Receipt | None = None) -> tuple[Fault, ...]:
    """What is wrong with the archive, log first; nothing when it is whole and, if asked, holds the receipt's entry.

    Without a receipt a log whose last entries were all cut off looks like a shorter log.
    """
    return survey(archive, receipt).faults


def survey(archive: Archive, receipt: Receipt | None = None) -> Survey:
    """Look at all of the client's archive; it may be written meanwhile."""
    walked = walk(archive)  # before the objects, which are always there before their entry
    faults = list(walked.faults)
    leftovers: list[str] = []
    whole: dict[str, int] = {}
    named = _named(walked.entries)
    if not any(fault.path == "." for fault in faults):
        for fault in (*_home(archive), *_objects(archive, named, leftovers, whole), *_scratch(archive, leftovers)):
            if fault not in faults:
                faults.append(fault)
    if receipt is not None:
        faults += _proved(archive, walked.entries, receipt)
    kept = [size for digest, size in whole.items() if digest in named]
    return Survey(tuple(walked.entries), tuple(faults), tuple(leftovers), len(kept), sum(kept))


def _named(entries: list[Entry]) -> dict[str, tuple[Stored, int]]:
    """Every object that an entry names, with the first entry's number."""
    named: dict[str, tuple[Stored, int]] = {}
    for entry in entries:
        if entry.kind is EntryKind.REPORT:
            for one in (entry.report.manifest, *entry.artefacts):
                named.setdefault(one.sha256, (one, entry.number))
    return named


def _listed(folder: Path, shown: str, faults: list[Fault]) -> list[Path]:
    """What is in a folder, by name; a fault when it is none."""
    try:
        return sorted(folder.iterdir()) if disk.is_folder(folder) else []
    except disk.WrongTypeError:
        faults.append(Fault(FaultKind.WRONG_TYPE, shown, "not a folder"))
    except OSError as error:
        faults.append(Fault(FaultKind.UNREADABLE, shown, error.strerror or str(error)))
    return []


def _home(archive: Archive) -> Iterator[Fault]:
    faults: list[Fault] = []
    for path in _listed(archive.home, ".", faults):
        if path.name in FOLDERS:
            continue  # each is looked into on its own
        if not FILES.fullmatch(path.name):
            yield Fault(FaultKind.FOREIGN_FILE, path.name, "the archive did not write it")
        elif path.is_symlink() or not path.is_file():
            yield Fault(FaultKind.WRONG_TYPE, path.name, "not a plain file")
    yield from faults


def _scratch(archive: Archive, leftovers: list[str]) -> Iterator[Fault]:
    faults: list[Fault] = []
    for path in _listed(archive.scratch, "tmp", faults):
        if path.is_dir() and not path.is_symlink():
            yield Fault(FaultKind.FOREIGN_FILE, f"tmp/{path.name}", "the archive makes no folders here")
        else:
            leftovers.append(f"tmp/{path.name}")
    yield from faults


def _objects(
    archive: Archive, named: Mapping[str, tuple[Stored, int]], leftovers: list[str], whole: dict[str, int]
) -> Iterator[Fault]:
    faults: list[Fault] = []
    seen: set[str] = set()
    for folder in _listed(archive.objects, "objects", faults):
        shown = f"objects/{folder.name}"
        if not PREFIX.fullmatch(folder.name):
            yield Fault(FaultKind.FOREIGN_FILE, shown, "not the name of a folder of objects")
            continue
        for path in _listed(folder, shown, faults):
            if not OBJECT.fullmatch(path.name) or path.name[:2] != folder.name:
                yield Fault(FaultKind.FOREIGN_FILE, f"{shown}/{path.name}", "not the name of an object here")
                continue
            seen.add(path.name)
            fault = _object(path, f"{shown}/{path.name}", named.get(path.name), whole)
            if fault is not None:
                yield fault
            elif path.name not in named:
                leftovers.append(f"{shown}/{path.name}")
    yield from faults
    for digest, (one, number) in named.items():
        if digest not in seen:
            place = archive.object(digest).relative_to(archive.home).as_posix()
            yield Fault(FaultKind.MISSING, place, f"{one.file} of entry {number}")


def _object(path: Path, shown: str, named: tuple[Stored, int] | None, whole: dict[str, int]) -> Fault | None:
    about = f"{named[0].file} of entry {named[1]}" if named else "no entry names it"
    try:
        digest, size = disk.digest(path)
    except disk.WrongTypeError:
        return Fault(FaultKind.WRONG_TYPE, shown, f"not a plain file ({about})")
    except OSError as error:
        return Fault(FaultKind.UNREADABLE, shown, f"{error.strerror or error} ({about})")
    expected = named[0].bytes if named else size
    if digest != path.name:
        kinds = {-1: FaultKind.TRUNCATED, 0: FaultKind.ALTERED, 1: FaultKind.EXTENDED}
        kind = kinds[(size > expected) - (size < expected)]
        return Fault(kind, shown, f"{about}: {size} bytes that hash to {digest[:12]}…")
    if size != expected:
        return Fault(FaultKind.INCONSISTENT, shown, f"{about}: {size} bytes, its entry says {expected}")
    whole[digest] = size
    return None


def _proved(archive: Archive, entries: list[Entry], receipt: Receipt) -> Iterator[Fault]:
    """Whether the log holds the receipt's entry."""
    shown = f"log/{receipt.number:08d}.json"
    if receipt.client != archive.client:
        yield Fault(FaultKind.RECEIPT_DIFFERS, shown, f"the receipt is of '{receipt.client}'")
        return
    entry = next((one for one in entries if one.number == receipt.number), None)
    if entry is None:
        last = max((one.number for one in entries), default=0)
        yield Fault(FaultKind.ROLLED_BACK, shown, f"the receipt's entry is gone; the log ends at {last}")
    elif not entry.root.startswith(receipt.root):
        yield Fault(FaultKind.RECEIPT_DIFFERS, shown, f"its root is {entry.root[:12]}…, the receipt's is another")
