"""Drivers and detractors: which members of a dimension made the change of an additive KPI."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.comparisons.model import Baseline, KpiResult
from reportgen.insights.facts import PERCENT, comparison_facts, current_fact, member_prefix
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.noise import dispersion, moved_p
from reportgen.insights.scope import Scope, called, main_comparison
from reportgen.insights.thresholds import Thresholds
from reportgen.units import Direction, sentiment

_ZERO = Decimal(0)
_UNEXPLAINED = Decimal("0.01")  # of the change; segments that leave out more are another split


@dataclass(frozen=True, slots=True)
class Member:
    """A member's value in the period and in the baseline."""

    key: str | None
    current: Decimal
    before: Decimal

    @property
    def change(self) -> Decimal:
        """What the member added to the change."""
        return self.current - self.before


@dataclass(frozen=True, slots=True)
class Split:
    """A change by members: drivers + detractors + ``rest`` = ``change``, exactly."""

    change: Decimal
    members: tuple[Member, ...]
    drivers: tuple[Member, ...]
    detractors: tuple[Member, ...]

    @property
    def rest(self) -> Decimal:
        """What the members that are not named, and rows of no member at all, added."""
        named = sum((member.change for member in self.drivers + self.detractors), _ZERO)
        return self.change - named


def split(change: Decimal, members: Sequence[Member], thresholds: Thresholds, *, spread: float | None = None) -> Split:
    """Name the members that made ``change`` and those that worked against it.

    Largest first; at least ``driver_share`` of the change, at most ``driver_most``, until
    ``driver_stop`` is explained; a driver moved by more than its size explains. None is named whose
    movement can be chance; ``spread`` is the KPI's dispersion (``noise.dispersion``), None where it is not known.
    """
    ordered = sorted(members, key=lambda member: (-abs(member.change), member.key is None, member.key or ""))
    base = sum((member.before for member in members), _ZERO)
    size = abs(change)

    def stands_out(member: Member) -> bool:
        if abs(member.change) < thresholds.driver_share * size:
            return False
        beyond = beyond_its_size(change, member, base)
        if not beyond_chance(beyond, member, spread, thresholds):
            return False
        return beyond >= thresholds.driver_deviation * size

    def named(sign: int) -> tuple[Member, ...]:
        chosen: list[Member] = []
        explained = _ZERO
        for member in ordered:
            if len(chosen) == thresholds.driver_most or explained >= thresholds.driver_stop * size:
                break
            if member.change * sign > 0 and stands_out(member):
                chosen.append(member)
                explained += abs(member.change)
        return tuple(chosen)

    if not change:
        return Split(change, tuple(ordered), (), ())
    sign = 1 if change > 0 else -1
    return Split(change, tuple(ordered), named(sign), named(-sign))


def beyond_its_size(change: Decimal, member: Member, base: Decimal) -> Decimal:
    """How much further than in proportion to the whole a member moved with it; all that it moved against it."""
    proportional = change * member.before / base if base else _ZERO
    return abs(member.change) - abs(proportional) if member.change * change > 0 else abs(member.change)


def beyond_chance(beyond: Decimal, member: Member, spread: float | None, thresholds: Thresholds) -> bool:
    """Whether so much of a member's movement is more than chance; True where chance is not known."""
    if spread is None:
        return True
    limit = float(thresholds.driver_noise)
    return float(beyond) > 0 and float(beyond) ** 2 > limit**2 * spread * float(
        abs(member.before) + abs(member.current)
    )


def member_p(member: Member, beyond: Decimal, spread: float | None) -> float | None:
    """The p-value of so much of a member's change being chance; None where chance is not known."""
    if spread is None:
        return None
    return moved_p(float(beyond), float(member.before), float(member.current), spread)


def members_of(result: KpiResult, dimension: str, baseline: Baseline) -> tuple[Member, ...]:
    """The members that have a number in the period and in the baseline, with both."""
    found = []
    for segment in result.segments.get(dimension, ()):
        comparison = segment.comparisons.get(baseline)
        before = comparison.value.number if comparison is not None else None
        if segment.value.number is not None and before is not None:
            found.append(Member(segment.key, segment.value.number, before))
    return tuple(found)


def split_of(result: KpiResult, dimension: str, thresholds: Thresholds) -> Split | None:
    """The split of a KPI's change by ``dimension``.

    None when the KPI does not add up, when it did not move, when one member is nearly all of it, or when the
    members leave part of the change unexplained.
    """
    comparison = main_comparison(result.comparisons)
    if not result.kpi.additive or comparison is None or comparison.change is None:
        return None
    members = members_of(result, dimension, comparison.baseline)
    explained = sum((member.change for member in members), _ZERO)
    if len(members) < 2 or abs(comparison.change - explained) > _UNEXPLAINED * abs(comparison.change):  # noqa: PLR2004
        return None
    if called(comparison) not in (Direction.UP, Direction.DOWN) or is_dominated(members, thresholds):
        return None
    return split(comparison.change, members, thresholds, spread=dispersion(result))


def is_dominated(members: Sequence[Member], thresholds: Thresholds) -> bool:
    """One member is nearly the whole before and after: to name it tells no more than the total does."""
    for side in ("before", "current"):
        sizes = [abs(getattr(member, side)) for member in members]
        if sum(sizes) == 0 or max(sizes) < thresholds.dominant_share * sum(sizes):
            return False
    return True


def drivers(scope: Scope) -> Iterator[Insight]:
    """Members that made the change of an additive KPI, more than their size explains."""
    yield from _named(scope, "drivers")


def detractors(scope: Scope) -> Iterator[Insight]:
    """Members that worked against the change of an additive KPI."""
    yield from _named(scope, "detractors")


def _named(scope: Scope, kind: str) -> Iterator[Insight]:
    for result in scope.asked():
        for dimension in scope.segments:
            parts = split_of(result, dimension, scope.thresholds)
            if parts is None:
                continue
            chosen = parts.drivers if kind == "drivers" else parts.detractors
            if chosen:
                yield _insight(scope, result, dimension, kind, parts, chosen)


def _insight(
    scope: Scope, result: KpiResult, dimension: str, kind: str, parts: Split, chosen: tuple[Member, ...]
) -> Insight:
    comparison = main_comparison(result.comparisons)
    assert comparison is not None  # noqa: S101  # split_of found one
    kpi, unit, baseline = result.kpi.id, result.kpi.unit, comparison.baseline.value
    facts = current_fact(result, scope.period) | comparison_facts(kpi, unit, comparison)
    listed = []
    for member in chosen:
        fact = FactValue(member.change, unit.value, comparison.period)
        facts[f"{member_prefix(kpi, dimension, member.key)}.{baseline}.change"] = fact
        listed.append((member.key, fact))
    together = sum((member.change for member in chosen), _ZERO)
    stem = f"{kpi}.{dimension}.{kind}"
    facts[f"{stem}.change"] = FactValue(together, unit.value, comparison.period)
    facts[f"{stem}.share"] = FactValue(together / parts.change, PERCENT, comparison.period)
    facts[f"{kpi}.{dimension}.rest.change"] = FactValue(parts.rest, unit.value, comparison.period)
    direction = Direction.UP if together > 0 else Direction.DOWN
    base = sum((member.before for member in parts.members), _ZERO)
    return Insight(
        kind=kind,
        kpi=kpi,
        direction=direction,
        sentiment=sentiment(result.kpi.good, direction),
        facts=facts,
        dimension=dimension,
        member=chosen[0].key,
        members=tuple(listed),
        p=member_p(chosen[0], beyond_its_size(parts.change, chosen[0], base), dispersion(result)),
        tested=len(parts.members),
    )
