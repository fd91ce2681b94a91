"""Robust scores, trends, breaks and many tests at once, against SciPy and statsmodels and by hand."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage, stats
from statsmodels.stats.multitest import multipletests

from reportgen.statistics import (
    benjamini_hochberg,
    break_point,
    mad,
    mann_kendall,
    robust_z,
    seasonal_differences,
    theil_sen,
    two_sided_p,
    usual_range,
    weekday_residuals,
)

WHOLE = st.lists(st.integers(-50, 50).map(float), min_size=4, max_size=20)


def test_the_score_by_hand() -> None:
    # Median 3 of 1, 2, 3, 4, 10; deviations 2, 1, 0, 1, 7, their median 1; 0.6745 × (10 − 3) / 1 = 4.7215
    assert mad((1, 2, 3, 4, 10)) == 1
    assert robust_z(10, (1, 2, 3, 4, 10)) == pytest.approx(4.7215)


def test_values_without_spread_give_no_score_and_no_range() -> None:
    assert robust_z(9, (5, 5, 5, 7)) is None  # more than half are equal: the MAD is 0
    assert usual_range((5, 5, 5, 7), 3.5) is None
    assert robust_z(9, ()) is None
    assert usual_range((), 3.5) is None


@given(WHOLE)
def test_the_deviation_is_scipys(values: list[float]) -> None:
    assert mad(values) == pytest.approx(stats.median_abs_deviation(values))


@given(WHOLE)
def test_the_ends_of_the_usual_range_score_the_limit(values: list[float]) -> None:
    found = usual_range(values, 3.5)
    if found is None:
        assert mad(values) == 0
    else:
        assert robust_z(found.high, values) == pytest.approx(3.5)
        assert robust_z(found.low, values) == pytest.approx(-3.5)


def test_seasonal_differences_by_hand() -> None:
    assert seasonal_differences((1, 5, 2, 7, 4), 2) == (1, 2, 2)  # 2 − 1, 7 − 5, 4 − 2
    assert seasonal_differences((1, 5), 2) == ()


def test_a_day_is_held_against_its_own_weekday_in_the_weeks_around_it() -> None:
    # Weeks of two days. First days 1, 3, 8, 4; with one week on either side the medians are 2, 3, 4, 6.
    values = (1, 10, 3, 20, 8, None, 4, 30)
    # Second days 10, 20, none, 30: 15, 15, none, 30
    assert weekday_residuals(values, weeks=1, week=2) == (-1, -5, 0, 5, 4, None, -2, 0)


@given(st.lists(st.integers(0, 90).map(float), min_size=1, max_size=80))
def test_the_weekday_filter_is_scipys_median_filter_of_each_weekday(values: list[float]) -> None:
    found = weekday_residuals(values)
    for weekday in range(min(7, len(values))):
        own = np.array(values[weekday::7])
        if len(own) > 9:  # the ends have fewer weeks around them than the filter is wide
            inner = (own - ndimage.median_filter(own, 9))[4:-4]
            assert list(found[weekday::7])[4:-4] == pytest.approx(list(inner))


def test_a_normal_score_of_1_96_leaves_a_twentieth() -> None:
    assert two_sided_p(-1.959964) == pytest.approx(0.05, abs=1e-7)


@given(WHOLE)
def test_the_slope_is_scipys(values: list[float]) -> None:
    assert theil_sen(values) == pytest.approx(stats.theilslopes(values).slope)


def test_one_value_has_no_slope() -> None:
    assert theil_sen((3,)) is None


@given(WHOLE)
def test_the_trend_test_agrees_with_kendalls_variance(values: list[float]) -> None:
    # S and its variance under ties, written in the other usual way: by all pairs, and by groups of equal values.
    n = len(values)
    s = sum(np.sign(values[j] - values[i]) for i in range(n) for j in range(i + 1, n))
    _, counts = np.unique(values, return_counts=True)
    variance = n * (n - 1) * (2 * n + 5) / 18 - float(np.sum(counts * (counts - 1) * (2 * counts + 5))) / 18
    found = mann_kendall(values)
    if variance <= 0:
        assert found is None
    else:
        z = 0.0 if s == 0 else (s - np.sign(s)) / np.sqrt(variance)
        assert found == pytest.approx(2 * stats.norm.sf(abs(z)))


def test_the_trend_test_is_a_little_more_careful_than_the_exact_one() -> None:
    values = (2.0, 1.0, 3.0, 5.0, 4.0, 7.0, 6.0, 9.0)
    exact = stats.kendalltau(range(8), values, method="exact").pvalue
    found = mann_kendall(values)
    assert found is not None
    assert exact <= found < 2 * exact


def test_six_rises_in_a_row_are_a_trend_and_four_values_never() -> None:
    # S = 15, variance 6·5·17/18 = 28.33, z = 14/5.323 = 2.630; S = 6, variance 8.667, z = 5/2.944 = 1.698
    assert mann_kendall(range(6)) == pytest.approx(0.00853, abs=5e-6)
    assert mann_kendall(range(4)) == pytest.approx(0.0894, abs=5e-5)


def brute(values: list[float], at: int) -> float:
    x = np.arange(len(values), dtype=float)
    bent = sm.add_constant(np.column_stack([x, np.maximum(0, x - at)]))
    return float(sm.OLS(values, bent).fit().ssr)


@given(st.lists(st.integers(-50, 50).map(float), min_size=9, max_size=16))
def test_the_break_is_the_best_of_all_regressions(values: list[float]) -> None:
    found = break_point(values, 3)
    straight = sm.OLS(values, sm.add_constant(np.arange(len(values), dtype=float))).fit().ssr
    if found is None:
        assert straight == pytest.approx(0, abs=1e-8)
        return
    errors = {at: brute(values, at) for at in range(3, len(values) - 3)}
    assert 1 - min(errors.values()) / straight == pytest.approx(found.explained, abs=1e-7)
    assert errors[found.at] == pytest.approx(min(errors.values()), abs=1e-6)


def test_a_roof_breaks_at_its_ridge() -> None:
    found = break_point((0, 2, 4, 6, 8, 7, 6, 5, 4), 3)
    assert found is not None
    assert (found.at, found.before, found.after) == (4, pytest.approx(2), pytest.approx(-1))
    assert found.explained == pytest.approx(1)


@pytest.mark.parametrize("values", [(1, 2, 3, 4, 5, 6, 7), (4, 4, 4, 4, 4, 4, 4), (1, 2, 3, 2, 1)])
def test_a_straight_line_and_few_values_have_no_break(values: tuple[float, ...]) -> None:
    assert break_point(values, 3) is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_discoveries_are_those_of_statsmodels(ps: list[float]) -> None:
    assert list(benjamini_hochberg(ps, 0.1)) == list(multipletests(ps, 0.1, method="fdr_bh")[0])


def test_tests_that_are_not_shown_count_too() -> None:
    assert benjamini_hochberg((0.03, 0.2), 0.1) == (True, False)  # 0.03 ≤ 0.1 × 1/2
    assert benjamini_hochberg((0.03, 0.2), 0.1, tests=10) == (False, False)  # 0.03 > 0.1 × 1/10
    assert benjamini_hochberg((), 0.1) == ()
