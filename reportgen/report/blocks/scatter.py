"""Members of a KPI against another measure of theirs: spend against its return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10

from reportgen.charts.model import Place, ScatterChart, Tick
from reportgen.comparisons.model import KpiResult
from reportgen.insights.facts import member_prefix
from reportgen.insights.model import FactValue
from reportgen.narrative.model import Text, plain
from reportgen.report.blocks.line import axis
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.model import ChartBlock, Outcome
from reportgen.units import Direction, Sentiment, Unit, sentiment

_MOST = 12
_LEAST = 3  # members that make a picture
_WIDE = Decimal(8)  # times the lowest, from which on a linear scale would press the others together
_ROUND = (Decimal(1), Decimal(2), Decimal(5))
_MUCH = Decimal("0.1")  # of the whole, from which on a member is worth naming
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Member:
    """A member with both figures; ``prefix`` and ``against`` begin the ids of its facts."""

    key: str | None
    label: Text
    y: Decimal
    x: Decimal
    prefix: str
    against: str


def scatter(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The members with the most of ``against``, placed by it and by the KPI; a line at the KPI's value in all."""
    asked, other = desk.divided(plan), desk.result(str(plan.options.get("against", "")))
    if isinstance(asked, Missing):
        return asked
    result, dimension = asked
    if other is None or dimension not in other.segments:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_dimension"))
    found = _members(desk, result, other, dimension, int(plan.options.get("most", _MOST)))
    if len(found) < _LEAST:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_dimension"))
    teller, whole = desk.teller, result.value.number or _ZERO
    named = _named(result, other, found, whole)
    logarithmic = min(member.y for member in found) > 0 and max(member.y for member in found) >= _WIDE * min(
        [whole, *(member.y for member in found)]
    )
    places = tuple(
        Place(
            plain(member.label),
            float(member.x),
            _height(member.y, logarithmic=logarithmic),
            plain(_figure(desk, member.against, member.x, other)),
            plain(_figure(desk, member.prefix, member.y, result)),
            accent=member.key in named,
            sentiment=named.get(member.key, Sentiment.NEUTRAL),
        )
        for member in found
    )
    values = [member.y for member in found] + [whole]
    level = teller.say(
        "block.scatter.all", figure=teller.figure(f"{result.kpi.id}.current", FactValue(whole, result.kpi.unit.value))
    )
    said = [
        teller.say(
            "block.scatter.member",
            member=member.label,
            x=_figure(desk, member.against, member.x, other),
            y=_figure(desk, member.prefix, member.y, result),
        )
        for member in found
    ]
    words = {"y": teller.kpi(result.kpi.id), "x": teller.kpi(other.kpi.id), "dimension": teller.dimension(dimension)}
    chart = ScatterChart(
        id=plan.id,
        alt=plain(
            teller.say("block.scatter.alt", **words, period=teller.period(desk.state.period), members=teller.join(said))
        ),
        places=places,
        x_ticks=axis(desk, other.kpi.unit, [member.x for member in found], from_zero=True),
        y_ticks=_logarithmic(desk, values, result.kpi.unit)
        if logarithmic
        else axis(desk, result.kpi.unit, values, from_zero=True),
        x_title=f"{plain(teller.kpi(other.kpi.id))}{desk.comma_sign(other.kpi.unit)}",
        y_title=f"{plain(teller.kpi(result.kpi.id))}{desk.comma_sign(result.kpi.unit)}",
        level=Tick(_height(whole, logarithmic=logarithmic), plain(level)) if not logarithmic or whole > 0 else None,
    )
    subtitle = teller.say(
        "block.scatter.subtitle_log" if logarithmic else "block.scatter.subtitle",
        **words,
        period=teller.period(desk.state.period),
    )
    title = _title(desk, result, other, found, named)
    return Made(ChartBlock(chart.id), title, subtitle, (chart,), ((result.kpi.id, dimension),))


def _members(desk: Desk, result: KpiResult, other: KpiResult, dimension: str, most: int) -> list[_Member]:
    """The members with both figures, those with the most of the other measure first."""
    amounts = {segment.key: segment.value.number for segment in other.segments[dimension]}
    found = [
        _Member(
            segment.key,
            desk.teller.member(segment.key),
            segment.value.number,
            amount,
            f"{member_prefix(result.kpi.id, dimension, segment.key)}.current",
            f"{member_prefix(other.kpi.id, dimension, segment.key)}.current",
        )
        for segment in result.segments[dimension]
        if segment.key and segment.value.number is not None and (amount := amounts.get(segment.key))
    ]
    return sorted(found, key=lambda member: (-member.x, member.key or ""))[:most]


def _named(
    result: KpiResult, other: KpiResult, found: Sequence[_Member], whole: Decimal
) -> dict[str | None, Sentiment]:
    """The best and the worst of those with a fair part of the other measure, on their sides of the whole."""
    least = _MUCH * (other.value.number or _ZERO)
    fair = [member for member in found if member.x >= least]
    if not fair:
        return {}
    low, high = min(fair, key=lambda member: member.y), max(fair, key=lambda member: member.y)
    named: dict[str | None, Sentiment] = {}
    if high.y > whole:
        named[high.key] = sentiment(result.kpi.good, Direction.UP)
    if low.y < whole:
        named[low.key] = sentiment(result.kpi.good, Direction.DOWN)
    return named


def _title(
    desk: Desk, result: KpiResult, other: KpiResult, found: Sequence[_Member], named: dict[str | None, Sentiment]
) -> Text:
    """The member that is worse than the whole, by both its figures; else the best; else both measures' names."""
    order = (Sentiment.UNFAVOURABLE, Sentiment.FAVOURABLE, Sentiment.NEUTRAL)
    chosen = next((one for wanted in order for one in found if named.get(one.key) is wanted), None)
    teller = desk.teller
    if chosen is None:
        return teller.say("block.scatter.plain", y=teller.kpi(result.kpi.id), x=teller.kpi(other.kpi.id))
    return teller.say(
        "block.scatter.title",
        member=chosen.label,
        x=_figure(desk, chosen.against, chosen.x, other),
        other=teller.kpi(other.kpi.id),
        y=_figure(desk, chosen.prefix, chosen.y, result),
        kpi=teller.kpi(result.kpi.id),
    )


def _figure(desk: Desk, fact: str, number: Decimal, result: KpiResult) -> Text:
    return desk.teller.figure(fact, FactValue(number, result.kpi.unit.value, desk.state.period.id))


def _height(value: Decimal, *, logarithmic: bool) -> float:
    return log10(value) if logarithmic else float(value)


def _logarithmic(desk: Desk, values: Sequence[Decimal], unit: Unit) -> tuple[Tick, ...]:
    """1, 2, 5, 10, … around the values, at their logarithms."""
    low, high = min(value for value in values if value > 0), max(values)
    powers = range(low.adjusted() - 1, high.adjusted() + 2)
    steps = [factor.scaleb(power) for power in powers for factor in _ROUND]
    first = max(at for at, step in enumerate(steps) if step <= low)
    last = min(at for at, step in enumerate(steps) if step >= high)
    percent = 2 if unit is Unit.RATE else 0
    return tuple(
        Tick(log10(step), desk.teller.formatter.value(step, unit, decimals=max(0, -step.adjusted() - percent)))
        for step in steps[first : last + 1]
    )
