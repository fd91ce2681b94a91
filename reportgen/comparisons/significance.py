"""Is a change of a proportion more than noise? The two-proportion z-test, pooled, two-sided.

Source: Agresti, Categorical Data Analysis, section on comparing two proportions.
"""

from __future__ import annotations

from math import erfc, sqrt

ALPHA = 0.05


def two_proportion_p(successes: float, trials: float, successes_before: float, trials_before: float) -> float | None:
    """The p-value for equal proportions; None where the test says nothing (no spread or no trials)."""
    if trials <= 0 or trials_before <= 0:
        return None
    pooled = (successes + successes_before) / (trials + trials_before)
    spread = pooled * (1 - pooled) * (1 / trials + 1 / trials_before)
    if spread <= 0:
        return None
    z = (successes / trials - successes_before / trials_before) / sqrt(spread)
    return erfc(abs(z) / sqrt(2))
