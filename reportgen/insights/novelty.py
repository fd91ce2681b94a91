"""What the last report led with already: it counts less now, unless it has grown."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from reportgen.insights.background import Told
from reportgen.insights.model import Insight
from reportgen.insights.thresholds import Thresholds

_SIZES = ("{kpi}.previous.change", "{kpi}.year_ago.change", "{kpi}.target.change")


def size_of(insight: Insight) -> Decimal | None:
    """How large a finding is, to be held against the same one a period later.

    That is its first member's figure, else the change or gap that it tells.
    """
    if insight.members and isinstance(insight.members[0][1].value, (int, Decimal)):
        return abs(Decimal(insight.members[0][1].value))
    for name in _SIZES:
        fact = insight.facts.get(name.format(kpi=insight.kpi))
        if fact is not None and isinstance(fact.value, (int, Decimal)):
            return abs(Decimal(fact.value))
    return None


def novelty(insight: Insight, told: Iterable[Told], limits: Thresholds) -> Decimal:
    """1, or less for what the last report led with and is not clearly larger now."""
    same = (insight.kind, insight.kpi, insight.dimension, insight.member)
    for one in told:
        if (one.kind, one.kpi, one.dimension, one.member) != same:
            continue
        size = size_of(insight)
        if size is None or one.size is None or size < (1 + limits.told_larger) * one.size:
            return limits.told_before
    return Decimal(1)
