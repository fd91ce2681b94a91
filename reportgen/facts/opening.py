"""Opening: a client's configuration comes in, its fact store goes out. sources → facts, in one place."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.config.client import ClientConfig
from reportgen.config.source import ColumnSource, SourceSpec
from reportgen.facts.build import build_facts
from reportgen.facts.kept import kept_facts
from reportgen.facts.model import TABLES
from reportgen.facts.store import FactStore
from reportgen.facts.workspace import Workspace
from reportgen.issues import Issue, Severity
from reportgen.shelf import Shelf
from reportgen.sources.database import Query, write_rows
from reportgen.sources.model import ColumnSource as Column
from reportgen.sources.model import Constant, FileColumn, RowNumber, SqlColumn, StagedTable, TableSpec
from reportgen.sources.readers import read_export, settle_days
from reportgen.sources.reading import read_table

if TYPE_CHECKING:
    import duckdb

    from reportgen.sources.warehouse import Warehouse

_FIELDS = {name: table.fields for name, table in TABLES.items()}
MEMORY = "1GB"  # of the database; more than that is kept on disk
_AT_ONCE = 2  # sources that are read side by side: planning a statement over a small file takes one core


def open_facts(config: ClientConfig, shelf: Shelf | None = None) -> FactStore:
    """Read the client's sources and build its fact tables in a database that lives in memory.

    Where the same files were read before and their facts are on the ``shelf``, they are taken from there. Raises
    SourceError for what cannot be read. Issues have the severity that the client set for their rule; those switched
    off are left out.
    """
    import duckdb

    # What does not fit into the limit spills into the workspace, which lives as long as the store.
    workspace = Workspace()
    connection = duckdb.connect(
        ":memory:", config={"memory_limit": MEMORY, "temp_directory": str(workspace.path / "spill")}
    )
    connection.execute("set preserve_insertion_order = true")
    place = kept_facts(config, shelf)
    store = place.attach(connection) if place is not None else None
    if store is None:
        draft = place.begin(connection) if place is not None else None
        store = _built(connection, config, workspace)
        if place is not None and draft is not None:
            place.keep(store, draft)
    return replace(store, issues=tuple(weighed(config, store.issues)), workspace=workspace)


def _built(connection: duckdb.DuckDBPyConnection, config: ClientConfig, workspace: Workspace) -> FactStore:
    """The facts, from the sources' rows."""
    warehouses = _Warehouses(config)
    weakref.finalize(workspace, warehouses.close)
    with ThreadPoolExecutor(_AT_ONCE, "read") as pool:
        read = [
            pool.submit(_read, connection.cursor(), config, source, workspace.path, number)
            for number, source in enumerate(config.sources)
            if source.relation is None
        ]
        tables = iter(read)
        staged = [
            table
            for number, source in enumerate(config.sources)
            for table in (next(tables).result() if source.relation is None else warehouses.read(source, number))
        ]
    return build_facts(connection, staged, currency=config.currency)


class _Warehouses:
    """The warehouses that a client's sources name, each opened once."""

    def __init__(self, config: ClientConfig) -> None:
        self.config = config
        self.open: dict[str, Warehouse] = {}

    def read(self, source: SourceSpec, number: int) -> tuple[StagedTable, ...]:
        """The table of a source whose rows stay where they are."""
        from reportgen.sources.warehouse import Warehouse, open_link, read_relation

        assert source.relation is not None  # noqa: S101
        assert source.connection is not None  # noqa: S101  # the config has seen to it
        url = source.connection.reveal()
        if url not in self.open:
            self.open[url] = Warehouse(open_link(source.label, url, self.config.folder))
        spec = table_spec(self.config, source)
        table = read_relation(self.open[url], spec, _FIELDS[spec.table], source.relation, f"source_{number}")
        return (replace(table, settle_days=settle_days(None, source.settle_days)),)

    def close(self) -> None:
        """Let go of them."""
        for warehouse in self.open.values():
            warehouse.close()


def _read(
    connection: duckdb.DuckDBPyConnection, config: ClientConfig, source: SourceSpec, workspace: Path, number: int
) -> tuple[StagedTable, ...]:
    """The tables of one source, read by a connection and in a folder of its own."""
    spec, relation = table_spec(config, source), f"source_{number}"
    folder = workspace / relation
    folder.mkdir()
    if source.query is not None:
        spec = _queried(config, source, spec, folder / "query")
    if source.format is not None:
        tables = read_export(connection, source.format, spec, _FIELDS, folder, relation)
    else:
        tables = (read_table(connection, spec, _FIELDS[spec.table], folder, relation),)
    return tuple(replace(table, settle_days=settle_days(table.reader, source.settle_days)) for table in tables)


def _queried(config: ClientConfig, source: SourceSpec, spec: TableSpec, folder: Path) -> TableSpec:
    """The source with the rows of its query as its one file."""
    assert source.query is not None  # noqa: S101
    assert source.connection is not None  # noqa: S101  # the config has seen to it
    folder.mkdir()
    query = Query(source.query, source.connection.reveal(), config.folder, source.label)
    file = write_rows(query, folder / "query.csv")
    return replace(spec, files=(file,), root=folder, decimal=".", delimiter=",", encoding="utf-8", skip_rows=0)


def table_spec(config: ClientConfig, source: SourceSpec) -> TableSpec:
    """What the source room must know of a source."""
    return TableSpec(
        label=source.label,
        table=source.table or "",
        files=source.files,
        root=config.folder,
        client_timezone=str(config.timezone),
        columns={name: _column(column) for name, column in source.columns.items()},
        where=source.where,
        date_format=source.date_format,
        decimal=source.decimal,
        delimiter=source.delimiter,
        encoding=source.encoding,
        skip_rows=source.skip_rows,
        sheet=source.sheet,
        timezone=source.timezone,
        currency=source.currency,
    )


def _column(column: ColumnSource) -> Column:
    if column.name is not None:
        return FileColumn(column.name)
    if column.sql is not None:
        return SqlColumn(column.sql)
    return RowNumber() if column.row else Constant(str(column.value))


def weighed(config: ClientConfig, issues: Iterable[Issue]) -> Iterator[Issue]:
    """The issues with the severities that the client set; those switched off are left out."""
    for issue in issues:
        severity = config.checks.get(issue.rule, issue.severity)
        if severity is not Severity.OFF:
            yield replace(issue, severity=severity)
