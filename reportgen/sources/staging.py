"""Staging: raw rows become rows of a canonical table, cast, with every loss counted.

All rows stay in one table, in the files' order, so that a row's number leads back to its
file and line; ``_reject`` says why a row is not used (an index into ``reasons``), ``_bad`` has a bit
for each cell that could not be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.binding import Binding, Bound, bind
from reportgen.sources.cells import Cell, Kind, flag_value, is_filled, is_totals_label, text_value
from reportgen.sources.dates import DateColumn, Format, date_column, declared_format, iso_formats
from reportgen.sources.model import Field, FieldType, TableSpec
from reportgen.sources.numbers import NumberColumn, number_columns
from reportgen.sources.raw import RawTable, cells_in, identifier

if TYPE_CHECKING:
    import duckdb

_NUMBERS = (FieldType.MONEY, FieldType.NUMBER, FieldType.COUNT)
_DATES = (FieldType.TIME, FieldType.DATE)
_WORDS = (FieldType.ID, FieldType.TEXT)
KEPT, EMPTY, WHERE, TOTALS, OVERLAP = range(5)
REASONS = ("", "empty", "where", "totals", "overlap")


@dataclass(frozen=True, slots=True)
class Caster:
    """A canonical column with the SQL of its value, and how its texts are read."""

    field: Field
    cell: Cell | None
    value: str
    dates: DateColumn | None = None

    @property
    def is_checked(self) -> bool:
        """The cast can fail."""
        return self.cell is not None and self.field.type not in _WORDS


@dataclass(frozen=True, slots=True)
class Staged:
    """The table ``<relation>_all`` and the view ``relation`` of its used rows."""

    relation: str
    raw: RawTable
    casters: tuple[Caster, ...]
    reasons: tuple[str, ...]

    @property
    def wanted(self) -> str:
        """SQL: the row is used, or should have been and could not be."""
        codes = [str(code) for code, reason in enumerate(self.reasons) if code == KEPT or ":" in reason]
        return f"_reject in ({', '.join(codes)})"

    @property
    def all_rows(self) -> str:
        """The table with every row."""
        return identifier(f"{self.relation}_all")


def stage(
    connection: duckdb.DuckDBPyConnection, raw: RawTable, spec: TableSpec, fields: Sequence[Field], relation: str
) -> Staged:
    """Cast a source's rows into ``<relation>_all``.

    Raises SourceError for missing columns, expressions that are not allowed and numbers of which
    nothing tells the decimal sign.
    """
    import duckdb

    bound = bind(connection, raw, spec, fields)
    looked_at = [b.cell.sql for b in bound.columns if b.cell is not None and b.field.type in (*_NUMBERS, *_DATES)]
    rows = raw.sql(cells_in([*looked_at, bound.where or "true"]), marks=False)
    if bound.where:
        rows = f"select * from ({rows}) where {bound.where}"
    try:
        casters = tuple(_casters(connection, rows, raw, spec, bound))
        reasons, reject = _rejections(casters, bound)
        connection.execute(_table(raw, casters, bound, reject, relation))
    except duckdb.OutOfMemoryException as error:
        raise MemoryError(str(error)) from error
    except duckdb.Error as error:
        raise SourceError(
            Problem(
                "the source's where or sql cannot be computed",
                where=Place(spec.label),
                found=str(error).splitlines()[0][:200],
                todo="check the expressions, or use try_cast",
            )
        ) from error
    names = ", ".join(
        f"{'cast(rowid + 1 as VARCHAR)' if caster.cell is None else f'v{number}'} as {identifier(caster.field.name)}"
        for number, caster in enumerate(casters)
    )
    connection.execute(
        f"create or replace view {identifier(relation)} as select rowid as _row, {names}"
        f" from {identifier(f'{relation}_all')} where _reject = {KEPT}"
    )
    return Staged(relation, raw, casters, reasons)


def _casters(
    connection: duckdb.DuckDBPyConnection, rows: str, raw: RawTable, spec: TableSpec, bound: Bound
) -> list[Caster]:
    place = raw.files[0].file.name
    numeric = [(b.field.name, b.cell) for b in bound.columns if b.field.type in _NUMBERS and b.cell is not None]
    numbers = dict(
        zip(
            (name for name, _ in numeric),
            number_columns(connection, rows, numeric, decimal=spec.decimal, place=place),
            strict=True,
        )
    )
    return [_caster(connection, rows, raw, spec, binding, numbers) for binding in bound.columns]


def _caster(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    raw: RawTable,
    spec: TableSpec,
    binding: Binding,
    numbers: dict[str, NumberColumn],
) -> Caster:
    field, cell = binding.field, binding.cell
    if cell is None:
        if field.type not in _WORDS:
            raise SourceError(
                Problem(f"'{field.name}' cannot be the row's number", where=Place(spec.label), expected="an id")
            )
        return Caster(field, None, "null")
    if field.type in _WORDS:
        return Caster(field, cell, text_value(cell))
    if field.type in _NUMBERS:
        return Caster(field, cell, numbers[field.name].value())
    if field.type is FieldType.FLAG:
        return Caster(field, cell, flag_value(cell))
    declared: tuple[Format, ...] = ()
    if spec.date_format:
        declared = (declared_format(connection, spec.date_format, spec.label),)
    if declared and (raw.is_clean or any(opened.file.kind == "workbook" for opened in raw.files)):
        declared += iso_formats()  # a sheet's real dates are not text, and readers write ISO
    dates = date_column(
        connection,
        rows,
        Cell(f"cast(({cell.sql}) as VARCHAR)") if cell.kind is Kind.NUMBER else cell,
        timezone=spec.timezone or spec.client_timezone,
        client_timezone=spec.client_timezone,
        declared=declared,
        count=raw.rows,
    )
    value = dates.value() if field.type is FieldType.TIME else f"cast({dates.value()} as DATE)"
    return Caster(field, cell, value, dates)


def _rejections(casters: Sequence[Caster], bound: Bound) -> tuple[tuple[str, ...], str]:
    """The reasons why rows are not used, and the SQL that gives a row's index into them."""
    reasons = list(REASONS)
    unusable, whens = [], []
    for number, caster in enumerate(casters):
        if not caster.field.required or caster.cell is None:
            continue
        unusable.append(f"v{number} is null")
        if caster.is_checked:
            whens.append(f"when f{number} then {len(reasons)}")
            reasons.append(f"unreadable:{caster.field.name}")
        whens.append(f"when v{number} is null then {len(reasons)}")
        reasons.append(f"missing:{caster.field.name}")
    labels = [f"t{n}" for n, caster in enumerate(casters) if caster.cell and caster.cell.kind is Kind.TEXT]
    first = [f"when _blank then {EMPTY}"]
    if bound.where:
        first.append(f"when _keep is not true then {WHERE}")
    for number, (reason, _) in enumerate(bound.drops):
        if reason not in reasons:
            reasons.append(reason)
        first.append(f"when _drop{number} then {reasons.index(reason)}")
    if labels and unusable:
        named = " or ".join(is_totals_label(label) for label in labels)
        # a case of its own, so that the labels are looked at in the few unusable rows alone
        first.append(f"when case when {' or '.join(unusable)} then {named} else false end then {TOTALS}")
    return tuple(reasons), f"case {' '.join([*first, *whens])} else {KEPT} end"


def _table(raw: RawTable, casters: Sequence[Caster], bound: Bound, reject: str, relation: str) -> str:
    """SQL that makes the table of all rows."""
    inner = ["_file", "_blank", "_hash"]
    if bound.where:
        inner.append(f"({bound.where}) as _keep")
    inner += [f"{flag} as _drop{number}" for number, (_, flag) in enumerate(bound.drops)]
    flagged, outer = [], ["_file", "_hash"]
    for number, caster in enumerate(casters):
        if caster.cell is None:
            continue
        inner.append(f"{caster.value} as v{number}")
        outer.append(f"v{number}")
        if caster.is_checked or caster.cell.kind is Kind.TEXT:
            inner.append(f"{caster.cell.sql} as t{number}")
        if caster.is_checked:
            tested = is_filled(Cell(f"t{number}", caster.cell.kind))
            flagged.append((number, f"case when v{number} is null then {tested} else false end"))
    middle = ", ".join(["*", *(f"{sql} as f{number}" for number, sql in flagged)])
    bad = " + ".join(f"(case when f{number} then {1 << number} else 0 end)" for number, _ in flagged) or "0"
    return (
        f"create or replace table {identifier(f'{relation}_all')} as"
        f" select {', '.join(outer)}, cast({bad} as UINTEGER) as _bad, cast({reject} as UTINYINT) as _reject"
        f" from (select {middle} from (select {', '.join(inner)} from ({raw.sql(cells_in(inner))})))"
    )


def read_raw_rows(raw: RawTable, numbers: Sequence[int], cell: Cell) -> str:
    """SQL: number and text of some rows of the raw table, by their numbers over all files."""
    wanted = ", ".join(str(number) for number in numbers)
    return (
        f"select n, k from (select row_number() over () - 1 as n, cast(({cell.sql}) as VARCHAR) as k"
        f" from ({raw.sql(cells_in([cell.sql]), marks=False)})) where n in ({wanted}) order by n"
    )
