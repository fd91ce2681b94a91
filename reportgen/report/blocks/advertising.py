"""Advertising: what each campaign cost, what the platforms attribute to it, and what it returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.comparisons.model import Baseline, KpiResult
from reportgen.formatting import PeriodStyle, Style
from reportgen.insights.facts import PERCENT
from reportgen.insights.model import FactValue
from reportgen.narrative.baselines import baseline_head
from reportgen.narrative.model import Text, plain, strong
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.members import MemberRow, members
from reportgen.report.model import Cell, Column, Outcome, Row, Table
from reportgen.units import Unit

_MOST = 8
_UNEVEN = Decimal("0.10")  # of all spend, beyond what it brings of all revenue
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Campaign:
    """One row: a campaign, those that are not shown, or all. Figures are None where they cannot be had."""

    row: MemberRow
    spend: Decimal
    revenue: Decimal | None
    conversions: Decimal | None

    @property
    def returned(self) -> Decimal | None:
        """Attributed revenue for each unit of spend."""
        return None if self.revenue is None or not self.spend else self.revenue / self.spend

    @property
    def cost(self) -> Decimal | None:
        """Spend for each conversion."""
        return None if not self.conversions else self.spend / self.conversions


def campaign_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The campaigns with the most spend: spend, shares of spend and revenue, conversions, what one cost, return."""
    dimension, teller = str(plan.options.get("by", "campaign")), desk.teller
    spend = desk.result("ad_spend")
    if spend is None:
        return Missing(Outcome.SUPPRESSED, plain(teller.say("outcome.no_kpi", kpi=teller.kpi("ad_spend"))))
    if isinstance(missing := desk.dimension(spend, dimension), Missing):
        return missing
    shown = members(spend, dimension, teller, int(plan.options.get("most", _MOST))).rows
    campaigns = _campaigns(desk, dimension, [row for row in shown if row.value])
    whole = _whole(desk, spend)
    columns = _columns(desk, spend, dimension, campaigns, whole)
    rows = zip(*(cells for _, cells in columns), strict=True)
    table = Table(
        tuple(column for column, _ in columns),
        tuple(
            replace(
                Row(tuple(Cell(strong(cell.text)) if last else cell for cell in cells)),
                total=last,
            )
            for cells, last in zip(rows, [*(False for _ in campaigns), True], strict=True)
        ),
    )
    subtitle = teller.say(
        "block.campaigns.subtitle", dimension=teller.dimension(dimension), period=teller.period(desk.state.period)
    )
    return Made(table, _title(desk, campaigns, whole), subtitle, shows=((spend.kpi.id, dimension),))


def _campaigns(desk: Desk, dimension: str, rows: Sequence[MemberRow]) -> list[Campaign]:
    """The rows with what they brought; what is not shown brought what the total leaves."""
    returned, conversions = (_by_member(desk, kpi, dimension) for kpi in ("roas", "conversions"))
    found = []
    for row in rows:
        spend = row.value or _ZERO
        if row.others:
            continue
        rate = returned.get(row.key)
        found.append(Campaign(row, spend, None if rate is None else rate * spend, conversions.get(row.key)))
    rest = next((row for row in rows if row.others), None)
    whole = desk.result("ad_spend")
    if rest is not None and whole is not None:
        total = _whole(desk, whole)
        found.append(
            Campaign(
                rest,
                rest.value or _ZERO,
                _left(total.revenue, [one.revenue for one in found]),
                _left(total.conversions, [one.conversions for one in found]),
            )
        )
    return found


def _left(whole: Decimal | None, parts: Sequence[Decimal | None]) -> Decimal | None:
    return None if whole is None else whole - sum((part or _ZERO for part in parts), _ZERO)


def _by_member(desk: Desk, kpi: str, dimension: str) -> dict[str | None, Decimal]:
    result = desk.result(kpi)
    segments = result.segments.get(dimension, ()) if result is not None else ()
    return {segment.key: segment.value.number for segment in segments if segment.value.number is not None}


def _whole(desk: Desk, spend: KpiResult) -> Campaign:
    """All campaigns together."""
    held = {
        baseline: MemberRowHeld(comparison.value.number, comparison.change, comparison.relative)
        for baseline, comparison in spend.comparisons.items()
    }
    row = MemberRow(None, desk.teller.say("block.segments.total"), "ad_spend", spend.value.number, held)
    returned, conversions = (desk.result(kpi) for kpi in ("roas", "conversions"))
    number = spend.value.number or _ZERO
    rate = returned.value.number if returned is not None else None
    return Campaign(
        row,
        number,
        None if rate is None else rate * number,
        conversions.value.number if conversions is not None else None,
    )
