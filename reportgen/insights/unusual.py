"""A KPI outside the range that its own past makes usual; or inside it, though it moved by much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from reportgen.comparisons.compare import moved
from reportgen.comparisons.model import KpiResult
from reportgen.insights.facts import comparison_facts, current_fact
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.noise import score_p
from reportgen.insights.scope import Scope, called, comparable, main_comparison
from reportgen.insights.thresholds import Thresholds
from reportgen.periods.model import PeriodKind
from reportgen.statistics import Interval, seasonal_differences, spread_of
from reportgen.units import Direction, Sentiment, Unit, sentiment

SEASONS = {PeriodKind.WEEK: 52, PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4}
"""How many periods make a year, of the kinds that have seasons."""

_SHORT = (PeriodKind.WEEK, PeriodKind.WEEKS)
_FEWEST_RESIDUALS = 8  # that a season must leave to judge by; else the period before is the forecast
_STEP = Decimal("1e-9")


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual range of the latest value, whether it knows the season, and how far out the value is."""

    low: Decimal
    high: Decimal
    seasonal: bool
    z: float
    p: float | None  # of its being chance: by the step and, without a season, by the level


def usual(values: Sequence[Decimal], season: int, limit: Decimal, unit: Unit) -> Usual | None:
    """The range of the last of ``values``: the value a season before it and the usual differences to that.

    A history too short for seasons takes the value just before, and beside it what the values usually are: a step back
    from an odd value is none. None where the past has no spread. What was never negative has no negative bound, a rate
    never above 1 none above.
    """
    numbers = [float(value) for value in values]
    seasonal = season > 1 and len(numbers) - season > _FEWEST_RESIDUALS
    lag = season if seasonal else 1
    *past, latest = seasonal_differences(numbers, lag)
    found = _range(past, float(limit))
    if found is None:
        return None
    z = (latest - median(past)) / spread_of(past)
    ends = [numbers[-1 - lag] + end for end in (found.low, found.high)]
    ps = [score_p(latest - median(past), spread_of(past), len(past))]
    if not seasonal:
        ps.append(score_p(numbers[-1] - median(numbers[:-1]), spread_of(numbers[:-1]), len(numbers) - 1))
        level = _range(numbers[:-1], float(limit))
        if level is None:
            return None
        ends += [level.low, level.high]
    low, high = _exact(min(ends)), _exact(max(ends))
    if min(values) >= 0:
        low = max(low, Decimal(0))
    if unit is Unit.RATE and max(values) <= 1:
        high = min(high, Decimal(1))
    return Usual(low, high, seasonal, z, max((one for one in ps if one is not None), default=None))


def _range(values: Sequence[float], limit: float) -> Interval | None:
    """What is usual of these; None without spread."""
    half = limit * spread_of(values) if values else 0.0
    return Interval(median(values) - half, median(values) + half) if half > 0 else None


def unusual(scope: Scope) -> Iterator[Insight]:
    """KPIs outside their usual range; and headline KPIs that moved by much inside it, which reassures."""
    for result in scope.asked():
        found = _usual_of(scope, result)
        if found is None:
            continue
        values, kind = comparable(result), scope.results.state.period.kind
        direction = _outside(found, values[-1], result.kpi.unit)
        if direction is not None and not found.seasonal and _as_a_year_ago(found, values, SEASONS.get(kind, 1)):
            continue
        if direction is not None or _reassures(scope, result, found):
            yield _insight(scope, result, found, direction)


def level_p(scope: Scope, result: KpiResult) -> float | None:
    """The p-value of the KPI's value being a usual one; None where what is usual is not known."""
    found = _usual_of(scope, result)
    return found.p if found is not None else None


def _usual_of(scope: Scope, result: KpiResult) -> Usual | None:
    values, kpi, kind = comparable(result), result.kpi, scope.results.state.period.kind
    if len(values) < _fewest(kind, scope.thresholds) or kpi.forecast or kpi.grid is not None:
        return None
    return usual(values, SEASONS.get(kind, 1), scope.thresholds.unusual_z, kpi.unit)


def _fewest(kind: PeriodKind, limits: Thresholds) -> int:
    return limits.unusual_weeks if kind in _SHORT else limits.unusual_points


def _outside(found: Usual, value: Decimal, unit: Unit) -> Direction | None:
    """Above or below the range by more than is worth the word; None inside it."""
    for bound, way in ((found.high, Direction.UP), (found.low, Direction.DOWN)):
        beyond = value - bound
        relative = beyond / abs(bound) if bound else None
        if moved(unit, beyond, relative) is way:
            return way
    return None


def _as_a_year_ago(found: Usual, values: Sequence[Decimal], season: int) -> bool:
    """Whether the step of a year before, where it is known, makes the latest one usual: then it may be the season's."""
    if season <= 1 or len(values) <= season + 1:
        return False
    step, before = values[-1] - values[-2], values[-1 - season] - values[-2 - season]
    return abs(step - before) <= (found.high - found.low) / 2


def _reassures(scope: Scope, result: KpiResult, found: Usual) -> bool:
    comparison, limits = main_comparison(result.comparisons), scope.thresholds
    if comparison is None or comparison.relative is None or result.value.number is None:
        return False
    if called(comparison) not in (Direction.UP, Direction.DOWN) or abs(comparison.relative) < limits.reassure_change:
        return False
    middle = (found.low + found.high) / 2
    narrow = found.high - found.low <= 2 * limits.reassure_width * abs(middle)
    inside = found.low <= result.value.number <= found.high
    return inside and narrow and (result is scope.lead or result.kpi.id in scope.headlines)


def _insight(scope: Scope, result: KpiResult, found: Usual, direction: Direction | None) -> Insight:
    kpi, unit = result.kpi.id, result.kpi.unit
    facts = current_fact(result, scope.period)
    comparison = main_comparison(result.comparisons)
    if comparison is not None:
        facts |= comparison_facts(kpi, unit, comparison)
    facts[f"{kpi}.usual.low"] = FactValue(found.low, unit.value, scope.period)
    facts[f"{kpi}.usual.high"] = FactValue(found.high, unit.value, scope.period)
    facts[f"{kpi}.usual.season"] = FactValue("yes" if found.seasonal else "no", "text", scope.period)
    return Insight(
        kind="unusual",
        kpi=kpi,
        direction=direction or Direction.NONE,
        sentiment=Sentiment.NEUTRAL if direction is None else sentiment(result.kpi.good, direction),
        facts=facts,
        p=found.p if direction is not None else None,
    )


def _exact(number: float) -> Decimal:
    return Decimal(repr(number)).quantize(_STEP)
