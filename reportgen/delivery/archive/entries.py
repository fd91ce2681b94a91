"""A log entry as bytes and back. One way to write it, so that any other bytes are a fault.

Canonical JSON: keys sorted, UTF-8, no blanks. ``previous`` is the SHA-256 of the file before; ``seal`` the SHA-256
of the entry without it, so that the last entry, which no other one vouches for, cannot rot unseen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from reportgen.delivery.archive.model import ApprovalRecord, Entry, ReportRecord, Stored

SCHEMA = 1
LARGEST = 8 << 20  # bytes; a file beyond it is no entry


def entry_bytes(client: str, number: int, at: datetime, previous: str, record: ReportRecord | ApprovalRecord) -> bytes:
    """The entry's file. ``at`` must know its distance from UTC; seconds are the finest that is kept."""
    body = {
        "schema": SCHEMA,
        "client": client,
        "number": number,
        "at": at.isoformat(timespec="seconds"),
        "previous": previous,
        **_written(record),
    }
    return _canonical({**body, "seal": _seal(body)})


def _written(record: ReportRecord | ApprovalRecord) -> dict[str, Any]:
    kind = "report" if isinstance(record, ReportRecord) else "approval"
    fields = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(record).items()}
    return {"kind": kind, kind: fields}


def _canonical(content: Mapping[str, Any]) -> bytes:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def _seal(body: Mapping[str, Any]) -> str:
    return sha256(_canonical(body)).hexdigest()


def read_entry(content: bytes) -> Entry:
    """The entry of a log file. ValueError, with what is wrong, for bytes that ``entry_bytes`` did not write."""
    if len(content) > LARGEST:
        raise ValueError("too large for an entry")
    try:
        body = json.loads(content.decode())
        seal = body.pop("seal")
        canonical = _canonical({**body, "seal": seal})
        sealed = _seal(body)
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("no entry") from error
    if canonical != content:
        raise ValueError("not written as entries are")
    if seal != sealed:
        raise ValueError("its seal is broken")
    try:
        return _entry(body, sha256(content).hexdigest())
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("an entry of another product version, or none") from error


def _entry(body: Mapping[str, Any], root: str) -> Entry:
    if body["schema"] != SCHEMA:
        raise ValueError(body["schema"])
    at = datetime.fromisoformat(_text(body["at"]))
    record = READERS[body["kind"]](body[body["kind"]])
    number = _count(body["number"])
    return Entry(_text(body["client"]), number, at, _text(body["previous"]), root, record)


def _report(fields: Mapping[str, Any]) -> ReportRecord:
    return ReportRecord(
        name=_text(fields["name"]),
        locale=_text(fields["locale"]),
        period=_text(fields["period"]),
        start=date.fromisoformat(fields["start"]),
        end=date.fromisoformat(fields["end"]),
        report=_text(fields["report"]),
        status=_text(fields["status"]),
        version=_text(fields["version"]),
        revision=_count(fields["revision"]),
        supersedes=None if fields["supersedes"] is None else _count(fields["supersedes"]),
        reason=None if fields["reason"] is None else _text(fields["reason"]),
        manifest=_stored(fields["manifest"]),
        artefacts=tuple(_stored(one) for one in fields["artefacts"]),
    )


def _approval(fields: Mapping[str, Any]) -> ApprovalRecord:
    return ApprovalRecord(
        number=_count(fields["number"]),
        root=_text(fields["root"]),
        period=_text(fields["period"]),
        revision=_count(fields["revision"]),
        artefacts=tuple(_digest(one) for one in fields["artefacts"]),
        by=_text(fields["by"]),
    )


def _stored(fields: Mapping[str, Any]) -> Stored:
    name = _text(fields["file"])
    if not name or name.startswith(".") or set(name) & set("/\\\0"):
        raise ValueError(name)
    return Stored(_text(fields["format"]), name, _digest(fields["sha256"]), _count(fields["bytes"], least=0))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(value)


def _count(value: object, least: int = 1) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= least:
        return value
    raise TypeError(value)


def _digest(value: object) -> str:
    text = _text(value)
    if len(text) == sha256().digest_size * 2 and not set(text) - set("0123456789abcdef"):
        return text
    raise ValueError(text)


READERS: Mapping[str, Callable[[Mapping[str, Any]], ReportRecord | ApprovalRecord]] = {
    "report": _report,
    "approval": _approval,
}
