"""How much the findings along a KPI's time matter, each in 0 … 1."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from reportgen.comparisons.model import KpiResult
from reportgen.insights.model import Insight
from reportgen.insights.scope import Scope, main_comparison, part_changed
from reportgen.units import Direction, Sentiment

_ONE, _HALF = Decimal(1), Decimal("0.5")
_REASSURANCE = Decimal("0.3")
_FULL_DAY = Decimal("0.10")  # of the KPI's value, in one day's excess

SURPRISING = frozenset({"unusual", "trend_break", "day_anomaly", "annotation", "pace"})
"""Kinds that are only found where the usual course is left, or where it leads is the news."""


def _number(insight: Insight, name: str) -> Decimal:
    fact = insight.facts.get(f"{insight.kpi}.{name}")
    return Decimal(0) if fact is None else abs(Decimal(fact.value))


def _ratio(part: Decimal, whole: Decimal, full: Decimal) -> Decimal:
    """The part of the whole, 1 from ``full`` on."""
    return min(_ONE, abs(part / whole) / full) if whole else _ONE


def _of_unusual(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    del result, scope
    return _REASSURANCE if insight.direction is Direction.NONE else _ONE


def _of_trend(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    whole = _number(insight, "trend.slope") * (_number(insight, "trend.periods") - 1)
    return _HALF * _ratio(whole, result.value.number or Decimal(0), scope.thresholds.full_change)


def _of_break(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    turn = insight.facts[f"{insight.kpi}.break.turn"].value
    there = _number(insight, f"series[{turn}]")
    return _ratio((result.value.number or Decimal(0)) - there, there, scope.thresholds.full_change)


def _of_day(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    del scope
    return _ratio(_number(insight, f"day[{insight.member}].excess"), result.value.number or Decimal(0), _FULL_DAY)


def _of_pace(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    target = result.target.target if result.target is not None else Decimal(0)
    gap = _ratio(_number(insight, "pace.value") - target, target, scope.thresholds.full_gap)
    return max(_HALF, gap) if insight.sentiment is Sentiment.UNFAVOURABLE else max(_HALF, gap * _HALF)


def _of_calendar(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    comparison = main_comparison(result.comparisons)
    relative = part_changed(comparison) if comparison is not None else None
    change = _ONE if relative is None else min(_ONE, abs(relative) / scope.thresholds.full_change)
    return min(_ONE, _number(insight, "calendar.share")) * change


def _of_annotation(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    return SERIES[str(insight.facts[f"{insight.kpi}.note.of"].value)](insight, result, scope)


SERIES: dict[str, Callable[[Insight, KpiResult, Scope], Decimal]] = {
    "unusual": _of_unusual,
    "trend": _of_trend,
    "trend_break": _of_break,
    "day_anomaly": _of_day,
    "pace": _of_pace,
    "calendar": _of_calendar,
    "annotation": _of_annotation,
}
