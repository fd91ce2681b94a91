"""Movers: members that rose, fell, came or went between the previous period and this one (keywords by position)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.comparisons.model import Baseline, KpiResult, Segment
from reportgen.formatting import PeriodStyle, Style
from reportgen.insights.facts import change_unit, member_prefix
from reportgen.insights.model import FactValue
from reportgen.kpis.model import Value
from reportgen.narrative.baselines import baseline_head
from reportgen.narrative.model import Text, plain
from reportgen.report.blocks.parts import part_name
from reportgen.report.blocks.top_list import one_host
from reportgen.report.columns import shortened
from reportgen.report.desk import DASH, Desk, Made, Missing, pick
from reportgen.report.kind import BlockPlan
from reportgen.report.model import Cell, Column, Outcome, Row, Table
from reportgen.units import Good, Unit

_MOST = 5  # of each group
_ROOM = 46
_GROWTH = Decimal("0.25")  # a member moved when it grew or shrank by so much,
_IMPACT = Decimal("0.01")  # and by so much of the total
_PLACES = Decimal(1)  # a score (a search position) moved when it changed by so much
_GROUPS = ("up", "down", "new", "lost")


@dataclass(frozen=True, slots=True)
class Mover:
    """A member with its value in each period; None where it had none."""

    key: str | None
    now: Decimal | None
    before: Decimal | None
    weight: Decimal

    @property
    def change(self) -> Decimal | None:
        """Now less before."""
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def size(self) -> Decimal:
        """How far it moved; all of it for one that came or went."""
        return abs(self.change or self.now or self.before or Decimal(0))


@dataclass(frozen=True, slots=True)
class Field:
    """What is compared: a KPI's members or those of one of its parts (``part`` begins the ids of its facts)."""

    result: KpiResult
    unit: Unit
    good: Good
    additive: bool
    whole: Decimal
    name: Text
    part: str
    members: dict[str | None, tuple[Decimal | None, Decimal | None]]  # now, before

    def fact(self, dimension: str, key: str | None, name: str) -> str:
        """The id of a member's fact."""
        return f"{member_prefix(self.result.kpi.id, dimension, key)}.{self.part}{name}"


def movers(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """Groups of members: up, down, new and lost, the weightiest first.

    ``with`` weighs them by another KPI; ``part`` takes a part of the KPI, for which ``good: down`` says that less is
    better.
    """
    result = desk.first(plan)
    if isinstance(result, Missing):
        return result
    teller, most = desk.teller, int(plan.options.get("most", _MOST))
    comparison = result.comparisons.get(Baseline.PREVIOUS)
    found = _fields(desk, plan, result)
    if not found:
        return Missing(Outcome.SUPPRESSED, teller.word("outcome.no_dimension"))
    dimension, field = found
    if comparison is None or all(before is None for _, before in field.members.values()):
        return Missing(Outcome.SUPPRESSED, teller.word("outcome.no_change"))
    groups = sorted_out(field, _weights(desk, plan, dimension))
    if not any(groups.values()):
        return Missing(Outcome.EMPTY, teller.word("outcome.no_movers"))
    rows: list[Row] = []
    host = one_host([mover.key or "" for group in groups.values() for mover in group])
    for name in _GROUPS:
        if groups[name]:
            count = teller.count(_count(result, dimension, name), len(groups[name]))
            heading = Cell(teller.say(f"block.movers.{name}", count=count))
            rows.append(Row((heading, *(Cell(()) for _ in range(3))), heading=True))
            rows += [_row(desk, field, dimension, mover, host) for mover in groups[name][:most]]
    sign = desk.sign(field.unit)
    columns = (
        Column(plain(teller.say("block.segments.head", dimension=teller.dimension(dimension))), numeric=False),
        Column(plain(baseline_head(comparison, teller)), sign),
        Column(plain(teller.period(desk.state.period, PeriodStyle.NAME)), sign),
        Column(teller.word("table.change"), sign),
    )
    subtitle = teller.say(
        "block.movers.subtitle",
        kpi=field.name,
        dimension=teller.dimension(dimension),
        baseline=teller.period(comparison.period),
        good=field.good.value,
    )
    title = _title(desk, result, dimension, groups)
    return Made(Table(columns, tuple(rows)), title, subtitle, shows=((result.kpi.id, dimension),))


def _fields(desk: Desk, plan: BlockPlan, result: KpiResult) -> tuple[str, Field] | None:
    """The dimension and what is compared in it; None where nothing is divided by it."""
    kpi, wanted = result.kpi, str(plan.options.get("part", ""))
    if not wanted:
        dimension = desk.dimension(result, plan.options.get("by"))
        if isinstance(dimension, Missing):
            return None
        pairs = {segment.key: _pair(segment) for segment in result.segments[dimension]}
        whole = abs(result.value.number or Decimal(0))
        return dimension, Field(result, kpi.unit, kpi.good, kpi.additive, whole, desk.teller.kpi(kpi.id), "", pairs)
    part = next((part for part in result.parts if part.id == wanted), None)
    asked = plan.options.get("by")
    by = pick(asked, desk.fitting(asked, lambda name: part is not None and bool(part.segments.get(name))))
    if part is None or by is None:
        return None
    windows = part.segments[by]
    now, before = windows.get("current", {}), windows.get(Baseline.PREVIOUS.value, {})
    pairs = {key: (_of(now, key), _of(before, key)) for key in sorted({*now, *before}, key=lambda key: key or "")}
    unit, good = part.unit or kpi.unit, Good(plan.options.get("good", kpi.good.value))
    whole = abs(part.windows["current"].number or Decimal(0))
    name = desk.teller.name(part_name(desk, part.id))
    return by, Field(result, unit, good, unit is not Unit.SCORE, whole, name, f"part.{part.id}.", pairs)


def _pair(segment: Segment) -> tuple[Decimal | None, Decimal | None]:
    comparison = segment.comparisons.get(Baseline.PREVIOUS)
    return segment.value.number, comparison.value.number if comparison is not None else None


def _of(members: Mapping[str | None, Value], key: str | None) -> Decimal | None:
    value = members.get(key)
    return value.number if value is not None else None


def sorted_out(field: Field, weights: Mapping[str | None, Decimal]) -> dict[str, list[Mover]]:
    """The members that moved, by group. Up is the good way: for a search position a smaller number."""
    groups: dict[str, list[Mover]] = {name: [] for name in _GROUPS}
    for key, (now, before) in field.members.items():
        if key is None:
            continue
        if field.additive:  # there no rows are a zero; of positions they are no position
            now, before = now or None, before or None  # noqa: PLW2901
        mover = Mover(key, now, before, weights.get(key, Decimal(0)))
        group = _group(field, mover)
        if group is not None:
            groups[group].append(mover)
    for found in groups.values():
        found.sort(key=lambda one: (-one.weight, -one.size, one.key or ""))
    return groups


def _group(field: Field, mover: Mover) -> str | None:
    change, before = mover.change, mover.before
    if change is None or before is None:
        return None if mover.now is before else "lost" if mover.now is None else "new"
    if field.unit is Unit.SCORE:
        moved = abs(change) >= _PLACES
    else:
        moved = before > 0 and abs(change) >= _GROWTH * before and abs(change) >= _IMPACT * field.whole
    if not moved:
        return None
    return "up" if (change > 0) != (field.good is Good.DOWN) else "down"


def _weights(desk: Desk, plan: BlockPlan, dimension: str) -> dict[str | None, Decimal]:
    """Each member's value of the first weighing KPI that the dimension divides, the larger of now and before."""
    for kpi in plan.names("with"):
        other = desk.result(kpi)
        if other is not None and dimension in other.segments:
            pairs = {segment.key: _pair(segment) for segment in other.segments[dimension]}
            return {key: max(number or Decimal(0) for number in pair) for key, pair in pairs.items()}
    return {}


def _count(result: KpiResult, dimension: str, group: str) -> str:
    return f"{result.kpi.id}.{dimension}.movers.{group}"


def _row(desk: Desk, field: Field, dimension: str, mover: Mover, host: str) -> Row:
    text = (mover.key or "").removeprefix(host) or "/"
    short = shortened(text, _ROOM)
    numbers = [number for number in (mover.now, mover.before) if number is not None]
    decimals = desk.teller.formatter.decimals(numbers, field.unit)
    if field.unit is Unit.SCORE:  # a place is a whole number, a mean of places is not
        decimals = 0 if all(number == number.to_integral_value() for number in numbers) else 1
    name = Cell(desk.teller.name(short), whole=mover.key or "" if short != mover.key else "")

    def cell(fact: str, number: Decimal | None) -> Cell:
        fact_id = field.fact(dimension, mover.key, fact)
        return desk.cell(fact_id, number, field.unit, decimals=decimals, style=Style.TABLE)

    change = _change(desk, field, field.fact(dimension, mover.key, "previous."), mover, decimals)
    return Row((name, cell("previous.value", mover.before), cell("current", mover.now), change))


def _change(desk: Desk, field: Field, stem: str, mover: Mover, decimals: int) -> Cell:
    """The change with its sign; where a lower number is better, how far it moved, with an arrow for the good way."""
    if mover.change is None:
        return Cell(DASH)
    unit = change_unit(field.unit)
    if field.good is not Good.DOWN:
        return desk.cell(f"{stem}change", mover.change, unit, sign=True, decimals=decimals, style=Style.TABLE)
    fact = FactValue(-mover.change, unit)
    text = desk.teller.figure(f"{stem}better", fact, size=True, decimals=decimals, style=Style.TABLE)
    return Cell(text, arrow="up" if mover.change < 0 else "down")


def _title(desk: Desk, result: KpiResult, dimension: str, groups: dict[str, list[Mover]]) -> Text:
    up, down = (desk.teller.count(_count(result, dimension, name), len(groups[name])) for name in ("up", "down"))
    ways = ["yes" if groups[name] else "no" for name in ("up", "down")]
    return desk.teller.say("block.movers.title", up=up, down=down, any_up=ways[0], any_down=ways[1])
