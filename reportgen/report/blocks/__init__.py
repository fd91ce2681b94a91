"""The block kinds: what a report kind may declare, who makes each, and which options it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportgen.report.blocks.advertising import campaign_table
from reportgen.report.blocks.appendix import definitions, notes, sources
from reportgen.report.blocks.bars import bars, contributions
from reportgen.report.blocks.factors import factor_table, waterfall
from reportgen.report.blocks.figures import all_kpis, kpi_table, reasons, target_table
from reportgen.report.blocks.journey import funnel, journey_table, peak_hours
from reportgen.report.blocks.line import line
from reportgen.report.blocks.segments import contribution_table, segment_table
from reportgen.report.blocks.summary import also, cards, commentary, data_status
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes a block, or says by which rule there is none.

    ``carries`` is whether the block alone is worth a section: a section whose other blocks are all
    missing is left out.
    """

    make: Callable[[Desk, BlockPlan], Made | Missing]
    options: tuple[str, ...] = ()
    carries: bool = True


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
    "target-table": Maker(target_table),
    "all-kpis": Maker(all_kpis),
    "reasons": Maker(reasons),
    "definitions": Maker(definitions),
    "notes": Maker(notes),
    "sources": Maker(sources),
}
