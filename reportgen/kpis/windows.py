"""Windows: which days a measure looks at, and whether the data reach them.

In: a measure and a window of days. Out: the days as spans, or the reason why the data cannot tell of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from reportgen.facts import FactStore
from reportgen.kpis.model import DayWindow, Measure, Value, Window
from reportgen.messages import message
from reportgen.periods.model import Span

Spans: TypeAlias = tuple[Span, ...]

ENDS = {"subscriptions": "ended_at"}
"""Tables whose rows are spans of time → the column that ends one (in: from the start, out: from the end)."""

OWNERS = {"subscriptions": "coalesce(customer_id, subscription_id)"}
"""Tables of spans → whose they are."""

LATER = {
    "leads": ("mql_at", "sql_at", "closed_at"),
    "carts": ("completed_at",),
    "subscriptions": ("ended_at",),
}
"""Tables whose rows tell of later days than their own → the columns of those days."""

STOCK = frozenset({Window.END, Window.OPENING, Window.YEAR_OPENING})
PAIRS = frozenset({Window.LIVE, Window.COHORT, Window.MOVEMENT})
_YEAR = timedelta(days=365)
_DAY = timedelta(days=1)


def days_of(measure: Measure, window: DayWindow, lost_after_days: int) -> tuple[Spans, Spans]:
    """The days that a measure looks at: (first window, second window), the second empty but for pairs."""
    start, end = window.start, window.end
    ahead = timedelta(days=lost_after_days)
    before = () if window.before is None else (window.before,)
    opening, closing = (_one(start - _DAY),), (_one(end),)
    days: dict[Window, tuple[Spans, Spans]] = {
        Window.PERIOD: (window.spans, ()),
        Window.TRAILING_YEAR: ((Span(end - _YEAR + _DAY, end),), ()),
        Window.END: (closing, ()),
        Window.OPENING: (opening, ()),
        Window.YEAR_OPENING: ((_one(end - _YEAR),), ()),
        Window.LIVE: ((Span(start - ahead, start - _DAY),), (Span(end - ahead + _DAY, end),)),
        Window.COHORT: (before, (Span(start, end),)),
        Window.MOVEMENT: (opening, closing),
    }
    return days[measure.window]


def _one(day: date) -> Span:
    return Span(day, day)


def lasts(measure: Measure) -> bool:
    """Whether it looks at spans that hold until they end: what no later row tells of still holds."""
    return measure.table in ENDS and (measure.window in STOCK or measure.window is Window.MOVEMENT)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far each table's rows tell, asked once a table."""

    store: FactStore
    lost_after_days: int
    known: dict[str, Span | None] = field(default_factory=dict)

    def extent(self, table: str) -> Span | None:
        """First day with rows to the last day that any row tells of; None without rows."""
        if table not in self.known:
            span = self.store.extent(table)
            later = [name for name in LATER.get(table, ()) if name in self.store.tables[table].columns]
            if span is not None and later:
                days = ", ".join(f'max(cast("{name}" as DATE))' for name in later)
                found = self.store.on(table).execute(f'select {days} from "{table}"').fetchall()[0]
                span = Span(span.start, max(day for day in (span.end, *found) if day is not None))
            self.known[table] = span
        return self.known[table]

    def refusal(self, measure: Measure, window: DayWindow) -> Value | None:
        """Why the table's rows do not tell of the measure's days in the window, or None."""
        first, second = days_of(measure, window, self.lost_after_days)
        extent = self.extent(measure.table)
        if not first:
            return Value.unavailable(message("reason.no_period_before"))
        if extent is None:
            return Value.unavailable(message("reason.no_rows", table=measure.table))
        if lasts(measure):
            return self._lasting(extent, window)
        last = (second or first)[-1]
        stock = measure.window in STOCK  # the last state up to a day, however old it is
        if last.start > extent.end and not stock:
            return Value.unavailable(message("reason.after_data", last=extent.end))
        open_start = stock or (window.open_start and measure.window is Window.PERIOD)
        if last.end < extent.start or (not open_start and self.store.begins_late(measure.table, first[0].start)):
            return Value.unavailable(message("reason.before_data", first=extent.start))
        return None

    def _lasting(self, extent: Span, window: DayWindow) -> Value | None:
        """A subscription holds until it ends, so only other tables can say that the window is past the data.

        Before the first one nobody was a subscriber: the window in which they begin opens with none.
        """
        if window.end < extent.start:
            return Value.unavailable(message("reason.before_data", first=extent.start))
        others = [cover.last for cover in self.store.coverage if cover.table not in ENDS]
        last = max([extent.end, *others]) if others else window.end
        if window.start > last:
            return Value.unavailable(message("reason.after_data", last=last))
        return None
