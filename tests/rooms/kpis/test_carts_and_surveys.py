"""Carts, with web analytics behind them, and what customers answer."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from reportgen.facts.store import FactStore
from tests.rooms.kpis.asking import ask, members, number, parts, reason

StoreOf = Callable[..., FactStore]

# Created in March: c2 … c5, of which c2 and c3 were completed, c3 in April.
CARTS = """cart_id,created_at,completed_at,value,device
c1,2026-02-28 23:50,2026-03-01 00:10,20,phone
c2,2026-03-01 10:00,2026-03-01 10:05,30,phone
c3,2026-03-31 23:59,2026-04-01 00:20,40,desktop
c4,2026-03-15,,50,phone
c5,2026-03-16,,60,phone
"""
TRAFFIC = "date,sessions,add_to_carts,purchases\n2026-03-01,1000,80,20\n2026-03-02,1000,20,5\n"


def test_carts_count_in_the_period_in_which_they_were_created(store_of: StoreOf) -> None:
    found = ask(store_of(carts=CARTS, traffic=TRAFFIC), "cart_conversion_rate", "cart_abandonment_rate", by=("device",))
    conversion, abandonment = found["cart_conversion_rate"], found["cart_abandonment_rate"]
    assert conversion.windows["current"].number == Decimal("0.5")
    assert (conversion.counts["current"], conversion.sources) == ((2, 4), ("carts",))
    assert (abandonment.windows["current"].number, abandonment.counts["current"]) == (Decimal("0.5"), (2, 4))
    devices = conversion.segments["device"]["current"]
    assert {key: member.number for key, member in devices.items()} == {
        "desktop": 1,
        "phone": pytest.approx(Decimal(1) / 3),
    }


@pytest.mark.parametrize("carts", [None, "cart_id,created_at\nc1,2026-03-01\n"])
def test_without_completed_carts_web_analytics_tells(store_of: StoreOf, carts: str | None) -> None:
    store = store_of(traffic=TRAFFIC, **({} if carts is None else {"carts": carts}))
    found = ask(store, "cart_conversion_rate", "cart_abandonment_rate")
    assert found["cart_conversion_rate"].windows["current"].number == Decimal("0.25")  # 25 of 100
    assert found["cart_conversion_rate"].sources == ("traffic",)
    assert found["cart_abandonment_rate"].windows["current"].number == Decimal("0.75")


def test_the_nearest_input_that_is_missing_is_named(store_of: StoreOf) -> None:
    only = store_of(carts="cart_id,created_at\nc1,2026-03-01\n")
    missing = {"table": "carts", "column": "completed_at"}
    assert reason(only, "cart_conversion_rate") == ("unavailable", "reason.no_column", missing)


def test_a_month_without_carts_has_no_rate(store_of: StoreOf) -> None:
    text = "cart_id,created_at,completed_at\nc1,2026-02-01,2026-02-01\nc2,2026-04-01,2026-04-01\n"
    assert reason(store_of(carts=text), "cart_abandonment_rate") == (
        "undefined", "reason.zero_denominator", {"measure": "carts_created"},
    )  # fmt: skip


# Scores of March: 10, 9, 8, 7, 6, 0 and one left empty: two promoters, two passives, two detractors of six.
SURVEYS = """responded_at,nps_score,csat_score,segment
2026-03-01,10,5,new
2026-03-02,9,4,new
2026-03-03,8,,new
2026-03-04,7,3,old
2026-03-05,6,1,old
2026-03-06,0,,old
2026-03-07,,4,
2026-02-01,10,5,new
"""


def test_the_promoter_score_is_the_difference_of_shares(store_of: StoreOf) -> None:
    store = store_of(surveys=SURVEYS)
    found = ask(store, "nps")["nps"]
    assert found.windows["current"].number == 0
    assert parts(found) == {"promoters": 2, "passives": 2, "detractors": 2}
    assert number(store, "nps", "2026-02") == 100
    third = Decimal(200) / 3
    assert members(store, "nps", "segment") == {
        "new": pytest.approx(third), "old": pytest.approx(-third), None: None,
    }  # fmt: skip


def test_satisfaction_is_a_mean_with_the_share_of_the_content_beside_it(store_of: StoreOf) -> None:
    found = ask(store_of(surveys=SURVEYS), "csat")["csat"]
    assert found.windows["current"].number == Decimal("3.4")  # 5 + 4 + 3 + 1 + 4 of five
    assert found.beside is not None
    assert found.beside.number == Decimal("0.6")
    assert (found.kpi.unit, found.kpi.beside_unit) == ("score", "rate")


def test_a_month_without_answers_has_no_score(store_of: StoreOf) -> None:
    text = "responded_at,nps_score\n2026-02-01,9\n2026-04-01,9\n"
    store = store_of(surveys=text)
    assert reason(store, "nps") == ("undefined", "reason.zero_denominator", {"measure": "survey_nps_answers"})
    assert reason(store, "csat") == ("unavailable", "reason.no_column", {"table": "surveys", "column": "csat_score"})
