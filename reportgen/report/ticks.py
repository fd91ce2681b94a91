"""Places on a value axis: four or five round numbers that hold every value."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

_ROUND = tuple(Decimal(step) for step in ("1", "2", "2.5", "5", "10"))
_MOST = 5
_LEAST_INTERVALS = 3


def nice_ticks(values: Iterable[Decimal], *, from_zero: bool = True) -> tuple[Decimal, ...]:
    """Four or five evenly spaced round numbers, lowest first, that hold all ``values``.

    ``from_zero`` keeps zero on the axis, as bars and sums need; without it the axis begins near the
    lowest value. Values that are all zero give 0 … 3.
    """
    numbers = list(values) or [Decimal(0)]
    low, high = min(numbers), max(numbers)
    if from_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        low, high = (low, low + 3) if not low else (min(low, Decimal(0)), max(high, Decimal(0)))
    step = _step((high - low) / (_MOST - 1))
    while True:
        first = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
        count = int(((high - first) / step).to_integral_value(rounding="ROUND_CEILING"))
        if count < _MOST:
            break
        step = _step(step * Decimal("1.01"))
    return tuple(first + step * place for place in range(max(count, _LEAST_INTERVALS) + 1))


def _step(least: Decimal) -> Decimal:
    """The smallest round step that is not below ``least``."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(factor * power for factor in _ROUND if factor * power >= least)
