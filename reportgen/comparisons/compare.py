"""Values held against their baselines: the one place where a change is computed.

change = current − baseline; relative = change / baseline, which means something only from a positive
baseline to a value that is not negative, and never of a score; attainment = value / target, or target / value
where lower is better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, localcontext

from reportgen.comparisons.model import (
    Baseline,
    Comparison,
    KpiResult,
    PeriodState,
    Results,
    Segment,
    TargetComparison,
    TargetStatus,
)
from reportgen.comparisons.plan import CURRENT, DAY, KpiPlan, Plan
from reportgen.kpis import Kpi, KpiValues, Status, Value
from reportgen.kpis.model import SeriesPoint
from reportgen.messages import Message, message
from reportgen.periods.model import Span
from reportgen.statistics import ALPHA, two_proportion_p
from reportgen.units import Direction, Good, Unit, sentiment

FLAT_RELATIVE = Decimal("0.01")  # below 1 % a change is flat …
FLAT_POINTS = Decimal("0.001")  # … of a rate, below 0.1 percentage points
NEAR = Decimal("0.95")

Target = Callable[[str], Decimal | None]


def compare(
    plan: Plan,
    values: dict[str, KpiValues],
    target_of: Target,
    baselines: Iterable[Baseline],
    pooled: frozenset[str],
    data: Span | None,
) -> Results:
    """Results of every KPI of the plan. ``pooled`` names KPIs whose trailing window is one pool."""
    chosen = tuple(baselines)
    kpis = {
        kpi_id: _result(plan, plan.kpis[kpi_id], found, target_of, chosen, pool=kpi_id in pooled)
        for kpi_id, found in values.items()
    }
    state = PeriodState(
        period=plan.period,
        complete=plan.complete,
        compared_days=plan.compared_days,
        data_from=data.start if data else None,
        data_to=data.end if data else None,
        settled=plan.settled,
    )
    return Results(state, kpis)


def _result(
    plan: Plan, of: KpiPlan, found: KpiValues, target_of: Target, chosen: tuple[Baseline, ...], *, pool: bool
) -> KpiResult:
    kpi, current = found.kpi, found.windows[CURRENT]
    bases = {
        Baseline.PREVIOUS: plan.previous.id,
        Baseline.YEAR_AGO: plan.year_ago.id,
        Baseline.TRAILING: f"{plan.trailing[0].id}..{plan.trailing[-1].id}",
    }
    comparisons = {
        baseline: _comparison(kpi, baseline, bases[baseline], of, found, current, pool=pool)
        for baseline in bases
        if baseline in chosen
    }
    segments = {
        dimension: tuple(
            Segment(
                key,
                value,
                {
                    baseline: hold(kpi, baseline, bases[baseline], of, value, windows[baseline.value][key])
                    for baseline in (Baseline.PREVIOUS, Baseline.YEAR_AGO)
                    if baseline.value in windows
                },
            )
            for key, value in windows[CURRENT].items()
        )
        for dimension, windows in found.segments.items()
    }
    days = [
        (date.fromisoformat(name.removeprefix(DAY)), value)
        for name, value in found.windows.items()
        if name.startswith(DAY)
    ]
    return KpiResult(
        kpi=kpi,
        value=current,
        comparisons=comparisons,
        target=_target(kpi, plan.period.id, current, target_of, over=not of.cut) if Baseline.TARGET in chosen else None,
        segments=segments,
        series=_series(plan, of, found, current),
        daily=tuple((day, value) for day, value in days if day >= plan.period.start),
        sources=found.sources,
        beside=found.beside,
        grid=found.grid,
        steps=found.steps,
        parts=found.parts,
        forecast=found.forecast,
        cohorts=found.cohorts,
        daily_before=tuple((day, value) for day, value in days if day < plan.period.start),
        elapsed=of.elapsed,
        quotients=found.quotients,
    )


def _comparison(
    kpi: Kpi, baseline: Baseline, period: str, of: KpiPlan, found: KpiValues, current: Value, *, pool: bool
) -> Comparison:
    value = found.windows[baseline.value]
    if baseline is Baseline.TRAILING:
        value = _trailing_value(kpi, found, value, pool=pool)
    counts = (found.counts.get(CURRENT), found.counts.get(baseline.value))
    significant = None
    if counts[0] is not None and counts[1] is not None:
        p = two_proportion_p(*(float(n) for pair in (counts[0], counts[1]) for n in pair))
        significant = None if p is None else p < ALPHA
    return hold(kpi, baseline, period, of, current, value, significant=significant)


def _trailing_value(kpi: Kpi, found: KpiValues, pooled: Value, *, pool: bool) -> Value:
    """The trailing baseline.

    Additive: the pool's twelfth. A ratio of sums: the pool's own. Anything else (distinct counts, measures that
    look back) would change with the window's length: the mean of the periods' own values.
    """
    parts = [value for name, value in found.windows.items() if name.startswith("part:")]
    if pool and not kpi.additive and kpi.unit is not Unit.COUNT:
        return pooled
    missing = next((part for part in parts if part.number is None), None)
    if missing is not None:
        return missing
    numbers = [part.number for part in parts if part.number is not None]
    with localcontext() as context:
        context.prec = 34
        return Value.of(sum(numbers, Decimal(0)) / len(numbers))


def hold(
    kpi: Kpi,
    baseline: Baseline,
    period: str,
    of: KpiPlan,
    current: Value,
    value: Value,
    *,
    significant: bool | None = None,
) -> Comparison:
    """``current`` against ``value``, with the direction's name and whether it is good."""
    span = _span(of, baseline)
    change = relative = None
    unrelated: Message | None = None
    direction = Direction.NONE
    if current.number is not None and value.number is not None:
        change = current.number - value.number
        relative, unrelated = relate(change, value.number, kpi.unit)
        direction = moved(kpi.unit, change, proportion(change, value.number))
    return Comparison(
        baseline=baseline,
        period=period,
        span=span,
        value=value,
        change=change,
        relative=relative,
        unrelated=unrelated,
        like_for_like=of.cut,
        direction=direction,
        sentiment=sentiment(kpi.good, direction),
        significant=significant,
    )


def relate(change: Decimal, baseline: Decimal, unit: Unit | None = None) -> tuple[Decimal | None, Message | None]:
    """The relative change, or why a percentage means nothing: of a score, from none, from or to a negative number."""
    if unit is Unit.SCORE:
        return None, message("change.score")
    if baseline == 0:
        return None, message("change.from_none")
    if baseline < 0:
        return None, message("change.negative_base")
    if baseline + change < 0:
        return None, message("change.sign")
    return proportion(change, baseline), None


def proportion(change: Decimal, baseline: Decimal) -> Decimal | None:
    """The change as a part of the baseline's size, by which flat is judged; None from zero."""
    if baseline == 0:
        return None
    with localcontext() as context:
        context.prec = 34
        return change / abs(baseline)


def moved(unit: Unit, change: Decimal, part: Decimal | None) -> Direction:
    """Up or down, or flat when the change (``part`` of the baseline) is below what is worth the word."""
    size, limit = (change, FLAT_POINTS) if unit is Unit.RATE else (part, FLAT_RELATIVE)
    if change == 0 or (size is not None and abs(size) < limit):
        return Direction.FLAT
    return Direction.UP if change > 0 else Direction.DOWN


def _span(of: KpiPlan, baseline: Baseline) -> Span:
    window = of.windows[baseline.value]
    return Span(window.spans[0].start, window.spans[-1].end)


def _target(kpi: Kpi, period: str, current: Value, target_of: Target, *, over: bool) -> TargetComparison | None:
    """The value against its target; a part of the period has no verdict yet."""
    target = target_of(kpi.id)
    if target is None:
        return None
    if current.number is None:
        return TargetComparison(target, None, None, None, period)
    attained = attainment(current.number, target, kpi.good)
    status = None if attained is None or not over else target_status(attained)
    return TargetComparison(target, current.number - target, attained, status, period)


def attainment(value: Decimal, target: Decimal, good: Good) -> Decimal | None:
    """Value / target, turned over where lower is better; None where a share means nothing."""
    above, below = (target, value) if good is Good.DOWN else (value, target)
    if below <= 0:
        return None
    with localcontext() as context:
        context.prec = 34
        return above / below


def target_status(attained: Decimal) -> TargetStatus:
    """Met from 1, near from 0.95, else missed."""
    if attained >= 1:
        return TargetStatus.MET
    return TargetStatus.NEAR if attained >= NEAR else TargetStatus.MISSED


def _series(plan: Plan, of: KpiPlan, found: KpiValues, current: Value) -> tuple[SeriesPoint, ...]:
    if not plan.series:
        return ()
    points = [
        SeriesPoint(period.id, period.start, period.end, found.windows[f"series:{period.id}"])
        for period in plan.series[:-1]
    ]
    period = plan.period
    points.append(SeriesPoint(period.id, period.start, period.end, current, partial=of.cut))
    return tuple(points)


def has_numbers(results: Results) -> bool:
    """Whether any KPI has a number in the period (a report without one is refused)."""
    return any(result.value.status is Status.OK for result in results.kpis.values())
