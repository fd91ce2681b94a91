from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.charts.labels import Box, Spread, free_place, spaced, spread


def test_labels_that_do_not_meet_stay_where_they_are() -> None:
    assert spread([Spread(10, 12), Spread(40, 12)], gap=2, low=0, high=100) == [10, 40]


def test_two_labels_that_meet_share_the_shift() -> None:
    # Tops 10 and 12 should be 14 apart: both move by 6.
    assert spread([Spread(10, 12), Spread(12, 12)], gap=2, low=0, high=100) == [4, 18]


def test_labels_are_held_at_the_edges() -> None:
    assert spread([Spread(-5, 12), Spread(0, 12)], gap=2, low=0, high=100) == [0, 14]
    assert spread([Spread(95, 12)], gap=2, low=0, high=100) == [88]


@given(
    st.lists(st.tuples(st.floats(-50, 250), st.floats(5, 30)), min_size=1, max_size=5).map(
        lambda rows: [Spread(top, height) for top, height in sorted(rows)]
    )
)
def test_spread_labels_never_overlap_and_keep_their_order(blocks: list[Spread]) -> None:
    tops = spread(blocks, gap=2, low=0, high=300)
    for (top, block), (below, _) in pairwise(zip(tops, blocks, strict=True)):
        assert below >= top + block.height + 2 - 1e-6
    assert tops[0] >= 0
    assert tops[-1] + blocks[-1].height <= 300 + 1e-6


def test_axis_labels_thin_out_from_the_last() -> None:
    centres = [10.0 * index for index in range(10)]
    assert spaced(centres, [4.0] * 10) == list(range(10))
    assert spaced(centres, [12.0] * 10) == [1, 3, 5, 7, 9]
    assert spaced(centres, [500.0] * 10) == [9]


def test_empty_axis_labels_take_no_room() -> None:
    assert spaced([0, 10, 20, 30], [25, 0, 0, 0]) == [0]
    assert spaced([0, 10, 20, 30], [0, 0, 0, 0]) == []


@pytest.mark.parametrize(
    ("line", "crossings"),
    [
        ([(0, 5), (20, 5)], 1),
        ([(0, 0), (20, 20)], 1),
        ([(0, 25), (20, 25)], 0),
        ([(0, 5), (4, 5)], 0),
        ([(7, -50), (7, 50)], 1),
        ([(-100, -100), (5, 50)], 0),
    ],
)
def test_a_box_knows_whether_a_line_runs_through_it(line: list[tuple[float, float]], crossings: int) -> None:
    assert Box(5, 0, 15, 10).crossed(line) == bool(crossings)


def test_a_free_place_avoids_boxes_and_then_lines() -> None:
    left, middle, right = Box(0, 0, 10, 10), Box(20, 0, 30, 10), Box(40, 0, 50, 10)
    line = [(18.0, 5.0), (32.0, 5.0)]
    assert free_place([left, middle, right], [left], [line]) == right
    assert free_place([left, middle], [left], [line]) == middle
    assert free_place([left], [left], []) is None
