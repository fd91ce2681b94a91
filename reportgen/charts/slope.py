"""Members from one period to the next: a line each, named with its figures at both ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.charts.labels import Spread, spread
from reportgen.charts.model import Hotspot, Slope, SlopeChart
from reportgen.charts.sheet import CAP, MAIN_MM, SIZE, STRONG, Dot, Path, Scale, Sheet, Words
from reportgen.charts.theme import Theme

ROW_MM, LEAST_MM, MOST_MM = 8.5, 40.0, 70.0
HEAD = 22.0  # px for the periods' names above the lines
GAP = 8.0  # px between a line's end and its figure
LINE = 12.5
START_SHARE = 0.18  # of the width, where the lines begin
MOST_NAME = 0.42  # of the width, for name and figure at the right


def draw_slopes(chart: SlopeChart, theme: Theme, height_mm: float) -> Sheet:
    """The chart on a sheet of this height."""
    sheet = Sheet(MAIN_MM, height_mm, theme)
    figures = sheet.type.widest((slope.before_label for slope in chart.slopes), SIZE)
    ends = sheet.type.widest((slope.after_label for slope in chart.slopes), SIZE, STRONG)
    room = min(
        sheet.type.widest((slope.label for slope in chart.slopes), SIZE, STRONG), sheet.width * MOST_NAME - ends - GAP
    )
    left = max(sheet.width * START_SHARE, figures + GAP)
    right = sheet.width - room - ends - 2 * GAP
    values = [value for slope in chart.slopes for value in (slope.before, slope.after)]
    low, high = min(values, default=0.0), max(values, default=1.0)
    if low == high:
        low, high = low - 1.0, high + 1.0
    scale = Scale(low, high, sheet.height - LINE, HEAD + LINE / 2)
    colours = [_colour(slope, theme) for slope in chart.slopes]
    order = sorted(range(len(chart.slopes)), key=lambda at: chart.slopes[at].accent)
    lines = [(chart.slopes[at], colours[at]) for at in order]
    sheet.paths(
        Path(
            ((left, scale.at(slope.before)), (right, scale.at(slope.after))),
            colour,
            2.2 if slope.accent else 1.2,
        )
        for slope, colour in lines
    )
    sheet.dots(
        Dot(x, scale.at(value), 3.2 if slope.accent else 2.4, colour, theme.paper, 0.8)
        for slope, colour in lines
        for x, value in ((left, slope.before), (right, slope.after))
    )
    sheet.texts(
        [
            Words(left, HEAD - LINE, chart.heads[0], theme.ink2, "center"),
            Words(right, HEAD - LINE, chart.heads[1], theme.ink2, "center"),
            *_ends(chart.slopes, sheet, scale, left=left, right=right, ends=ends, room=room),
        ]
    )
    sheet.hotspots = tuple(
        Hotspot(x, scale.at(value), f"{slope.label}: {label}")
        for slope in chart.slopes
        for x, value, label in ((left, slope.before, slope.before_label), (right, slope.after, slope.after_label))
    )
    return sheet


def draw_slope(chart: SlopeChart, theme: Theme) -> Sheet:
    """The chart on its sheet, higher for more members."""
    return draw_slopes(chart, theme, max(LEAST_MM, min(MOST_MM, ROW_MM * len(chart.slopes))))


def _colour(slope: Slope, theme: Theme) -> str:
    return theme.fill(slope.sentiment, theme.accent) if slope.accent else theme.context_line


def _ends(
    slopes: Sequence[Slope], sheet: Sheet, scale: Scale, *, left: float, right: float, ends: float, room: float
) -> Iterator[Words]:
    """Figures at the left, figures and names at the right, moved apart where lines end close together."""
    theme = sheet.theme
    by_before = sorted(range(len(slopes)), key=lambda at: -slopes[at].before)
    by_after = sorted(range(len(slopes)), key=lambda at: -slopes[at].after)
    for order, side in ((by_before, 0), (by_after, 1)):
        centres = [scale.at(slopes[at].after if side else slopes[at].before) for at in order]
        tops = spread([Spread(centre - LINE / 2, LINE) for centre in centres], gap=0.5, low=HEAD - 4, high=sheet.height)
        for at, top in zip(order, tops, strict=True):
            slope, baseline = slopes[at], top + LINE / 2 + CAP * SIZE
            weight = STRONG if slope.accent else 400
            fill = theme.ink if slope.accent else theme.ink2
            if side:
                text = theme.text(slope.sentiment, theme.ink) if slope.accent else theme.ink2
                name = sheet.type.squeeze(slope.label, room, SIZE, weight)
                yield Words(right + GAP + ends, baseline, slope.after_label, text, "right", weight)
                yield Words(right + 2 * GAP + ends, baseline, name, fill, "left", weight)
            else:
                yield Words(left - GAP, baseline, slope.before_label, fill, "right")
