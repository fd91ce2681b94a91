"""The client's archive as a static page for people: from the log alone, so that it can be made again at any time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.delivery.archive.log import approval_among
from reportgen.delivery.archive.model import ApprovalRecord, Entry, EntryKind, Stored, receipt
from reportgen.errors import ReportgenError
from reportgen.formatting import DateStyle, Formatter, PeriodStyle
from reportgen.narrative import load_phrases
from reportgen.narrative.model import plain
from reportgen.narrative.phrases import Phrases
from reportgen.narrative.template import counted
from reportgen.periods import Calendar, from_id
from reportgen.periods.model import Span
from reportgen.rendering.plain_page import plain_template
from reportgen.units import Unit

TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "json": "application/json",
    "manifest": "application/json",
}
ANY_TYPE = "application/octet-stream"
KILOBYTE, MEGABYTE = 1000, 1000000


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to click on: its name, where its bytes are, their media type and size in words."""

    name: str
    href: str
    type: str
    size: str
    digest: str


@dataclass(frozen=True, slots=True)
class Signed:
    """Something that happened: when (in words, with who did it, and for machines), and its receipt."""

    text: str
    moment: str
    receipt: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of a period's report."""

    title: str
    status: str
    reason: str | None
    superseded: bool
    archived: Signed
    approval: Signed | None
    files: tuple[FileLink, ...]


@dataclass(frozen=True, slots=True)
class PeriodShelf:
    """A period and its revisions, the last one first."""

    name: str
    dates: str
    revisions: tuple[Revision, ...]


def index_page(entries: Sequence[Entry]) -> bytes:
    """The page as UTF-8, in the language of the newest report; the same bytes for the same log."""
    reports = [entry for entry in entries if entry.kind is EntryKind.REPORT]
    newest = reports[-1].report
    formatter, phrases = Formatter(newest.locale, "USD"), load_phrases(newest.locale)  # no money is printed
    periods: dict[tuple[str, str], list[Entry]] = {}
    for entry in reports:
        periods.setdefault((entry.report.start.isoformat(), entry.period), []).append(entry)
    return (
        plain_template("archive/index.html.j2")
        .render(
            locale=newest.locale,
            client=newest.name,
            words={key: phrases.word(f"archive.{key}") for key in WORDS},
            summary=_summary(phrases, len(periods), len(reports)),
            shelves=[_shelf(periods[key], entries, formatter, phrases) for key in sorted(periods, reverse=True)],
            last=str(receipt(entries[-1])),
        )
        .encode()
    )


WORDS = ("title", "superseded", "waiting", "files", "receipt", "approval", "reason", "archived", "last", "proof")


def _summary(phrases: Phrases, periods: int, reports: int) -> str:
    return plain(
        phrases.text(
            "archive.summary",
            {"periods": counted(periods), "reports": counted(reports)},
        )
    )


def _shelf(revisions: Sequence[Entry], entries: Sequence[Entry], formatter: Formatter, phrases: Phrases) -> PeriodShelf:
    first = revisions[0].report
    span = Span(first.start, first.end)
    made = [_revision(one, entries, formatter, phrases, is_last=one is revisions[-1]) for one in reversed(revisions)]
    return PeriodShelf(_named(first.period, span, formatter), formatter.span(span), tuple(made))


def _named(period: str, span: Span, formatter: Formatter) -> str:
    """The period's name; its days where a fiscal calendar, which the log does not keep, gave it others."""
    try:
        found = from_id(period, Calendar())
    except ReportgenError:
        return formatter.span(span)
    return formatter.period(found, PeriodStyle.LONG) if found.span == span else period


def _revision(
    entry: Entry, entries: Sequence[Entry], formatter: Formatter, phrases: Phrases, *, is_last: bool
) -> Revision:
    record, approval = entry.report, approval_among(entries, entry)
    return Revision(
        title=plain(phrases.text("archive.revision", {"number": str(record.revision)})),
        status=phrases.word(f"status.report.{record.status}"),
        reason=record.reason,
        superseded=not is_last,
        archived=_signed(entry, formatter, phrases),
        approval=_signed(approval, formatter, phrases) if approval else None,
        files=tuple(_link(one, formatter) for one in (*record.artefacts, record.manifest)),
    )


def _signed(entry: Entry, formatter: Formatter, phrases: Phrases) -> Signed:
    date, record = formatter.date(entry.at.date(), DateStyle.LONG), entry.record
    text = plain(phrases.text("archive.when", {"date": date, "time": f"{entry.at:%H:%M}"}))
    if isinstance(record, ApprovalRecord):
        text = plain(phrases.text("archive.signed", {"by": record.by, "when": text}))
    return Signed(text, entry.at.isoformat(timespec="minutes"), str(receipt(entry)))


def _link(one: Stored, formatter: Formatter) -> FileLink:
    unit, size = ("MB", MEGABYTE) if one.bytes >= MEGABYTE else ("kB", KILOBYTE)
    decimals = 1 if unit == "MB" else 0
    amount = formatter.value(max(one.bytes, 1) / size, Unit.COUNT, decimals=decimals)
    href = f"objects/{one.sha256[:2]}/{one.sha256}"
    return FileLink(one.file, href, TYPES.get(one.format, ANY_TYPE), f"{amount}\u00a0{unit}", one.sha256)
