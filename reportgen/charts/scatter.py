"""Members by two measures: a dot each, named beside it where the name meets no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.charts.labels import Box, free_place, spaced
from reportgen.charts.model import Hotspot, ScatterChart
from reportgen.charts.sheet import CAP, MAIN_MM, SIZE, STRONG, Dot, Rect, Rule, Scale, Sheet, Words
from reportgen.charts.theme import Theme

HEIGHT_MM = 66.0
LEFT, TOP, FOOT, RIGHT = 36.0, 24.0, 36.0, 24.0  # px around the plot: labels, the titles of the axes
TITLE_UP = 12.0  # px from the plot to the upper axis' title
TICK_DOWN, TITLE_DOWN = 15.0, 30.0
RADIUS, ACCENT_RADIUS = 3.6, 4.4
NAME_GAP = 4.0
ROOM = 150.0  # px that a name may take
LINE = 12.0  # height of a name


def draw_scatter(chart: ScatterChart, theme: Theme) -> Sheet:
    """The chart on its sheet; a name that would cover another is left to the table and the pointer."""
    sheet = Sheet(MAIN_MM, HEIGHT_MM, theme)
    left = max(LEFT, sheet.type.widest((tick.label for tick in chart.y_ticks), SIZE) + NAME_GAP)
    across = Scale(*_ends([place.x for place in chart.places], chart.x_ticks), left, sheet.width - RIGHT)
    level = [chart.level.value] if chart.level else []
    down = Scale(*_ends([*(place.y for place in chart.places), *level], chart.y_ticks), sheet.height - FOOT, TOP)
    sheet.rules(
        [
            *(
                Rule(left, down.at(tick.value), sheet.width, down.at(tick.value), theme.hairline, 0.6)
                for tick in chart.y_ticks
            ),
            *(
                Rule(across.at(tick.value), down.start, across.at(tick.value), down.start + 4, theme.context_line, 0.6)
                for tick in chart.x_ticks
            ),
        ]
    )
    taken: list[Box] = []
    lines: list[tuple[tuple[float, float], ...]] = []
    if chart.level is not None:
        at = down.at(chart.level.value)
        sheet.rules([Rule(left, at, sheet.width, at, theme.ink2, 1.0)])
        lines.append(((left, at), (sheet.width, at)))
        width = sheet.type.width(chart.level.label, SIZE, STRONG)
        taken.append(Box(sheet.width - width - NAME_GAP, at - LINE - 2, sheet.width, at + 1))
        sheet.texts([Words(sheet.width, at - NAME_GAP, chart.level.label, theme.ink2, "right", STRONG)])
    dots = [_dot(place.x, place.y, place.accent, across, down) for place in chart.places]
    order = sorted(range(len(chart.places)), key=lambda at: (not chart.places[at].accent, -chart.places[at].x))
    named = list(_names(chart, sheet, order, dots, taken, lines))
    sheet.rects(
        Rect(box.left - 1, box.top + 1, box.right + 1, box.bottom - 1, theme.paper) for box in taken[len(level) :]
    )
    sheet.dots(
        Dot(
            across.at(chart.places[at].x),
            down.at(chart.places[at].y),
            ACCENT_RADIUS if chart.places[at].accent else RADIUS,
            theme.fill(chart.places[at].sentiment, theme.accent) if chart.places[at].accent else theme.context_line,
            theme.paper,
            1.0,
        )
        for at in reversed(order)
    )
    sheet.texts(named)
    sheet.texts(_axes(chart, sheet, across, down, left))
    sheet.hotspots = tuple(
        Hotspot(across.at(place.x), down.at(place.y), f"{place.label}: {place.x_label}, {place.y_label}")
        for place in chart.places
    )
    return sheet


def _ends(values: list[float], ticks: Iterable[object]) -> tuple[float, float]:
    marks = [tick.value for tick in ticks if hasattr(tick, "value")]
    low, high = min([*values, *marks], default=0.0), max([*values, *marks], default=1.0)
    return (low, high) if low < high else (low - 1.0, high + 1.0)


def _dot(x: float, y: float, accent: bool, across: Scale, down: Scale) -> Box:  # noqa: FBT001
    radius = ACCENT_RADIUS if accent else RADIUS
    return Box(across.at(x) - radius, down.at(y) - radius, across.at(x) + radius, down.at(y) + radius)


def _names(
    chart: ScatterChart,
    sheet: Sheet,
    order: list[int],
    dots: list[Box],
    taken: list[Box],
    lines: list[tuple[tuple[float, float], ...]],
) -> Iterator[Words]:
    """The names that find a free place beside their dot, those that matter first; ``taken`` grows by their boxes."""
    for at in order:
        place, dot = chart.places[at], dots[at]
        weight = STRONG if place.accent else 400
        text = sheet.type.squeeze(place.label, ROOM, SIZE, weight)
        width = sheet.type.width(text, SIZE, weight)
        middle, centre = (dot.top + dot.bottom) / 2, (dot.left + dot.right) / 2
        places = [
            Box(left, top, left + width, top + LINE)
            for left, top in (
                (dot.right + NAME_GAP, middle - LINE / 2),
                (dot.left - NAME_GAP - width, middle - LINE / 2),
                (centre - width / 2, dot.top - LINE - 1),
                (centre - width / 2, dot.bottom + 1),
                (dot.right + 1, dot.top - LINE + 2),
                (dot.right + 1, dot.bottom - 2),
                (dot.left - 1 - width, dot.top - LINE + 2),
                (dot.left - 1 - width, dot.bottom - 2),
                (dot.right - 2, dot.bottom + 3),
                (dot.left + 2 - width, dot.bottom + 3),
                (dot.right - 2, dot.top - LINE - 3),
                (dot.left + 2 - width, dot.top - LINE - 3),
            )
            if left >= 0 and left + width <= sheet.width and top >= 0
        ]
        others = [box for index, box in enumerate(dots) if index != at]
        found = free_place(places, [*taken, *others], lines)
        if found is not None:
            taken.append(found)
            fill = sheet.theme.ink if place.accent else sheet.theme.ink2
            yield Words(found.left, (found.top + found.bottom) / 2 + CAP * SIZE, text, fill, "left", weight)


def _axes(chart: ScatterChart, sheet: Sheet, across: Scale, down: Scale, left: float) -> Iterator[Words]:
    ink = sheet.theme.ink2
    for tick in chart.y_ticks:
        yield Words(left - NAME_GAP, down.at(tick.value) + CAP * SIZE, tick.label, ink, "right")
    centres = [across.at(tick.value) for tick in chart.x_ticks]
    for index in spaced(centres, [sheet.type.width(tick.label, SIZE) for tick in chart.x_ticks]):
        yield Words(centres[index], down.start + TICK_DOWN, chart.x_ticks[index].label, ink, "center")
    yield Words(0, TOP - TITLE_UP, sheet.type.shorten(chart.y_title, sheet.width, SIZE), ink)
    yield Words(sheet.width, down.start + TITLE_DOWN, chart.x_title, ink, "right")
