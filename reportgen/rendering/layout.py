"""Where things stand before they are dressed: columns of tables, rows of cards, pages of sections.

Templates may not compute, so the little that depends on lengths is computed here, from the advance widths
of the fonts that we ship; no page is drawn twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from reportgen.charts.measure import Typesetter
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

MAIN_MM = 130.0
WIDE_MM = 175.0
MM_PER_POINT = 25.4 / 72
BODY_POINTS = 9.0
SMALL_POINTS = 7.5
WIDE_GUTTER_MM, NARROW_GUTTER_MM = 4.0, 2.8
# Type size, gutter, and whether the heads may wrap: what gives way first when a table has many columns.
WAYS = (
    (BODY_POINTS, WIDE_GUTTER_MM, False),
    (BODY_POINTS, NARROW_GUTTER_MM, False),
    (BODY_POINTS, NARROW_GUTTER_MM, True),
    (SMALL_POINTS, WIDE_GUTTER_MM, False),
    (SMALL_POINTS, NARROW_GUTTER_MM, True),
)
TABULAR = str.maketrans("123456789", "000000000")
CARDS_A_ROW = 4
LONG_ROWS, LONG_DEFINITIONS, LONG_TEXT = 14, 6, 6  # a block with more rows or paragraphs may break over pages
NOTED_ROWS = 2  # rows that a row with a note counts for
REFERENCE_ROWS = 30  # a table this long is looked up, not read: it is set small
EASY_MM = 34.0  # what a column of words should get before a gutter or a size gives way
STEPS_MM = (22.5, 20.0, 17.5, 15.0)  # shared widths of numeric columns, so that tables share edges
TEXT_CAP_MM = 70.0
WORD_CAP_MM = 40.0
NARROWEST_MM = 16.0
ARROW_MM = 3.0
CARD_MM = 40.0
FIGURES_MM = {"narrow": 14.7, "middle": 18.5, "broad": 23.5}  # arrow and figure of a card's line
WORD_GAP_MM = 1.3
SAFE, WRAP_LOSS = 0.98, 0.85  # of a line's room: for one line; for several, which words do not fill
MOST_LINES = 6
DISPLAY_POINTS = 60.0
STRONG = 600
CONTENTS_FROM = 8  # sections from which a contents page is worth its paper
DISPLAY = ((95.0, "display-long"), (160.0, "display-longest"))  # line length at 60 pt in mm → class


@dataclass(frozen=True, slots=True)
class Measure:
    """Text widths in millimetres, from the fonts that print them."""

    typesetter: Typesetter

    def width(self, text: str, points: float = BODY_POINTS, weight: int = 400) -> float:
        """The width of ``text`` on one line at a size in points; figures are tabular, as wide as a zero."""
        return self.typesetter.width(text.translate(TABULAR), points, weight) * MM_PER_POINT

    def longest_word(self, text: str, points: float = BODY_POINTS, weight: int = 400) -> float:
        """The width of the longest word, which no line break can shorten."""
        return max((self.width(word, points, weight) for word in text.split(" ")), default=0.0)


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
    roomy: bool  # rows with notes or bars


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
    """Heads, widths and manner of a table."""
    total = WIDE_MM if table.wide else MAIN_MM
    roomy = any(cell.note or cell.bar for row in table.rows for cell in row.cells)
    widths, dense = _widths(table, total, measure)
    return TableView(table, _heads(table.columns), widths, dense, roomy)


def goes_on(row: Row) -> bool:
    """Whether a row belongs to the one above it: its first cell, which would name it, is empty."""
    return bool(row.cells) and not row.heading and not row.cells[0].text


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


def _gap(table: Table, index: int, gutter: float) -> float:
    """Gutter of a column; words after figures keep away from them too."""
    after_figures = index > 0 and table.columns[index - 1].numeric and not table.columns[index].numeric
    return gutter + (4.5 if after_figures else 0.0)


def _natural(table: Table, index: int, points: float, measure: Measure, *, wrapped: bool) -> float:
    """Width that the column's cells need on one line; a plain head takes as many lines as it has words.

    A head with its unit under it, or in a group, does so only when ``wrapped``.
    """
    column = table.columns[index]
    widest = 0.0
    for row in table.rows:
        if not row.heading and index < len(row.cells):
            cell = row.cells[index]
            arrow = ARROW_MM if cell.arrow else 0.0
            bold = row.total or any(run.strong for run in cell.text)
            widest = max(widest, measure.width(plain(cell.text), points, STRONG if bold else 400) + arrow)
    if (column.unit or column.group) and not wrapped:
        text = ", ".join(filter(None, (column.head, column.unit))) if column.group else column.head
        return max(widest, measure.width(text, SMALL_POINTS), _share_of_spanner(table, index, measure))
    return max(widest, measure.longest_word(column.head, SMALL_POINTS))


def _share_of_spanner(table: Table, index: int, measure: Measure) -> float:
    group = table.columns[index].group
    members = sum(column.group == group for column in table.columns)
    return measure.width(group, SMALL_POINTS) / members if group else 0.0


def _floor(table: Table, index: int, points: float, measure: Measure) -> float:
    """The least width of a column of words: its longest word, within reason."""
    words = (
        measure.longest_word(plain(row.cells[index].text), points)
        for row in table.rows
        if not row.heading and index < len(row.cells)
    )
    return max(min(max(words, default=0.0), WORD_CAP_MM), NARROWEST_MM - WIDE_GUTTER_MM)


def _widths(table: Table, total: float, measure: Measure) -> tuple[tuple[float, ...], bool]:
    """Column widths, and whether the table is dense: of the WAYS the first in which all columns are at ease."""
    columns = range(len(table.columns))
    numeric = [index for index in columns if table.columns[index].numeric]
    words = [index for index in columns if not table.columns[index].numeric]
    natural: list[float] = []
    floors: dict[int, float] = {}
    points = BODY_POINTS
    small = tuple(way for way in WAYS if way[0] == SMALL_POINTS)
    for points, gutter, wrapped in small if len(table.rows) > REFERENCE_ROWS else WAYS:
        gaps = [_gap(table, index, gutter) for index in columns]
        natural = [_natural(table, index, points, measure, wrapped=wrapped) + gaps[index] for index in columns]
        floors = {index: _floor(table, index, points, measure) + gaps[index] for index in words}
        easy = (max(floors[index], min(natural[index], EASY_MM)) for index in words)
        if sum(natural[index] for index in numeric) + sum(easy) <= total:
            break
    widths = _shared(natural, numeric, words, floors, total) or _spread(natural, numeric, words, floors, total)
    return tuple(round(width, 2) for width in widths), points == SMALL_POINTS


def _shared(
    natural: list[float], numeric: list[int], words: list[int], floors: dict[int, float], total: float
) -> list[float] | None:
    """One column of words and numeric columns of one width, so that tables on a page share their edges."""
    if len(words) != 1 or not numeric:
        return None
    rest = total - max(floors[words[0]], min(natural[words[0]], TEXT_CAP_MM))
    equal = next((step for step in STEPS_MM if step * len(numeric) <= rest), 0.0)
    if any(natural[index] > equal for index in numeric):
        return None
    return [equal if index in numeric else total - equal * len(numeric) for index in range(len(natural))]


def _cap(natural: dict[int, float], floors: dict[int, float], room: float) -> float:
    """The width at which long columns of words wrap so that all fit in ``room``; short ones keep theirs."""
    cap = TEXT_CAP_MM
    while cap > NARROWEST_MM and sum(max(floors[index], min(natural[index], cap)) for index in natural) > room:
        cap -= 1.0
    return cap


def _spread(
    natural: list[float], numeric: list[int], words: list[int], floors: dict[int, float], total: float
) -> list[float]:
    """Figures get what they need; words share the rest by what they would like."""
    room = total - sum(natural[index] for index in numeric)
    cap = _cap({index: natural[index] for index in words}, floors, room)
    wanted = {index: max(floors[index], min(natural[index], cap)) for index in words}
    spare = room - sum(wanted.values())
    widths = [wanted.get(index, natural[index]) for index in range(len(natural))]
    extra = max(spare, 0.0) / max(len(widths), 1)
    widths = [width + extra for width in widths]
    scale = total / sum(widths)
    return [width * scale for width in widths]
