"""Experiments: each variant against its control, as an interval around zero and as a table with the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.charts.model import IntervalChart, IntervalRow, Tick
from reportgen.formatting import Style
from reportgen.insights.facts import PERCENT, POINTS
from reportgen.insights.model import FactValue
from reportgen.kpis.experiments import Against, Experiment, Variant, Verdict
from reportgen.narrative.model import Text, plain
from reportgen.report.desk import DASH, Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.model import Cell, ChartBlock, Column, Outcome, Row, Table
from reportgen.report.ticks import nice_ticks
from reportgen.units import Sentiment, Unit

_MOST = 8  # variants drawn
_FACT = "experiment"
_MEANS = {Verdict.BETTER: Sentiment.FAVOURABLE, Verdict.WORSE: Sentiment.UNFAVOURABLE}


def experiment_intervals(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The difference of each variant's rate from its control's, with its interval."""
    pairs = [
        (experiment, variant, against)
        for experiment in desk.results.experiments
        for variant in experiment.variants
        if (against := variant.against) is not None and against.interval is not None
    ][: int(plan.options.get("most", _MOST))]
    if not pairs:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_experiments"))
    teller = desk.teller
    rows = tuple(_interval(desk, *pair) for pair in pairs)
    ends = [Decimal(repr(end)) for row in rows for end in (row.low, row.high)]
    places = nice_ticks(ends)
    ticks = tuple(
        Tick(float(place), teller.formatter.points(place, sign=bool(place), decimals=_decimals(places)))
        for place in places
    )
    said = [
        teller.say(
            "member.with_share", member=_name(desk, one, variant), share=_difference(desk, one, variant, against)
        )
        for one, variant, against in pairs
    ]
    alt = teller.say("block.experiments.alt", period=teller.period(desk.state.period), variants=teller.join(said))
    chart = IntervalChart(plan.id, plain(alt), rows, ticks)
    level = FactValue(Decimal(repr(pairs[0][0].confidence)), PERCENT)
    several = len({experiment.confidence for experiment, _, _ in pairs}) > 1
    subtitle = teller.say(
        "block.experiments.subtitle_levels" if several else "block.experiments.subtitle",
        level=teller.figure(f"{_FACT}.level", level, decimals=0),
    )
    return Made(ChartBlock(chart.id), _clearest(desk, pairs), subtitle, (chart,))


def experiment_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """Every variant: visitors, conversions, rate, difference from the control, verdict."""
    del plan
    if not desk.results.experiments:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_experiments"))
    word = desk.teller.word
    columns = (
        Column(word("block.experiments.variant"), numeric=False),
        Column(word("block.experiments.visitors")),
        Column(word("block.experiments.conversions")),
        Column(word("block.experiments.rate"), "%"),
        Column(word("block.experiments.difference"), desk.teller.formatter.mark(Unit.RATE, points=True)),
        Column(word("block.experiments.verdict"), numeric=False),
    )
    rows: list[Row] = []
    for experiment in desk.results.experiments:
        heading = desk.teller.say(
            "block.experiments.days",
            experiment=desk.teller.name(experiment.name),
            span=desk.teller.span(experiment.days),
        )
        rows.append(Row((Cell(heading), *(Cell(()) for _ in columns[1:])), heading=True))
        rows += [_row(desk, experiment, variant) for variant in experiment.variants]
    subtitle = desk.teller.say("block.experiments.table_subtitle")
    return Made(Table(columns, tuple(rows)), desk.teller.say("block.experiments.table"), subtitle)


def experiments_heading(desk: Desk) -> Text:
    """How many experiments ran, and how many of them are decided."""
    found = desk.results.experiments
    if not found:
        return ()
    decided = sum(
        any(variant.against is not None and variant.against.verdict in _MEANS for variant in experiment.variants)
        for experiment in found
    )
    return desk.teller.say(
        "block.experiments.heading",
        decided=desk.teller.count(f"{_FACT}s.decided", decided),
        count=desk.teller.count(f"{_FACT}s.count", len(found)),
    )


def _clearest(desk: Desk, pairs: Sequence[tuple[Experiment, Variant, Against]]) -> Text:
    """The decided variant that is furthest from its control, or that none is decided."""
    decided = [pair for pair in pairs if pair[2].verdict in _MEANS]
    if not decided:
        return desk.teller.say("block.experiments.unclear")
    _, _, (one, variant, against) = max(
        (abs(pair[2].difference.number or 0), -at, pair) for at, pair in enumerate(decided)
    )
    fact = FactValue(against.difference.number or Decimal(0), POINTS)
    figure = desk.teller.figure(f"{_stem(one, variant)}.difference", fact, size=True, decimals=2)
    name = _name(desk, one, variant)
    return desk.teller.say("block.experiments.clearest", variant=name, figure=figure, way=against.verdict.value)


def _stem(experiment: Experiment, variant: Variant) -> str:
    return f"{_FACT}[{experiment.name}][{variant.name}]"


def _name(desk: Desk, experiment: Experiment, variant: Variant) -> Text:
    return desk.teller.say(
        "block.experiments.name",
        experiment=desk.teller.name(experiment.name),
        variant=desk.teller.name(variant.name),
    )


def _points(desk: Desk, fact_id: str, number: Decimal | float, *, style: Style = Style.TEXT) -> Text:
    exact = number if isinstance(number, Decimal) else Decimal(repr(number))
    return desk.teller.figure(fact_id, FactValue(exact, POINTS), sign=True, decimals=2, style=style)


def _difference(desk: Desk, experiment: Experiment, variant: Variant, against: Against) -> Text:
    return _points(desk, f"{_stem(experiment, variant)}.difference", against.difference.number or Decimal(0))


def _interval(desk: Desk, experiment: Experiment, variant: Variant, against: Against) -> IntervalRow:
    interval, stem = against.interval, _stem(experiment, variant)
    assert interval is not None  # noqa: S101  # only variants with an interval are drawn
    note = desk.teller.say(
        "block.experiments.interval",
        low=_points(desk, f"{stem}.low", interval.low),
        high=_points(desk, f"{stem}.high", interval.high),
    )
    return IntervalRow(
        label=plain(_name(desk, experiment, variant)),
        value=float(against.difference.number or 0),
        low=interval.low,
        high=interval.high,
        value_label=plain(_difference(desk, experiment, variant, against)),
        note=plain(note),
        sentiment=_MEANS.get(against.verdict, Sentiment.NEUTRAL),
    )


def _row(desk: Desk, experiment: Experiment, variant: Variant) -> Row:
    stem, against = _stem(experiment, variant), variant.against
    difference, verdict = Cell(DASH), Cell(desk.teller.say("block.experiments.control"))
    if against is not None:
        if against.difference.number is not None:
            difference = Cell(_points(desk, f"{stem}.difference", against.difference.number, style=Style.TABLE))
        verdict = Cell(
            desk.teller.say(f"verdict.{against.verdict.value}"), _MEANS.get(against.verdict, Sentiment.NEUTRAL)
        )
        if against.verdict is Verdict.TOO_FEW and experiment.minimum is not None:
            count = desk.teller.count(f"{_FACT}[{experiment.name}].minimum", experiment.minimum)
            verdict = Cell(verdict.text, note=desk.teller.say("block.experiments.minimum", count=count))
        elif against.verdict is Verdict.UNDECIDED and experiment.needed is not None:
            count = desk.teller.count(f"{_FACT}[{experiment.name}].needed", experiment.needed)
            verdict = Cell(verdict.text, note=desk.teller.say("block.experiments.needed", count=count))
    return Row(
        (
            Cell(desk.teller.name(variant.name)),
            desk.cell(f"{stem}.visitors", variant.visitors, Unit.COUNT, style=Style.TABLE),
            desk.cell(f"{stem}.conversions", variant.conversions, Unit.COUNT, style=Style.TABLE),
            desk.cell(f"{stem}.rate", variant.rate.number, Unit.RATE, decimals=2, style=Style.TABLE),
            difference,
            verdict,
        )
    )


def _decimals(places: Sequence[Decimal]) -> int:
    """Decimals of percentage points at which all ticks are exact."""
    return max(0, *(-int((place * 100).normalize().as_tuple().exponent) for place in places if place), 0)
