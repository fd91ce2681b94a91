"""A chart's strings in words: its notes below it, and its rows as the table under it in the HTML edition.

Only strings that the chart already carries are used; nothing is formatted here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportgen.charts.line import lettered
from reportgen.charts.model import (
    BarChart,
    Chart,
    DivergingChart,
    DonutChart,
    FunnelChart,
    HeatMap,
    IntervalChart,
    LineChart,
    ScatterChart,
    SlopeChart,
    StackedChart,
    Waterfall,
)


@dataclass(frozen=True, slots=True)
class ChartTable:
    """Rows of strings; the first cell names the row, ``heads`` may be empty."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def named_points(chart: LineChart) -> list[tuple[str, str]]:
    """Each point's period and its value, in the locale's order and words."""
    year, found = "", []
    for point in chart.points:
        year = point.sublabel or year
        named, _, text = point.tooltip.rpartition(": ")
        found.append((named or f"{point.label} {year}".strip(), text))
    return found


def _line(chart: LineChart) -> ChartTable:
    rows = []
    for place, (named, text) in enumerate(named_points(chart)):
        notes = " · ".join(mark.label for mark in chart.annotations if mark.index == place)
        rows.append((named, text, *((notes,) if chart.annotations else ())))
    return ChartTable((), tuple(rows))


def _bars(chart: BarChart | DivergingChart) -> ChartTable:
    noted = any(bar.note for bar in chart.bars)
    return ChartTable((), tuple((bar.label, bar.value_label, *((bar.note,) if noted else ())) for bar in chart.bars))


def _waterfall(chart: Waterfall) -> ChartTable:
    return ChartTable((), tuple((step.label, step.sublabel, step.value_label) for step in chart.steps))


def _funnel(chart: FunnelChart) -> ChartTable:
    rows = tuple((step.label, step.count, step.rate, step.rate_before, step.change) for step in chart.steps)
    return ChartTable(chart.heads, rows)


def _heat(chart: HeatMap) -> ChartTable:
    """Rows only where every cell prints its figure (cohorts); a heat map by hour shows but a few."""
    if not chart.cells or not all(cell.label for cell in chart.cells):
        return ChartTable((), ())
    figures = {(cell.row, cell.column): cell.label for cell in chart.cells}
    columns = range(len(chart.columns))
    rows = tuple(
        (name, *(figures.get((index, column), "–") for column in columns)) for index, name in enumerate(chart.rows)
    )
    return ChartTable(("", *chart.columns), rows)


def _stacked(chart: StackedChart) -> ChartTable:
    return ChartTable(("", *chart.parts), tuple((row.label, *row.value_labels) for row in chart.rows))


def _intervals(chart: IntervalChart) -> ChartTable:
    return ChartTable((), tuple((row.label, row.value_label, row.note) for row in chart.rows))


def _scatter(chart: ScatterChart) -> ChartTable:
    heads = ("", chart.x_title, chart.y_title)
    return ChartTable(heads, tuple((place.label, place.x_label, place.y_label) for place in chart.places))


def _slope(chart: SlopeChart) -> ChartTable:
    rows = tuple((slope.label, slope.before_label, slope.after_label) for slope in chart.slopes)
    return ChartTable(("", *chart.heads), rows)


def _donut(chart: DonutChart) -> ChartTable:
    return ChartTable((), tuple((part.label, part.value_label) for part in chart.slices))


TABLES: dict[type, Callable[[Any], ChartTable]] = {
    LineChart: _line,
    BarChart: _bars,
    DivergingChart: _bars,
    Waterfall: _waterfall,
    FunnelChart: _funnel,
    HeatMap: _heat,
    StackedChart: _stacked,
    IntervalChart: _intervals,
    ScatterChart: _scatter,
    SlopeChart: _slope,
    DonutChart: _donut,
}


def chart_notes(chart: Chart | None) -> tuple[tuple[str, str, str], ...]:
    """Letter, date and text of each note that stands in the drawing as a letter."""
    if not isinstance(chart, LineChart):
        return ()
    return tuple((letter, mark.date, mark.label) for letter, mark in lettered(chart))


def chart_table(chart: Chart | None) -> ChartTable | None:
    """The chart's strings as a table, or None where it carries too few."""
    make = TABLES.get(type(chart))
    table = make(chart) if make else None
    if table is None or not any(any(row[1:]) for row in table.rows):
        return None
    return table
