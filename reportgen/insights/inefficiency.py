"""Members that take a larger share of the spend than they bring of the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from reportgen.comparisons.model import KpiResult
from reportgen.insights.facts import PERCENT, current_fact
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.scope import Scope
from reportgen.units import Direction, Sentiment

_SPEND = "ad_spend"
RESULTS = ("roas", "conversions")
"""Where the result stands: what a KPI of return divides by spend, else a count; the first that the data have."""

DIMENSIONS = ("campaign", "platform")
"""Where money is moved; a split by channel stands in where the data have neither."""

_ZERO = Decimal(0)


def inefficiency(scope: Scope) -> Iterator[Insight]:
    """Of campaigns and of platforms, the one whose share of spend is furthest above its share of the result."""
    spend = scope.results.kpis.get(_SPEND)
    if spend is None or _SPEND not in scope.kpis:
        return
    there = scope.dimensions(spend)
    for dimension in [name for name in DIMENSIONS if name in there] or there:
        for kpi in RESULTS:
            brought = brought_by(scope.results.kpis.get(kpi), dimension)
            if brought is not None:
                yield from _uneven(scope, spend, dimension, kpi, brought)
                break


def brought_by(result: KpiResult | None, dimension: str) -> Mapping[str | None, Decimal] | None:
    """What each member brought: the numerator of a ratio, the value of a sum; None where nothing is known."""
    if result is None or result.value.number is None:
        return None
    if result.quotients is not None:
        pairs = result.quotients.members.get(dimension, {}).get("current", {})
        found = {key: above for key, (above, _) in pairs.items()}
    else:
        found = {
            segment.key: segment.value.number
            for segment in (result.segments.get(dimension, ()) if result.kpi.additive else ())
            if segment.value.number is not None
        }
    return found if sum(found.values(), _ZERO) > 0 and min(found.values()) >= 0 else None


def _uneven(
    scope: Scope, spend: KpiResult, dimension: str, kpi: str, brought: Mapping[str | None, Decimal]
) -> Iterator[Insight]:
    limits = scope.thresholds
    paid = {
        segment.key: segment.value.number for segment in spend.segments[dimension] if segment.value.number is not None
    }
    whole, result = sum(paid.values(), _ZERO), sum(brought.values(), _ZERO)
    if whole <= 0 or len([number for number in paid.values() if number]) < 2:  # noqa: PLR2004  # one has it all
        return
    gaps = []
    for key, number in paid.items():
        shares = number / whole, brought.get(key, _ZERO) / result
        gap = shares[0] - shares[1]
        if shares[0] >= limits.inefficiency_floor and gap >= limits.inefficiency_gap:
            gaps.append((-gap, key is None, key or "", key, shares))
    if not gaps:
        return
    *_, key, (cost, share) = min(gaps, key=lambda entry: entry[:3])
    prefix = f"inefficiency.{dimension}[{key or ''}]"
    yield Insight(
        kind="inefficiency",
        kpi="roas" if kpi == "roas" and "roas" in scope.kpis else _SPEND,
        direction=Direction.NONE,
        sentiment=Sentiment.UNFAVOURABLE,
        facts=current_fact(spend, scope.period)
        | {
            f"{prefix}.spend_share": FactValue(cost, PERCENT),
            f"{prefix}.{'revenue' if kpi == 'roas' else 'conversions'}_share": FactValue(share, PERCENT),
        },
        dimension=dimension,
        member=key,
    )
