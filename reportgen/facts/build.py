"""Build: the sentence of this room. Staged tables come in, a fact store goes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.errors import Place, Problem, SourceError
from reportgen.facts.checks import currencies, plausibility
from reportgen.facts.coverage import Coverage, coverage_of
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
from reportgen.sources.model import Engine, Provenance, StagedTable

_SALES = ("orders", "order_lines")


@dataclass(frozen=True, slots=True)
class _Part:
    """What one engine holds of a client's facts."""

    engine: Engine
    tables: Mapping[str, FactTable]
    coverage: tuple[Coverage, ...]
    issues: tuple[Issue, ...]
    sources: tuple[Provenance, ...]


def build_facts(connection: Engine, staged: Sequence[StagedTable], *, currency: str) -> FactStore:
    """Make the fact tables of one client from its staged sources (times are in the client's zone).

    Tables are temporary ones of ``connection``, or of the warehouse that a source names, named as the canonical
    tables, with those of ``store.PARENTS`` that are made from them. Where a client maps a table of its own beside
    a reader's, its rows come first (``precedence``). Afterwards the connection can no longer reach files. Raises
    SourceError where rows that belong together are in two places.
    """
    parts = [_build(engine or connection, given, currency) for engine, given in _by_engine(staged)]
    connection.execute("set enable_external_access = false")
    tables = {name: table for part in parts for name, table in part.tables.items()}
    return FactStore(
        connection,
        {name: tables[name] for name in sorted(tables)},
        tuple(cover for part in parts for cover in part.coverage),
        tuple(issue for part in parts for issue in part.issues),
        tuple(source for part in parts for source in part.sources),
        elsewhere={name: part.engine for part in parts for name in part.tables if part.engine is not connection},
    )


def _by_engine(staged: Sequence[StagedTable]) -> Iterator[tuple[Engine | None, list[StagedTable]]]:
    """The sources by the engine that has their rows, in the order of the first of each."""
    places: dict[str, Engine | None] = {}
    for source in staged:
        family = _SALES[0] if source.table in _SALES else source.table
        if places.setdefault(family, source.engine) is not source.engine:
            raise SourceError(
                Problem(
                    f"rows of {family} are in two places, which cannot be joined",
                    where=Place(source.label),
                    expected="orders and their lines, and all rows of a table, in one warehouse or in files",
                    todo="read the rows with query instead of relation, or leave one of the sources out",
                )
            )
    for engine in dict.fromkeys(places.values()):
        yield engine, [source for source in staged if source.engine is engine]


def _build(connection: Engine, staged: Sequence[StagedTable], currency: str) -> _Part:
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
    sources = tuple(source.provenance for source in staged)
    return _Part(connection, tables, coverage_of(connection, staged), tuple(issues), sources)


def _apart(connection: Engine, unions: dict[str, Union], tables: dict[str, FactTable]) -> list[Issue]:
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


def _sales(connection: Engine, unions: dict[str, Union], tables: dict[str, FactTable]) -> list[Issue]:
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
