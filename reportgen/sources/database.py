"""Databases: the rows of a query become a plain file, which is read from then on like any other.

A warehouse (anything that SQLAlchemy has a driver for), a DuckDB file or an SQLite file; always read-only. Every
value is written in one spelling of our own (ISO dates, plain decimals), so that the casts and counts are those of
files, the result has a hash, and the same rows give the same bytes: without an ``order by`` of the query's own
the rows are sorted. An address, a login or a password never gets into a message.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from reportgen.errors import MachineError, Place, Problem, ReportgenError, SourceError
from reportgen.sources.raw import quoted, read_csv

if TYPE_CHECKING:
    import duckdb
    from sqlalchemy import Engine

BATCH = 10_000  # rows fetched at a time
_URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+._-]*):(?://)?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_NOT_SHOWN = re.compile(r"//\S+|\b(user|password|host|server at|database|role)([= :]+)\"?[^\s\",]+\"?", re.IGNORECASE)

Rows: TypeAlias = Iterable[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of which database: SQL, and the database's URL (``sqlite:///…`` and ``duckdb:///…`` are files).

    A relative path of a file is one inside ``folder``, the client's; ``label`` names the source in messages.
    """

    sql: str
    url: str
    folder: Path
    label: str


def write_rows(query: Query, target: Path) -> Path:
    """Run the query and write its rows to ``target`` as CSV, with the header that the database gives.

    Raises SourceError when the database cannot be reached or refuses the query, or when columns share a name;
    MachineError when the driver is not installed.
    """
    match = _URL.fullmatch(query.url.strip())
    if match is None:
        raise _refused(
            query, "the connection is not a database's URL", expected="such as postgresql://… or sqlite:///…"
        )
    opener = _FILES.get(match["scheme"].lower(), _warehouse)
    body = target.with_suffix(".rows")
    try:
        with opener(query, match["rest"]) as (header, rows):
            _check(query, header)
            with body.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream, lineterminator="\n").writerows([_text(value) for value in row] for row in rows)
    except (ReportgenError, MemoryError):  # memory is the worker's to speak of
        raise
    except Exception as error:  # noqa: BLE001  # whatever a driver raises
        raise _refused(query, "the query failed", found=shown(query, error)) from None
    if not _is_ordered(query.sql):
        _sort(body, len(header))
    with target.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerow(header)
    with target.open("ab") as whole, body.open("rb") as rest:
        shutil.copyfileobj(rest, whole)
    body.unlink()
    return target


def _check(query: Query, header: Sequence[str]) -> None:
    names = [name.casefold() for name in header]
    twice = next((name for name in header if names.count(name.casefold()) > 1), None)
    if twice is not None:
        raise _refused(query, "two columns of the query have the same name", found=twice, todo="name them with 'as'")


def _text(value: object) -> str:
    """A value in the one spelling that every source is read in. Raises SourceError for what is no single value."""
    if value is None:
        return ""
    for types, spell in _SPELLINGS:
        if isinstance(value, types):
            return spell(value)
    raise SourceError(
        Problem(
            "a column of the query holds no numbers, texts or dates",
            found=type(value).__name__,
            todo="leave it out, or cast it in the query",
        )
    )


def _plain(value: Decimal | float) -> str:
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124  # what has no number is missing
        return ""
    return f"{value if isinstance(value, Decimal) else Decimal(repr(value)):f}"


_SPELLINGS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (str, lambda value: value.replace("\0", "")),
    (bool, lambda value: "true" if value else "false"),
    (int, str),
    ((float, Decimal), _plain),
    (datetime, lambda value: value.isoformat(sep=" ")),
    ((date, time), lambda value: value.isoformat()),
    (timedelta, lambda value: _plain(value.total_seconds())),
)


def _sort(path: Path, width: int) -> None:
    """Order the rows by all their cells, so that the order in which a database found them does not matter."""
    import duckdb

    ordered = path.with_suffix(".sorted")
    with duckdb.connect(":memory:") as connection:
        rows = f"{read_csv(path, width, ',', skip=0)} order by all"
        connection.execute(f"copy ({rows}) to {quoted(str(ordered))} (format csv, header false)")
    ordered.replace(path)


def _is_ordered(sql: str) -> bool:
    """The query orders its rows itself, at its outermost."""
    import sqlglot
    from sqlglot import expressions

    try:
        parsed = sqlglot.parse_one(sql)
    except sqlglot.errors.SqlglotError:
        return bool(re.search(r"\border\s+by\b", sql, re.IGNORECASE))
    return isinstance(parsed, expressions.Query) and parsed.args.get("order") is not None


@contextmanager
def _duckdb_file(query: Query, rest: str) -> Iterator[tuple[Sequence[str], Rows]]:
    import duckdb

    # Read-only, and no other file, extension or address can be reached from within the query.
    settings: dict[str, Any] = {"enable_external_access": "false", "lock_configuration": "true"}
    with duckdb.connect(str(database_file(query, rest)), read_only=True, config=settings) as connection:
        found = connection.execute(query.sql)
        if found.description is None:
            raise _refused(query, "the query gives no rows", todo="begin it with select or with")
        yield [str(column[0]) for column in found.description], _fetched(found)


@contextmanager
def _sqlite_file(query: Query, rest: str) -> Iterator[tuple[Sequence[str], Rows]]:
    import sqlite3

    address = f"{database_file(query, rest).resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(address, uri=True)
    try:
        connection.set_authorizer(_reads_only)
        found = connection.execute(query.sql)
        if found.description is None:
            raise _refused(query, "the query gives no rows", todo="begin it with select or with")
        yield [str(column[0]) for column in found.description], _fetched(found)
    finally:
        connection.close()


def _reads_only(action: int, name: str | None, *_: str | None) -> int:
    """SQLite's gate: reading and its own functions, no other file, no loading of code."""
    import sqlite3

    allowed = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
    is_code = action == sqlite3.SQLITE_FUNCTION and name == "load_extension"
    return sqlite3.SQLITE_OK if action in allowed and not is_code else sqlite3.SQLITE_DENY


def engine_of(query: Query) -> Engine:
    """SQLAlchemy's engine for the query's URL. Raises SourceError for a wrong one, MachineError without its driver."""
    try:
        import sqlalchemy
    except ModuleNotFoundError:
        raise lacking(query, "SQLAlchemy") from None
    try:
        return sqlalchemy.create_engine(_with_driver(query.url.strip()), poolclass=sqlalchemy.NullPool)
    except ModuleNotFoundError as error:
        raise lacking(query, str(error.name)) from None
    except sqlalchemy.exc.ArgumentError:
        raise _refused(query, "the connection is not a URL that SQLAlchemy knows") from None


@contextmanager
def _warehouse(query: Query, _rest: str) -> Iterator[tuple[Sequence[str], Rows]]:
    engine = engine_of(query)
    options: dict[str, Any] = {"stream_results": True, "yield_per": BATCH, "no_parameters": True}
    if engine.dialect.name == "postgresql":
        options["postgresql_readonly"] = True
    with engine.connect() as plain:
        connection = plain.execution_options(**options)
        found = connection.exec_driver_sql(query.sql)
        if not found.returns_rows:
            connection.rollback()
            raise _refused(query, "the query gives no rows", todo="begin it with select or with")
        yield list(found.keys()), (tuple(row) for row in found)
        connection.rollback()  # a query only looks
    engine.dispose()


def _with_driver(url: str) -> str:
    """PostgreSQL through psycopg, which the extra installs, where the URL names no driver."""
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


_FILES = {"duckdb": _duckdb_file, "sqlite": _sqlite_file}
"""Scheme → how such a database is opened; all others go through SQLAlchemy."""


def _fetched(found: duckdb.DuckDBPyConnection | Any) -> Iterator[Sequence[Any]]:  # noqa: ANN401  # two drivers' cursors
    while rows := found.fetchmany(BATCH):
        yield from rows


def database_file(query: Query, rest: str) -> Path:
    """The database's file: ``///data/shop.db`` is one of the client's folder, ``////data/shop.db`` absolute."""
    path = query.folder / rest.removeprefix("/")
    if not path.is_file():
        raise _refused(query, "the database's file is not there", todo="check the path behind the connection")
    return path


def lacking(query: Query, module: str, todo: str | None = None) -> MachineError:
    """The error for a driver that is not there; ``todo`` says how to get it, unless the extra ``sql`` has it."""
    return MachineError(
        Problem(
            "this source needs a database driver that is not installed",
            where=Place(query.label),
            found=f"no module {module}",
            todo=todo or "pip install 'reportgen[sql]', or your database's own driver for SQLAlchemy",
        )
    )


def _refused(query: Query, what: str, **more: str) -> SourceError:
    return SourceError(Problem(what, where=Place(query.label), **more))


def shown(query: Query, error: Exception) -> str:
    """A driver's words, first line, without the address and the login."""
    lines = str(getattr(error, "orig", None) or error).splitlines()
    text = next((line.strip() for line in lines if line.strip()), "no reason given")
    parts = urlsplit(query.url.strip())
    for secret in (parts.password, parts.username, parts.hostname):
        text = text.replace(secret, "…") if secret else text
    shown = _NOT_SHOWN.sub(r"\1\2…", text)
    return f"{type(error).__name__}: {shown[:300]}"
