"""The report: blocks declared, made, and gathered in sections; everything decided, nothing styled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import accumulate, islice

from reportgen.charts.model import Chart
from reportgen.comparisons.model import Results
from reportgen.config.client import ClientConfig
from reportgen.config.notes import Note
from reportgen.formatting import Formatter
from reportgen.insights import Scope, Selection, Thresholds, find_insights, judged, select
from reportgen.insights.background import Background
from reportgen.insights.catalog import BY_ID
from reportgen.insights.model import FactValue, Insight, Silenced
from reportgen.insights.scope import DatedNote
from reportgen.issues import Issue
from reportgen.messages import Message
from reportgen.narrative import Phrases, Teller, Text, compose, plain
from reportgen.report.actions import suggestions_of
from reportgen.report.blocks import MAKERS
from reportgen.report.cover import cover, document_title, labels
from reportgen.report.desk import Desk, Made, Missing, Shows
from reportgen.report.headings import heading
from reportgen.report.kind import BlockPlan, Kind, SectionPlan
from reportgen.report.model import (
    Block,
    Outcome,
    Report,
    ReportStatus,
    Section,
    SourceSummary,
)
from reportgen.report.notes import with_note

_SHOWN_BY = {
    "drivers": ("contributions",),
    "detractors": ("contributions",),
    "factors": ("waterfall", "factor-table"),
    "target": ("target-table",),
    "record_streak": ("line",),
    "change": ("line", "kpi-table"),
    "yoy_conflict": ("line", "kpi-table"),
    "mix_rate": ("journey-table", "segment-table", "kpi-table"),
    "mix_offset": ("journey-table", "segment-table", "kpi-table"),
    "broad": ("contributions",),
    "funnel_step": ("funnel", "journey-table"),
    "movers": ("movers", "contributions", "bars"),
    "concentration": ("bars", "segment-table", "mix"),
    "inefficiency": ("campaign-table",),
    "experiment": ("experiment-intervals", "experiment-table"),
    "unusual": ("line", "kpi-table"),
    "trend": ("line", "kpi-table"),
    "trend_break": ("line", "kpi-table"),
    "day_anomaly": ("line", "kpi-table"),
    "annotation": ("line", "kpi-table"),
    "calendar": ("line", "kpi-table"),
    "pace": ("target-table",),
}
"""Insight kind → the block kinds that show it, the best first; the summary's cards show the others."""


def scope_of(config: ClientConfig, kind: Kind, results: Results, background: Background | None = None) -> Scope:
    """What the detectors look at for this client: its KPIs and dimensions, else the report kind's."""
    asked = config.kpis or kind.asked()
    thresholds = Thresholds.from_settings(config.insights.thresholds)
    return Scope(
        results=judged(results, thresholds),
        kpis=tuple(asked),
        segments=tuple(config.segments or kind.segments),
        headlines=_with_cards(asked, results, kind.cards),
        thresholds=thresholds,
        report=kind.id,
        background=background or Background(),
        annotations=tuple(
            DatedNote(one.date, one.text) for one in sorted(config.annotations, key=lambda one: one.date)
        ),
    )


def _with_cards(asked: Iterable[str], results: Results, most: int) -> tuple[str, ...]:
    """The KPIs that have a card: the first that have a number."""
    known = (kpi for kpi in asked if kpi in results.kpis and results.kpis[kpi].value.number is not None)
    return tuple(islice(known, most))


def choose_insights(
    config: ClientConfig, kind: Kind, results: Results, background: Background | None = None
) -> Selection:
    """Everything found, ranked, with what is left unsaid and why."""
    scope = scope_of(config, kind, results, background)
    found, silenced = find_insights(scope, off=config.insights.off)
    return select(scope, found, sections=_speaking(kind, scope), silenced=silenced, places=_places(kind))


def compose_report(
    config: ClientConfig,
    kind: Kind,
    results: Results,
    selection: Selection,
    *,
    formatter: Formatter,
    phrases: Phrases,
    names: Mapping[str, tuple[str, str]],
    status: ReportStatus,
    checks: Iterable[Issue] = (),
    sources: Iterable[SourceSummary] = (),
    notes: Iterable[Message] = (),
    checks_run: int | None = None,
    note: Note | None = None,
) -> Report:
    """The report of one client and period.

    ``names`` maps a KPI's id to its name and definition; ``notes`` are particulars of the data (which
    refunds are dated, the share of guest orders); ``checks_run`` is how many checks
    looked; ``note`` is the analyst's own. Raises ConfigError for a note that quotes a fact that there is not.
    """
    scope = scope_of(config, kind, results)
    results = scope.results
    teller = Teller(formatter, phrases, {kpi: name for kpi, (name, _) in names.items()}, config.calendar)
    selection, worded = _worded(selection, results, teller, scope.thresholds)
    desk = Desk(
        config=config,
        kind=kind,
        results=results,
        selection=selection,
        worded=worded,
        teller=teller,
        status=status,
        asked=scope.kpis,
        segments=scope.segments,
        homes=_homes(kind, scope),
        definitions={kpi: definition for kpi, (_, definition) in names.items()},
        thresholds=scope.thresholds,
        checks=tuple(checks),
        sources=tuple(sources),
        notes=tuple(notes),
        checks_run=checks_run,
    )
    sections, left_out, charts, shown = _sections(desk)
    sections = with_note(desk, sections, note)
    front, bars = cover(desk)
    if bars is not None:
        charts = {bars.id: bars, **charts}
    return Report(
        client=config.name,
        client_id=config.id,
        kind=kind.id,
        locale=config.locale,
        currency=config.currency,
        timezone=str(config.timezone),
        status=status,
        title=document_title(desk),
        labels=labels(desk),
        cover=front,
        sections=sections,
        charts=charts,
        facts=dict(sorted(_facts(desk).items())),
        results=results,
        insights=_with_charts(worded, shown),
        silenced=selection.silenced,
        checks=desk.checks,
        sources=desk.sources,
        left_out=left_out,
        suggestions=suggestions_of(scope, _apart(teller), config.owners),
    )


def _homes(kind: Kind, scope: Scope) -> dict[str, str]:
    homes = {kpi: result.kpi.section for kpi, result in scope.results.kpis.items()}
    return kind.section_of(scope.kpis, homes)


def _speaking(kind: Kind, scope: Scope) -> dict[str, str]:
    """KPI → its section, of those sections that have a place for further sentences."""
    speak = {one.id for one in kind.sections if any(block.kind == "also" for block in one.blocks)}
    return {kpi: section for kpi, section in _homes(kind, scope).items() if section in speak}


def _places(kind: Kind) -> dict[str, str]:
    """Kinds of findings that have a section of their own: experiments stand where their block does."""
    shown = _SHOWN_BY["experiment"]
    own = next((one.id for one in kind.sections if any(block.kind in shown for block in one.blocks)), None)
    return {} if own is None else {"experiment": own}


def _worded(
    selection: Selection, results: Results, teller: Teller, thresholds: Thresholds
) -> tuple[Selection, tuple[tuple[Insight, Text], ...]]:
    """The findings with their sentences; the summary's weakest are dropped until it is short enough."""
    summary, silenced = list(selection.summary), list(selection.silenced)
    while True:
        texts = compose(summary, results, _apart(teller))
        length = sum(len(plain(text)) + 1 for text in texts)
        dropped = _weakest(summary) if length > thresholds.summary_characters else []
        if not dropped:
            break
        summary = [insight for insight in summary if insight not in dropped]
        silenced += [Silenced(insight, "silence.length") for insight in dropped]
    shown = replace(selection, summary=tuple(summary), silenced=tuple(silenced))
    parts = [summary, *shown.sections.values()]
    printed = [insight for part in parts for insight in part]
    starts = set(accumulate(len(part) for part in parts))
    return shown, tuple(zip(printed, compose(printed, results, teller, starts), strict=True))


def _apart(teller: Teller) -> Teller:
    """The same words with a list of facts of its own, for a trial."""
    return replace(teller, facts={})


def _weakest(summary: list[Insight]) -> list[Insight]:
    """The finding with the lowest score that may be dropped, and those that follow it."""
    free = [insight for insight in summary if not insight.mandatory and BY_ID[insight.kind].follows is None]
    if not free:
        return []
    weakest = min(free, key=lambda insight: insight.score)
    return [
        insight
        for insight in summary
        if insight is weakest
        or (
            BY_ID[insight.kind].follows == weakest.kind
            and (insight.kpi, insight.dimension) == (weakest.kpi, weakest.dimension)
        )
    ]


def _facts(desk: Desk) -> dict[str, FactValue]:
    """Every fact that was printed, and those that the findings rest on."""
    resting = {name: fact for insight, _ in desk.worded for name, fact in insight.facts.items()}
    return resting | desk.teller.facts


def _sections(
    desk: Desk,
) -> tuple[tuple[Section, ...], tuple[Block, ...], dict[str, Chart], dict[str, tuple[str, Shows]]]:
    """Printed sections, the blocks of those left out, the charts by id, and what each block shows."""
    sections: list[Section] = []
    left_out: list[Block] = []
    reasons: list[tuple[str, str]] = []
    charts: dict[str, Chart] = {}
    shown: dict[str, tuple[str, Shows]] = {}
    for plan in desk.kind.sections:
        told = replace(desk, left_out=tuple(reasons))
        lacking = _lacking(desk, plan)
        made = [(declared, lacking or MAKERS[declared.kind].make(told, declared)) for declared in plan.blocks]
        carried = any(isinstance(one, Made) and MAKERS[declared.kind].carries for declared, one in made)
        blocks = tuple(_block(declared.id, declared.kind, plan.id, one) for declared, one in made)
        if not carried:
            left_out += blocks
            reasons.append((plan.id, _reason(made)))
            continue
        for declared, one in made:
            if isinstance(one, Made):
                charts.update({chart.id: chart for chart in one.charts})
                shown[declared.id] = (declared.kind, one.shows)
        sections.append(Section(plan.id, plain(desk.section_label(plan.id)), heading(desk, plan), blocks))
    return tuple(sections), tuple(left_out), charts, shown


def _lacking(desk: Desk, plan: SectionPlan) -> Missing | None:
    """Why the section as a whole is not made: none of the KPIs that it needs is asked for and has a number."""
    if not plan.needs or desk.with_numbers(plan.needs):
        return None
    asked = [kpi for kpi in plan.needs if kpi in desk.asked]
    if not asked:  # a weekly report, or a client that chose its KPIs
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.not_asked"))
    return Missing(Outcome.SUPPRESSED, plain(desk.teller.say("outcome.no_kpi", kpi=desk.teller.kpi(asked[0]))))


def _reason(made: Iterable[tuple[BlockPlan, Made | Missing]]) -> str:
    """Why a section has nothing to show: the reason of its first block that would have carried it."""
    found = ((MAKERS[declared.kind].carries, one) for declared, one in made)
    return next((one.reason for carries, one in found if carries and isinstance(one, Missing)), "")


def _block(name: str, kind: str, section: str, one: Made | Missing) -> Block:
    if isinstance(one, Missing):
        return Block(name, kind, section, one.outcome, reason=one.reason)
    return Block(name, kind, section, Outcome.OK, one.title, one.subtitle, one.content)


def _with_charts(
    worded: Iterable[tuple[Insight, Text]], shown: Mapping[str, tuple[str, Shows]]
) -> tuple[tuple[Insight, Text], ...]:
    """The findings, each with the id of the block that shows it."""
    return tuple((replace(insight, chart=_shown_by(insight, shown)), text) for insight, text in worded)


def _shown_by(insight: Insight, shown: Mapping[str, tuple[str, Shows]]) -> str | None:
    for wanted in (*_SHOWN_BY.get(insight.kind, ()), "cards"):
        for block, (kind, shows) in shown.items():
            if kind == wanted and ((insight.kpi, insight.dimension) in shows or (insight.kpi, None) in shows):
                return block
    return None
