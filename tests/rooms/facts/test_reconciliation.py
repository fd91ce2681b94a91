from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.facts.store import FactStore
from reportgen.issues import Issue

ORDERS = """order_id,ordered_at,amount,discount,refund_amount,refunded_at,status,channel
    o1,2026-10-01,30,10,,,paid,Email
    o2,2026-10-02,20,0,8,2026-11-05,partially_refunded,Ads
    o3,2026-10-03,40,,40,,refunded,Ads
    o4,2026-10-03,99,,9,2026-10-09,voided,Ads
    o5,2026-10-04,7,,7,,refunded,Email"""
LINES = """order_id,ordered_at,sku,quantity,unit_price,category
    o1,2026-10-01,A,1,10,toys
    o1,2026-10-01,B,2,5,books
    o1,2026-10-01,C,1,10,toys
    o2,2026-10-02,A,2,10,toys
    o2,2026-11-05,A,-1,8,toys
    o3,2026-10-03,B,8,5,books
    o4,2026-10-03,B,9,11,books
    zz,2026-10-03,B,1,5,books"""


def test_refunds_are_dated_by_the_refund_else_by_the_order_and_excluded_orders_have_none(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]], rules: Callable[..., dict[str, Issue]]
) -> None:
    store = build(orders=ORDERS, order_lines=LINES)
    assert query(store, "select order_id, day, amount, dated, channel from refunds order by 1") == [
        ("o2", date(2026, 11, 5), Decimal(8), True, "Ads"),
        ("o3", date(2026, 10, 3), Decimal(40), False, "Ads"),
        ("o5", date(2026, 10, 4), Decimal(7), False, "Email"),
    ]
    assert rules(store)["refunds-basis"].message.arguments == {"rows": 2, "basis": "both", "refunds": 3}
    assert rules(store)["returns-not-used"].rows == 1


def test_lines_of_excluded_and_unknown_orders_are_left_out_and_counted(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]], rules: Callable[..., dict[str, Issue]]
) -> None:
    store = build(orders=ORDERS, order_lines=LINES)
    assert query(store, "select distinct order_id from order_lines order by 1") == [("o1",), ("o2",), ("o3",)]
    assert rules(store)["unknown-orders"].rows == 1


def test_net_sales_by_category_sum_to_the_orders_net_sales(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    store = build(orders=ORDERS, order_lines=LINES)
    assert query(store, "select category, sum(net_amount) from order_lines group by 1 order by 1") == [
        ("books", Decimal("46.6666")), ("toys", Decimal("33.3334")),
    ]  # fmt: skip
    assert query(store, "select sum(net_amount) from order_lines") == [(Decimal(80),)]
    assert query(store, "select category, sum(amount) from refund_lines group by 1 order by 1") == [
        ("books", Decimal(40)), ("toys", Decimal(8)), (None, Decimal(7)),
    ]  # fmt: skip


def test_an_order_whose_lines_do_not_sum_to_its_amount_is_noted(
    build: Callable[..., FactStore], rules: Callable[..., dict[str, Issue]]
) -> None:
    store = build(
        orders="order_id,ordered_at,amount\n1,2026-10-01,30\n2,2026-10-01,5",
        order_lines="order_id,ordered_at,sku,quantity,unit_price\n1,2026-10-01,A,1,25\n2,2026-10-01,A,1,5",
    )
    issue = rules(store)["lines-gap"]
    assert (issue.rows, issue.message.arguments["lines"], issue.message.arguments["orders"]) == (1, 25, 30)


def test_returns_under_numbers_of_their_own_stay_returns(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    store = build(
        orders="order_id,ordered_at,amount,country\n1,2026-10-01,30,DE",
        order_lines="""order_id,ordered_at,sku,quantity,unit_price
        1,2026-10-01,A,3,10
        C1,2026-10-04,A,-1,10
        1,2026-10-05,A,-1,10""",
    )
    assert query(store, "select order_id, amount, country from refunds order by 1") == [
        ("1", Decimal(10), "DE"), ("C1", Decimal(10), None),
    ]  # fmt: skip


def test_orders_without_lines_have_refunds_without_lines(build: Callable[..., FactStore]) -> None:
    store = build(orders=ORDERS)
    assert "refunds" in store.tables
    assert "refund_lines" not in store.tables


_PRICES = st.decimals("0", "99.99", places=2)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    orders=st.lists(
        st.tuples(st.lists(st.tuples(st.integers(1, 5), _PRICES), min_size=1, max_size=5), _PRICES, _PRICES),
        min_size=1,
        max_size=4,
    )
)
def test_parts_always_sum_to_their_order_to_the_last_digit(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]], orders: list[Any]
) -> None:
    head, lines = ["order_id,ordered_at,amount,discount,refund_amount"], ["order_id,ordered_at,sku,quantity,unit_price"]
    expected = defaultdict(Decimal)
    for number, (parts, discount, refund) in enumerate(orders):
        amount = sum((quantity * price for quantity, price in parts), Decimal(0))
        head.append(f"o{number},2026-10-01,{amount},{discount},{refund}")
        lines += [f"o{number},2026-10-01,s{n},{quantity},{price}" for n, (quantity, price) in enumerate(parts)]
        expected[f"o{number}"] = amount - discount
    store = build(orders="\n".join(head), order_lines="\n".join(lines))
    net = dict(query(store, "select order_id, sum(net_amount) from order_lines group by 1"))
    assert net == expected
    by_line = query(store, "select order_id, sum(amount) from refund_lines group by 1 order by 1")
    assert by_line == query(store, "select order_id, amount from refunds order by 1")
