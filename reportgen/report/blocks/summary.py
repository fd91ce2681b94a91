"""The summary's blocks: sentences, cards, the state of the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reportgen.charts.model import Sparkline
from reportgen.comparisons.compare import NEAR
from reportgen.comparisons.model import Baseline, Comparison, KpiResult, TargetStatus
from reportgen.formatting import PeriodStyle, Style
from reportgen.insights.facts import PERCENT, change_unit
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.pace import PaceStatus
from reportgen.insights.scope import called
from reportgen.issues import Severity
from reportgen.kpis.model import Kpi
from reportgen.narrative.baselines import against, manner, size_of_change
from reportgen.narrative.model import Text, joined, plain
from reportgen.narrative.teller import sentences
from reportgen.report.blocks.line import point_figure, shown_points
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.model import Card, Cards, Change, Columns, Outcome, Paragraphs, TargetBar
from reportgen.units import Direction, Good, Unit, sentiment

BASELINES = (Baseline.PREVIOUS, Baseline.YEAR_AGO)
_FULL = Decimal("1.15")  # a target bar's end, as a share of the target
_SOURCES_NAMED = 4


def commentary(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The summary's sentences: those about one KPI's value and target, or one split, in a paragraph."""
    del plan
    paragraphs = _paragraphs(desk, desk.selection.summary) + _missed_in_all(desk)
    if not paragraphs:
        return Missing(Outcome.EMPTY, desk.teller.word("outcome.no_findings"))
    return Made(Paragraphs(paragraphs), desk.teller.say("block.commentary"))


def _missed_in_all(desk: Desk) -> tuple[Text, ...]:
    """How many targets were missed, where there are more than the cards show."""
    held = {result.kpi.id: target.status for result, target in desk.targeted()}
    missed = [kpi for kpi, status in held.items() if status is TargetStatus.MISSED]
    if not missed or set(held) <= {result.kpi.id for result in _on_cards(desk)}:
        return ()
    return (
        desk.teller.say(
            "block.commentary_targets",
            missed=desk.teller.count("targets.missed", len(missed)),
            count=desk.teller.count("targets.count", len(held)),
        ),
    )


def _on_cards(desk: Desk) -> list[KpiResult]:
    return desk.with_numbers(desk.asked)[: desk.kind.cards]


def also(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """At most two further sentences about the section's KPIs."""
    found = _paragraphs(desk, desk.selection.sections.get(plan.section, ()))
    if not found:
        return Missing(Outcome.EMPTY, desk.teller.word("outcome.no_findings"))
    own = f"block.also.{plan.section}"
    title = desk.teller.say("block.also.title", section=desk.section_label(plan.section))
    if own in desk.teller.phrases:
        title = desk.teller.say(own)
    return Made(Paragraphs(found), title)


def _paragraphs(desk: Desk, insights: Sequence[Insight]) -> tuple[Text, ...]:
    """The sentences; those about one KPI's value and target, or about one split, in one paragraph."""
    groups: list[list[Text]] = []
    before: Insight | None = None
    for insight, text in zip(insights, desk.said(insights), strict=True):
        if before is not None and _together(before, insight):
            groups[-1].append(text)
        else:
            groups.append([text])
        before = insight
    return tuple(sentences(group, desk.teller.space) for group in groups)


def _together(before: Insight, insight: Insight) -> bool:
    if "data_caveat" in (before.kind, insight.kind):
        return before.kind == insight.kind
    if before.kpi != insight.kpi:
        return False
    if insight.kind == "drivers":  # after the factors it goes on with why the figure moved
        return before.kind == "factors"
    return insight.kind not in ("factors", "to_date")


def cards(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The first KPIs that have a number, each with its changes, its target and its line."""
    del plan
    shown = _on_cards(desk)
    if not shown:
        return Missing(Outcome.EMPTY, desk.teller.word("outcome.no_findings"))
    sparks = {result.kpi.id: _spark(desk, result) for result in shown}
    made = tuple(_card(desk, result, sparks[result.kpi.id]) for result in shown)
    charts = tuple(spark for spark in sparks.values() if spark is not None)
    shows = tuple((result.kpi.id, None) for result in shown)
    return Made(Cards(made, _legend(desk, shown, charts)), charts=charts, shows=shows)


def _card(desk: Desk, result: KpiResult, spark: Sparkline | None) -> Card:
    kpi, number = result.kpi, result.value.number
    assert number is not None  # noqa: S101  # only KPIs with a number have a card
    fact = FactValue(number, kpi.unit.value, desk.state.period.id)
    found = [result.comparisons.get(baseline) for baseline in BASELINES]
    return Card(
        name=plain(desk.teller.kpi(kpi.id)),
        value=desk.teller.figure(f"{kpi.id}.current", fact, style=Style.CARD),
        spark=spark.id if spark is not None else None,
        changes=tuple(
            _change(desk, result, comparison)
            for comparison in found
            if comparison is not None and comparison.change is not None
        ),
        target=target_bar(desk, result),
        link=_home(desk, kpi),
    )


def _home(desk: Desk, kpi: Kpi) -> str | None:
    """The section after this one that says more about the KPI."""
    summary = desk.kind.sections[0].id
    home = desk.kind.section_of((kpi.id,), {kpi.id: kpi.section}).get(kpi.id)
    return home if home != summary else None


def _change(desk: Desk, result: KpiResult, comparison: Comparison) -> Change:
    way, direction = manner(comparison), called(comparison)
    idiom = against(result, comparison, desk.teller)
    figure = size_of_change(result, comparison, desk.teller)
    if direction is Direction.FLAT:  # no arrow says which way: the sign must
        figure = signed_change(desk, result, comparison)
    words = desk.teller.say(
        "block.cards.words",
        way=way,
        moves=idiom["moves"],
        basis=idiom["basis"],
        named=idiom["baseline"],
        baseline=desk.teller.period(comparison.period, PeriodStyle.SHORT),
    )
    return Change(direction.value, figure, words, sentiment(result.kpi.good, direction))


def signed_change(desk: Desk, result: KpiResult, comparison: Comparison) -> Text:
    """The change with its sign: per cent, points for a rate, the amount where per cent means nothing."""
    stem, unit = f"{result.kpi.id}.{comparison.baseline.value}", result.kpi.unit
    if comparison.relative is not None and unit is not Unit.RATE:
        fact = FactValue(comparison.relative, PERCENT, comparison.period)
        return desk.teller.figure(f"{stem}.relative", fact, sign=True)
    assert comparison.change is not None  # noqa: S101  # only changes are printed
    fact = FactValue(comparison.change, change_unit(unit), comparison.period)
    return desk.teller.figure(f"{stem}.change", fact, sign=True, level=result.value.number)


def target_bar(desk: Desk, result: KpiResult) -> TargetBar | None:
    """The bullet under a KPI: how much of its target, in words, and its status."""
    target, kpi, teller = result.target, result.kpi, desk.teller
    if target is None or target.attainment is None:
        return None
    fact = FactValue(target.target, kpi.unit.value, target.period)
    value = teller.figure(f"{kpi.id}.target.value", fact, style=Style.CARD)  # counted as the card's own figure is
    if kpi.good is Good.DOWN:
        text = teller.say("block.cards.target_lower", target=value)
    else:
        attained = FactValue(target.attainment, PERCENT, target.period)
        text = teller.say(
            "block.cards.target" if target.status is not None else "block.cards.target_so_far",
            attainment=teller.figure(f"{kpi.id}.target.attainment", attained),
            target=value,
        )
    return TargetBar(
        attainment=float(max(Decimal(0), min(_FULL, target.attainment))),
        text=text,
        status=status_word(desk, result),
        missed=is_off(desk, result),
    )


def status_word(desk: Desk, result: KpiResult) -> Text:
    """Met, near or missed; of a period under way ahead of, on or behind its pace, where that can be told."""
    target = result.target
    if target is not None and target.status is not None:
        return desk.teller.say(f"status.target.{target.status.value}")
    pace = desk.pace(result)
    return desk.teller.say(f"status.pace.{pace.value}") if pace is not None else ()


def is_off(desk: Desk, result: KpiResult) -> bool:
    """Whether the target was missed or will be, as things go."""
    target = result.target
    if target is not None and target.status is not None:
        return target.status is TargetStatus.MISSED
    return desk.pace(result) is PaceStatus.BEHIND


def _spark(desk: Desk, result: KpiResult) -> Sparkline | None:
    points = shown_points(result)
    known = [point for point in points if point.value.number is not None]
    if len(known) < 2 or points[-1].value.number is None:  # noqa: PLR2004  # a line has two ends
        return None
    held = {comparison.period for comparison in result.comparisons.values() if comparison.baseline in BASELINES}
    rings = [place for place, point in enumerate(points[:-1]) if point.period in held]
    teller = desk.teller
    alt = teller.say(
        "block.cards.spark_alt",
        kpi=teller.kpi(result.kpi.id),
        start=teller.period(known[0].period),
        end=teller.period(known[-1].period),
        first=point_figure(desk, result, known[0]),
        last=point_figure(desk, result, known[-1]),
    )
    return Sparkline(
        id=f"spark-{result.kpi.id}",
        alt=plain(alt),
        values=tuple(None if point.value.number is None else float(point.value.number) for point in points),
        rings=tuple(place for place in rings if points[place].value.number is not None),
    )


def _periods(desk: Desk, count: int) -> Text:
    kind = desk.state.period.kind.value
    return desk.teller.say(f"periods.{kind}", count=desk.teller.count(f"series.points[{count}]", count))


def _legend(desk: Desk, shown: Iterable[KpiResult], charts: tuple[Sparkline, ...]) -> Text:
    teller, results = desk.teller, list(shown)
    period = teller.period(desk.state.period)
    length = max((len(chart.values) for chart in charts), default=0)
    ringed = [
        next(held for result in results if (held := result.comparisons.get(baseline)) is not None)
        for baseline in reversed(BASELINES)
        if any(_ringed(result, baseline) for result in results)
    ]
    parts: list[Text] = []
    if charts and ringed:
        names = teller.join(teller.period(comparison.period) for comparison in ringed)
        many = "yes" if len(ringed) > 1 else "no"
        periods = _periods(desk, length)
        parts.append(teller.say("block.cards.legend", periods=periods, baselines=names, period=period, many=many))
    elif charts:
        parts.append(teller.say("block.cards.legend_plain", periods=_periods(desk, length), period=period))
    if any(result.target is not None and result.target.attainment is not None for result in results):
        parts.append(_target_legend(desk))
    if any(_is_unclear(result) for result in results):
        parts.append(teller.say("block.cards.legend_unclear"))
    if not desk.state.complete:
        parts.append(teller.say("block.cards.legend_days"))
    return joined(run for part in parts for run in part)


def _target_legend(desk: Desk) -> Text:
    if not desk.state.complete:
        return desk.teller.say("block.cards.legend_pace")
    near = desk.teller.figure("target.near", FactValue(NEAR, PERCENT), decimals=0)
    return desk.teller.say("block.cards.legend_target", near=near)


def _is_unclear(result: KpiResult) -> bool:
    held = [result.comparisons.get(baseline) for baseline in BASELINES]
    return any(one is not None and one.change is not None and manner(one) == "unclear" for one in held)


def _ringed(result: KpiResult, baseline: Baseline) -> bool:
    comparison = result.comparisons.get(baseline)
    return comparison is not None and comparison.period in {
        point.period for point in shown_points(result) if point.value.number is not None
    }


def data_status(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """How final the figures are, what they rest on, how much of the period they cover, what the checks say."""
    del plan
    word, items = desk.teller.word, [("status", _status(desk)), ("coverage", _coverage(desk))]
    if desk.sources:
        items.insert(1, ("sources", _source_names(desk)))
    items.append(("checks", _check_counts(desk)))
    return Made(Columns(tuple((word(f"block.data.{name}"), text) for name, text in items)))


def _status(desk: Desk) -> Text:
    status = desk.teller.say(f"status.report.{desk.status.value}")
    if desk.state.data_from is None or desk.state.data_to is None or desk.data_to is None:
        return desk.teller.say("block.data.status_none", status=status)
    return desk.teller.say(
        "block.data.status_text",
        status=status,
        first=desk.teller.date(desk.state.data_from),
        last=desk.teller.date(desk.state.data_to if desk.state.complete else desk.data_to),
    )


def _source_names(desk: Desk) -> Text:
    labels = list(dict.fromkeys(source.label for source in desk.sources))
    named = [desk.teller.name(label) for label in labels[:_SOURCES_NAMED]]
    more = len(labels) - len(named)
    if not more:
        return desk.teller.join(named)
    sources = joined(
        run for place, name in enumerate(named) for run in ((*desk.teller.comma, *name) if place else name)
    )
    return desk.teller.say("block.data.more_sources", sources=sources, count=desk.teller.count("sources.more", more))


def _coverage(desk: Desk) -> Text:
    state, teller = desk.state, desk.teller
    elapsed = state.period.days if state.complete else min(state.compared_days, state.period.days)
    rows = sum(source.rows_used for source in desk.sources)
    return teller.say(
        "block.data.coverage_text" if desk.sources else "block.data.coverage_days",
        elapsed=teller.count("period.covered_days", elapsed, state.period.id),
        days=teller.count("period.days", state.period.days, state.period.id),
        rows=teller.count("sources.rows_used", rows),
    )


def _check_counts(desk: Desk) -> Text:
    teller = desk.teller
    warn = sum(issue.severity in (Severity.WARN, Severity.BLOCK) for issue in desk.checks)
    note = sum(issue.severity is Severity.NOTE for issue in desk.checks)
    if warn or note:
        return teller.say(
            "block.data.checks_found",
            warn=teller.count("checks.warnings", warn),
            note=teller.count("checks.notes", note),
            both="yes" if warn and note else "no",
        )
    if desk.checks_run is None:
        return teller.say("block.data.checks_clean")
    run = teller.count("checks.run", desk.checks_run)
    return teller.say("block.data.checks_run", passed=run, count=run)
