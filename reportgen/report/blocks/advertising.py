"""Advertising: what each campaign cost, what the platforms attribute to it, and what it returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.comparisons.model import KpiResult
from reportgen.formatting import Style
from reportgen.insights.facts import PERCENT
from reportgen.insights.model import FactValue
from reportgen.narrative.model import Text, plain, strong
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.members import MemberRow, members
from reportgen.report.model import Cell, Column, Outcome, Row, Table
from reportgen.units import Unit

_MOST = 8
_UNEVEN = Decimal("0.10")  # share of spend beyond the share of revenue
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign, those that are not shown, or all; ``prefix`` begins the ids of its facts."""

    label: Text
    prefix: str
    spend: Decimal
    revenue: Decimal | None  # attributed by the platforms
    conversions: Decimal | None
    others: bool = False

    @property
    def returned(self) -> Decimal | None:
        """Attributed revenue for each unit of spend."""
        return None if self.revenue is None or not self.spend else self.revenue / self.spend

    @property
    def cost(self) -> Decimal | None:
        """Spend for each conversion."""
        return self.spend / self.conversions if self.conversions else None


def campaign_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The campaigns with the most spend: spend, shares of spend and revenue, conversions, what one cost, return."""
    teller = desk.teller
    spend = desk.result("ad_spend")
    if spend is None or not spend.value.number:
        return Missing(Outcome.SUPPRESSED, plain(teller.say("outcome.no_kpi", kpi=teller.kpi("ad_spend"))))
    dimension = desk.dimension(spend, plan.options.get("by", "campaign"))
    if isinstance(dimension, Missing):
        return dimension
    whole = _campaign(spend.value.number, "ads.all", teller.say("block.segments.total"), _totals(desk))
    rows = members(spend, dimension, teller, int(plan.options.get("most", _MOST))).rows
    campaigns = _campaigns(desk, dimension, [row for row in rows if row.value], whole)
    columns = _columns(desk, dimension, campaigns, whole)
    lines = [
        *(Row(tuple(cells[at] for _, cells in columns)) for at in range(len(campaigns))),
        Row(tuple(Cell(strong(cells[-1].text)) for _, cells in columns), total=True),
    ]
    subtitle = teller.say(
        "block.campaigns.subtitle", dimension=teller.dimension(dimension), period=teller.period(desk.state.period)
    )
    table = Table(tuple(column for column, _ in columns), tuple(lines))
    return Made(table, _title(desk, campaigns, whole), subtitle, shows=((spend.kpi.id, dimension),))


_Figures = tuple[Decimal | None, Decimal | None]  # return on spend, conversions


def _campaign(spend: Decimal, prefix: str, label: Text, figures: _Figures) -> Campaign:
    returned, conversions = figures
    return Campaign(label, prefix, spend, None if returned is None else returned * spend, conversions)


def _totals(desk: Desk) -> _Figures:
    results = [desk.result(kpi) for kpi in ("roas", "conversions")]
    returned, conversions = (None if result is None else result.value.number for result in results)
    return returned, conversions


def _campaigns(desk: Desk, dimension: str, rows: Sequence[MemberRow], whole: Campaign) -> list[Campaign]:
    """A campaign a row; those that are not shown brought what is left of the whole."""
    returned, conversions = (_by_member(desk.result(kpi), dimension) for kpi in ("roas", "conversions"))
    shown = [
        _campaign(
            row.value or _ZERO,
            f"ads.{dimension}[{row.key or ''}]",
            row.label,
            (returned.get(row.key), conversions.get(row.key)),
        )
        for row in rows
        if not row.others
    ]
    for row in rows:
        if row.others:
            revenue = _left(whole.revenue, [one.revenue for one in shown])
            left = _left(whole.conversions, [one.conversions for one in shown])
            shown.append(Campaign(row.label, f"ads.{dimension}.others", row.value or _ZERO, revenue, left, others=True))
            break
    return shown


def _by_member(result: KpiResult | None, dimension: str) -> dict[str | None, Decimal]:
    segments = result.segments.get(dimension, ()) if result is not None else ()
    return {segment.key: segment.value.number for segment in segments if segment.value.number is not None}


def _left(whole: Decimal | None, parts: Sequence[Decimal | None]) -> Decimal | None:
    return None if whole is None else whole - sum((part or _ZERO for part in parts), _ZERO)


def _share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return None if part is None or not whole else part / whole


def _columns(
    desk: Desk, dimension: str, campaigns: Sequence[Campaign], whole: Campaign
) -> list[tuple[Column, list[Cell]]]:
    """Columns with their cells, the total's last; without those in which nobody has a figure."""
    teller, word, rows = desk.teller, desk.teller.word, [*campaigns, whole]
    money, share = desk.sign(Unit.MONEY), word("block.campaigns.share")
    head = plain(teller.say("block.segments.head", dimension=teller.dimension(dimension)))
    wanted: list[tuple[str, Column, Unit | str, list[Decimal | None]]] = [
        ("spend", Column(plain(teller.kpi("ad_spend")), money), Unit.MONEY, [row.spend for row in rows]),
        (
            "spend_share",
            Column(word("block.campaigns.spend"), group=share),
            PERCENT,
            [_share(row.spend, whole.spend) for row in rows],
        ),
        (
            "revenue_share",
            Column(word("block.campaigns.revenue"), group=share),
            PERCENT,
            [_share(row.revenue, whole.revenue) for row in rows],
        ),
        ("conversions", Column(word("block.campaigns.conversions")), Unit.COUNT, [row.conversions for row in rows]),
        ("cpa", Column(word("block.campaigns.cost"), money), Unit.MONEY, [row.cost for row in rows]),
        ("roas", Column(word("block.campaigns.returned")), Unit.RATIO, [row.returned for row in rows]),
    ]
    filled = [(Column(head, numeric=False), [Cell(row.label) for row in rows])]
    for name, column, unit, numbers in wanted:
        known = [number for number in numbers if number is not None]
        if not known:
            continue
        kind = Unit.RATE if unit == PERCENT else Unit(unit)
        decimals = 1 if unit == PERCENT else teller.formatter.decimals(known, kind)
        cells = [
            desk.cell(f"{row.prefix}.{name}", number, unit, decimals=decimals, style=Style.TABLE)
            for row, number in zip(rows, numbers, strict=True)
        ]
        filled.append((column, cells))
    return filled


def _title(desk: Desk, campaigns: Sequence[Campaign], whole: Campaign) -> Text:
    """The campaign whose share of spend is furthest above its share of revenue, else the largest."""
    named = [one for one in campaigns if not one.others]
    gaps = [
        (spent - brought, -at, one)
        for at, one in enumerate(named)
        if (spent := _share(one.spend, whole.spend)) is not None
        and (brought := _share(one.revenue, whole.revenue)) is not None
    ]
    gap, _, one = max(gaps, key=lambda entry: entry[:2], default=(_ZERO, 0, named[0]))
    uneven = gap >= _UNEVEN
    one = one if uneven else named[0]

    def share(name: str, part: Decimal | None, of: Decimal | None) -> Text:
        fact = FactValue(_share(part, of) or _ZERO, PERCENT)
        return desk.teller.figure(f"{one.prefix}.{name}", fact, decimals=0)

    return desk.teller.say(
        "block.campaigns.uneven" if uneven else "block.campaigns.leader",
        member=one.label,
        spend=share("spend_share", one.spend, whole.spend),
        revenue=share("revenue_share", one.revenue, whole.revenue) if uneven else (),
    )
