"""The nouns of the archive: the archive of one client, what is put in, its log's entries, receipts, faults."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from reportgen.delivery.publish import Artefact
from reportgen.errors import Problem, UsageError

CLIENT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
RECEIPT = re.compile(r"(?P<client>[A-Za-z0-9-]+)/(?P<number>[1-9]\d{0,7})/(?P<root>[0-9a-f]{12,64})…?")


@dataclass(frozen=True, slots=True)
class Archive:
    """One client's archive: ``folder`` is the archive of all, ``home`` the client's own folder in it."""

    folder: Path
    client: str

    @property
    def home(self) -> Path:
        """The client's folder; nothing outside it is read or written."""
        return self.folder / self.client

    @property
    def objects(self) -> Path:
        """Bytes by SHA-256, each in the folder of its first two digits."""
        return self.home / "objects"

    @property
    def log(self) -> Path:
        """One file an entry."""
        return self.home / "log"

    @property
    def scratch(self) -> Path:
        """Files that are being written."""
        return self.home / "tmp"

    def object(self, digest: str) -> Path:
        """Where the bytes with this SHA-256 are."""
        return self.objects / digest[:2] / digest

    def entry(self, number: int) -> Path:
        """Where the log entry with this number is."""
        return self.log / f"{number:08d}.json"


@dataclass(frozen=True, slots=True)
class Release:
    """A published report as it leaves the output folder: its manifest's bytes and the artefacts that it names."""

    client: str
    name: str  # the client's, as printed
    locale: str
    period: str  # the period's id
    start: date
    end: date
    report: str  # the report's kind
    status: str  # final or provisional
    version: str  # of the product
    manifest: bytes
    manifest_name: str
    artefacts: tuple[Artefact, ...]

    def stored(self) -> tuple[Stored, ...]:
        """The artefacts as a log entry lists them, by file name."""
        listed = (Stored(one.format, one.name, one.digest, len(one.content)) for one in self.artefacts)
        return tuple(sorted(listed, key=lambda one: one.file))

    def stored_manifest(self) -> Stored:
        """The manifest, likewise."""
        return Stored("manifest", self.manifest_name, sha256(self.manifest).hexdigest(), len(self.manifest))


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the archive: its format, the name that it had, the SHA-256 and the number of its bytes."""

    format: str
    file: str
    sha256: str
    bytes: int


class EntryKind(StrEnum):
    """What a log entry records."""

    REPORT = "report"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A report was put into the archive: the ``revision``-th of its period, from 1."""

    name: str
    locale: str
    period: str
    start: date
    end: date
    report: str
    status: str
    version: str
    revision: int
    supersedes: int | None  # the number of the entry with the revision before
    reason: str | None  # why there is another revision
    manifest: Stored
    artefacts: tuple[Stored, ...]


@dataclass(frozen=True, slots=True)
class ApprovalRecord:
    """A person approved the report entry ``number``, whose root and artefacts (SHA-256) are named."""

    number: int
    root: str
    period: str
    revision: int
    artefacts: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a client's log; ``root`` is the SHA-256 of its file, which proves all before it too."""

    client: str
    number: int
    at: datetime
    previous: str
    root: str
    record: ReportRecord | ApprovalRecord

    @property
    def kind(self) -> EntryKind:
        """Whether a report or an approval."""
        return EntryKind.REPORT if isinstance(self.record, ReportRecord) else EntryKind.APPROVAL

    @property
    def period(self) -> str:
        """The id of the period that it is about."""
        return self.record.period

    @property
    def revision(self) -> int:
        """The revision of the report that it is about."""
        return self.record.revision

    @property
    def report(self) -> ReportRecord:
        """The record of a report's entry. UsageError for an approval's."""
        if isinstance(self.record, ReportRecord):
            return self.record
        raise UsageError(
            Problem(f"entry {self.number} of '{self.client}' is an approval", expected="the entry of a report")
        )

    @property
    def artefacts(self) -> tuple[Stored, ...]:
        """The report's files, without its manifest; none for an approval."""
        return self.record.artefacts if isinstance(self.record, ReportRecord) else ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What proves later that the log still holds an entry: printed as client/number/root."""

    client: str
    number: int
    root: str

    def __str__(self) -> str:
        return f"{self.client}/{self.number}/{self.root}"


class FaultKind(StrEnum):
    """What can be wrong with an archive."""

    MISSING = "missing"
    ALTERED = "altered"
    TRUNCATED = "truncated"
    EXTENDED = "extended"
    FOREIGN_FILE = "foreign-file"  # a file that the archive did not write
    FOREIGN_CLIENT = "foreign-client"  # an entry of another client's log
    WRONG_TYPE = "wrong-type"  # a link, a device or a folder where a file belongs, or the reverse
    BROKEN_CHAIN = "broken-chain"  # an entry that does not follow the one before
    DISPLACED = "displaced"  # an entry under another's number
    INCONSISTENT = "inconsistent"  # an entry that contradicts those before it
    UNREADABLE = "unreadable"
    ROLLED_BACK = "rolled-back"  # the log ends before the receipt's entry
    RECEIPT_DIFFERS = "receipt-differs"  # the receipt's entry is another


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: its kind, the path inside the client's folder, and what was found."""

    kind: FaultKind
    path: str
    detail: str

    def __str__(self) -> str:
        return f"{self.path}: {self.kind.value}: {self.detail}"


def archive_of(folder: Path, client: str) -> Archive:
    """The archive of a client in the folder of archives (``ClientConfig.archive``); nothing is made yet.

    Raises UsageError for an id that could be a path.
    """
    if not CLIENT.fullmatch(client):
        raise UsageError(Problem(f"'{client}' is no client's id", expected="letters, digits and '-'"))
    return Archive(folder, client)


def receipt(entry: Entry) -> Receipt:
    """The receipt of an entry."""
    return Receipt(entry.client, entry.number, entry.root)


def read_receipt(text: str) -> Receipt:
    """A receipt as printed; its root may be cut to its first twelve digits or more. UsageError for anything else."""
    match = RECEIPT.fullmatch(text.strip())
    if match is None:
        raise UsageError(
            Problem("this is not a receipt", found=text, expected="client/number/root, as in lumen-oak/7/3f9c…")
        )
    return Receipt(match["client"], int(match["number"]), match["root"])
