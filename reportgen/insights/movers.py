"""Members that came, went, grew or shrank by much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from reportgen.comparisons.model import KpiResult
from reportgen.insights.contributions import Member, beyond_chance, is_dominated, member_p, members_of
from reportgen.insights.facts import current_fact, member_prefix
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.noise import dispersion
from reportgen.insights.scope import Scope, main_comparison
from reportgen.insights.thresholds import Thresholds
from reportgen.units import Direction, Unit, sentiment

GROUPS = ("up", "down", "new", "gone")
_ZERO = Decimal(0)


def grouped(
    members: Sequence[Member], limits: Thresholds, *, spread: float | None = None
) -> Mapping[str, tuple[Member, ...]]:
    """The movers by group, the largest first: impact and growth past their limits, and beyond chance.

    Who only moved along with the whole is no mover.
    """
    now, before = (sum((getattr(one, side) for one in members), _ZERO) for side in ("current", "before"))
    whole = max(abs(now), abs(before))
    if not _is_lasting(members, limits):
        return dict.fromkeys(GROUPS, ())
    least = limits.mover_impact * whole
    found: dict[str, list[Member]] = {group: [] for group in GROUPS}
    for one in sorted(members, key=lambda one: (-abs(one.change), one.key is None, one.key or "")):
        if one.key is None or not one.change or min(one.current, one.before) < 0:
            continue  # rows without a member neither come nor go; a debt has no growth
        if abs(one.change) < least:
            continue
        if not beyond_chance(_own(one, now, before), one, spread, limits):
            continue
        if not one.before or not one.current:
            found["gone" if not one.current else "new"].append(one)
        elif abs(one.change) >= limits.mover_growth * one.before and _ahead(one, now, before) >= least:
            found["up" if one.change > 0 else "down"].append(one)
    return {group: tuple(listed) for group, listed in found.items()}


def _is_lasting(members: Sequence[Member], limits: Thresholds) -> bool:
    """Whether members of both periods have a good part of the whole in each; else everything comes and goes."""
    both = [one for one in members if one.current and one.before]
    return all(
        sum((abs(getattr(one, side)) for one in both), _ZERO)
        >= limits.common_share * sum((abs(getattr(one, side)) for one in members), _ZERO)
        for side in ("current", "before")
    )


def _ahead(one: Member, now: Decimal, before: Decimal) -> Decimal:
    """By how much it moved further than in proportion to the whole, the way that it moved."""
    along = (now - before) * one.before / before if before > 0 else _ZERO
    return (one.change - along) * (1 if one.change > 0 else -1)


def _own(one: Member, now: Decimal, before: Decimal) -> Decimal:
    """What of its movement the whole does not explain: of who came or went all."""
    return abs(one.change) if not one.before or not one.current else min(abs(one.change), _ahead(one, now, before))


def movers(scope: Scope) -> Iterator[Insight]:
    """New, gone, grown and shrunk members of an additive KPI, a finding for each dimension that has any."""
    for result in scope.asked():
        comparison = main_comparison(result.comparisons)
        if not result.kpi.additive or comparison is None:
            continue
        for dimension in scope.dimensions(result):
            members = members_of(result, dimension, comparison.baseline)
            seen = [one for one in members if one.current or one.before]
            if len(seen) < 2 or is_dominated(seen, scope.thresholds):  # noqa: PLR2004  # one member is the whole
                continue
            groups = grouped(seen, scope.thresholds, spread=dispersion(result))
            if any(groups.values()):
                yield _insight(scope, result, dimension, groups, seen)


def _insight(
    scope: Scope,
    result: KpiResult,
    dimension: str,
    groups: Mapping[str, tuple[Member, ...]],
    seen: Sequence[Member],
) -> Insight:
    comparison = main_comparison(result.comparisons)
    assert comparison is not None  # noqa: S101  # members were compared
    kpi, baseline, period = result.kpi, comparison.baseline.value, comparison.period
    facts = current_fact(result, scope.period)
    listed = []
    for group in GROUPS:
        facts[f"{kpi.id}.{dimension}.movers.{group}"] = FactValue(len(groups[group]), Unit.COUNT.value)
        for one in groups[group][: scope.thresholds.mover_most]:
            prefix = member_prefix(kpi.id, dimension, one.key)
            change = FactValue(one.change, kpi.unit.value, period)
            facts[f"{prefix}.current"] = FactValue(one.current, kpi.unit.value, scope.period)
            facts[f"{prefix}.{baseline}.value"] = FactValue(one.before, kpi.unit.value, period)
            facts[f"{prefix}.{baseline}.change"] = change
            listed.append((one.key, change))
    listed.sort(key=lambda entry: (-abs(Decimal(entry[1].value)), entry[0] or ""))
    largest = next(one for group in GROUPS for one in groups[group] if one.key == listed[0][0])
    together = sum((Decimal(fact.value) for _, fact in listed), _ZERO)
    direction = Direction.UP if together > 0 else Direction.DOWN if together < 0 else Direction.NONE
    now, before = (sum((getattr(one, side) for one in seen), _ZERO) for side in ("current", "before"))
    return Insight(
        kind="movers",
        kpi=kpi.id,
        direction=direction,
        sentiment=sentiment(kpi.good, direction),
        facts=facts,
        dimension=dimension,
        member=listed[0][0],
        members=tuple(listed),
        p=member_p(largest, _own(largest, now, before), dispersion(result)),
        tested=len(result.segments[dimension]),
    )
