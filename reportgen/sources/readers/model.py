"""Nouns of the readers: what is known of a tool's export, and what was found in one file of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

HEAD_LINES = 200


class Cells(StrEnum):
    """What a column of an export holds."""

    TEXT = "text"
    NUMBER = "number"  # however it is written; read with the file's decimal sign


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a reader knows.

    ``name`` is the tool's English name, by which the reader's SQL and the client's ``where`` call it;
    ``spellings`` are its other names, in whatever language. ``todo`` of a column that the reader cannot do
    without says how to get it in the tool.
    """

    name: str
    spellings: tuple[str, ...] = ()
    cells: Cells = Cells.TEXT
    todo: str | None = None

    @property
    def is_needed(self) -> bool:
        """Without it the file cannot be read."""
        return self.todo is not None


def text(name: str, *spellings: str, todo: str | None = None) -> Column:
    """A column of texts or dates."""
    return Column(name, spellings, Cells.TEXT, todo)


def number(name: str, *spellings: str, todo: str | None = None) -> Column:
    """A column of numbers."""
    return Column(name, spellings, Cells.NUMBER, todo)


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file: its name as the user knows it, where its text lies, its first lines."""

    name: str
    path: Path
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a file's table is: ``header`` are its column names, known ones by their standard name.

    ``preamble`` are the lines before the header, which ends on ``header_line`` (from 1); ``spelled`` maps a
    standard name to the spelling in the file.
    """

    delimiter: str
    header: tuple[str, ...]
    header_line: int
    preamble: tuple[str, ...]
    spelled: Mapping[str, str]

    def has(self, name: str) -> bool:
        """The file has this column."""
        return name in self.spelled


@dataclass(frozen=True, slots=True)
class FilePlan:
    """How one file is read: ``derived`` are more columns, name → SQL over the file's columns, in steps.

    The SQL is our own. It calls a column ``"Name"`` (its text without blanks, null when empty or when the file
    lacks it) and, of a column of numbers, ``"Name #"`` (a DOUBLE); ``"First cell"`` is the text of the file's
    first column and ``_n`` the row's number. A step may use the columns of those before it, and windows over
    rows; no row is lost or moved.
    ``decimal`` is the sign that the tool writes in the file's language, for where its numbers prove none.
    """

    derived: tuple[Mapping[str, str], ...] = ()
    decimal: str | None = "."


@dataclass(frozen=True, slots=True)
class Output:
    """A canonical table of an export: canonical column → the file's or a derived column.

    ``drops`` are (reason, derived column of flags): rows that are no rows of this table. ``notes`` are (rule of
    an issue, derived column of flags): what had to be worked out in the rows whose flag is true.
    """

    table: str
    columns: Mapping[str, str]
    drops: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Newest:
    """What a later export of the same things replaces: rows that are alike in ``by``.

    ``day`` names the column of days where each row is a day's part, broken down by the other columns of
    ``by``: two files that break the same days down differently cannot both be counted.
    """

    by: tuple[str, ...]
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """A tool's export.

    ``marks`` are columns that tell its files from other tools'; ``check`` refuses a file as a whole, before its
    columns are looked at (SourceError); ``look`` decides about a file whose needed
    columns are there and raises SourceError when it cannot be used; ``settle_days`` is how long after a
    period's end the tool still changes its numbers. Rows alike in ``rows_of`` are one thing, of which only the
    first row says everything.
    """

    name: str
    doc: str
    columns: tuple[Column, ...]
    marks: tuple[str, ...]
    outputs: tuple[Output, ...]
    newest: Newest
    look: Callable[[Head, Layout], FilePlan] = lambda _head, _layout: FilePlan()
    check: Callable[[Head], None] = lambda _head: None
    settle_days: int = 0
    rows_of: str | None = None
    most_preamble: int = 40  # lines in which the header is looked for

    @property
    def tables(self) -> tuple[str, ...]:
        """The canonical tables that it gives."""
        return tuple(output.table for output in self.outputs)

    def column(self, name: str) -> Column:
        """The known column of that name. Raises KeyError."""
        return {column.name: column for column in self.columns}[name]
