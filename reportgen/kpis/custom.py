"""A client's own KPIs, from report.yaml into the catalogue's nouns."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.config.model import CustomKpi
from reportgen.errors import ConfigError, Place, Problem, ReportgenError, did_you_mean
from reportgen.facts.model import TABLES
from reportgen.kpis.expressions import parse
from reportgen.kpis.model import Kpi, Measure
from reportgen.sources.cells import Cell, Kind
from reportgen.sources.expressions import ColumnRef, compile_expression
from reportgen.sources.model import FieldType


def custom_kpis(entries: Iterable[CustomKpi], file: str) -> tuple[Kpi, ...]:
    """The entries as KPIs. Raises ConfigError for a formula, table, column or expression that is not allowed."""
    return tuple(_kpi(entry, file) for entry in entries)


def _kpi(entry: CustomKpi, file: str) -> Kpi:
    parse(entry.formula)
    return Kpi(
        id=entry.id,
        section=entry.section or "custom",
        unit=entry.unit,
        good=entry.good,
        cadence=entry.cadence,
        formula=" ".join(entry.formula.split()),
        measures=tuple(
            Measure(
                id=name,
                table=_table(entry, spec.table, file),
                aggregate=spec.aggregate,
                column=_sql(entry, spec.table, spec.column, file),
                where=_sql(entry, spec.table, spec.where, file),
                needs=(spec.column,) if spec.column and spec.column.isidentifier() else (),
            )
            for name, spec in entry.measures.items()
        ),
        name=entry.name,
        definition=entry.definition,
    )


def _table(entry: CustomKpi, table: str, file: str) -> str:
    if table in TABLES:
        return table
    raise ConfigError(
        Problem(
            f"custom KPI '{entry.id}' measures an unknown table",
            where=Place(file),
            found=table,
            expected="a canonical table",
            todo=did_you_mean(table, tuple(TABLES)),
        )
    )


def _sql(entry: CustomKpi, table: str, expression: str | None, file: str) -> str | None:
    if expression is None:
        return None
    try:
        return compile_expression(expression, _references(table), where=f"custom KPI '{entry.id}'").sql
    except ReportgenError as error:
        raise ConfigError(
            *(
                Problem(f"custom KPI '{entry.id}': {p.what}", Place(file), p.found, p.expected, p.todo)
                for p in error.problems
            )
        ) from error


_KINDS = {
    FieldType.MONEY: Kind.NUMBER,
    FieldType.NUMBER: Kind.NUMBER,
    FieldType.COUNT: Kind.NUMBER,
    FieldType.TIME: Kind.TIME,
    FieldType.DATE: Kind.DAY,
    FieldType.FLAG: Kind.FLAG,
}


def _references(table: str) -> dict[str, ColumnRef]:
    """The canonical columns of a table, as an expression may name them."""
    return {
        field.name: ColumnRef(Cell(f'"{field.name}"', _KINDS.get(field.type, Kind.TEXT)))
        for field in TABLES[table].fields
    }
