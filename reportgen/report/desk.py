"""What every block is made from: results, findings and the words to say them with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from reportgen.charts.model import Chart
from reportgen.comparisons.model import KpiResult, PeriodState, Results, TargetComparison
from reportgen.config.client import ClientConfig
from reportgen.formatting import Style
from reportgen.insights import Selection, Thresholds
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.pace import PaceStatus, pace_status
from reportgen.insights.scope import Scope
from reportgen.issues import Issue
from reportgen.messages import Message
from reportgen.narrative.model import Run, Text, plain
from reportgen.narrative.reasons import message_text
from reportgen.narrative.teller import Teller
from reportgen.report.kind import BlockPlan, Kind
from reportgen.report.model import Cell, Content, Outcome, ReportStatus, SourceSummary
from reportgen.units import Unit

DASH: Text = (Run("–"),)
"""Stands where there is no figure; never a zero."""


Shows: TypeAlias = tuple[tuple[str, str | None], ...]
"""KPIs that a block shows, each with the dimension that it is divided by (None: whole)."""


@dataclass(frozen=True, slots=True)
class Made:
    """A block's title, subtitle and content, the charts that it needs and the KPIs that it shows."""

    content: Content
    title: Text = ()
    subtitle: Text = ()
    charts: tuple[Chart, ...] = ()
    shows: Shows = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A block without content, by rule, and the rule in words."""

    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One report in the making.

    ``worded`` pairs each finding that is said with its sentence, in print order.
    """

    config: ClientConfig
    kind: Kind
    results: Results
    selection: Selection
    worded: tuple[tuple[Insight, Text], ...]
    teller: Teller
    status: ReportStatus
    asked: tuple[str, ...]  # every KPI that the report may show, in order
    segments: tuple[str, ...]
    homes: dict[str, str]  # KPI → the section that shows it
    definitions: dict[str, str]
    thresholds: Thresholds
    checks: tuple[Issue, ...] = ()
    sources: tuple[SourceSummary, ...] = ()
    notes: tuple[Message, ...] = ()
    checks_run: int | None = None
    left_out: tuple[tuple[str, str], ...] = ()  # sections so far that have nothing to show, each with the reason

    @property
    def state(self) -> PeriodState:
        """The period reported on."""
        return self.results.state

    @property
    def data_to(self) -> date | None:
        """The last day of the period that the numbers rest on."""
        return self.state.known_to

    @property
    def scope(self) -> Scope:
        """What detectors look at, for blocks that ask them for more than was said."""
        return Scope(self.results, self.asked, self.segments, thresholds=self.thresholds, report=self.kind.id)

    def pace(self, result: KpiResult) -> PaceStatus | None:
        """How a KPI of a period under way stands to its target, where a projection can be had."""
        return pace_status(self.scope, result)

    def result(self, kpi: str) -> KpiResult | None:
        """The KPI's result if it has a number."""
        found = self.results.kpis.get(kpi)
        return found if found is not None and found.value.number is not None else None

    def with_numbers(self, kpis: Iterable[str]) -> list[KpiResult]:
        """The results of those that were asked for and have a number, in order."""
        return [found for kpi in kpis if kpi in self.asked and (found := self.result(kpi)) is not None]

    def targeted(self) -> list[tuple[KpiResult, TargetComparison]]:
        """The KPIs asked for that have a number and a share of a target, in order."""
        held = ((result, result.target) for result in self.with_numbers(self.asked))
        return [(result, target) for result, target in held if target is not None and target.attainment is not None]

    def first(self, plan: BlockPlan) -> KpiResult | Missing:
        """The first of the block's KPIs that has a number."""
        wanted = plan.names("kpi")
        for kpi in wanted:
            found = self.result(kpi)
            if found is not None:
                return found
        reason = self.teller.say("outcome.no_kpi", kpi=self.teller.kpi(wanted[0]))
        return Missing(Outcome.SUPPRESSED, plain(reason))

    def dimension(self, result: KpiResult, by: object) -> str | Missing:
        """The dimension that ``by`` means for this KPI: one of these names, or the place among those that divide it."""
        found = pick(by, self.fitting(by, lambda name: divides(result, name)))
        return found or Missing(Outcome.SUPPRESSED, self.teller.word("outcome.no_dimension"))

    def fitting(self, by: object, fits: Callable[[str], bool]) -> list[str]:
        """Of the client's dimensions, and of those that ``by`` names, the ones that fit."""
        return [name for name in dict.fromkeys((*self.segments, *named(by))) if fits(name)]

    def divided(self, plan: BlockPlan) -> tuple[KpiResult, str] | Missing:
        """The first of the block's KPIs that has a number, and the dimension that its ``by`` means for it."""
        result = self.first(plan)
        if isinstance(result, Missing):
            return result
        dimension = self.dimension(result, plan.options.get("by"))
        return dimension if isinstance(dimension, Missing) else (result, dimension)

    def lead(self) -> KpiResult | None:
        """The KPI that the report opens with."""
        return next(iter(self.with_numbers(self.asked)), None)

    def finding(self, kind: str, kpi: str, dimension: str | None = None) -> Insight | None:
        """A finding that is said somewhere in the report."""
        for insight, _ in self.worded:
            if (insight.kind, insight.kpi) == (kind, kpi) and dimension in (None, insight.dimension):
                return insight
        return None

    def said(self, insights: Sequence[Insight]) -> list[Text]:
        """The sentences of these findings."""
        return [text for insight in insights for known, text in self.worded if known is insight]

    def of_section(self, section: str) -> tuple[str, ...]:
        """The KPIs asked for that the section shows, in the section's order."""
        plan = next(plan for plan in self.kind.sections if plan.id == section)
        listed = [kpi for kpi in plan.kpis if kpi in self.asked]
        return (*listed, *(kpi for kpi in self.asked if self.homes.get(kpi) == section and kpi not in listed))

    def section_label(self, section: str) -> Text:
        """A section's name, in the kind's own words or in the phrase of its id."""
        plan = next((plan for plan in self.kind.sections if plan.id == section), None)
        if plan is not None and plan.label is not None:
            return self.teller.name(plan.label)
        about = self.with_numbers(plan.about) if plan is not None else []
        subject = about[0].kpi.id if about else ""
        key = f"section.{section}"
        if key not in self.teller.phrases:
            return self.teller.name(section.replace("_", " ").capitalize())
        return self.teller.say(key, kpi=self.teller.kpi(subject))

    def words(self, message: Message, stem: str) -> Text:
        """A message of another room in words; ``stem`` begins the ids of the facts that it prints."""
        return message_text(message, self.teller, stem)

    def sign(self, unit: Unit) -> str:
        """The unit as it stands in a subtitle or a table's head: $, %, or nothing."""
        return self.teller.formatter.mark(unit)

    def comma_sign(self, unit: Unit) -> str:
        """The unit behind what it measures (", $", "(원)"), where it has a sign."""
        sign = self.sign(unit)
        return plain(self.teller.say("labels.sign", sign=sign)) if sign else ""

    def cell(
        self,
        fact_id: str,
        number: Decimal | None,
        unit: str,
        *,
        sign: bool = False,
        decimals: int | None = None,
        level: Decimal | None = None,
        style: Style = Style.TEXT,
        bold: bool = False,
    ) -> Cell:
        """A figure in a table, or a dash."""
        if number is None:
            return Cell(DASH)
        text = self.teller.figure(
            fact_id,
            FactValue(number, unit),
            sign=sign,
            decimals=decimals,
            level=level,
            style=style,
            bold=bold,
        )
        return Cell(text)


def divides(result: KpiResult, dimension: str) -> bool:
    """Whether a KPI has at least two members with a number in this dimension, one of them named."""
    members = [segment for segment in result.segments.get(dimension, ()) if segment.value.number is not None]
    return len(members) > 1 and any(segment.key for segment in members)


def named(by: object) -> tuple[str, ...]:
    """The dimensions that ``by`` names: none where it is a place."""
    return (by,) if isinstance(by, str) else tuple(by) if isinstance(by, list | tuple) else ()


def pick(by: object, known: Sequence[str]) -> str | None:
    """Which of the dimensions ``known`` is meant: the first of the names, or the one at a place (1, 2 …; default 1)."""
    if named(by):
        return next((name for name in named(by) if name in known), None)
    place = int(str(by or 1))
    return known[place - 1] if place <= len(known) else None
