"""What of a report a mail shows: the headline, its sentences and cards, the first charts, the state of the data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportgen.charts.model import Figure
from reportgen.errors import Problem, PublishError
from reportgen.rendering.chart_tables import chart_notes
from reportgen.report.model import Card, Cards, ChartBlock, Columns, Paragraphs, Report, Text

MOST_PARAGRAPHS = 5
MOST_CHARTS = 3
_PLACEHOLDERS = ("{page}", "{pages}")


@dataclass(frozen=True, slots=True)
class MailChart:
    """A chart of the mail: ``cid`` names its picture, ``alt`` says what it shows, ``notes`` stand below it."""

    cid: str
    title: Text
    subtitle: Text
    alt: str
    figure: Figure
    notes: tuple[tuple[str, str, str], ...] = ()  # letter, date, text


@dataclass(frozen=True, slots=True)
class MailView:
    """The mail's content in reading order; texts without links, for there is nothing to lead to."""

    period: tuple[str, ...]
    headline: Text
    paragraphs: tuple[Text, ...]
    cards: tuple[Card, ...]
    charts: tuple[MailChart, ...]
    status: tuple[tuple[str, Text], ...]
    foot: Text


def mail_view(report: Report, figures: dict[str, Figure]) -> MailView:
    """The view of a report. PublishError when one of its charts was not drawn."""
    summary = report.sections[0] if report.sections else None
    contents = [block.content for block in summary.blocks] if summary else []
    paragraphs = [text for one in contents if isinstance(one, Paragraphs) for text in one.paragraphs]
    return MailView(
        period=report.cover.period_words,
        headline=unlinked(summary.heading, report) if summary else (),
        paragraphs=tuple(unlinked(text, report) for text in paragraphs[:MOST_PARAGRAPHS]),
        cards=tuple(_card(card, report) for one in contents if isinstance(one, Cards) for card in one.cards),
        charts=tuple(_charts(report, figures)),
        status=tuple(
            (label, unlinked(text, report)) for one in contents if isinstance(one, Columns) for label, text in one.items
        ),
        foot=unlinked(report.labels.foot, report),
    )


def unlinked(text: Text, report: Report) -> Text:
    """The runs without links; what would print a page's number names its section instead."""
    return tuple(
        replace(run, text=_place(run.link, report), link=None)
        if run.link and any(mark in run.text for mark in _PLACEHOLDERS)
        else replace(run, link=None)
        for run in text
    )


def _place(target: str | None, report: Report) -> str:
    for section in report.sections:
        if section.id == target or any(block.id == target for block in section.blocks):
            return section.label
    return ""


def _card(card: Card, report: Report) -> Card:
    target = card.target
    if target is not None:
        target = replace(target, text=unlinked(target.text, report), status=unlinked(target.status, report))
    changes = (
        replace(change, figure=unlinked(change.figure, report), words=unlinked(change.words, report))
        for change in card.changes
    )
    return replace(card, value=unlinked(card.value, report), changes=tuple(changes), target=target)


def _charts(report: Report, figures: dict[str, Figure]) -> list[MailChart]:
    """The first chart of each of the first sections that have one."""
    found: list[MailChart] = []
    for section in report.sections:
        block = next((one for one in section.blocks if isinstance(one.content, ChartBlock)), None)
        if block is None or not isinstance(block.content, ChartBlock) or len(found) == MOST_CHARTS:
            continue
        figure = figures.get(block.content.chart)
        if figure is None:
            raise PublishError(
                Problem("the mail shows a chart that was not drawn", found=f"no figure '{block.content.chart}'")
            )
        title = block.title or section.heading
        cid = f"chart-{len(found) + 1}"
        subtitle, notes = unlinked(block.subtitle, report), chart_notes(report.charts.get(block.content.chart))
        found.append(MailChart(cid, unlinked(title, report), subtitle, figure.alt, figure, notes))
    return found
