"""The largest orders, and what a ratio's members are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import exp

import pytest

from reportgen.facts.store import FactStore
from reportgen.kpis import DayWindow, Request, Settings, compute, load_catalog
from reportgen.kpis.model import Quotients
from reportgen.kpis.records import largest_orders
from reportgen.periods.model import Span

StoreOf = Callable[..., FactStore]
MARCH = DayWindow((Span(date(2026, 3, 1), date(2026, 3, 31)),))
HEAD = "order_id,ordered_at,amount,discount,refund_amount,refunded_at,channel\n"


def test_orders_count_with_what_they_add_to_net_revenue(store_of: StoreOf) -> None:
    rows = (
        "1,2026-03-01T10:00:00,100,20,0,,Email\n"  # 80
        "2,2026-03-02T10:00:00,500,0,450,2026-03-05T10:00:00,Email\n"  # 50: refunded in March
        "3,2026-03-03T10:00:00,90,0,60,2026-04-02T10:00:00,Search\n"  # 90: refunded later
        "4,2026-03-04T10:00:00,40,40,0,,Search\n"  # nothing
        "5,2026-04-01T10:00:00,9000,0,0,,Search\n"  # another month
        "6,2026-03-31T10:00:00,20,0,0,,Search\n"  # 20
    )
    found = largest_orders(store_of(orders=HEAD + rows), MARCH)
    assert found is not None
    assert [(one.key, one.day, one.value) for one in found.largest] == [
        ("3", date(2026, 3, 3), Decimal(90)),
        ("1", date(2026, 3, 1), Decimal(80)),
        ("2", date(2026, 3, 2), Decimal(50)),
    ]
    assert found.count == 4
    # Logarithms of 20, 50, 80, 90: the lower quartile is a quarter from 50 to 20, the upper a quarter from 80 to 90.
    assert exp(found.lower) == pytest.approx(20**0.25 * 50**0.75)
    assert exp(found.upper) == pytest.approx(80**0.75 * 90**0.25)


def test_without_orders_or_their_columns_there_are_no_records(store_of: StoreOf) -> None:
    plain = store_of(orders="order_id,ordered_at,amount\n1,2026-03-01T10:00:00,100\n")
    found = largest_orders(plain, MARCH)
    assert found is not None
    assert [one.value for one in found.largest] == [100]
    assert largest_orders(plain, DayWindow((Span(date(2026, 5, 1), date(2026, 5, 31)),))) is None
    costs = store_of(costs="date,amount,category\n2026-03-01,5,rent\n")
    assert largest_orders(costs, MARCH) is None


def quotients(store: FactStore, kpi: str, dimension: str) -> Quotients | None:
    request = Request({kpi: {"current": MARCH}}, (dimension,), ("current",))
    return compute(store, load_catalog(), request, Settings(Decimal(12)))[kpi].quotients


def test_a_ratios_members_add_up_to_its_numerator_and_denominator(store_of: StoreOf) -> None:
    rows = (
        "1,2026-03-01T10:00:00,100,20,0,,Email\n"
        "2,2026-03-02T10:00:00,50,0,0,,Email\n"
        "3,2026-03-03T10:00:00,90,0,0,,Search\n"
    )
    found = quotients(store_of(orders=HEAD + rows), "aov", "channel")
    assert found is not None
    assert found.base == "orders"
    assert found.members == {"channel": {"current": {"Email": (Decimal(130), Decimal(2)), "Search": (90, 1)}}}


def test_the_base_is_the_kpi_of_the_denominators_measure(store_of: StoreOf) -> None:
    head = "date,sessions,purchases,add_to_carts,channel\n"
    store = store_of(traffic=head + "2026-03-01,100,3,10,Email\n2026-03-01,300,5,20,Search\n")
    rate = quotients(store, "conversion_rate", "channel")
    carts = quotients(store, "cart_conversion_rate", "channel")
    assert rate is not None
    assert carts is not None
    assert (rate.base, carts.base) == ("sessions", None)
    assert rate.members["channel"]["current"]["Email"] == (3, 100)


def test_what_is_no_ratio_has_no_quotients(store_of: StoreOf) -> None:
    store = store_of(orders=HEAD + "1,2026-03-01T10:00:00,100,20,0,,Email\n")
    assert quotients(store, "revenue", "channel") is None
