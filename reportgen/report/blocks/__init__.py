"""The block kinds: what a report kind may declare, who makes each, and which options it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportgen.report.blocks.actions import action_table
from reportgen.report.blocks.advertising import campaign_table
from reportgen.report.blocks.appendix import definitions, left_out, notes, sources
from reportgen.report.blocks.bars import bars, contributions
from reportgen.report.blocks.changes import kpi_changes
from reportgen.report.blocks.cohorts import cohorts
from reportgen.report.blocks.experiments import experiment_intervals, experiment_table
from reportgen.report.blocks.factors import factor_table, waterfall
from reportgen.report.blocks.figures import all_kpis, kpi_table, reasons, target_table
from reportgen.report.blocks.forecast import forecast
from reportgen.report.blocks.journey import funnel, journey_table, peak_hours
from reportgen.report.blocks.line import line
from reportgen.report.blocks.mix import mix
from reportgen.report.blocks.movement import movement, movement_table
from reportgen.report.blocks.movers import movers
from reportgen.report.blocks.parts import goal_table, part_table, project_table, score_table
from reportgen.report.blocks.scatter import scatter
from reportgen.report.blocks.segments import contribution_table, segment_table
from reportgen.report.blocks.slope import slope
from reportgen.report.blocks.summary import also, cards, commentary, data_status
from reportgen.report.blocks.top_list import sends_table, top_list
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes a block, or says by which rule there is none.

    ``carries`` is whether the block alone is worth a section: a section whose other blocks are all
    missing is left out. ``dimensions`` are those that the block needs without naming them.
    """

    make: Callable[[Desk, BlockPlan], Made | Missing]
    options: tuple[str, ...] = ()
    carries: bool = True
    dimensions: tuple[str, ...] = ()


MAKERS: dict[str, Maker] = {
    "commentary": Maker(commentary),
    "cards": Maker(cards),
    "data-status": Maker(data_status),
    "line": Maker(line, ("kpi",)),
    "bars": Maker(bars, ("kpi", "by", "most", "largest")),
    "segment-table": Maker(segment_table, ("kpi", "by", "most", "with")),
    "kpi-table": Maker(kpi_table, ("kpis",)),
    "also": Maker(also, carries=False),
    "contributions": Maker(contributions, ("kpi", "by", "most")),
    "contribution-table": Maker(contribution_table, ("kpi",)),
    "funnel": Maker(funnel),
    "journey-table": Maker(journey_table, ("by",)),
    "peak-hours": Maker(peak_hours),
    "waterfall": Maker(waterfall, ("kpi",)),
    "factor-table": Maker(factor_table, ("kpi",)),
    "campaign-table": Maker(campaign_table, ("by", "most")),
    "mix": Maker(mix, ("kpi", "by", "most", "shape")),
    "scatter": Maker(scatter, ("kpi", "against", "by", "most")),
    "slope": Maker(slope, ("kpi", "by", "most")),
    "top-list": Maker(top_list, ("kpi", "by", "most", "with")),
    "part-table": Maker(part_table, ("kpi", "by", "most", "with")),
    "movers": Maker(movers, ("kpi", "by", "most", "with", "part", "good")),
    "sends-table": Maker(sends_table, ("most",), dimensions=("campaign",)),
    "goal-table": Maker(goal_table, ("most",), dimensions=("goal",)),
    "experiment-intervals": Maker(experiment_intervals, ("most",)),
    "experiment-table": Maker(experiment_table),
    "cohorts": Maker(cohorts, ("most",)),
    "movement": Maker(movement, ("kpi", "of")),
    "movement-table": Maker(movement_table, ("kpi", "of")),
    "forecast": Maker(forecast, ("kpi", "of")),
    "score-table": Maker(score_table),
    "project-table": Maker(project_table, ("most",), dimensions=("project",)),
    "action-table": Maker(action_table, ("most",), carries=False),
    "target-table": Maker(target_table, ("most", "compact")),
    "all-kpis": Maker(all_kpis),
    "reasons": Maker(reasons),
    "definitions": Maker(definitions),
    "kpi-changes": Maker(kpi_changes),
    "notes": Maker(notes),
    "left-out": Maker(left_out),
    "sources": Maker(sources),
}
