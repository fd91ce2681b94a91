"""The KPI change log: what of the KPI set is not as it was in the last report."""

from __future__ import annotations

from reportgen.insights.model import Insight
from reportgen.narrative.compose import compose
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.model import Outcome, Paragraphs

LOGGED = "kpi_change"


def kpi_changes(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """A sentence for every change, whether the report says it elsewhere or not."""
    del plan
    found = _changes(desk)
    if not found:
        return Missing(Outcome.EMPTY, desk.teller.word("outcome.no_changes"))
    texts = tuple(text for insight in found for text in compose((insight,), desk.results, desk.teller))
    return Made(Paragraphs(texts), desk.teller.say("block.appendix.changes"))


def _changes(desk: Desk) -> list[Insight]:
    selection = desk.selection
    said = [*selection.summary, *(insight for section in selection.sections.values() for insight in section)]
    every = [*said, *(silenced.insight for silenced in selection.silenced)]
    logged = {(insight.member or "", *sorted(insight.facts)): insight for insight in every if insight.kind == LOGGED}
    return [logged[key] for key in sorted(logged)]
