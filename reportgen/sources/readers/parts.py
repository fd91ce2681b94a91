"""Parts: one file of an export as a temporary table of the reader's columns, row for row as in the file.

DuckDB reads the file where it can, strict; what it refuses goes through ``records``. Known columns stand
under their standard names, all as text, numbers of whatever spelling rewritten plainly (a cell that is no
number stays as it is, so that it is found and counted when it is cast); derived columns follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.sources.cells import Cell, trimmed
from reportgen.sources.dialect import Dialect
from reportgen.sources.intake import PlainFile
from reportgen.sources.model import TableSpec
from reportgen.sources.numbers import PRECISION, number_columns
from reportgen.sources.raw import RawFile, from_records, identifier, quoted, read_csv, rows_of
from reportgen.sources.readers.headers import layout_of, proved
from reportgen.sources.readers.model import Cells, FilePlan, Layout, Look, Reader, Reshape
from reportgen.sources.readers.pieces import Piece
from reportgen.sources.readers.totals import Sifter
from reportgen.sources.records import Records, text_records

if TYPE_CHECKING:
    import duckdb

FIRST, REST, BLANK = "First cell", "Other cells", "Blank row"
KEY, BY, REPLACED = "Key", "Replaced by", "Replaced"
"""Columns that every part has: the file's first cell, a hash of the unknown cells, whether there is nothing in
the known ones; what a row is known by to a later file, the number of the file that replaces it, and whether
one does (see ``newest``)."""

_GERMAN = r"(^|[^0-9.,])([0-9]{1,3}(\.[0-9]{3})*|[0-9]+),([0-9]{1,2}|[0-9]{4,})($|[^0-9.,])|\.[0-9]{3},"
_ENGLISH = r"(^|[^0-9.,])([0-9]{1,3}(,[0-9]{3})*|[0-9]+)\.([0-9]{1,2}|[0-9]{4,})($|[^0-9.,])|,[0-9]{3}\."


@dataclass(frozen=True, slots=True)
class Part:
    """A file's rows in the temporary table ``table``; ``cut_line`` is that of a last row that was cut off."""

    raw: RawFile
    layout: Layout
    derived: frozenset[str]
    table: str
    cut_line: int | None = None


def open_part(
    connection: duckdb.DuckDBPyConnection,
    piece: Piece,
    reader: Reader,
    others: Sequence[Reader],
    spec: TableSpec,
    workspace: Path,
    table: str,
    look: Look | None = None,
) -> Part:
    """Read a file's table into the temporary table ``table``. Raises SourceError when it is not the reader's."""
    plain, head = piece.plain, piece.head
    reader.check(head)
    if reader.is_bare(head):
        layout = _bare_layout(plain, reader)
    else:
        found = layout_of(head, reader, delimiter=spec.delimiter, skip_rows=spec.skip_rows)
        layout = proved(head, reader, others, found)
    plan = (look or reader.look)(head, layout)
    opened, cut_line = _opened(connection, plain, layout, workspace / f"{plain.sha256}.{table}.csv", reader.footer)
    names = _materialise(connection, opened, layout, plan, reader, spec, table)
    told = ", ".join(identifier(column.name) for column in reader.columns)
    columns = {name: identifier(name) for name in names}
    columns |= {BLANK: f"coalesce({told}) is null", REPLACED: f"{identifier(BY)} is not null"}
    sql = ", ".join(f"{cell} as c{place}" for place, cell in enumerate(columns.values()))
    types = ("BOOLEAN" if name in {*_flags(reader), BLANK, REPLACED} else "VARCHAR" for name in columns)
    raw = replace(opened, header=tuple(columns), types=tuple(types), sql=f"select {sql} from {identifier(table)}")
    return Part(raw, layout, frozenset(name for step in plan.derived for name in step), table, cut_line)


def _bare_layout(plain: PlainFile, reader: Reader) -> Layout:
    """The layout of an export without rows, which has no header."""
    names = tuple(column.name for column in reader.columns)
    return Layout(",", names, plain.lines, (), {name: name for name in names})


def _opened(
    connection: duckdb.DuckDBPyConnection, plain: PlainFile, layout: Layout, copy: Path, footer: str | None
) -> tuple[RawFile, int | None]:
    """The file's rows as c0, c1, …, and the line of a row that was cut off."""
    if layout.reshape is not None:
        return _reshaped(plain, layout.reshape, layout, copy)
    dialect = Dialect(layout.delimiter, layout.header, layout.header_line)
    sql = read_csv(plain.path, len(layout.header), layout.delimiter, skip=layout.header_line)
    rows = rows_of(connection, sql) if plain.lines > layout.header_line else 0
    if rows is not None:
        texts = ("VARCHAR",) * len(layout.header)
        return RawFile(plain, layout.header, texts, sql, rows, dialect=dialect), None
    sifter = Sifter(len(layout.header), is_open=_has_open_end(plain.path), footer=footer)
    return _sifted(plain, text_records(plain.path, plain.name, dialect, copy, sifter), sifter)


def _reshaped(plain: PlainFile, shape: Reshape, layout: Layout, copy: Path) -> tuple[RawFile, int | None]:
    """The same of the table that is made of a file without one."""
    sifter = Sifter(shape.width, is_open=_has_open_end(plain.path))
    dialect = Dialect(shape.delimiter, layout.header, shape.start)
    made = text_records(plain.path, plain.name, dialect, copy, lambda rows: shape.rows(sifter(rows)))
    return _sifted(plain, made, sifter)


def _sifted(plain: PlainFile, records: Records, sifter: Sifter) -> tuple[RawFile, int | None]:
    opened = from_records(plain, records)
    places = tuple(text.split(": ", 1)[0] for text in opened.examples)  # a row may hold names and addresses
    return replace(opened, examples=places, left_out=tuple(sorted(sifter.left_out.items()))), sifter.cut_line


def _has_open_end(path: Path) -> bool:
    """The last line has no end, or lies within quotation marks."""
    last, marks = b"\n", 0
    with path.open("rb") as stream:
        for chunk in iter(lambda: stream.read(2**20), b""):
            last, marks = chunk[-1:], marks + chunk.count(b'"')
    return last not in {b"\n", b"\r"} or marks % 2 == 1


def _flags(reader: Reader) -> frozenset[str]:
    return frozenset(flag for output in reader.outputs for _, flag in (*output.drops, *output.notes))


def _materialise(
    connection: duckdb.DuckDBPyConnection,
    opened: RawFile,
    layout: Layout,
    plan: FilePlan,
    reader: Reader,
    spec: TableSpec,
    table: str,
) -> tuple[str, ...]:
    """Make the part's table; the names of its columns, in order."""
    made = [column for step in plan.derived for column in step]
    asked = _asked(layout, {*(column.name for column in reader.columns), *made}, spec)
    cells = {name: _cell(layout, name) for name in (*(column.name for column in reader.columns), *asked)}
    unknown = [f"c{place}" for place, name in enumerate(layout.header) if name not in cells]
    rest = f"cast(hash({', '.join(unknown)}) as VARCHAR)" if unknown and reader.newest.day else "null::VARCHAR"
    clean = ", ".join(f"{trimmed(sql)} as {identifier(name)}" for name, sql in {FIRST: "c0", **cells}.items())
    named = _named(spec)
    listed = ", ".join(
        f"{_told(name, reader) if name.casefold() in named else _bare(identifier(name))} as {identifier(name)}"
        for name in (FIRST, *cells)
    )
    texts = (
        f"select _n, {identifier(REST)}, {listed} from (select row_number() over () - 1 as _n,"
        f" {rest} as {identifier(REST)}, {clean} from ({opened.sql}))"
    )
    name = identifier(f"{table}_texts")
    connection.execute(f"create or replace temp table {name} as {texts}")
    plainly, numbers = _numbers(connection, name, layout, plan, reader, spec, opened.file.name)
    kept = [FIRST, REST, *cells]
    columns = ", ".join(map(identifier, kept))
    plain = f" replace ({', '.join(plainly)})" if plainly else ""
    steps = f"select *{plain}{''.join(f', {sql}' for sql in numbers)} from {name}"
    for step in (*plan.derived, _standing(reader)):
        steps = (
            f"select *, {', '.join(f'{sql} as {identifier(column)}' for column, sql in step.items())} from ({steps})"
        )
    flags = _flags(reader)
    derived = ", ".join(
        identifier(column) if column in flags else f"cast({identifier(column)} as VARCHAR) as {identifier(column)}"
        for column in (*made, KEY, BY)
    )
    connection.execute(
        f"create or replace temp table {identifier(table)} as select _n, {columns}, {derived} from ({steps})"
        " order by _n"
    )
    connection.execute(f"drop table {name}")
    return (*kept, *made, KEY)


def _standing(reader: Reader) -> Mapping[str, str]:
    """SQL of the columns that ``newest`` needs."""
    day = reader.newest.day
    key = ", ".join(f"coalesce({day_sql(name) if name == day else identifier(name)}, '')" for name in reader.newest.by)
    filled = f"{identifier(day or reader.newest.by[0])} is not null"
    return {KEY: f"case when {filled} then md5(concat_ws(chr(31), {key})) end", BY: "null"}


def day_sql(column: str) -> str:
    """SQL: a day's digits, by which 20260131 and 2026-01-31 are the same."""
    return f"regexp_replace({identifier(column)}, '[^0-9]', '', 'g')"


def _cell(layout: Layout, name: str) -> str:
    return f"c{layout.header.index(name)}" if name in layout.header else "null::VARCHAR"


def _bare(text: str) -> str:
    """SQL: the text without the apostrophe that keeps spreadsheets from reading it, null when nothing is left."""
    return f"nullif(case when ascii({text}) = 39 then substr({text}, 2) else {text} end, '')"


def _named(spec: TableSpec) -> frozenset[str]:
    """The columns that the client's ``where`` names, in lower case."""
    from reportgen.sources.expressions import names_in

    names = names_in(spec.where, where=spec.label) if spec.where else ()
    return frozenset(name.casefold() for name in names)


def _asked(layout: Layout, known: Iterable[str], spec: TableSpec) -> tuple[str, ...]:
    """Columns of the file that ``where`` names beside the known ones; of names that differ in case the first."""
    asked = _named(spec) - {name.casefold() for name in known}
    first = {name.casefold(): name for name in reversed(layout.header)}
    return tuple(name for name in layout.header if name.casefold() in asked and first[name.casefold()] == name)


def _told(name: str, reader: Reader) -> str:
    """SQL: a cell as ``where`` sees it: what only the first row of a thing says holds for all of its rows."""
    cell = _bare(identifier(name))
    if reader.rows_of is None:
        return cell
    return f"coalesce({cell}, first_value({cell}) over (partition by {identifier(reader.rows_of)} order by _n))"


def _numbers(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    layout: Layout,
    plan: FilePlan,
    reader: Reader,
    spec: TableSpec,
    place: str,
) -> tuple[list[str], list[str]]:
    """SQL of columns of numbers: as plain text where they are not yet; and as DOUBLE, named ``"Name #"``."""
    columns = [column.name for column in reader.columns if column.cells is Cells.NUMBER]
    there = [name for name in columns if layout.has(name)]
    decimal = spec.decimal or _decimal(connection, rows, there, plan.decimal)
    read = number_columns(
        connection,
        f"select * from {rows}",
        [(name, Cell(identifier(name))) for name in there],
        decimal=decimal,
        place=place,
    )
    plainly, doubles = [], [f"null::DOUBLE as {identifier(f'{name} #')}" for name in columns if name not in there]
    for name, found in zip(there, read, strict=True):
        cell = identifier(name)
        doubles.append(f"{found.value('DOUBLE')} as {identifier(f'{name} #')}")
        if not found.plain:
            plainly.append(f"coalesce(cast({found.value(PRECISION)} as VARCHAR), {cell}) as {cell}")
    return plainly, doubles


def _decimal(connection: duckdb.DuckDBPyConnection, rows: str, columns: Sequence[str], usual: str | None) -> str | None:
    """The decimal sign that the file's numbers prove, the usual one where they prove none.

    None where both are proved: then each column decides for itself.
    """
    if not columns:
        return usual
    comma, dot = (
        " + ".join(f"count(*) filter (regexp_matches({identifier(name)}, {quoted(pattern)}))" for name in columns)
        for pattern in (_GERMAN, _ENGLISH)
    )
    commas, dots = connection.execute(f"select {comma}, {dot} from {rows}").fetchall()[0]
    return usual if not commas and not dots else None if commas and dots else "," if commas else "."
