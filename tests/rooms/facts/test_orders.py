from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.facts.store import FactStore
from reportgen.issues import Issue

ORDERS = """order_id,ordered_at,amount,customer_id,status,discount,channel
    o1,2026-09-30 10:00,100,ann,paid,5,Email
    o2,2026-10-01 23:30,50,bob,Refunded,,Ads
    o3,2026-10-02 09:00,70,ann,VOIDED,,Ads
    o4,2026-10-02 09:00,70,ann,partially_refunded,,Ads
    o5,2026-10-03 00:00,10,,Pending,,Email
    o6,2026-10-03 12:00,20,,,,Email
    o7,2026-10-04 12:00,20,ann,cancelled,,Email"""


def test_only_completed_orders_are_orders(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]], rules: Callable[..., dict[str, Issue]]
) -> None:
    store = build(orders=ORDERS)
    assert query(store, "select order_id from orders order by order_id") == [("o1",), ("o2",), ("o4",), ("o6",)]
    assert rules(store)["excluded-orders"].rows == 3
    assert rules(store)["guest-orders"].message.arguments == {"rows": 1, "share": 0.25}


def test_an_identified_customers_orders_are_numbered_over_all_the_data(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    store = build(orders=ORDERS)
    assert query(store, "select order_id, customer_order_number, previous_day from orders order by order_id") == [
        ("o1", 1, None),
        ("o2", 1, None),
        ("o4", 2, date(2026, 9, 30)),
        ("o6", None, None),
    ]


def test_orders_of_the_same_moment_are_numbered_by_their_id(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    store = build(
        orders="""order_id,ordered_at,amount,customer_id
        b,2026-10-01,1,ann
        a,2026-10-01,1,ann"""
    )
    assert query(store, "select order_id, customer_order_number from orders order by 1") == [("a", 1), ("b", 2)]


def test_an_order_has_its_day_hour_and_weekday(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    store = build(orders=ORDERS)
    assert query(store, "select day, hour, weekday from orders where order_id = 'o2'") == [(date(2026, 10, 1), 23, 4)]


def test_a_column_without_any_cell_is_not_there(build: Callable[..., FactStore]) -> None:
    store = build(orders="order_id,ordered_at,amount,customer_id,country,discount\n1,2026-10-01,5,ann,,")
    assert "customer_id" in store.tables["orders"].columns
    assert not {"country", "discount", "channel"} & store.tables["orders"].columns


def test_an_empty_discount_beside_others_is_none(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    assert query(build(orders=ORDERS), "select sum(discount), count(discount) from orders") == [(Decimal(5), 4)]


def test_of_repeated_keys_the_last_row_counts(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]], rules: Callable[..., dict[str, Issue]]
) -> None:
    head = "order_id,ordered_at,amount,status\n"
    store = build(
        orders=[head + "1,2026-10-01,5,paid\n2,2026-10-01,6,paid\n1,2026-10-01,7,paid", head + "2,2026-10-01,6,voided"]
    )
    assert query(store, "select order_id, amount from orders") == [("1", Decimal(7))]
    issue = rules(store)["repeated-keys"]
    assert (issue.severity, issue.rows, issue.message.arguments["key"]) == ("warn", 2, "order_id")


LINES = """order_id,ordered_at,sku,quantity,unit_price,customer_id,country,category
    o1,2026-10-01 23:58,A,2,10.00,ann,DE,toys
    o1,2026-10-02 00:01,B,1,5.50,bob,FR,books
    o2,2026-10-02 08:00,A,-1,10.00,ann,DE,toys
    o2,2026-10-02 09:00,A,3,10.00,,DE,toys
    c9,2026-10-05 10:00,B,-2,5.50,ann,DE,books
    o3,2026-10-06 10:00,B,0,5.50,ann,DE,books"""


def test_orders_derive_from_lines_of_positive_quantity(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    store = build(order_lines=LINES)
    assert query(store, "select order_id, day, amount, customer_id, country from orders order by 1") == [
        ("o1", date(2026, 10, 1), Decimal("25.5"), "ann", "DE"),
        ("o2", date(2026, 10, 2), Decimal(30), None, "DE"),
    ]


def test_the_first_line_by_time_then_by_place_gives_an_orders_customer(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    head = "order_id,ordered_at,sku,quantity,unit_price,customer_id\n"
    late_first = head + "1,2026-10-02,A,1,1,late\n1,2026-10-01,B,1,1,\n1,2026-10-01,C,1,1,early"
    store = build(order_lines=late_first + "\n2,2026-10-01,A,1,1,ann\n2,2026-10-01,A,1,1,bob")
    assert query(store, "select order_id, customer_id from orders order by 1") == [("1", None), ("2", "ann")]


def test_lines_that_cross_midnight_belong_to_their_orders_day(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    store = build(order_lines=LINES)
    by_lines = query(store, "select day, sum(amount) from order_lines where not is_return group by 1 order by 1")
    by_orders = query(store, "select day, sum(amount) from orders group by 1 order by 1")
    assert [row for row in by_lines if row[1]] == by_orders


def test_lines_of_negative_quantity_are_refunds_on_their_own_day(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]], rules: Callable[..., dict[str, Issue]]
) -> None:
    store = build(order_lines=LINES)
    assert query(store, "select day, order_id, amount, customer_id, dated from refunds order by day") == [
        (date(2026, 10, 2), "o2", Decimal(10), "ann", True), (date(2026, 10, 5), "c9", Decimal(11), "ann", True),
    ]  # fmt: skip
    assert query(store, "select category, sum(amount) from refund_lines group by 1 order by 1") == [
        ("books", Decimal(11)), ("toys", Decimal(10)),
    ]  # fmt: skip
    assert rules(store)["refunds-basis"].message.arguments["basis"] == "lines"


def test_costs_of_lines_are_signed(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    store = build(
        order_lines="""order_id,ordered_at,sku,quantity,unit_price,unit_cost
        1,2026-10-01,A,3,10,4.25
        1,2026-10-02,A,-1,10,4.25"""
    )
    assert query(store, "select sum(cost_amount), sum(quantity), sum(amount) from order_lines") == [
        (Decimal("8.5"), Decimal(2), Decimal(20))
    ]


@pytest.mark.parametrize("missing", ["orders", "order_lines"])
def test_without_sales_there_are_no_sales_tables(build: Callable[..., FactStore], missing: str) -> None:
    assert missing not in build(costs="date,amount,category\n2026-10-01,5,rent").tables
