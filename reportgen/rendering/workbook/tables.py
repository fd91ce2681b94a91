"""The report's tables, a sheet each: figures as numbers with the decimals they are printed with, words as text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.rendering.workbook.book import LINE_HEIGHT, Book, Sheet, lines_of, width_of
from reportgen.rendering.workbook.figures import head_style
from reportgen.report.model import Block, Cell, Column, Outcome, Row, Section, Table
from reportgen.units import Sentiment, Unit

WIDEST, NARROWEST = 46, 9  # columns of a figure
_UNIT = 5  # what a difference of rates takes more than is printed in the report: its unit
_ARROWS = {"up": "▲ ", "down": "▼ "}


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet as the summary lists it."""

    sheet: str
    title: str


def table_sheets(book: Book) -> list[Listed]:
    """Write a sheet for each table; their names and titles in page order."""
    return [
        _sheet(book, section, block, block.content)
        for section in book.report.sections
        for block in section.blocks
        if block.outcome is Outcome.OK and isinstance(block.content, Table)
    ]


def _sheet(book: Book, section: Section, block: Block, table: Table) -> Listed:
    sheet = book.sheet(section.label)
    title = book.words(block.title) or book.words(section.heading)
    book.text(sheet, 0, 0, title, bold=True, font_size=14)
    book.text(sheet, 1, 0, block.subtitle, font_color=book.theme.ink2)
    sheet.set_row(0, 24)
    grouped = any(column.group for column in table.columns)
    head = 4 if grouped else 3
    if grouped:
        _groups(book, sheet, table.columns, head - 1)
    for place, column in enumerate(table.columns):
        label = column.head if not column.unit else f"{column.head} {column.unit}".strip()
        book.text(sheet, head, place, label, **head_style(book, numeric=column.numeric))
    widths = [_width(book, table, place) for place in range(len(table.columns))]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    heads = max((lines_of(f"{one.head} {one.unit}", widths[at]) for at, one in enumerate(table.columns)), default=1)
    sheet.set_row(head, LINE_HEIGHT * heads + 4)
    for at, row in enumerate(table.rows, start=head + 1):
        lines = [
            _cell(book, sheet, (at, place), cell, row, table.columns[place]) for place, cell in enumerate(row.cells)
        ]
        tallest = max((lines_of(text, widths[place]) for place, text in enumerate(lines)), default=1)
        sheet.set_row(at, LINE_HEIGHT * tallest + 2)
    if table.more:
        book.text(sheet, head + 1 + len(table.rows), 0, table.more, font_color=book.theme.ink2, italic=True)
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head)
    return Listed(str(sheet.get_name()), title)


def _groups(book: Book, sheet: Sheet, columns: tuple[Column, ...], row: int) -> None:
    """The spanners above neighbouring columns of one group."""
    place = 0
    while place < len(columns):
        last = place
        while last + 1 < len(columns) and columns[last + 1].group == columns[place].group:
            last += 1
        if columns[place].group:
            look = {"bold": True, "align": "center", "bottom": 1, "bottom_color": book.theme.accent}
            book.across(sheet, row, (place, last), columns[place].group, font_color=book.theme.accent, **look)
        place = last + 1


def _cell(book: Book, sheet: Sheet, at: tuple[int, int], cell: Cell, row: Row, column: Column) -> str:
    """Write one cell; the text by which the row's height is measured."""
    look: dict[str, Any] = {"bottom": 4, "bottom_color": book.theme.hairline, "text_wrap": True}
    if row.total:
        look |= {"bold": True, "top": 1, "top_color": book.theme.ink}
    if row.heading:
        look |= {"bold": True, "font_color": book.theme.accent, "text_wrap": False}
    if cell.sentiment is not Sentiment.NEUTRAL:
        look["font_color"] = book.colour(cell.sentiment)
    figure = None if cell.note else _figure(book, cell, column)
    if figure is not None:
        number, code = figure
        sheet.write_number(*at, float(number), book.format(**look, num_format=code, align="right"))
        return ""
    text = cell.whole or book.words(cell.text)
    if cell.arrow in _ARROWS and text:
        text = _ARROWS[cell.arrow] + text
    if cell.note:
        text = f"{text}\n{book.words(cell.note)}"
    book.text(
        sheet,
        *at,
        text,
        align="right" if column.numeric else "left",
        **look,
        indent=0 if column.numeric or not at[1] else 1,
    )
    return "" if row.heading else text


def _figure(book: Book, cell: Cell, column: Column) -> tuple[Decimal, str] | None:
    """The one figure that a cell prints, unrounded, with the code that prints it; None for any other text."""
    printed = [place for place, run in enumerate(cell.text) if run.fact is not None]
    if len(printed) != 1:
        return None
    run = cell.text[printed[0]]
    fact = book.report.facts.get(run.fact or "")
    if fact is None or isinstance(fact.value, str) or fact.unit not in _NUMERIC:
        return None
    before = "".join(one.text for one in cell.text[: printed[0]])
    after = "".join(one.text for one in cell.text[printed[0] + 1 :])
    if any(one.isdigit() for one in before + after):
        return None
    number = Decimal(fact.value)
    sign = run.text.startswith("+") or (number < 0 and run.text.startswith("−") and fact.unit in _CHANGES)
    digits = book.numbers.printed(run.text, number)
    code = book.numbers.code(fact.unit, [number], sign=sign, bare=bool(column.unit), digits=digits)
    return number, book.numbers.worded(code, book.words(before), book.words(after)) if before or after else code


_CHANGES = frozenset({"percent", "points"})
_NUMERIC = frozenset({*(unit.value for unit in Unit), *_CHANGES})


def _is_points(book: Book, cell: Cell) -> bool:
    facts = (book.report.facts.get(run.fact) for run in cell.text if run.fact is not None)
    return any(fact is not None and fact.unit == "points" for fact in facts)


def _width(book: Book, table: Table, place: int) -> float:
    cells = [row.cells[place] for row in table.rows if not row.heading and place < len(row.cells)]
    texts = [f"{book.words(cell.text)}{' ' * _UNIT if _is_points(book, cell) else ''}" for cell in cells]
    notes = [book.words(row.cells[place].note) for row in table.rows if place < len(row.cells)]
    column = table.columns[place]
    head = max((width_of(word) for word in f"{column.head} {column.unit}".split()), default=0)
    widest = max(
        [head, *(width_of(text) for text in texts), min(max(map(width_of, notes), default=0), WIDEST)], default=0
    )
    spread = width_of(column.group) / max(1, sum(one.group == column.group for one in table.columns))
    return min(max(widest * 1.08 + 3, spread + 1 if column.group else 0, NARROWEST), WIDEST)
