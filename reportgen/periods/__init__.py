"""Periods: what ``--period`` and target keys may say, and the calendar arithmetic behind it.

Text comes in through ``parse_period`` (with the day that counts as today) or ``from_id``; every
other verb takes a ``Period`` and a ``Calendar`` and returns periods. Nothing here reads a clock.
"""

from reportgen.periods.arithmetic import (
    following,
    periods_per_year,
    previous,
    series,
    trailing,
    trailing_year,
    year_ago,
)
from reportgen.periods.calendar import NamedNumbers, named_numbers, period_of
from reportgen.periods.grammar import FORMS, RELATIVE, from_id, parse_period
from reportgen.periods.model import Calendar, Period, PeriodKind, Span

__all__ = [
    "FORMS",
    "RELATIVE",
    "Calendar",
    "NamedNumbers",
    "Period",
    "PeriodKind",
    "Span",
    "following",
    "from_id",
    "named_numbers",
    "parse_period",
    "period_of",
    "periods_per_year",
    "previous",
    "series",
    "trailing",
    "trailing_year",
    "year_ago",
]
