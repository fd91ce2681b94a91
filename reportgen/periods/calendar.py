"""Building periods: which days a week, month, fiscal quarter or fiscal year has.

- A month is a calendar month.
- Week ``2026-W44`` is the ISO week of that number. Where the client's weeks do not start on Monday,
  its first day is the last such weekday on or before the ISO Monday (a Sunday-start W44 begins the
  day before the ISO one), so weeks keep their ISO numbers and still tile the calendar.
- Fiscal year N begins on the first of month ``fiscal_year_start`` of calendar year N; its quarters
  are its four times three months. With ``fiscal_year_start`` 1 both are the calendar's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from reportgen.periods.model import Calendar, Period, PeriodKind, Span

MONTHS_A_YEAR = 12
MONTHS_A_QUARTER = 3
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class NamedNumbers:
    """The numbers in a period's id; a day range has none.

    ``number`` is the month, week or quarter in the year (0 for a year), ``count`` how many weeks.
    """

    year: int
    number: int = 0
    count: int = 1


def weeks_in(year: int) -> int:
    """How many ISO weeks the year has: 52 or 53 (28 December always lies in the last)."""
    return date(year, 12, 28).isocalendar().week


def month(year: int, number: int) -> Period:
    """Month ``number`` (1 … 12) of a calendar year."""
    return Period(f"{year:04d}-{number:02d}", PeriodKind.MONTH, _months(year, number, 1))


def quarter(year: int, number: int, calendar: Calendar) -> Period:
    """Quarter ``number`` (1 … 4) of a fiscal year."""
    first = calendar.fiscal_year_start + MONTHS_A_QUARTER * (number - 1)
    return Period(f"{year:04d}-Q{number}", PeriodKind.QUARTER, _months(year, first, MONTHS_A_QUARTER))


def fiscal_year(year: int, calendar: Calendar) -> Period:
    """The fiscal year that begins in the calendar year ``year``."""
    return Period(f"{year:04d}", PeriodKind.YEAR, _months(year, calendar.fiscal_year_start, MONTHS_A_YEAR))


def weeks(year: int, number: int, count: int, calendar: Calendar) -> Period:
    """``count`` weeks from ISO week ``number`` of ISO year ``year``; one is a week, more are weeks."""
    monday = date.fromisocalendar(year, number, 1)
    return weeks_from(monday - timedelta(days=_lead(calendar)), count, calendar)


def weeks_from(start: date, count: int, calendar: Calendar) -> Period:
    """``count`` weeks from ``start``, which must be the first day of one of the calendar's weeks."""
    iso = (start + timedelta(days=_lead(calendar))).isocalendar()
    span = Span(start, start + timedelta(days=DAYS_A_WEEK * count - 1))
    name = f"{iso.year:04d}-W{iso.week:02d}"
    if count == 1:
        return Period(name, PeriodKind.WEEK, span)
    return Period(f"{name}/{count}", PeriodKind.WEEKS, span)


def days(span: Span) -> Period:
    """A range of days, both ends in."""
    return Period(f"{span.start.isoformat()}..{span.end.isoformat()}", PeriodKind.DAYS, span)


def period_of(day: date, kind: PeriodKind, calendar: Calendar) -> Period:
    """The week, month, fiscal quarter or fiscal year that ``day`` lies in.

    WEEKS and DAYS do not tile the calendar, so no day belongs to one of them: ValueError.
    """
    try:
        build = _OF_DAY[kind]
    except KeyError:
        raise ValueError(f"a day does not belong to one period of kind {kind}") from None
    return build(day, calendar)


def named_numbers(period: Period) -> NamedNumbers:
    """The numbers in the id of a named period; a day range is a ValueError."""
    if period.kind is PeriodKind.DAYS:
        raise ValueError(f"a day range has no number: {period.id}")
    year, _, rest = period.id.partition("-")
    number, _, count = rest.lstrip("WQ").partition("/")
    return NamedNumbers(int(year), int(number or 0), int(count or 1))


def shift_month(year: int, number: int, by: int) -> tuple[int, int]:
    """Year and month that lie ``by`` months later (earlier if negative); ``number`` may exceed 12."""
    years, month_index = divmod(year * MONTHS_A_YEAR + number - 1 + by, MONTHS_A_YEAR)
    return years, month_index + 1


def _months(year: int, first: int, count: int) -> Span:
    start = date(*shift_month(year, first, 0), 1)
    after = date(*shift_month(year, first, count), 1)
    return Span(start, after - timedelta(days=1))


def _lead(calendar: Calendar) -> int:
    """How many days before the ISO Monday the calendar's weeks start."""
    return -calendar.week_start % DAYS_A_WEEK


def _week_of(day: date, calendar: Calendar) -> Period:
    back = (day.weekday() - calendar.week_start) % DAYS_A_WEEK
    return weeks_from(day - timedelta(days=back), 1, calendar)


def _month_of(day: date, _calendar: Calendar) -> Period:
    return month(day.year, day.month)


def _fiscal_month(day: date, calendar: Calendar) -> tuple[int, int]:
    """The day's fiscal year and its month in it, from 0."""
    year, number = shift_month(day.year, day.month, 1 - calendar.fiscal_year_start)
    return year, number - 1


def _quarter_of(day: date, calendar: Calendar) -> Period:
    year, index = _fiscal_month(day, calendar)
    return quarter(year, index // MONTHS_A_QUARTER + 1, calendar)


def _year_of(day: date, calendar: Calendar) -> Period:
    return fiscal_year(_fiscal_month(day, calendar)[0], calendar)


_OF_DAY: dict[PeriodKind, Callable[[date, Calendar], Period]] = {
    PeriodKind.WEEK: _week_of,
    PeriodKind.MONTH: _month_of,
    PeriodKind.QUARTER: _quarter_of,
    PeriodKind.YEAR: _year_of,
}
