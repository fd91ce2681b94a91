"""What chance does to a KPI and to its members, estimated from its own days and periods."""

from __future__ import annotations

from decimal import Decimal
from math import pi, sqrt

import pytest

from reportgen.insights.contributions import Member, beyond_chance
from reportgen.insights.noise import dispersion, moved_p, period_steps
from reportgen.insights.thresholds import Thresholds
from reportgen.statistics import spread_of
from reportgen.units import Unit
from tests.rooms.insights.series_sample import line


def test_a_spread_is_the_larger_of_two_robust_ones() -> None:
    # Median 3, deviations 2 1 0 1 2: their median 1 / 0.6745 = 1.483, their mean 1.2 × √(π/2) = 1.504.
    assert spread_of([1, 2, 3, 4, 5]) == pytest.approx(1.2 * sqrt(pi / 2))
    assert spread_of([5, 5, 5, 5]) == 0


def test_steps_that_every_year_brings_are_no_chance() -> None:
    year = [100, 150, 100, 150, 100, 150, 100, 150, 100, 150, 100, 150]
    assert {round(step, 9) for step in period_steps([*year, *year], 12)} == {0.0}
    assert max(period_steps(year, 12)) == 0.5


def test_the_periods_before_tell_how_much_an_amount_wavers() -> None:
    # Steps of +10 % and −9.09 % in turn, seven of them, the last value left out: median 10 %, deviations 0 or 19.09 %.
    # Four of seven are 0: the MAD is 0, the mean 3 × 0.1909 / 7 = 0.0818; × 1.2533 = 0.1025. Their level is 105.
    steady = line(100, 110, 100, 110, 100, 110, 100, 110, 500)
    found = dispersion(steady.kpis["revenue"])
    assert found == pytest.approx(0.10254**2 * 105 / 2, rel=1e-3)


def test_counts_have_at_least_the_dispersion_of_independent_events() -> None:
    assert dispersion(line(7, unit=Unit.COUNT).kpis["revenue"]) == 1
    assert dispersion(line(7).kpis["revenue"]) is None


def test_who_moved_by_less_than_two_standard_errors_is_not_named_beside_others() -> None:
    # √(1 × (100 + 100)) = 14.1, two of them 28.3.
    limits, member = Thresholds(), Member("a", Decimal(100), Decimal(100))
    assert not beyond_chance(Decimal(28), member, 1.0, limits)
    assert beyond_chance(Decimal(29), member, 1.0, limits)
    assert beyond_chance(Decimal(1), member, None, limits)  # nothing is known of chance
    assert moved_p(1.96 * sqrt(200), 100, 100, 1.0) == pytest.approx(0.05, abs=1e-3)
