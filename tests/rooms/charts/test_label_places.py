"""Labels that would meet a rule, each other or the sheet's edge, and where they stand instead."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

from reportgen.charts.draw import draw
from reportgen.charts.model import Chart, LineChart, Mark, Step, Waterfall
from reportgen.charts.theme import Theme
from tests.rooms.charts.conftest import Drawing


def drawn(chart: Chart, theme: Theme) -> Drawing:
    return Drawing(draw([chart], theme)[chart.id], theme)


def falling(*ends: float) -> Waterfall:
    """A base line, one step to each of the ends, and the total."""
    starts = (0.0, *ends)
    steps = [Step(f"Part {n}", "", f"{b - a:+.0f}k", a, b) for n, (a, b) in enumerate(pairwise(starts))]
    total = Step("October", "", f"{ends[-1]:+.0f}k", 0.0, ends[-1], total=True)
    return Waterfall("falling", "", (Step("September", "", "5000k", 0.0, 0.0), *steps, total))


def test_no_label_lies_on_the_base_line_where_a_bar_ends_just_under_it(theme: Theme) -> None:
    # -250, then +249: the second bar's top is 1 below the base line, its label would be struck through
    drawing = drawn(falling(-250, -1), theme)
    (base,) = {
        round(drawing.place(rule)[1])
        for rule in drawing.elements("line")
        if rule.get("stroke") == theme.ink and rule.get("stroke-width") == "0.75"
    }
    for label in drawing.labels:
        assert not label.baseline - label.size * 0.72 < base < label.baseline, label
    assert drawing.label("+249k").baseline > base
    assert not [pair for pair in combinations(drawing.labels, 2) if pair[0].meets(pair[1])]


def test_a_parts_long_name_takes_lines_rather_than_lose_its_end(theme: Theme) -> None:
    first, *rest = falling(3, 5, 8, 9).steps
    long = Step("Revenue per customer and year", "$1 to $2", "+2k", 3, 5)
    drawing = drawn(Waterfall("long", "", (first, rest[0], long, *rest[2:])), theme)
    said = " ".join(label.text for label in drawing.labels)
    assert "Revenue per" in said
    assert "…" not in said
    assert drawing.label("$1 to $2").baseline > drawing.label("year").baseline


def test_notes_of_neighbouring_months_stay_apart(make_line: Callable[..., LineChart], theme: Theme) -> None:
    marks = (*(Mark(5, f"note {n}") for n in range(2)), *(Mark(6, f"note {n}") for n in range(4)))
    drawing = drawn(make_line("near", annotations=marks), theme)
    one, other = drawing.label("A, B"), drawing.label("C–F")
    assert other.left - one.right >= 10


def test_a_year_stands_under_the_first_month_that_is_named(make_line: Callable[..., LineChart], theme: Theme) -> None:
    line = make_line("years")
    drawing = drawn(line, theme)
    years = [label for label in drawing.labels if label.text in {point.sublabel for point in line.points} - {""}]
    assert years
    months = [label for label in drawing.labels if label.text in {point.label for point in line.points}]
    for year in years:
        assert any(abs((year.left + year.right) - (month.left + month.right)) < 12 for month in months), year
