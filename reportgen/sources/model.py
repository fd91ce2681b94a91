"""Nouns of the sources: what a table is read from, and what was found when it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from reportgen.issues import Issue


class FieldType(StrEnum):
    """What the cells of a canonical column are."""

    ID = "id"  # text that names a thing: never a number, never a totals label
    TEXT = "text"  # a dimension
    MONEY = "money"
    NUMBER = "number"  # a quantity, a score, a position
    COUNT = "count"  # whole, except where a tool gives fractions
    TIME = "time"  # a moment in the client's time zone
    DATE = "date"  # a day
    FLAG = "flag"  # true or false


@dataclass(frozen=True, slots=True)
class Field:
    """A canonical column."""

    name: str
    type: FieldType
    required: bool = False


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A canonical column's cells are those of a column of the file."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A canonical column has one value in every row."""

    value: str


@dataclass(frozen=True, slots=True)
class RowNumber:
    """A canonical column is the row's number: 1, 2, … over all files of the source."""


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """A canonical column is an expression over the file's own columns."""

    sql: str


ColumnSource: TypeAlias = FileColumn | Constant | RowNumber | SqlColumn


@dataclass(frozen=True, slots=True)
class TableSpec:
    """Which files make one canonical table, and how their cells are read.

    ``files`` are sorted and lie inside ``root``, the client's folder; ``timezone`` is that of times
    without an offset, ``client_timezone`` the one in which a day starts. ``decimal`` is "." or ",";
    ``delimiter`` one character or "whitespace". ``drops`` are (reason, column of flags): rows whose flag is
    true are not used, for that reason; the first that holds is counted.
    """

    label: str
    table: str
    files: tuple[Path, ...]
    root: Path
    client_timezone: str
    columns: Mapping[str, ColumnSource] = field(default_factory=dict)
    where: str | None = None
    date_format: str | None = None
    decimal: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    skip_rows: int = 0
    sheet: str | None = None
    timezone: str | None = None
    currency: str | None = None
    drops: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read: its path inside the client's folder, its bytes, its rows."""

    path: str
    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True, slots=True)
class CastFailure:
    """Cells of a canonical column that could not be read: how many of the filled ones, and examples."""

    column: str
    rows: int
    filled: int
    examples: tuple[str, ...]  # "file:line: text"

    @property
    def share(self) -> float:
        """Unreadable cells among the filled ones, 0 … 1."""
        return self.rows / self.filled if self.filled else 0.0


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a table's rows come from and what became of them.

    ``rows_read`` = ``rows_used`` + the sum of ``dropped`` (reason → rows; a reason is a word such as
    ``where``, ``empty``, ``ragged``, ``overlap``, ``totals``, ``missing:amount``, ``unreadable:date``).
    """

    label: str
    table: str
    files: tuple[InputFile, ...]
    rows_read: int
    rows_used: int
    dropped: tuple[tuple[str, int], ...] = ()
    failures: tuple[CastFailure, ...] = ()


class Found(Protocol):
    """A statement's result, as DuckDB gives it."""

    @property
    def description(self) -> Any: ...  # noqa: ANN401, D102

    def fetchall(self) -> list[Any]: ...  # noqa: D102


class Engine(Protocol):
    """Where tables are and measures are computed: a DuckDB connection, or what is spoken to as one."""

    def execute(self, sql: str, /) -> Found:
        """The result of a statement in DuckDB's dialect."""


@dataclass(frozen=True, slots=True)
class StagedTable:
    """A source's usable rows where they are computed on: ``relation`` has the canonical ``columns`` and ``_row``.

    ``_row`` is the row's place in the source (files in order, lines in order). ``currencies`` are the
    codes found, with their rows; ``reader`` names the reader that gave the table, None for a mapped one;
    ``settle_days`` is how many days after a day its numbers may still change. ``engine`` is where the rows are, None
    for the client's own DuckDB.
    """

    label: str
    table: str
    relation: str
    columns: frozenset[str]
    provenance: Provenance
    issues: tuple[Issue, ...] = ()
    currencies: tuple[tuple[str, int], ...] = ()
    reader: str | None = None
    settle_days: int = 0
    engine: Engine | None = None
