"""Dialects: a statement of our own, parsed from DuckDB's SQL, in the words of a warehouse.

sqlglot knows the functions' and types' names. Here stands what it leaves as it is and warehouses refuse: subqueries
without a name, names of results in ``group by``, ``filter``, and functions that only DuckDB has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

DIALECTS: Mapping[str, str] = MappingProxyType(
    {
        "postgresql": "postgres",
        "postgres": "postgres",
        "bigquery": "bigquery",
        "snowflake": "snowflake",
        "trino": "trino",
        "clickhouse": "clickhouse",
        "databricks": "databricks",
        "sc": "spark",
        "duckdb": "duckdb",
    }
)
"""Scheme of a connection's URL → sqlglot's name of the warehouse's dialect."""

_NO_FILTER = frozenset({"bigquery", "snowflake"})
_FIRST_BY = MappingProxyType(
    {
        "postgres": "(array_agg({x} order by {by}))[1]",
        "bigquery": "array_agg({x} order by {by} limit 1)[offset(0)]",
        "clickhouse": "(argMin(tuple({x}), {by})).1",
        "spark": "min(named_struct('by', {by}, '{name}', {x})).`{name}`",
        "databricks": "min(named_struct('by', {by}, '{name}', {x})).`{name}`",
        "duckdb": "arg_min_null({x}, {by})",
    }
)
"""The value of the first row, also where it is empty; warehouses that are not named have ``min_by``."""

_ISO_WEEKDAY = MappingProxyType(
    {
        "postgres": "cast(extract(isodow from {x}) as integer)",
        "spark": "(((dayofweek({x}) + 5) % 7) + 1)",
        "databricks": "(((dayofweek({x}) + 5) % 7) + 1)",
    }
)
"""Monday 1 … Sunday 7, where sqlglot writes something else (Spark's days begin with Sunday 1)."""

_HOUR = MappingProxyType({"postgres": "cast(extract(hour from {x}) as integer)"})

_LOCAL = MappingProxyType(
    {
        "bigquery": "datetime({x}, {zone})",
        "snowflake": "cast(convert_timezone({zone}, {x}) as timestamp_ntz)",
        "trino": "cast(at_timezone({x}, {zone}) as timestamp)",
        "clickhouse": "toDateTime(toString(toTimeZone({x}, {zone})))",
        "spark": "from_utc_timestamp({x}, {zone})",
        "databricks": "from_utc_timestamp({x}, {zone})",
    }
)
"""The time on the wall of a zone, of a moment; in Spark of a session whose own zone is UTC."""

_MOMENT = MappingProxyType(
    {
        "bigquery": "timestamp({x}, {zone})",
        "trino": "with_timezone({x}, {zone})",
        "clickhouse": "toDateTime(toString({x}), {zone})",
        "spark": "to_utc_timestamp({x}, {zone})",
        "databricks": "to_utc_timestamp({x}, {zone})",
    }
)
"""The moment at which the wall of a zone shows a time."""

_AFTER = MappingProxyType({"clickhouse": " SETTINGS join_use_nulls = 1, prefer_column_name_to_alias = 1"})
"""What stands after every statement: ClickHouse fills outer joins with zeros otherwise, and reads aliases first."""

_SORTED = "array_sort(array_agg({x}) filter (where {x} is not null))"
_QUANTILE = MappingProxyType(
    {
        "spark": "percentile({x}, {p})",
        "databricks": "percentile({x}, {p})",
        "clickhouse": "quantileExactInclusive({p})({x})",
        "bigquery": "(select percentile_cont(v, {p}) over () from unnest(array_agg({x} ignore nulls)) as v limit 1)",
        "trino": (
            f"(element_at({_SORTED}, cast(floor((count({{x}}) - 1) * {{p}}) as bigint) + 1)"
            f" + ((count({{x}}) - 1) * {{p}} - floor((count({{x}}) - 1) * {{p}}))"
            f" * (element_at({_SORTED}, cast(ceil((count({{x}}) - 1) * {{p}}) as bigint) + 1)"
            f" - element_at({_SORTED}, cast(floor((count({{x}}) - 1) * {{p}}) as bigint) + 1)))"
        ),
    }
)
"""The quantile with linear interpolation (SQL's ``percentile_cont``), exact, where it has no ``within group``."""


def parse(sql: str) -> exp.Expr:
    """A statement of ours as a tree, with every name quoted (a warehouse may fold plain ones)."""
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(sql, dialect="duckdb")
    for name in tree.find_all(exp.Identifier):
        name.set("quoted", True)
    return tree


def day_rows(days: Sequence[tuple[int, date]], dialect: str) -> str:
    """A query of rows (window_number, window_day) in the dialect."""
    if dialect == "bigquery":
        rows = ", ".join(f"({number}, DATE '{day}')" for number, day in days)
        return f"SELECT * FROM UNNEST(ARRAY<STRUCT<window_number INT64, window_day DATE>>[{rows}])"
    if dialect == "clickhouse":
        rows = ", ".join(f"({number}, '{day}')" for number, day in days)
        return f"SELECT * FROM values('window_number Int64, window_day Date', {rows})"
    rows = ", ".join(f"({number}, DATE '{day}')" for number, day in days)
    quote = "`" if dialect in ("spark", "databricks") else '"'
    names = ", ".join(f"{quote}{name}{quote}" for name in ("window_number", "window_day"))
    return f"SELECT * FROM (VALUES {rows}) AS days({names})"


def spell(tree: exp.Expr, dialect: str) -> str:
    """The tree, which is taken over, as one statement of the dialect."""
    from sqlglot import exp

    for select in list(tree.find_all(exp.Select)):
        _group_by_place(select)
    for number, query in enumerate(_nameless(tree)):
        query.set("alias", exp.TableAlias(this=exp.to_identifier(f"q{number}", quoted=True)))
    if dialect in _NO_FILTER:
        for node in list(tree.find_all(exp.Filter)):
            _as_case(node)
    for rule in (_first_by, _quantile, _clock, _zoned, _logical, _rounded, _whole):
        tree = tree.transform(rule, dialect, copy=False)
    return str(tree.sql(dialect=dialect))


def _group_by_place(select: exp.Select) -> None:
    """``group by all`` and names of results as the results' places, which every warehouse understands."""
    from sqlglot import exp

    group = select.args.get("group")
    if group is None:
        return
    results = list(enumerate(select.expressions, 1))
    if group.args.get("all"):
        keys = [(at, one) for at, one in results if not one.find(exp.AggFunc)]
    else:
        by_name = {one.alias_or_name: (at, one) for at, one in results if one.alias_or_name}
        keys = [
            results[int(key.name) - 1]
            if isinstance(key, exp.Literal)
            else by_name.get(key.name, (0, key))
            if isinstance(key, exp.Column)
            else (0, key)
            for key in group.expressions
        ]
    group.set("all", None)
    varying = [(at, key) for at, key in keys if not isinstance(key.unalias(), (exp.Null, exp.Literal))]
    group.set("expressions", [exp.Literal.number(at) if at else key for at, key in varying])
    if not varying:  # one group, which is there only where there are rows
        select.set("group", None)
        select.set("having", exp.Having(this=exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(0))))


def _nameless(tree: exp.Expr) -> list[exp.Subquery]:
    from sqlglot import exp

    return [
        query
        for query in tree.find_all(exp.Subquery)
        if isinstance(query.parent, (exp.From, exp.Join)) and not query.alias
    ]


def _as_case(node: exp.Filter) -> None:
    """``sum(x) filter (where c)`` as ``sum(case when c then x end)``."""
    from sqlglot import exp

    call, condition = node.this, node.expression.this
    inner = call.this
    holder = inner if isinstance(inner, exp.Distinct) else call
    if isinstance(holder, exp.Distinct):
        holder.set("expressions", [_case(condition, one) for one in holder.expressions])
    elif isinstance(inner, exp.Star) or inner is None:
        call.set("this", _case(condition, exp.Literal.number(1)))
    else:
        call.set("this", _case(condition, inner))
    node.replace(call)


def _case(condition: exp.Expr, value: exp.Expr) -> exp.Case:
    from sqlglot import exp

    return exp.Case(ifs=[exp.If(this=condition.copy(), true=value.copy())])


def _first_by(node: exp.Expr, dialect: str) -> exp.Expr:
    """``arg_min_null``, in a relation always by the row's number, which follows time."""
    import sqlglot
    from sqlglot import exp

    if not isinstance(node, exp.Anonymous) or node.name.lower() != "arg_min_null":
        return node
    by = exp.column(exp.to_identifier("_seq", quoted=True))
    template = _FIRST_BY.get(dialect, "min_by({x}, {by})")
    value = node.expressions[0]
    text = template.format(x=value.sql(dialect=dialect), by=by.sql(dialect=dialect), name=value.name or "x")
    return sqlglot.parse_one(text, dialect=dialect)


def _clock(node: exp.Expr, dialect: str) -> exp.Expr:
    """The ISO weekday and the hour of a time."""
    import sqlglot
    from sqlglot import exp

    template = None
    if isinstance(node, exp.DayOfWeekIso):
        template = _ISO_WEEKDAY.get(dialect)
    elif isinstance(node, exp.Hour):
        template = _HOUR.get(dialect)
    return sqlglot.parse_one(template.format(x=node.this.sql(dialect=dialect)), dialect=dialect) if template else node


def _zoned(node: exp.Expr, dialect: str) -> exp.Expr:
    """``at time zone``: of a moment the time on that wall, of a time on a wall the moment."""
    import sqlglot
    from sqlglot import exp

    if dialect not in _LOCAL or not isinstance(node, exp.AtTimeZone):
        return node
    inner = node.this.unnest()
    zone = node.args["zone"].sql(dialect=dialect)
    if isinstance(inner, exp.AtTimeZone):
        wall, own = inner.this.unnest().sql(dialect=dialect), inner.args["zone"].sql(dialect=dialect)
        if dialect == "snowflake":
            text = f"convert_timezone({own}, {zone}, cast({wall} as timestamp_ntz))"
        else:
            text = _LOCAL[dialect].format(x=_MOMENT[dialect].format(x=wall, zone=own), zone=zone)
    else:
        text = _LOCAL[dialect].format(x=inner.sql(dialect=dialect), zone=zone)
    return sqlglot.parse_one(text, dialect=dialect)


def ended(sql: str, dialect: str) -> str:
    """The whole statement with what the dialect needs after it."""
    return sql + _AFTER.get(dialect, "")


def _quantile(node: exp.Expr, dialect: str) -> exp.Expr:
    """Medians and quantiles, which are interpolated; a ``filter`` around them goes inside."""
    import sqlglot
    from sqlglot import exp

    if dialect == "duckdb" or not isinstance(node, (exp.Median, exp.PercentileCont, exp.Filter)):
        return node
    call, value = node, None
    if isinstance(node, exp.Filter):
        call = node.this
        if not isinstance(call, (exp.Median, exp.PercentileCont)) or dialect not in _QUANTILE:
            return node
        value = _case(node.expression.this, call.this)
    if isinstance(call.parent, exp.WithinGroup):
        return node
    share = "0.5" if isinstance(call, exp.Median) else call.expression.sql()
    text = _QUANTILE.get(dialect, "percentile_cont({p}) within group (order by {x})")
    return sqlglot.parse_one(text.format(x=(value or call.this).sql(dialect=dialect), p=share), dialect=dialect)


def _logical(node: exp.Expr, dialect: str) -> exp.Expr:
    """Whether any or every row is so, where only numbers have aggregates."""
    from sqlglot import exp

    if dialect != "clickhouse" or not isinstance(node, (exp.LogicalOr, exp.LogicalAnd)):
        return node
    return (exp.Max if isinstance(node, exp.LogicalOr) else exp.Min)(this=node.this)


def _rounded(node: exp.Expr, dialect: str) -> exp.Expr:
    """PostgreSQL rounds to places only what is exact."""
    from sqlglot import exp

    if dialect != "postgres" or not isinstance(node, exp.Round) or node.args.get("decimals") is None:
        return node
    if isinstance(node.this, exp.Cast) and node.this.to.is_type("decimal"):
        return node
    node.set("this", exp.cast(node.this, "DECIMAL(38, 10)"))
    return node


def _whole(node: exp.Expr, dialect: str) -> exp.Expr:
    """A 128-bit integer as a decimal where there is none."""
    from sqlglot import exp

    if dialect != "duckdb" and isinstance(node, exp.DataType) and node.is_type("int128"):
        return exp.DataType.build("DECIMAL(38, 0)")
    return node
