"""The appendix's words: definitions as used, notes on the data, sources."""

from __future__ import annotations

from reportgen.insights.model import FactValue
from reportgen.issues import Issue, Severity
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


def _about_days(desk: Desk) -> list[Text]:
    state, teller = desk.state, desk.teller
    said = []
    if state.complete or state.data_to is None:
        said.append(teller.say("notes.complete", span=teller.span(state.period.span)))
    else:
        said.append(
            teller.say(
                "notes.partial",
                period=teller.period(state.period),
                last=teller.date(min(state.data_to, state.period.end)),
                days=teller.count("period.compared_days", state.compared_days, state.period.id),
            )
        )
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
