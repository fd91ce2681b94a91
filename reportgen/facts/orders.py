"""Orders: completed orders from the orders' own rows, or derived from their lines."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.facts.rules import found
from reportgen.facts.tables import Union, day_columns, last_of_each_key
from reportgen.issues import Issue
from reportgen.sources.model import Engine

NOT_COMPLETED = ("voided", "void", "failed", "pending", "cancelled", "canceled")
"""Statuses of orders that never became a sale; refunded ones did."""

_ZERO_WHEN_EMPTY = ("discount", "tax", "shipping")


def orders_from_rows(connection: Engine, union: Union) -> tuple[Issue, ...]:
    """Make ``orders`` from an orders source, and ``excluded_orders`` (ids that are not completed)."""
    rows, issues = last_of_each_key(connection, union)
    kind = "table" if issues else "view"  # the rows as they stand need no copy
    connection.execute(f"create or replace temp {kind} newest_orders as {rows}")
    excluded = "false"
    if "status" in union.columns:
        listed = ", ".join(f"'{word}'" for word in NOT_COMPLETED)
        excluded = f"coalesce(lower(status) in ({listed}), false)"
    connection.execute(
        f"create or replace temp table excluded_orders as select order_id from newest_orders where {excluded}"
    )
    cells = ", ".join(
        f"coalesce({column}, 0) as {column}" if column in _ZERO_WHEN_EMPTY else f'"{column}"'
        for column in union.columns
    )
    _finish(connection, union, f"select {cells} from newest_orders where not ({excluded})")
    connection.execute(f"drop {kind} newest_orders")
    left_out = connection.execute("select count(*) from excluded_orders").fetchall()[0][0]
    if left_out:
        issues += (found("excluded-orders", union.sources, int(left_out)),)
    return issues


def orders_from_lines(connection: Engine, union: Union) -> tuple[Issue, ...]:
    """Make ``orders`` from order lines: an order has at least one line of positive quantity.

    Its time, customer, country and channel are those of its first such line (by time, then by
    place in the file); its amount is the sum of such lines.
    """
    dimensions = [name for name in ("customer_id", "country", "channel") if name in union.columns]
    place = "(cast(epoch_us(ordered_at) as HUGEINT) * 1152921504606846976 + _seq)"
    firsts = "".join(f", arg_min_null({name}, {place}) as {name}" for name in dimensions)
    connection.execute("create or replace temp table excluded_orders (order_id VARCHAR)")
    _finish(
        connection,
        union,
        "select order_id, cast(sum(cast(quantity * unit_price as DECIMAL(18,4))) as DECIMAL(18,4)) as amount,"
        f' min(ordered_at) as ordered_at{firsts} from "{union.relation}" where quantity > 0 group by order_id',
    )
    return ()


def _finish(connection: Engine, union: Union, rows: str) -> None:
    """Make ``orders``: day, hour and weekday, and each identified customer's orders numbered."""
    numbered = ""
    if "customer_id" in union.columns:
        window = "over (partition by customer_id order by ordered_at, order_id)"
        numbered = (
            f", case when customer_id is not null then row_number() {window} end as customer_order_number,"
            f" case when customer_id is not null then lag(cast(ordered_at as DATE)) {window} end as previous_day"
        )
    connection.execute(
        f"create or replace temp table orders as select {day_columns('ordered_at', clock=True)}, *{numbered}"
        f" from ({rows})"
    )


def guests(connection: Engine, sources: Sequence[str]) -> tuple[Issue, ...]:
    """A note of the orders without a customer, which customer KPIs cannot count."""
    all_orders, without = connection.execute(
        "select count(*), count(*) filter (customer_id is null) from orders"
    ).fetchall()[0]
    if not without:
        return ()
    return (found("guest-orders", sources, int(without), share=without / all_orders),)
