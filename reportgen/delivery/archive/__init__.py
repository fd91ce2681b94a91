"""The archive: a report's bytes, kept for good, one folder a client, nothing ever overwritten.

::

    <archive>/<client>/objects/ab/abcdef…   bytes by SHA-256, read-only
                       log/00000001.json    one entry a file, each with the hash of the one before
                       index.html           a page for people, made from the log
                       lock, tmp/           of whoever is writing

Objects come before the entry that names them: an object without an entry is a remainder, an entry without its
objects is damage. Reading needs no lock.
"""

from reportgen.delivery.archive.commit import approve, commit, content
from reportgen.delivery.archive.log import approval_of, entries, latest
from reportgen.delivery.archive.model import (
    ApprovalRecord,
    Archive,
    Entry,
    EntryKind,
    Fault,
    FaultKind,
    Receipt,
    Release,
    ReportRecord,
    Stored,
    archive_of,
    read_receipt,
    receipt,
)
from reportgen.delivery.archive.release import release_in
from reportgen.delivery.archive.verify import Survey, survey, verify

__all__ = [
    "ApprovalRecord",
    "Archive",
    "Entry",
    "EntryKind",
    "Fault",
    "FaultKind",
    "Receipt",
    "Release",
    "ReportRecord",
    "Stored",
    "Survey",
    "approval_of",
    "approve",
    "archive_of",
    "commit",
    "content",
    "entries",
    "latest",
    "read_receipt",
    "receipt",
    "release_in",
    "survey",
    "verify",
]
