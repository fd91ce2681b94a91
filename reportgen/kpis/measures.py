"""Measures over windows: what has to be asked of the fact tables, in as few queries as possible.

In: a fact store and a set of demands (measure, window, dimensions). Out: ``Numbers``, which answers for a
measure in a window, in all or by member of a dimension. Every window is a set of days, and facts carry the
client's day, so SQL needs no calendar of its own: a small table of days joins the windows to the rows, and
windows may overlap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from reportgen.facts import FactStore
from reportgen.kpis.aggregates import AGGREGATES
from reportgen.kpis.model import DayWindow, Measure, Value, Window
from reportgen.messages import message
from reportgen.periods.model import Span

Spans: TypeAlias = tuple[Span, ...]
Members: TypeAlias = dict[str | None, Value]

_DAYS = "kpi_window_days"


@dataclass(frozen=True, slots=True)
class Demand:
    """A measure wanted in a window; with dimensions where segments are wanted as well."""

    measure: Measure
    window: DayWindow
    dimensions: tuple[str, ...] = ()


@dataclass(slots=True)
class Numbers:
    """Answers. A number not found over days that have data is 0 where the aggregate says so."""

    totals: dict[tuple[Measure, DayWindow], Value] = field(default_factory=dict)
    members: dict[tuple[Measure, DayWindow, str], Members] = field(default_factory=dict)


def supports(store: FactStore, measure: Measure, dimension: str) -> Measure | None:
    """The measure, or its line-level twin, whose table has the dimension; None where neither has."""
    for candidate in (measure, measure.lines):
        if candidate is None or absence(store, candidate) is not None:
            continue
        if dimension in store.tables[candidate.table].columns:
            return candidate
    return None


def absence(store: FactStore, measure: Measure) -> Value | None:
    """Why the client's sources do not have the measure at all, or None when they do."""
    table = store.tables.get(measure.table)
    if table is None:
        return Value.unavailable(message("reason.no_table", table=measure.table))
    wanted = measure.needs
    if not wanted and measure.column is not None and measure.column.isidentifier():
        wanted = (measure.column,)
    for column in wanted:
        if column not in table.columns:
            return Value.unavailable(message("reason.no_column", table=measure.table, column=column))
    return None


def days_of(measure: Measure, window: DayWindow, lost_after_days: int) -> tuple[Spans, Spans]:
    """The days that a measure looks at: (first window, second window), the second empty but for pairs."""
    match measure.window:
        case Window.PERIOD:
            return window.spans, ()
        case Window.TRAILING_YEAR:
            return (Span(window.end - timedelta(days=364), window.end),), ()
        case Window.LIVE:
            ahead = timedelta(days=lost_after_days)
            first = Span(window.start - ahead, window.start - timedelta(days=1))
            return (first,), (Span(window.end - ahead + timedelta(days=1), window.end),)
        case Window.COHORT:
            before = window.before
            return ((before,) if before else ()), (Span(window.start, window.end),)


def measure_all(store: FactStore, demands: Iterable[Demand], lost_after_days: int) -> Numbers:
    """Answer every demand. One query a table for totals, one for segments, one a pair of windows."""
    numbers = Numbers()
    plain: dict[str, list[tuple[Demand, Spans]]] = defaultdict(list)
    for demand in dict.fromkeys(demands):
        refusal = _refusal(store, demand, lost_after_days)
        if refusal is not None:
            numbers.totals[demand.measure, demand.window] = refusal
            for dimension in demand.dimensions:
                numbers.members[demand.measure, demand.window, dimension] = {}
            continue
        first, second = days_of(demand.measure, demand.window, lost_after_days)
        if second:
            _measure_pair(store, demand, first[0], second[0], numbers)
        else:
            plain[f"{demand.measure.window}"].append((demand, first))
    for asked in plain.values():
        _measure_plain(store, asked, numbers)
    return numbers


def _refusal(store: FactStore, demand: Demand, lost_after_days: int) -> Value | None:
    """Why there is no number for these days, or None."""
    missing = absence(store, demand.measure)
    if missing is not None:
        return missing
    first, second = days_of(demand.measure, demand.window, lost_after_days)
    if not first:
        return Value.unavailable(message("reason.no_period_before"))
    open_start = demand.window.open_start and demand.measure.window is Window.PERIOD
    return _outside(store, demand.measure.table, first[0].start, (second or first)[-1], open_start=open_start)


def _outside(store: FactStore, table: str, start: date, last: Span, *, open_start: bool) -> Value | None:
    """Why the table's data do not cover the days from ``start`` to the end of ``last``, or None."""
    extent = store.extent(table)
    if extent is None:
        return Value.unavailable(message("reason.no_rows", table=table))
    if last.start > extent.end:
        return Value.unavailable(message("reason.after_data", last=extent.end))
    if last.end < extent.start or (not open_start and store.begins_late(table, start)):
        return Value.unavailable(message("reason.before_data", first=extent.start))
    return None


def _measure_plain(store: FactStore, asked: Sequence[tuple[Demand, Spans]], numbers: Numbers) -> None:
    """Totals and segments of measures that look at one window of days."""
    by_table: dict[str, list[tuple[Demand, Spans]]] = defaultdict(list)
    by_segment: dict[tuple[str, str], list[tuple[Demand, Spans, Measure]]] = defaultdict(list)
    for demand, spans in asked:
        by_table[demand.measure.table].append((demand, spans))
        for dimension in demand.dimensions:
            measure = supports(store, demand.measure, dimension)
            if measure is not None:
                by_segment[measure.table, dimension].append((demand, spans, measure))
    for table, entries in by_table.items():
        windows = _number_windows(spans for _, spans in entries)
        measures = tuple(dict.fromkeys(demand.measure for demand, _ in entries))
        rows = _query(store, table, measures, windows, None)
        for demand, spans in entries:
            found = rows.get((windows[spans], None))
            numbers.totals[demand.measure, demand.window] = _value(found, measures, demand.measure)
    for (table, dimension), segment_entries in by_segment.items():
        windows = _number_windows(spans for _, spans, _ in segment_entries)
        measures = tuple(dict.fromkeys(measure for _, _, measure in segment_entries))
        rows = _query(store, table, measures, windows, dimension)
        for demand, spans, measure in segment_entries:
            numbers.members[demand.measure, demand.window, dimension] = {
                member: _value(found, measures, measure)
                for (window, member), found in rows.items()
                if window == windows[spans]
            }


def _number_windows(all_spans: Iterable[Spans]) -> dict[Spans, int]:
    return {spans: number for number, spans in enumerate(dict.fromkeys(all_spans))}


def _query(
    store: FactStore,
    table: str,
    measures: Sequence[Measure],
    windows: Mapping[Spans, int],
    dimension: str | None,
) -> dict[tuple[int, str | None], tuple[Any, ...]]:
    """(window, member) → for each measure its aggregate and the rows it rests on."""
    _fill_days(store, windows)
    columns = ", ".join(_aggregate_sql(measure) for measure in measures)
    member = f'cast("{dimension}" as varchar)' if dimension else "null"
    sql = (
        f'select w.window_number, {member} as member, {columns} from "{table}" as t '
        f"join {_DAYS} as w on t.day = w.window_day group by w.window_number, member"
    )
    return {(row[0], row[1]): row[2:] for row in store.connection.execute(sql).fetchall()}


def _aggregate_sql(measure: Measure) -> str:
    aggregate = AGGREGATES[measure.aggregate].sql.format(x=measure.column)
    where = f" filter (where {measure.where})" if measure.where else ""
    filled = f"count({measure.column})" if measure.column else "count(*)"
    return f"{aggregate}{where}, count(*){where}, {filled}{where}"


def _value(found: tuple[Any, ...] | None, measures: Sequence[Measure], measure: Measure) -> Value:
    aggregate, rows, filled = (None, 0, 0)
    if found is not None:
        at = 3 * measures.index(measure)
        aggregate, rows, filled = found[at : at + 3]
    if rows and not filled and measure.aggregate not in ("count", "count_distinct"):
        return Value.unavailable(message("reason.no_values", table=measure.table, column=str(measure.column)))
    if aggregate is None:
        if AGGREGATES[measure.aggregate].zero_when_none:
            return Value.of(0)
        return Value.undefined(message("reason.no_rows", table=measure.table))
    return Value.of(aggregate if isinstance(aggregate, (int, Decimal)) else Decimal(str(aggregate)))


def _fill_days(store: FactStore, windows: Mapping[Spans, int]) -> None:
    """The days of each window, by its number, in a small table."""
    spans = ", ".join(
        f"({number}, date '{span.start}', date '{span.end}')" for every, number in windows.items() for span in every
    )
    store.connection.execute(
        f"create or replace temp table {_DAYS} as select window_number,"
        f" unnest(generate_series(first, last, interval 1 day))::date as window_day"
        f" from (values {spans}) as spans(window_number, first, last)"
    )


def _measure_pair(store: FactStore, demand: Demand, first: Span, second: Span, numbers: Numbers) -> None:
    """Who was there in the first window, and who of them came in the second."""
    measure = demand.measure
    base = f"t.day between date '{first.start}' and date '{first.end}'"
    if measure.where:
        base = f"{base} and ({measure.where})"
    again = f"t.day between date '{second.start}' and date '{second.end}'"
    counted = "count(*) filter (where was)" if measure.aggregate == "base" else "count(*) filter (where was and came)"
    for dimension in (None, *demand.dimensions):
        if dimension is not None and supports(store, measure, dimension) is None:
            continue
        member = f'cast("{dimension}" as varchar)' if dimension else "null"
        sql = (
            f"select member, {counted} from (select {member} as member, "
            f'bool_or({base}) as was, bool_or({again}) as came from "{measure.table}" as t '
            f"where {measure.column} is not null and t.day between date '{min(first.start, second.start)}' "
            f"and date '{max(first.end, second.end)}' group by {measure.column}, member) group by member"
        )
        found = {row[0]: Value.of(row[1]) for row in store.connection.execute(sql).fetchall()}
        if dimension is None:
            numbers.totals[measure, demand.window] = found.get(None, Value.of(0))
        else:
            numbers.members[measure, demand.window, dimension] = found


def describe_measure(measure: Measure) -> str:
    """The measure in one line, for people: the aggregate, its table and which rows and days."""
    aggregate = AGGREGATES[measure.aggregate].sql.format(x=measure.column) or f"{measure.aggregate}({measure.column})"
    where = f" where {measure.where}" if measure.where else ""
    window = "" if measure.window is Window.PERIOD else f" [{measure.window.value}]"
    return f"{aggregate} from {measure.table}{where}{window}"
