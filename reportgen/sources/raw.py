"""Raw tables: a source's files as one relation of text cells, column names kept apart from SQL.

Inside DuckDB a file's columns are ``c0``, ``c1``, …, so that no header can clash with another in
case only, or reach SQL. Parquet keeps its types; all else is text, and an empty cell is null.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import Place, Problem, SourceError, did_you_mean
from reportgen.sources.cells import trimmed
from reportgen.sources.dialect import WHITESPACE, Dialect, dialect_of
from reportgen.sources.intake import PlainFile, take_in
from reportgen.sources.model import TableSpec
from reportgen.sources.records import Records, line_of_record, line_of_row, text_records, workbook_records

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file as a relation: ``sql`` selects ``c0`` … for the names in ``header``.

    ``first_line`` is the line of its first row where one line is one row; else ``copy`` is the
    regular copy that knows the lines, or ``dialect`` how to look for them in the file. ``left_out``
    counts (reason, rows) that the copy lacks.
    """

    file: PlainFile
    header: tuple[str, ...]
    types: tuple[str, ...]
    sql: str
    rows: int
    first_line: int | None = None
    copy: Path | None = None
    dialect: Dialect | None = None
    long: int = 0
    short: int = 0
    examples: tuple[str, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def all_rows(self) -> int:
        """Every row of the file, whatever became of it."""
        return self.rows + self.long + sum(count for _, count in self.left_out)

    def line(self, row: int) -> int:
        """The line in the file of its row number ``row`` (from 0)."""
        if self.first_line is not None:
            return self.first_line + row
        if self.dialect is not None:
            return line_of_row(self.file.path, self.dialect, row)
        return line_of_record(self.copy, row) if self.copy is not None else row + 1


@dataclass(frozen=True, slots=True)
class RawTable:
    """All files of a source: ``columns`` is the union of their headers, ``types`` DuckDB's types.

    ``is_clean`` when texts have no blanks around them and none is empty, so that nothing has to be trimmed.
    ``stacks`` are queries of all rows, where several files' lie in one table: ``_file`` and a cell for each column.
    """

    label: str
    files: tuple[RawFile, ...]
    columns: tuple[str, ...]
    types: tuple[str, ...]
    is_clean: bool = False
    stacks: tuple[str, ...] = ()

    def find(self, name: str) -> int | None:
        """The place of a column by its name: exact, else the only one that differs in case."""
        if name in self.columns:
            return self.columns.index(name)
        alike = [place for place, known in enumerate(self.columns) if known.casefold() == name.casefold()]
        return alike[0] if len(alike) == 1 else None

    def lacking(self, place: int) -> tuple[str, ...]:
        """Names of the files that do not have the column at this place."""
        return tuple(raw.file.name for raw in self.files if self.columns[place] not in raw.header)

    @property
    def rows(self) -> int:
        """Rows of all files that DuckDB will see."""
        return sum(raw.rows for raw in self.files)

    def sql(self, cells: Container[int] | None = None, *, marks: bool = True) -> str:
        """A query of every row, files in order, lines in order.

        Its columns are, with ``marks``, ``_file``, ``_blank`` (nothing in any cell) and ``_hash`` (of all cells);
        and of c0, c1, … those asked for, texts without blanks around them, null when nothing is left.
        """
        every = " union all ".join(self.stacks or (self._select(n, raw) for n, raw in enumerate(self.files)))
        names = [f"c{place}" for place in range(len(self.columns))]
        asked = [
            (name, type_ == "VARCHAR")
            for place, (name, type_) in enumerate(zip(names, self.types, strict=True))
            if cells is None or place in cells
        ]
        if not (asked or marks):  # there is nothing to ask but how many rows there are
            return f"select true as _row from ({every})"
        hashed = f"hash({', '.join(names)}) as _hash"
        if self.is_clean:
            marked = ["_file", "false as _blank", hashed] if marks else []
            return f"select {', '.join([*marked, *(name for name, _ in asked)])} from ({every})"
        texts = ", ".join(f"cast({name} as VARCHAR)" for name in names)
        marked = ["_file", f"coalesce({texts}) is null as _blank", hashed] if marks else []
        clean = [f"{trimmed(name)} as {name}" if is_text else name for name, is_text in asked]
        kept = ["_file", "_blank", "_hash"] if marks else []
        filled = [f"nullif({name}, '') as {name}" if is_text else name for name, is_text in asked]
        return f"select {', '.join([*kept, *filled])} from (select {', '.join([*marked, *clean])} from ({every}))"

    def _select(self, number: int, raw: RawFile) -> str:
        cells = []
        for place, (name, type_) in enumerate(zip(self.columns, self.types, strict=True)):
            if name in raw.header:
                own = raw.header.index(name)
                cell = f"c{own}" if raw.types[own] == type_ else f"cast(c{own} as {type_})"
            else:
                cell = f"cast(null as {type_})"
            cells.append(f"{cell} as c{place}")
        return f"select {number}::USMALLINT as _file, {', '.join(cells)} from ({raw.sql})"

    def locate(self, row: int) -> str:
        """``file:line`` of a row by its number over all files, from 0."""
        for raw in self.files:
            if row < raw.rows:
                return f"{raw.file.name}:{raw.line(row)}"
            row -= raw.rows
        raise ValueError("there is no such row")


def open_raw(connection: duckdb.DuckDBPyConnection, spec: TableSpec, workspace: Path) -> RawTable:
    """Open the files of a source as one table.

    ``workspace`` takes the copies that are needed; it must live as long as the table is read.
    Raises SourceError when a file cannot be read.
    """
    if not spec.files:
        raise SourceError(Problem(f"no file matches the source '{spec.label}'", todo="check its path"))
    opened = []
    for number, path in enumerate(spec.files):
        plain = take_in(path, spec.root, workspace, spec.encoding)
        opened.append(_OPENERS[plain.kind](connection, plain, spec, workspace / f"{plain.sha256}.{number}.csv"))
    return united(spec.label, opened)


def united(label: str, files: Sequence[RawFile], *, is_clean: bool = False) -> RawTable:
    """Files as one table: a column is known by its name."""
    types: dict[str, str] = {}
    for raw in files:
        for name, type_ in zip(raw.header, raw.types, strict=True):
            types[name] = type_ if types.get(name, type_) == type_ else "VARCHAR"
    return RawTable(label, tuple(files), tuple(types), tuple(types.values()), is_clean)


def _open_text(connection: duckdb.DuckDBPyConnection, plain: PlainFile, spec: TableSpec, copy: Path) -> RawFile:
    dialect = dialect_of(plain.path, plain.name, delimiter=spec.delimiter, skip_rows=spec.skip_rows)
    if dialect.delimiter != WHITESPACE:
        sql = read_csv(plain.path, len(dialect.header), dialect.delimiter, skip=dialect.header_line)
        rows = plain.lines - dialect.header_line
        if rows == 0 or rows_of(connection, sql) == rows:
            return RawFile(plain, dialect.header, _text(dialect), sql, rows, first_line=dialect.header_line + 1)
    return from_records(plain, text_records(plain.path, plain.name, dialect, copy))


def rows_of(connection: duckdb.DuckDBPyConnection, sql: str) -> int | None:
    """How many rows DuckDB, strict, finds, each of as many cells as the header; None where some are not."""
    import duckdb

    try:
        return int(connection.execute(f"select count(*) from ({sql})").fetchall()[0][0])
    except duckdb.Error:
        return None


def _open_workbook(_connection: duckdb.DuckDBPyConnection, plain: PlainFile, spec: TableSpec, copy: Path) -> RawFile:
    records = workbook_records(plain.path, plain.name, copy, sheet=spec.sheet, skip_rows=spec.skip_rows)
    return from_records(plain, records)


def from_records(plain: PlainFile, records: Records) -> RawFile:
    """The regular copy of a file as a relation."""
    width = len(records.header)
    names = ", ".join(f"c{place + 1} as c{place}" for place in range(width))
    sql = f"select {names} from ({read_csv(records.path, width + 1, ',', skip=0)})"
    return RawFile(
        plain,
        records.header,
        ("VARCHAR",) * width,
        sql,
        records.rows,
        copy=records.path,
        long=records.long,
        short=records.short,
        examples=records.examples,
    )


def _open_parquet(connection: duckdb.DuckDBPyConnection, plain: PlainFile, spec: TableSpec, _copy: Path) -> RawFile:
    import duckdb

    source = f"read_parquet({_path(plain.path)})"
    try:
        described = connection.execute(f"describe select * from {source}").fetchall()
        rows = connection.execute(f"select count(*) from {source}").fetchall()[0][0]
    except duckdb.Error as error:
        raise SourceError(
            Problem("is not a readable Parquet file", where=Place(plain.name), todo=f"write {spec.label} again")
        ) from error
    header = tuple(str(row[0]) for row in described)
    types = tuple(_flat(str(row[1])) for row in described)
    cells = ", ".join(
        f"cast({identifier(name)} as {type_}) as c{place}"
        for place, (name, type_) in enumerate(zip(header, types, strict=True))
    )
    return RawFile(plain, header, types, f"select {cells} from {source}", rows)


_SIMPLE = re.compile(
    r"U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL\(\d+,\d+\)|DOUBLE|FLOAT|BOOLEAN|DATE"
    r"|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE"
)
_OPENERS = {"text": _open_text, "workbook": _open_workbook, "parquet": _open_parquet}


def _flat(type_: str) -> str:
    """A simple type as it is; a nested or exotic one as text."""
    return type_ if _SIMPLE.fullmatch(type_) else "VARCHAR"


def _text(dialect: Dialect) -> tuple[str, ...]:
    return ("VARCHAR",) * len(dialect.header)


def read_csv(path: Path, width: int, delimiter: str, *, skip: int) -> str:
    """DuckDB's reader with nothing left to guess: strict, every cell text, only '' is null."""
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    return (
        f"select * from read_csv({_path(path)}, columns={{{columns}}}, auto_detect=false, header=false,"
        f" skip={skip}, delim={quoted(delimiter)}, quote='\"', escape='\"', comment='', nullstr='',"
        " strict_mode=true, null_padding=false, ignore_errors=false)"
    )


def _path(path: Path) -> str:
    """A path as an SQL literal that names this file alone: DuckDB takes any path for a glob."""
    return quoted(re.sub(r"[\[*?]", r"[\g<0>]", str(path)))


def quoted(text: str) -> str:
    """A string as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def cells_in(texts: Iterable[str]) -> frozenset[int]:
    """The places of the cells c0, c1, … that these pieces of SQL use (and perhaps some that they do not)."""
    return frozenset(int(place) for text in texts for place in re.findall(r"\bc(\d+)\b", text))


def need_column(raw: RawTable, name: str, wanted_for: str) -> int:
    """The place of a column that every file must have.

    Raises SourceError, naming the nearest column, or the files that lack it.
    """
    place = raw.find(name)
    if place is None:
        raise SourceError(
            Problem(
                f"there is no column '{name}', needed for {wanted_for}",
                where=Place(raw.files[0].file.name),
                found=", ".join(raw.columns[:20]),
                todo=did_you_mean(name, raw.columns),
            )
        )
    lacking = raw.lacking(place)
    if lacking:
        raise SourceError(
            *(
                Problem(
                    f"there is no column '{raw.columns[place]}', which the source's other files have",
                    where=Place(lacking_file),
                    todo="export it with the same columns, or leave it out",
                )
                for lacking_file in lacking
            )
        )
    return place
