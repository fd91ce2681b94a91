"""Forecast: a KPI's next periods from its past ones, by the simple method that would have done best so far.

And the sum of the days that follow a series of days, by the medians of the weekdays with a damped drift.

In: values of consecutive periods, oldest first. Out: the next three with an interval, and the method's name.
Each method is tried on the history as it stood before each of the later periods (a rolling origin); the one
with the smallest mean absolute error of one step ahead is taken, of equal ones the simpler. The interval takes
the spread of those errors, which grows with the square root of the steps ahead as a random walk's does.

Methods and evaluation: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, chapters 3, 5 and 8.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from reportgen.kpis.model import DayForecast, Forecast, ForecastPoint

Method: TypeAlias = Callable[[Sequence[Decimal], int, int], Decimal]

LEVEL = Decimal("0.8")
FEWEST = 6  # periods, of which the later half tries the methods
STEPS = 3

_SPREADS = Decimal("1.2816")  # standard deviations that hold four fifths of a normal distribution
_DAMPING = Decimal("0.8")
_SMOOTHING = Decimal("0.3")
_WEEK = 7
_WEEKS = 8  # of the latest days, from which weekdays are known
_FEWEST_WEEKS = 2
_DRIFTING_WEEKS = 4  # fewer do not tell a drift from chance
_MEDIAN_SPREAD = Decimal("1.5708")  # π/2: a median's variance in those of a mean, for a normal distribution


def _last_value(history: Sequence[Decimal], _ahead: int, _season: int) -> Decimal:
    return history[-1]


def _damped_drift(history: Sequence[Decimal], ahead: int, _season: int) -> Decimal:
    """The last value and the smoothed change, of which each further step adds four fifths of the one before."""
    drift = history[1] - history[0]
    for before, after in pairwise(history):
        drift += _SMOOTHING * (after - before - drift)
    return history[-1] + drift * sum((_DAMPING**step for step in range(1, ahead + 1)), Decimal(0))


def _drift(history: Sequence[Decimal], ahead: int, _season: int) -> Decimal:
    """The last value and the mean change of the whole history, once a step."""
    return history[-1] + (history[-1] - history[0]) / (len(history) - 1) * ahead


def _seasonal(history: Sequence[Decimal], ahead: int, season: int) -> Decimal:
    """The value of the same season a year before, with the year's change so far."""
    if len(history) <= season or season <= 1:
        return history[-1]
    return history[len(history) - season + (ahead - 1) % season] + (history[-1] - history[-1 - season])


METHODS: dict[str, Method] = {
    "last_value": _last_value,
    "damped_drift": _damped_drift,
    "drift": _drift,
    "seasonal": _seasonal,
}
"""By name, the simplest first; each takes the history, the steps ahead and the periods in a year."""


def forecast(history: Sequence[Decimal], season: int, kpi: str, skip: int = 0) -> Forecast:
    """The three values that follow ``skip`` steps after a history of at least ``FEWEST``.

    Bounds of a history without negative values are not negative.
    """
    with localcontext() as context:
        context.prec = 28
        errors = {name: _errors(method, history, season) for name, method in METHODS.items()}
        name = min(METHODS, key=lambda each: sum(map(abs, errors[each]), Decimal(0)))
        spread = (sum((error * error for error in errors[name]), Decimal(0)) / len(errors[name])).sqrt()
        floor = Decimal(0) if min(history) >= 0 else None
        points = []
        for step in range(1, STEPS + 1):
            ahead = step + skip
            value = METHODS[name](history, ahead, season)
            half = _SPREADS * spread * Decimal(ahead).sqrt()
            low, middle = value - half, value
            if floor is not None:
                low, middle = max(low, floor), max(middle, floor)
            points.append(ForecastPoint(step, middle, low, max(value + half, middle)))
        return Forecast(kpi, f"forecast.{name}", LEVEL, len(history), tuple(points))


def _errors(method: Method, history: Sequence[Decimal], season: int) -> list[Decimal]:
    """What each of the later half's values was off, forecast from those before it."""
    first = max(2, len(history) // 2)
    return [history[at] - method(history[:at], 1, season) for at in range(first, len(history))]


def forecast_days(history: Sequence[Decimal], ahead: int) -> DayForecast | None:
    """The sum of the ``ahead`` days that follow days without a gap, oldest first; None of less than two weeks.

    The drift is the change of the middle week's mean from the older half of the weeks to the newer, per week. Days are
    brought to the last week's level by it; a weekday's median then goes on, with the drift's further steps each four
    fifths of the one before. The interval takes the days' spread around those medians,
    and what the medians and the drift are off by chance.
    """
    weeks = min(_WEEKS, len(history) // _WEEK)
    if weeks < _FEWEST_WEEKS or ahead < 1:
        return None
    with localcontext() as context:
        context.prec = 28
        days = list(history[len(history) - weeks * _WEEK :])
        drift = _weekly_drift(days) if weeks >= _DRIFTING_WEEKS else Decimal(0)
        level = [value + drift * (weeks - 1 - place // _WEEK) for place, value in enumerate(days)]
        usual = [median(level[weekday::_WEEK]) for weekday in range(_WEEK)]
        steps = [sum((_DAMPING**step for step in range(1, place // _WEEK + 2)), Decimal(0)) for place in range(ahead)]
        value = sum((usual[place % _WEEK] + drift * step for place, step in enumerate(steps)), Decimal(0))
        squares = sum(((one - usual[place % _WEEK]) ** 2 for place, one in enumerate(level)), Decimal(0))
        variance = squares / (len(level) - _WEEK)
        often = [len(range(weekday, ahead, _WEEK)) for weekday in range(_WEEK)]
        uncertain = _MEDIAN_SPREAD * sum(count * count for count in often) / weeks
        if weeks >= _DRIFTING_WEEKS:  # each day was brought forward by half the weeks, and the steps come on top
            half, reach = weeks // 2, sum(steps, Decimal(0)) + ahead * Decimal(weeks - 1) / 2
            uncertain += 2 * _MEDIAN_SPREAD / (_WEEK * half) * (reach / (weeks - half)) ** 2
        width = _SPREADS * (variance * (ahead + uncertain)).sqrt()
        low, high = value - width, value + width
        if min(history) >= 0:
            value, low = max(value, Decimal(0)), max(low, Decimal(0))
        return DayForecast(LEVEL, len(days), value, low, max(high, value))


def _weekly_drift(days: Sequence[Decimal]) -> Decimal:
    """What a day gains in a week: between the medians of both halves' weekly means, half the weeks apart."""
    means = [sum(days[at : at + _WEEK], Decimal(0)) / _WEEK for at in range(0, len(days), _WEEK)]
    half = len(means) // 2
    return (median(means[-half:]) - median(means[:half])) / (len(means) - half)
