"""Days that stand out of their week's rhythm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import log, prod, sqrt

from reportgen.comparisons.model import Comparison, KpiResult
from reportgen.insights.facts import comparison_facts, current_fact
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.scope import Scope, called, main_comparison
from reportgen.insights.thresholds import Thresholds
from reportgen.periods.model import Span
from reportgen.statistics import NORMAL_QUARTILE, mad, tail_p, weekday_residuals
from reportgen.units import Direction, Unit, sentiment

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outlier:
    """A day outside its weekday's band: its value, what is usual for it, and how many deviations it is off."""

    day: date
    value: Decimal
    usual: Decimal
    z: float

    @property
    def excess(self) -> Decimal:
        """How much more than usual it was; negative: less."""
        return self.value - self.usual


def outliers(days: Sequence[tuple[date, Decimal | None]], limit: Decimal, *, counts: bool = False) -> list[Outlier]:
    """The days outside the band, in order; ``days`` follow one another. Without a spread there is no band.

    The spread of ``counts`` of independent events is at least that of chance: the root of what is usual.
    """
    residuals = weekday_residuals([None if value is None else float(value) for _, value in days])
    known = [residual for residual in residuals if residual is not None]
    spread = mad(known) / NORMAL_QUARTILE if known else 0
    if spread <= 0:
        return []
    found = []
    for (day, value), residual in zip(days, residuals, strict=True):
        if value is None or residual is None:
            continue
        usual = float(value) - residual
        own = max(spread, sqrt(max(usual, 1))) if counts else spread
        if abs(residual) >= float(limit) * own:
            found.append(Outlier(day, value, Decimal(repr(usual)), residual / own))
    return found


def runs(found: Sequence[Outlier]) -> list[tuple[Outlier, ...]]:
    """Days one after the other that are off in the same direction."""
    together: list[list[Outlier]] = []
    for one in found:
        last = together[-1][-1] if together else None
        if last is not None and one.day - last.day == _DAY and (one.z > 0) == (last.z > 0):
            together[-1].append(one)
        else:
            together.append([one])
    return [tuple(run) for run in together]


def day_anomaly(scope: Scope) -> Iterator[Insight]:
    """Of each KPI known by day, the day or the days in a row that were off the most, if such days are rare.

    What one KPI tells of a day is not told of others that went the same way on it.
    """
    told: set[tuple[date, bool]] = set()
    for result in scope.asked():
        run = _largest(result, scope) if result.kpi.additive else None
        days = {(one.day, one.z > 0) for one in run or ()}
        if run is not None and not told & days:
            told |= days
            yield _insight(scope, result, run, *_chance(result, scope, run))


def _chance(result: KpiResult, scope: Scope, run: Sequence[Outlier]) -> tuple[float, int]:
    """The p-value of the run's deviations among those of all other days, and how many runs might have been.

    A deviation from a larger usual value is larger by its root. Of several days the product counts, as Fisher's method
    has it (Statistical Methods for Research Workers, 1932): so small a product of p-values by chance.
    """
    days = known_days(result, scope)
    residuals = weekday_residuals([None if value is None else float(value) for _, value in days])
    own: list[float] = []
    others: list[float] = []
    for (day, value), residual in zip(days, residuals, strict=True):
        if value is None or residual is None:
            continue
        size = abs(residual) / sqrt(max(float(value) - residual, 1.0))
        (own if run[0].day <= day <= run[-1].day else others).append(size)
    product, term, p = prod((tail_p(size, others) for size in own), start=1.0), 1.0, 0.0
    for step in range(len(own)):  # the tail of a chi-square with two degrees of freedom a day
        p += product * term
        term *= -log(product) / (step + 1) if product > 0 else 0.0
    return p, len(own) * sum(value is not None for _, value in result.daily)


def known_days(result: KpiResult, scope: Scope) -> list[tuple[date, Decimal | None]]:
    """The days known one by one without a gap between them, up to the last with a number.

    In a period that is not over that last one is left out: it may be cut off.
    """
    days = [(day, value.number) for day, value in (*result.daily_before, *result.daily)]
    gaps = [place for place, (one, other) in enumerate(pairwise(days), start=1) if other[0] - one[0] != _DAY]
    days = days[gaps[-1] :] if gaps else days
    while days and days[-1][1] is None:
        days.pop()
    return days if scope.results.state.complete else days[:-1]


def _largest(result: KpiResult, scope: Scope) -> tuple[Outlier, ...] | None:
    limits, days, start = scope.thresholds, known_days(result, scope), scope.results.state.period.start
    before = sum(value is not None for day, value in days if day < start)
    own = sum(value is not None for day, value in days if day >= start)
    if before < limits.day_history:
        return None
    found = outliers(days, limits.day_z, counts=result.kpi.unit is Unit.COUNT)
    earlier, now = [one for one in found if one.day < start], [one for one in found if one.day >= start]
    if not now or len(now) > limits.day_most * own:
        return None
    run = max(runs(now), key=lambda run: abs(_excess(run)))
    return run if _matters(run, result, limits) and _is_rare(run, earlier, limits) else None


def _matters(run: Sequence[Outlier], result: KpiResult, limits: Thresholds) -> bool:
    excess = abs(_excess(run))
    large = excess >= limits.day_size * abs(sum((one.usual for one in run), Decimal(0)))
    return large and excess >= limits.day_share * abs(result.value.number or Decimal(0))


def _is_rare(run: Sequence[Outlier], earlier: Sequence[Outlier], limits: Thresholds) -> bool:
    largest = max(run, key=lambda one: abs(one.excess)).excess
    return not any(one.excess * largest > 0 and abs(one.excess) >= limits.day_rare * abs(largest) for one in earlier)


def _excess(run: Sequence[Outlier]) -> Decimal:
    return sum((one.excess for one in run), Decimal(0))


def days_id(span: Span) -> str:
    """A day or days as they stand in a fact's id."""
    return span.start.isoformat() if span.days == 1 else f"{span.start}..{span.end}"


def _insight(scope: Scope, result: KpiResult, run: tuple[Outlier, ...], p: float, tested: int) -> Insight:
    kpi, unit = result.kpi.id, result.kpi.unit.value
    span, excess = Span(run[0].day, run[-1].day), _excess(run)
    stem, period = f"{kpi}.day[{days_id(span)}]", days_id(span)
    comparison = main_comparison(result.comparisons)
    facts = current_fact(result, scope.period)
    facts[stem] = FactValue(sum((one.value for one in run), Decimal(0)), unit, period)
    facts[f"{stem}.usual"] = FactValue(sum((one.usual for one in run), Decimal(0)), unit, period)
    facts[f"{stem}.excess"] = FactValue(excess, unit, period)
    if comparison is not None:
        facts |= comparison_facts(kpi, result.kpi.unit, comparison)
        share = _share(comparison, excess)
        if share is not None:
            facts[f"{stem}.share"] = FactValue(share, "percent", scope.period)
    direction = Direction.UP if excess > 0 else Direction.DOWN
    return Insight(
        kind="day_anomaly",
        kpi=kpi,
        direction=direction,
        sentiment=sentiment(result.kpi.good, direction),
        facts=facts,
        member=period,
        p=p,
        tested=tested,
    )


def _share(comparison: Comparison, excess: Decimal) -> Decimal | None:
    """Its part of the KPI's change, where both have one direction."""
    if called(comparison) not in (Direction.UP, Direction.DOWN) or not comparison.change:
        return None
    share = excess / comparison.change
    return share if share > 0 else None
