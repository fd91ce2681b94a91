"""Trends, their turns, and where a period under way will end."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.insights import Thresholds
from reportgen.insights.pace import OFF, ON, OPEN, by_curve, by_day, by_weekday, pace, pace_status, standing
from reportgen.insights.trends import trend, trend_break, trend_of, turn_of
from reportgen.units import Direction, Good, Sentiment
from tests.rooms.insights.series_sample import line, scope, under_way

LIMITS = Thresholds()


def decimals(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


# Six values, all pairs in order: S = 15, variance 6 · 5 · 17 / 18 = 28.33, z = 14 / 5.323 = 2.63, p = 0.009.
# One pair of neighbours exchanged: S = 13, z = 2.25, p = 0.024. Two pairs: S = 11, z = 1.88, p = 0.060.
@pytest.mark.parametrize(
    ("values", "found"),
    [
        ((1000, 1011, 1022, 1033, 1044, 1055), True),  # 55 in all: 5 % of the median 1,027.5 is 51.4
        ((1000, 1010, 1020, 1030, 1040, 1050), False),  # 50 in all, of 1,025 51.25 are wanted
        ((1000, 1022, 1011, 1033, 1044, 1055), True),
        ((1000, 1022, 1011, 1044, 1033, 1055), False),
        ((1011, 1022, 1033, 1044, 1055), False),  # five are too few
        ((1000,), False),
        ((0, 0, 0, 0, 0, 0), False),
        ((1055, 1044, 1033, 1022, 1011, 1000), True),
    ],
)
def test_six_values_with_one_direction_are_a_trend(values: tuple[int, ...], *, found: bool) -> None:
    assert bool(list(trend(scope(line(*values))))) is found


def test_a_trend_says_how_long_and_how_much() -> None:
    (found,) = trend(scope(line(900, 800, 1000, 1011, 1022, 1033, 1044, 1055)))
    assert found.facts["revenue.trend.periods"].value == 8  # S = 28 − 2, p = 0.002: it goes back to 900
    assert found.direction is Direction.UP
    assert found.p == pytest.approx(0.00197, abs=0.0001)


def test_a_rise_that_ends_where_the_year_before_stood_is_the_seasons() -> None:
    year = (100, 104, 108, 112, 116, 120, 124, 128, 132, 136, 140, 144)
    rising = [float(value) for value in (*year, *year)]
    assert trend_of(rising, 12, LIMITS) is None
    assert trend_of(rising, 1, LIMITS) is not None


def test_a_last_change_against_the_trend_silences_it() -> None:
    assert list(trend(scope(line(1000, 1020, 1040, 1060, 1080, 1100, 1120, 1060)))) == []


# Five values down or up: S = ±10, variance 5 · 4 · 15 / 18 = 16.67, z = 9 / 4.082 = 2.20, p = 0.027.
TENT = (100, 110, 120, 130, 140, 130, 120, 110, 100)


def test_a_rise_that_became_a_fall_names_its_months() -> None:
    (found,) = trend_break(scope(line(*TENT)))
    assert (found.direction, found.sentiment) == (Direction.DOWN, Sentiment.UNFAVOURABLE)
    assert (found.facts["revenue.break.start"].value, found.facts["revenue.break.turn"].value) == ("2026-02", "2026-06")
    assert found.facts["revenue.series[2026-06]"].value == 140


@pytest.mark.parametrize(
    "values",
    [
        TENT[1:],  # three changes before the bend
        TENT[:-1],
        (100, 140, 180, 220, 260, 270, 280, 290, 300),  # bends and does not turn
        (100, 110, 120, 130, 140, 138, 141, 139, 140),  # no fall since
        (0,) * 9,
        (5,),
    ],
)
def test_what_does_not_turn_clearly_is_no_break(values: tuple[int, ...]) -> None:
    assert list(trend_break(scope(line(*values)))) == []


def test_a_peak_of_every_year_is_no_break() -> None:
    year = (100, 110, 120, 130, 140, 150, 160, 150, 140, 130, 120, 110)
    values = [float(value) for value in (*year, *year)]
    assert turn_of(values, 12, LIMITS) is None


# --- pace -------------------------------------------------------------------------------------------------------------


def test_earlier_periods_shares_by_then_carry_the_value_on() -> None:
    # By half of their days 30 %, 50 % and 50 %: 300 is 600 by the median, 1,000 at most.
    earlier = [decimals(10, 20, 30, 40), decimals(20, 30, 25, 25), decimals(25, 25, 25, 25)]
    found = by_curve(Decimal(300), Decimal("0.5"), earlier)
    assert found is not None
    assert (found.value, found.low, found.high, found.periods) == (600, 600, 1000, 3)
    # Half of five days is two and a half: 10 + 10 + 10 of 100.
    found = by_curve(Decimal(30), Decimal("0.5"), [decimals(10, 10, 20, 30, 30)])
    assert found is not None
    assert found.value == 100


def test_a_period_that_had_nothing_by_then_tells_nothing() -> None:
    assert by_curve(Decimal(300), Decimal("0.5"), [decimals(0, 0, 50, 50)]) is None
    assert by_curve(Decimal(300), Decimal("0.5"), [decimals(0, 0, 0, 0)]) is None
    assert by_curve(Decimal(300), Decimal("0.5"), []) is None


def test_without_earlier_periods_the_days_so_far_go_on() -> None:
    # 10 20 30 40: 25 a day; deviation 12.910; 1.2816 × 12.910 × √(4 + 4²/4) = 46.80
    found = by_day(decimals(10, 20, 30, 40), 4)
    assert found is not None
    assert (found.value, round(found.low, 1), round(found.high, 1)) == (200, Decimal("153.2"), Decimal("246.8"))
    assert by_day(decimals(10, 20, 30), 5) is None


@pytest.mark.parametrize(
    ("target", "good", "expected"),
    [(600, Good.UP, ON), (601, Good.UP, OPEN), (1001, Good.UP, OFF), (1000, Good.DOWN, ON), (999, Good.DOWN, OPEN),
     (599, Good.DOWN, OFF)],
)  # fmt: skip
def test_on_and_off_track_need_the_whole_range(target: int, good: Good, expected: str) -> None:
    found = by_curve(Decimal(300), Decimal("0.5"), [decimals(10, 20, 30, 40), decimals(25, 25, 25, 25)])
    assert found is not None
    assert (found.low, found.high) == (600, 1000)
    assert standing(found, Decimal(target), good) == expected


# Five days, the last of which may be cut off: 100 a day, so 3,100 in all. Deviation 11.547;
# 1.2816 × 11.547 × √(27 + 27²/4) = 214.07: from 2,885.93 to 3,314.07.
DAYS = (90, 110, 90, 110, 100)


@pytest.mark.parametrize(
    ("target", "good", "expected", "sentiment"),
    [
        (2800, Good.UP, ON, Sentiment.FAVOURABLE),
        (3000, Good.UP, OPEN, Sentiment.NEUTRAL),
        (3400, Good.UP, OFF, Sentiment.UNFAVOURABLE),
        (3400, Good.DOWN, ON, Sentiment.FAVOURABLE),
        (2800, Good.DOWN, OFF, Sentiment.UNFAVOURABLE),
    ],
)
def test_a_month_under_way_is_held_against_its_target(
    target: int, good: Good, expected: str, sentiment: Sentiment
) -> None:
    (found,) = pace(scope(under_way(target, DAYS, good)))
    facts = {name.removeprefix("revenue.pace."): fact.value for name, fact in found.facts.items()}
    assert facts["value"] == 3100
    assert (round(Decimal(facts["low"]), 2), round(Decimal(facts["high"]), 2)) == (
        Decimal("2885.93"), Decimal("3314.07"),
    )  # fmt: skip
    assert (facts["standing"], found.sentiment) == (expected, sentiment)
    assert facts["needed"] == Decimal(target - 500) / 26
    assert facts["daily"] == 100


@pytest.mark.parametrize(
    ("target", "good", "status"),
    [(2800, Good.UP, "ahead"), (3000, Good.UP, "on"), (3400, Good.UP, "behind"), (3400, Good.DOWN, "on"),
     (2800, Good.DOWN, "behind")],
)  # fmt: skip
def test_the_status_of_a_month_under_way_is_its_pace(target: int, good: Good, status: str) -> None:
    seen = scope(under_way(target, DAYS, good))
    result = seen.results.kpis["revenue"]
    assert result.target is not None
    assert result.target.status is None
    assert pace_status(seen, result) == status


def test_the_weeks_before_carry_their_rhythm_on() -> None:
    # Three weeks of 100 a day and 20 on Sundays, then three such days: the four left bring 100 100 100 20.
    week = decimals(100, 100, 100, 100, 100, 100, 20)
    found = by_weekday(week * 3, week[:3], 4)
    assert found is not None
    assert [found.value, found.low, found.high, found.periods] == [620, 620, 620, 0]
    assert by_weekday(week, week[:3], 4) is None


def test_four_of_31_days_are_too_few_and_a_whole_month_needs_no_projection() -> None:
    assert list(pace(scope(under_way(3000, DAYS[:4])))) == []  # 12.9 % of the month
    assert list(pace(scope(line(1, 2)))) == []
    assert list(pace(scope(under_way(3000, (0, 0, 0, 0, 0))))) == []
