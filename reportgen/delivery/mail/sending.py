"""Sending one archived report to each of its recipients, at most once unless an answer was lost.

Everything that can forbid the sending is looked at before the first connection; then, a recipient at a time: the
ledger says that an attempt begins, the message goes out, the ledger says how it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from reportgen.delivery.archive import Archive, Entry, Receipt, disk
from reportgen.delivery.mail import ledger as books
from reportgen.delivery.mail.ledger import Ledger, Row, State
from reportgen.delivery.mail.letter import Envelope, Letter, message_bytes
from reportgen.delivery.mail.transport import Result, Server, Verdict, deliver
from reportgen.errors import Problem, PublishError, UsageError

LEDGER = "ledger.sqlite"
LOCK = "ledger.sqlite-lock"
OPEN = frozenset({State.APPROVED, State.DEFERRED})


@dataclass(frozen=True, slots=True)
class Order:
    """What is sent: the letter of an archived report (``digest`` of its mail), to whom, with which receipt."""

    archive: Archive
    entry: Entry
    letter: Letter
    digest: str
    recipients: tuple[str, ...]
    receipt: Receipt

    def row(self, recipient: str, at: datetime) -> Row:
        """The ledger's first line for a recipient."""
        found = self.entry.report
        key = books.key_of(self.archive.client, found.period, found.report, found.revision, recipient, self.digest)
        return Row(
            key,
            self.archive.client,
            found.period,
            found.report,
            found.revision,
            recipient,
            self.digest,
            at.isoformat(timespec="seconds"),
        )

    def message(self, row: Row) -> bytes:
        """The bytes for a recipient: the same on every attempt, the date among them."""
        domain = (self.letter.sender or "@localhost").rpartition("@")[2]
        identity = f"<r{row.revision}.{row.key[:32]}@{domain}>"
        date = datetime.fromisoformat(row.date)
        return message_bytes(self.letter, Envelope(row.recipient, identity, date, str(self.receipt)))


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How every recipient stands after a run; ``stopped`` is why it ended before its end."""

    rows: tuple[Row, ...]
    stopped: Result | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """What sending needs from outside: the server, the time now, a way to wait, and the gap between messages."""

    server: Server
    now: Callable[[], datetime]
    wait: Callable[[float], None]
    gap: float = 0.0  # seconds
    check: Callable[[], None] = field(default=lambda: None)  # once more before every message


def send(order: Order, means: Means) -> Dispatch:
    """Send to all who are due. ArchiveError when another process is sending for this client."""
    with _alone(order.archive), books.opened(order.archive.home / LEDGER) as ledger:
        ledger.recover(order.archive.client)
        _enter(ledger, order, means.now())
        stopped = _send_due(ledger, order, means)
        return Dispatch(_rows(ledger, order), stopped)


def resolve(order: Order, recipient: str, how: str, at: datetime) -> Dispatch:
    """A person's word on a message in doubt: it was ``sent``, or ``retry`` it with the same bytes.

    ``retry`` also opens what was refused, suppressed or expired. UsageError when nothing waits for that word.
    """
    with _alone(order.archive), books.opened(order.archive.home / LEDGER) as ledger:
        ledger.recover(order.archive.client)
        rows = {row.recipient: row for row in _rows(ledger, order)}
        row = rows.get(recipient)
        may = {"sent": {State.IN_DOUBT}, "retry": {State.IN_DOUBT, State.FAILED, State.SUPPRESSED, State.EXPIRED}}[how]
        if row is None or row.state not in may:
            raise UsageError(
                Problem(
                    f"there is nothing to resolve for {recipient}",
                    found=f"its state is {row.state.value}" if row else "no such recipient of this report",
                    expected="one of " + ", ".join(sorted(one.recipient for one in rows.values() if one.state in may))
                    if any(one.state in may for one in rows.values())
                    else None,
                )
            )
        reply = f"resolved as {how} at {at.isoformat(timespec='seconds')}"
        ledger.close(row, State.SENT if how == "sent" else State.APPROVED, reply=reply)
        return Dispatch(_rows(ledger, order))


def _enter(ledger: Ledger, order: Order, at: datetime) -> None:
    for recipient in order.recipients:
        row = order.row(recipient, at)
        before = ledger.refused(order.archive.client, recipient)
        if before is not None and before.period != row.period:
            why = f"refused for {before.period}: {before.code} {before.reply}"
            row = replace(row, state=State.SUPPRESSED, reply=why)
        ledger.enter(row)


def _rows(ledger: Ledger, order: Order) -> tuple[Row, ...]:
    found = ledger.rows(order.archive.client, order.entry.period, order.entry.revision)
    return tuple(row for row in found if row.digest == order.digest)


def _send_due(ledger: Ledger, order: Order, means: Means) -> Result | None:
    now = means.now()
    due = [
        row
        for row in _rows(ledger, order)
        if row.recipient in order.recipients
        and row.state in OPEN
        and (not row.next_at or datetime.fromisoformat(row.next_at) <= now)
    ]
    for place, row in enumerate(due):
        if place and means.gap:
            means.wait(means.gap)
        means.check()
        message = order.message(row)
        digest = sha256(message).hexdigest()
        if row.message and row.message != digest:
            raise PublishError(
                Problem(
                    f"the message to {row.recipient} is not the one that was tried before",
                    todo="send it with the version of reportgen that tried it, or resolve it as sent",
                )
            )
        claimed = ledger.claim(row, digest)
        result = deliver(means.server, order.letter.sender or "", row.recipient, message)
        if result.verdict is Verdict.SETUP:
            ledger.close(row, row.state, code=result.code, reply=result.reply, next_at=row.next_at)
            return result
        _close(ledger, claimed, result, means.now())
        if result.verdict is Verdict.LATER_ALL:
            for other in due[place + 1 :]:
                ledger.defer(other, means.now(), code=result.code, reply=result.reply)
            return None
    return None


def _close(ledger: Ledger, row: Row, result: Result, at: datetime) -> None:
    if result.verdict in {Verdict.LATER, Verdict.LATER_ALL}:
        ledger.defer(row, at, code=result.code, reply=result.reply)
        return
    states = {Verdict.SENT: State.SENT, Verdict.REFUSED: State.FAILED, Verdict.IN_DOUBT: State.IN_DOUBT}
    ledger.close(row, states[result.verdict], code=result.code, reply=result.reply)


@contextmanager
def _alone(archive: Archive) -> Iterator[None]:
    """Nobody else sends for this client meanwhile; a killed process's lock goes with it."""
    with disk.guarded(archive.home, "the sending ledger cannot be used"), disk.locked(archive.home / LOCK):
        yield


def write_messages(order: Order, folder: Path, at: datetime) -> tuple[Path, ...]:
    """The very messages as .eml files, one a recipient; those already tried with the date that they bear."""
    known: dict[str, Row] = {}
    if (order.archive.home / LEDGER).exists():
        with books.opened(order.archive.home / LEDGER) as ledger:
            known = {row.recipient: row for row in _rows(ledger, order)}
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for place, recipient in enumerate(order.recipients, start=1):
        row = known.get(recipient) or order.row(recipient, at)
        path = (
            folder / f"{order.archive.client}_{order.entry.period.replace('/', 'x').replace('..', '_')}_{place:02d}.eml"
        )
        path.write_bytes(order.message(row))
        paths.append(path)
    return tuple(paths)


def unfinished(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The recipients who have not got it."""
    return tuple(row for row in rows if row.state is not State.SENT)
