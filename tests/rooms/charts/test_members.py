"""Members by two measures, over two periods, and around a ring."""

from __future__ import annotations

from itertools import combinations
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING

import pytest

from reportgen.charts.donut import draw_donut
from reportgen.charts.model import DonutChart, Slice
from reportgen.charts.theme import Theme

if TYPE_CHECKING:
    from conftest import Drawing


def test_a_dot_lies_where_its_two_figures_are(drawings: dict[str, Drawing]) -> None:
    spots = {spot.text: spot for spot in drawings["scatter"].figure.hotspots}
    lamps, brand, chairs = (
        spots[f"{name}"] for name in ("Lamps: $3,000, 1.00", "Brand: $1,000, 4.00", "Chairs: $2,000, 2.00")
    )
    assert chairs.x - brand.x == pytest.approx(lamps.x - chairs.x)  # a thousand each
    assert (chairs.y - brand.y) == pytest.approx(2 * (lamps.y - chairs.y))  # two against one
    assert brand.y < chairs.y < lamps.y  # more is higher


def test_the_member_that_matters_is_in_the_colour_of_what_it_means(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["scatter"]
    fills = [path.get("fill") for path in drawing.elements("path")]
    assert fills.count(theme.unfavourable_fill) == 1
    assert fills.count(theme.context_line) == 2
    assert drawing.label("Lamps").weight == 600


@pytest.mark.parametrize(
    "name", ["scatter", "scatter-neighbours", "scatter-crowded", "slope", "slope-crowded", "donut", "donut-slivers"]
)
def test_no_name_covers_another(drawings: dict[str, Drawing], name: str) -> None:
    labels = drawings[name].labels
    assert not [(one.text, other.text) for one, other in combinations(labels, 2) if one.meets(other)]


def test_close_neighbours_all_keep_their_names(drawings: dict[str, Drawing]) -> None:
    drawing = drawings["scatter-neighbours"]
    named = {label.text for label in drawing.labels}
    assert {spot.text.partition(":")[0] for spot in drawing.figure.hotspots} <= named


def test_where_all_members_lie_on_one_place_the_pointer_still_finds_each(drawings: dict[str, Drawing]) -> None:
    drawing = drawings["scatter-crowded"]
    named = [label for label in drawing.labels if label.text.startswith("A campaign")]
    assert 0 < len(named) < 9
    assert len(drawing.figure.hotspots) == 9


def test_a_slope_falls_as_its_figures_do(drawings: dict[str, Drawing]) -> None:
    spots = {spot.text: spot for spot in drawings["slope"].figure.hotspots}
    mobile, desktop = (
        (spots[f"{name}: {before}"], spots[f"{name}: {now}"])
        for name, before, now in (("Mobile", "2.12%", "1.84%"), ("Desktop", "4.24%", "4.13%"))
    )
    # down the page by 0.28 and by 0.11 points on one scale
    assert (mobile[1].y - mobile[0].y) / (desktop[1].y - desktop[0].y) == pytest.approx(0.28 / 0.11)
    assert mobile[0].x == desktop[0].x < desktop[1].x


def test_the_ring_is_cut_by_the_shares(drawings: dict[str, Drawing]) -> None:
    drawing = drawings["donut"]
    middle = (drawing.width / 2, drawing.height / 2)
    spots = [(spot.x - middle[0], spot.y - middle[1]) for spot in drawing.figure.hotspots]
    radius = hypot(*spots[0])
    assert all(hypot(*spot) == pytest.approx(radius, abs=0.02) for spot in spots)
    # Mobile is the right half, so its middle lies a quarter round: at three o'clock
    assert spots[0] == (pytest.approx(radius, abs=0.02), pytest.approx(0, abs=0.02))
    # Desktop's middle lies at 50 % + 15 %, seen from the top clockwise: 234 degrees
    assert spots[1] == pytest.approx((radius * sin(1.3 * pi), -radius * cos(1.3 * pi)), abs=0.02)


def test_a_ring_colours_one_part_and_says_the_whole(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["donut"]
    assert [path.get("fill") for path in drawing.elements("path")].count(theme.accent) == 1
    assert drawing.label("63,990").weight == 600


def test_more_than_five_parts_are_no_ring(theme: Theme) -> None:
    parts = tuple(Slice(f"Part {n}", 1.0, "17%") for n in range(6))
    with pytest.raises(ValueError, match="6 parts"):
        draw_donut(DonutChart("six", "Six", parts, "6", "parts"), theme)
