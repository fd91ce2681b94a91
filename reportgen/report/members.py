"""A KPI's members in a dimension as charts and tables show them: the largest, and the others summed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from reportgen.comparisons.compare import relate
from reportgen.comparisons.model import Baseline, KpiResult, Segment
from reportgen.insights.facts import member_prefix
from reportgen.narrative.model import Text
from reportgen.narrative.teller import Teller

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Held:
    """A member's value in a baseline and what changed since; each None where it cannot be had."""

    value: Decimal | None = None
    change: Decimal | None = None
    relative: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member, or all that are not shown; ``prefix`` begins the ids of its facts."""

    key: str | None
    label: Text
    prefix: str
    value: Decimal | None
    held: dict[Baseline, Held]
    others: bool = False

    def against(self, baseline: Baseline) -> Held:
        """The member's baseline; empty when it has none."""
        return self.held.get(baseline, Held())


@dataclass(frozen=True, slots=True)
class Members:
    """Rows to show; ``summed`` is how many the last row puts together, ``hidden`` how many are not shown."""

    rows: tuple[MemberRow, ...]
    summed: int = 0
    hidden: int = 0


def members(
    result: KpiResult,
    dimension: str,
    teller: Teller,
    most: int,
    *,
    by_change: Baseline | None = None,
    among: Collection[str | None] | None = None,
) -> Members:
    """The ``most`` largest members by value (or by the size of their change), largest first.

    The others of an additive KPI are summed in one row more; those of another KPI are left out. ``among``
    leaves out all but these members.
    """

    def weight(segment: Segment) -> Decimal:
        if by_change is None:
            return segment.value.number or _ZERO
        comparison = segment.comparisons.get(by_change)
        return abs(comparison.change) if comparison and comparison.change is not None else _ZERO

    found = sorted(
        (
            segment
            for segment in result.segments.get(dimension, ())
            if _has_figure(segment) and (among is None or segment.key in among)
        ),
        key=lambda segment: (-weight(segment), segment.key is None, segment.key or ""),
    )
    if len(found) <= most + 1:
        return Members(tuple(_row(result, dimension, segment, teller) for segment in found))
    shown, rest = found[:most], found[most:]
    rows = [_row(result, dimension, segment, teller) for segment in shown]
    if not result.kpi.additive:
        return Members(tuple(rows), hidden=len(rest))
    order = f"{most} by change" if by_change else str(most)
    return Members((*rows, _others(result, dimension, rest, teller, order)), summed=len(rest))


def _has_figure(segment: Segment) -> bool:
    """Whether the member has a figure now or had one before; a zero in all of them is not worth a row."""
    values = [segment.value, *(comparison.value for comparison in segment.comparisons.values())]
    return any(value.number for value in values)


def _row(result: KpiResult, dimension: str, segment: Segment, teller: Teller) -> MemberRow:
    held = {
        baseline: Held(comparison.value.number, comparison.change, comparison.relative)
        for baseline, comparison in segment.comparisons.items()
    }
    prefix = member_prefix(result.kpi.id, dimension, segment.key)
    return MemberRow(segment.key, teller.member(segment.key), prefix, segment.value.number, held)


def _others(result: KpiResult, dimension: str, rest: list[Segment], teller: Teller, order: str) -> MemberRow:
    value = sum((segment.value.number or _ZERO for segment in rest), _ZERO)
    held: dict[Baseline, Held] = {}
    for baseline in (Baseline.PREVIOUS, Baseline.YEAR_AGO):
        found = [segment.comparisons.get(baseline) for segment in rest]
        numbers = [comparison.value.number for comparison in found if comparison is not None]
        if len(numbers) == len(rest) and all(number is not None for number in numbers):
            before = sum((number or _ZERO for number in numbers), _ZERO)
            held[baseline] = Held(before, value - before, relate(value - before, before, result.kpi.unit)[0])
    prefix = f"{result.kpi.id}.{dimension}.others[{order}]"  # the others of another order are other members
    return MemberRow(None, teller.say("member.others"), prefix, value, held, others=True)
