"""Which of all the findings of a report are more than chance.

A report looks at dozens of KPIs in a dozen ways: that something stands out is sure. Every finding that can be tested
carries its p-value and how many were looked at for it (Bonferroni). Over all that a report looked at, found or not,
Benjamini and Hochberg's procedure decides; where nothing happened it errs in no more reports than ``false_discoveries``
says. What is established opens a second look, in the manner of Yekutieli's hierarchical procedure: who and where is
asked of that KPI and of its kin, and each answer is held against chance by itself. A missed target, which is said in
any case, asks the same; there one answer in twenty may be chance.

Sources: Benjamini and Hochberg, "Controlling the false discovery rate" (J. R. Statist. Soc. B 1995); Yekutieli,
"Hierarchical false discovery rate-controlling methodology" (JASA 2008).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reportgen.comparisons.model import KpiResult, TargetStatus
from reportgen.insights.divergence import PAIRS
from reportgen.insights.funnel import dimensions_of
from reportgen.insights.model import Insight
from reportgen.insights.scope import Scope, comparable
from reportgen.statistics import benjamini_hochberg

KIN = (frozenset({"revenue", "orders", "sessions", "conversion_rate", "aov", "revenue_per_session"}),)
"""KPIs that are products of one another: what moves one is to be looked for in the others."""

_OPENS = frozenset({"unusual", "record_streak", "broad", "drivers", "detractors", "movers", "trend_break"})
"""Kinds that establish that a KPI moved; a day or a trend does not say that this period did."""

_ALONG = 5  # looks along a KPI's periods: its step, its level, both for its record, a trend, a turn
_CONTRIBUTIONS = 2  # of a sum by members: who made its change, who moved by himself


def family_p(insight: Insight) -> float | None:
    """The p-value of the finding being the clearest of those looked at with it; None where chance is not known."""
    return None if insight.p is None else min(1.0, insight.p * insight.tested)


def looks(scope: Scope) -> dict[str, int]:
    """In how many ways each KPI was looked at, whether or not something was found."""
    found = {result.kpi.id: _looks_at(scope, result) for result in scope.asked()}
    for pair in PAIRS:
        if pair.got in found and pair.given in scope.results.kpis:
            found[pair.got] += 1
    funnel = scope.results.kpis.get("funnel")
    if funnel is not None and funnel.steps:
        found["funnel"] = found.get("funnel", 0) + 1 + len(dimensions_of(scope, funnel))
    return found


def _looks_at(scope: Scope, result: KpiResult) -> int:
    along = _ALONG if len(comparable(result)) >= scope.thresholds.trend_points else 0
    days = 1 if result.kpi.additive and result.daily_before else 0
    split = len([name for name in scope.segments if name in result.segments]) if result.kpi.additive else 0
    mixed = [name for name in scope.segments if result.quotients is not None and name in result.quotients.members]
    return along + days + split * _CONTRIBUTIONS + len(mixed)


def chance_findings(found: Sequence[Insight], scope: Scope) -> frozenset[int]:
    """Places of the findings that may be chance. What carries no p-value is not judged.

    In the second look each finding is held against ``false_discoveries`` by itself, as one asked for.
    """
    q, made = float(scope.thresholds.false_discoveries), looks(scope)
    held = {place: p for place, one in enumerate(found) if (p := family_p(one)) is not None}
    real = _discovered(held, q, sum(made.values()))
    opened = _opened([found[place] for place in sorted(real)], scope)
    return frozenset(place for place in held if place not in real and not _holds(found[place], opened, q))


def _holds(insight: Insight, opened: Collection[str], q: float) -> bool:
    return insight.kpi in opened and insight.p is not None and insight.p <= q


def _discovered(held: dict[int, float], q: float, tests: int) -> set[int]:
    verdicts = benjamini_hochberg(list(held.values()), q, tests)
    return {place for place, real in zip(held, verdicts, strict=True) if real}


def _opened(real: Collection[Insight], scope: Scope) -> frozenset[str]:
    """KPIs whose movement is established, their kin, and those whose target was missed: each asks for who and where."""
    moved = {one.kpi for one in real if one.kind in _OPENS}
    missed = {
        result.kpi.id
        for result in scope.asked()
        if result.target is not None and result.target.status is TargetStatus.MISSED
    }
    kin = {kpi for group in KIN if group & (moved | missed) for kpi in group}
    return frozenset(moved | missed | kin)
