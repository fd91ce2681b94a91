from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.periods import (
    Calendar,
    Period,
    PeriodKind,
    Span,
    following,
    from_id,
    period_of,
    periods_per_year,
    previous,
    series,
    trailing,
    trailing_year,
    year_ago,
)

PLAIN = Calendar()

calendars = st.builds(Calendar, week_start=st.integers(0, 6), fiscal_year_start=st.integers(1, 12))
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> tuple[Period, Calendar]:
    """Any period of any kind, with the calendar that it is of."""
    calendar, day = draw(calendars), draw(days)
    kind = draw(st.sampled_from(PeriodKind))
    count = draw(st.integers(1, 53))
    if kind is PeriodKind.WEEKS:
        week = period_of(day, PeriodKind.WEEK, calendar)
        return from_id(f"{week.id}/{count}", calendar), calendar
    if kind is PeriodKind.DAYS:
        return from_id(f"{day}..{day + timedelta(days=7 * count)}", calendar), calendar
    return period_of(day, kind, calendar), calendar


@given(periods())
def test_an_id_reads_back_as_the_period(case: tuple[Period, Calendar]) -> None:
    period, calendar = case
    assert from_id(period.id, calendar) == period


@given(periods())
def test_previous_and_following_undo_each_other_and_touch(case: tuple[Period, Calendar]) -> None:
    period, calendar = case
    before = previous(period, calendar)
    assert before.end + timedelta(days=1) == period.start
    assert following(before, calendar) == period
    assert previous(following(period, calendar), calendar) == period
    assert before.kind is period.kind


@given(periods(), st.integers(1, 30))
@settings(deadline=None)
def test_a_series_is_unbroken_and_ends_with_its_period(case: tuple[Period, Calendar], count: int) -> None:
    period, calendar = case
    whole = series(period, calendar, count)
    assert len(whole) == count
    assert whole[-1] == period
    for one, two in pairwise(whole):
        assert two.start - one.end == timedelta(days=1)
    assert trailing(period, calendar, count) == series(previous(period, calendar), calendar, count)


@given(periods())
def test_a_year_ago_is_a_year_ago(case: tuple[Period, Calendar]) -> None:
    period, calendar = case
    before = year_ago(period, calendar)
    assert before.kind is period.kind
    # 364 days for the same ISO week, 371 over a 53-week year, 365 or 366 for dates
    assert 357 <= (period.start - before.start).days <= 371
    assert from_id(before.id, calendar) == before
    if period.kind in (PeriodKind.WEEK, PeriodKind.WEEKS):
        assert before.days == period.days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10", "2026-09"),
        ("2026-01", "2025-12"),
        ("2026-W01", "2025-W52"),
        ("2027-W01", "2026-W53"),
        ("2026-W43/2", "2026-W41/2"),
        ("2026-W01/2", "2025-W51/2"),
        ("2026-Q1", "2025-Q4"),
        ("2026", "2025"),
        ("2026-10-01..2026-10-14", "2026-09-17..2026-09-30"),
        ("2026-03-01..2026-03-31", "2026-01-29..2026-02-28"),
    ],
)
def test_previous_is_the_same_kind_one_before(text: str, expected: str) -> None:
    assert previous(from_id(text, PLAIN), PLAIN).id == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10", "2025-10"),
        ("2026-W44", "2025-W44"),
        ("2026-W53", "2025-W52"),  # 2025 has no W53
        ("2027-W52", "2026-W52"),
        ("2026-W53/2", "2025-W52/2"),
        ("2026-W43/2", "2025-W43/2"),
        ("2026-Q3", "2025-Q3"),
        ("2026", "2025"),
        ("2026-10-01..2026-10-14", "2025-10-01..2025-10-14"),
        ("2024-02-29..2024-03-02", "2023-02-28..2023-03-02"),
        ("2024-02-01..2024-02-29", "2023-02-01..2023-02-28"),
        ("2025-02-01..2025-02-28", "2024-02-01..2024-02-28"),
    ],
)
def test_year_ago_is_the_same_period_one_year_before(text: str, expected: str) -> None:
    assert year_ago(from_id(text, PLAIN), PLAIN).id == expected


def test_year_ago_of_a_fiscal_quarter_is_three_months_of_the_year_before() -> None:
    april = Calendar(fiscal_year_start=4)
    before = year_ago(from_id("2026-Q4", april), april)
    assert (before.id, before.span) == ("2025-Q4", Span(date(2026, 1, 1), date(2026, 3, 31)))


def test_trailing_is_the_twelve_before_oldest_first() -> None:
    before = trailing(from_id("2026-10", PLAIN), PLAIN)
    assert [before[0].id, before[-1].id, len(before)] == ["2025-10", "2026-09", 12]


def test_a_series_is_two_years_and_the_period() -> None:
    whole = series(from_id("2026-10", PLAIN), PLAIN)
    assert [whole[0].id, whole[12].id, whole[-1].id, len(whole)] == ["2024-10", "2025-10", "2026-10", 25]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10", Decimal(12)),
        ("2026-Q3", Decimal(4)),
        ("2026", Decimal(1)),
        ("2026-W44", Decimal(52)),
        ("2026-W43/2", Decimal(26)),
        ("2026-W43/4", Decimal(13)),
        ("2026-10-01..2026-10-14", Decimal(365) / 14),
    ],
)
def test_periods_per_year(text: str, expected: Decimal) -> None:
    assert periods_per_year(from_id(text, PLAIN)) == expected


def test_the_trailing_year_is_365_days_up_to_the_periods_last() -> None:
    assert trailing_year(from_id("2026-10", PLAIN)) == Span(date(2025, 11, 1), date(2026, 10, 31))
    assert trailing_year(from_id("2024-10", PLAIN)) == Span(date(2023, 11, 2), date(2024, 10, 31))
    assert trailing_year(from_id("2026-W44", PLAIN)).days == 365
