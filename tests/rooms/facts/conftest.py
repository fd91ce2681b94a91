"""Fixtures: canonical tables written as CSV, read and built into a fact store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from reportgen.facts.build import build_facts
from reportgen.facts.model import TABLES
from reportgen.facts.store import FactStore
from reportgen.sources.model import TableSpec
from reportgen.sources.reading import read_table


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., FactStore]]:
    """Build facts from tables given as text: ``build(orders="order_id,…\\n…")``; a list makes several sources."""
    opened: list[duckdb.DuckDBPyConnection] = []

    def build_store(*, currency: str = "EUR", **tables: str | list[str]) -> FactStore:
        connection = duckdb.connect()
        opened.append(connection)
        staged = []
        for table, given in tables.items():
            for text in given if isinstance(given, list) else [given]:
                path = tmp_path / f"{len(opened)}-{table}-{len(staged)}.csv"
                path.write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n")
                spec = TableSpec(path.name, table, (path,), tmp_path, "UTC")
                fields = TABLES[table].fields
                staged.append(read_table(connection, spec, fields, tmp_path, f"staged{len(staged)}"))
        return build_facts(connection, staged, currency=currency)

    yield build_store
    for connection in opened:
        connection.close()


def rows(store: FactStore, sql: str) -> list[tuple[object, ...]]:
    """Rows of a query of the store."""
    return store.connection.execute(sql).fetchall()


@pytest.fixture
def query() -> Callable[..., list[tuple[object, ...]]]:
    """The rows of a query."""
    return rows


@pytest.fixture
def rules() -> Callable[..., dict[str, object]]:
    """The issues of a store by rule."""
    return lambda store: {issue.rule: issue for issue in store.issues}
