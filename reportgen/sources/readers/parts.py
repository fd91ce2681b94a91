"""Parts: the files of an export as tables of the reader's columns, row for row as in the files.

DuckDB reads a file where it can, strict; what it refuses goes through ``records``. Known columns stand under their
standard names, all as text, numbers of whatever spelling rewritten plainly (a cell that is no number stays as it
is, so that it is found and counted when it is cast); derived columns follow. ``stacks`` does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.sources.dialect import Dialect
from reportgen.sources.intake import PlainFile
from reportgen.sources.model import TableSpec
from reportgen.sources.raw import RawFile, from_records, identifier, read_csv, rows_of
from reportgen.sources.readers.headers import layout_of, proved
from reportgen.sources.readers.model import Layout, Look, Reader
from reportgen.sources.readers.pieces import Piece
from reportgen.sources.readers.stacks import (
    BLANK,
    BY,
    FIRST,
    KEY,
    REPLACED,
    REST,
    Part,
    Sheet,
    day_sql,
    part_rows,
    put_parts,
    put_texts,
    stacks_of,
)
from reportgen.sources.readers.totals import Sifter
from reportgen.sources.records import Rows, text_records

if TYPE_CHECKING:
    import duckdb

__all__ = ["BLANK", "BY", "FIRST", "KEY", "REPLACED", "REST", "Part", "day_sql", "open_parts", "part_rows"]


def open_parts(
    connection: duckdb.DuckDBPyConnection,
    pieces: Sequence[Piece],
    reader: Reader,
    others: Sequence[Reader],
    spec: TableSpec,
    workspace: Path,
    relation: str,
    look: Look | None = None,
) -> tuple[Part, ...]:
    """Read the tables of the files into ``<relation>_rows…``. Raises SourceError when one is not the reader's."""
    sheets = []
    for place, piece in enumerate(pieces):
        layout = _layout(piece, reader, others, spec)
        plan = (look or reader.look)(piece.head, layout)
        sheets.append(Sheet(place, _regular(piece.plain, layout), layout, plan))
    return tuple(
        part
        for number, stack in enumerate(stacks_of(sheets, spec))
        for part in _read(connection, stack, reader, spec, workspace, f"{relation}_rows{number}")
    )


def _layout(piece: Piece, reader: Reader, others: Sequence[Reader], spec: TableSpec) -> Layout:
    """Where the table's cells stand; an export without rows has no header."""
    reader.check(piece.head)
    if reader.is_bare(piece.head):
        names = tuple(column.name for column in reader.columns)
        return Layout(",", names, piece.plain.lines, (), {name: name for name in names})
    found = layout_of(piece.head, reader, delimiter=spec.delimiter, skip_rows=spec.skip_rows)
    return proved(piece.head, reader, others, found)


def _read(
    connection: duckdb.DuckDBPyConnection,
    stack: Sequence[Sheet],
    reader: Reader,
    spec: TableSpec,
    workspace: Path,
    table: str,
) -> Iterator[Part]:
    """Read a stack; the tables in it that DuckDB refuses as they are, made regular."""
    import duckdb

    texts = f"{table}_texts"
    mend = partial(_made_regular, reader=reader, workspace=workspace, table=table)
    sheets = [sheet if sheet.layout.reshape is None else mend(sheet) for sheet in stack]
    try:
        put_texts(connection, sheets, reader, spec, texts)
    except duckdb.Error:
        mended = [sheet if _is_regular(connection, sheet) else mend(sheet) for sheet in sheets]
        if mended == sheets:
            raise
        sheets = mended
        put_texts(connection, sheets, reader, spec, texts)
    yield from put_parts(connection, sheets, reader, spec, texts, table)
    connection.execute(f"drop table {identifier(texts)}")


def _regular(plain: PlainFile, layout: Layout) -> RawFile:
    """The file's rows as c0, c1, … where each has a cell for each column of the header."""
    sql = read_csv(plain.path, len(layout.header), layout.delimiter, skip=layout.header_line)
    dialect = Dialect(layout.delimiter, layout.header, layout.header_line)
    return RawFile(plain, layout.header, ("VARCHAR",) * len(layout.header), sql, 0, dialect=dialect)


def _is_regular(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> bool:
    is_empty = sheet.raw.file.lines <= sheet.layout.header_line
    return sheet.raw.copy is not None or is_empty or rows_of(connection, sheet.raw.sql) is not None


def _made_regular(sheet: Sheet, reader: Reader, workspace: Path, table: str) -> Sheet:
    """The table with the copy of its file that ``records`` makes, or its reshaping."""
    plain, layout, shape = sheet.raw.file, sheet.layout, sheet.layout.reshape
    dialect, width = Dialect(layout.delimiter, layout.header, layout.header_line), len(layout.header)
    if shape is not None:
        dialect, width = Dialect(shape.delimiter, layout.header, shape.start), shape.width
    sifter = Sifter(width, is_open=_has_open_end(plain.path), footer=reader.footer if shape is None else None)
    sift: Callable[[Rows], Rows] = sifter if shape is None else lambda rows: shape.rows(sifter(rows))
    copy = workspace / f"{plain.sha256}.{table}.{sheet.place}.csv"
    opened = from_records(plain, text_records(plain.path, plain.name, dialect, copy, sift))
    places = tuple(text.split(": ", 1)[0] for text in opened.examples)  # a row may hold names and addresses
    raw = replace(opened, examples=places, left_out=tuple(sorted(sifter.left_out.items())))
    return replace(sheet, raw=raw, cut_line=sifter.cut_line)


def _has_open_end(path: Path) -> bool:
    """The last line has no end, or lies within quotation marks."""
    last, marks = b"\n", 0
    with path.open("rb") as stream:
        for chunk in iter(lambda: stream.read(2**20), b""):
            last, marks = chunk[-1:], marks + chunk.count(b'"')
    return last not in {b"\n", b"\r"} or marks % 2 == 1
