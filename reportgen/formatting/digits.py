"""How many decimals a number is printed with.

| unit | decimals |
| --- | --- |
| money | the currency's below 1,000, else none |
| rate | of per cent: one from 10 % on, else two |
| ratio | two |
| score | two; one from 10 on |
| count | none; one if it is not whole |
| days, hours | one |
| seconds | none |

Sizes are judged as printed: 999.996 is 1,000 and 9.996 % is 10.0 %. A satisfaction of 4.25 needs what a promoter score
of 42.3 does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from reportgen.formatting.rounding import half_up
from reportgen.units import Unit

_WHOLE_MONEY_FROM = 1000
_ONE_DECIMAL_FROM = Decimal("0.1")
_ONE_DECIMAL_SCORE_FROM = 10


def decimals_of(amounts: Iterable[Decimal], unit: Unit, currency_digits: int) -> int:
    """Decimals that suit all ``amounts`` alike: a column's, or a change's beside its level.

    Large money and large rates need the fewest decimals, so the largest amount decides; one count
    that is not whole gives the whole column a decimal.
    """
    each = [_RULES[unit](amount, currency_digits) for amount in amounts] or [_RULES[unit](Decimal(0), currency_digits)]
    return max(each) if unit is Unit.COUNT else min(each)


def _money(amount: Decimal, currency_digits: int) -> int:
    return 0 if abs(half_up(amount, currency_digits)) >= _WHOLE_MONEY_FROM else currency_digits


def _rate(amount: Decimal, _: int) -> int:
    return 1 if abs(half_up(amount, 4)) >= _ONE_DECIMAL_FROM else 2


def _count(amount: Decimal, _: int) -> int:
    tenths = half_up(amount, 1)
    return 0 if tenths == tenths.to_integral_value() else 1


def _score(amount: Decimal, _: int) -> int:
    return 1 if abs(half_up(amount, 2)) >= _ONE_DECIMAL_SCORE_FROM else 2


def _always(digits: int) -> Callable[[Decimal, int], int]:
    return lambda _amount, _currency_digits: digits


_RULES: dict[Unit, Callable[[Decimal, int], int]] = {
    Unit.MONEY: _money,
    Unit.COUNT: _count,
    Unit.RATE: _rate,
    Unit.RATIO: _always(2),
    Unit.SCORE: _score,
    Unit.DAYS: _always(1),
    Unit.HOURS: _always(1),
    Unit.SECONDS: _always(0),
}
