"""Every day of six years, leap years and a 53-week year among them, in every calendar."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from reportgen.periods import (
    Calendar,
    NamedNumbers,
    PeriodKind,
    following,
    from_id,
    named_numbers,
    parse_period,
    period_of,
    previous,
)

FIRST, LAST = date(2023, 1, 1), date(2028, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

CALENDARS = {
    PeriodKind.WEEK: [Calendar(week_start=day) for day in range(7)],
    PeriodKind.MONTH: [Calendar()],
    PeriodKind.QUARTER: [Calendar(fiscal_year_start=month) for month in range(1, 13)],
    PeriodKind.YEAR: [Calendar(fiscal_year_start=month) for month in range(1, 13)],
}
CASES = [pytest.param(kind, calendar) for kind, calendars in CALENDARS.items() for calendar in calendars]


@pytest.mark.parametrize(("kind", "calendar"), CASES)
def test_each_day_lies_in_one_period_and_the_periods_tile_the_calendar(kind: PeriodKind, calendar: Calendar) -> None:
    current = period_of(DAYS[0], kind, calendar)
    assert DAYS[0] in current.span
    for day in DAYS:
        if day > current.end:
            nxt = following(current, calendar)
            assert nxt.start == current.end + timedelta(days=1) == day
            assert previous(nxt, calendar) == current
            assert nxt.id > current.id
            current = nxt
        assert period_of(day, kind, calendar) == current
        assert from_id(current.id, calendar) == current


@pytest.mark.parametrize("calendar", CALENDARS[PeriodKind.YEAR])
@pytest.mark.parametrize("year", range(2022, 2030))
def test_four_quarters_tile_their_fiscal_year(calendar: Calendar, year: int) -> None:
    whole = from_id(f"{year}", calendar)
    quarters = [from_id(f"{year}-Q{number}", calendar) for number in range(1, 5)]
    assert whole.start == quarters[0].start == date(year, calendar.fiscal_year_start, 1)
    assert whole.end == quarters[3].end
    assert sum(quarter.days for quarter in quarters) == whole.days
    for one, two in pairwise(quarters):
        assert two.start - one.end == timedelta(days=1)


@pytest.mark.parametrize("calendar", CALENDARS[PeriodKind.WEEK])
def test_weeks_start_on_the_clients_weekday_and_hold_their_iso_monday(calendar: Calendar) -> None:
    for day in DAYS:
        week = period_of(day, PeriodKind.WEEK, calendar)
        assert week.start.weekday() == calendar.week_start
        year, number = (int(part) for part in week.id.split("-W"))
        assert date.fromisocalendar(year, number, 1) in week.span


def test_with_monday_the_weeks_are_those_of_the_iso_calendar() -> None:
    for day in DAYS:
        iso = day.isocalendar()
        assert period_of(day, PeriodKind.WEEK, Calendar()).id == f"{iso.year}-W{iso.week:02d}"


@pytest.mark.parametrize(("kind", "calendar"), CASES)
def test_the_last_period_is_over_on_every_day_and_today_is_in_the_next(kind: PeriodKind, calendar: Calendar) -> None:
    for today in DAYS[::5]:
        last = parse_period(f"last-{kind}", calendar, today=today)
        assert last.end < today
        assert today in following(last, calendar).span


@pytest.mark.parametrize("kind", [PeriodKind.WEEKS, PeriodKind.DAYS])
def test_a_day_belongs_to_no_one_range(kind: PeriodKind) -> None:
    with pytest.raises(ValueError, match="does not belong"):
        period_of(FIRST, kind, Calendar())


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2026-10", NamedNumbers(2026, 10)),
        ("2026-W04", NamedNumbers(2026, 4)),
        ("2026-W43/2", NamedNumbers(2026, 43, 2)),
        ("2026-Q3", NamedNumbers(2026, 3)),
        ("2026", NamedNumbers(2026)),
    ],
)
def test_a_named_period_tells_its_numbers(text: str, numbers: NamedNumbers) -> None:
    assert named_numbers(from_id(text, Calendar())) == numbers


def test_a_day_range_has_no_numbers() -> None:
    with pytest.raises(ValueError, match="has no number"):
        named_numbers(from_id("2026-10-01..2026-10-14", Calendar()))
