"""Steps of the purchase funnel whose rate moved: of the whole, and of single members (checkout on phones)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import hypot, sqrt

from reportgen.comparisons.model import Baseline, KpiResult
from reportgen.insights.factors import lmdi
from reportgen.insights.facts import PERCENT, POINTS, Facts
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.noise import usual_step
from reportgen.insights.scope import Scope
from reportgen.kpis.model import StepValues, Value
from reportgen.statistics import ALPHA, two_proportion_p, two_sided_p, wilson
from reportgen.units import Direction, Sentiment, Unit

_FUNNEL = "funnel"
_ABOUT = ("conversion_rate", "cart_conversion_rate", "cart_abandonment_rate", "orders", "revenue", "sessions")
"""The KPI that a step is told with: the first that is asked for."""

_NONE = Decimal("1e-6")  # purchases: steps that together do no more do nothing
_Counts = Sequence[Decimal]


@dataclass(frozen=True, slots=True)
class StepMove:
    """A step's share of the step before it, in the baseline and now, and what its change did to the last step."""

    step: str
    before: Decimal
    now: Decimal
    effect: Decimal
    p: float | None
    error: float  # the standard error of the difference of the rates
    beyond: bool  # each rate lies outside the other's 95 % band
    part: Decimal  # of what all steps did to the last one's count

    @property
    def change(self) -> Decimal:
        """The difference of the rates."""
        return self.now - self.before

    @property
    def clear(self) -> bool:
        """Counts alone would not have moved the rate so."""
        return self.beyond and self.p is not None and self.p < ALPHA


def step_moves(names: Sequence[str], before: _Counts, now: _Counts) -> tuple[StepMove, ...]:
    """The moves of every step but the first; nothing where a count is zero.

    The effects of traffic and of all steps add up to the change of the last step's count (LMDI).
    """
    if any(count <= 0 for count in (*before, *now)):
        return ()
    rates = [[row[0], *(after / ahead for ahead, after in pairwise(row))] for row in (before, now)]
    effects = lmdi(rates[0], rates[1])
    if effects is None:
        return ()
    together = sum(effects[1:], Decimal(0))
    return tuple(
        StepMove(
            names[at],
            rates[0][at],
            rates[1][at],
            effects[at],
            two_proportion_p(*(float(n) for n in (now[at], now[at - 1], before[at], before[at - 1]))),
            _error(*(float(n) for n in (now[at], now[at - 1], before[at], before[at - 1]))),
            _beyond((before[at], before[at - 1]), (now[at], now[at - 1])),
            effects[at] / together if abs(together) > _NONE else Decimal(0),
        )
        for at in range(1, len(names))
    )


def _error(now: float, now_of: float, before: float, before_of: float) -> float:
    """The standard error of the difference of two proportions, pooled."""
    pooled = min(1.0, (now + before) / (now_of + before_of))
    return sqrt(pooled * (1 - pooled) * (1 / now_of + 1 / before_of))


def _beyond(before: tuple[Decimal, Decimal], now: tuple[Decimal, Decimal]) -> bool:
    """Each proportion lies outside the other's Wilson interval."""
    sides = [(float(above), float(below)) for above, below in (before, now)]
    bands = [wilson(*side) for side in sides]
    if bands[0] is None or bands[1] is None:
        return False
    rates = [above / below for above, below in sides]
    return not (bands[0].low <= rates[1] <= bands[0].high) and not (bands[1].low <= rates[0] <= bands[1].high)


def funnel_step(scope: Scope) -> Iterator[Insight]:
    """The step with the largest effect on purchases, of all and of each member, where its rate clearly moved."""
    funnel = scope.results.kpis.get(_FUNNEL)
    about = next((kpi for kpi in _ABOUT if kpi in scope.kpis and kpi in scope.results.kpis), None)
    comparison = funnel.comparisons.get(Baseline.PREVIOUS) if funnel is not None else None
    if funnel is None or about is None or comparison is None or not funnel.steps:
        return
    names = [step.id for step in funnel.steps]
    before, now = totals(funnel)
    whole = _largest(names, before, now)
    wander = wander_of(scope.results.kpis[about], before[-1], now[-1])
    if whole is not None and whole.clear:
        yield _insight(scope, funnel, about, whole, (None, None), _step_p(whole, whole.before, wander), len(names) - 1)
    for dimension in dimensions_of(scope, funnel):
        tested = _members(names, funnel.steps, dimension)
        for key, move in tested.items():
            along = _along(move, names.index(move.step), funnel, dimension, key)
            if move.clear and (move.now - along) * move.change > 0:
                p, tries = _step_p(move, along, wander), len(tested) * (len(names) - 1)
                yield _insight(scope, funnel, about, move, (dimension, key), p, tries)


def dimensions_of(scope: Scope, funnel: KpiResult) -> tuple[str, ...]:
    """The client's dimensions that every step is known by."""
    return tuple(name for name in scope.segments if all(name in step.segments for step in funnel.steps))


def wander_of(result: KpiResult, before: Decimal, now: Decimal) -> float:
    """How far a rate usually moves from period to period beyond what so many purchases make it, as a part of itself."""
    usual = usual_step(result)
    if usual is None or min(before, now) <= 0:
        return 0.0
    return sqrt(max(0.0, usual**2 - 1 / float(before) - 1 / float(now)))


def _along(move: StepMove, at: int, funnel: KpiResult, dimension: str, key: str) -> Decimal:
    """The rate that the member's step would have if it had moved as the other members' together."""
    rows = totals(funnel)
    own = [_row([step.segments[dimension].get(window, {}).get(key) for step in funnel.steps]) for window in _WINDOWS]
    rest = [[all_of - one for all_of, one in zip(row, mine, strict=True)] for row, mine in zip(rows, own, strict=True)]
    if any(row[at] <= 0 or row[at - 1] <= 0 for row in rest):
        return move.before
    return move.before * (rest[1][at] / rest[1][at - 1]) / (rest[0][at] / rest[0][at - 1])


def _step_p(move: StepMove, along: Decimal, wander: float) -> float | None:
    """The p-value of the rate's being off ``along`` by chance: that of counts, and what rates waver by besides."""
    spread = hypot(move.error, wander * float(move.before))
    return two_sided_p(float(move.now - along) / spread) if spread else None


_WINDOWS = (Baseline.PREVIOUS.value, "current")


def totals(funnel: KpiResult) -> tuple[list[Decimal], list[Decimal]]:
    """The counts of all steps in the period before and in this one."""
    before, now = (_row([step.windows.get(window) for step in funnel.steps]) for window in _WINDOWS)
    return before, now


def _row(values: Sequence[Value | None]) -> list[Decimal]:
    """The counts of the steps; one that is not known counts as none."""
    return [value.number if value is not None and value.number is not None else Decimal(0) for value in values]


def _largest(names: Sequence[str], before: _Counts, now: _Counts) -> StepMove | None:
    moves = step_moves(names, before, now)
    return max(moves, key=lambda move: abs(move.effect), default=None)


def _members(names: Sequence[str], steps: Sequence[StepValues], dimension: str) -> Mapping[str, StepMove]:
    """Each named member's step with the largest effect on its purchases."""
    found: dict[str, StepMove] = {}
    for key in steps[0].segments[dimension].get("current", {}):
        rows = [_row([step.segments[dimension].get(window, {}).get(key) for step in steps]) for window in _WINDOWS]
        move = _largest(names, *rows)
        if key is not None and move is not None:
            found[key] = move
    return found if len(found) > 1 else {}


def _insight(
    scope: Scope,
    funnel: KpiResult,
    about: str,
    move: StepMove,
    member: tuple[str | None, str | None],
    p: float | None,
    tested: int,
) -> Insight:
    dimension, key = member
    comparison = funnel.comparisons[Baseline.PREVIOUS]
    prefix = f"{_FUNNEL}.{move.step}" if dimension is None else f"{_FUNNEL}.{dimension}[{key or ''}].{move.step}"
    facts: Facts = {
        f"{prefix}.rate.current": FactValue(move.now, Unit.RATE.value),
        f"{prefix}.rate.previous": FactValue(move.before, Unit.RATE.value),
        f"{prefix}.rate.previous.change": FactValue(move.change, POINTS),
        f"{prefix}.part": FactValue(move.part, PERCENT, comparison.period),
        f"{prefix}.effect": FactValue(move.effect, Unit.COUNT.value, comparison.period),
    }
    if funnel.value.number is not None:
        facts[f"{_FUNNEL}.current"] = FactValue(funnel.value.number, Unit.COUNT.value, scope.period)
    good = move.change > 0
    return Insight(
        kind="funnel_step",
        kpi=about,
        direction=Direction.UP if good else Direction.DOWN,
        sentiment=Sentiment.FAVOURABLE if good else Sentiment.UNFAVOURABLE,
        facts=facts,
        dimension=dimension,
        member=key,
        p=p,
        tested=tested,
    )
