"""Refunds: one table of what went back, by order, and one by line, whichever the data gives."""

from __future__ import annotations

from reportgen.facts.lines import shared_out
from reportgen.facts.rules import found
from reportgen.facts.store import FactTable
from reportgen.issues import Issue
from reportgen.sources.model import Engine

_ORDER_DIMENSIONS = ("customer_id", "channel", "campaign", "promotion", "device", "country")
_LINE_DIMENSIONS = ("sku", "product", "category", "customer_id", "country", "channel")


def build_refunds(
    connection: Engine, orders: FactTable | None, lines: FactTable | None
) -> tuple[tuple[str, ...], tuple[Issue, ...]]:
    """Make ``refunds`` and, where there are lines, ``refund_lines``; returns the tables' names and notes.

    Orders that carry a refund amount decide; otherwise lines of negative quantity do. Nothing is
    made where the data can tell of no refunds.
    """
    by_order = (
        orders is not None and "refund_amount" in orders.columns and _any(connection, "orders", "refund_amount <> 0")
    )
    returns = _count(connection, "order_lines", "is_return") if lines is not None else 0
    if orders is not None and by_order:
        issues = _from_orders(connection, orders)
        if lines is None:
            return ("refunds",), issues
        _shared_lines(connection, lines)
        if returns:
            issues += (found("returns-not-used", lines.sources, returns),)
        return ("refunds", "refund_lines"), issues
    if lines is not None:
        return ("refunds", "refund_lines"), _from_lines(connection, orders, lines, returns)
    if orders is not None and "refund_amount" in orders.columns:
        return ("refunds",), _from_orders(connection, orders)
    return (), ()


def _from_orders(connection: Engine, orders: FactTable) -> tuple[Issue, ...]:
    dated = "refunded_at" in orders.columns
    day = "coalesce(cast(refunded_at as DATE), day)" if dated else "day"
    dimensions = "".join(f", {name}" for name in _ORDER_DIMENSIONS if name in orders.columns)
    connection.execute(
        f"create or replace temp table refunds as select {day} as day, order_id, abs(refund_amount) as amount,"
        f" {'refunded_at is not null' if dated else 'false'} as dated{dimensions} from orders"
        " where refund_amount <> 0 order by day, order_id"
    )
    all_rows, own_day = connection.execute("select count(*), count(*) filter (not dated) from refunds").fetchall()[0]
    if not all_rows:
        return ()
    basis = "refund" if not own_day else "order" if own_day == all_rows else "both"
    return (found("refunds-basis", orders.sources, int(own_day), basis=basis, refunds=int(all_rows)),)


def _from_lines(connection: Engine, orders: FactTable | None, lines: FactTable, returns: int) -> tuple[Issue, ...]:
    own = [name for name in _LINE_DIMENSIONS if name in lines.columns]
    listed = "".join(f", {name}" for name in own)
    connection.execute(
        f"create or replace temp table refund_lines as select day, order_id{listed},"
        " cast(-amount as DECIMAL(18,4)) as amount from order_lines where is_return order by _seq"
    )
    by_order = [name for name in own if name in _ORDER_DIMENSIONS]
    wider = [name for name in _ORDER_DIMENSIONS if orders is not None and name in orders.columns]
    cells = [
        _dimension(name, name in by_order, name in wider) for name in _ORDER_DIMENSIONS if name in {*by_order, *wider}
    ]
    join = " left join orders o on o.order_id = r.order_id" if wider else ""
    connection.execute(
        f"create or replace temp table refunds as select r.day, r.order_id, true as dated{''.join(cells)},"
        f" cast(sum(r.amount) as DECIMAL(18,4)) as amount from refund_lines r{join} group by all order by all"
    )
    return (found("refunds-basis", lines.sources, returns, basis="lines", refunds=returns),) if returns else ()


def _dimension(name: str, in_line: bool, in_order: bool) -> str:  # noqa: FBT001
    both = f"coalesce(r.{name}, o.{name})" if in_line and in_order else f"r.{name}" if in_line else f"o.{name}"
    return f", {both} as {name}"


def _shared_lines(connection: Engine, lines: FactTable) -> None:
    """Share each order's refund out over its lines; what has no line stays as one row without one."""
    own = [name for name in _LINE_DIMENSIONS if name in lines.columns]
    listed = "".join(f", {name}" for name in own)
    cells = "".join(f", l.{name}" for name in own)
    rows = (
        f"select l._seq, l.order_id, l.quantity, l.unit_price{cells}, r.day as refund_day, r.amount as refunded"
        " from order_lines l join refunds r on r.order_id = l.order_id where l.quantity > 0"
    )
    bare = "".join(
        f", {f'r.{name}' if name in _ORDER_DIMENSIONS and _has(connection, name) else 'null'}" for name in own
    )
    connection.execute(
        f"create or replace temp table refund_lines as select refund_day as day, order_id{listed}, share as amount"
        f" from ({shared_out(rows, 'refunded', 'share')}) union all"
        f" select r.day, r.order_id{bare}, r.amount from refunds r where not exists"
        " (select 1 from order_lines l where l.order_id = r.order_id and l.quantity > 0) order by all"
    )


def _has(connection: Engine, column: str) -> bool:
    return any(row[0] == column for row in connection.execute("describe refunds").fetchall())


def _any(connection: Engine, table: str, where: str) -> bool:
    return _count(connection, table, where) > 0


def _count(connection: Engine, table: str, where: str) -> int:
    return int(connection.execute(f"select count(*) from {table} where {where}").fetchall()[0][0])
