"""Why a product moved: each factor's share of the change, by logarithmic mean Divisia index, no remainder.

For V = x₁ · x₂ · … the effect of xᵢ is L(V₁, V₀) · ln(xᵢ₁ / xᵢ₀), with the logarithmic mean
L(a, b) = (a − b) / (ln a − ln b). Source: Ang, "The LMDI approach to decomposition analysis" (2005).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext

from reportgen.comparisons.model import Baseline, KpiResult, Results
from reportgen.insights.facts import PERCENT, Facts, comparison_facts, current_fact
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.scope import Scope, called
from reportgen.units import Direction, Unit, sentiment

_PRECISION = 60
_STEP = Decimal("1e-12")  # effects are kept to this; the largest takes what rounding leaves


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor: its value before and now in its unit, and its effect in the KPI's."""

    id: str
    unit: Unit
    before: Decimal
    now: Decimal
    effect: Decimal
    inverse: bool = False  # it divides
    minus: bool = False  # it is taken from the product of the others


@dataclass(frozen=True, slots=True)
class FactorSplit:
    """A KPI's change as its factors' effects; they sum to the change exactly."""

    kpi: str
    before: Decimal
    now: Decimal
    factors: tuple[Factor, ...]
    formula: str = ""  # its phrase

    @property
    def change(self) -> Decimal:
        """What the effects add up to."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Term:
    """A factor as the KPI ``top`` over ``bottom``, in the unit of the KPI ``unit_of``.

    An ``inverse`` term divides: its value is printed as it is, its effect is that of one over it.
    """

    id: str
    top: str
    bottom: str | None
    unit_of: str
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """A KPI as a product of terms; ``formula`` names it in words (a phrase key)."""

    kpi: str
    formula: str
    terms: tuple[Term, ...]


# The first tree whose KPIs all have numbers is taken. The advertising KPIs are ratios of four sums of one table, so
# the terms multiply to the KPI itself.
TREES: tuple[Tree, ...] = (
    Tree("revenue", "3", (
        Term("sessions", "sessions", None, "sessions"),
        Term("orders_per_session", "orders", "sessions", "conversion_rate"),
        Term("aov", "revenue", "orders", "aov"),
    )),
    Tree("revenue", "2", (Term("orders", "orders", None, "orders"), Term("aov", "revenue", "orders", "aov"))),
    Tree("cpa", "cpa", (
        Term("cpc", "cpc", None, "cpc"),
        Term("click_conversion_under", "campaign_conversion_rate", None, "campaign_conversion_rate", inverse=True),
    )),
    Tree("roas", "roas", (
        Term("click_conversion", "campaign_conversion_rate", None, "campaign_conversion_rate"),
        Term("conversion_value", "revenue_per_click", "campaign_conversion_rate", "revenue_per_click"),
        Term("cpc_under", "cpc", None, "cpc", inverse=True),
    )),
)  # fmt: skip
_EXACT = Decimal("1e-20")  # of the KPI, by which the product may differ from it: what divisions round
_CURRENT = "current"
_PRODUCT = ("margin", "customer_revenue", "lifetime")
"""Parts of the lifetime value that multiply; ``acquisition`` is taken from their product."""


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
    if kpi == "clv":
        return lifetime_split(results.kpis.get(kpi), baseline)
    for tree in TREES:
        if tree.kpi == kpi:
            found = _split(results.kpis, tree, baseline)
            if found is not None:
                return found
    return None


def _split(results: Mapping[str, KpiResult], tree: Tree, baseline: Baseline) -> FactorSplit | None:
    named = [kpi for term in tree.terms for kpi in (term.top, term.bottom) if kpi is not None]
    pairs = _pairs(results, (*named, tree.kpi), baseline)
    if pairs is None or any(term.unit_of not in results for term in tree.terms):
        return None
    (before, now), sides = pairs[tree.kpi], (0, 1)
    if any(value <= 0 for pair in pairs.values() for value in pair):
        return None
    with localcontext() as context:
        context.prec = _PRECISION
        shown = [
            [pairs[term.top][side] / (pairs[term.bottom][side] if term.bottom else 1) for term in tree.terms]
            for side in sides
        ]
        worth = [
            [1 / value if term.inverse else value for term, value in zip(tree.terms, values, strict=True)]
            for values in shown
        ]
        if any(
            abs(_product(values) - whole) > _EXACT * whole for values, whole in zip(worth, (before, now), strict=True)
        ):
            return None  # the KPIs are not of one kind: a remainder would have to be hidden in a factor
    effects = lmdi(*worth)
    if effects is None:
        return None
    # The factors' product is the KPI up to the last digit of a division: the KPI itself is what must add up.
    change = now - before
    largest = max(range(len(effects)), key=lambda at: (abs(effects[at]), -at))
    exact = [*effects]
    exact[largest] = change - sum((part for at, part in enumerate(effects) if at != largest), Decimal(0))
    return FactorSplit(
        tree.kpi,
        before,
        now,
        tuple(
            Factor(term.id, results[term.unit_of].kpi.unit, ahead, after, effect, inverse=term.inverse)
            for term, ahead, after, effect in zip(tree.terms, *shown, exact, strict=True)
        ),
        tree.formula,
    )


def lifetime_split(result: KpiResult | None, baseline: Baseline) -> FactorSplit | None:
    """The lifetime value: margin × a customer's revenue in a year × expected years, less what winning one costs.

    The product's effects are shares by logarithmic means, the cost's is its own change with the sign turned: together
    they are the change. None where the cap on the years binds, then or now: the years do not follow the churn then.
    """
    comparison = result.comparisons.get(baseline) if result is not None else None
    if result is None or comparison is None or result.value.number is None or comparison.value.number is None:
        return None
    before, now = comparison.value.number, result.value.number
    parts = {part.id: part for part in result.parts}
    sides: list[dict[str, Decimal]] = []
    for window in (baseline.value, _CURRENT):
        found = {name: part.windows[window].number for name, part in parts.items() if window in part.windows}
        side = {name: number for name, number in found.items() if number is not None}
        if not {*_PRODUCT, "churn", "acquisition"} <= side.keys() or any(side[name] <= 0 for name in _PRODUCT):
            return None
        sides.append(side)
    with localcontext() as context:
        context.prec = _PRECISION
        for side, whole in zip(sides, (before, now), strict=True):
            product = _product([side[name] for name in _PRODUCT])
            capped = abs(side["churn"] * side["lifetime"] - 1) > _EXACT
            if capped or abs(product - side["acquisition"] - whole) > _EXACT * (product + abs(side["acquisition"])):
                return None
        effects = lmdi(*([side[name] for name in _PRODUCT] for side in sides))
        if effects is None:
            return None
        cost = sides[0]["acquisition"] - sides[1]["acquisition"]
        exact = [*effects]
        largest = max(range(len(exact)), key=lambda at: (abs(exact[at]), -at))
        exact[largest] += (now - before) - cost - sum(exact, Decimal(0))
        terms = [(name, effect, False) for name, effect in zip(_PRODUCT, exact, strict=True)]
        return FactorSplit(
            result.kpi.id,
            before,
            now,
            tuple(
                Factor(name, parts[name].unit or result.kpi.unit, sides[0][name], sides[1][name], effect, minus=minus)
                for name, effect, minus in (*terms, ("acquisition", cost, True))
            ),
            "clv",
        )


def movement_parts(results: Results) -> tuple[tuple[str, Decimal], ...]:
    """What came to and went from the recurring revenue since the previous period's end; () unless they are its change.

    opening + new + expansion − contraction − churned = closing; the two that went are negative here.
    """
    stock, moved = results.kpis.get("mrr"), results.kpis.get("mrr_movement")
    comparison = stock.comparisons.get(Baseline.PREVIOUS) if stock is not None else None
    if moved is None or comparison is None or comparison.change is None:
        return ()
    known = [(part.id, part.windows[_CURRENT].number) for part in moved.parts if _CURRENT in part.windows]
    parts = tuple((f"mrr_{name}", number) for name, number in known if number is not None)
    whole = sum((number for _, number in parts), Decimal(0)) == comparison.change
    return parts if len(parts) == len(moved.parts) and whole else ()


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
        if comparison is None or direction not in (Direction.UP, Direction.DOWN):
            continue
        found = factor_split(scope.results, kpi.id)
        moved = movement_parts(scope.results) if kpi.id == "mrr" else ()
        if found is None and not moved:
            continue
        facts: Facts = current_fact(result, scope.period) | comparison_facts(kpi.id, kpi.unit, comparison)
        listed: list[tuple[str, FactValue]] = []
        for name, amount in sorted(moved, key=lambda one: -abs(one[1])):
            effect = FactValue(amount, kpi.unit.value, comparison.period)
            facts[effect_fact(kpi.id, name)] = effect
            listed.append((name, effect))
        for factor in sorted(found.factors if found is not None else (), key=lambda one: -abs(one.effect)):
            unit = factor.unit.value
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
    results: Mapping[str, KpiResult], kpis: Sequence[str], baseline: Baseline
) -> dict[str, tuple[Decimal, Decimal]] | None:
    """(before, now) of each KPI; None unless all have numbers, and over the same days."""
    pairs, spans = {}, set()
    for kpi in kpis:
        result = results.get(kpi)
        comparison = result.comparisons.get(baseline) if result is not None else None
        if result is None or comparison is None:
            return None
        if result.value.number is None or comparison.value.number is None:
            return None
        spans.add(comparison.span)
        if len(spans) > 1:
            return None
        pairs[kpi] = comparison.value.number, result.value.number
    return pairs


def _product(values: Sequence[Decimal]) -> Decimal:
    product = Decimal(1)
    for value in values:
        product *= value
    return product
