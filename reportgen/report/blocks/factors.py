"""Why the lead figure moved, by the factors that it is the product of: a waterfall and the same split in figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from reportgen.charts.model import Step, Waterfall
from reportgen.comparisons.model import Baseline, Comparison, KpiResult
from reportgen.formatting import PeriodStyle, Style
from reportgen.insights.factors import Factor, FactorSplit, effect_fact, factor_split, rounded
from reportgen.insights.facts import PERCENT
from reportgen.insights.model import FactValue
from reportgen.narrative.baselines import baseline_head, baseline_name
from reportgen.narrative.model import Text, joined, plain, strong
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.model import Cell, ChartBlock, Column, Outcome, Row, Table
from reportgen.units import Direction, sentiment


@dataclass(frozen=True, slots=True)
class Effects:
    """A split as it is printed: effects rounded so that they add up to the printed change, and their decimals."""

    result: KpiResult
    comparison: Comparison
    split: FactorSplit
    rounded: tuple[Decimal, ...]
    total: Decimal
    decimals: int


def effects_of(desk: Desk, kpi: str) -> Effects | None:
    """The KPI's change on the previous period by its factors, ready to print; None where it cannot be split."""
    worth_reading = kpi in desk.asked or desk.config.kpis is not None  # in periods of this length
    result = desk.result(kpi) if worth_reading else None
    split = factor_split(desk.results, kpi)
    comparison = result.comparisons.get(Baseline.PREVIOUS) if result is not None else None
    if result is None or split is None or comparison is None or not split.change:
        return None
    exact = [factor.effect for factor in split.factors]
    decimals = desk.teller.formatter.decimals([split.now, split.before], result.kpi.unit)
    total = rounded([split.change], split.change, decimals)[0]
    return Effects(result, comparison, split, rounded(exact, total, decimals), total, decimals)


def waterfall(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The factors' effects as steps from the previous period to this one."""
    effects = effects_of(desk, plan.names("kpi")[0])
    if effects is None:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_factors"))
    teller, result = desk.teller, effects.result
    ends = list(accumulate(effects.rounded))
    steps = [
        Step(
            label=plain(teller.say(f"factor.{factor.id}.name")),
            sublabel=plain(
                teller.say(
                    "block.factors.moved", before=_value(desk, factor, now=False), now=_value(desk, factor, now=True)
                )
            ),
            value_label=plain(_effect(desk, effects, factor, effect)),
            start=float(end - effect),
            end=float(end),
            sentiment=sentiment(result.kpi.good, _way(effect)),
        )
        for factor, effect, end in zip(effects.split.factors, effects.rounded, ends, strict=True)
    ]
    baseline = plain(baseline_head(effects.comparison, teller))
    first = Step(baseline, teller.word("block.factors.base"), plain(_whole(desk, effects, now=False)), 0, 0)
    last = Step(
        plain(teller.period(desk.state.period, PeriodStyle.NAME)),
        plain(_whole(desk, effects, now=True)),
        plain(_total(desk, effects)),
        0,
        float(effects.total),
        total=True,
    )
    largest = max(range(len(steps)), key=lambda at: (abs(effects.rounded[at]), -at))
    alt = teller.say(
        "block.factors.alt",
        kpi=teller.kpi(result.kpi.id),
        period=teller.period(desk.state.period),
        baseline=baseline_name(result.kpi.id, effects.comparison, teller),
        parts=teller.join(
            teller.say(
                "member.with_share",
                member=teller.say(f"factor.{factor.id}.name"),
                share=_effect(desk, effects, factor, effect),
            )
            for factor, effect in zip(effects.split.factors, effects.rounded, strict=True)
        ),
    )
    chart = Waterfall(plan.id, plain(alt), (first, *steps, last))
    title = teller.say(
        "block.factors.title",
        kpi=teller.kpi(result.kpi.id),
        factor=teller.say(f"factor.{effects.split.factors[largest].id}.name"),
    )
    subtitle = teller.say(
        "block.factors.subtitle",
        kpi=teller.kpi(result.kpi.id),
        baseline=baseline_name(result.kpi.id, effects.comparison, teller),
        sign=desk.comma_sign(result.kpi.unit),
        base=_whole(desk, effects, now=False),
        total=_total(desk, effects),
    )
    return Made(ChartBlock(chart.id), title, subtitle, (chart,), ((result.kpi.id, None),))


def factor_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The same split in figures: each factor before and now, its change and its effect."""
    effects = effects_of(desk, plan.names("kpi")[0])
    if effects is None:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_factors"))
    teller, kpi = desk.teller, effects.result.kpi
    rows = [
        Row(
            (
                Cell(joined([*teller.say(_sign(factor)), *name]) if at else name),
                Cell(_value(desk, factor, now=False)),
                Cell(_value(desk, factor, now=True)),
                Cell(_relative(desk, effects, factor)),
                Cell(_effect(desk, effects, factor, effect, style=Style.TABLE)),
            )
        )
        for at, (factor, effect) in enumerate(zip(effects.split.factors, effects.rounded, strict=True))
        for name in [teller.say(f"factor.{factor.id}.name")]
    ]
    change = effects.comparison.relative
    relative = FactValue(change, PERCENT, effects.comparison.period) if change is not None else None
    whole = (
        joined([*teller.say("block.factors.equals"), *teller.kpi(kpi.id)]),
        _whole(desk, effects, now=False),
        _whole(desk, effects, now=True),
        teller.figure(f"{kpi.id}.previous.relative", relative, sign=True) if relative else (),
        _total(desk, effects, style=Style.TABLE),
    )
    columns = (
        Column(teller.word("block.factors.factor"), numeric=False),
        Column(plain(baseline_head(effects.comparison, teller))),
        Column(plain(teller.period(desk.state.period, PeriodStyle.NAME))),
        Column(teller.word("table.change")),
        Column(plain(teller.say("block.factors.effect", kpi=teller.kpi(kpi.id))), desk.sign(kpi.unit)),
    )
    table = Table(columns, (*rows, Row(tuple(Cell(strong(text)) for text in whole), total=True)))
    subtitle = teller.say(f"block.factors.formula.{effects.split.formula}", kpi=teller.kpi(kpi.id))
    return Made(table, teller.say("block.factors.table", kpi=teller.kpi(kpi.id)), subtitle)


def factors_heading(desk: Desk, kpi: str) -> Text:
    """What moved the figure its way added, and what worked against it took back."""
    effects = effects_of(desk, kpi)
    if effects is None:
        return ()
    teller, rises = desk.teller, effects.total > 0
    sides: dict[bool, list[tuple[Factor, Decimal]]] = {True: [], False: []}
    for factor, effect in zip(effects.split.factors, effects.rounded, strict=True):
        if effect:
            sides[(effect > 0) == rises].append((factor, effect))
    if not sides[True]:
        return ()

    def words(side: bool) -> Text:  # noqa: FBT001
        return teller.join(teller.say(f"factor.{factor.id}.{_way(effect).value}") for factor, effect in sides[side])

    def amount(side: bool) -> Text:  # noqa: FBT001
        total = sum((effect for _, effect in sides[side]), Decimal(0))
        fact = FactValue(total, effects.result.kpi.unit.value, effects.comparison.period)
        name = "with" if side else "against"
        return teller.figure(f"{kpi}.factors.{name}", fact, size=True, decimals=effects.decimals)

    return teller.say(
        "heading.factors.both" if sides[False] else "heading.factors.one",
        way=_way(effects.total).value,
        kpi=teller.kpi(kpi),
        drivers=words(True),
        amount=amount(True),
        detractors=words(False) if sides[False] else (),
        counter=amount(False) if sides[False] else (),
    )


def _way(amount: Decimal) -> Direction:
    return Direction.UP if amount > 0 else Direction.DOWN if amount < 0 else Direction.FLAT


def _sign(factor: Factor) -> str:
    return f"block.factors.{'minus' if factor.minus else 'over' if factor.inverse else 'times'}"


def _value(desk: Desk, factor: Factor, *, now: bool) -> Text:
    """A factor's value, in the unit of the KPI that it is like."""
    number, side = (factor.now, "current") if now else (factor.before, "previous")
    return desk.teller.figure(f"factor.{factor.id}.{side}", FactValue(number, factor.unit.value))


def _relative(desk: Desk, effects: Effects, factor: Factor) -> Text:
    change = FactValue(factor.now / factor.before - 1, PERCENT, effects.comparison.period)
    return desk.teller.figure(f"factor.{factor.id}.relative", change, sign=True)


def _effect(desk: Desk, effects: Effects, factor: Factor, effect: Decimal, *, style: Style = Style.TEXT) -> Text:
    fact = FactValue(effect, effects.result.kpi.unit.value, effects.comparison.period)
    return desk.teller.figure(
        effect_fact(effects.result.kpi.id, factor.id), fact, sign=True, decimals=effects.decimals, style=style
    )


def _total(desk: Desk, effects: Effects, *, style: Style = Style.TEXT) -> Text:
    fact = FactValue(effects.split.change, effects.result.kpi.unit.value, effects.comparison.period)
    return desk.teller.figure(
        f"{effects.result.kpi.id}.previous.change", fact, sign=True, decimals=effects.decimals, style=style
    )


def _whole(desk: Desk, effects: Effects, *, now: bool) -> Text:
    kpi = effects.result.kpi
    number = effects.split.now if now else effects.split.before
    side = "current" if now else "previous.value"
    period = desk.state.period.id if now else effects.comparison.period
    return desk.teller.figure(f"{kpi.id}.{side}", FactValue(number, kpi.unit.value, period))
