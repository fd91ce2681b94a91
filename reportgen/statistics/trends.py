"""Trends of equally spaced values: is there one, how steep, and where does it turn.

Sources: Theil (1950) and Sen, "Estimates of the regression coefficient based on Kendall's tau" (JASA 1968); Mann,
"Nonparametric tests against trend" (Econometrica 1945), with the correction for ties of Kendall, Rank Correlation
Methods; the single break is a broken-stick regression, found by trying every place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import fmean, median

from reportgen.statistics.robust import two_sided_p

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Break:
    """A line that bends once, at the value ``at``, with its slopes per step.

    ``explained`` is the part of the straight line's squared error that the bend takes away, 0 … 1.
    """

    at: int
    before: float
    after: float
    explained: float


def theil_sen(values: Sequence[float]) -> float | None:
    """The median of the slopes between all pairs of values, per step; None for fewer than two."""
    if len(values) < _FEWEST:
        return None
    return median((after - before) / (j - i) for (i, before), (j, after) in combinations(enumerate(values), 2))


def mann_kendall(values: Sequence[float]) -> float | None:
    """The two-sided p-value of no trend, with ties corrected for and for continuity; None where all are equal."""
    n = len(values)
    concordance = sum((after > before) - (after < before) for before, after in combinations(values, 2))
    ties = sum(count * (count - 1) * (2 * count + 5) for count in Counter(values).values())
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    if variance <= 0:
        return None
    z = (concordance - (concordance > 0) + (concordance < 0)) / sqrt(variance)
    return two_sided_p(z)


def break_point(values: Sequence[float], fewest: int) -> Break | None:
    """The one bend that leaves the least squared error, with at least ``fewest`` steps on either side of it.

    None where the values are too few or lie on a straight line. Of equally good places the first is taken.
    """
    steps = [float(step) for step in range(len(values))]
    if fewest < 1 or len(values) < 2 * fewest + 1:
        return None
    straight = _residuals(steps, values)
    error = sum(residual * residual for residual in straight)
    scale = sum(value * value for value in values)
    if error <= scale * 1e-18:
        return None
    found: Break | None = None
    for at in range(fewest, len(values) - fewest):
        hinge = [max(0.0, step - at) for step in steps]
        # What the bend adds to the line is its part that no line has (Frisch, Waugh and Lovell).
        own = _residuals(steps, hinge)
        bend = sum(a * b for a, b in zip(own, straight, strict=True)) / sum(each * each for each in own)
        taken = bend * sum(a * b for a, b in zip(own, straight, strict=True))
        explained = min(1.0, taken / error)
        if found is None or explained > found.explained + 1e-12:
            before = _slope(steps, [value - bend * extra for value, extra in zip(values, hinge, strict=True)])
            found = Break(at, before, before + bend, explained)
    return found


def _slope(x: Sequence[float], y: Sequence[float]) -> float:
    """The least-squares slope."""
    middle, level = fmean(x), fmean(y)
    across = sum((a - middle) * (b - level) for a, b in zip(x, y, strict=True))
    return across / sum((a - middle) ** 2 for a in x)


def _residuals(x: Sequence[float], y: Sequence[float]) -> list[float]:
    """What a straight line through the values leaves."""
    slope = _slope(x, y)
    middle, level = fmean(x), fmean(y)
    return [b - level - slope * (a - middle) for a, b in zip(x, y, strict=True)]
