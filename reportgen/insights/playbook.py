"""What to do about a KPI that is off its target or out of its range: the playbook's suggestions, each with evidence.

The playbook is data (``playbook.yaml``); its rules of evidence are the functions below. A suggestion without evidence
in this period's numbers is not made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from reportgen.comparisons.model import KpiResult, TargetStatus
from reportgen.insights.bands import Standing, band_of, standing
from reportgen.insights.facts import Facts, current_fact, member_prefix, target_facts
from reportgen.insights.funnel import step_moves, totals
from reportgen.insights.inefficiency import inefficiency
from reportgen.insights.model import FactValue
from reportgen.insights.pace import PaceStatus, pace_status
from reportgen.insights.scope import Scope, called, main_comparison
from reportgen.shipped import shipped_table
from reportgen.units import Direction, Good, Sentiment, Unit, sentiment

MOST = 3
"""Suggestions for one KPI."""

LISTED = 2
"""Of them in the report's table."""

_WORSE = Decimal("0.10")  # a weak member is worse than the whole by this part of it,
_WEIGHT = Decimal("0.10")  # and has this part of what the KPI is divided by


@dataclass(frozen=True, slots=True)
class Entry:
    """A suggestion of the playbook: its id and the rules that can select it, in order."""

    id: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What selected a suggestion: the rule's name, what it found and the facts."""

    rule: str
    facts: Facts
    kpi: str | None = None
    dimension: str | None = None
    member: str | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion (phrase ``suggestion.<id>``) with its evidence."""

    id: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Action:
    """A KPI that is off: ``band`` where it stands to its range, if it has one and is out of it."""

    result: KpiResult
    band: Standing | None
    facts: Facts
    suggestions: tuple[Suggestion, ...]


@lru_cache(maxsize=1)
def playbook() -> Mapping[str, tuple[Entry, ...]]:
    """KPI → its suggestions."""
    return {
        kpi: tuple(Entry(str(entry["id"]), tuple(str(rule) for rule in entry["evidence"])) for entry in entries)
        for kpi, entries in shipped_table("reportgen.insights", "playbook.yaml").items()
    }


def actions(scope: Scope) -> tuple[Action, ...]:
    """The KPIs asked for that miss their target (or are behind its pace) or are out of their range, the worst first."""
    found = [action for result in scope.asked() if (action := _action(scope, result)) is not None]
    order = {status: place for place, status in enumerate((TargetStatus.MISSED, TargetStatus.NEAR, None))}

    def place(action: Action) -> tuple[int, Decimal, int]:
        target = action.result.target
        status = target.status if target is not None and target.status is not TargetStatus.MET else None
        attained = target.attainment if target is not None and target.attainment is not None else Decimal(1)
        return order[status], attained, scope.kpis.index(action.result.kpi.id)

    return _each_once(sorted(found, key=place))


def _each_once(found: Sequence[Action]) -> tuple[Action, ...]:
    """Every suggestion once, for the KPI that is furthest off; the others go on to their next.

    All KPIs have their first ``LISTED`` before any has more.
    """
    taken: set[str] = set()
    kept: list[list[Suggestion]] = [[] for _ in found]
    for most in (LISTED, MOST):
        for own, action in zip(kept, found, strict=True):
            free = [one for one in action.suggestions if one.id not in taken][: most - len(own)]
            own.extend(free)
            taken |= {one.id for one in free}
    return tuple(replace(action, suggestions=tuple(own)) for action, own in zip(found, kept, strict=True))


def _is_off(scope: Scope, result: KpiResult) -> bool:
    """Whether the target was not met; of a period under way, whether the KPI is behind its pace."""
    target = result.target
    if target is None or target.status is not None:
        return target is not None and target.status is not TargetStatus.MET
    return pace_status(scope, result) is PaceStatus.BEHIND


def _action(scope: Scope, result: KpiResult) -> Action | None:
    held, kpi, number = band_of(result.kpi.id, scope.report), result.kpi, result.value.number
    assert number is not None  # noqa: S101  # asked for with a number
    band = standing(held, number, scope.thresholds) if held is not None else None
    band = band if band is not None and band.side != "inside" else None
    target = result.target
    off = _is_off(scope, result)
    if not off and band is None:
        return None
    facts = current_fact(result, scope.period)
    if target is not None:
        facts |= target_facts(kpi.id, kpi.unit, target)
    if band is not None:
        edges = (("low", band.low), ("high", band.high))
        facts |= {f"{kpi.id}.band.{name}": FactValue(edge, kpi.unit.value) for name, edge in edges if edge is not None}
    return Action(result, band, facts, _suggestions(scope, result, facts))


def _suggestions(scope: Scope, result: KpiResult, facts: Facts) -> tuple[Suggestion, ...]:
    chosen: list[Suggestion] = []
    for entry in playbook().get(result.kpi.id, ()):
        for rule in entry.evidence:
            name, _, argument = rule.partition(".")
            found = RULES[name](scope, result, argument)
            if found is not None:
                chosen.append(Suggestion(entry.id, replace(found, facts=found.facts or facts)))
                break
    sure = [one for one in chosen if one.evidence.rule != "gap"]
    return (*sure, *(one for one in chosen if one.evidence.rule == "gap"))


def _step(scope: Scope, result: KpiResult, step: str) -> Evidence | None:
    """The step is the one whose rate took most purchases away since the period before."""
    del result
    funnel = scope.results.kpis.get("funnel")
    if funnel is None or not funnel.steps:
        return None
    moves = step_moves([one.id for one in funnel.steps], *totals(funnel))
    worst = min(moves, key=lambda move: move.effect, default=None)
    if worst is None or worst.effect >= 0 or worst.step != step:
        return None
    stem = f"funnel.{step}.rate"
    facts: Facts = {
        f"{stem}.current": FactValue(worst.now, Unit.RATE.value),
        f"{stem}.previous": FactValue(worst.before, Unit.RATE.value),
    }
    return Evidence("step", facts, kpi="funnel", step=step)


def _weak(scope: Scope, result: KpiResult, dimension: str) -> Evidence | None:
    """The member with some weight that is furthest on the wrong side of the whole."""
    whole, kpi = result.value.number, result.kpi
    if kpi.additive or whole is None or whole <= 0 or kpi.good is Good.NONE:
        return None
    pairs = result.quotients.members.get(dimension, {}).get("current", {}) if result.quotients is not None else {}
    base = sum((below for _, below in pairs.values()), Decimal(0))
    sign = 1 if kpi.good is Good.UP else -1
    weak = [
        (sign * (segment.value.number - whole) / whole, segment.key, segment.value.number)
        for segment in result.segments.get(dimension, ())
        if segment.key
        and segment.value.number is not None
        and base > 0
        and pairs.get(segment.key, (Decimal(0), Decimal(0)))[1] >= _WEIGHT * base
    ]
    gap, key, value = min(weak, key=lambda entry: entry[:2], default=(Decimal(0), "", Decimal(0)))
    if gap > -_WORSE:
        return None
    facts = current_fact(result, scope.period)
    facts[f"{member_prefix(kpi.id, dimension, key)}.current"] = FactValue(value, kpi.unit.value, scope.period)
    return Evidence("weak", facts, kpi=kpi.id, dimension=dimension, member=key)


def _uneven(scope: Scope, result: KpiResult, dimension: str) -> Evidence | None:
    """The member whose share of spend is far above its share of the result."""
    del result
    found = next((one for one in inefficiency(scope) if one.dimension == dimension), None)
    return None if found is None else Evidence("uneven", found.facts, dimension=dimension, member=found.member)


def _kpi(scope: Scope, result: KpiResult, kpi: str) -> Evidence | None:
    """Another KPI's value, where that is no good news itself: it misses its target or has none and got no better."""
    del result
    other = scope.results.kpis.get(kpi)
    if other is None or other.value.number is None or _is_good_news(other):
        return None
    return Evidence("kpi", current_fact(other, scope.period), kpi=kpi)


def _is_good_news(result: KpiResult) -> bool:
    """Whether a KPI meets its target, or, without one, clearly moved the good way."""
    if result.target is not None and result.target.status is not None:
        return result.target.status is TargetStatus.MET
    comparison = main_comparison(result.comparisons)
    way = called(comparison) if comparison is not None else Direction.FLAT
    return sentiment(result.kpi.good, way) is Sentiment.FAVOURABLE


def _gap(scope: Scope, result: KpiResult, argument: str) -> Evidence | None:
    """The gap itself, which the action tells anyway."""
    del scope, argument
    return Evidence("gap", {}, kpi=result.kpi.id)


RULES: Mapping[str, Callable[[Scope, KpiResult, str], Evidence | None]] = {
    "step": _step,
    "weak": _weak,
    "uneven": _uneven,
    "kpi": _kpi,
    "gap": _gap,
}
