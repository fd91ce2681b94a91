"""From one period to others: the one before, the one a year ago, the dozen before, a series."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from reportgen.periods.calendar import (
    DAYS_A_WEEK,
    days,
    fiscal_year,
    month,
    named_numbers,
    period_of,
    quarter,
    weeks,
    weeks_from,
    weeks_in,
)
from reportgen.periods.model import Calendar, Period, PeriodKind, Span

DAYS_A_YEAR = 365
WEEKS_A_YEAR = 52


def previous(period: Period, calendar: Calendar) -> Period:
    """The same kind, one before: N weeks → the N weeks before, a day range → as many days before."""
    if period.kind is PeriodKind.WEEKS:
        return _weeks_at(period.start - timedelta(days=period.days), period, calendar)
    last = period.start - timedelta(days=1)
    if period.kind is PeriodKind.DAYS:
        return days(Span(period.start - timedelta(days=period.days), last))
    return period_of(last, period.kind, calendar)


def following(period: Period, calendar: Calendar) -> Period:
    """The same kind, one after: the inverse of ``previous``."""
    first = period.end + timedelta(days=1)
    if period.kind is PeriodKind.WEEKS:
        return _weeks_at(first, period, calendar)
    if period.kind is PeriodKind.DAYS:
        return days(Span(first, period.end + timedelta(days=period.days)))
    return period_of(first, period.kind, calendar)


def year_ago(period: Period, calendar: Calendar) -> Period:
    """The same period one year before.

    A week (or N weeks): the same ISO week number of the ISO year before; W53 becomes the last week of
    a year that has only 52. A day range: the same dates; 29 February becomes the 28th.
    """
    return _YEAR_AGO[period.kind](period, calendar)


def trailing(period: Period, calendar: Calendar, count: int = 12) -> tuple[Period, ...]:
    """The ``count`` whole periods before this one, oldest first."""
    return series(period, calendar, count + 1)[:-1]


def series(period: Period, calendar: Calendar, count: int = 25) -> tuple[Period, ...]:
    """``count`` periods that end with this one, oldest first."""
    found = [period]
    while len(found) < count:
        found.append(previous(found[-1], calendar))
    return tuple(reversed(found))


def periods_per_year(period: Period) -> Decimal:
    """How many periods of this length a year has: 12, 4, 1, 52, 52/N for N weeks, 365/n for n days."""
    return _PER_YEAR[period.kind](period)


def trailing_year(period: Period) -> Span:
    """The 365 days that end with the period's last day."""
    return Span(period.end - timedelta(days=DAYS_A_YEAR - 1), period.end)


def _weeks_at(start: date, like: Period, calendar: Calendar) -> Period:
    return weeks_from(start, like.days // DAYS_A_WEEK, calendar)


def _weeks_year_ago(period: Period, calendar: Calendar) -> Period:
    named = named_numbers(period)
    year = named.year - 1
    return weeks(year, min(named.number, weeks_in(year)), named.count, calendar)


def _month_year_ago(period: Period, _calendar: Calendar) -> Period:
    named = named_numbers(period)
    return month(named.year - 1, named.number)


def _quarter_year_ago(period: Period, calendar: Calendar) -> Period:
    named = named_numbers(period)
    return quarter(named.year - 1, named.number, calendar)


def _year_year_ago(period: Period, calendar: Calendar) -> Period:
    return fiscal_year(named_numbers(period).year - 1, calendar)


def _days_year_ago(period: Period, _calendar: Calendar) -> Period:
    return days(Span(_day_year_ago(period.start), _day_year_ago(period.end)))


def _day_year_ago(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


_YEAR_AGO: dict[PeriodKind, Callable[[Period, Calendar], Period]] = {
    PeriodKind.WEEK: _weeks_year_ago,
    PeriodKind.WEEKS: _weeks_year_ago,
    PeriodKind.MONTH: _month_year_ago,
    PeriodKind.QUARTER: _quarter_year_ago,
    PeriodKind.YEAR: _year_year_ago,
    PeriodKind.DAYS: _days_year_ago,
}

_PER_YEAR: dict[PeriodKind, Callable[[Period], Decimal]] = {
    PeriodKind.WEEK: lambda _: Decimal(WEEKS_A_YEAR),
    PeriodKind.WEEKS: lambda period: Decimal(WEEKS_A_YEAR * DAYS_A_WEEK) / period.days,
    PeriodKind.MONTH: lambda _: Decimal(12),
    PeriodKind.QUARTER: lambda _: Decimal(4),
    PeriodKind.YEAR: lambda _: Decimal(1),
    PeriodKind.DAYS: lambda period: Decimal(DAYS_A_YEAR) / period.days,
}
