"""The measures' SQL: totals and members of many windows in one query a frame, and pairs of windows.

Every window is a set of days and facts carry the client's day, so SQL needs no calendar of its own: a small
table of days joins the windows to the rows, and windows may overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.facts import FactStore
from reportgen.facts.model import TABLES
from reportgen.kpis.aggregates import AGGREGATES
from reportgen.kpis.model import Measure, Window
from reportgen.kpis.windows import ENDS, OWNERS, STOCK, Spans
from reportgen.periods.model import Span
from reportgen.sources.model import Engine, FieldType
from reportgen.sources.warehouse import Warehouse

_DAYS = "kpi_window_days"

_TYPES = {
    FieldType.MONEY: "DECIMAL(18,4)",
    FieldType.NUMBER: "DOUBLE",
    FieldType.COUNT: "BIGINT",
    FieldType.TIME: "TIMESTAMP",
    FieldType.DATE: "DATE",
    FieldType.FLAG: "BOOLEAN",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """How rows fall into windows: measures that share a frame share a query."""

    table: str
    time: str | None
    stock: bool
    snapshot: tuple[str, ...] | None
    valued: str | None  # of a snapshot: the column that the last day has to fill
    trailing: bool  # years apart from periods: one long window would make every short one's scan long


def frame_of(measure: Measure) -> Frame:
    """The frame of a measure that looks at one window."""
    snapshot = measure.snapshot
    return Frame(
        measure.table,
        measure.time,
        measure.window in STOCK,
        snapshot,
        None if snapshot is None else measure.column,
        measure.window is Window.TRAILING_YEAR,
    )


def relation(store: FactStore, table: str, expressions: Iterable[str | None]) -> str:
    """The table, with canonical columns that the expressions name and the data lack as empty ones."""
    words = {word for text in expressions if text for word in re.findall(r"\w+", re.sub(r"'[^']*'", "", text))}
    there = store.tables[table].columns
    model = TABLES.get(store.parent(table))
    fields = model.fields if model is not None else ()
    lacking = [field for field in fields if field.name in words and field.name not in there]
    if not lacking:
        return f'"{table}"'
    empty = "".join(f', cast(null as {_TYPES.get(field.type, "VARCHAR")}) as "{field.name}"' for field in lacking)
    return f'(select *{empty} from "{table}")'


def query(
    store: FactStore,
    frame: Frame,
    measures: Sequence[Measure],
    windows: Mapping[Spans, int],
    dimension: str | None,
) -> dict[tuple[int, str | None], tuple[Any, ...]]:
    """(window, member) → for each measure its aggregate, its rows and how many of them fill its column."""
    engine = store.on(frame.table)
    _fill_days(engine, windows)
    columns = ", ".join(_aggregate_sql(measure) for measure in measures)
    member = f'cast("{dimension}" as varchar)' if dimension else "null"
    expressions = [*(m.column for m in measures), *(m.where for m in measures), *(frame.snapshot or ())]
    rows = relation(store, frame.table, expressions)
    day = f'cast(t."{frame.time}" as DATE)' if frame.time else "t.day"
    joined = f"{rows} as t join {_DAYS} as w on {_placed(store, frame, day)}"
    if frame.snapshot is None:
        sql = f"select w.window_number, {member} as member, {columns} from {joined} group by w.window_number, member"
    else:
        filled = f"case when {frame.valued} is not null then {day} end" if frame.valued else day
        keys = "".join(f', t."{key}"' for key in frame.snapshot)
        sql = (
            f"select window_number, {member} as member, {columns} from (select t.*, w.window_number,"
            f" {day} as placed_day, max({filled}) over (partition by w.window_number{keys}) as last_day from {joined})"
            " where placed_day = last_day group by window_number, member"
        )
    return {(row[0], row[1]): row[2:] for row in engine.execute(sql).fetchall()}


def _placed(store: FactStore, frame: Frame, day: str) -> str:
    """Which rows are in a window, as a join's condition."""
    if not frame.stock:
        return f"{day} = w.window_day"
    ends = ENDS.get(frame.table) if frame.snapshot is None else None
    return f"{day} <= w.window_day" + (_not_ended(store, frame.table, ends, "w.window_day") if ends else "")


def _not_ended(store: FactStore, table: str, ends: str, day: str) -> str:
    if ends not in store.tables[table].columns:
        return ""
    return f' and (t."{ends}" is null or cast(t."{ends}" as DATE) > {day})'


def _aggregate_sql(measure: Measure) -> str:
    aggregate = AGGREGATES[measure.aggregate].sql.format(x=measure.column)
    where = f" filter (where {measure.where})" if measure.where else ""
    filled = f"count({measure.column})" if measure.column else "count(*)"
    return f"{aggregate}{where}, count(*){where}, {filled}{where}"


def _fill_days(engine: Engine, windows: Mapping[Spans, int]) -> None:
    """The days of each window, by its number, in a small table."""
    spans = [(number, span) for every, number in windows.items() for span in every]
    if isinstance(engine, Warehouse):
        engine.put_days(_DAYS, [(number, day) for number, span in spans for day in span])
        return
    rows = ", ".join(f"({number}, date '{span.start}', date '{span.end}')" for number, span in spans)
    engine.execute(
        f"create or replace temp table {_DAYS} as select window_number,"
        f" unnest(generate_series(first, last, interval 1 day))::date as window_day"
        f" from (values {rows}) as spans(window_number, first, last)"
    )


def pair_query(
    store: FactStore, measures: Sequence[Measure], first: Span, second: Span, dimension: str | None
) -> dict[str | None, tuple[Any, ...]]:
    """Member → for each measure (of one table, window, column and filter) what its pair aggregate says."""
    found = store.on(measures[0].table).execute(pair_sql(store, measures, first, second, dimension)).fetchall()
    return {row[0]: row[1:] for row in found}


def pair_sql(store: FactStore, measures: Sequence[Measure], first: Span, second: Span, dimension: str | None) -> str:
    """The statement: member, and each measure's pair aggregate.

    Rows are gathered by owner: who was there in the first window, who of them came in the second.
    """
    measure = measures[0]
    rows = relation(store, measure.table, (measure.column, measure.where))
    ends = ENDS.get(measure.table) if measure.window is Window.MOVEMENT else None
    if ends is None:
        owner = str(measure.column)
        was, came = (f"t.day between date '{span.start}' and date '{span.end}'" for span in (first, second))
        if measure.where:  # says who is looked at, not what they do later
            was = f"{was} and ({measure.where})"
        within = (
            f"{owner} is not null and t.day between date '{min(first.start, second.start)}'"
            f" and date '{max(first.end, second.end)}'"
        )
        sums = ""
    else:
        owner = OWNERS[measure.table]
        was, came = (
            f"t.day <= date '{span.end}'" + _not_ended(store, measure.table, ends, f"date '{span.end}'")
            for span in (first, second)
        )
        within = f"t.day <= date '{second.end}'"
        if measure.where:
            within = f"{within} and ({measure.where})"
        sums = "".join(
            f", coalesce(sum({measure.column}) filter (where {there}), 0) as {name}"
            for there, name in ((was, "opening"), (came, "closing"))
            if measure.aggregate not in ("base", "kept")
        )
    member = f'cast("{dimension}" as varchar)' if dimension else "null"
    wanted = ", ".join(AGGREGATES[each.aggregate].sql for each in measures)
    return (
        f"select member, {wanted} from (select {member} as member, bool_or({was}) as was, bool_or({came}) as came{sums}"
        f" from {rows} as t where {within} group by {owner}, member) group by member"
    )
