"""Relations: a table or view of a warehouse becomes a canonical table there, and its rows stay there.

What files are told by their texts, a warehouse tells by its types: nothing is parsed, and a cell of the wrong type is
the warehouse's to refuse. Rows without a required value are left out and counted, as those of files are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from reportgen.errors import Place, Problem, SourceError, did_you_mean
from reportgen.sources.binding import condition_of, unknown_columns
from reportgen.sources.cells import Cell, Kind
from reportgen.sources.expressions import ColumnRef, compile_expression
from reportgen.sources.model import (
    Constant,
    Field,
    FieldType,
    FileColumn,
    InputFile,
    Provenance,
    SqlColumn,
    StagedTable,
    TableSpec,
)
from reportgen.sources.raw import quoted
from reportgen.sources.reading import currencies_of
from reportgen.sources.warehouse.dialects import parse
from reportgen.sources.warehouse.engine import Warehouse

if TYPE_CHECKING:
    from sqlglot import exp

TYPES: Mapping[FieldType, str] = {
    FieldType.ID: "VARCHAR",
    FieldType.TEXT: "VARCHAR",
    FieldType.MONEY: "DECIMAL(18,4)",
    FieldType.NUMBER: "DOUBLE",
    FieldType.COUNT: "DOUBLE",
    FieldType.TIME: "TIMESTAMP",
    FieldType.DATE: "DATE",
    FieldType.FLAG: "BOOLEAN",
}
"""DuckDB's type of a canonical column's cells, as staging gives it."""

_WORDS = (FieldType.ID, FieldType.TEXT)
_SUMMED = (FieldType.MONEY, FieldType.NUMBER, FieldType.COUNT)
_HERE = "given_rows"


def read_relation(
    warehouse: Warehouse, spec: TableSpec, fields: Sequence[Field], relation: str, name: str
) -> StagedTable:
    """The staged table ``name`` in the warehouse, of the rows of ``relation`` (``table``, ``schema.table`` …).

    ``fields`` are the canonical columns of ``spec.table``, the time first among them that dates a row. Rows are
    numbered by that time and then by their other columns. Raises SourceError for a relation or a column that is
    not there, and for an expression that is not allowed.
    """
    there = warehouse.link.columns(relation)
    if not there:
        raise SourceError(
            Problem("the relation is not there, or has no columns", where=Place(spec.label), found=relation)
        )
    refs = {column: ColumnRef(Cell(f'"{column}"', kind)) for column, kind in there.items()}
    cells = _cells(spec, fields, refs)
    given = _given(warehouse, spec, relation, refs)
    columns = [(field.name, TYPES[field.type]) for field in fields if field.name in cells]
    cast = ", ".join(
        f'{_value(spec, field, cells[field.name])} as "{field.name}"' for field in fields if field.name in cells
    )
    all_rows = f"{name}_cast"
    cast_rows = parse(f'select {cast} from "{_HERE}" as g')
    _place(cast_rows, given)
    warehouse.put(all_rows, cast_rows, columns)
    required = [field.name for field in fields if field.required]
    time = next(field.name for field in fields if field.type in (FieldType.TIME, FieldType.DATE))
    order = ", ".join(f'"{column}"' for column in dict.fromkeys((time, *(column for column, _ in columns))))
    filled = " and ".join(f'"{column}" is not null' for column in required)
    warehouse.execute(
        f'create or replace temp view "{name}" as select row_number() over (order by {order}) - 1 as _row, *'
        f' from "{all_rows}" where {filled}'
    )
    provenance = _provenance(
        warehouse, spec, relation, all_rows, required, [f for f in fields if f.name in cells], time
    )
    return StagedTable(
        label=spec.label,
        table=spec.table,
        relation=name,
        columns=frozenset(cells),
        provenance=provenance,
        currencies=currencies_of(warehouse, spec, name, frozenset(cells), provenance.rows_used),
        engine=warehouse,
    )


def _cells(spec: TableSpec, fields: Sequence[Field], refs: Mapping[str, ColumnRef]) -> dict[str, Cell]:
    """Canonical column → its cell over the relation's columns. Raises SourceError naming all that is wrong."""
    problems = unknown_columns(spec, fields)
    cells: dict[str, Cell] = {}
    for field in fields:
        source = spec.columns.get(field.name, FileColumn(field.name))
        if isinstance(source, Constant):
            cells[field.name] = Cell(quoted(source.value))
        elif isinstance(source, SqlColumn):
            cells[field.name] = compile_expression(source.sql, refs, where=f"{spec.label}, {field.name}")
        elif isinstance(source, FileColumn):
            found = _find(source.name, refs)
            if found is not None:
                cells[field.name] = refs[found].value
            elif field.required or field.name in spec.columns:
                hint = did_you_mean(source.name, tuple(refs))
                problems.append(
                    Problem(
                        f"the column '{source.name}' for '{field.name}' is not there",
                        where=Place(spec.label),
                        found=", ".join(list(refs)[:20]),
                        todo=f"add it to columns: {{{field.name}: …}} ({hint})",
                    )
                )
        else:
            problems.append(Problem("rows of a relation have no number", where=Place(spec.label), found=field.name))
    if problems:
        raise SourceError(*problems)
    return cells


def _find(name: str, there: Mapping[str, ColumnRef]) -> str | None:
    """The column of that name: exactly, else without case."""
    if name in there:
        return name
    return next((one for one in there if one.casefold() == name.casefold()), None)


def _given(warehouse: Warehouse, spec: TableSpec, relation: str, refs: Mapping[str, ColumnRef]) -> exp.Expr:
    """The relation's rows that ``where`` keeps, the relation's own name as the client wrote it."""
    import sqlglot
    from sqlglot import exp

    condition = condition_of(spec, refs)
    where = f" where {condition}" if condition else ""
    columns = ", ".join(f'"{name}"' for name in refs)
    rows = parse(f'select {columns} from "{_HERE}"{where}')
    table = sqlglot.parse_one(relation, dialect=warehouse.link.dialect, into=exp.Table)
    _place(rows, table)
    return rows


def _place(rows: exp.Expr, what: exp.Expr) -> None:
    """Put the relation, or the query of its rows, where ``_HERE`` stands."""
    from sqlglot import exp

    here = next(table for table in rows.find_all(exp.Table) if table.name == _HERE)
    here.replace(what if isinstance(what, exp.Table) else exp.Subquery(this=what, alias=here.args.get("alias")))


def _value(spec: TableSpec, field: Field, cell: Cell) -> str:
    """SQL of the cell in its canonical type; times in the client's zone, blank texts as missing."""
    type_ = TYPES[field.type]
    if field.type in _WORDS:
        return f"nullif(trim(cast({cell.sql} as VARCHAR)), '')"
    value = cell.sql
    if field.type in (FieldType.TIME, FieldType.DATE):
        own, client = quoted(spec.timezone or spec.client_timezone), quoted(spec.client_timezone)
        if cell.kind is Kind.ZONED:
            value = f"(({value}) at time zone {client})"
        elif cell.kind is Kind.TIME and own != client:
            value = f"((({value}) at time zone {own}) at time zone {client})"
    return f"cast({value} as {type_})"


def _provenance(
    warehouse: Warehouse,
    spec: TableSpec,
    relation: str,
    all_rows: str,
    required: Sequence[str],
    fields: Sequence[Field],
    time: str,
) -> Provenance:
    """What was read, by aggregates: its digest is of each day's rows and sums, since no bytes can be hashed."""
    lacking = [
        f'count(*) filter (where "{column}" is null'
        + "".join(f' and "{earlier}" is not null' for earlier in required[:number])
        + ")"
        for number, column in enumerate(required)
    ]
    read, *dropped = warehouse.execute(f'select count(*), {", ".join(lacking)} from "{all_rows}"').fetchall()[0]
    sums = "".join(f', cast(sum("{field.name}") as DECIMAL(38,4))' for field in fields if field.type in _SUMMED)
    days = warehouse.execute(
        f'select cast("{time}" as DATE) as day, count(*){sums} from "{all_rows}" group by day order by day'
    ).fetchall()
    told = [[None if cell is None else _plain(cell) for cell in row] for row in days]
    digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    lost = tuple((f"missing:{column}", int(rows)) for column, rows in zip(required, dropped, strict=True) if rows)
    return Provenance(
        label=spec.label,
        table=spec.table,
        files=(InputFile(relation, digest, 0, int(read)),),
        rows_read=int(read),
        rows_used=int(read) - sum(rows for _, rows in lost),
        dropped=tuple(sorted(lost)),
    )


def _plain(cell: object) -> str:
    from decimal import Decimal

    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)
