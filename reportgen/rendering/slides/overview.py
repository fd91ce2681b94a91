"""The slides that are not findings: the title, the main KPIs as cards, the tables of targets and suggestions."""

from __future__ import annotations

import math
from dataclasses import replace
from io import BytesIO

from reportgen.narrative.teller import Teller
from reportgen.rendering.mail import Picture
from reportgen.rendering.slides import native
from reportgen.rendering.slides.deck import EDGE, HEIGHT, WIDTH, Deck, Pptx
from reportgen.rendering.slides.findings import cards_of, figures
from reportgen.rendering.slides.fit import Box
from reportgen.report.model import Block, Card, Columns, Outcome, Paragraphs, Row, Table
from reportgen.units import Sentiment

LOGO_HEIGHT, LOGO_WIDTH = 72, 260  # CSS pixels at most
BAND = 0.32  # inches of colour at the title's left
ACROSS, CARD_GAP, CARDS_TOP, CARD_HEIGHT = 4, 0.22, 1.75, 2.5
_ARROWS = {"up": "▲ ", "down": "▼ "}
_TABLES = ("target-table", "action-table")


def title_slide(deck: Deck, teller: Teller, logo: Picture | None) -> None:
    """Whose report it is, of which period, and its main sentence; how good the data are in the notes."""
    report = deck.report
    summary = report.sections[0] if report.sections else None
    status = [item for block in report.blocks if isinstance(block.content, Columns) for item in block.content.items]
    said = [
        text
        for block in (summary.blocks if summary else ())
        if isinstance(block.content, Paragraphs)
        for text in block.content.paragraphs
    ]
    notes = [deck.words(text) for text in said]
    notes += (
        ["", teller.word("mail.data"), *(f"{label}: {deck.words(text)}" for label, text in status)] if status else []
    )
    left = EDGE + 0.55
    slide = deck.slide(report.client, notes=notes, box=Box(left, 2.1, WIDTH - left - EDGE, 1.2), size=44)
    deck.band(slide, Box(0, 0, BAND, HEIGHT), deck.theme.accent)
    gap = "" if report.locale.startswith("zh") else " "
    period = gap.join(report.cover.period_words)
    deck.text(
        slide,
        Box(left, 3.4, WIDTH - left - EDGE, 0.5),
        [f"{report.cover.title} · {period}"],
        sizes=(22, 12),
        colour=deck.theme.accent,
        bold=True,
    )
    if summary is not None:
        deck.text(slide, Box(left, 4.25, WIDTH - left - EDGE - 1, 1.6), [summary.heading], sizes=(24, 13))
    if logo is not None:
        _logo(deck, slide, logo, left)


def _logo(deck: Deck, slide: Pptx, logo: Picture, left: float) -> None:
    box = Box(left, 0.75, logo.width / 96, logo.height / 96)
    picture = slide.shapes.add_picture(BytesIO(logo.content), *deck.frame(box))
    picture._element.nvPicPr.cNvPr.set("descr", deck.words(deck.report.client))  # noqa: SLF001  # no door of its own


def key_figures(deck: Deck, teller: Teller) -> None:
    """The summary's cards on one slide."""
    found = cards_of(deck.report)
    if found is None or not found.cards:
        return
    ids = [run.fact.removesuffix(".current") for card in found.cards for run in card.value if run.fact]
    results = [deck.report.results.kpis[kpi] for kpi in dict.fromkeys(ids) if kpi in deck.report.results.kpis]
    notes = [line for result in results for line in (*figures(deck, teller, result), "")]
    slide = deck.slide(teller.word("mail.figures"), notes=notes)
    width = (WIDTH - 2 * EDGE - (ACROSS - 1) * CARD_GAP) / ACROSS
    for place, card in enumerate(found.cards[: 2 * ACROSS]):
        down, across = divmod(place, ACROSS)
        box = Box(EDGE + across * (width + CARD_GAP), CARDS_TOP + down * (CARD_HEIGHT + CARD_GAP), width, CARD_HEIGHT)
        _card(deck, slide, box, card)


def _card(deck: Deck, slide: Pptx, box: Box, card: Card) -> None:
    deck.band(slide, Box(box.left, box.top, box.width, 0.05), deck.theme.accent)
    deck.text(slide, Box(box.left, box.top + 0.15, box.width, 0.3), [card.name], sizes=(14, 9), bold=True)
    deck.text(slide, Box(box.left, box.top + 0.48, box.width, 0.6), [card.value], sizes=(32, 14), bold=True)
    top = box.top + 1.15
    for change in card.changes[:2]:
        said = f"{_ARROWS.get(change.arrow, '')}{deck.words(change.figure)} {deck.words(change.words)}".strip()
        colour = deck.theme.text(change.sentiment, deck.theme.ink2)
        deck.text(slide, Box(box.left, top, box.width, 0.3), [said], sizes=(13, 8), colour=colour)
        top += 0.33
    if card.target is not None:
        said = " · ".join(deck.words(text) for text in (card.target.text, card.target.status) if text)
        off = Sentiment.UNFAVOURABLE if card.target.missed else Sentiment.NEUTRAL
        deck.text(
            slide,
            Box(box.left, top, box.width, 0.3),
            [said],
            sizes=(13, 8),
            colour=deck.theme.text(off, deck.theme.ink2),
        )


def table_slides(deck: Deck) -> None:
    """The targets, and what can be done."""
    for block in deck.report.blocks:
        if block.kind in _TABLES and block.outcome is Outcome.OK and isinstance(block.content, Table):
            _long_table(deck, block, block.content)


def _long_table(deck: Deck, block: Block, whole: Table) -> None:
    """A table on as many slides as its rows need, about as many on each; a line without a name stays with its own."""
    title, rows, number = deck.words(block.title), whole.rows, 1
    while rows:
        some = _share(deck, rows)
        notes = [" | ".join(deck.words(cell.text) for cell in row.cells) for row in some]
        slide = deck.slide(title if number == 1 else f"{title} ({number})", notes=notes)
        deck.text(slide, Box(EDGE, 1.2, WIDTH - 2 * EDGE, 0.4), [block.subtitle], sizes=(13, 9), colour=deck.theme.ink2)
        _, rest = native.table(deck, slide, Box(EDGE, 1.75, WIDTH - 2 * EDGE, 4.75), replace(whole, rows=some), title)
        rows, number = rows[max(1, len(some) - rest) :], number + 1


def _share(deck: Deck, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows for the next slide."""
    slides = math.ceil(len(rows) / native.MOST_ROWS)
    most = math.ceil(len(rows) / slides)
    breaks = [at for at in range(1, most + 1) if at == len(rows) or deck.words(rows[at].cells[0].text)]
    return rows[: max(breaks, default=most)]
