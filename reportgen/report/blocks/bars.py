"""Members of a dimension as bars: charts of values and charts of changes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.charts.model import Bar, BarChart, DivergingChart
from reportgen.comparisons.model import Baseline, KpiResult
from reportgen.insights.contributions import Split, split_of
from reportgen.insights.facts import PERCENT, change_unit
from reportgen.insights.model import FactValue
from reportgen.insights.scope import main_comparison
from reportgen.narrative.baselines import baseline_name
from reportgen.narrative.model import Text, plain
from reportgen.report.desk import Desk, Made, Missing, named, pick
from reportgen.report.kind import BlockPlan
from reportgen.report.members import MemberRow, members
from reportgen.report.model import ChartBlock, Outcome
from reportgen.units import Direction, Sentiment, sentiment

_MOST = 8
_A_RANGE = 3  # members from which on the lowest is worth naming


def bars(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """Members by value, largest first, with the period before as a tick and the change at the right."""
    asked = desk.divided(plan)
    if isinstance(asked, Missing):
        return asked
    result, dimension = asked
    among, choice = _largest(desk, plan, dimension)
    found = members(result, dimension, desk.teller, _most(plan), among=among)
    rows = [row for row in found.rows if row.value is not None]
    if not rows:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_dimension"))
    decimals = desk.teller.formatter.decimals([row.value for row in rows if row.value is not None], result.kpi.unit)
    comparison = main_comparison(result.comparisons)
    baseline = comparison.baseline if comparison is not None else None
    title, accent = _title(desk, result, dimension, rows)
    unit = result.kpi.unit
    drawn = tuple(
        Bar(
            label=plain(row.label),
            value=float(row.value or 0),
            value_label=plain(_value(desk, result, row, decimals)),
            before=_before(row, baseline),
            note=_change(desk, result, row, baseline, decimals),
            accent=row.key == accent and not row.others,
        )
        for row in rows
    )
    teller = desk.teller
    subtitle = teller.say(
        "block.bars.subtitle" if comparison is None else "block.bars.subtitle_before",
        kpi=teller.kpi(result.kpi.id),
        dimension=teller.dimension(dimension),
        period=teller.period(desk.state.period),
        sign=desk.comma_sign(unit),
        baseline=() if comparison is None else baseline_name(result.kpi.id, comparison, teller),
    )
    alt = teller.say(
        "block.bars.alt",
        kpi=teller.kpi(result.kpi.id),
        dimension=teller.dimension(dimension),
        period=teller.period(desk.state.period),
        members=_listed(desk, [(row.label, _value(desk, result, row, decimals)) for row in rows]),
    )
    chart = BarChart(plan.id, plain(alt), drawn)
    return Made(ChartBlock(chart.id), title, (*subtitle, *choice), (chart,), ((result.kpi.id, dimension),))


def _largest(desk: Desk, plan: BlockPlan, dimension: str) -> tuple[frozenset[str | None] | None, Text]:
    """The members with the most of another KPI (``largest``), and the words for it where some are left out."""
    other = desk.result(str(plan.options.get("largest", "")))
    if other is None or dimension not in other.segments:
        return None, ()
    known = [segment for segment in other.segments[dimension] if segment.value.number]
    ordered = sorted(known, key=lambda one: (-(one.value.number or 0), one.key is None, one.key or ""))
    chosen = frozenset(segment.key for segment in ordered[: _most(plan)])
    if len(ordered) <= len(chosen):
        return chosen, ()
    count = desk.teller.count(f"{plan.id}.members", len(chosen))
    return chosen, desk.teller.say("block.bars.largest", count=count, kpi=desk.teller.kpi(other.kpi.id))


def contributions(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """What each member added to the change, on one scale for all such charts of the KPI."""
    result = desk.first(plan)
    if isinstance(result, Missing):
        return result
    by = plan.options.get("by")
    split = desk.fitting(by, lambda name: split_of(result, name, desk.thresholds) is not None)
    comparison, dimension = main_comparison(result.comparisons), pick(by, split)
    if comparison is None or dimension is None:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_change"))
    baseline, teller = comparison.baseline, desk.teller
    parts = split_of(result, dimension, desk.thresholds)
    assert parts is not None  # noqa: S101  # chosen since it has one
    rows = _by_change(desk, result, dimension, baseline, _most(plan))
    told = {member.key for member in parts.drivers + parts.detractors}
    decimals = desk.teller.formatter.decimals([row.against(baseline).change or 0 for row in rows], result.kpi.unit)
    chart = DivergingChart(
        id=plan.id,
        alt=_alt_of_changes(
            desk,
            result,
            dimension,
            baseline_name(result.kpi.id, comparison, teller),
            [(row.label, _signed(desk, result, row, baseline, decimals)) for row in rows],
        ),
        bars=tuple(_bar_of_change(desk, result, row, baseline, told, decimals) for row in rows),
        extent=_extent(desk, result, split, baseline, _most(plan)),
    )
    subtitle = teller.say("block.contributions.subtitle_again")
    if by in (None, 1) or named(by):  # a chart by a further place stands below one that says all this
        subtitle = teller.say(
            "block.contributions.subtitle",
            kpi=teller.kpi(result.kpi.id),
            baseline=baseline_name(result.kpi.id, comparison, teller),
            sign=desk.comma_sign(result.kpi.unit),
        )
    return Made(
        ChartBlock(chart.id),
        _title_of_changes(desk, dimension, parts),
        subtitle,
        (chart,),
        ((result.kpi.id, dimension),),
    )


def _most(plan: BlockPlan) -> int:
    return int(plan.options.get("most", _MOST))


def _value(desk: Desk, result: KpiResult, row: MemberRow, decimals: int) -> Text:
    fact = FactValue(row.value or Decimal(0), result.kpi.unit.value, desk.state.period.id)
    return desk.teller.figure(f"{row.prefix}.current", fact, decimals=desk.teller.shared(decimals, result.kpi.unit))


def _before(row: MemberRow, baseline: Baseline | None) -> float | None:
    value = row.against(baseline).value if baseline is not None else None
    return None if value is None else float(value)


def _change(desk: Desk, result: KpiResult, row: MemberRow, baseline: Baseline | None, decimals: int) -> str:
    """The member's change with its sign, in the KPI's unit or in points."""
    change = row.against(baseline).change if baseline is not None else None
    if change is None or baseline is None:
        return ""
    return plain(_signed(desk, result, row, baseline, decimals))


def _signed(desk: Desk, result: KpiResult, row: MemberRow, baseline: Baseline, decimals: int) -> Text:
    fact = FactValue(row.against(baseline).change or Decimal(0), change_unit(result.kpi.unit))
    shared = desk.teller.shared(decimals, result.kpi.unit)
    return desk.teller.figure(f"{row.prefix}.{baseline.value}.change", fact, sign=True, decimals=shared)


def _listed(desk: Desk, pairs: Sequence[tuple[Text, Text]]) -> Text:
    say = desk.teller.say
    return desk.teller.join(say("member.with_share", member=name, share=figure) for name, figure in pairs)


def _title(desk: Desk, result: KpiResult, dimension: str, rows: Sequence[MemberRow]) -> tuple[Text, str | None]:
    """The finding of a bar chart and the member that it is about."""
    teller, kpi = desk.teller, result.kpi.id
    parts = split_of(result, dimension, desk.thresholds)
    if parts is not None and parts.drivers:
        driver = parts.drivers[0]
        share = driver.change / parts.change
        fact = FactValue(share, PERCENT, desk.state.period.id)
        title = teller.say(
            "block.bars.driver" if share <= 1 else "block.bars.driver_over",
            member=teller.member(driver.key),
            share=teller.figure(f"{kpi}.{dimension}[{driver.key or ''}].change_share", fact, decimals=0),
            way=Direction.UP.value if parts.change > 0 else Direction.DOWN.value,
        )
        return title, driver.key
    top = next((row for row in rows if not row.others), rows[0])
    if not result.kpi.additive or not result.value.number:
        key = "block.bars.highest" if len(rows) < _A_RANGE else "block.bars.range"
        return teller.say(key, member=top.label, last=rows[-1].label, kpi=teller.kpi(kpi)), top.key
    fact = FactValue((top.value or Decimal(0)) / result.value.number, PERCENT, desk.state.period.id)
    title = teller.say(
        "block.bars.leader",
        member=top.label,
        share=teller.figure(f"{top.prefix}.share", fact, decimals=0),
        kpi=teller.kpi(kpi),
    )
    return title, top.key


def _by_change(desk: Desk, result: KpiResult, dimension: str, baseline: Baseline, most: int) -> list[MemberRow]:
    """The members that moved most, from the largest gain to the largest loss."""
    found = members(result, dimension, desk.teller, most, by_change=baseline).rows
    with_change = [row for row in found if row.against(baseline).change is not None]
    return sorted(with_change, key=lambda row: (row.others, -(row.against(baseline).change or 0)))


def _bar_of_change(
    desk: Desk, result: KpiResult, row: MemberRow, baseline: Baseline, named: set[str | None], decimals: int
) -> Bar:
    held = row.against(baseline)
    change = held.change or Decimal(0)
    relative = ""
    if held.relative is not None:
        fact = FactValue(held.relative, PERCENT)
        relative = plain(desk.teller.figure(f"{row.prefix}.{baseline.value}.relative", fact, sign=True))
    way = Direction.UP if change > 0 else Direction.DOWN if change < 0 else Direction.FLAT
    is_named = row.key in named and not row.others
    return Bar(
        label=plain(row.label),
        value=float(change),
        value_label=plain(_signed(desk, result, row, baseline, decimals)),
        note=relative,
        sentiment=sentiment(result.kpi.good, way) if is_named else Sentiment.NEUTRAL,
    )


def _extent(
    desk: Desk, result: KpiResult, dimensions: Sequence[str], baseline: Baseline, most: int
) -> tuple[float, float]:
    """The lowest and highest change of all the charts, with zero."""
    changes = [
        row.against(baseline).change or Decimal(0)
        for dimension in dimensions
        for row in _by_change(desk, result, dimension, baseline, most)
    ]
    return float(min([Decimal(0), *changes])), float(max([Decimal(0), *changes]))


def _title_of_changes(desk: Desk, dimension: str, parts: Split) -> Text:
    rising = parts.drivers if parts.change > 0 else parts.detractors
    falling = parts.detractors if parts.change > 0 else parts.drivers
    key = {(True, True): "both", (True, False): "up", (False, True): "down", (False, False): "spread"}
    return desk.teller.say(
        f"block.contributions.{key[bool(rising), bool(falling)]}",
        dimension=desk.teller.dimension(dimension),
        up=desk.teller.member(rising[0].key) if rising else (),
        down=desk.teller.member(falling[0].key) if falling else (),
    )


def _alt_of_changes(
    desk: Desk, result: KpiResult, dimension: str, baseline: Text, pairs: Sequence[tuple[Text, Text]]
) -> str:
    text = desk.teller.say(
        "block.contributions.alt",
        kpi=desk.teller.kpi(result.kpi.id),
        dimension=desk.teller.dimension(dimension),
        period=desk.teller.period(desk.state.period),
        baseline=baseline,
        members=_listed(desk, pairs),
    )
    return plain(text)
