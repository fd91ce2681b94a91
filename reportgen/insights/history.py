"""Detectors that look back along a KPI's series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from reportgen.comparisons.model import KpiResult
from reportgen.insights.facts import comparison_facts, current_fact
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.noise import change_p
from reportgen.insights.scope import Scope, comparable, main_comparison
from reportgen.insights.unusual import level_p
from reportgen.units import Direction, Unit, sentiment

_ENOUGH_FOR_A_CHANGE = 2
_READINGS = 2  # of whether a KPI moved: its step and its level


def record_length(values: Sequence[Decimal]) -> tuple[int, Direction]:
    """Of how many periods, the last included, the last is strictly the highest (UP) or the lowest (DOWN)."""
    *earlier, last = values
    longest, direction = 1, Direction.NONE
    for way, beats in ((Direction.UP, 1), (Direction.DOWN, -1)):
        length = 1
        for value in reversed(earlier):
            if (last - value) * beats <= 0:
                break
            length += 1
        if length > longest:
            longest, direction = length, way
    return longest, direction


def streak_length(values: Sequence[Decimal]) -> tuple[int, Direction]:
    """How many of the last changes have the sign of the very last, and which way."""
    steps = [after - before for before, after in pairwise(values)]
    if not steps or not steps[-1]:
        return 0, Direction.FLAT
    length = 0
    for step in reversed(steps):
        if step * steps[-1] <= 0:
            break
        length += 1
    return length, Direction.UP if steps[-1] > 0 else Direction.DOWN


def _moved_p(scope: Scope, result: KpiResult) -> float | None:
    """The p-value of the KPI's not having moved, by its step or by its level: a record is no evidence by itself."""
    found = [one for one in (change_p(result), level_p(scope, result)) if one is not None]
    return min(found, default=None)


def record_streak(scope: Scope) -> Iterator[Insight]:
    """Best or worst of at least twelve periods, or at least four changes of one sign in a row."""
    for result in scope.asked():
        if scope.results.state.complete:
            yield from _record_or_streak(scope, result)


def _record_or_streak(scope: Scope, result: KpiResult) -> Iterator[Insight]:
    values = comparable(result)
    if len(values) < _ENOUGH_FOR_A_CHANGE or values[-1] != result.value.number:
        return
    kpi = result.kpi.id
    found = (
        ("record", *record_length(values), scope.thresholds.record_points),
        ("streak", *streak_length(values), scope.thresholds.streak_changes),
    )
    for name, length, direction, least in found:
        if length < least:
            continue
        facts = current_fact(result, scope.period)
        comparison = main_comparison(result.comparisons)
        if comparison is not None:
            facts |= comparison_facts(kpi, result.kpi.unit, comparison)
        facts[f"{kpi}.{name}"] = FactValue(length, Unit.COUNT.value, scope.period)
        yield Insight(
            kind="record_streak",
            kpi=kpi,
            direction=direction,
            sentiment=sentiment(result.kpi.good, direction),
            facts=facts,
            p=_moved_p(scope, result),
            tested=_READINGS,
        )
        return  # a record says more than the streak that led to it
