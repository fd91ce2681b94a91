"""Checks of a period: counts of rows against history, settle days, numbers of two tools side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from reportgen.facts.coverage import Coverage
from reportgen.facts.period_checks import day_issues, period_issues
from reportgen.facts.store import FactStore
from reportgen.issues import Issue
from reportgen.periods.model import Span

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))
AFTER = date(2026, 11, 30)
MONTHS = [Span(date(2026, m, 1), date(2026, m + 1, 1) - timedelta(days=1)) for m in range(3, 10)]


def _found(store: FactStore, history: list[Span] | None = None, today: date = AFTER) -> dict[str, Issue]:
    return {issue.rule: issue for issue in period_issues(store, OCTOBER, history or [], today)}


def _monthly(build: Callable[..., FactStore], *counts: int) -> FactStore:
    """Traffic rows from March on: in each month so many rows, the first ones a day apart from the 1st on."""
    lines = ["date,sessions,channel"]
    for month, count in enumerate(counts, 3):
        days = list(Span(date(2026, month, 1), (date(2026, month, 28))))
        lines += [f"{days[n % 28]},10,c{n}" for n in range(count)]
        lines.append(f"2026-{month:02}-{30 if month % 2 else 31 if month in (8, 10) else 30},10,last")
    return build(traffic="\n".join(lines))


def test_far_fewer_rows_than_in_the_months_before_are_told(build: Callable[..., FactStore]) -> None:
    # March … September: 101, 103, 99, 101, 105, 97, 101 rows (with the last one): median 101, MAD 2;
    # October: 41 rows, robust z = 0.6745 × (41 − 101) / 2 = −20.2, and less than half of 101
    issue = _found(_monthly(build, 100, 102, 98, 100, 104, 96, 100, 40), MONTHS)["row-count"]
    assert issue.rows == 41
    assert issue.message.arguments["usual"] == 101
    assert issue.message.arguments["periods"] == 7


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ((100, 102, 98, 100, 104, 96, 100, 60), "more than half of the usual count"),
        ((100, 100, 100, 100, 100, 100, 100, 40), "a history without any spread gives no z"),
        ((100, 20, 300, 60, 220, 30, 150, 40), "a history that varies as much"),
    ],
)
def test_a_count_within_what_is_usual_is_not_told(
    build: Callable[..., FactStore], counts: tuple[int, ...], why: str
) -> None:
    assert "row-count" not in _found(_monthly(build, *counts), MONTHS), why


def test_five_months_of_history_are_too_few(build: Callable[..., FactStore]) -> None:
    store = _monthly(build, 100, 102, 98, 100, 104, 96, 100, 40)
    assert "row-count" in _found(store, MONTHS[1:])
    assert "row-count" not in _found(store, MONTHS[2:])


def test_purchases_of_analytics_are_held_against_the_orders(build: Callable[..., FactStore]) -> None:
    orders = "order_id,ordered_at,amount\n" + "\n".join(f"o{n},2026-10-{n:02},50" for n in range(1, 21))
    many = build(orders=orders, traffic="date,sessions,purchases\n2026-10-01,100,10\n2026-10-20,100,8\n")
    issue = _found(many)["analytics-gap"]  # 18 purchases, 20 orders: a gap of 2 / 20
    assert issue.message.arguments == {"rows": 20, "purchases": 18, "counted": 20, "share": 0.1, "more": "fewer"}
    near = build(orders=orders, traffic="date,sessions,purchases\n2026-10-01,100,12\n2026-10-20,100,9\n")
    assert "analytics-gap" not in _found(near)  # 21 against 20: 5 %, not more than that


def test_only_days_that_both_tools_have_are_held_against_each_other(build: Callable[..., FactStore]) -> None:
    orders = "order_id,ordered_at,amount\n" + "\n".join(f"o{n},2026-10-{n:02},50" for n in range(1, 31))
    traffic = "date,sessions,purchases\n" + "\n".join(f"2026-10-{n:02},100,1" for n in range(1, 11))
    assert "analytics-gap" not in _found(build(orders=orders, traffic=traffic))  # 10 of each on ten days


@pytest.mark.parametrize(("claimed", "severity"), [(400, "note"), (1000, "note"), (1001, "warn")])
def test_platforms_cannot_have_brought_more_than_all_revenue(
    build: Callable[..., FactStore], claimed: int, severity: str
) -> None:
    store = build(
        orders="order_id,ordered_at,amount,discount\no1,2026-10-01,600,\no2,2026-10-31,500,100\n",
        ads=f"date,spend,conversion_value\n2026-10-01,10,{claimed - 1}\n2026-10-31,10,1\n",
    )
    issue = _found(store)["claimed-revenue"]
    assert issue.severity == severity
    assert issue.message.arguments["share"] == pytest.approx(claimed / 1000)


def test_people_counted_by_row_and_day_are_noted_when_summed(build: Callable[..., FactStore]) -> None:
    two = build(traffic="date,sessions,users\n2026-10-01,100,80\n2026-10-02,100,80\n")
    assert _found(two)["summed-uniques"].message.arguments["column"] == "users"
    one = build(traffic="date,sessions,users\n2026-10-01,100,80\n2026-09-02,100,80\n")
    assert "summed-uniques" not in _found(one)


def test_numbers_are_not_final_until_the_tool_settles() -> None:
    days = tuple(Span(date(2026, 9, 1), date(2026, 10, 31)))
    cover = Coverage("google-ads", "ads", days[0], days[-1], days, (1,) * len(days), settle_days=3)
    (issue,) = day_issues([cover], OCTOBER, date(2026, 11, 3))
    assert (issue.rule, issue.severity) == ("not-settled", "warn")
    assert issue.message.arguments == {"rows": 0, "days": 3, "final": date(2026, 11, 4)}
    assert tuple(day_issues([cover], OCTOBER, date(2026, 11, 4))) == ()
    assert cover.settled(OCTOBER, date(2026, 11, 4))
    assert not cover.settled(OCTOBER, date(2026, 11, 3))


def test_an_issue_of_two_sources_concerns_each_of_them(build: Callable[..., FactStore]) -> None:
    ads = "date,spend,clicks,impressions\n2026-10-01,10,9,5\n"
    store = build(ads=[ads, ads.replace("10-01", "10-02")])
    (issue,) = [issue for issue in store.issues if issue.rule == "impossible"]
    assert issue.rows == 2
    assert all(issue.concerns(label) for label in store.tables["ads"].sources)
    assert not issue.concerns("ads")
