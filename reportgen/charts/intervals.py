"""Estimates with their intervals around zero: a dot on a line, the figure at the right."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.charts.labels import spaced
from reportgen.charts.model import IntervalChart
from reportgen.charts.rows import NAME_GAP, Rows, rows_of, step_mm
from reportgen.charts.sheet import MAIN_MM, SIZE, Dot, Rule, Scale, Sheet, Words, px
from reportgen.charts.theme import Theme

STEP_MM, MOST_MM = 9.0, 90.0
FOOT_MM = 5.0  # for the axis
FOOT_BASELINE = 13.0
NAMES, COLUMN_GAP = 160.0, 14.0  # px
RADIUS, CAP_HALF = 3.4, 3.5  # px of the dot, and half the height of an interval's ends
LEAST = 80.0


def draw_intervals(chart: IntervalChart, theme: Theme) -> Sheet:
    """The chart on its sheet; an interval that holds zero is grey."""
    step = step_mm(len(chart.rows), STEP_MM, MOST_MM)
    sheet = Sheet(MAIN_MM, step * max(len(chart.rows), 1) + FOOT_MM, theme)
    rows = rows_of(len(chart.rows), step)
    notes = sheet.type.widest((row.note for row in chart.rows), SIZE)
    values = sheet.type.widest((row.value_label for row in chart.rows), SIZE)
    edge = sheet.width - (notes + COLUMN_GAP if notes else 0.0)
    ends = [end for row in chart.rows for end in (row.low, row.high)]
    marks = [tick.value for tick in chart.ticks]
    low, high = min([0.0, *ends, *marks]), max([0.0, *ends, *marks])
    if low == high:
        low, high = -1.0, 1.0
    scale = Scale(low, high, NAMES, max(NAMES + LEAST, edge - values - COLUMN_GAP))
    bottom = px(step * max(len(chart.rows), 1))
    sheet.rules(
        (Rule(mark, 0, mark, bottom, theme.hairline, 0.6) for mark in marks if mark),
        x=scale,
    )
    sheet.rules([Rule(0, 0, 0, bottom, theme.ink, 0.75)], x=scale)
    sheet.rules(_whiskers(chart, rows, theme, scale))
    sheet.dots(
        Dot(scale.at(row.value), rows.centre(at), RADIUS, theme.text(row.sentiment, theme.ink2), theme.paper, 1.0)
        for at, row in enumerate(chart.rows)
    )
    sheet.texts(
        Words(0, rows.baseline(at), sheet.type.squeeze(row.label, NAMES - NAME_GAP, SIZE), theme.ink)
        for at, row in enumerate(chart.rows)
    )
    sheet.texts(
        Words(edge, rows.baseline(at), row.value_label, theme.text(row.sentiment, theme.ink), "right")
        for at, row in enumerate(chart.rows)
    )
    sheet.texts(
        Words(sheet.width, rows.baseline(at), row.note, theme.ink2, "right") for at, row in enumerate(chart.rows)
    )
    sheet.texts(_axis(chart, sheet, scale, bottom))
    return sheet


def _whiskers(chart: IntervalChart, rows: Rows, theme: Theme, scale: Scale) -> Iterable[Rule]:
    for at, row in enumerate(chart.rows):
        y, stroke = rows.centre(at), theme.fill(row.sentiment, theme.context_line)
        low, high = scale.at(row.low), scale.at(row.high)
        yield Rule(low, y, high, y, stroke, 1.4)
        for end in (low, high):
            yield Rule(end, y - CAP_HALF, end, y + CAP_HALF, stroke, 1.4)


def _axis(chart: IntervalChart, sheet: Sheet, scale: Scale, bottom: float) -> Iterable[Words]:
    widths = [sheet.type.width(tick.label, SIZE) for tick in chart.ticks]
    centres = [scale.at(tick.value) for tick in chart.ticks]
    for index in spaced(centres, widths):
        yield Words(centres[index], bottom + FOOT_BASELINE, chart.ticks[index].label, sheet.theme.ink2, "center")
