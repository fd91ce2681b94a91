"""Advertising KPIs of campaign days small enough to work out with a pencil."""

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

ADS = """date,spend,platform,campaign,impressions,clicks,conversions,conversion_value
2026-03-10,90.00,Google,Brand,3000,60,3,300.00
2026-03-11,30.00,Google,Brand,1000,20,1,60.00
2026-03-11,80.00,Meta,Spring,4000,20,0,0.00
"""
COSTS = """date,amount,category,subcategory
2026-03-05,50.00,Marketing,agency
2026-03-31,200.00,marketing,Ads
2026-03-31,70.00,sales,
"""
# 1,000 of sales that cost 600: a margin of 40 %.
ORDERS = "order_id,ordered_at,amount,cost\n1,2026-03-02,1000,600\n"


def of(store: FactStore, kpi: str, by: str = "") -> KpiValues:
    request = Request({kpi: {"current": MARCH}}, (by,) if by else (), ("current",) if by else ())
    return compute(store, load_catalog(), request, Settings(Decimal(12)))[kpi]


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("ad_spend", "200"),
        ("impressions", "8000"),
        ("clicks", "100"),
        ("ctr", "0.0125"),  # 100 / 8,000
        ("cpc", "2"),  # 200 / 100
        ("cpa", "50"),  # 200 / 4
        ("revenue_per_click", "3.6"),  # 360 / 100
        ("roas", "1.8"),  # 360 / 200
        ("conversions", "4"),
        ("campaign_conversion_rate", "0.04"),  # 4 / 100
        ("marketing_roi", "-0.424"),  # (360 × 0.4 − 250) / 250: spend 200, agency 50, booked media not again
        ("marketing_cost_ratio", "0.25"),  # 250 / 1,000
    ],
)
def test_an_advertising_kpi_is_what_the_pencil_says(store_of: StoreOf, kpi: str, expected: str) -> None:
    store = store_of(ads=ADS, costs=COSTS, orders=ORDERS)
    assert of(store, kpi).windows["current"].number == Decimal(expected)


def test_a_campaign_without_conversions_has_a_cost_but_no_cost_per_acquisition(store_of: StoreOf) -> None:
    found = of(store_of(ads=ADS), "cpa", "campaign").segments["campaign"]["current"]
    assert found["Brand"].number == Decimal(30)  # 120 / 4
    assert (found["Spring"].number, found["Spring"].status) == (None, Status.UNDEFINED)


@pytest.mark.parametrize("kpi", ["ctr", "cpc", "cpa", "revenue_per_click", "roas", "campaign_conversion_rate"])
def test_a_day_that_brought_nothing_leaves_every_ratio_undefined(store_of: StoreOf, kpi: str) -> None:
    head = "date,spend,impressions,clicks,conversions,conversion_value\n"
    assert of(store_of(ads=f"{head}2026-03-01,0,0,0,0,0\n"), kpi).windows["current"].status is Status.UNDEFINED


def test_an_export_of_spend_alone_has_spend_alone(store_of: StoreOf) -> None:
    store = store_of(ads="date,spend\n2026-03-01,12.34\n")
    assert of(store, "ad_spend").windows["current"].number == Decimal("12.34")
    reason = of(store, "cpc").windows["current"].reason
    assert reason is not None
    assert reason.arguments == {"table": "ads", "column": "clicks"}
