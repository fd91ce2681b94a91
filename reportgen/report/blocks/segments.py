"""Tables by member: values with shares and changes, and the split of a change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.comparisons.model import Baseline, Comparison, KpiResult
from reportgen.formatting import PeriodStyle, Style
from reportgen.insights.contributions import Member, Split, split_of
from reportgen.insights.facts import PERCENT, change_unit, member_prefix
from reportgen.insights.model import FactValue
from reportgen.insights.scope import main_comparison
from reportgen.narrative.baselines import baseline_head
from reportgen.narrative.model import Text, plain, strong
from reportgen.report.columns import Filled, figures, table_of
from reportgen.report.desk import DASH, Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.members import Held, MemberRow, Members, members
from reportgen.report.model import Cell, Column, Outcome, Row, Table
from reportgen.units import Good, Unit

_MOST = 12
_ENOUGH = 3  # members, for one of them to be the lowest
_ENOUGH_FOR_TWO = 4  # members, for the weight of the largest two to be news
_ON_A_SCALE = (Unit.RATE, Unit.SCORE)  # their changes are told as they are: per cent of a share or a score misleads


def segment_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """Members with value, share, change on the period before and on last year, and the total under them."""
    asked = desk.divided(plan)
    if isinstance(asked, Missing):
        return asked
    result, dimension = asked
    found = members(result, dimension, desk.teller, int(plan.options.get("most", _MOST)))
    rows = (*found.rows, _total(desk, result))
    columns = [_values(desk, result, rows), *_shares(desk, result, rows), *_changes(desk, result, rows)]
    for kpi in plan.names("with"):
        other = desk.result(kpi)
        if other is not None and other is not result and dimension in other.segments:
            columns.append(_beside(desk, other, dimension, rows))
    names = _names(desk, dimension, [row.label for row in rows])
    subtitle = desk.teller.say(
        "block.segments.subtitle",
        kpi=desk.teller.kpi(result.kpi.id),
        dimension=desk.teller.dimension(dimension),
        period=desk.teller.period(desk.state.period),
    )
    table = replace(table_of([names, *columns]), more=_more(desk, result, dimension, found))
    return Made(table, _title(desk, result, dimension, found.rows), subtitle)


def contribution_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """By each dimension the members that are named, the rest and, once, the change that they add up to."""
    result = desk.first(plan)
    if isinstance(result, Missing):
        return result
    comparison, teller = main_comparison(result.comparisons), desk.teller
    splits = [(name, split_of(result, name, desk.thresholds)) for name in desk.segments]
    divided = [(name, parts) for name, parts in splits if parts is not None]
    if comparison is None or not divided:
        return Missing(Outcome.SUPPRESSED, teller.word("outcome.no_change"))
    rows: list[Row] = []
    for dimension, parts in divided:
        heading = teller.say("block.contributions.by", dimension=teller.dimension(dimension))
        rows.append(Row((Cell(heading), *(Cell(()) for _ in range(4))), heading=True))
        rows += _split_rows(desk, result, dimension, parts, comparison)
    rows.append(_split_total(desk, result, comparison))
    sign = desk.sign(result.kpi.unit)
    columns = (
        Column(teller.word("table.member"), numeric=False),
        Column(plain(baseline_head(comparison, teller)), sign),
        Column(plain(teller.period(desk.state.period, PeriodStyle.NAME)), sign),
        Column(teller.word("table.change"), sign),
        Column(teller.word("block.contributions.share"), "%"),
    )
    subtitle = teller.say("block.contributions.table_subtitle", kpi=teller.kpi(result.kpi.id))
    return Made(Table(columns, tuple(rows)), teller.say("block.contributions.table"), subtitle)


def _total(desk: Desk, result: KpiResult) -> MemberRow:
    held = {
        baseline: Held(comparison.value.number, comparison.change, comparison.relative)
        for baseline, comparison in result.comparisons.items()
    }
    label = desk.teller.say("block.segments.total" if result.kpi.additive else "block.segments.all")
    return MemberRow(None, label, result.kpi.id, result.value.number, held)


def _names(desk: Desk, dimension: str, labels: Iterable[Text]) -> Filled:
    head = desk.teller.say("block.segments.head", dimension=desk.teller.dimension(dimension))
    return Filled(Column(plain(head), numeric=False), tuple(Cell(label) for label in labels))


def _values(desk: Desk, result: KpiResult, rows: Sequence[MemberRow]) -> Filled:
    unit = result.kpi.unit
    column = Column(plain(desk.teller.kpi(result.kpi.id)), desk.sign(unit))
    return figures(desk, column, unit, [(f"{row.prefix}.current", row.value) for row in rows])


def _shares(desk: Desk, result: KpiResult, rows: Sequence[MemberRow]) -> list[Filled]:
    """Each member's share of the total, where the members add up to it."""
    whole = result.value.number
    if not result.kpi.additive or whole is None or whole <= 0 or any((row.value or 0) < 0 for row in rows):
        return []
    entries = [(f"{row.prefix}.share", None if row.value is None else row.value / whole) for row in rows]
    return [figures(desk, Column(desk.teller.word("block.segments.share"), "%"), PERCENT, entries)]


def _changes(desk: Desk, result: KpiResult, rows: Sequence[MemberRow]) -> list[Filled]:
    filled: list[Filled] = []
    unit, teller = result.kpi.unit, desk.teller
    for baseline in (Baseline.PREVIOUS, Baseline.YEAR_AGO):
        comparison = result.comparisons.get(baseline)
        if comparison is None or not any(row.against(baseline).change is not None for row in rows):
            continue
        amounts = [(f"{row.prefix}.{baseline.value}.change", row.against(baseline).change) for row in rows]
        shares = [(f"{row.prefix}.{baseline.value}.relative", row.against(baseline).relative) for row in rows]
        if baseline is Baseline.PREVIOUS:
            name = baseline_head(comparison, teller)
            group = plain(teller.say("block.segments.change_on", baseline=name))
            mark = teller.formatter.mark(unit, points=unit is Unit.RATE)
            filled.append(figures(desk, Column("", mark, group), change_unit(unit), amounts, sign=True))
            if unit not in _ON_A_SCALE:
                filled.append(figures(desk, Column("", "%", group), PERCENT, shares, sign=True))
        else:
            name = teller.period(comparison.period, PeriodStyle.SHORT)
            head = plain(teller.say("block.segments.on", baseline=name))
            entries, one = (amounts, change_unit(unit)) if unit in _ON_A_SCALE else (shares, PERCENT)
            mark = teller.formatter.mark(unit if unit is Unit.SCORE else Unit.RATE, points=unit is Unit.RATE)
            filled.append(figures(desk, Column(head, mark), one, entries, sign=True))
    return filled


def _beside(desk: Desk, other: KpiResult, dimension: str, rows: Sequence[MemberRow]) -> Filled:
    """Another KPI of the same members."""
    by_key = {segment.key: segment.value.number for segment in other.segments[dimension]}
    entries = []
    for row in rows:
        if row.prefix.endswith("]"):
            entries.append((f"{member_prefix(other.kpi.id, dimension, row.key)}.current", by_key.get(row.key)))
        else:
            whole = other.value.number if "." not in row.prefix else None  # the total's prefix is a KPI's id
            entries.append((f"{other.kpi.id}.current", whole))
    column = Column(plain(desk.teller.kpi(other.kpi.id)), desk.sign(other.kpi.unit))
    return figures(desk, column, other.kpi.unit, entries)


def _more(desk: Desk, result: KpiResult, dimension: str, found: Members) -> Text:
    if found.summed:
        return desk.teller.say(
            "block.segments.more", count=desk.teller.count(f"{result.kpi.id}.{dimension}.summed", found.summed)
        )
    if found.hidden:
        return desk.teller.say(
            "block.segments.more_left", count=desk.teller.count(f"{result.kpi.id}.{dimension}.hidden", found.hidden)
        )
    return ()


def _title(desk: Desk, result: KpiResult, dimension: str, rows: Sequence[MemberRow]) -> Text:
    """The named members that moved it most, each with its percentage; else the weight of the largest two."""
    comparison, teller = main_comparison(result.comparisons), desk.teller
    plain_title = teller.say(
        "block.segments.plain", kpi=teller.kpi(result.kpi.id), dimension=teller.dimension(dimension)
    )
    if result.kpi.unit is Unit.SCORE:
        return _furthest(desk, result, rows) or plain_title
    if comparison is None or result.kpi.unit in _ON_A_SCALE:
        return plain_title
    parts = split_of(result, dimension, desk.thresholds)
    named = {member.key for member in (*parts.drivers, *parts.detractors)} if parts is not None else set()
    held = [(row, row.against(comparison.baseline)) for row in rows if row.key in named and not row.others]
    moved = [(row, one.change, one.relative) for row, one in held if one.change and one.relative is not None]
    if not moved:
        return _largest_two(desk, result, dimension, rows) or plain_title
    up, down = max(moved, key=lambda one: one[1]), min(moved, key=lambda one: one[1])

    def figure(row: MemberRow, relative: Decimal) -> Text:
        prefix = f"{row.prefix}.{comparison.baseline.value}.relative"
        return teller.figure(prefix, FactValue(relative, PERCENT), size=True)

    key = "both" if up[1] > 0 > down[1] else "up" if up[1] > 0 else "down"
    return teller.say(
        f"block.segments.{key}",
        up=up[0].label,
        up_figure=figure(up[0], up[2]),
        down=down[0].label,
        down_figure=figure(down[0], down[2]),
    )


def _largest_two(desk: Desk, result: KpiResult, dimension: str, rows: Sequence[MemberRow]) -> Text:
    """What the two largest members hold of the whole, where there are enough others to make that worth a line."""
    whole = result.value.number
    known = [(row.value, row) for row in rows if row.value is not None and not row.others]
    if not result.kpi.additive or not whole or len(known) < _ENOUGH_FOR_TWO or min(value for value, _ in known) < 0:
        return ()
    (most, first), (next_most, second) = sorted(known, key=lambda pair: -pair[0])[:2]
    share = FactValue((most + next_most) / whole, PERCENT, desk.state.period.id)
    return desk.teller.say(
        "block.segments.two",
        **desk.teller.kpi_words(result.kpi.id),
        first=first.label,
        second=second.label,
        share=desk.teller.figure(f"{result.kpi.id}.{dimension}.largest_two.share", share, decimals=0),
    )


def _furthest(desk: Desk, result: KpiResult, rows: Sequence[MemberRow]) -> Text:
    """Of a score the member on its wrong end, where there are enough to have one."""
    known = [(row.value, row) for row in rows if row.value is not None and not row.others]
    if len(known) < _ENOUGH or result.kpi.good is Good.NONE:
        return ()
    lowest = result.kpi.good is Good.UP
    value, row = (min if lowest else max)(known, key=lambda pair: pair[0])
    fact = FactValue(value, result.kpi.unit.value, desk.state.period.id)
    return desk.teller.say(
        f"block.segments.{'lowest' if lowest else 'highest'}",
        **desk.teller.kpi_words(result.kpi.id),
        member=row.label,
        value=desk.teller.figure(f"{row.prefix}.current", fact),
    )


def _split_rows(desk: Desk, result: KpiResult, dimension: str, parts: Split, comparison: Comparison) -> list[Row]:
    named = sorted(parts.drivers + parts.detractors, key=lambda member: -member.change)
    rows = [
        _split_row(
            desk,
            result,
            desk.teller.member(member.key),
            member_prefix(result.kpi.id, dimension, member.key),
            member,
            comparison,
        )
        for member in named
    ]
    current = (result.value.number or Decimal(0)) - sum((member.current for member in named), Decimal(0))
    before = (comparison.value.number or Decimal(0)) - sum((member.before for member in named), Decimal(0))
    rest = Member(None, current, before)
    label = desk.teller.say("block.contributions.rest")
    return [*rows, _split_row(desk, result, label, f"{result.kpi.id}.{dimension}.rest", rest, comparison)]


def _split_total(desk: Desk, result: KpiResult, comparison: Comparison) -> Row:
    whole = Member(None, result.value.number or Decimal(0), comparison.value.number or Decimal(0))
    label = desk.teller.say("block.contributions.change", kpi=desk.teller.kpi(result.kpi.id))
    row = _split_row(desk, result, label, result.kpi.id, whole, comparison)
    return Row(tuple(replace(cell, text=strong(cell.text)) for cell in row.cells), total=True)


def _split_row(desk: Desk, result: KpiResult, label: Text, prefix: str, member: Member, comparison: Comparison) -> Row:
    unit, baseline = result.kpi.unit, comparison.baseline.value
    decimals = desk.teller.formatter.decimals([result.value.number or 0, comparison.value.number or 0], unit)
    share = member.change / comparison.change if comparison.change else None
    return Row(
        (
            Cell(label),
            desk.cell(f"{prefix}.{baseline}.value", member.before, unit, decimals=decimals, style=Style.TABLE),
            desk.cell(f"{prefix}.current", member.current, unit, decimals=decimals, style=Style.TABLE),
            desk.cell(
                f"{prefix}.{baseline}.change",
                member.change,
                unit,
                decimals=decimals,
                style=Style.TABLE,
                sign=True,
            ),
            desk.cell(f"{prefix}.change_share", share, PERCENT, style=Style.TABLE) if share is not None else Cell(DASH),
        )
    )
