"""Lineage: where a number comes from, as a tree from the KPI through its formulas to measures and their rows.

In: a fact store, the catalogue and one window. Out: nodes with the values that were computed there, and for
each measure one SQL statement over the fact tables that gives its value again, and one that gives its rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from reportgen.facts import FactStore
from reportgen.kpis.aggregates import AGGREGATES
from reportgen.kpis.catalog import Catalog
from reportgen.kpis.evaluation import Evaluation, Settings
from reportgen.kpis.expressions import names
from reportgen.kpis.measures import Demand, absence, describe_measure, measure_all
from reportgen.kpis.model import DayWindow, Kpi, Measure, Value, Window
from reportgen.kpis.needs import Needs
from reportgen.kpis.queries import pair_sql, relation
from reportgen.kpis.windows import ENDS, PAIRS, STOCK, Spans, days_of
from reportgen.periods.model import Span

Cell: TypeAlias = str


@dataclass(frozen=True, slots=True)
class MeasureNode:
    """A measure in the window. ``sql`` gives its value, ``rows_sql`` its rows; None where the data lack it."""

    id: str
    description: str
    value: Value
    table: str | None = None
    sql: str | None = None
    rows_sql: str | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class KpiNode:
    """A KPI in the window: its formula as the client's sources allow it, and what the formula names."""

    id: str
    formula: str
    value: Value
    children: tuple[KpiNode | MeasureNode | Constant, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """A setting that a formula uses."""

    id: str
    value: Decimal


def lineage(store: FactStore, catalog: Catalog, kpi: Kpi, window: DayWindow, settings: Settings) -> KpiNode:
    """The tree under a KPI's number in a window."""
    needs = Needs(store, catalog)
    measures = needs.measures(kpi, (kpi.formula,))
    numbers = measure_all(store, [Demand(measure, window) for measure in measures], settings.lost_after_days)
    evaluation = Evaluation(needs, numbers, settings, ())
    return _Tree(store, catalog, needs, evaluation, window, settings).node(kpi)


@dataclass(frozen=True, slots=True)
class _Tree:
    store: FactStore
    catalog: Catalog
    needs: Needs
    evaluation: Evaluation
    window: DayWindow
    settings: Settings

    def node(self, kpi: Kpi) -> KpiNode:
        """The KPI with all below it."""
        return KpiNode(kpi.id, kpi.formula, self.evaluation.total(kpi, self.window), tuple(self._children(kpi)))

    def _children(self, kpi: Kpi) -> Iterator[KpiNode | MeasureNode | Constant]:
        for name in dict.fromkeys(names(self.needs.expression(kpi, kpi.formula))):
            measure = self.catalog.measure(kpi, name)
            if measure is not None:
                yield self._measure(measure)
            elif name in self.catalog.kpis:
                yield self.node(self.catalog.kpis[name])
            else:
                yield Constant(name, Decimal(getattr(self.settings, name)))

    def _measure(self, measure: Measure) -> MeasureNode:
        value = self.evaluation.numbers.totals[measure, self.window]
        if absence(self.store, measure) is not None:
            return MeasureNode(measure.id, describe_measure(measure), value)
        days = days_of(measure, self.window, self.settings.lost_after_days)
        if not days[0]:
            return MeasureNode(measure.id, describe_measure(measure), value, measure.table)
        rows_sql = _rows_sql(self.store, measure, *days)
        rows = int(self.store.on(measure.table).execute(f"select count(*) from ({rows_sql})").fetchall()[0][0])
        sql = _value_sql(self.store, measure, *days, rows_sql)
        return MeasureNode(measure.id, describe_measure(measure), value, measure.table, sql, rows_sql, rows)


def first_rows(store: FactStore, node: MeasureNode, most: int) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """The columns and the first rows behind a measure, in the order of time, as texts; empty cells are ''."""
    if node.rows_sql is None or node.table is None:
        return (), []
    order = ", ".join(f'"{name}"' for name in store.tables[node.table].types)
    found = store.on(node.table).execute(f"select * from ({node.rows_sql}) order by {order} limit {int(most)}")
    names = [str(column[0]) for column in found.description or ()]
    shown = [place for place, name in enumerate(names) if not name.startswith("_")]  # the others are our own
    rows = [tuple("" if row[place] is None else str(row[place]) for place in shown) for row in found.fetchall()]
    return tuple(names[place] for place in shown), rows


def _value_sql(store: FactStore, measure: Measure, first: Spans, second: Spans, rows_sql: str) -> str:
    if measure.window in PAIRS:
        return pair_sql(store, [measure], first[0], second[0], None)
    return f"select {AGGREGATES[measure.aggregate].sql.format(x=measure.column)} from ({rows_sql}) as t"


def _rows_sql(store: FactStore, measure: Measure, first: Spans, second: Spans) -> str:
    """The rows that a measure aggregates; of a pair of windows those of either."""
    rows = relation(store, measure.table, (measure.column, measure.where, *(measure.snapshot or ())))
    day = f'cast(t."{measure.time}" as DATE)' if measure.time else "t.day"
    ends = ENDS.get(measure.table) if measure.snapshot is None else None
    spells = measure.window in STOCK or measure.window is Window.MOVEMENT
    spans = (*first, *second)
    placed = " or ".join(
        _held(store, measure.table, ends, day, span.end) if spells else _within(day, span) for span in spans
    )
    where = f" and ({measure.where})" if measure.where and measure.snapshot is None else ""
    sql = f"select * from {rows} as t where ({placed}){where}"
    if measure.snapshot is None:
        return sql
    filled = f"case when {measure.column} is not null then {day} end" if measure.column else day
    keys = ", ".join(f't."{key}"' for key in measure.snapshot)
    over = f"partition by {keys}" if keys else ""
    last = f"{sql} qualify {day} = max({filled}) over ({over})"
    return f"select * from ({last}) as t where {measure.where}" if measure.where else last


def _within(day: str, span: Span) -> str:
    return f"{day} between date '{span.start}' and date '{span.end}'"


def _held(store: FactStore, table: str, ends: str | None, day: str, last: object) -> str:
    """The row had begun on the day, and had not ended."""
    open_ended = f' and (t."{ends}" is null or cast(t."{ends}" as DATE) > date \'{last}\')'
    has_end = ends is not None and ends in store.tables[table].columns
    return f"({day} <= date '{last}'{open_ended if has_end else ''})"
