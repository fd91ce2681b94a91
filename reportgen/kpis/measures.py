"""Measures over windows: what has to be asked of the fact tables, in as few queries as possible.

In: a fact store and a set of demands (measure, window, dimensions). Out: ``Numbers``, which answers for a
measure in a window, in all or by member of a dimension.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from reportgen.facts import FactStore
from reportgen.kpis.aggregates import AGGREGATES
from reportgen.kpis.model import DayWindow, Measure, Value, Window
from reportgen.kpis.queries import Frame, frame_of, pair_query, query
from reportgen.kpis.windows import PAIRS, Reach, Spans, days_of
from reportgen.messages import message

Members: TypeAlias = dict[str | None, Value]


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
    """The measure, or the first of its twins, whose table has the dimension; None where none has."""
    candidate: Measure | None = measure
    while candidate is not None:
        if absence(store, candidate) is None and dimension in store.tables[candidate.table].columns:
            return candidate
        candidate = candidate.lines
    return None


def absence(store: FactStore, measure: Measure) -> Value | None:
    """Why the client's sources do not have the measure at all, or None when they do."""
    table = store.tables.get(measure.table)
    if table is None:
        return Value.unavailable(message("reason.no_table", table=measure.table))
    wanted = measure.needs
    if not wanted and measure.column is not None and measure.column.isidentifier():
        wanted = (measure.column,)
    for column in (*wanted, *((measure.time,) if measure.time else ())):
        if column not in table.columns:
            return Value.unavailable(message("reason.no_column", table=measure.table, column=column))
    return None


def measure_all(store: FactStore, demands: Iterable[Demand], lost_after_days: int) -> Numbers:
    """Answer every demand. One query a frame for totals, one a dimension for segments, one a pair of windows."""
    numbers = Numbers()
    reach = Reach(store, lost_after_days)
    plain: list[tuple[Demand, Spans]] = []
    pairs: dict[tuple[object, ...], list[Demand]] = defaultdict(list)
    for demand in dict.fromkeys(demands):
        measure = demand.measure
        refusal = absence(store, measure) or reach.refusal(measure, demand.window)
        if refusal is not None:
            numbers.totals[measure, demand.window] = refusal
            for dimension in demand.dimensions:
                numbers.members[measure, demand.window, dimension] = {}
        elif measure.window in PAIRS:
            key = (measure.table, measure.window, measure.column, measure.where, demand.window, demand.dimensions)
            pairs[key].append(demand)
        else:
            plain.append((demand, days_of(measure, demand.window, lost_after_days)[0]))
    for together in pairs.values():
        _measure_pairs(store, together, lost_after_days, numbers)
    _measure_plain(store, plain, numbers)
    return numbers


def _measure_plain(store: FactStore, asked: Sequence[tuple[Demand, Spans]], numbers: Numbers) -> None:
    """Totals and segments of measures that look at one window of days."""
    by_frame: dict[Frame, list[tuple[Demand, Spans]]] = defaultdict(list)
    by_segment: dict[tuple[Frame, str], list[tuple[Demand, Spans, Measure]]] = defaultdict(list)
    for demand, spans in asked:
        by_frame[frame_of(demand.measure)].append((demand, spans))
        for dimension in demand.dimensions:
            measure = supports(store, demand.measure, dimension)
            if measure is not None:
                by_segment[frame_of(measure), dimension].append((demand, spans, measure))
    for frame, entries in by_frame.items():
        windows = _number_windows(spans for _, spans in entries)
        measures = tuple(dict.fromkeys(demand.measure for demand, _ in entries))
        rows = query(store, frame, measures, windows, None)
        for demand, spans in entries:
            found = rows.get((windows[spans], None))
            numbers.totals[demand.measure, demand.window] = _value(found, measures, demand.measure)
    for (frame, dimension), segment_entries in by_segment.items():
        windows = _number_windows(spans for _, spans, _ in segment_entries)
        measures = tuple(dict.fromkeys(measure for _, _, measure in segment_entries))
        rows = query(store, frame, measures, windows, dimension)
        for demand, spans, measure in segment_entries:
            numbers.members[demand.measure, demand.window, dimension] = {
                member: _value(found, measures, measure)
                for (window, member), found in rows.items()
                if window == windows[spans]
            }


def _number_windows(all_spans: Iterable[Spans]) -> dict[Spans, int]:
    return {spans: number for number, spans in enumerate(dict.fromkeys(all_spans))}


def _value(found: tuple[Any, ...] | None, measures: Sequence[Measure], measure: Measure) -> Value:
    aggregate, rows, filled = (None, 0, 0)
    if found is not None:
        at = 3 * measures.index(measure)
        aggregate, rows, filled = found[at : at + 3]
    if rows and not filled and measure.aggregate not in ("count", "count_distinct"):
        return Value.unavailable(message("reason.no_values", table=measure.table, column=str(measure.column)))
    if found is None and measure.snapshot is not None:  # no state is known, which is not a state of nothing
        return Value.undefined(message("reason.no_rows", table=measure.table))
    return _number(aggregate, measure)


def _number(aggregate: object, measure: Measure) -> Value:
    if aggregate is None:
        if AGGREGATES[measure.aggregate].zero_when_none:
            return Value.of(0)
        return Value.undefined(message("reason.no_rows", table=measure.table))
    return Value.of(aggregate if isinstance(aggregate, (int, Decimal)) else Decimal(str(aggregate)))


def _measure_pairs(store: FactStore, together: Sequence[Demand], lost_after_days: int, numbers: Numbers) -> None:
    """Measures of one pair of windows: in all, and by member of each dimension."""
    measures = tuple(dict.fromkeys(demand.measure for demand in together))
    window, dimensions = together[0].window, together[0].dimensions
    first, second = days_of(measures[0], window, lost_after_days)
    for dimension in (None, *dimensions):
        if dimension is not None and supports(store, measures[0], dimension) is None:
            continue
        found = pair_query(store, measures, first[0], second[0], dimension)
        for at, measure in enumerate(measures):
            members = {member: _number(numbers_of[at], measure) for member, numbers_of in found.items()}
            if dimension is None:
                numbers.totals[measure, window] = members.get(None, Value.of(0))
            else:
                numbers.members[measure, window, dimension] = members


def describe_measure(measure: Measure) -> str:
    """The measure in one line, for people: the aggregate, its table and which rows and days."""
    known = AGGREGATES[measure.aggregate]
    aggregate = f"{measure.aggregate}({measure.column})" if known.pair else known.sql.format(x=measure.column)
    where = f" where {measure.where}" if measure.where else ""
    time = f" by {measure.time}" if measure.time else ""
    last = "" if measure.snapshot is None else f" at the last day{' of each ' if measure.snapshot else ''}"
    keys = ", ".join(measure.snapshot or ())
    window = "" if measure.window is Window.PERIOD else f" [{measure.window.value}]"
    return f"{aggregate} from {measure.table}{where}{time}{last}{keys}{window}"
