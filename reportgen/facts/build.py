"""Build: the sentence of this room. Staged tables come in, a fact store goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportgen.facts.checks import currencies, plausibility
from reportgen.facts.coverage import coverage_of
from reportgen.facts.goals import part_goals
from reportgen.facts.lines import lines_alone, lines_of_orders
from reportgen.facts.model import TABLES
from reportgen.facts.orders import guests, orders_from_lines, orders_from_rows
from reportgen.facts.precedence import own_first
from reportgen.facts.refunds import build_refunds
from reportgen.facts.search import part_search
from reportgen.facts.social import part_social
from reportgen.facts.store import FactStore, FactTable
from reportgen.facts.tables import Union, build_table, describe, unite
from reportgen.issues import Issue
from reportgen.sources.model import StagedTable

if TYPE_CHECKING:
    import duckdb

_SALES = ("orders", "order_lines")


def build_facts(connection: duckdb.DuckDBPyConnection, staged: Sequence[StagedTable], *, currency: str) -> FactStore:
    """Make the fact tables of one client from its staged sources (times are in the client's zone).

    Tables are temporary ones of ``connection``, named as the canonical tables, with those of ``store.PARENTS``
    that are made from them. Where a client maps a table of its own beside a reader's, its rows come first
    (``precedence``). Afterwards the connection can no longer reach files.
    """
    staged = own_first(connection, staged)
    unions = {
        table: unite(connection, table, given)
        for table in TABLES
        if (given := [source for source in staged if source.table == table])
    }
    issues: list[Issue] = [issue for source in staged for issue in source.issues]
    issues += currencies(staged, currency)
    tables: dict[str, FactTable] = {}
    for name, union in unions.items():
        if name not in _SALES:
            tables[name], more = build_table(connection, union)
            issues += more
    issues += _apart(connection, unions, tables)
    issues += _sales(connection, unions, tables)
    issues += plausibility(connection, list(tables.values()))
    coverage = coverage_of(connection, staged)
    connection.execute("set enable_external_access = false")
    return FactStore(
        connection,
        {name: tables[name] for name in sorted(tables)},
        coverage,
        tuple(issues),
        tuple(source.provenance for source in staged),
    )


def _apart(
    connection: duckdb.DuckDBPyConnection, unions: dict[str, Union], tables: dict[str, FactTable]
) -> list[Issue]:
    """Put breakdowns of search and traffic, and the followers of social media, into tables of their own."""
    issues: list[Issue] = []
    made: dict[str, tuple[str, ...]] = {}
    if "search" in unions:
        made["search"], more = part_search(connection, unions["search"])
        issues += more
    if "traffic" in unions:
        made["traffic"] = part_goals(connection, unions["traffic"])
    if "social" in unions:
        made["social"] = part_social(connection, unions["social"])
    for name, parts in made.items():
        for part in (name, *parts):
            tables[part] = describe(connection, part, unions[name].sources)
    return issues


def _sales(
    connection: duckdb.DuckDBPyConnection, unions: dict[str, Union], tables: dict[str, FactTable]
) -> list[Issue]:
    """Make orders, order_lines, refunds and refund_lines from what there is of them."""
    rows, lines = unions.get("orders"), unions.get("order_lines")
    base = rows or lines
    if base is None:
        return []
    issues = list(orders_from_rows(connection, rows) if rows else orders_from_lines(connection, base))
    tables["orders"] = describe(connection, "orders", base.sources)
    if "customer_id" in tables["orders"].columns:
        issues += guests(connection, base.sources)
    if lines and rows:
        issues += lines_of_orders(connection, lines, tables["orders"].columns)
    elif lines:
        lines_alone(connection, lines)
    if lines:
        tables["order_lines"] = describe(connection, "order_lines", lines.sources)
    made, more = build_refunds(connection, tables["orders"], tables.get("order_lines"))
    for name in made:
        sources = tables["orders"].sources if name == "refunds" else tables["order_lines"].sources
        tables[name] = describe(connection, name, sources)
    return [*issues, *more]
