"""Fixtures: write a file, read it as a table, look at its rows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reportgen.sources.model import Field, FieldType, FileColumn, StagedTable, TableSpec
from reportgen.sources.reading import read_table

SALES = (
    Field("order_id", FieldType.ID, required=True),
    Field("ordered_at", FieldType.TIME, required=True),
    Field("amount", FieldType.MONEY, required=True),
    Field("customer_id", FieldType.ID),
    Field("channel", FieldType.TEXT),
    Field("discount", FieldType.MONEY),
    Field("currency", FieldType.TEXT),
)
DAYS = (
    Field("date", FieldType.DATE, required=True),
    Field("spend", FieldType.MONEY, required=True),
    Field("campaign", FieldType.TEXT),
    Field("clicks", FieldType.COUNT),
)


@dataclass
class Table:
    """A staged table and its connection."""

    staged: StagedTable
    connection: duckdb.DuckDBPyConnection

    def rows(self, *columns: str) -> list[tuple[Any, ...]]:
        listed = ", ".join(f'"{column}"' for column in columns)
        return self.connection.execute(f'select {listed} from "{self.staged.relation}" order by _row').fetchall()

    def column(self, name: str) -> list[Any]:
        return [row[0] for row in self.rows(name)]

    @property
    def rules(self) -> dict[str, Any]:
        return {issue.rule: issue for issue in self.staged.issues}

    @property
    def dropped(self) -> dict[str, int]:
        return dict(self.staged.provenance.dropped)


NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture
def read(tmp_path: Path, connection: duckdb.DuckDBPyConnection) -> Callable[..., Table]:
    """Write the given files (name → text or bytes) and read them as one table."""

    def read_files(
        files: dict[str, str | bytes] | str | bytes | list[Path],
        fields: tuple[Field, ...] = SALES,
        **options: Any,  # noqa: ANN401
    ) -> Table:
        number = next(NUMBERS)
        folder, workspace = tmp_path / f"client{number}", tmp_path / f"work{number}"
        folder.mkdir()
        workspace.mkdir()
        if isinstance(files, list):
            paths, folder = files, files[0].parent
        else:
            named = files if isinstance(files, dict) else {"data.csv": files}
            for name, content in named.items():
                (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
            paths = sorted(folder / name for name in named)
        columns = {
            name: FileColumn(source) if isinstance(source, str) else source
            for name, source in options.pop("columns", {}).items()
        }
        spec = TableSpec(
            label="sales", table="orders", files=tuple(paths), root=folder, columns=columns,
            client_timezone=options.pop("client_timezone", "UTC"), **options,
        )  # fmt: skip
        staged = read_table(connection, spec, fields, workspace, f"t{number}")
        return Table(staged, connection)

    return read_files
