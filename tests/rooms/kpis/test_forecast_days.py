"""The days to come by the medians of the weekdays with a damped drift: by hand, by plain loops, and in a simulation."""

from __future__ import annotations

from decimal import Decimal
from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.kpis.forecast import forecast_days

WEEK = (100, 110, 120, 130, 140, 80, 60)


def decimals(*values: float) -> list[Decimal]:
    return [Decimal(str(value)) for value in values]


def test_an_even_rhythm_goes_on_without_a_range() -> None:
    found = forecast_days(decimals(*WEEK * 3), 9)
    assert found is not None
    assert [found.value, found.low, found.high] == [740 + 100 + 110, 950, 950]
    assert [found.level, found.history] == [Decimal("0.8"), 21]


def test_a_rise_of_seven_a_week_goes_on_damped() -> None:
    # Four weeks of 10 17 24 31 a day: halves 13.5 and 27.5, two weeks apart: 7 a week. From 31: seven days of
    # 31 + 7 × 0.8 = 36.6, one of 31 + 7 × (0.8 + 0.64) = 41.08. No day is off its weekday's line: no range.
    found = forecast_days(decimals(*(10 + 7 * week for week in range(4) for _ in range(7))), 8)
    assert found is not None
    assert found.value == Decimal("297.28") == found.low == found.high


def test_only_the_latest_eight_weeks_count_and_two_are_needed() -> None:
    long = forecast_days(decimals(*[9999] * 5, *WEEK * 8), 7)
    assert long is not None
    assert [long.value, long.history] == [740, 56]
    assert forecast_days(decimals(*WEEK, *WEEK[:6]), 7) is None
    assert forecast_days(decimals(*WEEK * 2), 0) is None


def by_loops(history: list[float], ahead: int) -> tuple[float, float, float]:
    """The same in plain loops and floats."""
    weeks = min(8, len(history) // 7)
    days = history[-7 * weeks :]

    def middle(values: list[float]) -> float:
        ordered, half = sorted(values), len(values) // 2
        return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2

    drift = 0.0
    if weeks >= 4:
        means = []
        for week in range(weeks):
            total = 0.0
            for day in range(7):
                total += days[7 * week + day]
            means.append(total / 7)
        half = weeks // 2
        drift = (middle(means[weeks - half :]) - middle(means[:half])) / (weeks - half)
    usual, squares = [], 0.0
    for day in range(7):
        own = [days[7 * week + day] + drift * (weeks - 1 - week) for week in range(weeks)]
        usual.append(middle(own))
        for value in own:
            squares += (value - usual[day]) ** 2
    value, damped, steps, often = 0.0, 0.0, 0.0, [0] * 7
    for place in range(ahead):
        if place % 7 == 0:
            damped += 0.8 ** (place // 7 + 1)
        value += usual[place % 7] + drift * damped
        steps += damped
        often[place % 7] += 1
    variances = ahead + 1.5708 / weeks * sum(count**2 for count in often)
    if weeks >= 4:  # of the drift: two medians of weekly means, a step for each day and half the weeks it was moved
        variances += 2 * 1.5708 / (7 * (weeks // 2)) * ((steps + ahead * (weeks - 1) / 2) / (weeks - weeks // 2)) ** 2
    half_width = 1.2816 * sqrt(squares / (7 * weeks - 7) * variances)
    return max(value, 0.0), max(value - half_width, 0.0), max(value + half_width, value, 0.0)


@given(st.lists(st.integers(0, 5000), min_size=14, max_size=80), st.integers(1, 31))
def test_it_agrees_with_plain_loops(history: list[int], ahead: int) -> None:
    found = forecast_days(decimals(*history), ahead)
    assert found is not None
    expected = by_loops([float(value) for value in history], ahead)
    assert [float(found.value), float(found.low), float(found.high)] == pytest.approx(expected, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(("drift", "ahead"), [(0.0, 14), (0.0, 5), (0.4, 14)])
def test_four_of_five_outcomes_fall_into_the_range(drift: float, ahead: int) -> None:
    chance = Random(20261018)  # noqa: S311  # a made series, the same on every run
    held = 0
    for _ in range(200):
        days = [WEEK[place % 7] * 5 + drift * place + chance.gauss(0, 40) for place in range(56 + ahead)]
        found = forecast_days(decimals(*(round(day, 2) for day in days[:56])), ahead)
        assert found is not None
        held += float(found.low) <= sum(days[56:]) <= float(found.high)
    assert 140 <= held <= 180
