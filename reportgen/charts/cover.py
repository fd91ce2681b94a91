"""The cover's bars: one a day of the period, standing on the page's lower edge, one of them named."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.charts.model import CoverBars
from reportgen.charts.sheet import SIZE, STRONG, Align, Rect, Scale, Sheet, Words, px
from reportgen.charts.theme import Theme

WIDTH_MM, HEIGHT_MM = 175.0, 116.0
HIGHEST_MM = 104.0
THIN_MM, THICK_MM = 1.15, 2.4
LEAST_NAMED_MM = 0.6
SHARE, MOST_SHARE = 0.2, 0.5  # of a day's width
LABEL_UP, LEADING = 17.0, 14.0  # px from the bar to the lower line; between the two


def draw_cover(chart: CoverBars, theme: Theme) -> Sheet:
    """The bars on their sheet; a day without a value, or below zero, has none."""
    sheet = Sheet(WIDTH_MM, HEIGHT_MM, theme)
    count = len(chart.values)
    step = px(WIDTH_MM) / max(count, 1)
    bar = min(px(THICK_MM), max(SHARE * step, min(px(THIN_MM), MOST_SHARE * step)))
    # The first bar stands at the left edge and the last one ends at the right edge.
    days = Scale(0, max(count - 1, 1), 0, sheet.width - bar)
    high = max([value for value in chart.values if value is not None and value > 0], default=1.0)
    heights = Scale(0, high, sheet.height, sheet.height - px(HIGHEST_MM))
    sheet.rects(_bars(chart, theme, days, bar), y=heights)
    sheet.texts(_label(chart, sheet, days, heights, bar))
    return sheet


def _bars(chart: CoverBars, theme: Theme, days: Scale, bar: float) -> Iterable[Rect]:
    named: Rect | None = None  # in front of its neighbours, which it may touch
    for day, value in enumerate(chart.values):
        if value is not None and value > 0:
            if day == chart.accent:
                named = Rect(days.at(day), 0, days.at(day) + max(bar, px(LEAST_NAMED_MM)), value, theme.accent)
            else:
                yield Rect(days.at(day), 0, days.at(day) + bar, value, theme.pale)
    if named is not None:
        yield named


def _label(chart: CoverBars, sheet: Sheet, days: Scale, heights: Scale, bar: float) -> Iterable[Words]:
    """Two lines over the named bar, above every bar that they would run across."""
    left = days.at(chart.accent)
    label = sheet.type.shorten(chart.label, sheet.width, SIZE, STRONG)
    sublabel = sheet.type.shorten(chart.sublabel, sheet.width, SIZE)
    width = max(sheet.type.width(label, SIZE, STRONG), sheet.type.width(sublabel, SIZE))
    # From the bar to the right; else from it to the left; else as far right as they can be.
    fits, ends = left + width <= sheet.width, left + bar >= width
    low = left if fits else left + bar - width if ends else sheet.width - width
    side: Align = "right" if ends and not fits else "left"
    under = [
        value
        for day, value in enumerate(chart.values)
        if value is not None and value > 0 and days.at(day) <= low + width and days.at(day) + bar >= low
    ]
    x = low + width if side == "right" else low
    y = heights.at(max(under, default=0.0)) - LABEL_UP
    yield Words(x, y - LEADING, label, sheet.theme.ink, side, STRONG)
    yield Words(x, y, sublabel, sheet.theme.ink2, side)
