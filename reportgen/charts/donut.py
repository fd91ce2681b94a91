"""A whole in at most five parts: a ring, each part named beside it, the whole in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin

from reportgen.charts.labels import Spread, spread
from reportgen.charts.model import DonutChart, Hotspot
from reportgen.charts.sheet import CAP, MAIN_MM, SIZE, STRONG, Align, Arc, Path, Sheet, Words, px
from reportgen.charts.theme import Theme

HEIGHT_MM = 52.0
OUTER_MM, INNER_MM = 22.0, 14.5
MOST = 5
SEAM = 0.9  # px of paper between two parts
BEND, ARM, GAP = 8.0, 10.0, 4.0  # px of the line from a part to its name
BLOCK = 25.0  # height of a name with its figure under it
WHOLE = 17.0  # px: 12.75 pt


@dataclass(frozen=True, slots=True)
class _Part:
    """A part and where it lies on the ring."""

    index: int
    start: float
    end: float

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def draw_donut(chart: DonutChart, theme: Theme) -> Sheet:
    """The chart on its sheet. Parts of no size keep their name in the table view alone; ValueError for over five."""
    if len(chart.slices) > MOST:
        raise ValueError(f"a donut of {len(chart.slices)} parts cannot be read")
    sheet = Sheet(MAIN_MM, HEIGHT_MM, theme)
    x, y = sheet.width / 2, sheet.height / 2
    outer, inner = px(OUTER_MM), px(INNER_MM)
    parts = list(_parts(chart))
    fills = _fills(chart, theme)
    seam = SEAM / outer if len(parts) > 1 else 0.0
    sheet.arcs(
        Arc(x, y, part.start + min(seam, (part.end - part.start) / 3), part.end, inner, outer, fills[part.index])
        for part in parts
    )
    sheet.texts(
        [
            Words(x, y + 1, chart.whole, theme.ink, "center", STRONG, WHOLE),
            Words(x, y + 15, sheet.type.shorten(chart.whole_name, 2 * inner - 8, SIZE), theme.ink2, "center"),
        ]
    )
    for right in (True, False):
        _side(chart, sheet, [part for part in parts if (part.middle <= pi) is right], right=right)
    ring = (outer + inner) / 2
    sheet.hotspots = tuple(
        Hotspot(
            x + ring * sin(part.middle),
            y - ring * cos(part.middle),
            f"{chart.slices[part.index].label}: {chart.slices[part.index].value_label}",
        )
        for part in parts
    )
    return sheet


def _parts(chart: DonutChart) -> Iterator[_Part]:
    whole, at = sum(part.value for part in chart.slices), 0.0
    for index, part in enumerate(chart.slices):
        if whole > 0 and part.value > 0:
            end = at + 2 * pi * part.value / whole
            yield _Part(index, at, end)
            at = end


def _fills(chart: DonutChart, theme: Theme) -> list[str]:
    """The accent for the part that matters; the brand's second colour if any, then greys, for the others."""
    greys = iter((theme.part, theme.context_line, theme.context_fill, theme.hairline, theme.pale))
    return [theme.accent if index == chart.accent else next(greys) for index in range(len(chart.slices))]


def _side(chart: DonutChart, sheet: Sheet, parts: list[_Part], *, right: bool) -> None:
    """Names on one side of the ring, from the top down, each with a line to its part."""
    theme, outer = sheet.theme, px(OUTER_MM)
    x, y, sign = sheet.width / 2, sheet.height / 2, 1 if right else -1
    parts = sorted(parts, key=lambda part: -cos(part.middle))
    edges = [(x + outer * sin(part.middle), y - outer * cos(part.middle)) for part in parts]
    tops = spread([Spread(edge[1] - BLOCK / 2, BLOCK) for edge in edges], gap=3.0, low=1.0, high=sheet.height - 1.0)
    names = x + sign * (outer + BEND + ARM)
    room = sheet.width / 2 - outer - BEND - ARM - GAP
    for part, edge, top in zip(parts, edges, tops, strict=True):
        at = top + BLOCK / 2
        member = chart.slices[part.index]
        bend = (x + sign * (outer + BEND), at)
        sheet.paths([Path((edge, bend, (names, at)), theme.context_line, 0.8)])
        is_named = part.index == chart.accent
        place = names + sign * GAP
        align: Align = "left" if right else "right"
        weight = STRONG if is_named else 400
        sheet.texts(
            [
                Words(place, at - 1.5, sheet.type.squeeze(member.label, room, SIZE, weight), theme.ink, align, weight),
                Words(place, at + 2 * CAP * SIZE + 3.5, member.value_label, theme.ink2, align),
            ]
        )
