"""The appendix's words: definitions as used, notes on the data, sources."""

from __future__ import annotations

from datetime import date

from reportgen.insights.facts import PERCENT
from reportgen.insights.model import FactValue
from reportgen.issues import Issue, Severity
from reportgen.kpis.forecast import LEVEL
from reportgen.narrative.model import Run, Text
from reportgen.narrative.teller import sentences
from reportgen.report.blocks.figures import appendix_results
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.model import Cell, Column, Definitions, Outcome, Paragraphs, Row, Table
from reportgen.units import Unit

_WEIGHT = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NOTE: 2, Severity.OFF: 3}


def definitions(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """Every KPI asked for that has a number, and what it means here."""
    del plan
    items = tuple(
        (desk.teller.kpi(result.kpi.id), (Run(text, source="definition"),))
        for result in appendix_results(desk)
        if result.kpi.id in desk.asked
        and result.value.number is not None
        and (text := desk.definitions.get(result.kpi.id, ""))
    )
    if not items:
        return Missing(Outcome.EMPTY, desk.teller.word("outcome.no_findings"))
    return Made(Definitions(items), desk.teller.say("block.appendix.definitions"))


def notes(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """Which days the figures cover, what is particular about the data, and what the checks found."""
    del plan
    paragraphs = [
        sentences(_about_days(desk), desk.teller.space),
        *(
            desk.teller.say("notes.plain", message=desk.words(note, f"note[{place}]"))
            for place, note in enumerate(desk.notes, start=1)
        ),
        *(_issue(desk, issue, f"check[{place}]") for place, issue in enumerate(worst_first(desk.checks), start=1)),
    ]
    return Made(Paragraphs(tuple(paragraphs)), desk.teller.say("block.appendix.notes"))


def worst_first(checks: tuple[Issue, ...]) -> list[Issue]:
    """The issues, the heaviest first, otherwise as found."""
    return sorted(checks, key=lambda issue: _WEIGHT[issue.severity])


def _shorter(desk: Desk) -> list[Text]:
    """The sources whose days end before others' do, by the day on which they end."""
    ends = sorted({source.ends for source in desk.sources if source.ends is not None})
    reaching = [day for day in ends if day < _furthest(desk)]
    said = []
    for day in reaching:
        labels = list(dict.fromkeys(source.label for source in desk.sources if source.ends == day))
        said.append(
            desk.teller.say(
                "notes.shorter",
                sources=desk.teller.join([desk.teller.name(label) for label in labels]),
                many="yes" if len(labels) > 1 else "no",
                last=desk.teller.date(day),
            )
        )
    return said


def _projected(desk: Desk) -> list[Text]:
    """How the figures were made that say where the period will end, method by method."""
    methods: dict[str, list[Text]] = {}
    for insight, _ in desk.worded:
        method = insight.facts.get(f"{insight.kpi}.pace.method")
        if insight.kind == "pace" and method is not None:
            methods.setdefault(str(method.value), []).append(desk.teller.kpi(insight.kpi))
    level = desk.teller.figure("pace.level", FactValue(LEVEL, PERCENT), decimals=0)
    return [
        desk.teller.say(f"notes.projected.{method}", kpis=desk.teller.join(kpis), level=level)
        for method, kpis in sorted(methods.items())
    ]


def _furthest(desk: Desk) -> date:
    """The last day of the period that any of the data reach."""
    state = desk.state
    return min(state.data_to or state.period.end, state.period.end)


def _about_days(desk: Desk) -> list[Text]:
    state, teller = desk.state, desk.teller
    said = []
    if state.complete or state.known_to is None:
        said.append(teller.say("notes.complete", span=teller.span(state.period.span)))
    else:
        said.append(
            teller.say(
                "notes.partial",
                period=teller.period(state.period),
                last=teller.date(state.known_to),
                days=teller.count("period.compared_days", state.compared_days, state.period.id),
            )
        )
    said.extend(_shorter(desk))
    said.extend(_projected(desk))
    if state.data_from is not None:
        said.append(teller.say("notes.history", first=teller.date(state.data_from)))
    if any(
        comparison.significant is False
        for result in desk.with_numbers(desk.asked)
        for comparison in result.comparisons.values()
    ):
        said.append(teller.say("notes.noise"))
    return said


def _issue(desk: Desk, issue: Issue, stem: str) -> Text:
    message = desk.words(issue.message, stem)
    return desk.teller.say("notes.named", source=desk.teller.name(issue.source), message=message)


def sources(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The sources with the rows that were read and used."""
    del plan
    if not desk.sources:
        return Missing(Outcome.EMPTY, desk.teller.word("outcome.no_sources"))
    word = desk.teller.word
    columns = (
        Column(word("table.source"), numeric=False),
        Column(word("table.kind"), numeric=False),
        Column(word("table.rows_read")),
        Column(word("table.rows_used")),
    )
    rows = []
    for place, source in enumerate(desk.sources, start=1):
        stem = f"source[{place}]"
        figures = (("rows_read", source.rows_read), ("rows_used", source.rows_used))
        cells = [
            Cell(desk.teller.figure(f"{stem}.{name}", FactValue(number, Unit.COUNT.value))) for name, number in figures
        ]
        rows.append(Row((Cell(desk.teller.name(source.label)), Cell(desk.teller.table(source.table)), *cells)))
    return Made(Table(columns, tuple(rows)), desk.teller.say("block.appendix.sources"))


def left_out(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The sections that this kind of report has and this one lacks, each with the reason."""
    del plan
    if not desk.left_out:
        return Missing(Outcome.EMPTY, desk.teller.word("outcome.all_sections"))
    items = tuple(
        (desk.section_label(section), desk.teller.say("notes.plain", message=(Run(reason, source="note"),)))
        for section, reason in desk.left_out
    )
    return Made(Definitions(items), desk.teller.say("block.appendix.left_out"))
