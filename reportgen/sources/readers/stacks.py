"""Stacks: tables of an export that are alike, read together: their rows lie on each other in one table.

To plan a statement over a wide export takes as long as to read a small file, so tables with the same columns and
the same plan share their statements. Each row keeps its table's number (``_file``) and its own in it (``_n``);
what depends on a table's own numbers, the decimal sign above all, is decided for each alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from reportgen.sources.cells import Cell, Kind, trimmed
from reportgen.sources.model import TableSpec
from reportgen.sources.numbers import PRECISION, Counts, NumberColumn, counts_of, decided
from reportgen.sources.raw import RawFile, identifier, quoted
from reportgen.sources.readers.model import Cells, FilePlan, Layout, Reader
from reportgen.sources.readers.steps import made_by, with_steps

if TYPE_CHECKING:
    import duckdb

FIRST, REST, BLANK = "First cell", "Other cells", "Blank row"
KEY, BY, REPLACED = "Key", "Replaced by", "Replaced"
"""Columns that every part has: the file's first cell, a hash of the unknown cells, whether there is nothing in
the known ones; what a row is known by to a later file, the number of the file that replaces it, and whether
one does (see ``newest``)."""

_MOST_BYTES = 64 * 2**20  # of a stack: its texts and the table made of them are held at the same time
_GERMAN = r"(^|[^0-9.,])([0-9]{1,3}(\.[0-9]{3})*|[0-9]+),([0-9]{1,2}|[0-9]{4,})($|[^0-9.,])|\.[0-9]{3},"
_ENGLISH = r"(^|[^0-9.,])([0-9]{1,3}(,[0-9]{3})*|[0-9]+)\.([0-9]{1,2}|[0-9]{4,})($|[^0-9.,])|,[0-9]{3}\."
_WINDOW = re.compile(r"\bover \((?!partition by _file\b)")  # looks beyond its own file


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that is to be read: ``raw`` has its cells, not counted yet; ``place`` is its number in the source."""

    place: int
    raw: RawFile
    layout: Layout
    plan: FilePlan
    cut_line: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A table that was read: its rows are those of ``table`` whose ``_file`` is ``place``.

    ``cut_line`` is that of a last row that was cut off.
    """

    raw: RawFile
    layout: Layout
    derived: frozenset[str]
    table: str
    place: int
    cut_line: int | None = None


def stacks_of(sheets: Iterable[Sheet], spec: TableSpec) -> Iterator[tuple[Sheet, ...]]:
    """The tables, those together that follow each other and are alike."""
    stack: list[Sheet] = []
    for sheet in sheets:
        if stack and not _fits(stack, sheet, spec):
            yield tuple(stack)
            stack = []
        stack.append(sheet)
    if stack:
        yield tuple(stack)


def _fits(stack: Sequence[Sheet], sheet: Sheet, spec: TableSpec) -> bool:
    first = stack[0]
    return (
        first.plan == sheet.plan
        and first.layout.spelled.keys() == sheet.layout.spelled.keys()
        and (not spec.where or first.layout.header == sheet.layout.header)
        and not any(_WINDOW.search(sql) for sql in made_by(first.plan.derived).values())
        and sum(other.raw.file.path.stat().st_size for other in (*stack, sheet)) <= _MOST_BYTES
    )


def flags_of(reader: Reader) -> frozenset[str]:
    """The derived columns of true and false; all others are texts."""
    return frozenset(flag for output in reader.outputs for _, flag in (*output.drops, *output.notes))


def day_sql(column: str) -> str:
    """SQL: a day's digits, by which 20260131 and 2026-01-31 are the same."""
    return f"regexp_replace({identifier(column)}, '[^0-9]', '', 'g')"


def put_texts(
    connection: duckdb.DuckDBPyConnection, stack: Sequence[Sheet], reader: Reader, spec: TableSpec, table: str
) -> None:
    """Make ``table`` of the stack's rows: cells without blanks and apostrophes around them, null when empty."""
    layout, plan, named = stack[0].layout, stack[0].plan, _named(spec)
    known = [column.name for column in reader.columns]
    cells = [*known, *_asked(layout, {*known, *made_by(plan.derived)}, spec)]
    there = [name for name in cells if name in layout.header]
    if spec.where or any(identifier(FIRST) in sql for sql in made_by(plan.derived).values()):
        there = [FIRST, *there]
    rows = " union all ".join(_cells(sheet, cells, there, reader) for sheet in stack)
    clean = "".join(f", {trimmed(identifier(name))} as {identifier(name)}" for name in there)
    told = "".join(
        f", {_told(name, reader) if name.casefold() in named else _bare(identifier(name))} as {identifier(name)}"
        for name in there
    )
    lacking = "".join(f", null::VARCHAR as {identifier(name)}" for name in (FIRST, *cells) if name not in there)
    rest = identifier(REST)
    connection.execute(
        f"create or replace temp table {identifier(table)} as select _file, _n, {rest}{told}{lacking}"
        f" from (select _file, _n, {rest}{clean} from ({rows}))"
    )


def _cells(sheet: Sheet, cells: Sequence[str], there: Sequence[str], reader: Reader) -> str:
    """SQL: the cells of a file under their names, as they are."""
    header = sheet.layout.header
    unknown = [f"c{place}" for place, name in enumerate(header) if name not in cells]
    rest = f"cast(hash({', '.join(unknown)}) as VARCHAR)" if unknown and reader.newest.day else "null::VARCHAR"
    named = "".join(f", c{0 if name == FIRST else header.index(name)} as {identifier(name)}" for name in there)
    numbers = f"{sheet.place}::USMALLINT as _file, row_number() over () - 1 as _n"
    return f"select {numbers}, {rest} as {identifier(REST)}{named} from ({sheet.raw.sql})"


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
    return f"coalesce({cell}, first_value({cell}) over (partition by _file, {identifier(reader.rows_of)} order by _n))"


def put_parts(
    connection: duckdb.DuckDBPyConnection,
    stack: Sequence[Sheet],
    reader: Reader,
    spec: TableSpec,
    texts: str,
    table: str,
) -> Iterator[Part]:
    """Make tables ``table`` 0 … of the texts: a table for those files whose numbers are read in the same way."""
    rows, found = _numbers(connection, texts, stack, reader, spec)
    ways = {sheet.place: [(number.plain, number.decimal) for number in found[sheet.place]] for sheet in stack}
    for number, (_, group) in enumerate(groupby(stack, lambda sheet: ways[sheet.place])):
        sheets, name = tuple(group), f"{table}_{number}"
        columns = _put(connection, sheets, found[sheets[0].place], reader, spec, texts, name)
        types = tuple("BOOLEAN" if column in {*flags_of(reader), BLANK, REPLACED} else "VARCHAR" for column in columns)
        for sheet in sheets:
            sql = f"{part_rows(name, columns, columns)} where _file = {sheet.place}"
            raw = replace(sheet.raw, header=columns, types=types, sql=sql, rows=rows[sheet.place])
            derived = frozenset(made_by(sheet.plan.derived))
            yield Part(raw, sheet.layout, derived, name, sheet.place, sheet.cut_line)


def part_rows(table: str, there: Sequence[str], columns: Sequence[str]) -> str:
    """SQL: the rows of a table of parts with ``_file`` and the columns as c0, c1, …; null for one not ``there``."""
    sql = {REPLACED: f"{identifier(BY)} is not null"}
    cells = (sql.get(name, identifier(name)) if name in there else "null" for name in columns)
    return f"select _file, {', '.join(f'{cell} as c{at}' for at, cell in enumerate(cells))} from {identifier(table)}"


def _put(
    connection: duckdb.DuckDBPyConnection,
    sheets: Sequence[Sheet],
    numbers: Sequence[NumberColumn],
    reader: Reader,
    spec: TableSpec,
    texts: str,
    table: str,
) -> tuple[str, ...]:
    """Make one table of parts; the names of its columns, in order."""
    layout, plan = sheets[0].layout, sheets[0].plan
    known = [column.name for column in reader.columns]
    made: Sequence[str] = tuple(made_by(plan.derived))
    told = f"coalesce({', '.join(map(identifier, known))}) is null"
    needed = _needed(reader, spec)
    kept = [FIRST, REST, *known, *_asked(layout, {*known, *made_by(plan.derived)}, spec)]
    kept, made = ([name for name in names if needed is None or name in needed] for names in (kept, made))
    rows = f"select * from {identifier(texts)} where _file between {sheets[0].place} and {sheets[-1].place}"
    steps = with_steps(_based(sheets[0], numbers, reader, rows), (*plan.derived, _standing(reader)), rows)
    flags = flags_of(reader)
    derived = [
        identifier(name) if name in flags else f"cast({identifier(name)} as VARCHAR) as {identifier(name)}"
        for name in (*made, KEY, BY)
    ]
    cells = ", ".join(["_file", "_n", *map(identifier, kept), *derived, f"{told} as {identifier(BLANK)}"])
    is_moved = bool(spec.where) or any(
        not isinstance(step, Mapping) or any("over (" in sql for sql in step.values()) for step in plan.derived
    )
    order = " order by _file, _n" if is_moved else ""
    connection.execute(f"create or replace table {identifier(table)} as select {cells} from ({steps}){order}")
    return (*kept, *made, KEY, BLANK, REPLACED)


def _needed(reader: Reader, spec: TableSpec) -> frozenset[str] | None:
    """The columns that anything rests on after this; None for all of them where the client's ``where`` may."""
    if spec.where:
        return None
    carried = reader.carried
    return frozenset(
        {
            REST,
            *flags_of(reader),
            *(column for output in reader.outputs for column in output.columns.values()),
            *([reader.newest.day] if reader.newest.day else []),
            *([carried.flag, carried.to, *carried.columns] if carried else []),
            *(source for source, _ in (carried.columns.values() if carried else ())),
        }
    )


def _based(sheet: Sheet, numbers: Sequence[NumberColumn], reader: Reader, rows: str) -> str:
    """SQL: the texts with numbers written plainly, and a DOUBLE of each that a step asks for, named ``"Name #"``."""
    used = " ".join(made_by(sheet.plan.derived).values())
    read = dict(zip((name for name in _numeric(reader) if sheet.layout.has(name)), numbers, strict=True))
    plainly, doubles = [], []
    for name in _numeric(reader):
        cell, double, found = identifier(name), identifier(f"{name} #"), read.get(name)
        if double in used:
            doubles.append(f", {found.value('DOUBLE') if found else 'null::DOUBLE'} as {double}")
        if found and not found.plain:
            plainly.append(f"coalesce(cast({found.value(PRECISION)} as VARCHAR), {cell}) as {cell}")
    plain = f" replace ({', '.join(plainly)})" if plainly else ""
    return f"select *{plain}{''.join(doubles)} from ({rows})"


def _standing(reader: Reader) -> Mapping[str, str]:
    """SQL of the columns that ``newest`` needs."""
    day = reader.newest.day
    key = ", ".join(f"coalesce({day_sql(name) if name == day else identifier(name)}, '')" for name in reader.newest.by)
    filled = f"{identifier(day or reader.newest.by[0])} is not null"
    return {KEY: f"case when {filled} then md5(concat_ws(chr(31), {key})) end", BY: "null"}


def _numeric(reader: Reader) -> Iterator[str]:
    return (column.name for column in reader.columns if column.cells is Cells.NUMBER)


def _numbers(
    connection: duckdb.DuckDBPyConnection, texts: str, stack: Sequence[Sheet], reader: Reader, spec: TableSpec
) -> tuple[dict[int, int], dict[int, list[NumberColumn]]]:
    """The rows of each file of the stack; how its columns of numbers are read, those that it has."""
    rows = f"select * from {identifier(texts)}"
    columns = [(name, Cell(identifier(name))) for name in _numeric(reader) if stack[0].layout.has(name)]
    counts = counts_of(connection, rows, [("_n", Cell("_n", Kind.NUMBER)), *columns], file="_file")
    lines = {sheet.place: counts[sheet.place][0].filled if sheet.place in counts else 0 for sheet in stack}
    cells = {number: found[1:] for number, found in counts.items()}
    decimals = _decimals(connection, texts, [name for name, _ in columns], stack, cells, spec)
    places = {sheet.place: sheet.raw.file.name for sheet in stack}
    return lines, decided(connection, rows, columns, cells, decimals, places, file="_file")


def _decimals(
    connection: duckdb.DuckDBPyConnection,
    texts: str,
    names: Sequence[str],
    stack: Sequence[Sheet],
    counts: Mapping[int, Sequence[Counts]],
    spec: TableSpec,
) -> dict[int, str | None]:
    """The decimal sign that each file's numbers prove; the usual one where they prove none.

    None where both are proved: then each column decides for itself.
    """
    usual = stack[0].plan.decimal
    signs: dict[int, str | None] = {sheet.place: spec.decimal or usual for sheet in stack}
    open_ = [
        number
        for number, found in counts.items()
        if spec.decimal is None and names and (usual != "." or any(column.odd for column in found))
    ]
    if not open_:
        return signs
    comma, dot = (
        " + ".join(f"count(*) filter (regexp_matches({identifier(name)}, {quoted(pattern)}))" for name in names)
        for pattern in (_GERMAN, _ENGLISH)
    )
    found = connection.execute(
        f"select _file, {comma}, {dot} from {identifier(texts)} where _file in ({', '.join(map(str, open_))})"
        " group by 1"
    ).fetchall()
    for number, commas, dots in found:
        if commas or dots:
            signs[number] = None if commas and dots else "," if commas else "."
    return signs
