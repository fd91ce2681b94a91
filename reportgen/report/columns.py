"""Tables made column by column: figures of one column share their decimals, their unit stands in its head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.formatting import Style
from reportgen.insights.facts import PERCENT, POINTS
from reportgen.narrative.model import Text, strong
from reportgen.report.desk import Desk
from reportgen.report.model import Cell, Column, Row, Table
from reportgen.units import Unit

_RATE_DECIMALS = 1
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Filled:
    """A column and its cells: one a row, the total's last where there is one."""

    column: Column
    cells: tuple[Cell, ...]


def figures(
    desk: Desk,
    column: Column,
    unit: Unit | str,
    entries: Sequence[tuple[str, Decimal | None]],
    *,
    sign: bool = False,
) -> Filled:
    """A column of figures with equal decimals. ``entries``: fact id and number, or None for a dash."""
    kind = Unit.RATE if unit in (PERCENT, POINTS) else Unit(unit)
    numbers = [number for _, number in entries if number is not None]
    decimals = _RATE_DECIMALS if unit == PERCENT else desk.teller.formatter.decimals(numbers, kind)
    cells = tuple(
        desk.cell(fact_id, number, unit, sign=sign, decimals=decimals, style=Style.TABLE) for fact_id, number in entries
    )
    return Filled(column, cells)


def words(head: str, labels: Sequence[Text]) -> Filled:
    """A column of words."""
    return Filled(Column(head, numeric=False), tuple(Cell(label) for label in labels))


def table_of(columns: Sequence[Filled], *, total: bool = True, wide: bool = False) -> Table:
    """The columns side by side; with ``total`` the last row is set apart."""
    rows = tuple(Row(cells) for cells in zip(*(filled.cells for filled in columns), strict=True))
    if total and rows:
        last = Row(tuple(replace(cell, text=strong(cell.text)) for cell in rows[-1].cells), total=True)
        rows = (*rows[:-1], last)
    return Table(tuple(filled.column for filled in columns), rows, wide=wide)


def has_figures(filled: Filled) -> bool:
    """Whether any cell of the column prints a fact."""
    return any(run.fact for cell in filled.cells for run in cell.text)


def shortened(text: str, most: int) -> str:
    """A long name's beginning and end with an ellipsis between them; a wide character counts as two."""
    if _width(text) <= most:
        return text
    head, tail = text, ""
    room = most - 1
    while _width(head) > (room + 1) // 2:
        head = head[:-1]
    rest = room - _width(head)
    while len(tail) < len(text) and _width(text[len(text) - len(tail) - 1 :]) <= rest:
        tail = text[len(text) - len(tail) - 1 :]
    return head.rstrip() + _ELLIPSIS + tail.lstrip()


def _width(text: str) -> int:
    return sum(2 if ord(character) >= _WIDE else 1 for character in text)


_WIDE = 0x1100  # from Hangul on, letters are about twice as wide
