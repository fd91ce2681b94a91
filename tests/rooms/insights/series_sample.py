"""Revenue by day and by period, made so that medians can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from reportgen.comparisons.model import Results
from reportgen.insights import Scope
from reportgen.insights.scope import DatedNote
from reportgen.kpis.model import Value
from reportgen.periods import from_id
from reportgen.units import Good, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import OCTOBER, Spec

BEFORE = 32  # with October's 31 days nine weeks; the fifth begins on September 27
FIRST = OCTOBER.start - timedelta(days=BEFORE)


def scope(results: Results, *notes: DatedNote) -> Scope:
    return Scope(results, tuple(results.kpis), (), tuple(results.kpis), annotations=notes)


def level(place: int, usual: int) -> int:
    """Weeks of 10 less than usual, of the usual, and of 10 more, in turn."""
    return usual + (-10, 0, 10)[place // 7 % 3]


def by_day(
    results: Results, own: Mapping[date, int] | None = None, *, usual: int = 100, before: int = BEFORE, days: int = 31
) -> Results:
    """The results with the last KPI's days: the level of their week, but for those given."""
    name, result = list(results.kpis.items())[-1]
    known = [
        (day, Value.of(Decimal((own or {}).get(day, level(place, usual)))))
        for place in range(BEFORE - before, BEFORE + days)
        for day in (FIRST + timedelta(days=place),)
    ]
    split = replace(
        result,
        daily=tuple(one for one in known if one[0] >= OCTOBER.start),
        daily_before=tuple(one for one in known if one[0] < OCTOBER.start),
    )
    return replace(results, kpis={**results.kpis, name: split})


def revenue(now: int, before: int, *, unit: Unit = Unit.MONEY, kpi: str = "revenue") -> Results:
    """October's revenue (or another sum) beside September's."""
    return sample.results([Spec(kpi, unit, now, before, additive=True)])


def line(*values: int | str, period: str = "2026-10", unit: Unit = Unit.MONEY, kpi: str = "revenue") -> Results:
    """A KPI by period, up to the one reported on."""
    before = values[-2] if len(values) > 1 else None
    return sample.results([Spec(kpi, unit, values[-1], before, series=values)], from_id(period, sample.CALENDAR))


def under_way(target: int, daily: tuple[int, ...], good: Good = Good.UP, *, kpi: str = "revenue") -> Results:
    """October after so many days as ``daily`` has, with a target."""
    spec = Spec(kpi, Unit.MONEY, sum(daily), target=target, good=good, additive=True)
    results = sample.results([spec], days=len(daily))
    days = tuple((OCTOBER.start + timedelta(days=place), Value.of(Decimal(one))) for place, one in enumerate(daily))
    return replace(results, kpis={kpi: replace(results.kpis[kpi], daily=days)})
