"""Binding: which column, constant or expression of the files stands behind each canonical column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.errors import Place, Problem, SourceError, did_you_mean
from reportgen.sources.cells import Cell, Kind, kind_of, text_value
from reportgen.sources.expressions import ColumnRef, compile_expression, names_in
from reportgen.sources.model import Constant, Field, FileColumn, RowNumber, SqlColumn, TableSpec
from reportgen.sources.numbers import number_columns
from reportgen.sources.raw import RawTable, need_column, quoted

if TYPE_CHECKING:
    import duckdb


_SAMPLE = 20_000  # rows


@dataclass(frozen=True, slots=True)
class Binding:
    """A canonical column and the SQL of its cells over the raw table; no cell for the row's number."""

    field: Field
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class Bound:
    """A source's columns, and the rows that its ``where`` keeps."""

    columns: tuple[Binding, ...]
    where: str | None
    drops: tuple[tuple[str, str], ...] = ()  # reason, SQL of the flag


def bind(connection: duckdb.DuckDBPyConnection, raw: RawTable, spec: TableSpec, fields: Sequence[Field]) -> Bound:
    """Find every canonical column. Raises SourceError listing all that are missing or wrong."""
    problems = [*unknown_columns(spec, fields), *_absent(raw, spec, fields)]
    if problems:
        raise SourceError(*problems)
    texts = [source.sql for source in spec.columns.values() if isinstance(source, SqlColumn)]
    if spec.where:
        texts.append(spec.where)
    refs = _references(connection, raw, spec, texts)
    where = condition_of(spec, refs)
    bound = (_bind(raw, spec, field, refs) for field in fields)
    drops = tuple((reason, f"c{need_column(raw, column, reason)}") for reason, column in spec.drops)
    return Bound(tuple(binding for binding in bound if binding is not None), where, drops)


def condition_of(spec: TableSpec, refs: Mapping[str, ColumnRef]) -> str | None:
    """SQL of the source's ``where``, if it has one. Raises SourceError for what is no condition."""
    if not spec.where:
        return None
    condition = compile_expression(spec.where, refs, where=f"{spec.label}, where")
    if condition.kind is not Kind.FLAG:
        raise SourceError(
            Problem(
                "where is not a condition",
                where=Place(spec.label),
                found=spec.where,
                expected="something that is true or false in a row, such as amount > 0",
            )
        )
    return condition.sql


def unknown_columns(spec: TableSpec, fields: Sequence[Field]) -> list[Problem]:
    """The columns that the source maps and its table has not."""
    names = tuple(field.name for field in fields)
    return [
        Problem(
            f"the table '{spec.table}' has no column '{name}'",
            where=Place(spec.label),
            todo=did_you_mean(name, names),
        )
        for name in spec.columns
        if name not in names
    ]


def _absent(raw: RawTable, spec: TableSpec, fields: Sequence[Field]) -> Iterable[Problem]:
    for field in fields:
        if field.required and field.name not in spec.columns and raw.find(field.name) is None:
            yield Problem(
                f"'{field.name}', which the table '{spec.table}' needs, is not there",
                where=Place(raw.files[0].file.name),
                found=", ".join(raw.columns[:20]),
                todo=f"add it to columns: {{{field.name}: …}} ({did_you_mean(field.name, raw.columns)})",
            )


def _bind(raw: RawTable, spec: TableSpec, field: Field, refs: dict[str, ColumnRef]) -> Binding | None:
    source = spec.columns.get(field.name)
    if source is None:
        place = raw.find(field.name)
        if place is None:
            return None
        if field.required:
            need_column(raw, field.name, field.name)
        return Binding(field, _cell(raw, place))
    if isinstance(source, RowNumber):
        return Binding(field, None)
    if isinstance(source, Constant):
        return Binding(field, Cell(quoted(source.value)))
    if isinstance(source, FileColumn):
        return Binding(field, _cell(raw, need_column(raw, source.name, f"'{field.name}'")))
    return Binding(field, compile_expression(source.sql, refs, where=f"{spec.label}, {field.name}"))


def _cell(raw: RawTable, place: int) -> Cell:
    return Cell(f"c{place}", kind_of(raw.types[place]))


def _references(
    connection: duckdb.DuckDBPyConnection, raw: RawTable, spec: TableSpec, texts: Sequence[str]
) -> dict[str, ColumnRef]:
    """Columns as expressions see them: numbers where every filled cell is one, otherwise text."""
    used: dict[str, int] = {}
    for text in texts:
        for name in names_in(text, where=spec.label):
            place = raw.find(name)
            if place is not None and not raw.lacking(place):
                used[raw.columns[place]] = place
            else:
                need_column(raw, name, f"'{text}'")
    cells = [(name, _cell(raw, place)) for name, place in used.items()]
    every = raw.sql(frozenset(used.values()), marks=False)
    refs = {name: ColumnRef(cell, text_value(cell)) for name, cell in cells}
    texts_only = [(name, cell) for name, cell in cells if cell.kind is Kind.TEXT]
    for rows in (f"select * from ({every}) limit {_SAMPLE}", every):  # most are told by a few rows
        numbers = number_columns(
            connection, rows, texts_only, decimal=spec.decimal, place=raw.files[0].file.name, lenient=True
        )
        texts_only = [pair for pair, number in zip(texts_only, numbers, strict=True) if not number.failed]
    for (name, cell), number in zip(texts_only, [n for n in numbers if not n.failed], strict=True):
        if number.is_numeric:
            refs[name] = ColumnRef(Cell(number.value("DOUBLE"), Kind.NUMBER), cell.sql)
    return refs
