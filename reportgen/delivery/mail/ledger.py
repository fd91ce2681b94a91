"""The sending ledger of one client: who was to get which bytes, and how each attempt ended.

SQLite beside the archive's log, in WAL mode with every commit on the disk before the next step. An attempt is written
down before a connection is opened and closed after the server's answer; one that was never closed is in doubt, and only
a person may settle it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from reportgen.errors import ArchiveError, Place, Problem

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=15), timedelta(hours=4)
GIVEN_UP = timedelta(days=5)


class State(StrEnum):
    """How a recipient's message stands."""

    APPROVED = "approved"  # to be sent
    SENDING = "sending"  # an attempt is under way, or was cut off
    SENT = "sent"
    DEFERRED = "deferred"  # the server said: later
    FAILED = "failed"  # the server refused for good
    IN_DOUBT = "in_doubt"  # it may have arrived, or not
    SUPPRESSED = "suppressed"  # the address was refused for good before
    EXPIRED = "expired"  # deferred for too long


@dataclass(frozen=True, slots=True)
class Row:
    """A recipient of one revision. ``digest`` is the archived mail's SHA-256, ``message`` the sent bytes'."""

    key: str
    client: str
    period: str
    report: str
    revision: int
    recipient: str
    digest: str
    date: str  # of the message, ISO 8601; the same on every attempt
    state: State = State.APPROVED
    attempts: int = 0
    next_at: str = ""
    code: int = 0
    reply: str = ""
    message: str = ""


_COLUMNS = tuple(one.name for one in fields(Row))
_SCHEMA = (
    "create table if not exists outbox (key text primary key, client text not null, period text not null,"
    " report text not null, revision integer not null, recipient text not null, digest text not null,"
    " date text not null, state text not null, attempts integer not null, next_at text not null,"
    " code integer not null, reply text not null, message text not null,"
    " unique (client, period, report, revision, recipient, digest)) strict"
)


def key_of(client: str, period: str, report: str, revision: int, recipient: str, digest: str) -> str:
    """What makes a delivery the same delivery."""
    return sha256("|".join((client, period, report, str(revision), recipient, digest)).encode()).hexdigest()


class Ledger:
    """The open ledger. Every call is one transaction, on the disk when it returns."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, client: str, period: str, revision: int) -> tuple[Row, ...]:
        """The recipients of a revision, by address."""
        return self._read("client=? and period=? and revision=?", (client, period, revision))

    def refused(self, client: str, recipient: str) -> Row | None:
        """The last delivery to the address that was refused for good because of it."""
        found = self._read("client=? and recipient=? and state=?", (client, recipient, State.FAILED))
        return next((row for row in reversed(found) if row.code in {550, 551, 553}), None)

    def _read(self, where: str, values: Sequence[object]) -> tuple[Row, ...]:
        query = f"select {', '.join(_COLUMNS)} from outbox where {where} order by recipient, period, revision"
        found = self._connection.execute(query, values).fetchall()
        return tuple(_row(one) for one in found)

    def enter(self, row: Row) -> None:
        """Note a recipient; one that is there stays as it is."""
        marks = ", ".join("?" * len(_COLUMNS))
        self._write(f"insert or ignore into outbox ({', '.join(_COLUMNS)}) values ({marks})", _values(row))

    def claim(self, row: Row, message: str) -> Row:
        """The attempt is about to begin: on the disk before any connection is opened."""
        return self.close(replace(row, attempts=row.attempts + 1, message=message), State.SENDING)

    def close(self, row: Row, state: State, *, code: int = 0, reply: str = "", next_at: str = "") -> Row:
        """How it ended."""
        made = replace(row, state=state, code=code, reply=reply, next_at=next_at)
        pairs = ", ".join(f"{name}=?" for name in _COLUMNS)
        self._write(f"update outbox set {pairs} where key=?", (*_values(made), row.key))
        return made

    def defer(self, row: Row, at: datetime, *, code: int = 0, reply: str = "") -> Row:
        """Later: after 15 minutes, then twice as long each time up to four hours; after five days never."""
        if at - datetime.fromisoformat(row.date) >= GIVEN_UP:
            return self.close(row, State.EXPIRED, code=code, reply=reply)
        wait = min(FIRST_WAIT * 2 ** min(max(row.attempts - 1, 0), 8), LONGEST_WAIT)
        return self.close(row, State.DEFERRED, code=code, reply=reply, next_at=(at + wait).isoformat())

    def recover(self, client: str) -> tuple[Row, ...]:
        """Attempts that were cut off are in doubt; call it only while nobody else sends."""
        found = self._read("client=? and state=?", (client, State.SENDING))
        return tuple(self.close(row, State.IN_DOUBT, reply="the attempt was cut off") for row in found)

    def _write(self, statement: str, values: Sequence[object]) -> None:
        with self._connection:
            self._connection.execute(statement, values)


def _values(row: Row) -> tuple[object, ...]:
    return tuple(
        str(value) if isinstance(value, State) else value for name in _COLUMNS for value in [getattr(row, name)]
    )


def _row(values: Sequence[object]) -> Row:
    found = dict(zip(_COLUMNS, values, strict=True))
    return Row(**{**found, "state": State(str(found["state"]))})  # type: ignore[arg-type]


@contextmanager
def opened(path: Path) -> Iterator[Ledger]:
    """The ledger at ``path``, made where there is none. ArchiveError when it cannot be read or written."""
    try:
        connection = sqlite3.connect(path, timeout=30)
        try:
            connection.execute("pragma journal_mode=wal")
            connection.execute("pragma synchronous=full")
            connection.execute(_SCHEMA)
            yield Ledger(connection)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise ArchiveError(
            Problem(
                "the sending ledger cannot be used",
                Place(str(path)),
                found=str(error),
                todo="free space and permissions there; never delete it, or reports may be sent twice",
            )
        ) from error
