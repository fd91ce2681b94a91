"""How much the findings about members, steps, pairs and earlier reports matter, each in 0 … 1."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from reportgen.comparisons.model import KpiResult
from reportgen.insights.model import Insight
from reportgen.insights.scope import Scope, main_comparison, part_changed
from reportgen.kpis.experiments import Verdict
from reportgen.units import Direction

_ONE, _HALF = Decimal(1), Decimal("0.5")
Materiality = Callable[[Insight, KpiResult, Scope], Decimal]

UNUSUAL = frozenset({"divergence", "outlier_record", "experiment", "restatement", "data_caveat"})
"""Kinds that are only found where something is out of the usual."""

_VERDICTS = {
    Verdict.BETTER.value: Decimal("0.8"),
    Verdict.WORSE.value: Decimal("0.8"),
    Verdict.UNDECIDED.value: Decimal("0.4"),
    Verdict.TOO_FEW.value: Decimal("0.1"),
}
_STANDING = Decimal("0.05")  # how things stand, not how they moved
_FULL_RISE = Decimal("0.20")  # of the Herfindahl index
_FULL_UNEVEN = Decimal("0.50")  # of the shares of spend and result
_FULL_OUTLIER = Decimal("0.15")  # of the KPI
_FULL_RESTATED = Decimal("0.05")
_OUTSIDE, _LEFT = Decimal("0.4"), Decimal("0.8")  # of a band: still, just now
_LOG = Decimal("0.4")  # a line of the KPI change log


def _number(insight: Insight, ending: str) -> Decimal:
    """The size of the finding's first fact whose id ends so; 0 without one."""
    for name, fact in insight.facts.items():
        if name.endswith(ending) and isinstance(fact.value, (int, Decimal)):
            return abs(Decimal(fact.value))
    return Decimal(0)


def _relative(result: KpiResult, scope: Scope) -> Decimal:
    comparison = main_comparison(result.comparisons)
    if comparison is None:
        return Decimal(0)
    part = part_changed(comparison)
    if part is None:
        return _ONE
    return min(_ONE, abs(part) / scope.thresholds.full_change)


def _of_broad(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    del insight
    return _HALF * _relative(result, scope)


def _of_mix(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    comparison = main_comparison(result.comparisons)
    change = abs(comparison.change) if comparison is not None and comparison.change else Decimal(0)
    share = _number(insight, ".mix_effect") / change / scope.thresholds.full_part if change else Decimal(0)
    return min(_ONE, share) * max(_relative(result, scope), _of_shift(insight, scope))


def _of_offset(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    """What the mix would have made of the ratio, had nothing given it back."""
    whole = abs(result.value.number or Decimal(0))
    part = _number(insight, ".mix_effect") / whole / scope.thresholds.full_change if whole else _ONE
    return max(min(_ONE, part), _of_shift(insight, scope))


def _of_shift(insight: Insight, scope: Scope) -> Decimal:
    return min(_ONE, mix_shift(insight) / scope.thresholds.full_shift)


def mix_shift(insight: Insight) -> Decimal:
    """By how much of the whole the share of a mix statement's member moved; 0 where it names none."""
    sides = [
        Decimal(fact.value)
        for name, fact in insight.facts.items()
        if name.endswith((".weight.previous", ".weight.year_ago", ".weight.current"))
    ]
    return abs(sides[1] - sides[0]) if len(sides) == 2 else Decimal(0)  # noqa: PLR2004


def _of_step(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    del result
    purchases = _number(insight, "funnel.current")
    return min(_ONE, _number(insight, ".effect") / purchases / scope.thresholds.full_effect) if purchases else _HALF


def _of_movers(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    whole = abs(result.value.number or Decimal(0))
    largest = abs(Decimal(insight.members[0][1].value))
    return _HALF * (min(_ONE, largest / whole / scope.thresholds.full_change) if whole else _ONE)


def _of_concentration(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    del result, scope
    if insight.direction is Direction.NONE:
        return _STANDING
    return min(_ONE, (_number(insight, ".hhi") - _number(insight, ".hhi.previous")) / _FULL_RISE)


def _of_inefficiency(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    del result, scope
    brought = _number(insight, ".revenue_share") or _number(insight, ".conversions_share")
    return min(_ONE, (_number(insight, ".spend_share") - brought) / _FULL_UNEVEN)


def _of_band(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    del result, scope
    return _OUTSIDE if insight.direction is Direction.NONE else _LEFT


def _of_divergence(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    del result
    sides = [Decimal(insight.facts[f"{kpi}.previous.relative"].value) for kpi in (insight.member, insight.kpi)]
    return min(_ONE, abs(sides[0] - sides[1]) / scope.thresholds.full_change)


def _of_outlier(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    del result, scope
    return min(_ONE, _number(insight, ".share") / _FULL_OUTLIER)


def _of_experiment(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    del result, scope
    verdicts = [str(fact.value) for name, fact in insight.facts.items() if name.endswith(".verdict")]
    return _VERDICTS[verdicts[0]] if verdicts else _HALF


def _of_restatement(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    del result, scope
    return min(_ONE, _number(insight, ".relative") / _FULL_RESTATED) or _ONE


def _of_log(insight: Insight, result: KpiResult, scope: Scope) -> Decimal:
    del insight, result, scope
    return _LOG


_MATERIALITY: dict[str, Materiality] = {
    "broad": _of_broad,
    "mix_rate": _of_mix,
    "mix_offset": _of_offset,
    "funnel_step": _of_step,
    "movers": _of_movers,
    "concentration": _of_concentration,
    "inefficiency": _of_inefficiency,
    "band": _of_band,
    "divergence": _of_divergence,
    "outlier_record": _of_outlier,
    "experiment": _of_experiment,
    "restatement": _of_restatement,
    "kpi_change": _of_log,
    "data_caveat": _of_log,
}


def member_materiality(kind: str) -> Materiality | None:
    """The measure of a kind of this module."""
    return _MATERIALITY.get(kind)
