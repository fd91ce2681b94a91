"""Where a period that is not over will end, by the way in which earlier ones added up, and whether that is enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from math import floor
from statistics import median, stdev

from reportgen.comparisons.model import KpiResult
from reportgen.insights.days import known_days
from reportgen.insights.facts import current_fact, target_facts
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.scope import Scope
from reportgen.kpis.forecast import forecast_days
from reportgen.units import Direction, Good, Sentiment, Unit

_SPREADS = 1.2816  # standard deviations that hold four fifths of a normal distribution
_FEWEST_DAYS = 4  # of the period, to know how much its days differ
_STEP = Decimal("1e-6")

ON, OPEN, OFF = "on", "open", "off"
"""Whether the projection and its whole range reach the target, only a part of the range, or nothing of it."""


class PaceStatus(StrEnum):
    """The target against the projection's range: below it, within it, above it (of a ceiling: within it or below)."""

    AHEAD = "ahead"
    ON = "on"
    BEHIND = "behind"


_PACES = {ON: PaceStatus.AHEAD, OPEN: PaceStatus.ON, OFF: PaceStatus.BEHIND}


@dataclass(frozen=True, slots=True)
class Projection:
    """What the period will come to, with its spread; ``periods`` earlier ones say so, 0: each day alike."""

    value: Decimal
    low: Decimal
    high: Decimal
    periods: int
    method: str = "curve"  # how it was made: curve, weekdays or days


def by_curve(so_far: Decimal, elapsed: Decimal, earlier: Sequence[Sequence[Decimal]]) -> Projection | None:
    """The value so far over the share that earlier periods had by then: their median, and from least to most.

    ``elapsed`` is the part of the period, 0 … 1; ``earlier`` holds the days of whole periods. None where one of them
    had nothing by then.
    """
    with localcontext() as context:
        context.prec = 28
        shares = [_share(days, elapsed) for days in earlier]
        known = [share for share in shares if share is not None and share > 0]
        if not known or len(known) < len(shares):
            return None
        values = [(so_far / share).quantize(_STEP) for share in (median(known), max(known), min(known))]
    return Projection(values[0], min(values), max(values), len(known))


def _share(days: Sequence[Decimal], elapsed: Decimal) -> Decimal | None:
    whole = sum(days, Decimal(0))
    if whole <= 0:
        return None
    place = elapsed * len(days)
    full = floor(place)
    begun = (place - full) * days[full] if full < len(days) else Decimal(0)
    return (sum(days[:full], Decimal(0)) + begun) / whole


def by_day(days: Sequence[Decimal], left: int) -> Projection | None:
    """The days so far and as many more like them; the spread is that of a sum of days that differ as these do."""
    if len(days) < _FEWEST_DAYS:
        return None
    so_far, count = sum(days, Decimal(0)), len(days)
    value = so_far + so_far / count * left
    half = Decimal(repr(_SPREADS * stdev(map(float, days)) * (left + left * left / count) ** 0.5))
    low = max(value - half, so_far) if min(days) >= 0 else value - half
    return Projection(value.quantize(_STEP), low.quantize(_STEP), (value + half).quantize(_STEP), 0, "days")


def by_weekday(before: Sequence[Decimal], days: Sequence[Decimal], left: int) -> Projection | None:
    """The days so far and the forecast of those left, from these and the days before the period."""
    found = forecast_days([*before, *days], left)
    if found is None:
        return None
    so_far = sum(days, Decimal(0))
    value, low, high = ((so_far + number).quantize(_STEP) for number in (found.value, found.low, found.high))
    return Projection(value, low, high, 0, "weekdays")


def pace(scope: Scope) -> Iterator[Insight]:
    """KPIs that add up and have a target, in a period that is under way: where they will end."""
    for result in scope.asked():
        found = projection(scope, result)
        if found is not None:
            yield _insight(scope, result, found, result.elapsed or scope.results.state.compared_days)


def pace_status(scope: Scope, result: KpiResult) -> PaceStatus | None:
    """How a KPI stands to its target in a period that is under way; None where nothing can be projected."""
    found = projection(scope, result)
    if found is None or result.target is None:
        return None
    verdict = standing(found, result.target.target, result.kpi.good)
    if verdict == ON and result.kpi.good is Good.DOWN:  # within a ceiling: nothing is gained by being further below
        return PaceStatus.ON
    return _PACES[verdict]


def projection(scope: Scope, result: KpiResult) -> Projection | None:
    """Where a KPI that adds up and has a target will end; None unless its period is far enough under way."""
    state = scope.results.state
    elapsed = result.elapsed or state.compared_days
    share = Decimal(elapsed) / state.period.days
    if state.complete or result.target is None or not result.kpi.additive or not result.daily:
        return None
    if not scope.thresholds.pace_from <= share < 1:
        return None
    return _projection(scope, result, elapsed)


def _projection(scope: Scope, result: KpiResult, elapsed: int) -> Projection | None:
    so_far = result.value.number
    if so_far is None or so_far <= 0:
        return None
    earlier = _earlier(result)
    share = Decimal(elapsed) / scope.results.state.period.days
    if len(earlier) >= scope.thresholds.pace_periods:
        return by_curve(so_far, share, earlier)
    start = scope.results.state.period.start
    known = [(day, number) for day, number in known_days(result, scope) if number is not None]
    days = [number for day, number in known if day >= start]
    left = scope.results.state.period.days - len(days)
    whole = len(known) == len(known_days(result, scope))  # a day without a number would shift the weekdays
    found = by_weekday([number for day, number in known if day < start], days, left) if whole else None
    found = found or by_day(days, left)
    return found if found is not None and found.high > so_far else None


def _earlier(result: KpiResult) -> list[list[Decimal]]:
    """The days of each earlier period of the series that is known whole by day, oldest first."""
    known = {day: value.number for day, value in result.daily_before if value.number is not None}
    found = []
    for point in result.series[:-1]:
        days = [number for day, number in known.items() if point.start <= day <= point.end]
        if len(days) == (point.end - point.start).days + 1:
            found.append(days)
    return found


def standing(found: Projection, target: Decimal, good: Good) -> str:
    """``ON``, ``OPEN`` or ``OFF``; where lower is better the target is a ceiling."""
    if good is Good.DOWN:
        return ON if found.high <= target else OFF if found.low > target else OPEN
    return ON if found.low >= target else OFF if found.high < target else OPEN


_SENTIMENTS = {ON: Sentiment.FAVOURABLE, OPEN: Sentiment.NEUTRAL, OFF: Sentiment.UNFAVOURABLE}


def _insight(scope: Scope, result: KpiResult, found: Projection, elapsed: int) -> Insight:
    held, kpi, unit = result.target, result.kpi.id, result.kpi.unit.value
    assert held is not None  # noqa: S101  # the detector saw one
    current = result.value.number or Decimal(0)
    verdict = standing(found, held.target, result.kpi.good)
    left = scope.results.state.period.days - elapsed
    facts = current_fact(result, scope.period) | target_facts(kpi, result.kpi.unit, held)
    figures = {"value": found.value, "low": found.low, "high": found.high}
    if current < held.target:
        # Beyond a ceiling a day may bring no more than this; short of a goal it must bring at least this.
        figures |= {"needed": (held.target - current) / left, "daily": current / elapsed}
    facts |= {f"{kpi}.pace.{name}": FactValue(number, unit, scope.period) for name, number in figures.items()}
    facts[f"{kpi}.pace.standing"] = FactValue(verdict, "text", scope.period)
    facts[f"{kpi}.pace.method"] = FactValue(found.method, "text", scope.period)
    facts[f"{kpi}.pace.periods"] = FactValue(found.periods, Unit.COUNT.value, scope.period)
    return Insight(
        kind="pace",
        kpi=kpi,
        direction=Direction.UP if found.value >= held.target else Direction.DOWN,
        sentiment=Sentiment.NEUTRAL if result.kpi.good is Good.NONE else _SENTIMENTS[verdict],
        facts=facts,
        mandatory=result is scope.lead,
    )
