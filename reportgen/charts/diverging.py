"""Drivers: bars to both sides of zero. Charts that share an extent share every edge of the plot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.charts.model import Bar, DivergingChart
from reportgen.charts.rows import LABEL_GAP, NAMES, Rows, names, notes, notes_width, rows_of, step_mm
from reportgen.charts.sheet import MAIN_MM, SIZE, Rect, Rule, Scale, Sheet, Words
from reportgen.charts.theme import Theme

STEP_MM, MOST_MM = 37 / 6, 66.0
LEAST = 60.0


@dataclass(frozen=True, slots=True)
class _Room:
    """The px that labels need: left of the lowest bar, right of the highest, and for the notes."""

    left: float
    right: float
    notes: float


def draw_diverging(chart: DivergingChart, theme: Theme, peers: Sequence[DivergingChart] = ()) -> Sheet:
    """The chart on its sheet, with room for the labels of its ``peers`` on the same scale."""
    step = step_mm(len(chart.bars), STEP_MM, MOST_MM)
    sheet = Sheet(MAIN_MM, max(step * len(chart.bars), step), theme)
    rows = rows_of(len(chart.bars), step)
    scale = _scale(chart, sheet, [bar for peer in (chart, *peers) for bar in peer.bars])
    sheet.rects(_bars(chart, rows, theme), x=scale)
    sheet.rules([Rule(0, 0, 0, sheet.height, theme.ink, 0.75)], x=scale)
    sheet.texts(names(sheet, rows, [bar.label for bar in chart.bars]))
    sheet.texts(_values(chart, rows, scale, theme))
    sheet.texts(notes(sheet, rows, [_plain(bar) for bar in chart.bars]))
    return sheet


def _scale(chart: DivergingChart, sheet: Sheet, bars: Sequence[Bar]) -> Scale:
    values = [bar.value for bar in bars if bar.value is not None]
    low, high = min(0.0, *chart.extent, *values), max(0.0, *chart.extent, *values)
    if low == high:
        low, high = -1.0, 1.0
    room = _room(sheet, bars)
    start = NAMES + (room.left if low < 0 else 0.0)
    return Scale(low, high, start, max(sheet.width - room.notes - room.right, start + LEAST))


def _room(sheet: Sheet, bars: Sequence[Bar]) -> _Room:
    falls = (bar.value_label for bar in bars if bar.value is not None and bar.value < 0)
    rises = (bar.value_label for bar in bars if bar.value is None or bar.value >= 0)
    return _Room(
        left=sheet.type.widest(falls, SIZE) + LABEL_GAP,
        right=sheet.type.widest(rises, SIZE) + LABEL_GAP,
        notes=notes_width(sheet, bars),
    )


def _bars(chart: DivergingChart, rows: Rows, theme: Theme) -> Iterable[Rect]:
    for row, bar in enumerate(chart.bars):
        if bar.value:
            top, bottom = rows.edges(row)
            otherwise = theme.accent if bar.accent else theme.context_fill
            yield Rect(0, top, bar.value, bottom, theme.fill(bar.sentiment, otherwise))


def _values(chart: DivergingChart, rows: Rows, scale: Scale, theme: Theme) -> Iterable[Words]:
    for row, bar in enumerate(chart.bars):
        y = rows.baseline(row)
        if bar.value is None:
            yield Words(scale.at(0) + LABEL_GAP, y, bar.value_label, theme.ink2)
        elif bar.value < 0:
            yield Words(scale.at(bar.value) - LABEL_GAP, y, bar.value_label, theme.ink, "right")
        else:
            yield Words(scale.at(bar.value) + LABEL_GAP, y, bar.value_label, theme.ink)


def _plain(bar: Bar) -> Bar:
    """A bar whose note stays grey: here the bar itself carries the meaning."""
    return Bar(bar.label, bar.value, bar.value_label, note=bar.note)
