"""What the calendar alone makes of a change: more or fewer days, or other weekdays, at their usual values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from statistics import median

from reportgen.comparisons.model import Comparison, KpiResult
from reportgen.insights.days import known_days
from reportgen.insights.facts import PERCENT, comparison_facts, current_fact
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.scope import Scope, called, main_comparison
from reportgen.periods.model import Span
from reportgen.units import Direction, Unit, sentiment

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Effect:
    """Weekdays (0: Monday) that there are more or fewer of, and what they bring at their usual values."""

    more: dict[int, int]
    size: Decimal

    @property
    def days(self) -> int:
        """How many more days there are in all."""
        return sum(self.more.values())


def effect(now: Span, before: Span, usual: dict[int, Decimal]) -> Effect | None:
    """The calendar's part of the change from one span to the other; None without a usual value for a weekday."""
    counts = [Counter(day.weekday() for day in span) for span in (now, before)]
    more = {day: counts[0][day] - counts[1][day] for day in range(7) if counts[0][day] != counts[1][day]}
    if not more or any(day not in usual for day in more):
        return None
    return Effect(more, sum((usual[day] * count for day, count in more.items()), Decimal(0)))


def calendar(scope: Scope) -> Iterator[Insight]:
    """Of the KPIs known by day the first of whose change the calendar makes a good part; the others are like it."""
    for result in scope.asked():
        comparison = main_comparison(result.comparisons)
        usual = _usual(result, scope) if result.kpi.additive else {}
        if not usual or comparison is None or called(comparison) not in (Direction.UP, Direction.DOWN):
            continue
        start = scope.results.state.period.start
        days = result.elapsed or scope.results.state.compared_days
        found = effect(Span(start, start + timedelta(days=days - 1)), comparison.span, usual)
        share = found.size / comparison.change if found is not None and comparison.change else Decimal(0)
        if found is not None and share >= scope.thresholds.calendar_share:
            yield _insight(scope, result, comparison, found, share)
            return


def _usual(result: KpiResult, scope: Scope) -> dict[int, Decimal]:
    """The median of each weekday in the weeks before the period; empty when they are too few."""
    values: dict[int, list[Decimal]] = {}
    for day, number in known_days(result, scope):
        if number is not None and day < scope.results.state.period.start:
            values.setdefault(day.weekday(), []).append(number)
    if sum(map(len, values.values())) < scope.thresholds.day_history:
        return {}
    return {day: median(own) for day, own in values.items()}


def _insight(scope: Scope, result: KpiResult, comparison: Comparison, found: Effect, share: Decimal) -> Insight:
    kpi, unit, period = result.kpi.id, result.kpi.unit, comparison.period
    facts = current_fact(result, scope.period) | comparison_facts(kpi, unit, comparison)
    facts[f"{kpi}.calendar.effect"] = FactValue(found.size, unit.value, period)
    facts[f"{kpi}.calendar.share"] = FactValue(share, PERCENT, period)
    facts[f"{kpi}.calendar.days"] = FactValue(found.days, Unit.COUNT.value, period)
    for day, count in sorted(found.more.items()):
        facts[f"{kpi}.calendar.{WEEKDAYS[day]}"] = FactValue(count, Unit.COUNT.value, period)
    direction = called(comparison)
    return Insight(
        kind="calendar",
        kpi=kpi,
        direction=direction,
        sentiment=sentiment(result.kpi.good, direction),
        facts=facts,
    )
