"""What a baseline is called: September, October 2025, the first 14 days of September."""

from __future__ import annotations

from decimal import Decimal

from reportgen.comparisons.model import Baseline, Comparison, KpiResult
from reportgen.formatting import PeriodStyle
from reportgen.insights.facts import PERCENT, change_unit
from reportgen.insights.model import FactValue
from reportgen.insights.scope import called
from reportgen.narrative.model import Run, Text
from reportgen.narrative.teller import InOneLine, Teller
from reportgen.narrative.template import Argument
from reportgen.periods.calendar import days
from reportgen.periods.model import Period, PeriodKind
from reportgen.units import Direction, Unit

TENFOLD = Decimal(9)  # a relative change of nine is ten times the baseline
_STYLES: dict[Baseline, InOneLine] = {
    Baseline.PREVIOUS: PeriodStyle.NAME,
    Baseline.YEAR_AGO: PeriodStyle.LONG,
}
_FEBRUARY = 2
_IDIOMS = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER)  # with a period before and one a year ago


def baseline_name(kpi: str, comparison: Comparison, teller: Teller) -> Text:
    """The previous period or the one a year ago in a sentence: by its name, or by what the language calls it.

    Days are said where they were cut, or where a February is compared.
    """
    period = teller.period_of(comparison.period)
    name = teller.period(period, _STYLES[comparison.baseline])
    if not _by_days(comparison, period):
        return teller.say(f"baseline.{comparison.baseline.value}", period=name, kind=period.kind.value)
    key = "baseline.first_days" if comparison.like_for_like else "baseline.whole_days"
    stem = f"{kpi}.{comparison.baseline.value}"
    return teller.say(key, days=teller.count(f"{stem}.days", comparison.span.days, comparison.period), period=name)


def against(result: KpiResult, comparison: Comparison, teller: Teller) -> dict[str, Argument]:
    """The arguments of a phrase about a change: its baseline, and on which basis (previous, year_ago or named)."""
    period = teller.period_of(comparison.period)
    idiom = period.kind in _IDIOMS and not _by_days(comparison, period)
    return {
        "baseline": baseline_name(result.kpi.id, comparison, teller),
        "basis": comparison.baseline.value if idiom else "named",
        "moves": teller.moves(result.kpi.id),
    }


def _by_days(comparison: Comparison, period: Period) -> bool:
    """Whether the baseline is said with its days."""
    return comparison.like_for_like or (comparison.baseline is Baseline.PREVIOUS and _february(period))


def baseline_head(comparison: Comparison, teller: Teller) -> Text:
    """The baseline at the head of a column: September, or September 1 to 14."""
    if comparison.like_for_like:
        return teller.period(days(comparison.span), PeriodStyle.NAME)
    return teller.period(comparison.period, PeriodStyle.NAME)


def _february(period: Period) -> bool:
    """Whether a month and the one after it differ much in length: January and February."""
    return period.kind is PeriodKind.MONTH and period.start.month in (_FEBRUARY - 1, _FEBRUARY)


def size_of_change(result: KpiResult, comparison: Comparison, teller: Teller, prefix: str = "") -> Text:
    """How much it changed, without a sign: per cent, points for a rate, the amount where per cent means nothing."""
    stem = f"{prefix or result.kpi.id}.{comparison.baseline.value}"
    if comparison.relative is not None and result.kpi.unit is not Unit.RATE:
        fact = FactValue(comparison.relative, PERCENT, comparison.period)
        return teller.figure(f"{stem}.relative", fact, size=True)
    assert comparison.change is not None  # noqa: S101  # only changes are sized
    fact = FactValue(comparison.change, change_unit(result.kpi.unit), comparison.period)
    figure = teller.figure(f"{stem}.change", fact, size=True, level=result.value.number)
    return teller.stepped(result.kpi.id, figure)


def manner(comparison: Comparison) -> str:
    """Which phrase a change takes: up, down, flat, unclear (it may be chance), from_none or tenfold."""
    if comparison.unrelated is not None and comparison.unrelated.key == "change.from_none":
        return "flat" if not comparison.change else "from_none"
    if comparison.relative is not None and comparison.relative > TENFOLD:
        return "tenfold"
    if comparison.significant is False and comparison.direction is not Direction.FLAT:
        return "unclear"
    return called(comparison).value


def on_baseline(result: KpiResult, comparison: Comparison, teller: Teller) -> Text:
    """One comparison in words: ``up 6.0% on September``."""
    way = manner(comparison)
    figure: Text = (Run(""),)
    if way in (Direction.UP.value, Direction.DOWN.value):
        figure = size_of_change(result, comparison, teller)
    return teller.say("change.on", way=way, figure=figure, **against(result, comparison, teller))
