"""The one rounding policy: half up (away from zero) on Decimal, and never a negative zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TypeAlias

Number: TypeAlias = Decimal | int | float

# Its own context, so that no code elsewhere can change how a report rounds.
_CONTEXT = Context(prec=60, rounding=ROUND_HALF_UP)


def exact(number: Number) -> Decimal:
    """The number as Decimal; a float as the shortest decimal that means it (0.1 is 0.1).

    A figure that cannot be had never reaches this room: NaN and infinities are a ValueError.
    """
    decimal = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    if not decimal.is_finite():
        raise ValueError(f"not a number that can be printed: {number}")
    return decimal


def half_up(number: Number, digits: int) -> Decimal:
    """The number with exactly ``digits`` decimals (negative: tens, hundreds …), zero always positive."""
    rounded = exact(number).quantize(Decimal(1).scaleb(-digits), context=_CONTEXT)
    return abs(rounded) if rounded.is_zero() else rounded
