"""Proportions: how sure a share is, whether two differ, and how many trials it takes to tell.

Sources of the formulas: Wilson, "Probable inference, the law of succession, and statistical inference"
(JASA 1927); Newcombe, "Interval estimation for the difference between independent proportions" (Statistics in
Medicine 1998), method 10; Agresti, Categorical Data Analysis, on the pooled two-proportion z-test; Fleiss,
Levin and Paik, Statistical Methods for Rates and Proportions, on sample size.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, erfc, sqrt
from statistics import NormalDist

ALPHA = 0.05  # two-sided
POWER = 0.8


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends of an interval, ``low`` ≤ ``high``."""

    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Zero lies outside."""
        return self.low > 0 or self.high < 0


def _z(alpha: float) -> float:
    """The normal quantile that leaves ``alpha`` in both tails together (1.96 for 0.05)."""
    return NormalDist().inv_cdf(1 - alpha / 2)


def wilson(successes: float, trials: float, alpha: float = ALPHA) -> Interval | None:
    """Wilson's score interval of a proportion; None without trials or with more successes than trials."""
    if not 0 <= successes <= trials or trials <= 0:
        return None
    z, rate = _z(alpha), successes / trials
    middle = (rate + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials))
    # At its ends the interval touches 0 or 1; rounding must not carry it past them.
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == trials else min(1.0, middle + half)
    return Interval(low, high)


def newcombe(
    successes: float, trials: float, base_successes: float, base_trials: float, alpha: float = ALPHA
) -> Interval | None:
    """The interval of the first proportion minus the base's, from the two score intervals (method 10)."""
    own, base = wilson(successes, trials, alpha), wilson(base_successes, base_trials, alpha)
    if own is None or base is None:
        return None
    rate, base_rate = successes / trials, base_successes / base_trials
    difference = rate - base_rate
    below = sqrt((rate - own.low) ** 2 + (base.high - base_rate) ** 2)
    above = sqrt((own.high - rate) ** 2 + (base_rate - base.low) ** 2)
    return Interval(difference - below, difference + above)


def two_proportion_p(successes: float, trials: float, successes_before: float, trials_before: float) -> float | None:
    """The p-value for equal proportions (z-test, pooled, two-sided).

    None where the test says nothing: no trials, or no spread.
    """
    if trials <= 0 or trials_before <= 0:
        return None
    pooled = (successes + successes_before) / (trials + trials_before)
    spread = pooled * (1 - pooled) * (1 / trials + 1 / trials_before)
    if spread <= 0:
        return None
    z = (successes / trials - successes_before / trials_before) / sqrt(spread)
    return erfc(abs(z) / sqrt(2))


def minimum_sample(base_rate: float, relative_change: float, alpha: float = ALPHA, power: float = POWER) -> int | None:
    """Trials that each of two groups needs to show a change of ``base_rate`` by ``relative_change``.

    Two-sided test at ``alpha`` that finds such a change with probability ``power``; without continuity
    correction. None where either rate is not strictly between 0 and 1, or nothing changes.
    """
    other = base_rate * (1 + relative_change)
    if not (0 < base_rate < 1 and 0 < other < 1) or other == base_rate:
        return None
    mean = (base_rate + other) / 2
    spread_equal = sqrt(2 * mean * (1 - mean))
    spread_apart = sqrt(base_rate * (1 - base_rate) + other * (1 - other))
    needed = (_z(alpha) * spread_equal + NormalDist().inv_cdf(power) * spread_apart) ** 2
    return ceil(needed / (other - base_rate) ** 2)
