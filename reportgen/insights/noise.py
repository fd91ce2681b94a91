"""How much a KPI and its members move by chance, estimated from the KPI's own days and periods.

The variance of an amount is taken to be proportional to it (quasi-Poisson; McCullagh and Nelder, "Generalized Linear
Models", 1989, ch. 6): var = dispersion · amount. For independent events of equal size the dispersion is that size (1
for counts); for orders of different values, the compound Poisson's, E[x²]/E[x]; shocks that days and months share add
to it. A period's own movement is a Student's t of its step by the steps before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import sqrt
from statistics import fmean, median

from reportgen.comparisons.model import KpiResult
from reportgen.insights.scope import unbroken
from reportgen.kpis.model import SeriesPoint, Value
from reportgen.statistics import spread_of, student_p, two_sided_p, weekday_residuals
from reportgen.units import Unit

_FEWEST_DAYS = 28
_FEWEST_STEPS = 6
_YEAR = 12
_REPORTS = 256  # results whose dispersion is kept at a time: several dimensions and kinds ask for each


def dispersion(result: KpiResult) -> float | None:
    """Variance over amount, in the KPI's unit: what its days show, else what its periods show.

    It is held against what members do beyond the whole: what moves the whole from period to period is shared by them.
    Counts have at least 1. None where neither days nor periods are enough to know: then nothing is held against it.
    """
    return _dispersion(result.daily_before, result.series, result.kpi.unit)


@lru_cache(maxsize=_REPORTS)
def _dispersion(days: tuple[tuple[date, Value], ...], series: tuple[SeriesPoint, ...], unit: Unit) -> float | None:
    found = _of_days(days)
    if found is None:
        found = _of_periods(series)
    return max(found or 0.0, 1.0) if unit is Unit.COUNT else found


def _of_days(days: Sequence[tuple[date, Value]]) -> float | None:
    """From the days before the period, each less what its weekday usually has."""
    values = [None if value.number is None else float(value.number) for _, value in days]
    known = [value for value in values if value is not None]
    if len(known) < _FEWEST_DAYS or fmean(known) <= 0:
        return None
    residuals = [one for one in weekday_residuals(values) if one is not None]
    return spread_of(residuals) ** 2 / fmean(known)


def _of_periods(series: Sequence[SeriesPoint]) -> float | None:
    """From the steps between the periods before this one: a step varies with the sum of its two ends."""
    values = [float(value) for value in unbroken(series)[:-1]]
    steps = period_steps(values, season=_YEAR)
    level = fmean(values) if values else 0.0
    if len(steps) < _FEWEST_STEPS or level <= 0:
        return None
    return spread_of(steps) ** 2 * level / 2


def period_steps(values: Sequence[float], season: int) -> list[float]:
    """Relative steps from period to period; less those of the year before, over √2, where that is the calmer.

    The season's own steps are no chance; what two years' steps differ by has twice the variance of one.
    """
    steps = [after / before - 1 for before, after in pairwise(values) if before > 0]
    beyond = [(after - before) / sqrt(2) for before, after in zip(steps, steps[season:], strict=False)]
    if len(beyond) >= _FEWEST_STEPS and spread_of(beyond) < spread_of(steps):
        return beyond
    return steps


def usual_step(result: KpiResult) -> float | None:
    """How far the KPI usually moves from one period to the next, as a part of itself; None where that is not known."""
    steps = period_steps(_per_day(result)[:-1], season=_YEAR)
    return spread_of(steps) if len(steps) >= _FEWEST_STEPS else None


def change_p(result: KpiResult) -> float | None:
    """The p-value of the KPI's last step being one of its usual ones; None where those are not known.

    A sum is taken by the day: months of 28 and of 31 days differ by no chance.
    """
    values = _per_day(result)
    if not values or min(values) <= 0:
        return None
    steps = [after / before - 1 for before, after in pairwise(values)]
    beyond = [after - before for before, after in zip(steps, steps[_YEAR:], strict=False)]
    *past, last = steps or [0.0]
    *others, on_the_year = beyond or [0.0]
    if len(others) >= _FEWEST_STEPS and spread_of(others) < spread_of(past):  # the season tells more than it blurs
        return score_p(on_the_year - median(others), spread_of(others), len(others))
    if len(past) < _FEWEST_STEPS:
        return None
    deviation = abs(last - median(past))
    if beyond:  # a step that the year before had too is the season's
        deviation = min(deviation, abs(on_the_year))
    return score_p(deviation, spread_of(past), len(past))


def score_p(deviation: float, spread: float, known: int) -> float | None:
    """The p-value of so large a deviation where ``known`` others have this spread; None without a spread."""
    return student_p(deviation / spread, known - 1) if spread > 0 else None


def _per_day(result: KpiResult) -> list[float]:
    """The values of the complete periods, oldest first; of a sum, what it was a day."""
    values = [float(value) for value in unbroken(result.series)]
    if not result.kpi.additive or not values:
        return values
    points = result.series[-len(values) :]
    return [value / ((point.end - point.start).days + 1) for value, point in zip(values, points, strict=True)]


def moved_p(beyond: float, before: float, now: float, spread: float) -> float:
    """The p-value of a member's having moved by ``beyond`` by chance alone; ``spread`` is the KPI's dispersion."""
    variance = spread * (abs(before) + abs(now))
    return two_sided_p(beyond / sqrt(variance)) if variance > 0 else 0.0


def share_p(before: float, now: float, wholes: tuple[float, float], spread: float) -> float | None:
    """The p-value of a member's share of the whole having moved by chance; ``wholes`` and ``spread`` in one unit."""
    middle = (before + now) / 2
    if min(wholes) <= 0 or not 0 < middle < 1:
        return None
    return two_sided_p((now - before) / sqrt(spread * middle * (1 - middle) * (1 / wholes[0] + 1 / wholes[1])))
