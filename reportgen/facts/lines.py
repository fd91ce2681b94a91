"""Order lines: what was sold and returned, line by line, so that their sums meet the orders'."""

from __future__ import annotations

from reportgen.facts.rules import found
from reportgen.facts.tables import Union
from reportgen.issues import Issue, Severity
from reportgen.sources.model import Engine

_OF_THE_ORDER = ("customer_id", "country", "channel")
_MANY = 0.01  # above this share of lines without their order, more than a note


def lines_alone(connection: Engine, union: Union) -> None:
    """Make ``order_lines`` where orders derive from them; a view, since nothing has to be joined.

    A sale's ``day`` is its order's, also when the order's lines cross midnight.
    """
    connection.execute(
        "create or replace temp table later_lines as"
        " select order_id, day from (select order_id, min(cast(ordered_at as DATE)) as day,"
        f' max(cast(ordered_at as DATE)) as last from "{union.relation}" where quantity > 0 group by order_id)'
        " where day <> last"
    )
    late = connection.execute("select count(*) from later_lines").fetchall()[0][0]
    join = " left join later_lines using (order_id)" if late else ""
    own = "cast(ordered_at as DATE)"
    day = f"case when quantity > 0 then coalesce(later_lines.day, {own}) else {own} end" if late else own
    connection.execute(
        f"create or replace temp view order_lines as select {day} as day, {_clock()}, _seq, {_columns(union)},"
        f" {_amounts(union)}, (case when quantity > 0 then {_AMOUNT} else 0::DECIMAL(18,4) end) as net_amount"
        f' from "{union.relation}"{join}'
    )


def lines_of_orders(connection: Engine, union: Union, order_columns: frozenset[str]) -> tuple[Issue, ...]:
    """Make ``order_lines`` of the orders that are there; discounts of an order are shared out.

    A line's customer, country and channel are its order's where it names none. Lines of excluded
    orders are left out. A sale without its order is left out and counted; a
    return without one stays (shops give returns numbers of their own).
    """
    discounted = "discount" in order_columns
    inherited = [name for name in _OF_THE_ORDER if name in order_columns]
    names = tuple(dict.fromkeys((*union.columns, *inherited)))
    columns = ", ".join(_cell(name, name in union.columns, name in inherited) for name in names)
    connection.execute(
        f"create or replace temp table joined_lines as select l._seq, {columns}, o.day as order_day,"
        f" {'o.discount' if discounted else '0::DECIMAL(18,4)'} as order_discount, o.order_id is not null as known"
        f' from "{union.relation}" l left join orders o on l.order_id = o.order_id'
        " where not exists (select 1 from excluded_orders x where x.order_id = l.order_id)"
    )
    sold, unknown = connection.execute(
        "select count(*), count(*) filter (not known) from joined_lines where quantity > 0"
    ).fetchall()[0]
    net = f"case when quantity > 0 then {_AMOUNT} else 0::DECIMAL(18,4) end"
    rows = "select * from joined_lines where known or quantity <= 0"
    if discounted:
        rows = shared_out(rows, "order_discount", "share")
        net = f"case when quantity > 0 then cast({_AMOUNT} - share as DECIMAL(18,4)) else 0::DECIMAL(18,4) end"
    own = "cast(ordered_at as DATE)"
    connection.execute(
        f"create or replace temp table order_lines as select case when quantity > 0 then order_day else {own} end as"
        f" day, {_clock()}, _seq, {', '.join(names)}, {_amounts(union)}, {net} as net_amount from ({rows})"
        " order by _seq"
    )
    connection.execute("drop table joined_lines")
    issues: tuple[Issue, ...] = ()
    if unknown:
        severity = Severity.WARN if unknown / sold > _MANY else Severity.NOTE
        issues += (found("unknown-orders", union.sources, int(unknown), severity=severity, share=unknown / sold),)
    return issues + _gap(connection, union)


def _cell(name: str, in_line: bool, in_order: bool) -> str:  # noqa: FBT001
    both = f"coalesce(l.{name}, o.{name}) as {name}"
    return both if in_line and in_order else f"l.{name}" if in_line else f"o.{name}"


def shared_out(rows: str, total: str, share: str) -> str:
    """SQL: of each order's lines of positive quantity, its part of the order's ``total``, by amount.

    Rounded cumulatively, so that the parts sum exactly to the total; lines of no amount share by
    their number. Other rows get 0. Each row has a ``_seq`` of its own.
    """
    # Windows over the few columns that they need, of orders that have something to share, and joined.
    sharing = (
        f"select _seq, order_id, {_AMOUNT} as _amount, {total} as _total from ({rows})"
        f" where quantity > 0 and {total} <> 0"
    )
    window, whole = "partition by order_id order by _seq", "over (partition by order_id)"
    done = (
        f"case when sum(_amount) {whole} <> 0"
        f" then sum(_amount) over ({window})::DOUBLE / sum(_amount) {whole}::DOUBLE"
        f" else row_number() over ({window})::DOUBLE / count(*) {whole} end"
    )
    parts = (
        f"select _seq, cast(_done - coalesce(lag(_done) over ({window}), 0) as DECIMAL(18,4)) as _part from (select *,"
        f" cast(round(_total::DOUBLE * ({done}), 4) as DECIMAL(18,4)) as _done from ({sharing}))"
    )
    return (
        f"select l.*, coalesce(p._part, 0::DECIMAL(18,4)) as {share} from ({rows}) as l"
        f" left join ({parts}) as p on l._seq = p._seq"
    )


_AMOUNT = "cast(quantity * unit_price as DECIMAL(18,4))"


def _columns(union: Union) -> str:
    return ", ".join(union.columns)


def _clock() -> str:
    return "cast(hour(ordered_at) as INTEGER) as hour, cast(isodow(ordered_at) as INTEGER) as weekday"


def _amounts(union: Union) -> str:
    cost = ", cast(quantity * unit_cost as DECIMAL(18,4)) as cost_amount" if "unit_cost" in union.columns else ""
    return f"{_AMOUNT} as amount, quantity < 0 as is_return{cost}"


def _gap(connection: Engine, union: Union) -> tuple[Issue, ...]:
    """Orders whose lines do not sum to their amount: breakdowns by product will not meet the total."""
    rows, lines, orders, example = connection.execute(
        "select count(*), coalesce(sum(l.amount), 0), coalesce(sum(o.amount), 0), min(o.order_id) from orders o join"
        " (select order_id, sum(amount) as amount from order_lines where not is_return group by order_id) l"
        " on l.order_id = o.order_id where abs(l.amount - o.amount) > 0.01"
    ).fetchall()[0]
    if not rows:
        return ()
    return (found("lines-gap", union.sources, int(rows), str(example), lines=lines, orders=orders),)
