from collections.abc import Callable
from datetime import date, timedelta

import pytest

from reportgen.facts.coverage import Coverage
from reportgen.facts.period_checks import day_issues
from reportgen.facts.store import FactStore
from reportgen.periods.model import Span

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))
AFTER = date(2026, 11, 3)


def _cover(days: list[date]) -> Coverage:
    return Coverage("shop", "orders", days[0], days[-1], tuple(days))


def _all(first: date, last: date) -> list[date]:
    return list(Span(first, last))


def test_a_source_with_rows_on_three_days_of_five_is_daily() -> None:
    days = [date(2026, 10, 1), date(2026, 10, 3), date(2026, 10, 5)]
    assert _cover(days).daily
    assert not _cover([days[0], days[-1]]).daily


def test_a_period_that_is_over_and_whole_is_reached_to_its_end() -> None:
    cover = _cover(_all(date(2026, 9, 1), date(2026, 10, 31)))
    assert cover.reach(OCTOBER, AFTER) == date(2026, 10, 31)
    assert tuple(day_issues([cover], OCTOBER, AFTER)) == ()


def test_a_daily_source_that_stops_early_reaches_its_last_day() -> None:
    cover = _cover(_all(date(2026, 9, 1), date(2026, 10, 28)))
    assert cover.stops_early(OCTOBER)
    assert cover.reach(OCTOBER, AFTER) == date(2026, 10, 28)
    (issue,) = day_issues([cover], OCTOBER, AFTER)
    assert (issue.rule, issue.rows, issue.severity) == ("stops-early", 3, "warn")


def test_a_shop_that_is_closed_on_weekends_does_not_stop_early() -> None:
    open_days = [day for day in _all(date(2026, 9, 1), date(2026, 10, 30)) if day.isoweekday() < 6]
    cover = _cover(open_days)  # 31 October 2026 is a Saturday
    assert cover.usual_weekdays == {1, 2, 3, 4, 5}
    assert not cover.stops_early(OCTOBER)
    assert cover.reach(OCTOBER, AFTER) == date(2026, 10, 31)
    assert cover.missing_days(OCTOBER) == ()


def test_a_missing_tuesday_is_missing_and_a_missing_sunday_is_not() -> None:
    days = [day for day in _all(date(2026, 9, 1), date(2026, 10, 31)) if day.isoweekday() < 7]
    days.remove(date(2026, 10, 13))
    assert _cover(days).missing_days(OCTOBER) == (date(2026, 10, 13),)
    (issue,) = day_issues([_cover(days)], OCTOBER, AFTER)
    assert (issue.rule, issue.examples) == ("missing-days", ("2026-10-13",))


@pytest.mark.parametrize(
    ("last", "today", "expected"),
    [
        (date(2026, 10, 14), date(2026, 10, 15), date(2026, 10, 14)),
        (date(2026, 10, 12), date(2026, 10, 15), date(2026, 10, 12)),
        (date(2026, 9, 28), date(2026, 10, 15), date(2026, 10, 1)),
    ],
)
def test_in_a_running_period_a_daily_source_reaches_its_last_row(last: date, today: date, expected: object) -> None:
    assert _cover(_all(date(2026, 8, 1), last)).reach(OCTOBER, today) == expected


def test_in_a_running_period_a_rare_source_reaches_today() -> None:
    rare = _cover([date(2026, 7, 1), date(2026, 8, 20), date(2026, 10, 2)])
    assert rare.reach(OCTOBER, date(2026, 10, 15)) == date(2026, 10, 15)
    assert rare.reach(OCTOBER, date(2026, 10, 31)) == date(2026, 10, 31)
    assert rare.reach(OCTOBER, AFTER) == date(2026, 10, 31)
    assert tuple(day_issues([rare], OCTOBER, AFTER)) == ()


def test_the_days_come_from_the_data(build: Callable[..., FactStore]) -> None:
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(10)]
    store = build(
        traffic="date,sessions\n" + "\n".join(f"{day},5\n{day},6" for day in days),
        costs="date,amount,category\n2026-10-05,5,rent\n2026-10-31,5,rent",
    )
    traffic, costs = store.coverage
    assert (traffic.table, traffic.first, traffic.last, traffic.daily) == ("traffic", days[0], days[-1], True)
    assert traffic.days == tuple(days)
    assert not costs.daily
