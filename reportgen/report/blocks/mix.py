"""The mix: each member's share of a KPI now, in the period before and a year ago, as bars of one length."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.charts.donut import MOST as MOST_SLICES
from reportgen.charts.model import Chart, DonutChart, Slice, StackedChart, StackedRow
from reportgen.comparisons.model import Baseline, KpiResult
from reportgen.formatting import PeriodStyle, Style
from reportgen.insights.facts import PERCENT, POINTS
from reportgen.insights.model import FactValue
from reportgen.narrative.model import Text, plain
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.members import MemberRow, members
from reportgen.report.model import ChartBlock, Outcome

_MOST = 5
_MOST_BARS = 8
_SHIFT = Decimal("0.01")  # a share that moved by less is level
_BASELINES = (Baseline.PREVIOUS, Baseline.YEAR_AGO)


def mix(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The shares of the largest members, titled by the share that moved most.

    ``shape: donut`` draws this period alone as a ring of at most five parts; else bars for the periods before, too.
    """
    asked = desk.divided(plan)
    if isinstance(asked, Missing):
        return asked
    result, dimension = asked
    is_ring = plan.options.get("shape") == "donut"
    most = min(int(plan.options.get("most", _MOST)), MOST_SLICES - 1 if is_ring else _MOST_BARS)
    rows = members(result, dimension, desk.teller, most).rows
    if not result.kpi.additive or any((row.value or 0) < 0 for row in rows) or not sum(row.value or 0 for row in rows):
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_mix"))
    windows: list[tuple[Baseline | None, list[Decimal]]] = [(None, [row.value or Decimal(0) for row in rows])]
    for baseline in _BASELINES:
        values = [row.against(baseline).value or Decimal(0) for row in rows]
        if baseline in result.comparisons and min(values) >= 0 and sum(values) > 0:
            windows.append((baseline, values))
    teller = desk.teller
    title, accent = _title(desk, result, rows, windows)
    said = [
        teller.say("member.with_share", member=row.label, share=_share(desk, row, None, share))
        for row, share in zip(rows, _shares(windows[0][1]), strict=True)
    ]
    alt = teller.say(
        "block.mix.alt_ring" if is_ring else "block.mix.alt",
        kpi=teller.kpi(result.kpi.id),
        dimension=teller.dimension(dimension),
        period=teller.period(desk.state.period),
        members=teller.join(said),
    )
    bars = tuple(_bar(desk, result, rows, baseline, values) for baseline, values in windows)
    chart: Chart = StackedChart(plan.id, plain(alt), tuple(plain(row.label) for row in rows), bars, accent)
    if is_ring:
        chart = _ring(desk, plan.id, plain(alt), result, rows, windows[0][1], accent)
    subtitle = teller.say(
        "block.mix.subtitle_now" if is_ring else "block.mix.subtitle",
        kpi=teller.kpi(result.kpi.id),
        dimension=teller.dimension(dimension),
        period=teller.period(desk.state.period),
        days="no" if desk.state.complete else "yes",
    )
    return Made(ChartBlock(chart.id), title, subtitle, (chart,), ((result.kpi.id, dimension),))


def _ring(
    desk: Desk,
    identifier: str,
    alt: str,
    result: KpiResult,
    rows: Sequence[MemberRow],
    values: Sequence[Decimal],
    accent: int | None,
) -> DonutChart:
    """This period's shares around the whole."""
    slices = tuple(
        Slice(plain(row.label), float(value), plain(_share(desk, row, None, share)))
        for row, value, share in zip(rows, values, _shares(values), strict=True)
    )
    fact = FactValue(result.value.number or Decimal(0), result.kpi.unit.value, desk.state.period.id)
    whole = desk.teller.figure(f"{result.kpi.id}.current", fact, style=Style.CARD)
    return DonutChart(identifier, alt, slices, plain(whole), plain(desk.teller.kpi(result.kpi.id)), accent)


def _shares(values: Sequence[Decimal]) -> list[Decimal]:
    whole = sum(values, Decimal(0))
    return [value / whole for value in values]


def _bar(
    desk: Desk, result: KpiResult, rows: Sequence[MemberRow], baseline: Baseline | None, values: Sequence[Decimal]
) -> StackedRow:
    period = desk.state.period.id if baseline is None else result.comparisons[baseline].period
    labels = [plain(_share(desk, row, baseline, share)) for row, share in zip(rows, _shares(values), strict=True)]
    name = desk.teller.period(period, PeriodStyle.SHORT)
    return StackedRow(plain(name), tuple(float(value) for value in values), tuple(labels))


def _share(desk: Desk, row: MemberRow, baseline: Baseline | None, share: Decimal) -> Text:
    name = "mix" if baseline is None else f"{baseline.value}.mix"
    return desk.teller.figure(f"{row.prefix}.{name}", FactValue(share, PERCENT), decimals=0)


def _title(
    desk: Desk,
    result: KpiResult,
    rows: Sequence[MemberRow],
    windows: Sequence[tuple[Baseline | None, Sequence[Decimal]]],
) -> tuple[Text, int | None]:
    """The member whose share moved most since the first baseline, else the one with the largest share."""
    teller, now = desk.teller, _shares(windows[0][1])
    named = [at for at, row in enumerate(rows) if not row.others]
    baseline = windows[1][0] if len(windows) > 1 else None
    if baseline is not None:
        moves = [share - before for share, before in zip(now, _shares(windows[1][1]), strict=True)]
        most = max(named, key=lambda at: (abs(moves[at]), -at))
        if abs(moves[most]) >= _SHIFT:
            fact = FactValue(moves[most], POINTS)
            title = teller.say(
                "block.mix.shift",
                member=rows[most].label,
                way="up" if moves[most] > 0 else "down",
                share=_share(desk, rows[most], None, now[most]),
                figure=teller.figure(f"{rows[most].prefix}.mix.{baseline.value}.change", fact, size=True, decimals=1),
                kpi=teller.kpi(result.kpi.id),
            )
            return title, most
    top = max(named, key=lambda at: (now[at], -at))
    title = teller.say(
        "block.bars.leader",
        member=rows[top].label,
        share=_share(desk, rows[top], None, now[top]),
        kpi=teller.kpi(result.kpi.id),
    )
    return title, top
