"""Robust statistics: how far a value stands from the others, where a few wild ones do not move the yardstick.

Source of the score: Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993): 0.6745 · (x − median) / MAD, with
MAD the median of the absolute deviations from the median; 3.5 is their limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import atan, cos, erfc, exp, pi, sin, sqrt
from statistics import median

from reportgen.statistics.proportions import Interval

NORMAL_QUARTILE = 0.6745
"""The upper quartile of the normal distribution: a MAD is so many of its standard deviations."""
MEAN_TO_SIGMA = sqrt(pi / 2)
"""A normal distribution's standard deviation in mean absolute deviations."""
_TAIL = 0.1


def mad(values: Sequence[float]) -> float:
    """The median absolute deviation from the median; 0 when more than half of the values are equal."""
    middle = median(values)
    return median(abs(value - middle) for value in values)


def spread_of(values: Sequence[float]) -> float:
    """A standard deviation from few values: the larger of what the median and the mean absolute deviation make of it.

    A MAD of a dozen values is often far too small by chance; the mean deviation uses every value and is steadier, while
    one wild value moves it much less than it moves the root of the squares.
    """
    middle = median(values)
    mean = sum(abs(value - middle) for value in values) / len(values)
    return max(mad(values) / NORMAL_QUARTILE, mean * MEAN_TO_SIGMA)


def robust_z(value: float, values: Sequence[float]) -> float | None:
    """How far ``value`` stands from ``values``, in robust standard deviations; None without spread or values."""
    if not values:
        return None
    spread = mad(values)
    return NORMAL_QUARTILE * (value - median(values)) / spread if spread > 0 else None


def usual_range(values: Sequence[float], z: float) -> Interval | None:
    """The values whose score is at most ``z``; None without spread or values."""
    if not values:
        return None
    middle, half = median(values), z * mad(values) / NORMAL_QUARTILE
    return Interval(middle - half, middle + half) if half > 0 else None


def seasonal_differences(values: Sequence[float], season: int) -> tuple[float, ...]:
    """Residuals of the seasonal naive forecast: each value less the one a season before it, oldest first."""
    return tuple(after - before for before, after in zip(values, values[season:], strict=False))


def weekday_residuals(values: Sequence[float | None], weeks: int = 4, week: int = 7) -> tuple[float | None, ...]:
    """Each day less the median of its own weekday in the weeks around it, at most ``weeks`` on either side.

    Days follow one another without a gap; None where a day has no value. A median filter by weekday: it follows the
    level and the rhythm of the week, and a single wild day does not move it.
    """
    found: list[float | None] = []
    for place, value in enumerate(values):
        near = range(max(place % week, place - weeks * week), min(len(values), place + weeks * week + 1), week)
        beside = [known for at in near if (known := values[at]) is not None]
        found.append(None if value is None else value - median(beside))
    return tuple(found)


def two_sided_p(z: float) -> float:
    """The probability of a normal score at least as far from 0 as ``z``."""
    return erfc(abs(z) / sqrt(2))


def student_p(t: float, freedom: int) -> float:
    """The probability of a Student's t at least as far from 0 as ``t``: a score whose spread is from few values.

    The closed form for whole degrees of freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4).
    """
    angle = atan(abs(t) / sqrt(freedom))
    if freedom % 2:
        term, together = cos(angle), 0.0
        for step in range(1, freedom - 1, 2):
            together += term
            term *= cos(angle) ** 2 * (step + 1) / (step + 2)
        inside = (angle + sin(angle) * together) * 2 / pi
    else:
        term, together = 1.0, 0.0
        for step in range(0, freedom - 1, 2):
            together += term
            term *= cos(angle) ** 2 * (step + 1) / (step + 2)
        inside = sin(angle) * together
    return max(0.0, 1 - inside)


def tail_p(size: float, others: Sequence[float]) -> float:
    """The probability of a deviation of ``size`` among such as ``others`` (sizes too), whatever their tail is like.

    Up to their upper decile how many of them are as large; past it an exponential of their own excesses (Pickands,
    "Statistical inference using extreme order statistics", Ann. Statist. 1975): heavier than a normal tail.
    """
    ordered = sorted(others)
    place = int(len(ordered) * (1 - _TAIL))
    limit, beyond = ordered[place], [one - ordered[place] for one in ordered[place:]]
    excess = sum(beyond) / len(beyond)
    if size <= limit or excess <= 0:
        return max(sum(one >= size for one in ordered), 1) / len(ordered)
    return len(beyond) / len(ordered) * exp(-(size - limit) / excess)
