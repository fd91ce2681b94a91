"""Coverage: which days a source has, and how far into a period its data reaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from reportgen.facts.model import TABLES
from reportgen.periods.model import Span
from reportgen.sources.model import Engine, StagedTable

DAILY_SHARE = 0.6  # of the days in its span that a daily source has; of a weekday that it usually fills


@dataclass(frozen=True)
class Coverage:
    """The days of one source.

    ``first`` and ``last`` are its first and last day with rows, ``days`` all of them in order, ``rows`` how
    many each has; ``daily`` when at least 60 % of the days between have rows. ``settle_days`` is how long after
    a day the tool may still change its numbers.
    """

    label: str
    table: str
    first: date
    last: date
    days: tuple[date, ...] = field(repr=False)
    rows: tuple[int, ...] = field(default=(), repr=False)
    settle_days: int = 0

    @cached_property
    def daily(self) -> bool:
        """At least 60 % of the days in the source's span have rows."""
        return len(self.days) >= DAILY_SHARE * Span(self.first, self.last).days

    @cached_property
    def usual_weekdays(self) -> frozenset[int]:
        """ISO weekdays (1 … 7) that have rows in at least 60 % of their occurrences in its span."""
        filled = Counter(day.isoweekday() for day in self.days)
        all_days = Counter(day.isoweekday() for day in Span(self.first, self.last))
        return frozenset(day for day, count in filled.items() if count >= DAILY_SHARE * all_days[day])

    def stops_early(self, span: Span) -> bool:
        """A daily source lacks days that it usually has, after its last row and up to the period's end."""
        if not self.daily or self.last >= span.end:
            return False
        rest = Span(self.last + timedelta(days=1), span.end)
        return any(day.isoweekday() in self.usual_weekdays for day in rest)

    def reach(self, span: Span, today: date) -> date:
        """The last day of the period that the data covers, within the period.

        A source with no row in the period yet reaches its first day; look at ``last`` to know.
        """
        if self.stops_early(span):
            reached = self.last
        elif span.end < today:
            reached = span.end
        else:
            reached = self.last if self.daily else max(today, self.last)
        return max(span.start, min(reached, span.end))

    def rows_in(self, span: Span) -> int:
        """How many rows the source has on these days."""
        return sum(count for day, count in zip(self.days, self.rows, strict=True) if span.start <= day <= span.end)

    def settled(self, span: Span, today: date) -> bool:
        """The tool no longer changes the numbers of these days, or has none in them."""
        return self.first > span.end or today > span.end + timedelta(days=self.settle_days)

    def missing_days(self, span: Span) -> tuple[date, ...]:
        """Days of the period, up to the last row, that a daily source usually has and does not have."""
        if not self.daily or self.last < span.start or self.first > span.end:
            return ()
        there = frozenset(self.days)
        known = Span(max(self.first, span.start), min(self.last, span.end))
        return tuple(day for day in known if day.isoweekday() in self.usual_weekdays and day not in there)


def coverage_of(connection: Engine, staged: Sequence[StagedTable]) -> tuple[Coverage, ...]:
    """The coverage of every source that has rows, in the sources' order."""
    covers = []
    for source in staged:
        time = TABLES[source.table].time
        rows = connection.execute(
            f'select cast("{time}" as DATE) as day, count(*) from "{source.relation}" group by 1 order by 1'
        ).fetchall()
        if rows:
            days, counts = zip(*rows, strict=True)
            covers.append(Coverage(source.label, source.table, days[0], days[-1], days, counts, source.settle_days))
    return tuple(covers)
