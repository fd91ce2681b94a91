"""Exports: the sentence of this room. A declared export comes in, its canonical tables go out, staged.

For each file: ``intake`` → ``pieces`` (the tables in it) → ``headers`` (which line, which columns, is it this
tool's at all) → the reader's own ``look``. Alike files together: ``stacks`` (a table of the reader's columns, by
the ``steps`` of their plan), where ``parts`` has seen to what DuckDB refuses. Over all files: ``newest`` and
``carried``. Then each of the reader's outputs is read as any other source is, by ``reading``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import Problem, SourceError
from reportgen.issues import Issue, Severity
from reportgen.messages import message
from reportgen.sources.findings import drifted
from reportgen.sources.model import Field, FieldType, FileColumn, InputFile, Provenance, StagedTable, TableSpec
from reportgen.sources.raw import RawFile, identifier, united
from reportgen.sources.readers.carried import carry
from reportgen.sources.readers.model import Output, Reader
from reportgen.sources.readers.newest import by_age, replace_older, replaced_rows
from reportgen.sources.readers.parts import BLANK, BY, KEY, REPLACED, REST, Part, open_parts, part_rows
from reportgen.sources.readers.pieces import Piece, joined, pieces_of
from reportgen.sources.reading import read_raw

if TYPE_CHECKING:
    import duckdb


_CURRENCY = Field("currency", FieldType.TEXT)  # to be checked also where the table has no column for it


def read_with(
    connection: duckdb.DuckDBPyConnection,
    reader: Reader,
    readers: Sequence[Reader],
    declared: TableSpec,
    fields: Mapping[str, Sequence[Field]],
    workspace: Path,
    relation: str,
) -> tuple[StagedTable, ...]:
    """Read the declared files with a reader: a staged table for each of its outputs, in their order.

    ``declared`` has the files and what the client says of them; ``fields`` the canonical columns by table;
    ``relation`` is a prefix that no other source of the connection has. Raises SourceError when a file is
    not the reader's, lacks a column or cannot be used, saying which reader it fits or what to export.
    """
    if not declared.files:
        raise SourceError(Problem(f"no file matches the source '{declared.label}'", todo="check its path"))
    others = [other for other in readers if other.name != reader.name]
    pieces = pieces_of(by_age(declared.files), reader, declared, workspace)
    joint, aside = joined(pieces, reader)
    used = {number: piece for number, piece in enumerate(pieces) if number not in aside}
    parts = open_parts(connection, tuple(used.values()), reader, others, declared, workspace, relation, joint.look)
    opened = dict(zip(used, parts, strict=True))
    if len(parts) > 1:
        replace_older(connection, parts, reader.newest)
    lost = carry(connection, declared.label, parts, reader.carried) if reader.carried else ()
    staged: list[StagedTable] = []
    said: set[Issue] = set()
    for output in reader.outputs:
        table = _stage(connection, reader.name, output, parts, declared, fields, relation)
        found = _whole(table.provenance, pieces, opened, aside)
        issues = tuple(issue for issue in (*table.issues, *lost) if issue not in said)
        staged.append(replace(table, provenance=found, issues=issues))
        said.update(issues)
    for name in dict.fromkeys(part.table for part in parts):
        connection.execute(f"drop table {identifier(name)}")
    return tuple(staged)


def _whole(
    found: Provenance, pieces: Sequence[Piece], opened: Mapping[int, Part], aside: Mapping[int, int]
) -> Provenance:
    """The provenance by the client's files, with the rows of the tables in them that were left aside."""
    rows: dict[InputFile, int] = {}
    for number, piece in enumerate(pieces):
        more = aside[number] if number in aside else opened[number].raw.all_rows
        rows[piece.file] = rows.get(piece.file, 0) + more
    files = tuple(replace(file, rows=count) for file, count in rows.items())
    unused = sum(aside.values())
    dropped = tuple(sorted([*found.dropped, *([("aside", unused)] if unused else [])]))
    return replace(found, files=files, rows_read=found.rows_read + unused, dropped=dropped)


def _stage(
    connection: duckdb.DuckDBPyConnection,
    reader: str,
    output: Output,
    parts: Sequence[Part],
    declared: TableSpec,
    fields: Mapping[str, Sequence[Field]],
    relation: str,
) -> StagedTable:
    columns = {name: FileColumn(column) for name, column in output.columns.items() if _is_there(parts, column)}
    raw = united(declared.label, [_needed(part.raw, output, declared) for part in parts], is_clean=True)
    headers = {part.table: part.raw.header for part in parts}
    raw = replace(raw, stacks=tuple(part_rows(name, there, raw.columns) for name, there in headers.items()))
    spec = replace(
        declared,
        table=output.table,
        columns=columns,
        drops=(("empty", BLANK), *output.drops, ("overlap", REPLACED)),
        decimal=".",
    )
    wanted = [field for field in (*fields[output.table], _CURRENCY) if field.name in columns]
    staged = read_raw(connection, raw, spec, wanted, f"{relation}_{output.table}")
    issues = (
        *staged.issues,
        *replaced_rows(connection, declared.label, parts, output),
        *_cut(declared, parts),
        *_drift(declared, parts, output),
        *_notes(connection, declared, parts, output),
    )
    return replace(staged, issues=issues, reader=reader)


def _needed(file: RawFile, output: Output, declared: TableSpec) -> RawFile:
    """The file with the columns alone that the output rests on; all of them where the client's ``where`` may."""
    if declared.where:
        return file
    wanted = {*output.columns.values(), *(flag for _, flag in output.drops), BLANK, REPLACED, REST, KEY}
    places = [place for place, name in enumerate(file.header) if name in wanted]
    cells = ", ".join(f"c{place} as c{new}" for new, place in enumerate(places))
    return replace(
        file,
        header=tuple(file.header[place] for place in places),
        types=tuple(file.types[place] for place in places),
        sql=f"select {cells} from ({file.sql})",
    )


def _is_there(parts: Sequence[Part], column: str) -> bool:
    """A derived column always is; one of the tool's where a file has it."""
    return any(part.layout.has(column) for part in parts) or all(column in part.derived for part in parts)


def _notes(
    connection: duckdb.DuckDBPyConnection, declared: TableSpec, parts: Sequence[Part], output: Output
) -> Iterator[Issue]:
    """What was worked out, and in how many rows of the files."""
    left_out = "".join(f" and not coalesce({identifier(flag)}, false)" for _, flag in output.drops)
    for rule, flag in output.notes:
        where = f"{identifier(flag)} and {identifier(BY)} is null{left_out}"
        tables = dict.fromkeys(part.table for part in parts)
        counts = " + ".join(f"(select count(*) from {identifier(table)} where {where})" for table in tables)
        rows = int(connection.execute(f"select {counts}").fetchall()[0][0])
        if rows:
            yield Issue(rule, Severity.NOTE, declared.label, message(f"check.{rule}", rows=rows), rows)


def _drift(declared: TableSpec, parts: Sequence[Part], output: Output) -> Iterable[Issue]:
    """The tool's columns that some of the files have and others lack."""
    files = [(part.raw.file.name, frozenset(part.layout.spelled)) for part in parts]
    return drifted(declared, files, list(output.columns.values()))


def _cut(declared: TableSpec, parts: Sequence[Part]) -> tuple[Issue, ...]:
    """Files whose last row is cut off: what follows it is not known."""
    return tuple(
        Issue(
            "cut-file",
            Severity.WARN,
            declared.label,
            message("check.cut-file", rows=1, file=part.raw.file.name),
            1,
            (f"{part.raw.file.name}:{part.cut_line}",),
        )
        for part in parts
        if part.cut_line is not None
    )
