"""Forecast: a KPI's next periods from its past ones, by the simple method that would have done best so far.

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
from typing import TypeAlias

from reportgen.kpis.model import Forecast, ForecastPoint

Method: TypeAlias = Callable[[Sequence[Decimal], int, int], Decimal]

LEVEL = Decimal("0.8")
FEWEST = 6  # periods, of which the later half tries the methods
STEPS = 3

_SPREADS = Decimal("1.2816")  # standard deviations that hold four fifths of a normal distribution
_DAMPING = Decimal("0.8")
_SMOOTHING = Decimal("0.3")


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
