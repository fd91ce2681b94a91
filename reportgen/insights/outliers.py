"""Single orders or campaigns so large that a KPI reads otherwise without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import log

from reportgen.comparisons.model import KpiResult
from reportgen.insights.facts import PERCENT, comparison_facts, current_fact, member_prefix
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.scope import Scope, main_comparison
from reportgen.units import Direction, Sentiment

_CAMPAIGN = "campaign"


def outlier_record(scope: Scope) -> Iterator[Insight]:
    """An order or a campaign beyond the outer fence of its like, on the log scale, that makes a good part of a KPI."""
    yield from _orders(scope)
    for result in scope.asked():
        if result.kpi.additive and _CAMPAIGN in result.segments:
            yield from _campaigns(scope, result)


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """The lower and the upper quartile, by linear interpolation between the sorted values."""
    ordered = sorted(values)

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])

    return at(0.25), at(0.75)


def is_outlier(value: float, lower: float, upper: float, fences: float) -> bool:
    """Whether a logarithm lies past the fence; without a spread nothing does."""
    return upper > lower and value > upper + fences * (upper - lower)


def _orders(scope: Scope) -> Iterator[Insight]:
    limits = scope.thresholds
    for found in scope.results.records:
        result = scope.results.kpis.get(found.kpi)
        if result is None or found.kpi not in scope.kpis or not result.value.number or not found.largest:
            continue
        largest, whole = found.largest[0], result.value.number
        if found.count < limits.outlier_members or largest.value < limits.outlier_share * whole:
            continue
        if not is_outlier(log(largest.value), found.lower, found.upper, float(limits.outlier_fences)):
            continue
        prefix = f"{found.kpi}.order[{largest.key}]"
        facts = {f"{prefix}.day": FactValue(largest.day.isoformat(), "text")}
        yield _insight(scope, result, prefix, largest.value, facts=facts, member=largest.key)


def _campaigns(scope: Scope, result: KpiResult) -> Iterator[Insight]:
    limits, whole = scope.thresholds, result.value.number
    assert whole is not None  # noqa: S101  # asked for with a number
    held = [
        (segment.value.number, segment.key or "")
        for segment in result.segments[_CAMPAIGN]
        if segment.key and segment.value.number is not None and segment.value.number > 0
    ]
    if len(held) < limits.outlier_members:
        return
    value, key = max(held, key=lambda entry: (entry[0], entry[1]))
    lower, upper = quartiles([log(number) for number, _ in held])
    if value >= limits.outlier_share * whole and is_outlier(log(value), lower, upper, float(limits.outlier_fences)):
        prefix = f"{member_prefix(result.kpi.id, _CAMPAIGN, key)}.outlier"
        yield _insight(scope, result, prefix, value, facts={}, dimension=_CAMPAIGN, member=key)


def _insight(
    scope: Scope,
    result: KpiResult,
    prefix: str,
    value: Decimal,
    *,
    facts: dict[str, FactValue],
    member: str,
    dimension: str | None = None,
) -> Insight:
    """What the record is, its share, and the KPI and its change without it."""
    kpi, whole = result.kpi, result.value.number
    assert whole is not None  # noqa: S101  # the callers looked
    found = current_fact(result, scope.period) | facts
    found[f"{prefix}.value"] = FactValue(value, kpi.unit.value, scope.period)
    found[f"{prefix}.share"] = FactValue(value / whole, PERCENT, scope.period)
    found[f"{prefix}.without"] = FactValue(whole - value, kpi.unit.value, scope.period)
    comparison = main_comparison(result.comparisons)
    if comparison is not None and comparison.value.number is not None:
        found |= comparison_facts(kpi.id, kpi.unit, comparison)
        if comparison.relative is not None:
            less = comparison.relative - value / comparison.value.number
            found[f"{prefix}.without.relative"] = FactValue(less, PERCENT, comparison.period)
    return Insight(
        kind="outlier_record",
        kpi=kpi.id,
        direction=Direction.NONE,
        sentiment=Sentiment.NEUTRAL,
        facts=found,
        dimension=dimension,
        member=member,
    )
