"""Links: a statement goes to a warehouse, rows come back. Reading only, and no address in any message."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from reportgen.errors import Place, Problem, ReportgenError, SourceError
from reportgen.sources.cells import Kind, kind_of
from reportgen.sources.database import Query, database_file, engine_of, lacking, shown
from reportgen.sources.warehouse.dialects import DIALECTS

if TYPE_CHECKING:
    import duckdb
    from sqlalchemy import Connection, Engine

_SCHEME = re.compile(r"([a-z][a-z0-9]*)(?:\+[a-z0-9_]+)?://?", re.IGNORECASE)


_Given = TypeVar("_Given")


class Link(Protocol):
    """An open warehouse. ``dialect`` is sqlglot's name of the SQL that it speaks."""

    dialect: str

    def columns(self, relation: str) -> Mapping[str, Kind]:
        """The relation's columns, spelled as the warehouse has them, and what their cells are."""

    def rows(self, sql: str) -> tuple[Sequence[str], Sequence[tuple[Any, ...]]]:
        """The result's names and all its rows. Raises SourceError."""

    def keep(self, name: str, sql: str) -> bool:
        """Whether the query's rows are now a table of this session alone; False where that cannot be had."""

    def close(self) -> None:
        """Let go of it."""


def open_link(label: str, url: str, folder: Path) -> Link:
    """The warehouse behind a URL; ``label`` names the source in messages.

    Raises SourceError when it is of a kind that cannot compute measures, or cannot be reached; MachineError when
    its driver is not installed.
    """
    match = _SCHEME.match(url.strip())
    dialect = DIALECTS.get(match[1].lower()) if match else None
    query = Query("", url, folder, label)
    if dialect is None:
        raise SourceError(
            Problem(
                "relation: measures cannot be computed in this database",
                where=Place(label),
                found=f"a URL that begins with {match[1]}" if match else "no database's URL",
                expected=", ".join(DIALECTS),
                todo="use query, which reads the rows",
            )
        )
    if dialect == "spark":
        with _as_a_person():
            return _guarded(query, lambda: _Spark(query))
    if dialect == "duckdb":
        return _guarded(query, lambda: _DuckDb(query))
    return _guarded(query, lambda: _Sql(query, dialect))


def _guarded(query: Query, act: Callable[[], _Given]) -> _Given:
    try:
        return act()
    except (ReportgenError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001  # whatever a driver raises
        problem = Problem("the warehouse refused", where=Place(query.label), found=shown(query, error))
        raise SourceError(problem) from None


_SETTINGS = {
    "postgres": ("set local enable_nestloop = off", "set local jit = off", "set local work_mem = '128MB'"),
    "databricks": ("set time zone 'UTC'",),
}
"""Said once a connection. PostgreSQL knows nothing of how many rows a named query has, and would guess one."""


class _Sql:
    """Anything that SQLAlchemy has a driver for."""

    def __init__(self, query: Query, dialect: str) -> None:
        self.query, self.dialect, self.may_keep = query, dialect, True
        self.engine: Engine = engine_of(query)
        self.connection: Connection = self.engine.connect().execution_options(no_parameters=True)
        for setting in _SETTINGS.get(dialect, ()):
            self.connection.exec_driver_sql(setting)

    def columns(self, relation: str) -> Mapping[str, Kind]:
        return _guarded(self.query, lambda: self._columns(relation))

    def _columns(self, relation: str) -> dict[str, Kind]:
        import sqlalchemy
        from sqlalchemy import types

        *schema, table = (part.strip('"`') for part in relation.split("."))
        kinds = (
            (types.Boolean, Kind.FLAG),
            (types.Numeric, Kind.NUMBER),
            (types.Integer, Kind.NUMBER),
            (types.Date, Kind.DAY),
        )
        found: dict[str, Kind] = {}
        for column in sqlalchemy.inspect(self.engine).get_columns(table, ".".join(schema) or None):
            type_ = column["type"]
            kind = next((kind for types_, kind in kinds if isinstance(type_, types_)), Kind.TEXT)
            if isinstance(type_, types.DateTime):
                kind = Kind.ZONED if type_.timezone else Kind.TIME
            found[self._spelled(str(column["name"]))] = kind
        return found

    def _spelled(self, name: str) -> str:
        """As it stands in the warehouse: SQLAlchemy gives names in lower case that Snowflake has in upper case."""
        dialect = self.engine.dialect
        return str(dialect.denormalize_name(name)) if dialect.requires_name_normalize else name

    def rows(self, sql: str) -> tuple[Sequence[str], Sequence[tuple[Any, ...]]]:
        def ask() -> tuple[list[str], list[tuple[Any, ...]]]:
            found = self.connection.exec_driver_sql(sql)
            return list(found.keys()), [tuple(row) for row in found]

        return _guarded(self.query, ask)

    def keep(self, name: str, sql: str) -> bool:
        """In PostgreSQL, whose plans of long statements are guesses: a temporary table of which it knows the rows."""
        import sqlalchemy

        if self.dialect != "postgres" or not self.may_keep:
            return False
        try:
            with self.connection.begin_nested():
                self.connection.exec_driver_sql(f'create temporary table "{name}" as {sql}')
                self.connection.exec_driver_sql(f'analyze "{name}"')
        except sqlalchemy.exc.DBAPIError:  # no right to, or a standby: the statement will say if it is wrong itself
            self.may_keep = False
        return self.may_keep

    def close(self) -> None:
        self.connection.rollback()
        self.connection.close()
        self.engine.dispose()


class _DuckDb:
    """A DuckDB file of the client's folder, opened for reading and shut off from all other files."""

    dialect = "duckdb"

    def __init__(self, query: Query) -> None:
        import duckdb

        self.query = query
        settings: dict[str, Any] = {"enable_external_access": "false", "lock_configuration": "true"}
        path = database_file(query, query.url.strip().partition("://")[2])
        self.connection: duckdb.DuckDBPyConnection = duckdb.connect(str(path), read_only=True, config=settings)

    def keep(self, name: str, sql: str) -> bool:
        """A temporary table, which is not of the file."""
        self.rows(f'create temporary table "{name}" as {sql}')
        return True

    def columns(self, relation: str) -> Mapping[str, Kind]:
        _, rows = self.rows(f"describe {relation}")
        return {str(row[0]): kind_of(str(row[1])) for row in rows}

    def rows(self, sql: str) -> tuple[Sequence[str], Sequence[tuple[Any, ...]]]:
        def ask() -> tuple[list[str], list[tuple[Any, ...]]]:
            found = self.connection.execute(sql)
            return [str(column[0]) for column in found.description or ()], found.fetchall()

        return _guarded(self.query, ask)

    def close(self) -> None:
        self.connection.close()


@contextmanager
def _as_a_person() -> Iterator[None]:
    """Without what pyspark does to programs.

    It takes a process without a main file, such as a worker of ours, for its own doctests, and ends it; and it warns
    of pandas, through which nothing goes here.
    """
    known = hasattr(sys, "ps1")
    if not known:
        sys.ps1 = ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            yield
    finally:
        if not known:
            del sys.ps1


_SPARK_KINDS = {"boolean": Kind.FLAG, "date": Kind.DAY, "timestamp": Kind.ZONED, "timestamp_ntz": Kind.TIME}


@dataclass
class _Spark:
    """Spark through Spark Connect (``sc://host:port``)."""

    query: Query
    dialect = "spark"

    def __post_init__(self) -> None:
        try:
            from pyspark.sql import SparkSession
        except ModuleNotFoundError:
            raise lacking(self.query, "pyspark", "pip install 'reportgen[spark]'") from None
        self.session = SparkSession.builder.remote(self.query.url.strip()).create()
        self.session.conf.set("spark.sql.session.timeZone", "UTC")
        self.session.conf.set("spark.sql.ansi.enabled", "true")

    def keep(self, name: str, sql: str) -> bool:
        """A view of the session, whose rows Spark keeps once it has computed them."""
        self._ask(lambda: self.session.sql(sql).cache().createOrReplaceTempView(name))
        return True

    def columns(self, relation: str) -> Mapping[str, Kind]:
        fields = self._ask(lambda: self.session.table(relation).schema.fields)
        found = {}
        for field in fields:
            name = field.dataType.simpleString()
            text = name.startswith(("string", "varchar", "char"))
            found[str(field.name)] = _SPARK_KINDS.get(name, Kind.TEXT if text else Kind.NUMBER)
        return found

    def rows(self, sql: str) -> tuple[Sequence[str], Sequence[tuple[Any, ...]]]:
        def ask() -> tuple[list[str], list[tuple[Any, ...]]]:
            frame = self.session.sql(sql)
            return list(frame.columns), [tuple(row) for row in frame.collect()]

        return self._ask(ask)

    def close(self) -> None:
        self.session.stop()

    def _ask(self, act: Callable[[], _Given]) -> _Given:
        with _as_a_person():
            return _guarded(self.query, act)
