"""Names and values of facts: what a sentence, a table or a chart's label may print.

A fact's id reads from the KPI outwards, the same everywhere in the product::

    revenue.current                          the value in the period
    revenue.previous.value .change .relative the value there, the difference, the difference in per cent
    revenue.target.value .change .attainment
    revenue.channel[Email].current .share    a member (``[]``: rows without one)
    revenue.channel[Email].previous.change
    revenue.series[2026-09]                  a point of the series
    revenue.day[2026-10-18]                  a day
"""

from __future__ import annotations

from decimal import Decimal

from reportgen.comparisons.model import Comparison, KpiResult, Segment, TargetComparison
from reportgen.insights.model import FactValue
from reportgen.units import Unit

PERCENT = "percent"
POINTS = "points"

Facts = dict[str, FactValue]


def change_unit(unit: Unit) -> str:
    """The unit in which a KPI of ``unit`` changes: points for a rate, else its own."""
    return POINTS if unit is Unit.RATE else unit.value


def member_prefix(kpi: str, dimension: str, member: str | None) -> str:
    """The beginning of the ids of one member's facts."""
    return f"{kpi}.{dimension}[{member or ''}]"


def current_fact(result: KpiResult, period: str) -> Facts:
    """The KPI's value in the period, or nothing when it has none."""
    return _number(f"{result.kpi.id}.current", result.value.number, result.kpi.unit.value, period)


def comparison_facts(prefix: str, unit: Unit, comparison: Comparison) -> Facts:
    """The baseline's value, the change and the relative change; those that exist."""
    stem = f"{prefix}.{comparison.baseline.value}"
    period = comparison.period
    return {
        **_number(f"{stem}.value", comparison.value.number, unit.value, period),
        **_number(f"{stem}.change", comparison.change, change_unit(unit), period),
        **_number(f"{stem}.relative", comparison.relative, PERCENT, period),
    }


def target_facts(kpi: str, unit: Unit, target: TargetComparison) -> Facts:
    """The target, the gap and the attainment; those that exist."""
    stem = f"{kpi}.target"
    return {
        **_number(f"{stem}.value", target.target, unit.value, target.period),
        **_number(f"{stem}.change", target.change, change_unit(unit), target.period),
        **_number(f"{stem}.attainment", target.attainment, PERCENT, target.period),
    }


def segment_facts(result: KpiResult, dimension: str, segment: Segment, period: str) -> Facts:
    """A member's value and its comparisons; those that exist."""
    prefix = member_prefix(result.kpi.id, dimension, segment.key)
    facts = _number(f"{prefix}.current", segment.value.number, result.kpi.unit.value, period)
    for baseline in sorted(segment.comparisons):
        facts |= comparison_facts(prefix, result.kpi.unit, segment.comparisons[baseline])
    return facts


def _number(name: str, number: Decimal | None, unit: str, period: str | None) -> Facts:
    return {} if number is None else {name: FactValue(number, unit, period)}
