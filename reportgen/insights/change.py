"""Detectors that hold a KPI against its baselines and its target."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.comparisons.model import Baseline, TargetStatus
from reportgen.insights.facts import Facts, comparison_facts, current_fact, target_facts
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.scope import Scope, called, main_comparison
from reportgen.units import Direction, Sentiment, Unit, sentiment

_MOVED = (Direction.UP, Direction.DOWN)


def change(scope: Scope) -> Iterator[Insight]:
    """Every headline KPI against its baselines, and every other KPI asked for that moved."""
    for result in scope.asked():
        comparison = main_comparison(result.comparisons)
        direction = called(comparison)
        if direction not in _MOVED and result.kpi.id not in scope.headlines and result is not scope.lead:
            continue
        facts: Facts = current_fact(result, scope.period)
        for baseline in (Baseline.PREVIOUS, Baseline.YEAR_AGO):
            if baseline in result.comparisons:
                facts |= comparison_facts(result.kpi.id, result.kpi.unit, result.comparisons[baseline])
        yield Insight(
            kind="change",
            kpi=result.kpi.id,
            direction=direction,
            sentiment=sentiment(result.kpi.good, direction),
            facts=facts,
            mandatory=result is scope.lead,
        )


def yoy_conflict(scope: Scope) -> Iterator[Insight]:
    """KPIs that rose on the previous period and fell on the year before, or the reverse; both past flat."""
    for result in scope.asked():
        previous, year_ago = (result.comparisons.get(baseline) for baseline in (Baseline.PREVIOUS, Baseline.YEAR_AGO))
        if previous is None or year_ago is None or {called(previous), called(year_ago)} != set(_MOVED):
            continue
        yield Insight(
            kind="yoy_conflict",
            kpi=result.kpi.id,
            direction=called(previous),
            sentiment=sentiment(result.kpi.good, called(previous)),
            facts=current_fact(result, scope.period)
            | comparison_facts(result.kpi.id, result.kpi.unit, previous)
            | comparison_facts(result.kpi.id, result.kpi.unit, year_ago),
        )


_TARGET_SENTIMENT = {
    TargetStatus.MET: Sentiment.FAVOURABLE,
    TargetStatus.NEAR: Sentiment.NEUTRAL,
    TargetStatus.MISSED: Sentiment.UNFAVOURABLE,
}


def target(scope: Scope) -> Iterator[Insight]:
    """Every KPI asked for that has a target: met, near or missed."""
    for result in scope.asked():
        held = result.target
        if held is None or held.status is None:
            continue
        gap = held.change or 0
        yield Insight(
            kind="target",
            kpi=result.kpi.id,
            direction=Direction.UP if gap > 0 else Direction.DOWN if gap < 0 else Direction.FLAT,
            sentiment=_TARGET_SENTIMENT[held.status],
            facts=current_fact(result, scope.period) | target_facts(result.kpi.id, result.kpi.unit, held),
            mandatory=result is scope.lead,
        )


def to_date(scope: Scope) -> Iterator[Insight]:
    """The period is not complete: what it was compared with, said once, about the lead KPI."""
    state, lead = scope.results.state, scope.lead
    if state.complete or lead is None or state.compared_days >= state.period.days:
        return
    yield Insight(
        kind="to_date",
        kpi=lead.kpi.id,
        direction=Direction.NONE,
        sentiment=Sentiment.NEUTRAL,
        facts={
            "period.days": FactValue(state.period.days, Unit.COUNT.value, state.period.id),
            "period.compared_days": FactValue(state.compared_days, Unit.COUNT.value, state.period.id),
        },
        mandatory=True,
    )
