"""Detectors of how a KPI is spread over its members: moved by all alike, or in the hands of a few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.comparisons.model import Baseline, KpiResult
from reportgen.insights.contributions import Member, members_of, split_of
from reportgen.insights.facts import PERCENT, comparison_facts, current_fact, member_prefix
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.noise import change_p
from reportgen.insights.scope import Scope, called, main_comparison
from reportgen.units import Direction, Sentiment, Unit, sentiment

_ZERO = Decimal(0)


def broad(scope: Scope) -> Iterator[Insight]:
    """An additive KPI that moved, of which no member stands out and most moved with it."""
    for result in scope.asked():
        for dimension in scope.segments:
            parts = split_of(result, dimension, scope.thresholds)
            if parts is None or parts.drivers or parts.detractors:
                continue
            seen = [member for member in parts.members if member.current or member.before]
            moved = sum(member.change * parts.change > 0 for member in seen)
            limits = scope.thresholds
            if len(seen) < limits.broad_members or moved < limits.broad_share * len(seen):
                continue
            comparison = main_comparison(result.comparisons)
            assert comparison is not None  # noqa: S101  # split_of found one
            kpi, direction = result.kpi, called(comparison)
            stem = f"{kpi.id}.{dimension}"
            yield Insight(
                kind="broad",
                kpi=kpi.id,
                direction=direction,
                sentiment=sentiment(kpi.good, direction),
                facts=current_fact(result, scope.period)
                | comparison_facts(kpi.id, kpi.unit, comparison)
                | {
                    f"{stem}.broad.moved": FactValue(moved, Unit.COUNT.value),
                    f"{stem}.broad.members": FactValue(len(seen), Unit.COUNT.value),
                },
                dimension=dimension,
                p=change_p(result),
            )


def herfindahl(values: Sequence[Decimal]) -> Decimal | None:
    """The sum of squared shares, from 1/n (all alike) to 1 (one has it all); None without anything to share."""
    whole = sum(values, _ZERO)
    return sum(((value / whole) ** 2 for value in values), _ZERO) if whole > 0 else None


def smallest_half(values: Sequence[Decimal], share: Decimal) -> int:
    """How many of the largest values make ``share`` of the whole; values are descending and not negative."""
    whole, together = sum(values, _ZERO), _ZERO
    for count, value in enumerate(values, start=1):
        together += value
        if together >= share * whole:
            return count
    return len(values)


def concentration(scope: Scope) -> Iterator[Insight]:
    """Few members with half of an additive KPI, one with half of it, or clearly fewer than before."""
    for result in scope.asked():
        if not result.kpi.additive:
            continue
        for dimension in scope.dimensions(result):
            found = _concentrated(scope, result, dimension)
            if found is not None:
                yield found


def _concentrated(scope: Scope, result: KpiResult, dimension: str) -> Insight | None:
    limits, kpi = scope.thresholds, result.kpi
    numbers = [(segment.key, segment.value.number) for segment in result.segments[dimension]]
    held = sorted(
        ((key, number) for key, number in numbers if number),
        key=lambda entry: (-entry[1], entry[0] is None, entry[0] or ""),
    )
    values = [number for _, number in held]
    if len(held) < 3 or values[-1] < 0:  # noqa: PLR2004  # of two one always has half; a debt has no share
        return None
    whole = sum(values, _ZERO)
    if values[0] >= limits.dominant_share * whole:  # one is nearly all of it: that is how the dimension is
        return None
    named = smallest_half(values, limits.concentration_share)
    few = len(held) >= limits.concentration_members and named <= limits.concentration_part * len(held)
    index, earlier = herfindahl(values), _earlier(result, dimension)
    risen = index is not None and earlier is not None and index - earlier >= limits.concentration_rise
    if not (few or named == 1 or risen):
        return None
    stem, chosen = f"{kpi.id}.{dimension}", held[:named]
    facts = current_fact(result, scope.period) | {
        f"{stem}.largest": FactValue(named, Unit.COUNT.value, scope.period),
        f"{stem}.holding": FactValue(len(held), Unit.COUNT.value, scope.period),
        f"{stem}.largest.share": FactValue(sum(values[:named], _ZERO) / whole, PERCENT, scope.period),
    }
    if index is not None and earlier is not None:
        facts[f"{stem}.hhi"] = FactValue(index, Unit.RATIO.value, scope.period)
        facts[f"{stem}.hhi.previous"] = FactValue(earlier, Unit.RATIO.value)
    listed = []
    for key, number in chosen:
        fact = facts[f"{member_prefix(kpi.id, dimension, key)}.held"] = FactValue(number / whole, PERCENT, scope.period)
        listed.append((key, fact))
    return Insight(
        kind="concentration",
        kpi=kpi.id,
        direction=Direction.UP if risen else Direction.NONE,
        sentiment=Sentiment.NEUTRAL,
        facts=facts,
        dimension=dimension,
        member=chosen[0][0],
        members=tuple(listed) if named <= limits.driver_most else (),
    )


def _earlier(result: KpiResult, dimension: str) -> Decimal | None:
    """The Herfindahl index of the period before."""
    before: list[Member] = list(members_of(result, dimension, Baseline.PREVIOUS))
    values = [member.before for member in before]
    return herfindahl(values) if values and min(values) >= 0 else None
