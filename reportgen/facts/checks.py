"""Checks of facts: what cannot be true, and what has no rate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from reportgen.facts.rules import found
from reportgen.facts.store import FactTable
from reportgen.issues import Issue
from reportgen.sources.model import Engine, StagedTable

NEVER_NEGATIVE = {
    "orders": ("amount", "discount", "tax", "shipping"),
    "order_lines": ("unit_price", "unit_cost"),
    "ads": ("spend", "impressions", "clicks", "conversions"),
    "traffic": ("sessions", "users", "add_to_carts", "checkouts", "purchases"),
    "email": ("sent", "delivered", "opens", "clicks"),
    "costs": ("amount",),
}
"""Table → columns that a negative number says something is wrong with."""

NEVER_MORE = (
    ("ads", "clicks", "impressions"),
    ("search", "clicks", "impressions"),
    ("email", "opens", "delivered"),
    ("email", "delivered", "sent"),
    ("traffic", "purchases", "sessions"),
    ("traffic", "checkouts", "add_to_carts"),
    ("traffic", "purchases", "add_to_carts"),
    ("traffic", "engaged_sessions", "sessions"),
)
"""(table, part, whole): a row's part is never more than its whole."""


def plausibility(connection: Engine, tables: Sequence[FactTable]) -> Iterable[Issue]:
    """Negative numbers where none can be, and parts that are more than their whole."""
    for table in tables:
        for column in NEVER_NEGATIVE.get(table.name, ()):
            if column in table.columns:
                rows = _count(connection, table.name, f'"{column}" < 0')
                if rows:
                    yield found("negative-values", table.sources, rows, table=table.name, column=column)
        for name, part, whole in NEVER_MORE:
            if name == table.name and {part, whole} <= table.columns:
                rows = _count(connection, name, f'"{part}" > "{whole}"')
                if rows:
                    yield found("impossible", table.sources, rows, table=name, part=part, whole=whole)


def _count(connection: Engine, table: str, where: str) -> int:
    return int(connection.execute(f'select count(*) from "{table}" where {where}').fetchall()[0][0])


def currencies(staged: Sequence[StagedTable], currency: str) -> Iterable[Issue]:
    """Amounts in a currency that is not the client's: there are no rates, so they cannot be added."""
    for source in staged:
        rows: Counter[str] = Counter()
        for code, count in source.currencies:
            rows[code.upper()] += count
        foreign = sum(count for code, count in rows.items() if code != currency.upper())
        if foreign:
            counts = tuple(f"{code}: {count}" for code, count in sorted(rows.items()))
            yield found("mixed-currencies", source.label, foreign, currency=currency, counts=counts)
