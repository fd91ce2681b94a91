from datetime import date

import pytest

from reportgen.errors import ExitStatus, PeriodError
from reportgen.periods import Calendar, Period, PeriodKind, Span, from_id, parse_period

TODAY = date(2026, 11, 3)  # a Tuesday
PLAIN = Calendar()


def parse(text: str, calendar: Calendar = PLAIN, today: date = TODAY) -> Period:
    return parse_period(text, calendar, today=today)


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("2026-10", PeriodKind.MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        ("2024-02", PeriodKind.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", PeriodKind.MONTH, date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-W44", PeriodKind.WEEK, date(2026, 10, 26), date(2026, 11, 1)),
        ("2026-W53", PeriodKind.WEEK, date(2026, 12, 28), date(2027, 1, 3)),
        ("2025-W01", PeriodKind.WEEK, date(2024, 12, 30), date(2025, 1, 5)),
        ("2026-W43/2", PeriodKind.WEEKS, date(2026, 10, 19), date(2026, 11, 1)),
        ("2026-W53/2", PeriodKind.WEEKS, date(2026, 12, 28), date(2027, 1, 10)),
        ("2026-Q3", PeriodKind.QUARTER, date(2026, 7, 1), date(2026, 9, 30)),
        ("2026", PeriodKind.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-10-01..2026-10-14", PeriodKind.DAYS, date(2026, 10, 1), date(2026, 10, 14)),
        ("2026-10-01..2026-10-01", PeriodKind.DAYS, date(2026, 10, 1), date(2026, 10, 1)),
    ],
)
def test_each_form_names_its_days_and_keeps_its_id(text: str, kind: PeriodKind, start: date, end: date) -> None:
    period = parse(text)
    assert (period.id, period.kind, period.span) == (text, kind, Span(start, end))
    assert from_id(text, PLAIN) == period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", date(2026, 4, 1), date(2027, 3, 31)),
        ("2026-Q1", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-Q3", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-Q4", date(2027, 1, 1), date(2027, 3, 31)),
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_a_fiscal_year_from_april_moves_quarters_and_years_but_not_months(text: str, start: date, end: date) -> None:
    assert parse(text, Calendar(fiscal_year_start=4)).span == Span(start, end)


@pytest.mark.parametrize(
    ("week_start", "first"),
    [
        (0, date(2026, 10, 26)),  # Monday: the ISO week itself
        (6, date(2026, 10, 25)),  # Sunday: the day before
        (5, date(2026, 10, 24)),  # Saturday
        (1, date(2026, 10, 20)),  # Tuesday: the last one before that Monday
    ],
)
def test_a_week_starts_on_the_last_such_weekday_on_or_before_its_iso_monday(week_start: int, first: date) -> None:
    week = parse("2026-W44", Calendar(week_start=week_start))
    assert (week.start, week.days) == (first, 7)


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("last-week", date(2026, 11, 3), "2026-W44"),
        ("last-week", date(2026, 11, 1), "2026-W43"),  # a Sunday: W44 is not over
        ("last-week", date(2027, 1, 4), "2026-W53"),
        ("last-month", date(2026, 11, 3), "2026-10"),
        ("last-month", date(2026, 1, 31), "2025-12"),
        ("last-quarter", date(2026, 11, 3), "2026-Q3"),
        ("last-quarter", date(2026, 2, 1), "2025-Q4"),
        ("last-year", date(2026, 11, 3), "2025"),
    ],
)
def test_relative_words_come_out_as_the_whole_period_before_todays(text: str, today: date, expected: str) -> None:
    assert parse(text, today=today).id == expected


def test_relative_words_follow_the_clients_calendar() -> None:
    april = Calendar(week_start=6, fiscal_year_start=4)
    assert parse("last-quarter", april).id == "2026-Q2"  # 3 November lies in Q3, October to December
    assert parse("last-year", april).id == "2025"  # fiscal 2026 is running
    assert parse("last-week", april, today=date(2026, 11, 1)).id == "2026-W44"  # Sunday starts W45


@pytest.mark.parametrize(
    ("text", "expected", "hint"),
    [
        ("2026-13", "month 01 to 12", "2026-12"),
        ("2026-00", "month 01 to 12", "2026-01"),
        ("2025-W53", "week 01 to 52: 2025 has 52 ISO weeks", "2025-W52"),
        ("2026-W54", "week 01 to 53: 2026 has 53 ISO weeks", "2026-W53"),
        ("2026-W00", "week 01 to 53", "2026-W01"),
        ("2026-W60/2", "week 01 to 53", "2026-W53/2"),
        ("2026-W43/0", "weeks 1 to 53", "2026-W43/1"),
        ("2026-W43/99", "weeks 01 to 53", "2026-W43/53"),
        ("2026-Q5", "quarter 1 to 4", "2026-Q4"),
        ("2026-Q0", "quarter 1 to 4", "2026-Q1"),
        ("2026-10-14..2026-10-01", "a last day that is not before it", "2026-10-01..2026-10-14"),
        ("2026-w44", "2026-W44", "2026-W44"),
        ("2026-W4", "2026-W44", "2026-W04"),
        ("W44 2026", "2026-W44", "2026-W44"),
        ("2026-w43x2", "2026-W43/2", "2026-W43/2"),
        ("Q3 2026", "2026-Q3", "2026-Q3"),
        ("2026q3", "2026-Q3", "2026-Q3"),
        ("2026-1", "2026-10", "2026-01"),
        ("2026/10", "2026-10", "2026-10"),
        ("10/2026", "2026-10", "2026-10"),
        ("202610", "2026-10", "2026-10"),
        (" 2026-10 ", "2026-10", "2026-10"),
        ("2026-10-01", "2026-10-01..2026-10-14", "2026-10-01..2026-10-01"),
        ("2026-10-01...2026-10-14", "2026-10-01..2026-10-14", "2026-10-01..2026-10-14"),
        ("2026-10-01 - 2026-10-14", "2026-10-01..2026-10-14", "2026-10-01..2026-10-14"),
        ("last month", "last-month", "last-month"),
        ("Last-Weak", "last-week", "last-week"),
    ],
)
def test_a_near_miss_is_refused_with_what_was_probably_meant(text: str, expected: str, hint: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse(text)
    [problem] = caught.value.problems
    assert problem.found == text
    assert expected in problem.expected
    assert problem.todo == f"did you mean '{hint}'?"
    assert caught.value.exit_status is ExitStatus.WRONG
    assert parse(hint).days > 0  # following the hint leads somewhere


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rubbish",
        "2026-10-32",
        "2026-02-29..2026-03-01",
        "2026-10-01..2026-10-32",
        "2026-10-01..",
        "1899",
        "2200-01",
        "0000-01",
        "0001-01-01..0001-01-02",
        "1900-01-01..2199-12-31",
        "２０２６-10",  # digits, but not ASCII ones
        "2026-10\n",
        "2026-10-01..2026-10-14..2026-10-20",
        "-2026",
    ],
)
def test_what_is_no_period_is_refused_with_what_would_be_one(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse(text)
    [problem] = caught.value.problems
    assert problem.found
    assert problem.expected


def test_a_relative_word_is_no_id() -> None:
    with pytest.raises(PeriodError, match="there is no period 'last-month'"):
        from_id("last-month", PLAIN)


def test_one_week_of_many_is_a_week() -> None:
    assert parse("2026-W43/1").id == "2026-W43"


def test_a_period_names_files_without_dots_or_slashes() -> None:
    assert parse("2026-W43/2").stem == "2026-W43x2"
    assert parse("2026-10-01..2026-10-14").stem == "2026-10-01_2026-10-14"
