"""A client's rows, read from its files, copied into a warehouse."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import duckdb

from reportgen.config.client import ClientConfig
from reportgen.config.secret import Secret
from reportgen.config.source import SourceEntry, SourceSpec
from reportgen.facts.model import TABLES
from reportgen.facts.opening import _read
from reportgen.facts.precedence import own_first
from reportgen.pipeline import Question, kpis_as_json, numbers

BASELINES = ("previous", "year_ago", "target", "trailing")


@dataclass(frozen=True, slots=True)
class Copied:
    """A source's usable rows as they stand in ``mirror.duckdb``."""

    name: str
    label: str
    table: str
    settle_days: int
    currency: str | None


@dataclass(frozen=True)
class Mirror:
    """A client of the samples, and a DuckDB file with its rows: a table a source."""

    config: ClientConfig
    file: Path
    tables: tuple[Copied, ...]

    @cached_property
    def expected(self) -> dict[str, object]:
        """The numbers of its files."""
        return answer(self.config)

    def at(self, url: str) -> ClientConfig:
        """The client with its sources in the warehouse behind the URL, where they have the same names."""
        sources = tuple(
            SourceSpec.located(
                SourceEntry(
                    name=copied.label,
                    table=copied.table,
                    relation=copied.name,
                    settle_days=copied.settle_days,
                    currency=copied.currency,
                ).model_copy(update={"connection": Secret(url)}),
                (),
            )
            for copied in self.tables
        )
        return replace(self.config, sources=sources, folder=self.file.parent)


def answer(config: ClientConfig) -> dict[str, object]:
    """All KPIs of October 2026 with all baselines and the client's segments."""
    question = Question("2026-10", date(2026, 11, 5), BASELINES, dimensions=config.segments or ())
    return kpis_as_json(config, numbers(config, question))


def mirrored(config: ClientConfig, folder: Path) -> Mirror:
    """The client's usable rows as tables of ``folder``/mirror.duckdb."""
    file = folder / "mirror.duckdb"
    tables = []
    with duckdb.connect(":memory:") as connection, tempfile.TemporaryDirectory() as scratch:
        staged = [
            table
            for number, source in enumerate(config.sources)
            for table in _read(connection, config, source, Path(scratch), number)
        ]
        connection.execute(f"attach '{file}' as mirror")
        for number, source in enumerate(own_first(connection, staged)):
            fields = [field.name for field in TABLES[source.table].fields if field.name in source.columns]
            columns = ", ".join(f'"{name}"' for name in fields)
            name = f"given_{number}"
            connection.execute(f'create table mirror.{name} as select {columns} from "{source.relation}" order by _row')
            currency = source.currencies[0][0] if source.currencies and "currency" not in source.columns else None
            tables.append(Copied(name, source.label, source.table, source.settle_days, currency))
        connection.execute("detach mirror")
    return Mirror(config, file, tuple(tables))


def rows_of(file: Path, table: str) -> tuple[list[tuple[str, str]], Sequence[tuple[object, ...]]]:
    """A table's columns with their DuckDB types, and its rows."""
    with duckdb.connect(str(file), read_only=True) as connection:
        columns = [(row[0], row[1]) for row in connection.execute(f'describe "{table}"').fetchall()]
        return columns, connection.execute(f'select * from "{table}"').fetchall()


def into_postgres(mirror: Mirror, url: str) -> None:
    """Copy the mirror's tables into a PostgreSQL database."""
    import psycopg

    types = {"VARCHAR": "text", "DOUBLE": "double precision", "DECIMAL(18,4)": "numeric(18,4)"}
    with psycopg.connect(url) as connection:
        for copied in mirror.tables:
            columns, rows = rows_of(mirror.file, copied.name)
            listed = ", ".join(f'"{name}" {types.get(type_, type_)}' for name, type_ in columns)
            connection.execute(f"drop table if exists {copied.name}")
            connection.execute(f"create table {copied.name} ({listed})")
            with connection.cursor().copy(f"copy {copied.name} from stdin") as stream:
                for row in rows:
                    stream.write_row(row)
