"""The largest orders of a window, and how large its orders usually are."""

from __future__ import annotations

from decimal import Decimal

from reportgen.facts import FactStore
from reportgen.kpis.model import DayWindow, Record, Records

_MOST = 3  # orders listed


def largest_orders(store: FactStore, window: DayWindow) -> Records | None:
    """The largest orders of the window by what they add to net revenue; None without an order that adds anything.

    That is amount − discount − refunds made in the window. Quartiles are of its natural logarithm.
    """
    if "orders" not in store.tables:
        return None
    days = " or ".join(f"day between date '{span.start}' and date '{span.end}'" for span in window.spans)
    discount = "coalesce(discount, 0)" if "discount" in store.tables["orders"].columns else "0"
    refunds, refunded = "", "0"
    if "refunds" in store.tables and "order_id" in store.tables["refunds"].columns:
        refunds = (
            f" left join (select order_id, sum(amount) as back from refunds where {days} group by order_id) as r"
            " using (order_id)"
        )
        refunded = "coalesce(r.back, 0)"
    orders = store.on("orders")
    orders.execute(
        "create or replace temp table net_orders as select order_id, day, net from ("
        f"select o.order_id, o.day, o.amount - {discount} - {refunded} as net from orders as o{refunds} where {days})"
        " where net > 0"
    )
    count, lower, upper = orders.execute(
        "select count(*), quantile_cont(ln(cast(net as DOUBLE)), 0.25), quantile_cont(ln(cast(net as DOUBLE)), 0.75)"
        " from net_orders"
    ).fetchall()[0]
    rows = (
        store.on("orders")
        .execute(f"select order_id, day, net from net_orders order by net desc, order_id limit {_MOST}")
        .fetchall()
    )
    orders.execute("drop table net_orders")
    if not count:
        return None
    largest = tuple(Record(str(key), day, Decimal(str(net))) for key, day, net in rows)
    return Records("revenue", int(count), float(lower), float(upper), largest)
