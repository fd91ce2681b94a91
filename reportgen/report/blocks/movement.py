"""A movement: what came, grew, shrank and went between a stock's opening and its close; the parts sum to the change."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from reportgen.charts.model import Step, Waterfall
from reportgen.comparisons.model import Baseline, KpiResult
from reportgen.formatting import PeriodStyle, Style
from reportgen.insights.factors import rounded
from reportgen.insights.facts import PERCENT
from reportgen.insights.model import FactValue
from reportgen.narrative.model import Text, plain, strong
from reportgen.report.blocks.parts import part_name
from reportgen.report.desk import DASH, Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.model import Cell, ChartBlock, Column, Outcome, Row, Table
from reportgen.units import Direction, sentiment

_CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement's parts as they are printed: rounded so that they add up to the printed change."""

    result: KpiResult
    stock: KpiResult
    ids: tuple[str, ...]
    parts: tuple[Decimal, ...]
    change: Decimal
    opening: Decimal
    decimals: int


def movement_of(desk: Desk, plan: BlockPlan) -> Movement | Missing:
    """The movement of the block's KPI and the stock (``of``) that it moves."""
    result, (stock_id,) = desk.first(plan), plan.names("of") or ("mrr",)
    if isinstance(result, Missing):
        return result
    stock = desk.result(stock_id)
    numbers = [part.windows[_CURRENT].number for part in result.parts]
    if stock is None or not numbers or any(number is None for number in numbers):
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_parts"))
    exact = [number for number in numbers if number is not None]
    close = stock.value.number or Decimal(0)
    opening = close - (result.value.number or Decimal(0))
    decimals = desk.teller.formatter.decimals([opening, close], result.kpi.unit)
    change = rounded([close - opening], close - opening, decimals)[0]
    parts = rounded(exact, change, decimals)
    return Movement(result, stock, tuple(part.id for part in result.parts), tuple(parts), change, opening, decimals)


def movement(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The parts as steps from the opening to the close."""
    found = movement_of(desk, plan)
    if isinstance(found, Missing):
        return found
    teller, kpi = desk.teller, found.result.kpi
    ends = list(accumulate(found.parts))
    steps = [
        Step(
            label=plain(_name(desk, name)),
            sublabel=plain(_share(desk, found, name, part)),
            value_label=plain(_amount(desk, found, name, part)),
            start=float(end - part),
            end=float(end),
            sentiment=sentiment(kpi.good, _way(part)),
        )
        for name, part, end in zip(found.ids, found.parts, ends, strict=True)
    ]
    base = Step(
        teller.word("block.movement.opening"), teller.word("block.factors.base"), plain(_opening(desk, found)), 0, 0
    )
    last = Step(
        plain(teller.period(desk.state.period, PeriodStyle.NAME)),
        plain(_close(desk, found)),
        plain(_change(desk, found)),
        0,
        float(found.change),
        total=True,
    )
    said = [
        teller.say("member.with_share", member=_name(desk, name), share=_amount(desk, found, name, part))
        for name, part in zip(found.ids, found.parts, strict=True)
    ]
    alt = teller.say(
        "block.movement.alt",
        kpi=teller.kpi(found.stock.kpi.id),
        period=teller.period(desk.state.period),
        parts=teller.join(said),
    )
    chart = Waterfall(plan.id, plain(alt), (base, *steps, last))
    subtitle = teller.say(
        "block.movement.subtitle",
        kpi=teller.kpi(found.stock.kpi.id),
        sign=desk.comma_sign(kpi.unit),
        base=_opening(desk, found),
        total=_change(desk, found),
    )
    return Made(ChartBlock(chart.id), _title(desk, found), subtitle, (chart,), ((kpi.id, None),))


def movement_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The same in figures: opening, parts, close; the period before beside it, each as a share of its opening."""
    found = movement_of(desk, plan)
    if isinstance(found, Missing):
        return found
    teller, unit = desk.teller, found.result.kpi.unit
    comparison = found.result.comparisons.get(Baseline.PREVIOUS)
    has_before = comparison is not None and comparison.value.number is not None
    rows = [_ends_row(desk, "opening", _opening(desk, found, style=Style.TABLE), has_before=has_before)]
    for part, amount in zip(found.result.parts, found.parts, strict=True):
        before = part.windows.get(Baseline.PREVIOUS.value)
        cells = [
            Cell(_name(desk, part.id)),
            Cell(_amount(desk, found, part.id, amount, style=Style.TABLE)),
            Cell(_share(desk, found, part.id, amount, style=Style.TABLE) or DASH),
        ]
        if has_before:
            cells.append(
                desk.cell(
                    f"{found.result.kpi.id}.part.{part.id}.previous",
                    before.number if before is not None else None,
                    unit,
                    sign=True,
                    decimals=teller.shared(found.decimals, unit),
                    style=Style.TABLE,
                )
            )
        rows.append(Row(tuple(cells)))
    rows.append(_ends_row(desk, "close", _close(desk, found, style=Style.TABLE), has_before=has_before))
    columns = [
        Column(teller.word("block.movement.part"), numeric=False),
        Column(plain(teller.period(desk.state.period, PeriodStyle.NAME)), desk.sign(unit)),
        Column(teller.word("block.movement.share"), "%"),
    ]
    if comparison is not None and has_before:
        columns.append(Column(plain(teller.period(comparison.period, PeriodStyle.NAME)), desk.sign(unit)))
    subtitle = teller.say("block.movement.table_subtitle", kpi=teller.kpi(found.stock.kpi.id))
    return Made(Table(tuple(columns), tuple(rows)), teller.say("block.movement.table"), subtitle)


def _ends_row(desk: Desk, which: str, figure: Text, *, has_before: bool) -> Row:
    label = desk.teller.say(f"block.movement.{which}")
    cells = [Cell(label), Cell(figure), Cell(())]
    if has_before:
        cells.append(Cell(()))
    if which == "close":
        cells = [Cell(strong(cell.text)) for cell in cells]
    return Row(tuple(cells), total=which == "close")


def _name(desk: Desk, part: str) -> Text:
    return desk.teller.name(part_name(desk, part))


def _amount(desk: Desk, found: Movement, part: str, amount: Decimal, *, style: Style = Style.TEXT) -> Text:
    kpi = found.result.kpi
    fact = FactValue(amount, kpi.unit.value, desk.state.period.id)
    decimals = desk.teller.shared(found.decimals, kpi.unit)
    return desk.teller.figure(f"{kpi.id}.part.{part}", fact, sign=True, decimals=decimals, style=style)


def _share(desk: Desk, found: Movement, part: str, amount: Decimal, *, style: Style = Style.TEXT) -> Text:
    """The part as a share of the opening; nothing where there was no opening."""
    if found.opening <= 0:
        return ()
    fact = FactValue(amount / found.opening, PERCENT, desk.state.period.id)
    return desk.teller.figure(f"{found.result.kpi.id}.part.{part}.share", fact, sign=True, style=style)


def _opening(desk: Desk, found: Movement, *, style: Style = Style.TEXT) -> Text:
    kpi = found.stock.kpi
    fact = FactValue(found.opening, kpi.unit.value, desk.state.period.id)
    decimals = desk.teller.shared(found.decimals, kpi.unit)
    return desk.teller.figure(f"{kpi.id}.opening", fact, decimals=decimals, style=style)


def _close(desk: Desk, found: Movement, *, style: Style = Style.TEXT) -> Text:
    kpi = found.stock.kpi
    fact = FactValue(found.stock.value.number or 0, kpi.unit.value, desk.state.period.id)
    decimals = desk.teller.shared(found.decimals, kpi.unit)
    return desk.teller.figure(f"{kpi.id}.current", fact, decimals=decimals, style=style)


def _change(desk: Desk, found: Movement) -> Text:
    kpi = found.result.kpi
    fact = FactValue(found.result.value.number or 0, kpi.unit.value, desk.state.period.id)
    decimals = desk.teller.shared(found.decimals, kpi.unit)
    return desk.teller.figure(f"{kpi.id}.current", fact, sign=True, decimals=decimals)


def _title(desk: Desk, found: Movement) -> Text:
    """What came against what went."""
    gained = sum((part for part in found.parts if part > 0), Decimal(0))
    lost = sum((part for part in found.parts if part < 0), Decimal(0))
    if not gained and not lost:
        return desk.teller.say("block.movement.still", kpi=desk.teller.kpi(found.stock.kpi.id))
    return desk.teller.say(
        "block.movement.title", gained=_sum(desk, found, "gained", gained), lost=_sum(desk, found, "lost", lost)
    )


def _sum(desk: Desk, found: Movement, name: str, amount: Decimal) -> Text:
    kpi = found.result.kpi
    fact = FactValue(amount, kpi.unit.value, desk.state.period.id)
    return desk.teller.figure(
        f"{kpi.id}.{name}", fact, size=True, decimals=desk.teller.shared(found.decimals, kpi.unit)
    )


def _way(amount: Decimal) -> Direction:
    return Direction.UP if amount > 0 else Direction.DOWN if amount < 0 else Direction.FLAT
