"""The sheet of series: each KPI in the periods up to this one, with a small line in its cell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from reportgen.comparisons.model import KpiResult
from reportgen.formatting import PeriodStyle
from reportgen.narrative.teller import Teller
from reportgen.rendering.workbook.book import Book, width_of
from reportgen.rendering.workbook.figures import head_style, letters

LEAST_POINTS = 2
HEADS, FIRST_ROW = 3, 4
NAME, LINE, FIRST = 0, 1, 2
_LINE_WIDTH, _PERIOD_WIDTH = 18, 13
_PAGE_WIDTH = 150  # characters across a page in landscape that can still be read


@dataclass(frozen=True, slots=True)
class Run:
    """Where the series of a KPI stands: sheet, row, first and last column (from 0), and its number format."""

    sheet: str
    row: int
    first: int
    last: int
    code: str

    @property
    def range(self) -> str:
        """The cells, as a sparkline of any sheet names them."""
        quoted = self.sheet.replace("'", "''")
        row = self.row + 1
        return f"'{quoted}'!${letters(self.first)}${row}:${letters(self.last)}${row}"


def trends_sheet(book: Book, teller: Teller, names: dict[str, str]) -> dict[str, Run]:
    """Write the sheet; where each KPI's series stands. Nothing is written where no KPI has one."""
    results = [result for result in book.report.results.kpis.values() if _is_series(result)]
    if not results:
        return {}
    name = book.free_name(teller.word("workbook.trends"))
    book.names.remove(name)
    sheet = book.sheet(name)
    periods = list(dict.fromkeys(point.period for result in results for point in result.series))
    columns = {period: FIRST + place for place, period in enumerate(sorted(periods, key=_start(results).__getitem__))}
    last = FIRST + len(periods) - 1
    book.text(sheet, 0, 0, teller.word("workbook.trends"), bold=True, font_size=14)
    sheet.set_row(0, 24)
    book.text(sheet, 1, 0, book.report.labels.foot, font_color=book.theme.ink2)
    book.text(sheet, HEADS, NAME, teller.word("table.kpi"), **head_style(book, numeric=False))
    book.text(sheet, HEADS, LINE, teller.word("workbook.trend"), **head_style(book, numeric=False))
    for period, column in columns.items():
        head = teller.formatter.period(teller.period_of(period), PeriodStyle.SHORT)
        book.text(sheet, HEADS, column, head, **head_style(book, numeric=True))
    runs = {}
    for row, result in enumerate(results, start=FIRST_ROW):
        numbers = [point.value.number for point in result.series if point.value.number is not None]
        code = book.numbers.code(result.kpi.unit.value, numbers)
        run = runs[result.kpi.id] = Run(name, row, FIRST, last, code)
        line = {"bottom": 4, "bottom_color": book.theme.hairline}
        book.text(sheet, row, NAME, names.get(result.kpi.id, result.kpi.id), **line)
        sheet.write_blank(row, LINE, None, book.format(**line))
        for point in result.series:
            if point.value.number is not None:
                cell = book.format(num_format=code, **line)
                sheet.write_number(row, columns[point.period], float(point.value.number), cell)
        sheet.add_sparkline(row, LINE, sparkline(book, run))
        sheet.set_row(row, 20)
    widest = max(width_of(names.get(result.kpi.id, "")) for result in results)
    first = min(max(widest * 1.05, 18), 44)
    sheet.set_column(NAME, NAME, first)
    sheet.set_column(LINE, LINE, _LINE_WIDTH)
    sheet.set_column(FIRST, last, _PERIOD_WIDTH)
    room = _PAGE_WIDTH - first  # names stand on every page
    sheet.fit_to_pages(max(1, math.ceil((_LINE_WIDTH + _PERIOD_WIDTH * len(periods)) / room)), 0)
    sheet.repeat_columns(NAME)
    sheet.freeze_panes(FIRST_ROW, FIRST)
    sheet.repeat_rows(HEADS)
    return runs


def sparkline(book: Book, run: Run) -> dict[str, Any]:
    """A line in a cell, its last point in the brand's colour."""
    return {
        "range": run.range,
        "series_color": book.theme.context_line,
        "last_point": True,
        "last_color": book.theme.accent,
        "show_hidden": True,
    }


def _is_series(result: KpiResult) -> bool:
    return sum(point.value.number is not None for point in result.series) >= LEAST_POINTS


def _start(results: list[KpiResult]) -> dict[str, str]:
    return {point.period: point.start.isoformat() for result in results for point in result.series}
