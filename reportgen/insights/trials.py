"""What the experiments of the period allow to be said."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reportgen.insights.facts import POINTS, Facts
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.scope import Scope
from reportgen.kpis.experiments import Against, Experiment, Variant, Verdict
from reportgen.units import Direction, Sentiment, Unit

_KPI = "conversion_rate"
_ORDER = (Verdict.WORSE, Verdict.BETTER, Verdict.UNDECIDED, Verdict.TOO_FEW)
_SENTIMENT = {Verdict.BETTER: Sentiment.FAVOURABLE, Verdict.WORSE: Sentiment.UNFAVOURABLE}
_WAY = {Verdict.BETTER: Direction.UP, Verdict.WORSE: Direction.DOWN}


def experiment(scope: Scope) -> Iterator[Insight]:
    """Each experiment by its most telling variant: decided ones first, then the furthest from the control."""
    lead = scope.lead
    if lead is None:
        return
    about = _KPI if _KPI in scope.kpis and _KPI in scope.results.kpis else lead.kpi.id
    for found in scope.results.experiments:
        told = [(one, one.against) for one in found.variants if one.against is not None]
        held = [(one, against) for one, against in told if against.difference.number is not None]
        if held:
            variant, against = min(held, key=_place)
            yield _insight(found, variant, against, about)


def _place(entry: tuple[Variant, Against]) -> tuple[int, Decimal, str]:
    variant, against = entry
    return _ORDER.index(against.verdict), -abs(against.difference.number or Decimal(0)), variant.name


def _insight(found: Experiment, variant: Variant, against: Against, about: str) -> Insight:
    stem = f"experiment[{found.name}]"
    facts: Facts = {f"{stem}.verdict": FactValue(against.verdict.value, "text")}
    for one in (found.control, variant):
        facts[f"{stem}[{one.name}].visitors"] = FactValue(one.visitors, Unit.COUNT.value)
        if one.rate.number is not None:
            facts[f"{stem}[{one.name}].rate"] = FactValue(one.rate.number, Unit.RATE.value)
    difference = against.difference.number
    assert difference is not None  # noqa: S101  # the caller left out the others
    facts[f"{stem}[{variant.name}].difference"] = FactValue(difference, POINTS)
    if against.interval is not None:
        facts[f"{stem}[{variant.name}].low"] = FactValue(Decimal(repr(against.interval.low)), POINTS)
        facts[f"{stem}[{variant.name}].high"] = FactValue(Decimal(repr(against.interval.high)), POINTS)
    facts[f"{stem}.control"] = FactValue(found.control.name, "text")
    return Insight(
        kind="experiment",
        kpi=about,
        direction=_WAY.get(against.verdict, Direction.NONE),
        sentiment=_SENTIMENT.get(against.verdict, Sentiment.NEUTRAL),
        facts=facts,
        member=variant.name,
        members=((found.name, facts[f"{stem}[{variant.name}].difference"]),),
    )
