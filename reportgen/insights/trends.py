"""Trends of the last periods, and trends that have turned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log
from statistics import median

from reportgen.comparisons.model import Baseline, KpiResult
from reportgen.insights.facts import change_unit, comparison_facts, current_fact
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.noise import period_steps
from reportgen.insights.scope import Scope, called, comparable
from reportgen.insights.thresholds import Thresholds
from reportgen.insights.unusual import SEASONS
from reportgen.statistics import break_point, mann_kendall, spread_of, theil_sen
from reportgen.units import Direction, Unit, sentiment

_STEP = Decimal("1e-9")
_AGAINST = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend of the last ``length`` values: its slope a period and the p-value of there being none."""

    length: int
    slope: float
    p: float
    tried: int

    @property
    def direction(self) -> Direction:
        """Up or down."""
        return Direction.UP if self.slope > 0 else Direction.DOWN


@dataclass(frozen=True, slots=True)
class Turn:
    """A rise that became a fall, or the reverse: the places in the series of its start and of the turn."""

    start: int
    at: int
    direction: Direction  # since the turn
    p: float
    tried: int


def trend_of(values: Sequence[float], season: int, limits: Thresholds) -> Trend | None:
    """The longest trend that the last values have; None where there is none, or where it is the season's."""
    lengths = range(min(len(values), limits.trend_most), limits.trend_points - 1, -1)
    for length in lengths:
        slope, p = _leg(values[-length:], limits)
        # So many lengths are tried that one of them looks like a trend by chance: Bonferroni.
        if slope is None or p is None or p * len(lengths) >= limits.trend_p:
            continue
        seasonal = _is_seasonal(values, len(values) - 1, slope * (length - 1), season, limits)
        return None if seasonal else Trend(length, slope, p, len(lengths))
    return None


def turn_of(values: Sequence[float], season: int, limits: Thresholds) -> Turn | None:
    """The longest run of last values that a single bend explains, with a trend on either side that turns at it."""
    for length in range(min(len(values), 2 * limits.trend_most), 2 * limits.break_steps, -1):
        window, first = values[-length:], len(values) - length
        found = break_point(window, limits.break_steps)
        if found is None or found.explained < limits.break_explained or found.before * found.after >= 0:
            continue
        legs = [_leg(leg, limits) for leg in (window[: found.at + 1], window[found.at :])]
        slopes, ps = [leg[0] for leg in legs], [leg[1] or 1.0 for leg in legs]
        if slopes[0] is None or slopes[1] is None or slopes[0] * slopes[1] >= 0:
            continue
        # The product of two p-values is itself small by chance (Fisher 1932); so many lengths are tried.
        product, tried = ps[0] * ps[1], len(values) - 2 * limits.break_steps
        p = product * (1 - log(product))
        if p * tried >= float(limits.trend_p):
            continue
        at = first + found.at
        there, back = values[at] - values[first], values[-1] - values[at]
        if there * slopes[0] <= 0 or back * slopes[1] <= 0:
            continue
        ends = ((at, there), (len(values) - 1, back))
        if any(_is_seasonal(values, end, total, season, limits) for end, total in ends):
            return None
        return Turn(first, at, Direction.UP if slopes[1] > 0 else Direction.DOWN, p, tried)
    return None


def _leg(values: Sequence[float], limits: Thresholds) -> tuple[float | None, float | None]:
    """The slope and the p-value of a trend that is neither chance nor too small to be told."""
    slope, p = theil_sen(values), mann_kendall(values)
    if slope is None or p is None or not slope or p >= limits.trend_p:
        return None, None
    large = abs(slope) * (len(values) - 1) >= float(limits.trend_total) * abs(median(values))
    return (slope, p) if large else (None, None)


def _is_seasonal(values: Sequence[float], end: int, total: float, season: int, limits: Thresholds) -> bool:
    """Whether a movement by ``total`` up to the value at ``end`` is the season's.

    Then that value stands near the one of the year before; a trend that lasts takes it away from there.
    """
    if season <= 1 or end < season:
        return False
    on_the_year = values[end] - values[end - season]
    steps = period_steps(values, season)
    if steps and abs(on_the_year) < float(limits.trend_steps) * spread_of(steps) * abs(values[end - season]):
        return True  # as near as two values of one level come by chance
    return on_the_year * total <= 0 or abs(on_the_year) < float(limits.trend_lasting) * abs(total)


def trend(scope: Scope) -> Iterator[Insight]:
    """KPIs that have gone one way for at least six periods, and whose last change is not against it."""
    for result, values in _lines(scope):
        found = trend_of(values, _season(scope), scope.thresholds)
        if found is None or called(result.comparisons.get(Baseline.PREVIOUS)) is _AGAINST[found.direction]:
            continue
        kpi, unit = result.kpi.id, result.kpi.unit
        facts = current_fact(result, scope.period)
        facts[f"{kpi}.trend.periods"] = FactValue(found.length, Unit.COUNT.value, scope.period)
        facts[f"{kpi}.trend.slope"] = FactValue(_exact(found.slope), change_unit(unit), scope.period)
        yield Insight(
            kind="trend",
            kpi=kpi,
            direction=found.direction,
            sentiment=sentiment(result.kpi.good, found.direction),
            facts=facts,
            p=found.p,
            tested=found.tried,
        )


def trend_break(scope: Scope) -> Iterator[Insight]:
    """KPIs whose trend has turned and gone the other way since."""
    for result, values in _lines(scope):
        found = turn_of(values, _season(scope), scope.thresholds)
        if found is None:
            continue
        kpi, unit = result.kpi.id, result.kpi.unit.value
        points = result.series[len(result.series) - len(values) :]
        start, turn = points[found.start].period, points[found.at]
        facts = current_fact(result, scope.period)
        facts[f"{kpi}.break.start"] = FactValue(start, "period", start)
        facts[f"{kpi}.break.turn"] = FactValue(turn.period, "period", turn.period)
        facts[f"{kpi}.series[{turn.period}]"] = FactValue(turn.value.number or Decimal(0), unit, turn.period)
        if Baseline.PREVIOUS in result.comparisons:
            facts |= comparison_facts(kpi, result.kpi.unit, result.comparisons[Baseline.PREVIOUS])
        yield Insight(
            kind="trend_break",
            kpi=kpi,
            direction=found.direction,
            sentiment=sentiment(result.kpi.good, found.direction),
            facts=facts,
            p=found.p,
            tested=found.tried,
        )


def _lines(scope: Scope) -> Iterator[tuple[KpiResult, list[float]]]:
    """The KPIs asked for that have a line of complete periods up to this one."""
    for result in scope.asked():
        values = [float(value) for value in comparable(result)]
        if len(values) >= scope.thresholds.trend_points and not result.kpi.forecast and result.kpi.grid is None:
            yield result, values


def _season(scope: Scope) -> int:
    return SEASONS.get(scope.results.state.period.kind, 1)


def _exact(number: float) -> Decimal:
    return Decimal(repr(number)).quantize(_STEP)
