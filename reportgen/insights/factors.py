"""Why a product moved: each factor's share of the change, by logarithmic mean Divisia index, no remainder.

For V = x₁ · x₂ · … the effect of xᵢ is L(V₁, V₀) · ln(xᵢ₁ / xᵢ₀), with the logarithmic mean
L(a, b) = (a − b) / (ln a − ln b). Source: Ang, "The LMDI approach to decomposition analysis" (2005).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise

from reportgen.comparisons.model import Baseline, KpiResult, Results

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
    if len(pairs) != len(tree.factors):
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
