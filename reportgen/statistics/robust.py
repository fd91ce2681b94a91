"""Robust statistics: how far a value stands from the others, where a few wild ones do not move the yardstick.

Source of the score: Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993): 0.6745 · (x − median) / MAD, with
MAD the median of the absolute deviations from the median; 3.5 is their limit.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import erfc, sqrt
from statistics import median

from reportgen.statistics.proportions import Interval

NORMAL_QUARTILE = 0.6745
"""The upper quartile of the normal distribution: a MAD is so many of its standard deviations."""


def mad(values: Sequence[float]) -> float:
    """The median absolute deviation from the median; 0 when more than half of the values are equal."""
    middle = median(values)
    return median(abs(value - middle) for value in values)


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


def group_residuals(values: Sequence[float], groups: Sequence[Hashable]) -> tuple[float, ...]:
    """Each value less the median of its group (a day less its weekday's median)."""
    found: dict[Hashable, list[float]] = {}
    for value, group in zip(values, groups, strict=True):
        found.setdefault(group, []).append(value)
    middles = {group: median(members) for group, members in found.items()}
    return tuple(value - middles[group] for value, group in zip(values, groups, strict=True))


def two_sided_p(z: float) -> float:
    """The probability of a normal score at least as far from 0 as ``z``."""
    return erfc(abs(z) / sqrt(2))
