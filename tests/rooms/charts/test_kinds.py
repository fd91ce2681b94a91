from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest

from reportgen.charts.draw import draw
from reportgen.charts.heatmap import bins
from reportgen.charts.line import lettered
from reportgen.charts.model import Chart, LineChart, LinePoint, Mark
from reportgen.charts.sheet import px
from reportgen.charts.theme import Theme

if TYPE_CHECKING:
    from conftest import Drawing


def test_no_label_covers_another(drawings: dict[str, Drawing], any_chart: Chart) -> None:
    met = [(one.text, two.text) for one, two in combinations(drawings[any_chart.id].labels, 2) if one.meets(two)]
    assert met == []


def test_no_label_leaves_the_sheet(drawings: dict[str, Drawing], any_chart: Chart) -> None:
    drawing = drawings[any_chart.id]
    for label in drawing.labels:
        assert label.left >= -0.5, label
        assert label.right <= drawing.width + 0.5, label
        assert label.size * 0.6 <= label.baseline <= drawing.height, label


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [("line", 130, 60), ("bars", 130, 45), ("waterfall", 130, 63), ("heat", 130, 58), ("spark", 40, 15),
     ("cover", 175, 116), ("forty", 130, 160)],
)  # fmt: skip
def test_sizes_are_those_of_the_page(drawings: dict[str, Drawing], name: str, width: int, height: int) -> None:
    figure = drawings[name].figure
    assert (figure.width_mm, figure.height_mm) == (width, pytest.approx(height, abs=0.1))
    assert f'width="{width}mm"' in figure.svg


@pytest.mark.parametrize("name", ["line", "bars", "by-channel", "waterfall", "funnel", "heat"])
def test_ten_px_print_as_seven_and_a_half_points(drawings: dict[str, Drawing], name: str) -> None:
    drawing = drawings[name]
    points_per_unit = drawing.figure.width_mm / 25.4 * 72 / drawing.width
    assert points_per_unit * 10 == pytest.approx(7.5, abs=0.001)


def test_bars_start_at_one_edge_and_are_as_long_as_their_values(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["bars"]
    grey, (email,) = drawing.rects(theme.context_fill), drawing.rects(theme.accent)
    assert {bar[0] for bar in [*grey, email]} == {96}
    lengths = [right - left for left, _, right, _ in grey]
    assert lengths[0] == pytest.approx(260, abs=0.02)
    assert lengths[1] / lengths[0] == pytest.approx(104310 / 148920, abs=1e-3)
    assert (email[2] - email[0]) / lengths[0] == pytest.approx(96540 / 148920, abs=1e-3)


def test_a_value_stands_behind_the_tick_that_would_run_through_it(drawings: dict[str, Drawing]) -> None:
    drawing = drawings["bars"]
    # Paid social: 44,190 now, 51,070 before; its label follows the tick, not the bar.
    before = 96 + 260 * 51070 / 148920
    assert drawing.label("$44,190").left == pytest.approx(before + 5, abs=0.02)
    # Email: 76,230 before lies inside the bar; its label follows the bar.
    assert drawing.label("$96,540").left == pytest.approx(96 + 260 * 96540 / 148920 + 5, abs=0.02)


def test_a_tick_has_a_white_halo(drawings: dict[str, Drawing], theme: Theme) -> None:
    ticks = drawings["bars"].elements("line")
    assert [(tick.get("stroke"), tick.get("stroke-width")) for tick in ticks[:2]] == [
        (theme.paper, "4"),
        (theme.ink, "1.4"),
    ]
    assert drawings["bars"].place(ticks[0]) == drawings["bars"].place(ticks[1])


def test_notes_end_at_the_right_edge(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["bars"]
    notes = [label for label in drawing.labels if label.text[0] in "+−"]
    assert [round(note.right, 1) for note in notes] == [round(drawing.width, 1)] * 6
    assert [note.fill == theme.ink for note in notes] == [False, False, True, False, False, False]


def test_long_names_are_shortened_to_their_column(drawings: dict[str, Drawing]) -> None:
    names = [label for label in drawings["forty"].labels if label.left == 0]
    assert len(names) == 40
    assert all("…" in name.text[1:-1] and name.right <= 88 for name in names)
    assert len({name.text for name in names}) == 40  # what tells them apart stands at their ends


def test_negative_bars_run_to_the_left_with_their_label_before_them(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["negative"]
    sales, refunds = drawing.rects(theme.context_fill)
    assert refunds[2] == pytest.approx(sales[0], abs=0.02)
    assert drawing.label("−1,200").right < refunds[0]
    assert drawing.label("500").left > sales[2]


def test_charts_on_one_scale_share_zero_and_unit(drawings: dict[str, Drawing], theme: Theme) -> None:
    zeros, units = [], []
    for name, value in (("by-channel", 20310), ("by-category", 18730)):
        drawing = drawings[name]
        (best,) = drawing.rects(theme.favourable_fill)
        zeros.append(best[0])
        units.append((best[2] - best[0]) / value)
    assert zeros[0] == zeros[1]
    assert units[0] == pytest.approx(units[1], rel=1e-3)


def test_only_bars_that_mean_something_are_coloured(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["by-channel"]
    fills = (theme.favourable_fill, theme.context_fill, theme.unfavourable_fill)
    assert [len(drawing.rects(fill)) for fill in fills] == [1, 1, 1]


def test_the_parts_of_a_waterfall_start_where_the_one_before_ended(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["waterfall"]
    (sessions, value), (conversion,) = (
        drawing.rects(theme.favourable_fill),
        drawing.rects(theme.unfavourable_fill),
    )
    (total,) = drawing.rects(theme.total)
    assert sessions[1] == pytest.approx(conversion[1], abs=0.02)
    assert conversion[3] == pytest.approx(value[3], abs=0.02)
    assert value[1] == pytest.approx(total[1], abs=0.02)
    assert sessions[3] == pytest.approx(total[3], abs=0.02)
    assert (total[3] - total[1]) / (sessions[3] - sessions[1]) == pytest.approx(28077 / 34014, abs=1e-3)
    assert total[2] - total[0] == pytest.approx(0.46 * drawing.width / 5, abs=0.02)


def test_a_waterfalls_labels_stand_over_their_bars(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["waterfall"]
    (fall,) = drawing.rects(theme.unfavourable_fill)
    label = drawing.label("−$17,976")
    assert 0 < fall[1] - label.baseline < 10
    assert (label.left + label.right) / 2 == pytest.approx((fall[0] + fall[2]) / 2, abs=0.05)


def test_a_funnels_bars_are_as_long_as_their_counts(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["funnel"]
    sessions, viewed = drawing.rects(theme.context_fill)
    assert sessions[0] == viewed[0] == 96
    assert (viewed[2] - 96) / (sessions[2] - 96) == pytest.approx(104870 / 184620, abs=1e-3)
    assert drawing.label("56.0%").weight == 600
    assert drawing.label("▼ −2.5 pp").fill == theme.unfavourable
    for head, figure in (
        ("Count", "184,620"),
        ("Step rate", "56.8%"),
        ("Sep", "57.2%"),
        ("Change", "−0.4 pp"),
    ):
        assert drawing.label(head).right == pytest.approx(drawing.label(figure).right, abs=0.01)


def test_every_pair_of_a_heat_map_is_one_cell_of_the_ramp(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["heat"]
    assert sum(len(drawing.rects(step)) for step in theme.heat) == 7 * 24
    cells = sorted(cell for step in theme.heat for cell in drawing.rects(step))
    assert cells[0][0] == 36
    assert cells[-1][2] == pytest.approx(drawing.width, abs=0.02)
    assert drawing.label("138").fill == theme.paper
    assert drawing.label("6 am").left == pytest.approx(sorted({cell[0] for cell in cells})[6], abs=0.02)


def test_the_ramp_is_cut_into_six_equal_steps() -> None:
    assert bins([0, 9.9, 10, 35, 59, 60], 6) == [0, 0, 1, 3, 5, 5]
    assert bins([0, 0], 6) == [0, 0]
    assert bins([7, 7], 6) == [3, 3]
    assert bins([], 6) == []


def test_figures_are_white_from_the_fifth_step_on(drawings: dict[str, Drawing], theme: Theme) -> None:
    drawing = drawings["cohorts"]
    white = {label.text for label in drawing.labels if label.fill == theme.paper}
    assert white == {"100%"}  # 50 % is in the third of six steps between 8 % and 100 %


def test_the_end_labels_stand_near_their_lines_and_in_their_order(drawings: dict[str, Drawing]) -> None:
    above = drawings["year-before-above"]
    this_year, before, words = (above.label(text) for text in ("$492,213", "$431,019", "a year earlier"))
    assert before.baseline < words.baseline < this_year.baseline
    below = drawings["line"]
    assert below.label("$492,213").baseline < below.label("$431,019").baseline
    assert below.label("$492,213").left == pytest.approx(below.width - 72 + 8, abs=0.01)
    assert below.label("$492,213").weight == 600


def test_the_peaks_label_stands_clear_of_last_years_line(drawings: dict[str, Drawing]) -> None:
    drawing = drawings["year-before-above"]
    label = drawing.label("$688,900")
    bottom, top = 226.77 - 37, 10.5
    last_year_at_peak = bottom - (bottom - top) * 749 / 800
    assert label.baseline < last_year_at_peak


def test_several_notes_are_letters_above_dashed_rules_and_what_they_say_is_left_to_the_page(
    drawings: dict[str, Drawing], theme: Theme
) -> None:
    drawing = drawings["annotated"]
    stems = [path for path in drawing.elements("path") if path.get("stroke-width") == "0.7"]
    assert [(stem.get("stroke"), stem.get("stroke-dasharray")) for stem in stems] == [(theme.context_line, "3,3")] * 4
    letters = [drawing.label(text) for text in "ABCD"]
    axis = next(label for label in drawing.labels if label.text == "Oct")
    assert max(letter.baseline for letter in letters) < axis.baseline
    assert not any("rice change" in label.text or "campaign" in label.text for label in drawing.labels)


def test_a_letter_stands_for_its_note_in_the_order_of_dates(make_line: Callable[..., LineChart]) -> None:
    first, second = Mark(2, "Series begins", "Aug 3"), Mark(5, "Price change", "Oct 12")
    assert lettered(make_line("two", annotations=(first, second))) == (("A", first), ("B", second))
    assert lettered(make_line("one", annotations=(first,))) == ()


def test_notes_of_one_point_share_their_rule(make_line: Callable[..., LineChart], theme: Theme) -> None:
    chart = make_line("together", annotations=(Mark(3, "Price change"), Mark(3, "New shop")))
    svg = draw([chart], theme)["together"].svg
    assert svg.count('stroke-width="0.7"') == 1
    assert ">A, B<" in svg


def test_a_lone_note_stands_beside_its_rule(make_line: Callable[..., LineChart], theme: Theme) -> None:
    drawn = draw([make_line("alone", annotations=(Mark(3, "Price change"),)), make_line("none")], theme)
    assert ">Price change<" in drawn["alone"].svg
    assert drawn["alone"].height_mm == drawn["none"].height_mm


def test_years_are_texts_of_their_own(drawings: dict[str, Drawing]) -> None:
    drawing = drawings["line"]
    years = [label for label in drawing.labels if label.text in ("2025", "2026")]
    assert [year.text for year in years] == ["2025", "2026", "2026"]
    months = [label for label in drawing.labels if label.text == "Oct"]
    assert years[0].baseline > months[0].baseline + 10


def test_the_incomplete_part_is_dashed_and_the_rest_is_not(theme: Theme, make_line: Callable[..., LineChart]) -> None:
    points = tuple(LinePoint(str(n), "", float(n), partial=n >= 3) for n in range(5))
    chart = make_line("partial", points=points, context=(), context_label=(), peak=None, ticks=())
    svg = draw([chart], theme)["partial"].svg
    strokes = [part.split('stroke="')[0] for part in svg.split("<path")[1:] if 'stroke-width="2.2"' in part]
    dashes = ['stroke-dasharray="3,3"' in part for part in svg.split("<path")[1:] if 'stroke-width="2.2"' in part]
    assert dashes == [False, True]
    assert [stroke.count("L") for stroke in strokes] == [2, 2]  # 0-1-2 solid, 2-3-4 dashed


def test_a_gap_breaks_the_line_and_a_lone_point_is_a_dot(theme: Theme, make_line: Callable[..., LineChart]) -> None:
    values = (1.0, 2.0, None, 3.0, None, 4.0, 5.0)
    points = tuple(LinePoint(str(n), "", value) for n, value in enumerate(values))
    chart = make_line("gap", points=points, context=(), context_label=(), peak=None, ticks=())
    svg = draw([chart], theme)["gap"].svg
    parts = [part for part in svg.split("<path")[1:] if theme.accent in part]
    assert sum('stroke-width="2.2"' in part for part in parts) == 2
    assert sum("A2,2" in part for part in parts) == 1
    assert sum("A3.2,3.2" in part for part in parts) == 1  # the end


def test_plots_of_all_lines_share_their_edges(drawings: dict[str, Drawing]) -> None:
    for name in ("line", "equal-ends", "annotated", "one-point", "peak-at-top"):
        grid = [rule for rule in drawings[name].elements("line") if rule.get("stroke-width") == "0.6"]
        assert {drawings[name].place(rule)[0] for rule in grid} == {36}
        assert {float(rule.get("x2", "")) for rule in grid} == {383.34}


def test_a_point_with_a_tooltip_has_a_place_to_point_at(drawings: dict[str, Drawing]) -> None:
    spots = drawings["line"].figure.hotspots
    assert len(spots) == 13
    assert (spots[0].x, spots[0].text) == (36, "Oct: $431k")
    assert spots[12].x == pytest.approx(130 * 96 / 25.4 - 72)


def test_a_sparkline_ends_in_a_dot_and_rings_its_baselines(drawings: dict[str, Drawing], theme: Theme) -> None:
    dots = [path for path in drawings["spark"].elements("path") if "A" in path.get("d", "")]
    assert [dot.get("fill") for dot in dots] == [theme.paper, theme.paper, theme.accent]
    assert drawings["nothing"].elements("path") == []


@pytest.mark.parametrize(("name", "days"), [("week", 7), ("cover", 31), ("year", 366)])
def test_a_cover_has_a_bar_a_day_from_edge_to_edge(
    drawings: dict[str, Drawing], theme: Theme, name: str, days: int
) -> None:
    drawing = drawings[name]
    pale, (named,) = sorted(drawing.rects(theme.pale)), drawing.rects(theme.accent)
    assert len(pale) == days - 1
    assert min(pale[0][0], named[0]) == 0
    assert max(pale[-1][2], named[2]) == pytest.approx(px(175), abs=0.02)
    assert all(before[2] < after[0] + 0.01 for before, after in pairwise(pale))
    assert all(bar[3] == pytest.approx(drawing.height, abs=0.02) for bar in pale)


def test_the_covers_highest_bar_is_104_mm_high(
    drawings: dict[str, Drawing], theme: Theme, mock: dict[str, Chart]
) -> None:
    drawing = drawings["cover"]
    bars = sorted([*drawing.rects(theme.pale), *drawing.rects(theme.accent)])
    heights = [bottom - top for _, top, _, bottom in bars]
    assert max(heights) == pytest.approx(px(104), abs=0.02)
    assert heights[4] / max(heights) == pytest.approx(mock["cover"].values[4] / max(mock["cover"].values), abs=1e-3)


def test_a_cover_without_sales_says_so_and_draws_no_bar(drawings: dict[str, Drawing]) -> None:
    assert drawings["empty-cover"].elements("path") == []
    assert [label.text for label in drawings["empty-cover"].labels] == ["Sunday", "No sales"]
