"""Where things stand before they are dressed: columns of tables, rows of cards, pages of sections.

Templates may not compute, so the little that depends on lengths is computed here, from the advance widths
of the fonts that we ship; no page is drawn twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from reportgen.rendering.column_widths import (
    ARROW_MM,
    MAIN_MM,
    SMALL_POINTS,
    STRONG,
    WIDE_MM,
    Measure,
    column_widths,
    least_width,
)
from reportgen.report.model import (
    Block,
    Card,
    Cards,
    Change,
    ChartBlock,
    Column,
    Cover,
    Definitions,
    Paragraphs,
    Report,
    Row,
    Section,
    Table,
    plain,
)

CARDS_A_ROW = 4
LONG_ROWS, LONG_DEFINITIONS, LONG_TEXT = 14, 6, 6  # a block with more rows or paragraphs may break over pages
NOTED_ROWS = 2  # rows that a row with a note counts for
FIGURES_OF_A_CHART = frozenset({"experiment-table", "factor-table", "movement-table"})
CARD_MM = 40.0
FIGURES_MM = {"narrow": 14.7, "middle": 18.5, "broad": 23.5}  # arrow and figure of a card's line
WORD_GAP_MM = 1.3
SAFE, WRAP_LOSS = 0.98, 0.85  # of a line's room: for one line; for several, which words do not fill
MOST_LINES = 6
DISPLAY_POINTS = 60.0
CONTENTS_FROM = 8  # sections from which a contents page is worth its paper
DISPLAY = ((95.0, "display-long"), (160.0, "display-longest"))  # line length at 60 pt in mm → class


@dataclass(frozen=True, slots=True)
class Head:
    """A cell of a table's head: text, span, side and place (spanner, over, under, single or none)."""

    text: str
    place: str
    numeric: bool
    span: int = 1


@dataclass(frozen=True, slots=True)
class TableView:
    """A table with its head rows, column widths in millimetres and manner of breaking."""

    table: Table
    heads: tuple[tuple[Head, ...], ...]
    widths: tuple[float, ...]
    dense: bool
    roomy: bool  # rows with notes
    barred: bool  # names with a bar beside them


@dataclass(frozen=True, slots=True)
class CardRow:
    """Cards side by side; ``lines`` lines of change and ``tall`` names keep their parts level."""

    cards: tuple[Card, ...]
    lines: int
    tall: bool
    sparks: bool
    figures: str  # narrow, middle or broad: the column of the changes' figures


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with the blocks that print; ``summary`` when it holds the cards."""

    section: Section
    blocks: tuple[Block, ...]
    summary: bool


def sections(report: Report) -> tuple[SectionView, ...]:
    """The sections that have something to print, each with those blocks only."""
    views = []
    for section in report.sections:
        blocks = tuple(block for block in section.blocks if block.content is not None)
        if blocks:
            summary = any(isinstance(block.content, Cards) for block in blocks)
            views.append(SectionView(section, blocks, summary))
    return tuple(views)


def card_rows(cards: Cards, measure: Measure) -> tuple[CardRow, ...]:
    """Cards four a row, each row knowing the most lines that any of its cards needs."""
    rows = []
    for start in range(0, len(cards.cards), CARDS_A_ROW):
        row = cards.cards[start : start + CARDS_A_ROW]
        changes = [change for card in row for change in card.changes]
        widest = max((measure.width(plain(change.figure), SMALL_POINTS, STRONG) for change in changes), default=0.0)
        figures = next((name for name, room in FIGURES_MM.items() if widest <= room - ARROW_MM), "broad")
        words = CARD_MM - FIGURES_MM[figures] - WORD_GAP_MM
        lines = max(sum(_lines(change, words, measure) for change in card.changes) for card in row)
        tall = any(measure.width(card.name, SMALL_POINTS, STRONG) > CARD_MM for card in row)
        rows.append(CardRow(row, min(lines, MOST_LINES), tall, any(card.spark for card in row), figures))
    return tuple(rows)


def _lines(change: Change, room: float, measure: Measure) -> int:
    width = measure.width(plain(change.words), SMALL_POINTS)
    return 1 if width <= room * SAFE else 1 + int(width / (room * WRAP_LOSS))


def cover_size(cover: Cover, measure: Measure) -> str:
    """The class that keeps the period's words on the cover's measure; "" for the display size."""
    longest = max((measure.width(line, DISPLAY_POINTS, STRONG) for line in cover.period_words), default=0.0)
    return next((name for limit, name in reversed(DISPLAY) if longest > limit), "")


def kind_of(block: Block) -> str:
    """The name of the template in templates/blocks/ that shows the block's content."""
    return type(block.content).__name__.lower().replace("chartblock", "chart")


def is_bare(block: Block, view: SectionView) -> bool:
    """Whether a block stands without the rule above it: summary notes, cards, tables without a title."""
    if isinstance(block.content, Table | Cards) and not block.title:
        return True
    return view.summary and not isinstance(block.content, Table | ChartBlock)


def table_view(table: Table, measure: Measure) -> TableView:
    """Heads, widths and manner of a table; figures too long for the main column take the whole width."""
    if not table.wide and least_width(table, measure) > MAIN_MM:
        table = replace(table, wide=True)
    total = WIDE_MM if table.wide else MAIN_MM
    roomy = any(cell.note for row in table.rows for cell in row.cells)
    barred = any(cell.bar for row in table.rows for cell in row.cells)
    widths, dense = column_widths(table, total, measure)
    return TableView(table, _heads(table.columns), widths, dense, roomy, barred)


def goes_on(row: Row) -> bool:
    """Whether a row belongs to the one above it: its first cell, which would name it, is empty."""
    return bool(row.cells) and not row.heading and not row.cells[0].text


def follows(block: Block) -> bool:
    """Whether a block puts the chart above it into figures, and is best seen with it."""
    return block.kind in FIGURES_OF_A_CHART


def breaks(block: Block) -> bool:
    """Whether a block is so long that it may break over pages; all others stay whole."""
    match block.content:
        case Table(rows=rows):
            return sum(NOTED_ROWS if any(cell.note for cell in row.cells) else 1 for row in rows) > LONG_ROWS
        case Definitions(items=items):
            return len(items) > LONG_DEFINITIONS
        case Paragraphs(paragraphs=paragraphs):
            return len(paragraphs) > LONG_TEXT
    return False


def _heads(columns: Sequence[Column]) -> tuple[tuple[Head, ...], ...]:
    if not any(column.group or column.unit for column in columns):
        return (tuple(Head(column.head, _place(column.head, "single"), column.numeric) for column in columns),)
    over: list[Head] = []
    for group, members in groupby(columns, key=lambda column: column.group):
        run = list(members)
        if group:
            over.append(Head(group, "spanner", numeric=True, span=len(run)))
            continue
        for column in run:
            head = column.head if column.unit else ""
            over.append(Head(head, _place(head, "over"), column.numeric))
    under = []
    for column in columns:
        text = ", ".join(filter(None, (column.head, column.unit))) if column.group else column.unit or column.head
        under.append(Head(text, _place(text, "under"), column.numeric))
    return tuple(over), tuple(under)


def _place(text: str, place: str) -> str:
    return place if text else "none"
