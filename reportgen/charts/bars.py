"""Bars by member from zero: value at the end, the value before as a tick, notes at the right."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.charts.model import Bar, BarChart
from reportgen.charts.rows import LABEL_GAP, NAMES, Rows, names, notes, notes_width, rows_of, step_mm
from reportgen.charts.sheet import MAIN_MM, SIZE, Rect, Rule, Scale, Sheet, Words
from reportgen.charts.theme import Theme

STEP_MM, MOST_MM = 7.5, 66.0
LONGEST = 260.0  # px of the longest bar
LEAST = 60.0
TICK, HALO = 1.4, 4.0
TICK_OVER = 2.2  # px by which a tick is longer than its bar is high, at either end


def draw_bars(chart: BarChart, theme: Theme) -> Sheet:
    """The chart on its sheet. A bar without a value keeps its row and its label."""
    step = step_mm(len(chart.bars), STEP_MM, MOST_MM)
    sheet = Sheet(MAIN_MM, max(step * len(chart.bars), step), theme)
    rows = rows_of(len(chart.bars), step)
    scale = _scale(chart, sheet)
    sheet.rects(_bars(chart, rows, theme), x=scale)
    if scale.low < 0:
        sheet.rules([Rule(0, 0, 0, sheet.height, theme.ink, 0.75)], x=scale)
    sheet.rules(_ticks(chart, rows, theme), x=scale)
    sheet.texts(names(sheet, rows, [bar.label for bar in chart.bars]))
    sheet.texts(_values(chart, sheet, rows, scale))
    sheet.texts(notes(sheet, rows, chart.bars))
    return sheet


def _scale(chart: BarChart, sheet: Sheet) -> Scale:
    values = [value for bar in chart.bars for value in (bar.value, bar.before) if value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    if low == high:
        high = 1.0
    label = sheet.type.widest((bar.value_label for bar in chart.bars), SIZE) + 2 * LABEL_GAP
    start = NAMES + (label if low < 0 else 0.0)
    end = sheet.width - notes_width(sheet, chart.bars) - (label if high > 0 else 0.0)
    return Scale(low, high, start, max(min(end, start + LONGEST), start + LEAST))


def _bars(chart: BarChart, rows: Rows, theme: Theme) -> Iterable[Rect]:
    for row, bar in enumerate(chart.bars):
        if bar.value:
            top, bottom = rows.edges(row)
            yield Rect(0, top, bar.value, bottom, theme.accent if bar.accent else theme.context_fill)


def _ticks(chart: BarChart, rows: Rows, theme: Theme) -> Iterable[Rule]:
    over = min(TICK_OVER, rows.step * 0.1)
    for row, bar in enumerate(chart.bars):
        if bar.before is not None:
            top, bottom = rows.edges(row)
            for stroke, width in ((theme.paper, HALO), (theme.ink, TICK)):
                yield Rule(bar.before, top - over, bar.before, bottom + over, stroke, width)


def _values(chart: BarChart, sheet: Sheet, rows: Rows, scale: Scale) -> Iterable[Words]:
    theme = sheet.theme
    for row, bar in enumerate(chart.bars):
        y = rows.baseline(row)
        if bar.value is None:
            yield Words(scale.at(0) + LABEL_GAP, y, bar.value_label, theme.ink2)
        elif bar.value < 0:
            x = scale.at(_clear(sheet, bar, bar.value, scale, side=-1)) - LABEL_GAP
            yield Words(x, y, bar.value_label, theme.ink, "right")
        else:
            x = scale.at(_clear(sheet, bar, bar.value, scale, side=1)) + LABEL_GAP
            yield Words(x, y, bar.value_label, theme.ink)


def _clear(sheet: Sheet, bar: Bar, value: float, scale: Scale, *, side: int) -> float:
    """Where a bar's label hangs: at its end, or at a tick beyond it that would run through the label."""
    if bar.before is None:
        return value
    beyond = side * (scale.at(bar.before) - scale.at(value))
    label = sheet.type.width(bar.value_label, SIZE) + 2 * LABEL_GAP
    return bar.before if 0 < beyond < label else value
