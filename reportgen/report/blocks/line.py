"""A KPI over its last periods, with the same periods of the year before behind it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.charts.model import LineChart, LinePoint, Mark, Tick
from reportgen.comparisons.model import Baseline, Comparison, KpiResult
from reportgen.formatting import DateStyle, PeriodStyle, Style
from reportgen.insights.model import FactValue
from reportgen.insights.scope import called, main_comparison
from reportgen.kpis.model import SeriesPoint
from reportgen.narrative.baselines import baseline_name, manner, size_of_change
from reportgen.narrative.model import Text, plain
from reportgen.periods.model import Period, PeriodKind, Span
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.model import ChartBlock, Outcome
from reportgen.report.ticks import nice_ticks
from reportgen.units import Direction, Unit

POINTS_SHOWN = 13
LEAST_POINTS = 3
_WIDENINGS = 8
_A_YEAR: dict[PeriodKind, int] = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.WEEK: 52}
_JANUARY = 1
_MOST_NOTES = 8  # the latest, where there are more


def line(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The line chart, titled by the change on the year before or on the previous period."""
    result = desk.first(plan)
    if isinstance(result, Missing):
        return result
    points = shown_points(result)
    if sum(point.value.number is not None for point in points) < LEAST_POINTS:
        return Missing(Outcome.EMPTY, desk.teller.word("outcome.no_history"))
    context = year_before(result, len(points), desk.state.period.kind)
    chart = _chart(desk, plan.id, result, points, context)
    return Made(
        ChartBlock(chart.id),
        _title(desk, result),
        _subtitle(desk, result, points, context),
        (chart,),
        ((result.kpi.id, None),),
    )


def shown_points(result: KpiResult) -> tuple[SeriesPoint, ...]:
    """The last thirteen points, from the first that has a number on."""
    points = result.series[-POINTS_SHOWN:]
    first = next((place for place, point in enumerate(points) if point.value.number is not None), len(points))
    return points[first:]


def year_before(result: KpiResult, count: int, kind: PeriodKind) -> tuple[SeriesPoint, ...]:
    """The last ``count`` points, each a year earlier; empty unless at least two have a number."""
    back = _A_YEAR.get(kind)
    if back is None or len(result.series) < count + back:
        return ()
    found = result.series[-count - back : -back]
    return found if sum(point.value.number is not None for point in found) > 1 else ()


def period_label(desk: Desk, point: SeriesPoint) -> str:
    """A point's name on the axis: the month, or the period's short name."""
    formatter = desk.teller.formatter
    if desk.state.period.kind is PeriodKind.MONTH:
        return formatter.date(point.start, DateStyle.MONTH_SHORT)
    return formatter.period(_period(desk, point), PeriodStyle.SHORT)


def point_figure(desk: Desk, result: KpiResult, point: SeriesPoint, style: Style = Style.TEXT) -> Text:
    """A point's value, as a fact of the series."""
    assert point.value.number is not None  # noqa: S101  # only points with a number are printed
    fact = FactValue(point.value.number, result.kpi.unit.value, point.period)
    return desk.teller.figure(f"{result.kpi.id}.series[{point.period}]", fact, style=style)


def axis(desk: Desk, unit: Unit, values: Sequence[Decimal], *, from_zero: bool) -> tuple[Tick, ...]:
    """Ticks with labels; the unit's sign stands on the highest one only."""
    held = list(values)
    places = nice_ticks(held, from_zero=from_zero)
    labels = desk.teller.formatter.ticks(places, unit)
    for _ in range(_WIDENINGS):
        if len(set(labels)) == len(labels):
            break
        step = places[1] - places[0]  # too fine for the unit's decimals: a wider axis tells more
        held += [places[0] - step, places[-1] + step]
        places = nice_ticks(held, from_zero=from_zero)
        labels = desk.teller.formatter.ticks(places, unit)
    return tuple(Tick(float(place), label) for place, label in zip(places, labels, strict=True))


def _chart(
    desk: Desk, name: str, result: KpiResult, points: Sequence[SeriesPoint], context: Sequence[SeriesPoint]
) -> LineChart:
    kpi, numbers = result.kpi, [point.value.number for point in (*points, *context)]
    values = [number for number in numbers if number is not None]
    last = points[-1]
    peak = _peak(points)
    marks = noted(desk, points) if bears_notes(desk, name, kpi.id) else ()
    before = context[-1] if context and context[-1].value.number is not None else None
    return LineChart(
        id=name,
        alt=_alt(desk, result, points, peak) + _alt_notes(desk, marks),
        points=tuple(_point(desk, result, points, place) for place in range(len(points))),
        annotations=marks,
        context=tuple(_float(point.value.number) for point in context),
        ticks=axis(desk, kpi.unit, values, from_zero=kpi.additive or kpi.unit is Unit.COUNT),
        end_label=plain(point_figure(desk, result, last)) if last.value.number is not None else "",
        context_label=()
        if before is None
        else (plain(point_figure(desk, result, before)), desk.teller.word("block.line.earlier")),
        peak=None if peak is None else Mark(peak, plain(point_figure(desk, result, points[peak]))),
    )


def bears_notes(desk: Desk, block: str, kpi: str) -> bool:
    """Whether a chart shows the client's notes: the report's first line does, and each whose finding names one."""
    lines = (plan for section in desk.kind.sections for plan in section.blocks if plan.kind == "line")
    drawn = (plan.id for plan in lines if any(desk.result(name) is not None for name in plan.names("kpi")))
    return block == next(drawn, block) or desk.finding("annotation", kpi) is not None


def noted(desk: Desk, points: Sequence[SeriesPoint]) -> tuple[Mark, ...]:
    """The client's dated notes within the chart's days, by date, each at the point that holds its day."""
    marks = tuple(
        Mark(place, note.text, desk.teller.formatter.date(note.date, DateStyle.MEDIUM))
        for note in sorted(desk.config.annotations, key=lambda one: one.date)
        for place, point in enumerate(points)
        if point.start <= note.date <= point.end
    )
    return marks[-_MOST_NOTES:]


def _alt_notes(desk: Desk, marks: Sequence[Mark]) -> str:
    """What a lone note says, which only the drawing shows; that there are several, which are printed below it."""
    if not marks:
        return ""
    if len(marks) == 1:
        note = desk.teller.name(f"{marks[0].date} {marks[0].label}")
        return plain(desk.teller.say("block.line.alt_note", note=note))
    return plain(desk.teller.say("block.line.alt_notes"))


def _point(desk: Desk, result: KpiResult, points: Sequence[SeriesPoint], place: int) -> LinePoint:
    point = points[place]
    tooltip = ""
    if point.value.number is not None:
        figure = plain(point_figure(desk, result, point))
        tooltip = f"{desk.teller.formatter.period(_period(desk, point), PeriodStyle.SHORT)}: {figure}"
    return LinePoint(
        label=period_label(desk, point),
        sublabel=_year(desk, points, place),
        value=_float(point.value.number),
        tooltip=tooltip,
        partial=point.partial,
    )


def _year(desk: Desk, points: Sequence[SeriesPoint], place: int) -> str:
    """The year under the first month, every January and the last month, where there is room for it."""
    if desk.state.period.kind is not PeriodKind.MONTH:
        return ""
    months = [point.start.month for point in points]
    end = len(points) - 1
    at_first = place == 0 and _JANUARY not in months[1:2]
    at_last = place == end and _JANUARY not in months[end - 1 : end]
    return str(points[place].start.year) if at_first or at_last or months[place] == _JANUARY else ""


def _peak(points: Sequence[SeriesPoint]) -> int | None:
    """The place of the highest point, unless it is the last, which is labelled anyway."""
    numbers = [(point.value.number, -place) for place, point in enumerate(points) if point.value.number is not None]
    place = -max(numbers)[1]
    return None if place >= len(points) - 2 else place


def _title(desk: Desk, result: KpiResult) -> Text:
    teller, words = desk.teller, desk.teller.kpi_words(result.kpi.id)
    year_ago = result.comparisons.get(Baseline.YEAR_AGO)
    held = year_ago if year_ago is not None and year_ago.change is not None else main_comparison(result.comparisons)
    if held is None or manner(held) == "from_none":
        return teller.say("block.line.from_none", **words, value=point_figure(desk, result, result.series[-1]))
    way = called(held)
    unclear = manner(held) == "unclear"
    against = _against(desk, result, held)
    if way not in (Direction.UP, Direction.DOWN):
        return teller.say("block.line.unclear" if unclear else "block.line.level", **words, baseline=against)
    figure = size_of_change(result, held, teller)
    return teller.say("block.line.above", **words, way=way.value, figure=figure, baseline=against)


def _against(desk: Desk, result: KpiResult, held: Comparison) -> Text:
    teller = desk.teller
    if held.baseline is Baseline.YEAR_AGO:
        return teller.say("block.line.last_year_days" if held.like_for_like else "block.line.last_year")
    if held.like_for_like:
        return teller.say("block.line.previous_days", period=teller.period(held.period, PeriodStyle.NAME))
    return baseline_name(result.kpi.id, held, teller)


def _subtitle(desk: Desk, result: KpiResult, points: Sequence[SeriesPoint], context: Sequence[SeriesPoint]) -> Text:
    teller, kind = desk.teller, desk.state.period.kind.value
    text = teller.say(
        "block.line.subtitle_year" if context else "block.line.subtitle",
        kpi=teller.kpi(result.kpi.id),
        unit=teller.word(f"per_period.{kind}"),
        kind=kind,
        sign=desk.comma_sign(result.kpi.unit),
        first=teller.period(_period(desk, points[0])),
        last=teller.period(_period(desk, points[-1])),
    )
    partial = teller.say("block.line.partial") if any(point.partial for point in points) else ()
    return (*text, *partial)


def _alt(desk: Desk, result: KpiResult, points: Sequence[SeriesPoint], peak: int | None) -> str:
    teller = desk.teller
    last = next(point for point in reversed(points) if point.value.number is not None)
    summit: Text = ()
    if peak is not None:
        summit = teller.say(
            "block.line.alt_peak",
            peak_value=point_figure(desk, result, points[peak]),
            peak=teller.period(_period(desk, points[peak])),
        )
    text = teller.say(
        "block.line.alt",
        kpi=teller.kpi(result.kpi.id),
        first=teller.period(_period(desk, points[0])),
        last=teller.period(_period(desk, points[-1])),
        last_value=point_figure(desk, result, last),
        unit=teller.word(f"per_period.{desk.state.period.kind.value}"),
        peak=summit,
    )
    return plain(text)


def _period(desk: Desk, point: SeriesPoint) -> Period:
    return Period(point.period, desk.state.period.kind, Span(point.start, point.end))


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
