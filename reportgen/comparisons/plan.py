"""Which windows each KPI has to be computed in: the period, its baselines like for like, its series.

In: the period, the calendar and how far each source's data go. Out: by KPI, window names → days. A
baseline of a period that is not over, or whose data stops early, is cut to the days elapsed, each KPI's by its own
sources; the period itself is never cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from reportgen.comparisons.model import Baseline
from reportgen.facts import FactStore
from reportgen.kpis import Catalog, DayWindow, Kpi, dated_sources, sources_of
from reportgen.periods import Calendar, Period, previous, series, trailing, year_ago
from reportgen.periods.model import PeriodKind, Span

CURRENT = "current"
DAY = "day:"
"""What the names of the windows of single days begin with."""

TRAILING_PERIODS = 12
DAYS_BEFORE = 56
"""Days before the period that are known one by one, of the KPIs wanted by day: eight weeks."""

_PACED = 3  # whole periods before one that is not over: how their days added up
_MOST_DAYS = 300  # … unless they have more days together

# How many periods a series shows (13 points and the same a year before), by kind of period.
SERIES_LENGTH: dict[PeriodKind, int] = {
    PeriodKind.MONTH: 25,
    PeriodKind.QUARTER: 17,
    PeriodKind.WEEK: 65,
    PeriodKind.WEEKS: 13,
    PeriodKind.YEAR: 6,
    PeriodKind.DAYS: 13,
}


@dataclass(frozen=True, slots=True)
class KpiPlan:
    """One KPI's windows by name, and how many days of the period its data cover."""

    windows: dict[str, DayWindow]
    elapsed: int
    cut: bool  # baselines are shorter than their periods


@dataclass(frozen=True, slots=True)
class Plan:
    """The periods that a report looks at and each KPI's windows."""

    period: Period
    previous: Period
    year_ago: Period
    trailing: tuple[Period, ...]
    series: tuple[Period, ...]  # oldest first, the reported one last; empty when not wanted
    kpis: dict[str, KpiPlan]
    compared_days: int
    complete: bool
    settled: bool  # no source changes numbers of the period any more


def make_plan(
    store: FactStore,
    catalog: Catalog,
    kpis: Iterable[Kpi],
    period: Period,
    calendar: Calendar,
    today: date,
    baselines: Iterable[Baseline],
    *,
    with_series: bool = False,
    daily: Iterable[str] = (),
) -> Plan:
    """The plan for ``kpis``; ``daily`` names KPIs wanted by day as well, in the period and some weeks before it."""
    chosen = tuple(baselines)
    daily = frozenset(daily)
    before, last_year = previous(period, calendar), year_ago(period, calendar)
    pooled = trailing(period, calendar, TRAILING_PERIODS)
    past = series(period, calendar, SERIES_LENGTH[period.kind])
    line = past if with_series else ()
    plans: dict[str, KpiPlan] = {}
    absent = False  # some source has no rows in the period
    for kpi in kpis:
        dated = dated_sources(store, catalog, kpi)
        reach = _reach(store, dated, period, today)
        if not dated and sources_of(store, catalog, kpi):  # what lasts until it ends is known up to today
            reach = max(period.start, min(today, period.end))
        absent = absent or reach is None
        reach = reach or period.end
        elapsed = (reach - period.start).days + 1
        cut = reach < period.end
        days = elapsed if cut else None
        windows = {CURRENT: DayWindow((period.span,), before.span, reach if cut else None, open_start=True)}
        if Baseline.PREVIOUS in chosen:
            windows[Baseline.PREVIOUS.value] = _cut((before,), calendar, days)
        if Baseline.YEAR_AGO in chosen:
            windows[Baseline.YEAR_AGO.value] = _cut((last_year,), calendar, days)
        if Baseline.TRAILING in chosen:
            windows[Baseline.TRAILING.value] = _cut(pooled, calendar, days)
            for part in pooled:
                windows[f"part:{part.id}"] = _cut((part,), calendar, days)
        for point in past[:-1] if with_series or kpi.forecast else ():
            windows[f"series:{point.id}"] = _cut((point,), calendar, None)
        if kpi.id in daily:
            windows.update(
                {f"{DAY}{day}": DayWindow((Span(day, day),)) for day in _days(period, past, last_year, cut=cut)}
            )
        plans[kpi.id] = KpiPlan(windows, elapsed, cut)
    compared = min((plan.elapsed for plan in plans.values()), default=period.days)
    complete = today > period.end and not absent and all(not plan.cut for plan in plans.values())
    settled = all(cover.settled(period.span, today) for cover in store.coverage)
    return Plan(period, before, last_year, pooled, line, plans, compared, complete, settled)


def _days(period: Period, past: tuple[Period, ...], last_year: Period, *, cut: bool) -> tuple[date, ...]:
    """The days known one by one: the period's and eight weeks before it.

    Where the period is to be projected, also some whole periods before it and the one a year ago.
    """
    first = period.start - timedelta(days=DAYS_BEFORE)
    earlier = past[-1 - _PACED].start
    if not cut or (period.start - earlier).days > _MOST_DAYS:
        return tuple(Span(first, period.end))
    first = min(first, earlier)
    return (*(day for day in last_year.span if day < first), *Span(first, period.end))


def _reach(store: FactStore, tables: tuple[str, ...], period: Period, today: date) -> date | None:
    """The last day that all of a KPI's sources cover; None when one of them has nothing in the period."""
    days = [store.reach(table, period.span, today) for table in tables]
    reached = [day for day in days if day is not None]
    return min(reached, default=period.end) if len(reached) == len(days) else None


def _cut(periods: tuple[Period, ...], calendar: Calendar, days: int | None) -> DayWindow:
    spans = tuple(p.span if days is None else p.span.first(days) for p in periods)
    before = previous(periods[0], calendar).span if len(periods) == 1 else None
    return DayWindow(spans, before)
