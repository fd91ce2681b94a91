from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from reportgen.facts.build import build_facts
from reportgen.facts.model import TABLES
from reportgen.facts.store import FactStore
from reportgen.sources.model import TableSpec
from reportgen.sources.reading import read_table

StoreOf = Callable[..., FactStore]


@pytest.fixture
def store_of(tmp_path: Path) -> StoreOf:
    """``store_of(orders="order_id,…\\n…", costs="…")`` → the fact store of those CSV texts (canonical headers)."""

    def make(**texts: str) -> FactStore:
        connection = duckdb.connect()
        staged = []
        for number, (table, text) in enumerate(texts.items()):
            path = tmp_path / f"{table}.csv"
            path.write_text(text, encoding="utf-8")
            spec = TableSpec(table, table, (path,), tmp_path, "UTC")
            staged.append(read_table(connection, spec, TABLES[table].fields, tmp_path, f"s{number}"))
        return build_facts(connection, staged, currency="USD")

    return make
