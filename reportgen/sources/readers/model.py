"""Nouns of the readers: what is known of a tool's export, and what was found in one file of it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from reportgen.sources.readers.steps import Step
from reportgen.sources.records import Rows

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
    """The beginning of a file: its name as the user knows it, where its text lies, its first lines.

    Of a file of several tables each has its own: ``first`` lines stand before it that are of the other tables
    (blank here) or of the whole file.
    """

    name: str
    path: Path
    lines: tuple[str, ...]
    first: int = 0

    def rows(self, delimiter: str) -> Iterator[list[str]]:
        """The cells of its rows, blank lines too, up to one that is none with this delimiter."""
        try:
            yield from csv.reader(self.lines, delimiter=delimiter, skipinitialspace=True)
        except csv.Error:
            return


@dataclass(frozen=True, slots=True)
class Reshape:
    """How a text that is no table with a header becomes one.

    ``header`` are the columns that it gets. ``rows`` makes its rows, each with the line that it comes from, out of
    the text's own, which stand after ``start`` lines and have ``width`` cells when they are whole (1 where they may
    have any number).
    """

    header: tuple[str, ...]
    rows: Callable[[Rows], Rows]
    delimiter: str = ","
    start: int = 0
    width: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a file's table is: ``header`` are its column names, known ones by their standard name.

    ``preamble`` are the lines before the header, which ends on ``header_line`` (from 1); ``spelled`` maps a
    standard name to the spelling in the file. ``reshape`` makes the table where the file has none.
    """

    delimiter: str
    header: tuple[str, ...]
    header_line: int
    preamble: tuple[str, ...]
    spelled: Mapping[str, str]
    reshape: Reshape | None = None

    def has(self, name: str) -> bool:
        """The file has this column."""
        return name in self.spelled


@dataclass(frozen=True, slots=True)
class FilePlan:
    """How one file is read: ``derived`` are more columns, name → SQL over the file's columns, in ``steps``.

    The SQL is our own. It calls a column ``"Name"`` (its text without blanks, null when empty or when the file
    lacks it) and, of a column of numbers, ``"Name #"`` (a DOUBLE); ``"First cell"`` is the text of the file's
    first column and ``_n`` the row's number. A step may use the columns of those before it, and windows over
    the file's rows; no row is lost or moved. Files with the same plan are read together, if they follow each other
    and each window is ``over (partition by _file …)``, the number of the file.
    ``decimal`` is the sign that the tool writes in the file's language, for where its numbers prove none.
    """

    derived: tuple[Step, ...] = ()
    decimal: str | None = "."


Look: TypeAlias = Callable[[Head, Layout], FilePlan]


@dataclass(frozen=True, slots=True)
class Joint:
    """What the tables of a source say of each other: how each is looked at, and which are left aside.

    ``aside`` are places of tables of which no row is used, such as a list of the filters that were set.
    """

    look: Look
    aside: frozenset[int] = frozenset()


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
class Carried:
    """Rows that say something of another row, perhaps of another file: a refund, of the order that it is of.

    ``flag`` is the derived column that marks them. Each is given to the rows without the flag that are alike in
    ``to``: ``columns`` are derived columns of those → (derived column of the marked rows, ``sum`` of it or ``last``).
    ``rule`` is that of the issue for marked rows whose other row is in none of the files.
    """

    flag: str
    to: str
    columns: Mapping[str, tuple[str, str]]
    rule: str


@dataclass(frozen=True, slots=True)
class Reader:
    """A tool's export.

    ``marks`` are columns that tell its files from other tools'; ``check`` refuses a file as a whole, before its
    columns are looked at (SourceError); ``look`` decides about a file whose needed
    columns are there and raises SourceError when it cannot be used; ``settle_days`` is how long after a
    period's end the tool still changes its numbers. Rows alike in ``rows_of`` are one thing, of which only the
    first row says everything.

    Of a tool that puts several tables into one file, ``tables_at`` finds the lines (from 0) at which they start
    (none, or one, where the file has one table), and ``by_sheet`` says that each sheet of a workbook is one;
    ``joint`` looks at all tables of a source, the oldest first, and then ``look`` is its.
    ``is_bare`` knows an export that has no rows and therefore not even a header.

    ``reshape`` makes a table of a file that is none (a list of names and values, a column for each day) and gives
    None for the others. ``other_marks`` are the marks of the tool's other kinds of files.
    ``carried`` are rows that belong to others. ``footer`` is a pattern, without case, of lines after the table: the
    whole text of their only cell.
    """

    name: str
    doc: str
    columns: tuple[Column, ...]
    marks: tuple[str, ...]
    outputs: tuple[Output, ...]
    newest: Newest
    look: Look = lambda _head, _layout: FilePlan()
    check: Callable[[Head], None] = lambda _head: None
    tables_at: Callable[[Head], tuple[int, ...]] = lambda _head: ()
    by_sheet: bool = False
    joint: Callable[[tuple[Head, ...]], Joint] | None = None
    is_bare: Callable[[Head], bool] = lambda _head: False
    reshape: Callable[[Head], Reshape | None] = lambda _head: None
    other_marks: tuple[tuple[str, ...], ...] = ()
    carried: Carried | None = None
    footer: str | None = None
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
