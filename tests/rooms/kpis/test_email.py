"""E-mail KPIs of sends small enough to work out with a pencil."""

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

# The second send gives no number of delivered e-mails: its 500 sent ones stand for them. April is not March.
SENDS = """sent_at,campaign,sent,delivered,opens,clicks,unsubscribes,subscribed
2026-03-03 09:00,Spring,1020,1000,250,40,5,12
2026-03-17 09:00,Rugs,500,,50,5,10,
2026-04-01 00:00,Late,900,900,900,900,900,900
"""


def of(store: FactStore, kpi: str, by: str = "") -> KpiValues:
    request = Request({kpi: {"current": MARCH}}, (by,) if by else (), ("current",) if by else ())
    return compute(store, load_catalog(), request, Settings(Decimal(12)))[kpi]


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("emails_delivered", "1500"),  # 1,000 delivered + 500 sent
        ("email_opens", "300"),
        ("email_clicks", "45"),
        ("open_rate", "0.2"),  # 300 / 1,500
        ("email_ctr", "0.03"),  # 45 / 1,500
        ("unsubscribe_rate", "0.01"),  # 15 / 1,500
        ("list_growth", "-3"),  # 12 − 15
    ],
)
def test_an_email_kpi_is_what_the_pencil_says(store_of: StoreOf, kpi: str, expected: str) -> None:
    assert of(store_of(email=SENDS), kpi).windows["current"].number == Decimal(expected)


def test_rates_by_campaign_are_each_campaigns_own(store_of: StoreOf) -> None:
    found = of(store_of(email=SENDS), "open_rate", "campaign").segments["campaign"]["current"]
    assert {key: value.number for key, value in found.items()} == {"Rugs": Decimal("0.1"), "Spring": Decimal("0.25")}


def test_the_rates_carry_the_counts_that_a_test_needs(store_of: StoreOf) -> None:
    assert of(store_of(email=SENDS), "open_rate").counts == {"current": (Decimal(300), Decimal(1500))}


def test_where_no_send_says_what_was_delivered_all_sent_ones_count(store_of: StoreOf) -> None:
    store = store_of(email="sent_at,campaign,sent,opens\n2026-03-03,A,200,50\n")
    assert of(store, "open_rate").windows["current"].number == Decimal("0.25")


def test_nothing_delivered_leaves_the_rates_undefined(store_of: StoreOf) -> None:
    store = store_of(email="sent_at,campaign,sent,delivered,opens\n2026-03-03,A,10,0,0\n")
    value = of(store, "open_rate").windows["current"]
    assert value.status is Status.UNDEFINED
    assert of(store, "emails_delivered").windows["current"].number == 0


def test_a_growth_needs_both_of_its_sides(store_of: StoreOf) -> None:
    store = store_of(email="sent_at,campaign,sent,unsubscribes\n2026-03-03,A,10,1\n")
    value = of(store, "list_growth").windows["current"]
    assert value.reason is not None
    assert value.reason.arguments == {"table": "email", "column": "subscribed"}


def test_a_month_between_sends_has_none_and_no_rate(store_of: StoreOf) -> None:
    store = store_of(email="sent_at,campaign,sent,opens\n2026-01-03,A,10,1\n2026-05-03,B,10,1\n")
    assert of(store, "emails_delivered").windows["current"].number == 0
    assert of(store, "open_rate").windows["current"].status is Status.UNDEFINED
