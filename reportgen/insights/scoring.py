"""How much an insight weighs: materiality × surprise × polarity × trust × novelty, each in 0 … 1."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from statistics import median

from reportgen.comparisons.model import KpiResult
from reportgen.insights.materiality import UNUSUAL, member_materiality, mix_shift
from reportgen.insights.model import Insight
from reportgen.insights.novelty import novelty
from reportgen.insights.scope import Scope, comparable, main_comparison, part_changed
from reportgen.insights.series_materiality import SERIES, SURPRISING
from reportgen.insights.thresholds import Thresholds
from reportgen.units import Direction, Sentiment

_ONE = Decimal(1)
_HALF = Decimal("0.5")
_STEP = Decimal("0.0001")
_POLARITY = {
    Sentiment.UNFAVOURABLE: _ONE,  # bad news is never buried
    Sentiment.FAVOURABLE: Decimal("0.9"),
    Sentiment.NEUTRAL: Decimal("0.7"),
}
_VOLUMES = frozenset({"impressions", "pageviews", "reach", "followers"})  # large numbers that say little alone
_VOLUME = Decimal("0.1")
_LEAD, _FIRST, _LAST, _OTHER = _ONE, Decimal("0.8"), Decimal("0.5"), Decimal("0.3")


def score(insight: Insight, scope: Scope) -> Decimal:
    """The score of ``insight``, to four places, so that equal scores are equal everywhere."""
    result = scope.results.kpis[insight.kpi]
    product = (
        _prominence(result, scope)
        * (_MATERIALITY.get(insight.kind) or member_materiality(insight.kind) or _of_change)(insight, result, scope)
        * _surprise(insight, result, scope.thresholds)
        * _POLARITY[insight.sentiment]
        * _trust(result, scope)
        * novelty(insight, scope.background.told, scope.thresholds)
    )
    return product.quantize(_STEP)


def _prominence(result: KpiResult, scope: Scope) -> Decimal:
    if result is scope.lead:
        return _LEAD
    if result.kpi.id not in scope.headlines:
        return _VOLUME if result.kpi.id in _VOLUMES else _OTHER
    place = Decimal(scope.headlines.index(result.kpi.id)) / len(scope.headlines)
    return _FIRST - (_FIRST - _LAST) * place


def _of_change(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    del insight
    comparison = main_comparison(result.comparisons)
    if comparison is None:
        return Decimal(0)
    part = part_changed(comparison)
    if part is None:  # from zero
        return _ONE
    return min(_ONE, abs(part) / scope.thresholds.full_change)


def _of_target(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    attainment = result.target.attainment if result.target is not None else None
    if attainment is None:
        return Decimal(0)
    gap = min(_ONE, abs(_ONE - attainment) / scope.thresholds.full_gap)
    return gap if insight.sentiment is Sentiment.UNFAVOURABLE else gap * _HALF


def _of_split(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    share = insight.facts[f"{insight.kpi}.{insight.dimension}.{insight.kind}.share"].value
    place = scope.segments.index(insight.dimension) if insight.dimension else 0
    if result is not scope.lead:  # of other figures how they moved says more than who moved them
        share = Decimal(share) * _HALF
    return min(_ONE, abs(Decimal(share))) * scope.thresholds.later_dimension**place


def _of_record(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    return max(_HALF, _of_change(insight, result, scope))


def _of_factors(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    """The factors tell the whole of the lead's change: they come before its members."""
    del insight, result, scope
    return _ONE


_Materiality = Callable[[Insight, KpiResult, Scope], Decimal]
_MATERIALITY: dict[str, _Materiality] = {
    "target": _of_target,
    "drivers": _of_split,
    "detractors": _of_split,
    "record_streak": _of_record,
    "factors": _of_factors,
    **SERIES,
}


def _surprise(insight: Insight, result: KpiResult, limits: Thresholds) -> Decimal:
    """How the latest change stands to the usual one: a half when it is the usual one or unknown.

    What was tested is as surprising as it is sure; some kinds are only found where the unusual is.
    """
    if insight.p is not None and not insight.members:  # of several members it is the first one's
        return _ONE - min(_ONE, Decimal(repr(insight.p)))
    if insight.kind in UNUSUAL or insight.kind in SURPRISING or mix_shift(insight) >= limits.mix_shift:
        return _ONE
    if insight.direction is Direction.NONE:
        return _HALF
    values = comparable(result)
    steps = [abs((after - before) / before) for before, after in pairwise(values) if before]
    if len(steps) < 4:  # noqa: PLR2004  # too few to know what is usual
        return _HALF
    usual, latest = median(steps[:-1]), steps[-1]
    return latest / (latest + usual) if usual else _HALF


def _trust(result: KpiResult, scope: Scope) -> Decimal:
    return _ONE if len(comparable(result)) >= scope.thresholds.short_history else _HALF
