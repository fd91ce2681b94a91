"""Web traffic KPIs and goals of days small enough to work out with a pencil."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from reportgen.facts.store import FactStore
from reportgen.kpis import DayWindow, Request, Settings, Status, compute, load_catalog
from reportgen.kpis.model import KpiValues
from reportgen.periods.model import Span

StoreOf = Callable[..., FactStore]
MARCH = DayWindow((Span(date(2026, 3, 1), date(2026, 3, 31)),), open_start=True)

VISITS = """date,sessions,users,returning_users,pageviews,bounces,engaged_sessions,engagement_seconds,channel,purchases
2026-03-01,60,50,10,200,,45,3000,Organic Search,3
2026-03-01,40,30,5,100,,15,1000,Email,1
2026-03-02,100,80,25,300,,80,6000,Organic Search,6
2026-03-09,0,0,0,0,,0,0,Email,0
"""


def of(store: FactStore, kpi: str, by: str = "") -> KpiValues:
    request = Request({kpi: {"current": MARCH}}, (by,) if by else (), ("current",) if by else ())
    return compute(store, load_catalog(), request, Settings(Decimal(12)))[kpi]


def number(store: FactStore, kpi: str) -> Decimal | None:
    return of(store, kpi).windows["current"].number


def members(store: FactStore, kpi: str, by: str) -> dict[str | None, Decimal | None]:
    return {key: value.number for key, value in of(store, kpi, by).segments[by]["current"].items()}


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("sessions", "200"),
        ("users", "160"),
        ("pageviews", "600"),
        ("bounce_rate", "0.3"),  # (200 − 140 engaged) / 200
        ("time_on_site", "50"),  # 10,000 seconds / 200
        ("returning_visitor_rate", "0.25"),  # 40 / 160
        ("organic_traffic", "160"),
        ("conversion_rate", "0.05"),  # 10 / 200
    ],
)
def test_a_traffic_kpi_is_what_the_pencil_says(store_of: StoreOf, kpi: str, expected: str) -> None:
    assert number(store_of(traffic=VISITS), kpi) == Decimal(expected)


def test_bounces_count_where_the_tool_gives_them(store_of: StoreOf) -> None:
    store = store_of(traffic="date,sessions,bounces,engaged_sessions\n2026-03-01,100,40,70\n")
    assert number(store, "bounce_rate") == Decimal("0.4")


def test_stickiness_is_the_mean_day_as_a_share_of_the_periods_visitors(store_of: StoreOf) -> None:
    # 80, 80 and 0 visitors on three days: a mean of 53⅓ of 160 in all.
    assert number(store_of(traffic=VISITS), "stickiness") == pytest.approx(Decimal(1) / 3)


@pytest.mark.parametrize("kpi", ["bounce_rate", "time_on_site", "stickiness", "conversion_rate"])
def test_days_without_a_visit_leave_the_rates_undefined(store_of: StoreOf, kpi: str) -> None:
    head = "date,sessions,users,bounces,engagement_seconds,purchases\n"
    value = of(store_of(traffic=f"{head}2026-03-01,0,0,0,0,0\n"), kpi).windows["current"]
    assert value.status is Status.UNDEFINED


# Sessions and, beside them, what the goals brought: the call brought nothing on March 2, and both goals are held
# against all 300 sessions.
BESIDE = """date,sessions,channel,goal,conversions
2026-03-01,100,Email,,
2026-03-02,200,Search,,
2026-03-01,0,Email,Lead form,6
2026-03-02,0,Search,Lead form,9
2026-03-01,0,Email,Call,3
"""
# The same as one row a goal and day, with the day's sessions repeated.
REPEATED = """date,sessions,channel,goal,conversions
2026-03-01,100,Email,Lead form,6
2026-03-01,100,Email,Call,3
2026-03-02,200,Search,Lead form,9
"""


@pytest.mark.parametrize("text", [BESIDE, REPEATED], ids=["beside", "repeated"])
def test_each_goal_has_a_row_and_its_rate_is_over_all_sessions(store_of: StoreOf, text: str) -> None:
    store = store_of(traffic=text)
    assert members(store, "goal_conversion_rate", "goal") == {"Call": Decimal("0.01"), "Lead form": Decimal("0.05")}
    assert number(store, "goal_conversion_rate") == Decimal("0.06")  # 18 / 300
    assert members(store, "goal_conversion_rate", "channel") == {"Email": Decimal("0.09"), "Search": Decimal("0.045")}


@pytest.mark.parametrize("text", [BESIDE, REPEATED], ids=["beside", "repeated"])
def test_goals_do_not_multiply_the_sessions(store_of: StoreOf, text: str) -> None:
    store = store_of(traffic=text)
    assert number(store, "sessions") == Decimal(300)
    assert number(store, "conversion_rate") == Decimal("0.06")  # 18 conversions of any goal / 300


def test_conversions_that_the_sessions_rows_have_already_are_not_added_again(store_of: StoreOf) -> None:
    store = store_of(
        traffic="date,sessions,goal,conversions\n2026-03-01,100,,9\n2026-03-01,0,Form,6\n2026-03-01,0,Call,3\n"
    )
    assert number(store, "conversion_rate") == Decimal("0.09")
    assert members(store, "goal_conversion_rate", "goal") == {"Call": Decimal("0.03"), "Form": Decimal("0.06")}


def test_sessions_that_differ_from_goal_to_goal_are_the_goals_own(store_of: StoreOf) -> None:
    store = store_of(traffic="date,sessions,goal,conversions\n2026-03-01,50,Form,5\n2026-03-01,20,Call,1\n")
    assert members(store, "goal_conversion_rate", "goal") == {"Call": Decimal("0.05"), "Form": Decimal("0.1")}
    assert number(store, "sessions") == Decimal(70)


def test_without_a_goal_column_there_is_no_rate_and_zero_sessions_leave_it_undefined(store_of: StoreOf) -> None:
    assert of(store_of(traffic=VISITS), "goal_conversion_rate").windows["current"].status is Status.UNAVAILABLE
    nobody = store_of(traffic="date,sessions,goal,conversions\n2026-03-01,0,Form,0\n")
    assert of(nobody, "goal_conversion_rate").windows["current"].status is Status.UNDEFINED
