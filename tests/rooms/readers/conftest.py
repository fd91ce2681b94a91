"""Fixtures: copy export files into a client's folder, read them with a reader, look at the tables."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reportgen.facts.build import build_facts
from reportgen.facts.model import TABLES
from reportgen.facts.store import FactStore
from reportgen.issues import Issue
from reportgen.sources.model import StagedTable, TableSpec
from reportgen.sources.readers import read_export

FIXTURES = Path(__file__).parent / "fixtures"
FIELDS = {name: table.fields for name, table in TABLES.items()}
Files = dict[str, str | bytes]


@dataclass
class Export:
    """What a reader gave, by table."""

    staged: tuple[StagedTable, ...]
    connection: duckdb.DuckDBPyConnection

    def __getitem__(self, table: str) -> StagedTable:
        return next(staged for staged in self.staged if staged.table == table)

    def rows(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        listed = ", ".join(f'"{column}"' for column in columns)
        return self.connection.execute(f'select {listed} from "{self[table].relation}" order by _row').fetchall()

    def by(self, table: str, key: str, *columns: str) -> dict[Any, Any]:
        found = {row[0]: row[1:] for row in self.rows(table, key, *columns)}
        return {name: row[0] for name, row in found.items()} if len(columns) == 1 else found

    def dropped(self, table: str) -> dict[str, int]:
        return dict(self[table].provenance.dropped)

    def counted(self, table: str) -> tuple[int, int, dict[str, int]]:
        """Rows read, rows used, rows dropped by their reason."""
        found = self[table].provenance
        return found.rows_read, found.rows_used, dict(found.dropped)

    def issues(self, table: str | None = None) -> dict[str, Issue]:
        return {issue.rule: issue for s in self.staged if table in {None, s.table} for issue in s.issues}

    def facts(self, currency: str = "USD") -> FactStore:
        return build_facts(self.connection, self.staged, currency=currency)


@pytest.fixture
def fixture_text() -> Callable[[str], str]:
    """The text of a fixture, to be changed by a test."""
    return lambda name: text_of(FIXTURES / name)


def text_of(file: Path) -> str:
    """A fixture's text, whatever its encoding."""
    content = file.read_bytes()
    return content.decode("utf-16" if content.startswith(codecs.BOM_UTF16_LE) else "utf-8-sig")


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Export]]:
    """``read("ga4", "ga4_traffic.csv")``: fixtures by name, or files as {name: text or bytes}.

    What is read from fixtures alone is read once: nothing changes it.
    """
    opened: list[duckdb.DuckDBPyConnection] = []
    known: dict[object, Export] = {}

    def read_files(reader: str, *fixtures: str, files: Files | None = None, **options: Any) -> Export:  # noqa: ANN401
        asked = (reader, fixtures, tuple(sorted(options.items())))
        if files is None and asked in known:
            return known[asked]
        folder, workspace = tmp_path_factory.mktemp("client"), tmp_path_factory.mktemp("work")
        for name in fixtures:
            (folder / name).write_bytes((FIXTURES / name).read_bytes())
        for name, content in (files or {}).items():
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        connection = duckdb.connect()
        opened.append(connection)
        spec = TableSpec(
            label=reader,
            table="",
            files=tuple(sorted(folder.iterdir())),
            root=folder,
            **{"client_timezone": "America/Chicago", **options},
        )
        export = Export(read_export(connection, reader, spec, FIELDS, workspace, "source_0"), connection)
        if files is None:
            known[asked] = export
        return export

    yield read_files
    for connection in opened:
        connection.close()
