"""Intervals, tests and samples against values published with the formulas, and by their properties."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.statistics import Interval, minimum_sample, newcombe, two_proportion_p, wilson


def rounded(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return round(interval.low, 4), round(interval.high, 4)


@pytest.mark.parametrize(
    ("successes", "trials", "expected"),
    [(81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (0, 20, (0.0, 0.1611)), (1, 29, (0.0061, 0.1718))],
)
def test_the_score_interval_is_as_published(successes: int, trials: int, expected: tuple[float, float]) -> None:
    assert rounded(wilson(successes, trials)) == expected  # Newcombe 1998, the single proportion, method 3


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((10, 10, 0, 20), (0.6791, 1.0)),
        ((10, 10, 0, 10), (0.6075, 1.0)),
    ],
)
def test_the_interval_of_a_difference_is_as_published(
    counts: tuple[int, int, int, int], expected: tuple[float, float]
) -> None:
    assert rounded(newcombe(*counts)) == expected  # Newcombe 1998, the difference, method 10


def test_no_trials_and_more_successes_than_trials_have_no_interval_and_no_test() -> None:
    assert wilson(0, 0) is None
    assert wilson(3, 2) is None
    assert newcombe(1, 2, 3, 2) is None
    assert two_proportion_p(0, 0, 1, 2) is None
    assert two_proportion_p(0, 5, 0, 7) is None  # no spread


def test_the_test_agrees_with_the_table_worked_by_hand() -> None:
    # 56/70 and 48/80: pooled 104/150; z = 0.2 / √(0.69333 × 0.30667 × (1/70 + 1/80)) = 2.650; p = 0.0080
    assert two_proportion_p(56, 70, 48, 80) == pytest.approx(0.00805, abs=5e-6)


@pytest.mark.parametrize(("rate", "change", "expected"), [(0.5, 0.2, 388), (0.1, 0.2, 3841), (0.1, 0.5, 686)])
def test_the_sample_is_that_of_the_usual_tables(rate: float, change: float, expected: int) -> None:
    assert minimum_sample(rate, change) == expected


@pytest.mark.parametrize(("rate", "change"), [(0.0, 0.2), (1.0, 0.2), (0.9, 0.2), (0.5, 0.0)])
def test_a_change_that_cannot_be_needs_no_sample(rate: float, change: float) -> None:
    assert minimum_sample(rate, change) is None


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 40), st.integers(1, 40))
def test_intervals_hold_their_estimate_and_turn_about(s1: int, n1: int, s2: int, n2: int) -> None:
    s1, s2 = min(s1, n1), min(s2, n2)
    own, there, back = wilson(s1, n1), newcombe(s1, n1, s2, n2), newcombe(s2, n2, s1, n1)
    assert own is not None
    assert there is not None
    assert back is not None
    assert 0 <= own.low <= s1 / n1 <= own.high <= 1
    assert there.low <= s1 / n1 - s2 / n2 <= there.high
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-12)


def test_the_score_interval_covers_about_as_often_as_it_says() -> None:
    trials, rate = 50, 0.3
    covered = sum(
        comb(trials, k) * rate**k * (1 - rate) ** (trials - k)
        for k in range(trials + 1)
        if (found := wilson(k, trials)) is not None and found.low <= rate <= found.high
    )
    assert 0.93 < covered < 0.97
