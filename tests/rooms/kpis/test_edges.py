"""Days, refunds and amounts at their edges."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from reportgen.facts.build import build_facts
from reportgen.facts.model import TABLES
from reportgen.facts.store import FactStore
from reportgen.sources.model import TableSpec
from reportgen.sources.reading import read_table
from tests.rooms.kpis.asking import ask, members, number, parts, reason

StoreOf = Callable[..., FactStore]


def in_zone(folder: Path, zone: str, text: str, currency: str = "USD") -> FactStore:
    """A store of orders of a client in another time zone."""
    (folder / "orders.csv").write_text(text, encoding="utf-8")
    connection = duckdb.connect()
    spec = TableSpec("orders", "orders", (folder / "orders.csv",), folder, zone)
    staged = read_table(connection, spec, TABLES["orders"].fields, folder, "s0")
    return build_facts(connection, [staged], currency=currency)


def test_the_day_on_which_clocks_go_forward_has_its_own_orders_by_local_hours(tmp_path: Path) -> None:
    # Chicago, March 8, 2026: 05:59Z is still March 7 (23:59), 06:00Z midnight; 07:59Z is 01:59, 08:00Z is 03:00.
    text = (
        "order_id,ordered_at,amount\n1,2026-03-08T05:59:00Z,1\n2,2026-03-08T06:00:00Z,1\n3,2026-03-08T07:59:00Z,1\n"
        "4,2026-03-08T08:00:00Z,1\n5,2026-03-08T08:30:00Z,1\n6,2026-03-09T04:59:00Z,1\n7,2026-03-09T05:00:00Z,1\n"
    )
    found = ask(in_zone(tmp_path, "America/Chicago", text), "orders_peak", "orders")
    assert found["orders_peak"].grid == (
        ("1", "0", 1), ("6", "23", 1), ("7", "0", 1), ("7", "1", 1), ("7", "23", 1), ("7", "3", 2),
    )  # fmt: skip
    assert found["orders_peak"].windows["current"].number == 2
    assert found["orders"].windows["current"].number == 7


def test_a_month_ends_at_the_clients_midnight(tmp_path: Path) -> None:
    text = "order_id,ordered_at,amount\n1,2026-04-01T04:59:59Z,10\n2,2026-04-01T05:00:00Z,20\n"
    store = in_zone(tmp_path, "America/Chicago", text)
    assert (number(store, "revenue", "2026-03"), number(store, "revenue", "2026-04")) == (10, 20)


def test_a_leap_february_has_its_twenty_ninth_and_a_trailing_year_is_365_days(store_of: StoreOf) -> None:
    # The 365 days to February 29, 2024 begin on March 2, 2023: order 1 is a day too old.
    text = (
        "order_id,ordered_at,amount,customer_id\n1,2023-03-01,1,ann\n2,2023-03-02,1,ann\n3,2024-02-29 23:59,1,ann\n"
        "4,2024-03-01,1,ann\n5,2022-01-01,1,bob\n"
    )
    store = store_of(orders=text)
    assert number(store, "orders", "2024-02") == 1
    found = ask(store, "time_between_purchases", in_="2024-02")["time_between_purchases"]
    assert found.windows["current"].number == Decimal("182.5")  # two orders of one customer
    assert found.beside is not None
    assert found.beside.number == Decimal("182.5")  # gaps of 1 day (March 1 to 2) and of 364 days


def test_a_refund_of_a_later_month_lowers_that_month_and_may_exceed_its_sales(store_of: StoreOf) -> None:
    text = "order_id,ordered_at,amount,refund_amount,refunded_at\n1,2026-02-27,80,80,2026-03-01\n2,2026-03-02,50,,\n"
    store = store_of(orders=text)
    assert (number(store, "revenue", "2026-02"), number(store, "revenue", "2026-03")) == (80, -30)
    assert (number(store, "orders", "2026-02"), number(store, "orders", "2026-03")) == (1, 1)
    assert number(store, "refund_rate") == Decimal("1.6")  # 80 of 50
    assert number(store, "aov") == -30


def test_won_have_no_decimals_and_lose_none(tmp_path: Path) -> None:
    text = (
        'order_id,ordered_at,amount,discount\n1,2026-03-01,33000,3000\n2,2026-03-02,1,0\n3,2026-03-03,"1,250,000",0\n'
    )
    store = in_zone(tmp_path, "Asia/Seoul", text, "KRW")
    assert number(store, "revenue") == 1_280_001
    assert number(store, "aov") == pytest.approx(Decimal(1_280_001) / 3)


def test_one_row_is_enough_and_none_in_the_month_is_a_zero(store_of: StoreOf) -> None:
    one = store_of(orders="order_id,ordered_at,amount,customer_id\n1,2026-03-15,19.99,ann\n")
    assert [number(one, kpi) for kpi in ("revenue", "orders", "aov", "customers", "new_customers")] == [
        Decimal("19.99"), 1, Decimal("19.99"), 1, 1,
    ]  # fmt: skip
    assert number(one, "returning_customers") == 0
    gap = store_of(orders="order_id,ordered_at,amount,customer_id\n1,2026-02-15,5,ann\n2,2026-04-15,5,ann\n")
    assert [number(gap, kpi) for kpi in ("revenue", "orders", "customers")] == [0, 0, 0]
    assert reason(gap, "aov") == ("undefined", "reason.zero_denominator", {"measure": "orders"})
    assert reason(gap, "repeat_purchase_rate")[:2] == ("undefined", "reason.zero_denominator")


def test_orders_of_the_same_second_are_told_apart_by_their_number(store_of: StoreOf) -> None:
    rows = ["b,2026-03-01 10:00,5,ann\n", "a,2026-03-01 10:00,7,ann\n", "c,2026-03-01 10:00,1,bob\n"]
    for order in (rows, rows[::-1]):
        found = store_of(orders="order_id,ordered_at,amount,customer_id\n" + "".join(order))
        assert number(found, "new_customers") == 2
        assert number(found, "repeat_purchase_rate") == Decimal("0.5")
        assert number(found, "purchase_frequency") == Decimal("1.5")


def test_the_busiest_hour_may_be_shared(store_of: StoreOf) -> None:
    text = "order_id,ordered_at,amount\n1,2026-03-02 09:00,1\n2,2026-03-09 09:30,1\n3,2026-03-03 10:00,1\n4,2026-03-10 10:59,1\n"
    found = ask(store_of(orders=text), "orders_peak")["orders_peak"]
    assert found.windows["current"].number == 2
    assert found.grid == (("1", "9", 2), ("2", "10", 2))


def test_sales_by_source_tell_revenue_orders_and_share(store_of: StoreOf) -> None:
    text = "order_id,ordered_at,amount,channel\n1,2026-03-01,60,Email\n2,2026-03-02,30,Email\n3,2026-03-03,10,\n"
    store = store_of(orders=text)
    assert members(store, "sales_by_source", "channel") == {"Email": 90, None: 10}
    found = ask(store, "sales_by_source", by=("channel",))["sales_by_source"]
    assert parts(found) == {"orders": 3, "share": 1}
    split = {part.id: part.segments["channel"]["current"] for part in found.parts}
    assert {key: member.number for key, member in split["orders"].items()} == {"Email": 2, None: 1}
    assert {key: member.number for key, member in split["share"].items()} == {
        "Email": Decimal("0.9"),
        None: Decimal("0.1"),
    }
    bare = store_of(orders="order_id,ordered_at,amount\n1,2026-03-01,60\n")
    assert reason(bare, "sales_by_source") == (
        "unavailable",
        "reason.no_column",
        {"table": "orders", "column": "channel"},
    )


def test_marketing_cost_counts_media_once_and_needs_the_cost_of_sales_for_its_share(store_of: StoreOf) -> None:
    orders = "order_id,ordered_at,amount,customer_id\n1,2026-03-01,60,ann\n"
    ads = "date,spend\n2026-03-01,30\n"
    assert number(store_of(orders=orders, ads=ads), "cac") == 30
    assert reason(store_of(orders=orders, ads=ads), "marketing_share_of_cac") == (
        "unavailable", "reason.no_table", {"table": "costs"},
    )  # fmt: skip
    costs = "date,amount,category\n2026-03-02,10,marketing\n2026-03-03,20,Sales\n"
    store = store_of(orders=orders, ads=ads, costs=costs)
    assert number(store, "cac") == 60
    assert number(store, "marketing_share_of_cac") == pytest.approx(Decimal(40) / 60)


def test_a_lifetime_is_capped_and_pays_back_its_acquisition(store_of: StoreOf) -> None:
    # ann is active before and at the end of March: churn 0, so the cap of five years holds. Gross profit of 365
    # days: 100 + 50 − 45 = 105 of one customer; nobody is new in March, so there is no acquisition cost per head.
    orders = "order_id,ordered_at,amount,customer_id,cost\n1,2026-02-20,100,ann,30\n2,2026-03-20,50,ann,15\n"
    costs = "date,amount,category\n2026-03-02,25,marketing\n"
    store = store_of(orders=orders, costs=costs)
    assert reason(store, "clv")[:2] == ("undefined", "reason.zero_denominator")
    both = orders + "3,2026-03-25,40,bob,10\n"
    store = store_of(orders=both, costs=costs)
    assert number(store, "clv") == Decimal("312.5")  # (190 − 55) / 2 × 5 − 25
    assert number(store, "clv_cac_ratio") == Decimal("13.5")  # 337.5 / 25


def test_the_window_before_the_first_order_is_told_from_an_empty_one(store_of: StoreOf) -> None:
    store = store_of(orders="order_id,ordered_at,amount\n1,2026-03-15,5\n")
    assert reason(store, "revenue", "2026-02") == ("unavailable", "reason.before_data", {"first": date(2026, 3, 15)})
    assert reason(store, "revenue", "2026-04") == ("unavailable", "reason.after_data", {"last": date(2026, 3, 15)})
