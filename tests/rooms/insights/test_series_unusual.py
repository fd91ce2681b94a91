"""What is outside its usual range, what is inside it though it moved by much, and what cannot be told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.insights.unusual import unusual, usual
from reportgen.units import Direction, Sentiment, Unit
from tests.rooms.insights.series_sample import line, scope
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

# Quarters. Differences on the year before: 1 2 3 4 1 2 3 4, their median 2.5, their MAD 1. 3.5 × 1 / 0.6745 = 5.189,
# so that 102 a year ago makes 102 + 2.5 ± 5.189 usual: 99.311 to 109.689.
QUARTERS = (100, 200, 300, 400, 101, 202, 303, 404, 102, 204, 306, 408)
# Weeks. Steps 2 −4 3 −2 4 −6: median 0, MAD 3.5, ± 18.162 around 97: 78.838 to 115.162.
# The values themselves: median 100, MAD 2, ± 10.378: inside that.
WEEKS = (100, 102, 98, 101, 99, 103, 97)


def decimals(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


def test_the_usual_range_of_a_quarter_is_last_years_and_the_usual_growth() -> None:
    found = usual(decimals(*QUARTERS, 111), 4, Decimal("3.5"), Unit.MONEY)
    assert found is not None
    assert (round(found.low, 3), round(found.high, 3)) == (Decimal("99.311"), Decimal("109.689"))
    assert found.seasonal
    assert found.z == pytest.approx(0.6745 * (9 - 2.5))


def test_a_quarter_above_its_range_by_more_than_one_per_cent_is_unusual() -> None:
    (found,) = unusual(scope(line(*QUARTERS, 111, period="2026-Q3")))
    assert (found.direction, found.sentiment) == (Direction.UP, Sentiment.FAVOURABLE)
    assert found.facts["revenue.usual.season"].value == "yes"


def test_a_quarter_above_it_by_less_is_not() -> None:
    assert list(unusual(scope(line(*QUARTERS, 110, period="2026-Q3")))) == []  # 0.3 % above


def test_a_large_fall_inside_the_range_is_reassuring_of_a_headline_only() -> None:
    results = line(*QUARTERS, 105, period="2026-Q3")
    (found,) = unusual(scope(results))
    assert (found.direction, found.sentiment) == (Direction.NONE, Sentiment.NEUTRAL)
    lead = sample.results([Spec("aov", Unit.MONEY, 1)], results.state.period).kpis["aov"]
    behind = replace(results, kpis={"aov": lead, **results.kpis})
    assert list(unusual(replace(scope(behind), headlines=()))) == []


@pytest.mark.parametrize(("now", "found"), [(117, [Direction.UP]), (116, []), (78, [Direction.DOWN]), (79, [])])
def test_eight_weeks_are_enough(now: int, found: list[Direction]) -> None:
    result = line(*WEEKS, now, period="2026-W43")
    # 117 is 1.6 % above the range, 116 0.7 %; 78 is 1.1 % below it, 79 inside.
    assert [one.direction for one in unusual(scope(result)) if one.direction is not Direction.NONE] == found


def test_where_lower_is_better_a_high_value_is_bad_news() -> None:
    spec = Spec("revenue", Unit.MONEY, 117, 97, good=sample.Good.DOWN, series=(*WEEKS, 117))
    results = sample.results([spec], line(1, period="2026-W43").state.period)
    assert [found.sentiment for found in unusual(scope(results))] == [Sentiment.UNFAVOURABLE]


def test_a_step_back_from_an_odd_week_is_not_unusual() -> None:
    # After 60 the steps alone would make 37 to 79 usual; the values themselves are 89 to 110.
    assert [one.direction for one in unusual(scope(line(*WEEKS, 60, 100, period="2026-W43")))] == []


@pytest.mark.parametrize(
    "values",
    [
        WEEKS,  # seven weeks
        (5,),
        (0,) * 12,
        (100,) * 11 + (500,),  # no spread: nothing is known of what is usual
    ],
)
def test_a_short_or_even_history_tells_nothing(values: tuple[int, ...]) -> None:
    assert list(unusual(scope(line(*values, period="2026-W43")))) == []


def test_eleven_months_are_too_few_and_an_unfinished_one_is_not_judged() -> None:
    values = (*WEEKS, 100, 102, 98)
    assert list(unusual(scope(line(*values, 300)))) == []
    assert [found.direction for found in unusual(scope(line(*values, 101, 300)))] == [Direction.UP]
    spec = Spec("revenue", Unit.MONEY, 300, 98, series=(*values, 101, 300))
    assert list(unusual(scope(sample.results([spec], days=14)))) == []


def test_what_was_never_negative_has_no_negative_bound_and_a_rate_ends_at_one() -> None:
    found = usual([Decimal(one) / 100 for one in (97, 3, 99, 5, 98, 4, 96, 50)], 1, Decimal("3.5"), Unit.RATE)
    assert found is not None
    assert (found.low, found.high) == (0, 1)
