"""Shares of a whole as bars of one length, a part in each of the same order; the key above names the parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.charts.model import StackedChart
from reportgen.charts.rows import NAMES, Rows, names, rows_of
from reportgen.charts.sheet import CAP, MAIN_MM, SIZE, Rect, Rule, Scale, Sheet, Words, px
from reportgen.charts.theme import Theme

STEP_MM = 11.0
KEY_MM = 4.6  # a line of the key
KEY_GAP_MM = 1.5
SWATCH, SWATCH_GAP, KEY_AIR = 9.0, 4.0, 14.0  # px
LABEL_AIR = 6.0  # px that a share's figure needs beside it in its part
SEAM = 1.2  # px of paper between two parts


@dataclass(frozen=True, slots=True)
class _Key:
    """A part's name and where it stands: line and px from the left."""

    part: int
    text: str
    line: int
    x: float


def draw_stacked(chart: StackedChart, theme: Theme) -> Sheet:
    """The chart on its sheet. A row whose values sum to nothing keeps its name and has no bar."""
    probe = Sheet(MAIN_MM, KEY_MM, theme)
    keys = list(_keys(chart, probe))
    top = (max((key.line for key in keys), default=-1) + 1) * KEY_MM + KEY_GAP_MM
    sheet = Sheet(MAIN_MM, top + STEP_MM * max(len(chart.rows), 1), theme)
    rows = rows_of(len(chart.rows), STEP_MM, top)
    fills = _fills(chart, theme)
    sheet.rects(
        Rect(key.x, px(key.line * KEY_MM), key.x + SWATCH, px(key.line * KEY_MM) + SWATCH, fills[key.part])
        for key in keys
    )
    scale = Scale(0, 1, NAMES, sheet.width)
    parts = [part for row in range(len(chart.rows)) for part in _parts(chart, row)]
    sheet.rects((_rect(rows, *part, fills) for part in parts), x=scale)
    sheet.rules(
        (
            Rule(end, rows.edges(row)[0], end, rows.edges(row)[1], theme.paper, SEAM)
            for row, _, _, end in parts
            if end < 1
        ),
        x=scale,
    )
    sheet.texts(names(sheet, rows, [row.label for row in chart.rows]))
    sheet.texts(
        Words(key.x + SWATCH + SWATCH_GAP, px(key.line * KEY_MM) + SWATCH / 2 + CAP * SIZE, key.text, theme.ink)
        for key in keys
    )
    sheet.texts(_labels(chart, sheet, rows, scale, fills))
    return sheet


def _keys(chart: StackedChart, sheet: Sheet) -> Iterable[_Key]:
    """The parts' names in their order, as many a line as there is room for."""
    x, line = NAMES, 0
    for part, name in enumerate(chart.parts):
        text = sheet.type.squeeze(name, sheet.width - NAMES - SWATCH - SWATCH_GAP, SIZE)
        width = SWATCH + SWATCH_GAP + sheet.type.width(text, SIZE)
        if x > NAMES and x + width > sheet.width:
            x, line = NAMES, line + 1
        yield _Key(part, text, line, x)
        x += width + KEY_AIR


def _fills(chart: StackedChart, theme: Theme) -> tuple[str, ...]:
    """The accent for the part that matters; the brand's second colour if any, then greys, for the others."""
    greys = (theme.part, theme.context_line, theme.context_fill, theme.hairline, theme.pale)
    others = [part for part in range(len(chart.parts)) if part != chart.accent]
    shades = {part: greys[min(place, len(greys) - 1)] for place, part in enumerate(others)}
    return tuple(theme.accent if part == chart.accent else shades[part] for part in range(len(chart.parts)))


def _parts(chart: StackedChart, row: int) -> Iterable[tuple[int, int, float, float]]:
    """(row, part, start, end) of the parts that have any size; ends are shares of the row's sum."""
    values = chart.rows[row].values
    whole, start = sum(values), 0.0
    for part, value in enumerate(values):
        if whole > 0 and value > 0:
            end = 1.0 if part == len(values) - 1 else min(1.0, start + value / whole)
            yield row, part, start, end
            start = end


def _rect(rows: Rows, row: int, part: int, start: float, end: float, fills: tuple[str, ...]) -> Rect:
    top, bottom = rows.edges(row)
    return Rect(start, top, end, bottom, fills[part])


def _labels(chart: StackedChart, sheet: Sheet, rows: Rows, scale: Scale, fills: tuple[str, ...]) -> Iterable[Words]:
    """The figure of each part that is wide enough for it."""
    theme = sheet.theme
    for row in range(len(chart.rows)):
        for _, part, start, end in _parts(chart, row):
            text = chart.rows[row].value_labels[part]
            if sheet.type.width(text, SIZE) + LABEL_AIR <= scale.at(end) - scale.at(start):
                fill = theme.paper if fills[part] in (theme.accent, theme.part) else theme.ink
                yield Words((scale.at(start) + scale.at(end)) / 2, rows.baseline(row), text, fill, "center")
