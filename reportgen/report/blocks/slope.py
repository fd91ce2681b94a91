"""Members from the period before to this one: a slope each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.charts.model import Slope, SlopeChart
from reportgen.comparisons.model import Baseline, Comparison, KpiResult
from reportgen.formatting import PeriodStyle
from reportgen.insights.facts import change_unit
from reportgen.insights.model import FactValue
from reportgen.insights.scope import main_comparison
from reportgen.narrative.model import Text, plain
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.members import MemberRow, members
from reportgen.report.model import ChartBlock, Outcome
from reportgen.units import Direction, Sentiment, sentiment

_MOST = 6
_LEAST = 2
_ZERO = Decimal(0)


def slope(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The largest members' values before and now, titled by the one that moved most."""
    asked = desk.divided(plan)
    if isinstance(asked, Missing):
        return asked
    result, dimension = asked
    comparison = main_comparison(result.comparisons)
    if comparison is None:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_change"))
    baseline = comparison.baseline
    rows = [
        row
        for row in members(result, dimension, desk.teller, int(plan.options.get("most", _MOST))).rows
        if row.value is not None and row.against(baseline).value is not None and not row.others
    ]
    if len(rows) < _LEAST:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_dimension"))
    teller = desk.teller
    most = max(range(len(rows)), key=lambda at: (abs(rows[at].against(baseline).change or _ZERO), -at))
    decimals = _decimals(desk, result, rows, baseline)
    drawn = tuple(
        Slope(
            plain(row.label),
            float(row.against(baseline).value or 0),
            float(row.value or 0),
            plain(_before(desk, result, row, comparison, decimals)),
            plain(_now(desk, result, row, decimals)),
            accent=at == most,
            sentiment=_means(result, row, baseline) if at == most else Sentiment.NEUTRAL,
        )
        for at, row in enumerate(rows)
    )
    said = [
        teller.say(
            "block.slope.member",
            member=row.label,
            before=_before(desk, result, row, comparison, decimals),
            now=_now(desk, result, row, decimals),
        )
        for row in rows
    ]
    words = {"kpi": teller.kpi(result.kpi.id), "dimension": teller.dimension(dimension)}
    periods = {"before": teller.period(comparison.period), "period": teller.period(desk.state.period)}
    chart = SlopeChart(
        plan.id,
        plain(teller.say("block.slope.alt", **words, **periods, members=teller.join(said))),
        drawn,
        (
            plain(teller.period(comparison.period, PeriodStyle.SHORT)),
            plain(teller.period(desk.state.period, PeriodStyle.SHORT)),
        ),
    )
    subtitle = teller.say("block.slope.subtitle", **words, sign=desk.comma_sign(result.kpi.unit))
    title = _title(desk, result, rows[most], comparison, decimals)
    return Made(ChartBlock(chart.id), title, subtitle, (chart,), ((result.kpi.id, dimension),))


def _decimals(desk: Desk, result: KpiResult, rows: Sequence[MemberRow], baseline: Baseline) -> int:
    values = [value for row in rows for value in (row.value, row.against(baseline).value) if value is not None]
    return desk.teller.formatter.decimals(values, result.kpi.unit)


def _now(desk: Desk, result: KpiResult, row: MemberRow, decimals: int) -> Text:
    fact = FactValue(row.value or _ZERO, result.kpi.unit.value, desk.state.period.id)
    return desk.teller.figure(f"{row.prefix}.current", fact, decimals=desk.teller.shared(decimals, result.kpi.unit))


def _before(desk: Desk, result: KpiResult, row: MemberRow, comparison: Comparison, decimals: int) -> Text:
    fact = FactValue(row.against(comparison.baseline).value or _ZERO, result.kpi.unit.value, comparison.period)
    name = f"{row.prefix}.{comparison.baseline.value}.value"
    return desk.teller.figure(name, fact, decimals=desk.teller.shared(decimals, result.kpi.unit))


def _way(row: MemberRow, baseline: Baseline) -> Direction:
    change = row.against(baseline).change or _ZERO
    return Direction.UP if change > 0 else Direction.DOWN if change < 0 else Direction.FLAT


def _means(result: KpiResult, row: MemberRow, baseline: Baseline) -> Sentiment:
    return sentiment(result.kpi.good, _way(row, baseline))


def _title(desk: Desk, result: KpiResult, row: MemberRow, comparison: Comparison, decimals: int) -> Text:
    """The member that moved most, by how much in the decimals of the figures drawn."""
    teller, baseline = desk.teller, comparison.baseline
    way = _way(row, baseline)
    if way is Direction.FLAT:
        return teller.say("block.slope.flat", kpi=teller.kpi(result.kpi.id))
    fact = FactValue(row.against(baseline).change or _ZERO, change_unit(result.kpi.unit))
    figure = teller.figure(
        f"{row.prefix}.{baseline.value}.change", fact, size=True, decimals=teller.shared(decimals, result.kpi.unit)
    )
    return teller.say("block.slope.title", member=row.label, way=way.value, figure=figure)
