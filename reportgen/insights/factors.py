"""Why a product moved: each factor's share of the change, by logarithmic mean Divisia index, no remainder.

For V = x₁ · x₂ · … the effect of xᵢ is L(V₁, V₀) · ln(xᵢ₁ / xᵢ₀), with the logarithmic mean
L(a, b) = (a − b) / (ln a − ln b). Source: Ang, "The LMDI approach to decomposition analysis" (2005).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise

from reportgen.comparisons.model import Baseline, KpiResult, Results
from reportgen.insights.facts import PERCENT, Facts, comparison_facts, current_fact
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.scope import Scope, called
from reportgen.units import Direction, sentiment

_PRECISION = 60
_STEP = Decimal("1e-12")  # effects are kept to this; the largest takes what rounding leaves


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor: its value before and now (``unit_of`` names the KPI whose unit it has), and its effect."""

    id: str
    unit_of: str
    before: Decimal
    now: Decimal
    effect: Decimal


@dataclass(frozen=True, slots=True)
class FactorSplit:
    """A KPI's change as its factors' effects; they sum to the change exactly."""

    kpi: str
    before: Decimal
    now: Decimal
    factors: tuple[Factor, ...]

    @property
    def change(self) -> Decimal:
        """What the effects add up to."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Tree:
    """A KPI as a chain of KPIs: each factor is one KPI of the chain over the one before it.

    revenue over (sessions, orders) is sessions × orders/sessions × revenue/orders. ``factors`` names the
    factors (phrase keys), ``units`` the KPIs whose units they have.
    """

    kpi: str
    chain: tuple[str, ...]
    factors: tuple[str, ...]
    units: tuple[str, ...]


# The first tree whose KPIs all have numbers is taken.
TREES: tuple[Tree, ...] = (
    Tree("revenue", ("sessions", "orders"), ("sessions", "orders_per_session", "aov"),
         ("sessions", "conversion_rate", "aov")),
    Tree("revenue", ("orders",), ("orders", "aov"), ("orders", "aov")),
)  # fmt: skip


def lmdi(before: Sequence[Decimal], now: Sequence[Decimal]) -> tuple[Decimal, ...] | None:
    """Effects of the factors on their product's change; they sum to it exactly.

    None where a factor is not positive in both: the logarithm says nothing then.
    """
    if any(value <= 0 for value in (*before, *now)):
        return None
    with localcontext() as context:
        context.prec = _PRECISION
        first, last = _product(before), _product(now)
        change = last - first
        logs = [(after / ahead).ln() for after, ahead in zip(now, before, strict=True)]
        total = last.ln() - first.ln()
        mean = first if total == 0 else change / total
        effects = [(mean * log).quantize(_STEP) for log in logs]
        largest = max(range(len(effects)), key=lambda at: (abs(effects[at]), -at))
        effects[largest] += change - sum(effects, Decimal(0))
        return tuple(effects)


def factor_split(results: Results, kpi: str, baseline: Baseline = Baseline.PREVIOUS) -> FactorSplit | None:
    """The split of a KPI's change on a baseline, by the first tree that the numbers allow; else None."""
    for tree in TREES:
        if tree.kpi == kpi:
            found = _split(results.kpis, tree, baseline)
            if found is not None:
                return found
    return None


def _split(results: Mapping[str, KpiResult], tree: Tree, baseline: Baseline) -> FactorSplit | None:
    pairs = list(_pairs(results, (*tree.chain, tree.kpi), baseline))
    if len(pairs) != len(tree.factors) or any(kpi not in results for kpi in tree.units):
        return None
    with localcontext() as context:
        context.prec = _PRECISION
        before, now = ([pair[side] for pair in pairs] for side in (0, 1))
        if any(value <= 0 for value in (*before, *now)):
            return None
        factors_before, factors_now = _factors(before), _factors(now)
    effects = lmdi(factors_before, factors_now)
    if effects is None:
        return None
    # The factors' product is the KPI up to the last digit of a division: the KPI itself is what must add up.
    change = now[-1] - before[-1]
    largest = max(range(len(effects)), key=lambda at: (abs(effects[at]), -at))
    exact = [*effects]
    exact[largest] += change - sum(effects, Decimal(0))
    return FactorSplit(
        tree.kpi,
        before[-1],
        now[-1],
        tuple(
            Factor(name, unit_of, ahead, after, effect)
            for name, unit_of, ahead, after, effect in zip(
                tree.factors, tree.units, factors_before, factors_now, exact, strict=True
            )
        ),
    )


def rounded(parts: Sequence[Decimal], total: Decimal, decimals: int) -> tuple[Decimal, ...]:
    """The parts to so many decimals, adding up to the rounded total: the largest remainders are rounded up."""
    step = Decimal(1).scaleb(-decimals)
    floors = [part.quantize(step, ROUND_FLOOR) for part in parts]
    missing = int((total.quantize(step, ROUND_HALF_UP) - sum(floors, Decimal(0))) / step)
    order = sorted(range(len(parts)), key=lambda at: (floors[at] - parts[at], at))
    for at in order[: max(missing, 0)]:
        floors[at] += step
    return tuple(floors)


def effect_fact(kpi: str, factor: str) -> str:
    """The id of what a factor added to the KPI's change."""
    return f"{kpi}.factor[{factor}].effect"


def factors(scope: Scope) -> Iterator[Insight]:
    """A KPI that is a product and moved on the previous period: what each factor added, exactly."""
    for result in scope.asked():
        kpi, comparison = result.kpi, result.comparisons.get(Baseline.PREVIOUS)
        direction = called(comparison)
        found = factor_split(scope.results, kpi.id) if direction in (Direction.UP, Direction.DOWN) else None
        if found is None or comparison is None:
            continue
        facts: Facts = current_fact(result, scope.period) | comparison_facts(kpi.id, kpi.unit, comparison)
        listed = []
        for factor in sorted(found.factors, key=lambda one: -abs(one.effect)):
            unit = scope.results.kpis[factor.unit_of].kpi.unit.value
            effect = FactValue(factor.effect, kpi.unit.value, comparison.period)
            facts[effect_fact(kpi.id, factor.id)] = effect
            facts[f"factor.{factor.id}.current"] = FactValue(factor.now, unit)
            facts[f"factor.{factor.id}.previous"] = FactValue(factor.before, unit)
            facts[f"factor.{factor.id}.relative"] = FactValue(
                factor.now / factor.before - 1, PERCENT, comparison.period
            )
            listed.append((factor.id, effect))
        yield Insight(
            kind="factors",
            kpi=kpi.id,
            direction=direction,
            sentiment=sentiment(kpi.good, direction),
            facts=facts,
            members=tuple(listed),
            mandatory=result is scope.lead,
        )


def _pairs(
    results: Mapping[str, KpiResult], chain: Sequence[str], baseline: Baseline
) -> Iterator[tuple[Decimal, Decimal]]:
    """(before, now) of each KPI of the chain, while they have numbers over the same days."""
    spans = set()
    for kpi in chain:
        result = results.get(kpi)
        comparison = result.comparisons.get(baseline) if result is not None else None
        if result is None or comparison is None:
            return
        if result.value.number is None or comparison.value.number is None:
            return
        spans.add(comparison.span)
        if len(spans) > 1:
            return
        yield comparison.value.number, result.value.number


def _factors(chain: Sequence[Decimal]) -> list[Decimal]:
    return [chain[0], *(after / ahead for ahead, after in pairwise(chain))]


def _product(values: Sequence[Decimal]) -> Decimal:
    product = Decimal(1)
    for value in values:
        product *= value
    return product
