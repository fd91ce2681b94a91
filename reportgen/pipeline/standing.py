"""How far a client's report of one period has come: what a run still has to do for it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from reportgen.config.client import ClientConfig
from reportgen.delivery.archive import Archive, Entry, approval_of, archive_of, latest, release_in
from reportgen.delivery.mail.ledger import Row, State, opened
from reportgen.delivery.mail.sending import LEDGER
from reportgen.errors import PublishError, UsageError
from reportgen.periods.model import Period


class Standing(StrEnum):
    """The stages, in their order; each names what comes next."""

    TO_BUILD = "to build"  # not built, or built from data that had not settled
    TO_APPROVE = "waiting for approval"
    TO_SEND = "to send"
    IN_HAND = "being sent"  # begun, and not yet with everyone
    UNSENT = "done"  # nobody is to get it by mail
    SENT = "sent"


def standing(config: ClientConfig, period: Period, out: Path) -> Standing:
    """What the archive, its ledger and the folder ``out`` say of the report.

    ArchiveError for an archive that cannot be trusted.
    """
    archive = archive_of(config.archive, config.id)
    entry = latest(archive, period.id)
    recipients = {*config.delivery.to, *config.delivery.cc}
    if entry is not None:
        rows = _rows(archive, entry)
        if rows:
            reached = {row.recipient for row in rows if row.state in (State.SENT, State.FAILED, State.SUPPRESSED)}
            return Standing.SENT if recipients <= reached else Standing.IN_HAND
        if config.delivery.approval == "none" or approval_of(archive, entry) is not None:
            return Standing.TO_SEND if recipients else Standing.UNSENT
    if not _is_built(config, period, out):
        return Standing.TO_BUILD
    if not recipients:
        return Standing.UNSENT
    return Standing.TO_SEND if config.delivery.approval == "none" else Standing.TO_APPROVE


def _rows(archive: Archive, entry: Entry) -> tuple[Row, ...]:
    path = archive.home / LEDGER
    if not path.is_file():
        return ()
    with opened(path) as ledger:
        return ledger.rows(archive.client, entry.period, entry.revision)


def _is_built(config: ClientConfig, period: Period, out: Path) -> bool:
    """Whether a whole report from settled data lies in ``out``, with the mail where one is to be sent."""
    try:
        release = release_in(out, config.id, period)
    except (UsageError, PublishError):
        return False
    has_mail = any(artefact.format == "email" for artefact in release.artefacts)
    return release.status == "final" and (has_mail or not config.delivery.to)
