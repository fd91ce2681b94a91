"""Pairs of KPIs that usually move together, and the periods in which they part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from statistics import median

from reportgen.comparisons.model import Baseline, KpiResult
from reportgen.insights.facts import comparison_facts, current_fact
from reportgen.insights.model import Insight
from reportgen.insights.noise import score_p
from reportgen.insights.scope import Scope
from reportgen.statistics import spread_of
from reportgen.units import Direction, Sentiment

_NORMAL = 1.4826  # a median absolute deviation in standard deviations of a normal distribution


@dataclass(frozen=True, slots=True)
class PairOf:
    """What is put in and what comes out of it; input that grows faster is bad news."""

    given: str
    got: str


PAIRS = (PairOf("ad_spend", "revenue"), PairOf("sessions", "orders"))


def divergence(scope: Scope) -> Iterator[Insight]:
    """Pairs of which one outgrew the other by more than it ever usually does, and by enough to matter."""
    if not scope.results.state.complete:
        return
    for pair in PAIRS:
        given, got = (scope.results.kpis.get(kpi) for kpi in (pair.given, pair.got))
        if given is None or got is None or pair.got not in scope.kpis:
            continue
        found = _split(scope, given, got)
        if found is not None:
            yield found


def beyond_history(gaps: Sequence[float], latest: float, z: float) -> bool:
    """Whether the latest gap is further from the median of the others than z robust standard deviations.

    A median absolute deviation of zero gives no alarm.
    """
    middle = median(gaps)
    spread = _NORMAL * median(abs(gap - middle) for gap in gaps)
    return spread > 0 and abs(latest - middle) > z * spread


def growth_gaps(given: KpiResult, got: KpiResult) -> list[float]:
    """How much faster the first grew than the second in each period, as differences of logarithms, oldest first."""
    lines = [
        {point.period: float(point.value.number) for point in one.series if point.value.number and not point.partial}
        for one in (given, got)
    ]
    ratios: list[float | None] = []
    for point in given.series:
        both = [line.get(point.period, 0.0) for line in lines]
        ratios.append(log(both[0] / both[1]) if min(both) > 0 else None)
    return [after - before for before, after in pairwise(ratios) if before is not None and after is not None]


def _split(scope: Scope, given: KpiResult, got: KpiResult) -> Insight | None:
    limits = scope.thresholds
    sides = given.comparisons.get(Baseline.PREVIOUS), got.comparisons.get(Baseline.PREVIOUS)
    if sides[0] is None or sides[1] is None or sides[0].relative is None or sides[1].relative is None:
        return None
    apart = sides[0].relative - sides[1].relative
    gaps = growth_gaps(given, got)
    if abs(apart) < limits.divergence_gap or len(gaps) <= limits.divergence_points:
        return None
    if not beyond_history(gaps[:-1], gaps[-1], float(limits.divergence_z)):
        return None
    return Insight(
        kind="divergence",
        kpi=got.kpi.id,
        direction=Direction.DOWN if apart > 0 else Direction.UP,
        sentiment=Sentiment.UNFAVOURABLE if apart > 0 else Sentiment.FAVOURABLE,
        facts=current_fact(got, scope.period)
        | current_fact(given, scope.period)
        | comparison_facts(got.kpi.id, got.kpi.unit, sides[1])
        | comparison_facts(given.kpi.id, given.kpi.unit, sides[0]),
        member=given.kpi.id,
        p=score_p(gaps[-1] - median(gaps[:-1]), spread_of(gaps[:-1]), len(gaps) - 1),
    )
