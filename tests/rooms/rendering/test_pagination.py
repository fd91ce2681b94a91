"""Which piece begins which page: pages of 1,000 pixels, sums worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.rendering.measured import Piece
from reportgen.rendering.pagination import Sheet, divided

ROOM, JOINT = 1000.0, 50.0


def piece(height: float, *, opens: bool = False, section: str = "s", place: str = "") -> Piece:
    return Piece(section, f"b{height:g}", place, 0.0, height, 0.0, (), opens, follows=False)


def nothing(_: Piece, step: int) -> tuple[float, float]:
    return 0.0, 0.0 * step


def twenty_a_step(_: Piece, step: int) -> tuple[float, float]:
    return 0.0, 20.0 * step


def runs(sheets: tuple[Sheet, ...]) -> list[tuple[int, int]]:
    return [(sheet.start, sheet.end) for sheet in sheets]


def test_a_short_section_begins_below_the_one_before_it() -> None:
    two = [piece(400, opens=True, section="a"), piece(400, opens=True, section="b")]  # 400 + 50 + 400
    assert runs(divided(two, ROOM, nothing, joint=JOINT)) == [(0, 2)]


def test_a_section_that_finds_no_room_for_its_first_block_begins_a_page() -> None:
    two = [piece(600, opens=True, section="a"), piece(400, opens=True, section="b")]  # 600 + 50 + 400
    assert runs(divided(two, ROOM, nothing, joint=JOINT)) == [(0, 1), (1, 2)]


def test_a_page_is_filled_before_the_next_one_begins() -> None:
    # 500 + 400, 300: white 0.10² within the section; 500, 400 + 300: white 0.50² there
    three = [piece(500, opens=True), piece(400), piece(300)]
    assert runs(divided(three, ROOM, nothing, joint=JOINT)) == [(0, 2), (2, 3)]


def test_blocks_stand_closer_where_that_takes_in_the_last_lines() -> None:
    three = [piece(600, opens=True), piece(300), piece(130)]  # 1,030; 970 one step closer
    assert divided(three, ROOM, twenty_a_step, joint=JOINT) == (Sheet(0, 3, 1),)


def test_a_table_that_goes_on_keeps_its_rows_as_they_are() -> None:
    table = [piece(600, opens=True), *(piece(300, place=f"tr:nth-child({row})") for row in (4, 7, 10))]
    found = divided(table, ROOM, twenty_a_step, joint=JOINT)
    assert len(found) == 2
    assert {sheet.step for sheet in found} == {0}


def test_a_table_is_parted_before_a_heading_where_that_costs_little_white() -> None:
    # 150 + 8 × 100 | 700 leaves 0.05² within the section; 150 + 7 × 100 | 800 leaves 0.15²
    rows = [replace(piece(100, place=f"tr:nth-child({row})"), marks=(frozenset({"row"}),)) for row in range(4, 19)]
    table = [piece(150, opens=True), *rows]
    assert runs(divided(table, ROOM, nothing, joint=JOINT)) == [(0, 9), (9, 16)]
    table[8] = replace(table[8], marks=(frozenset({"row", "heading"}),))
    assert runs(divided(table, ROOM, nothing, joint=JOINT)) == [(0, 8), (8, 16)]


def test_figures_stand_with_the_chart_that_they_put_into_numbers() -> None:
    # 800 + 150 | 200 + 600 leaves 0.05² within the section; 800 | 150 + 200 + 600 leaves 0.20², but parts nothing
    chart, figures = piece(150), piece(200)
    before, after = piece(800, opens=True), piece(600)
    assert runs(divided([before, chart, figures, after], ROOM, nothing, joint=JOINT)) == [(0, 2), (2, 4)]
    kept = [before, chart, replace(figures, follows=True), after]
    assert runs(divided(kept, ROOM, nothing, joint=JOINT)) == [(0, 1), (1, 4)]


def test_the_summary_keeps_its_page() -> None:
    parts = [piece(700, opens=True, section="summary"), piece(250, opens=True, section="b"), piece(700, section="b")]
    alone = divided(parts, ROOM, nothing, joint=JOINT, summaries=frozenset({"summary"}))
    assert runs(alone) == [(0, 1), (1, 3)]


def test_a_piece_higher_than_a_page_has_pages_of_its_own() -> None:
    three = [piece(300, opens=True), piece(1400), piece(300)]
    assert runs(divided(three, ROOM, nothing, joint=JOINT)) == [(0, 1), (1, 2), (2, 3)]


def test_nothing_gives_no_page() -> None:
    assert divided([], ROOM, nothing, joint=JOINT) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(20, 950), st.booleans()), min_size=1, max_size=14))
def test_every_piece_stands_on_one_page_in_its_order_and_no_page_is_too_full(drawn: list[tuple[int, bool]]) -> None:
    found = [
        piece(height, opens=opens or number == 0, section=f"s{number}") for number, (height, opens) in enumerate(drawn)
    ]
    sheets = divided(found, ROOM, nothing, joint=JOINT)
    assert [at for sheet in sheets for at in range(sheet.start, sheet.end)] == list(range(len(found)))
    for sheet in sheets:
        held = found[sheet.start : sheet.end]
        assert sum(one.height for one in held) + JOINT * sum(one.opens for one in held[1:]) <= ROOM
