"""A ratio that stood still over a mix that did not: its members' own ratios gave back what their shares took."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from reportgen.comparisons.model import Comparison, KpiResult
from reportgen.insights.mix import Mix, has_shifted, mix_facts, shift_p, split_ratio
from reportgen.insights.model import Insight
from reportgen.insights.scope import Scope, main_comparison
from reportgen.units import Direction, Sentiment, Unit

_PER_CENT = Decimal("0.01")


def mix_offset(scope: Scope) -> Iterator[Insight]:
    """A flat ratio whose mix alone would have moved it past flat.

    The change being flat, the members' own ratios then went the other way. What is held against chance is the shift
    of the member named, as in ``mix_rate``: both look at the same split, and never speak of the same change.
    ``direction`` is the mix's; the whole stood still, so the finding is neither good nor bad.
    """
    for result in scope.asked():
        comparison = main_comparison(result.comparisons)
        if comparison is None or comparison.direction is not Direction.FLAT:
            continue
        for dimension in scope.segments:
            found = split_ratio(result, dimension, comparison)
            if found is not None and has_shifted(scope, found) and _offset(scope, result, comparison, found):
                yield _insight(scope, result, dimension, comparison, found)


def _offset(scope: Scope, result: KpiResult, comparison: Comparison, found: Mix) -> bool:
    """Whether the mix by itself is past flat and the members' own ratios gave back a good part of it."""
    limits, before = scope.thresholds, comparison.value.number or Decimal(0)
    flat = limits.flat_points if result.kpi.unit is Unit.RATE else limits.flat_percent * abs(before)
    given_back = -found.rate / found.mix if found.mix else Fraction(0)
    return abs(found.mix) >= Fraction(flat * _PER_CENT) and given_back >= Fraction(limits.mix_share)


def _insight(scope: Scope, result: KpiResult, dimension: str, comparison: Comparison, found: Mix) -> Insight:
    shifted = found.shifted
    return Insight(
        kind="mix_offset",
        kpi=result.kpi.id,
        direction=Direction.UP if found.mix > 0 else Direction.DOWN,
        sentiment=Sentiment.NEUTRAL,
        facts=mix_facts(scope, result, dimension, comparison, found),
        dimension=dimension,
        member=shifted.key if shifted is not None else None,
        p=shift_p(scope, result, comparison, found, dimension),
        tested=len(found.members),
    )
