"""What the next periods will bring: the history, the forecast dashed behind it, and the interval as a band."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.charts.model import LineChart, LinePoint, Mark
from reportgen.comparisons.model import KpiResult
from reportgen.formatting import DateStyle, PeriodStyle, Style
from reportgen.insights.facts import PERCENT
from reportgen.insights.model import FactValue
from reportgen.kpis.model import Forecast, ForecastPoint, SeriesPoint
from reportgen.narrative.model import Text, plain
from reportgen.periods import Period, following
from reportgen.periods.model import PeriodKind
from reportgen.report.blocks.line import axis, period_label, point_figure, shown_points
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.model import ChartBlock, Outcome
from reportgen.units import Unit


def forecast(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The forecast behind the history of the KPI that it is made from, where that is ``of``."""
    teller = desk.teller
    results = [desk.results.kpis[kpi] for kpi in plan.names("kpi") if kpi in desk.results.kpis]
    found = next((result for result in results if result.forecast is not None and result.forecast.points), None)
    of = found.forecast.kpi if found is not None and found.forecast is not None else ""
    history = desk.result(of) if not plan.names("of") or of in plan.names("of") else None
    if found is None or found.forecast is None or history is None:
        return Missing(Outcome.SUPPRESSED, teller.word("outcome.no_forecast"))
    known = shown_points(history)
    if not any(point.value.number is not None and not point.partial for point in known):
        return Missing(Outcome.EMPTY, teller.word("outcome.no_history"))
    ahead = tuple(zip(found.forecast.points, _periods(desk, found.forecast), strict=True))
    chart = _chart(desk, plan.id, found, history, ahead)
    last, period = ahead[-1]
    title = teller.say(
        "block.forecast.title",
        kpi=teller.kpi(history.kpi.id),
        value=_figure(desk, found, last, "value"),
        low=_figure(desk, found, last, "low"),
        high=_figure(desk, found, last, "high"),
        period=teller.period(period),
    )
    level = FactValue(found.forecast.level, PERCENT)
    subtitle = teller.say(
        "block.forecast.subtitle",
        kpi=teller.kpi(history.kpi.id),
        sign=desk.comma_sign(found.kpi.unit),
        method=teller.say(found.forecast.method) if found.forecast.method in teller.phrases else (),
        periods=teller.say(
            f"periods.{desk.state.period.kind.value}",
            count=teller.count(f"{found.kpi.id}.history", found.forecast.history),
        ),
        level=teller.figure(f"{found.kpi.id}.level", level, decimals=0),
    )
    return Made(ChartBlock(chart.id), title, subtitle, (chart,), ((found.kpi.id, None), (history.kpi.id, None)))


_Ahead = tuple[ForecastPoint, Period]


def _periods(desk: Desk, found: Forecast) -> list[Period]:
    """The period of each point."""
    period, offset, periods = desk.state.period, 0, []
    for point in found.points:
        while offset < point.offset:
            period, offset = following(period, desk.config.calendar), offset + 1
        periods.append(period)
    return periods


def _chart(desk: Desk, name: str, found: KpiResult, history: KpiResult, ahead: Sequence[_Ahead]) -> LineChart:
    """A part of a period is no ground for what follows it: its point is left out."""
    points = shown_points(history)
    whole = [None if point.partial else point.value.number for point in points]
    values = [value for value in whole if value is not None]
    ends = [end for point, _ in ahead for end in (point.low, point.high)]
    unit, last = found.kpi.unit, ahead[-1][0]
    is_sum = history.kpi.additive or history.kpi.unit is Unit.COUNT  # as for its line
    drawn = [
        LinePoint(
            period_label(desk, point),
            _year(desk, points, place),
            None if value is None else float(value),
            "" if value is None else _spot(desk, point.period, point_figure(desk, history, point)),
        )
        for place, (point, value) in enumerate(zip(points, whole, strict=True))
    ]
    drawn += [
        LinePoint(
            _label(desk, period),
            _new_year(period),
            float(point.value),
            _spot(desk, period, _with_range(desk, found, point)),
            partial=True,
        )
        for point, period in ahead
    ]
    latest = max(place for place, value in enumerate(whole) if value is not None)
    alt = desk.teller.say(
        "block.forecast.alt",
        kpi=desk.teller.kpi(history.kpi.id),
        points=desk.teller.join(
            desk.teller.say(
                "member.with_share", member=desk.teller.period(period), share=_figure(desk, found, point, "value")
            )
            for point, period in ahead
        ),
    )
    return LineChart(
        id=name,
        alt=plain(alt),
        points=tuple(drawn),
        context=(),
        ticks=axis(desk, unit, [*values, *ends], from_zero=is_sum and min(ends) >= 0),
        end_label=plain(_figure(desk, found, last, "value")),
        context_label=(),
        peak=Mark(latest, plain(point_figure(desk, history, points[latest]))),
        band=(*(None for _ in points), *((float(point.low), float(point.high)) for point, _ in ahead)),
        end_notes=(plain(_range(desk, found, last)),),
    )


def _figure(desk: Desk, found: KpiResult, point: ForecastPoint, which: str) -> Text:
    number = {"value": point.value, "low": point.low, "high": point.high}[which]
    decimals = desk.teller.shared(desk.teller.formatter.decimals([point.value], found.kpi.unit), found.kpi.unit)
    fact = FactValue(number, found.kpi.unit.value)
    name = f"{found.kpi.id}.forecast[{point.offset}].{which}"
    return desk.teller.figure(name, fact, decimals=decimals, style=Style.CARD)  # no forecast is known to the last won


def _range(desk: Desk, found: KpiResult, point: ForecastPoint) -> Text:
    ends = {end: _figure(desk, found, point, end) for end in ("low", "high")}
    return desk.teller.say("block.experiments.interval", low=ends["low"], high=ends["high"])


def _with_range(desk: Desk, found: KpiResult, point: ForecastPoint) -> Text:
    figures = {name: _figure(desk, found, point, name) for name in ("value", "low", "high")}
    return desk.teller.say("block.forecast.spot", value=figures["value"], low=figures["low"], high=figures["high"])


def _spot(desk: Desk, period: Period | str, text: Text) -> str:
    """What is said where a point is pointed at."""
    return f"{plain(desk.teller.period(period, PeriodStyle.SHORT))}: {plain(text)}"


def _label(desk: Desk, period: Period) -> str:
    formatter = desk.teller.formatter
    if period.kind is PeriodKind.MONTH:
        return formatter.date(period.start, DateStyle.MONTH_SHORT)
    return formatter.period(period, PeriodStyle.SHORT)


def _new_year(period: Period) -> str:
    """The year under a January to come."""
    return str(period.start.year) if period.kind is PeriodKind.MONTH and period.start.month == 1 else ""


def _year(desk: Desk, points: Sequence[SeriesPoint], place: int) -> str:
    """The year under the first month and every January."""
    if desk.state.period.kind is not PeriodKind.MONTH:
        return ""
    return str(points[place].start.year) if place == 0 or points[place].start.month == 1 else ""
