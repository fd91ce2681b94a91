"""Whether a printed figure is a way to write its fact: unit, size to the last printed digit, and sign.

| unit of the fact | may stand with the figure | in a table's cell also |
| --- | --- | --- |
| money | the currency's sign or word | nothing: the column's head has it |
| rate, percent | % | nothing |
| points | pp and its like | nothing |
| days, hours, seconds | the unit's word | nothing |
| count, ratio, score | nothing | |

A negative fact prints a minus, unless the words or the arrow beside it say which way it went (``size``).
"""

from __future__ import annotations

from decimal import Decimal

from reportgen.insights.model import FactValue
from reportgen.rendering.lint.numerals import Mark, Numerals, Printed, read, spaced

MARKS: dict[str, Mark] = {
    "money": Mark.MONEY,
    "rate": Mark.PERCENT,
    "percent": Mark.PERCENT,
    "points": Mark.POINTS,
    "days": Mark.DAYS,
    "hours": Mark.HOURS,
    "seconds": Mark.SECONDS,
    "count": Mark.BARE,
    "ratio": Mark.BARE,
    "score": Mark.BARE,
}
HUNDREDFOLD = frozenset({"rate", "percent", "points"})
_HALF = Decimal("0.5")


def disagreement(text: str, fact: FactValue, how: Numerals, *, size: bool, table: bool) -> str | None:
    """Why ``text`` does not print ``fact``, or None.

    ``size`` is whether the sign is said beside it, ``table`` whether it stands in a column whose head has the unit.
    """
    if isinstance(fact.value, str):
        return None if spaced(text) == spaced(fact.value) else "another text"
    expected = MARKS.get(fact.unit)
    printed = read(text, how)
    if expected is None or printed is None:
        return "not one figure as the locale writes it" if expected else f"a unit that is never printed: {fact.unit}"
    if printed.mark is not expected and not (table and printed.mark is Mark.BARE):
        return f"another unit: {printed.mark.value} instead of {expected.value}"
    value = Decimal(fact.value).scaleb(2 if fact.unit in HUNDREDFOLD else 0)
    return _another(printed, value, size=size)


def _another(printed: Printed, value: Decimal, *, size: bool) -> str | None:
    """What is wrong with the number or its sign."""
    if close(printed, value) or (size and not printed.sign and close(printed, -value)):
        return None
    return "the wrong sign" if close(printed, -value) else "another number"


def close(printed: Printed, value: Decimal) -> bool:
    """Whether ``value`` rounds to what was printed: at most half of the last printed digit away."""
    return abs(printed.number - value) <= printed.last * _HALF
