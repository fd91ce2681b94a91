"""Tables of a KPI and the figures that belong to it: goals, answers to the survey, projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.comparisons.model import Baseline, KpiResult, Segment
from reportgen.formatting import PeriodStyle
from reportgen.insights.facts import POINTS, member_prefix
from reportgen.insights.model import FactValue
from reportgen.kpis.model import StepValues, Value
from reportgen.narrative.baselines import baseline_head
from reportgen.narrative.model import Text, plain, strong
from reportgen.report.blocks.top_list import WIDE_FROM, one_host
from reportgen.report.columns import Filled, figures, has_figures, shortened, table_of
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.model import Cell, Column, Outcome, Row, Table
from reportgen.units import Unit

_MOST = 12
_ROOM = 40  # letters of a name
_CURRENT = "current"


@dataclass(frozen=True, slots=True)
class _Line:
    """A member of a KPI, or all of them (``key`` None and ``whole``)."""

    label: Text
    prefix: str
    key: str | None
    segment: Segment | None
    whole: bool = False
    full: str = ""


def goal_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """A row a goal: how often it was reached, its rate, the change in points on the period before and on last year."""
    result = desk.result("goal_conversion_rate")
    lines = _lines(desk, result, "goal", _most(plan)) if result is not None else []
    if result is None or not lines:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_goals"))
    columns = [
        _names(desk, "goal", lines),
        *_part_columns(desk, result, "goal", lines),
        _own(desk, result, lines),
        *_changes(desk, result, lines),
    ]
    subtitle = desk.teller.say("block.goals.subtitle", period=desk.teller.period(desk.state.period))
    shows = ((result.kpi.id, "goal"),)
    return Made(table_of(columns, total=False), _goals_title(desk, result, lines), subtitle, shows=shows)


def part_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The members with the most of a KPI's first part (clicks by query), its other parts, itself and further KPIs."""
    asked = desk.divided(plan)
    if isinstance(asked, Missing):
        return asked
    result, dimension = asked
    if not result.parts:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_dimension"))
    part = result.parts[0]
    counts = part.segments.get(dimension, {}).get(_CURRENT, {})
    found = [one for one in result.segments[dimension] if one.key and (of := counts.get(one.key)) and of.number]
    found.sort(key=lambda one: (-(counts[one.key].number or Decimal(0)), one.key or ""))
    most = _most(plan)
    if not found:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_dimension"))
    host = one_host([one.key or "" for one in found[:most]])
    lines = [_line(desk, result, dimension, segment, host) for segment in found[:most]]
    lines.append(_whole(desk, result))
    columns = [
        _names(desk, dimension, lines),
        *_part_columns(desk, result, dimension, lines),
        _own(desk, result, lines),
        *(column for kpi in plan.names("with") for column in _other(desk, kpi, dimension, lines)),
    ]
    table = table_of(columns, wide=len(columns) > WIDE_FROM)
    if len(found) > most:
        count = desk.teller.count(f"{result.kpi.id}.{dimension}.left[{plan.id}]", len(found) - most)
        table = replace(table, more=desk.teller.say("block.top.more", count=count))
    subtitle = desk.teller.say(
        "block.top.subtitle",
        kpi=desk.teller.name(part_name(desk, part.id)),
        dimension=desk.teller.dimension(dimension),
        period=desk.teller.period(desk.state.period),
    )
    title = desk.teller.say(
        "block.top.title", kpi=desk.teller.name(part_name(desk, part.id)), dimension=desk.teller.dimension(dimension)
    )
    return Made(table, title, subtitle, shows=((result.kpi.id, dimension),))


def _other(desk: Desk, kpi: str, dimension: str, lines: Sequence[_Line]) -> list[Filled]:
    """Another KPI of the same members; nothing where none of them has a figure."""
    other = desk.result(kpi)
    if other is None or dimension not in other.segments:
        return []
    held = {segment.key: segment.value.number for segment in other.segments[dimension]}
    entries = [
        (f"{kpi}.current", other.value.number)
        if line.whole
        else (f"{member_prefix(kpi, dimension, line.key)}.current", held.get(line.key))
        for line in lines
    ]
    column = figures(desk, Column(plain(desk.teller.kpi(kpi)), desk.sign(other.kpi.unit)), other.kpi.unit, entries)
    return [column] if any(held.get(line.key) is not None for line in lines if not line.whole) else []


def project_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """A row a project: planned, earned and actual cost, the index and the variance, those over budget first."""
    result = desk.result("cost_variance")
    lines = _lines(desk, result, "project", _most(plan)) if result is not None else []
    if result is None or not lines:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_projects"))
    lines.sort(key=lambda line: (_number(line) or Decimal(0), line.key or ""))
    over = [line for line in lines if (_number(line) or Decimal(0)) < 0]
    lines.append(_whole(desk, result))
    columns = [_names(desk, "project", lines), *_part_columns(desk, result, "project", lines)]
    columns += _other(desk, "cpi", "project", lines)
    columns.append(_own(desk, result, lines, sign=True))
    count = desk.teller.count("projects.count", len(lines) - 1)
    title = desk.teller.say(
        "block.projects.over" if over else "block.projects.within",
        over=desk.teller.count("projects.over", len(over)),
        count=count,
    )
    subtitle = desk.teller.say("block.projects.subtitle", period=desk.teller.period(desk.state.period))
    return Made(table_of(columns), title, subtitle, shows=((result.kpi.id, "project"),))


def score_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The answers behind the promoter score: each group's count and share, now and before, and the score under them."""
    del plan
    result, teller = desk.result("nps"), desk.teller
    counts = _answers(result, _CURRENT) if result is not None else []
    if result is None or not sum(counts):
        return Missing(Outcome.SUPPRESSED, teller.word("outcome.no_answers"))
    comparison = result.comparisons.get(Baseline.PREVIOUS)
    before = _answers(result, Baseline.PREVIOUS.value) if comparison and comparison.value.number is not None else []
    rows = [
        _group(desk, part.id, count, count / sum(counts), earlier / sum(before) if sum(before) else None, bool(before))
        for part, count, earlier in zip(result.parts, counts, before or counts, strict=True)
    ]
    score = [
        Cell(teller.kpi("nps")),
        desk.cell("nps.answers", sum(counts, Decimal(0)), Unit.COUNT),
        desk.cell("nps.current", result.value.number, result.kpi.unit, decimals=1),
    ]
    columns = [
        Column(teller.word("block.nps.group"), numeric=False),
        Column(teller.word("block.nps.count")),
        Column(plain(teller.period(desk.state.period, PeriodStyle.NAME))),
    ]
    if comparison is not None and before:
        unit = result.kpi.unit
        score.append(desk.cell("nps.previous.value", comparison.value.number, unit, decimals=1))
        score.append(desk.cell("nps.previous.change", comparison.change, unit, sign=True, decimals=1))
        columns += [Column(plain(baseline_head(comparison, teller))), Column(teller.word("table.change"))]
    rows.append(Row(tuple(Cell(strong(cell.text)) for cell in score), total=True))
    subtitle = teller.say("block.nps.subtitle", period=teller.period(desk.state.period))
    return Made(Table(tuple(columns), tuple(rows)), teller.say("block.nps.title"), subtitle, shows=(("nps", None),))


def _answers(result: KpiResult, window: str) -> list[Decimal]:
    """How many answers each group gave; nothing where one is not known."""
    found = [part.windows[window].number if window in part.windows else None for part in result.parts]
    return [number for number in found if number is not None] if None not in found else []


def _group(desk: Desk, part: str, count: Decimal, share: Decimal, before: Decimal | None, beside: bool) -> Row:  # noqa: FBT001
    stem = f"nps.part.{part}"
    cells = [
        Cell(desk.teller.name(part_name(desk, part))),
        desk.cell(stem, count, Unit.COUNT),
        desk.cell(f"{stem}.share", share, Unit.RATE, decimals=1),
    ]
    if beside:
        change = None if before is None else share - before
        cells.append(desk.cell(f"{stem}.previous.share", before, Unit.RATE, decimals=1))
        cells.append(desk.cell(f"{stem}.previous.change", change, POINTS, sign=True, decimals=1))
    return Row(tuple(cells))


def _most(plan: BlockPlan) -> int:
    return int(plan.options.get("most", _MOST))


def _lines(desk: Desk, result: KpiResult, dimension: str, most: int) -> list[_Line]:
    """The members that have a figure, the largest first."""
    found = [one for one in result.segments.get(dimension, ()) if one.key and one.value.number is not None]
    found.sort(key=lambda one: (-abs(one.value.number or Decimal(0)), one.key or ""))
    return [_line(desk, result, dimension, segment) for segment in found[:most]]


def _line(desk: Desk, result: KpiResult, dimension: str, segment: Segment, host: str = "") -> _Line:
    name = segment.key or ""
    short = shortened(name.removeprefix(host) or "/", _ROOM)
    prefix = member_prefix(result.kpi.id, dimension, segment.key)
    return _Line(desk.teller.name(short), prefix, segment.key, segment, full=name if short != name else "")


def _whole(desk: Desk, result: KpiResult) -> _Line:
    segment = Segment(None, result.value, result.comparisons)
    return _Line(desk.teller.say("block.top.all"), result.kpi.id, None, segment, whole=True)


def _number(line: _Line) -> Decimal | None:
    return line.segment.value.number if line.segment is not None else None


def _names(desk: Desk, dimension: str, lines: Sequence[_Line]) -> Filled:
    head = desk.teller.say("block.segments.head", dimension=desk.teller.dimension(dimension))
    return Filled(Column(plain(head), numeric=False), tuple(Cell(line.label, whole=line.full) for line in lines))


def _own(desk: Desk, result: KpiResult, lines: Sequence[_Line], *, sign: bool = False) -> Filled:
    column = Column(plain(desk.teller.kpi(result.kpi.id)), desk.sign(result.kpi.unit))
    return figures(
        desk, column, result.kpi.unit, [(f"{line.prefix}.current", _number(line)) for line in lines], sign=sign
    )


def _part_columns(desk: Desk, result: KpiResult, dimension: str, lines: Sequence[_Line]) -> list[Filled]:
    """A column for each of the KPI's parts that the members have."""
    filled = []
    for part in result.parts:
        unit = part.unit or result.kpi.unit
        members = part.segments.get(dimension, {}).get(_CURRENT, {})
        entries = [(f"{line.prefix}.part.{part.id}", _of(part, members, line)) for line in lines]
        column = figures(desk, Column(part_name(desk, part.id), desk.sign(unit)), unit, entries)
        if has_figures(column):
            filled.append(column)
    return filled


def _of(part: StepValues, members: Mapping[str | None, Value], line: _Line) -> Decimal | None:
    value = part.windows.get(_CURRENT) if line.whole else members.get(line.key)
    return value.number if value is not None else None


def part_name(desk: Desk, part: str) -> str:
    """What a part is called in a column's head."""
    key = f"part.{part}"
    return desk.teller.word(key) if key in desk.teller.phrases else part.replace("_", " ")


def _changes(desk: Desk, result: KpiResult, lines: Sequence[_Line]) -> list[Filled]:
    filled = []
    for baseline in (Baseline.PREVIOUS, Baseline.YEAR_AGO):
        comparison = result.comparisons.get(baseline)
        if comparison is None:
            continue
        entries = [
            (f"{line.prefix}.{baseline.value}.change", held.change if held is not None else None)
            for line in lines
            for held in [line.segment.comparisons.get(baseline) if line.segment is not None else None]
        ]
        name = desk.teller.period(comparison.period, PeriodStyle.SHORT)
        head = plain(desk.teller.say("block.segments.on", baseline=name))
        mark = desk.teller.formatter.mark(Unit.RATE, points=True)
        column = figures(desk, Column(head, mark), POINTS, entries, sign=True)
        if has_figures(column):
            filled.append(column)
    return filled


def _goals_title(desk: Desk, result: KpiResult, lines: Sequence[_Line]) -> Text:
    top = lines[0]
    fact = FactValue(_number(top) or Decimal(0), result.kpi.unit.value, desk.state.period.id)
    return desk.teller.say("block.goals.title", goal=top.label, value=desk.teller.figure(f"{top.prefix}.current", fact))
