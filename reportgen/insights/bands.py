"""KPIs that have a usual healthy range, and those that are outside it or came into another part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.comparisons.model import KpiResult
from reportgen.insights.facts import comparison_facts, current_fact
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.scope import Scope, main_comparison
from reportgen.insights.thresholds import Thresholds
from reportgen.units import Direction, Sentiment


@dataclass(frozen=True, slots=True)
class Band:
    """A KPI's edges, ascending, as names of thresholds; between ``low`` and ``high`` it is healthy.

    ``steps`` are further edges within the healthy part that are worth a word when they are passed. ``reports``
    are the report kinds that it holds for; none: all.
    """

    kpi: str
    low: str | None = None
    high: str | None = None
    steps: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


BANDS = (
    Band("clv_cac_ratio", low="clv_cac_low"),
    Band("net_margin", low="net_margin_low", steps=("net_margin_good", "net_margin_high")),
    Band("marketing_cost_ratio", "marketing_b2b_low", "marketing_b2b_high", reports=("b2b",)),
    Band("marketing_cost_ratio", "marketing_b2c_low", "marketing_b2c_high",
         reports=("ecommerce", "marketing", "conversion")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a value stands: below, above or inside its band; ``low`` and ``high`` are the band's edges."""

    side: str
    low: Decimal | None
    high: Decimal | None


def band_of(kpi: str, report: str) -> Band | None:
    """The KPI's band in such a report."""
    return next((band for band in BANDS if band.kpi == kpi and (not band.reports or report in band.reports)), None)


def standing(band: Band, value: Decimal, limits: Thresholds) -> Standing:
    """Where a value stands to the band; the edges themselves are inside."""
    low, high = (None if name is None else Decimal(getattr(limits, name)) for name in (band.low, band.high))
    side = "below" if low is not None and value < low else "above" if high is not None and value > high else "inside"
    return Standing(side, low, high)


def band(scope: Scope) -> Iterator[Insight]:
    """KPIs outside their band, those that came back into it, and those that passed an edge within it."""
    for result in scope.asked():
        held = band_of(result.kpi.id, scope.report)
        if held is not None:
            yield from _judged(scope, result, held)


def _judged(scope: Scope, result: KpiResult, held: Band) -> Iterator[Insight]:
    number, limits, kpi = result.value.number, scope.thresholds, result.kpi
    assert number is not None  # noqa: S101  # asked for with a number
    now = standing(held, number, limits)
    comparison = main_comparison(result.comparisons)
    before = comparison.value.number if comparison is not None else None
    facts = current_fact(result, scope.period)
    if comparison is not None:
        facts |= comparison_facts(kpi.id, kpi.unit, comparison)
    for name, edge in (("low", now.low), ("high", now.high)):
        if edge is not None:
            facts[f"{kpi.id}.band.{name}"] = FactValue(edge, kpi.unit.value)
    side, direction, sentiment = now.side, Direction.NONE, Sentiment.UNFAVOURABLE
    if now.side == "inside":
        passed = _passed(held, before, number, limits)
        if before is None or (standing(held, before, limits).side == "inside" and passed is None):
            return
        if standing(held, before, limits).side != "inside":
            side, sentiment = "back", Sentiment.FAVOURABLE
            direction = Direction.UP if number > before else Direction.DOWN
        else:
            assert passed is not None  # noqa: S101  # else it returned above
            side, direction = "passed", Direction.UP if number > before else Direction.DOWN
            sentiment = Sentiment.FAVOURABLE if number > before else Sentiment.UNFAVOURABLE
            facts[f"{kpi.id}.band.edge"] = FactValue(passed, kpi.unit.value)
    elif before is not None and standing(held, before, limits).side != now.side:
        direction = Direction.UP if number > before else Direction.DOWN  # it left the band just now
    facts[f"{kpi.id}.band.side"] = FactValue(side, "text")
    yield Insight(kind="band", kpi=kpi.id, direction=direction, sentiment=sentiment, facts=facts)


def _passed(held: Band, before: Decimal | None, now: Decimal, limits: Thresholds) -> Decimal | None:
    """The furthest of the inner edges between two values."""
    edges = [Decimal(getattr(limits, name)) for name in held.steps]
    if before is None:
        return None
    up = [edge for edge in edges if before < edge <= now]
    down = [edge for edge in edges if now < edge <= before]
    return up[-1] if up else down[0] if down else None
