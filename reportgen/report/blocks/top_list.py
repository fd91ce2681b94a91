"""Lists: the members with the most of a KPI, other KPIs of theirs beside it; names too long for a line are cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlsplit

from reportgen.comparisons.model import KpiResult
from reportgen.formatting import PeriodStyle
from reportgen.insights.facts import PERCENT, change_unit, member_prefix
from reportgen.insights.model import FactValue
from reportgen.insights.scope import main_comparison
from reportgen.narrative.model import Text, plain
from reportgen.report.columns import Filled, figures, has_figures, shortened, table_of
from reportgen.report.desk import Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.members import Held, MemberRow, members
from reportgen.report.model import Cell, Column, Outcome
from reportgen.units import Unit

MOST, _MOST_SENDS = 10, 12
_ROOM = 46  # letters of a name
WIDE_FROM = 5  # columns beyond which a list takes the whole width
_TENTH = Decimal("0.1")


def top_list(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The members with the most of a KPI: its value and change, further KPIs, and under them the whole."""
    asked = desk.divided(plan)
    if isinstance(asked, Missing):
        return asked
    result, dimension = asked
    found = members(result, dimension, desk.teller, int(plan.options.get("most", MOST)))
    rows = [row for row in found.rows if row.value and not row.others]
    if not rows:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_dimension"))
    columns = [
        names_of(desk, dimension, rows, whole=True),
        value_column(desk, result, [*rows, whole_of(desk, result)]),
        *_changed(desk, result, [*rows, whole_of(desk, result)]),
        *beside(desk, plan.names("with"), dimension, rows, result),
    ]
    left = counted(result, dimension) - len(rows)
    table = table_of(columns, wide=len(columns) > WIDE_FROM)
    if left > 0:
        count = desk.teller.count(f"{result.kpi.id}.{dimension}.left[{plan.id}]", left)
        table = replace(table, more=desk.teller.say("block.top.more", count=count))
    subtitle = desk.teller.say(
        "block.top.subtitle",
        kpi=desk.teller.kpi(result.kpi.id),
        dimension=desk.teller.dimension(dimension),
        period=desk.teller.period(desk.state.period),
    )
    return Made(table, _title(desk, result, dimension, rows), subtitle, shows=((result.kpi.id, dimension),))


def counted(result: KpiResult, dimension: str) -> int:
    """How many members have a figure in the period itself."""
    return sum(bool(segment.value.number) for segment in result.segments.get(dimension, ()))


def sends_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The e-mail campaigns of the period, the largest first: delivered, opened, clicked, unsubscribed."""
    result = desk.result("emails_delivered")
    if result is None:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_sends"))
    most = int(plan.options.get("most", _MOST_SENDS))
    sent = [row for row in members(result, "campaign", desk.teller, most).rows if row.value and not row.others]
    if not sent:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_sends"))
    columns = [
        names_of(desk, "campaign", sent, whole=True),
        value_column(desk, result, [*sent, whole_of(desk, result)]),
        *beside(desk, ("open_rate", "email_ctr", "unsubscribe_rate", "list_growth"), "campaign", sent, result),
    ]
    subtitle = desk.teller.say("block.sends.subtitle", period=desk.teller.period(desk.state.period))
    title = _best(desk, "email_ctr", "campaign", sent) or desk.teller.say("block.sends.title")
    table = table_of(columns, wide=len(columns) > WIDE_FROM)
    return Made(table, title, subtitle, shows=((result.kpi.id, "campaign"),))


def names_of(desk: Desk, dimension: str, rows: Sequence[MemberRow], *, whole: bool) -> Filled:
    """The members' names as the data have them, cut where they are too long; the last row is the total's."""
    head = desk.teller.say("block.segments.head", dimension=desk.teller.dimension(dimension))
    cells = [_name(desk, row, one_host([other.key or "" for other in rows])) for row in rows]
    total = [Cell(desk.teller.say("block.top.all"))] if whole else []
    return Filled(Column(plain(head), numeric=False), (*cells, *total))


def one_host(keys: Sequence[str]) -> str:
    """What all addresses begin with, if they are addresses of one host: it says nothing in any row."""
    parts = [urlsplit(key) for key in keys if key.startswith(("http://", "https://"))]
    hosts = {(part.scheme, part.netloc) for part in parts}
    if len(hosts) != 1 or len(parts) < len(keys):
        return ""
    ((scheme, host),) = hosts
    return f"{scheme}://{host}"


def _name(desk: Desk, row: MemberRow, host: str) -> Cell:
    if not row.key:
        return Cell(row.label)
    text = row.key.removeprefix(host) or "/"
    short = shortened(text, _ROOM)
    return Cell(desk.teller.name(short), whole=row.key if short != row.key else "")


def whole_of(desk: Desk, result: KpiResult) -> MemberRow:
    """The KPI itself as the row under its members."""
    held = {
        baseline: Held(comparison.value.number, comparison.change, comparison.relative)
        for baseline, comparison in result.comparisons.items()
    }
    return MemberRow(None, desk.teller.say("block.top.all"), result.kpi.id, result.value.number, held)


def value_column(desk: Desk, result: KpiResult, rows: Sequence[MemberRow]) -> Filled:
    """The KPI's value by row."""
    column = Column(plain(desk.teller.kpi(result.kpi.id)), desk.sign(result.kpi.unit))
    return figures(desk, column, result.kpi.unit, [(f"{row.prefix}.current", row.value) for row in rows])


def _changed(desk: Desk, result: KpiResult, rows: Sequence[MemberRow]) -> list[Filled]:
    """How each moved on the main baseline: in points for a rate or a score, in per cent for the rest."""
    comparison = main_comparison(result.comparisons)
    if comparison is None:
        return []
    baseline, unit = comparison.baseline, result.kpi.unit
    rate = unit in (Unit.RATE, Unit.SCORE)
    name = desk.teller.period(comparison.period, PeriodStyle.SHORT)
    head = plain(desk.teller.say("block.segments.on", baseline=name))
    column = Column(head, "" if unit is Unit.SCORE else desk.teller.formatter.mark(Unit.RATE, points=rate))
    kind = "change" if rate else "relative"
    entries = [
        (
            f"{row.prefix}.{baseline.value}.{kind}",
            row.against(baseline).change if rate else row.against(baseline).relative,
        )
        for row in rows
    ]
    filled = figures(desk, column, change_unit(unit) if rate else PERCENT, entries, sign=True)
    own = Filled(
        filled.column, filled.cells[:-1]
    )  # posts and mails are new each time: the whole's change is none of theirs
    return [filled] if has_figures(own) else []


def beside(
    desk: Desk, kpis: Sequence[str], dimension: str, rows: Sequence[MemberRow], first: KpiResult
) -> list[Filled]:
    """Further KPIs of the same members, each with its own whole; those without a figure are left out."""
    filled = []
    for kpi in kpis:
        other = desk.result(kpi)
        if other is None or other is first or dimension not in other.segments:
            continue
        by_key = {segment.key: segment.value.number for segment in other.segments[dimension]}
        entries = [(f"{member_prefix(kpi, dimension, row.key)}.current", by_key.get(row.key)) for row in rows]
        if all(number is None for _, number in entries):
            continue
        column = Column(plain(desk.teller.kpi(kpi)), desk.sign(other.kpi.unit))
        filled.append(figures(desk, column, other.kpi.unit, [*entries, (f"{kpi}.current", other.value.number)]))
    return filled


def _title(desk: Desk, result: KpiResult, dimension: str, rows: Sequence[MemberRow]) -> Text:
    """The first member's share where the members add up, else what the list is."""
    teller, first, whole = desk.teller, rows[0], result.value.number
    share = (first.value or Decimal(0)) / whole if result.kpi.additive and whole else None
    if share is None or not 0 < share <= 1:
        return teller.say("block.top.title", kpi=teller.kpi(result.kpi.id), dimension=teller.dimension(dimension))
    fact = FactValue(share, PERCENT, desk.state.period.id)
    return teller.say(
        "block.top.leader",
        member=_name(desk, first, one_host([row.key or "" for row in rows])).text,
        share=teller.figure(f"{first.prefix}.share", fact, decimals=0 if share >= _TENTH else 1),
        kpi=teller.kpi(result.kpi.id),
    )


def _best(desk: Desk, kpi: str, dimension: str, rows: Sequence[MemberRow]) -> Text:
    """The member with the highest rate, named with it; () where fewer than two have one."""
    other = desk.result(kpi)
    if other is None:
        return ()
    known = {
        segment.key: segment.value.number
        for segment in other.segments.get(dimension, ())
        if segment.value.number is not None
    }
    found = [(known[row.key], -at, row) for at, row in enumerate(rows) if row.key in known]
    if len(found) < 2:  # noqa: PLR2004  # the highest of one says nothing
        return ()
    number, _, row = max(found, key=lambda entry: entry[:2])
    fact = FactValue(number, other.kpi.unit.value, desk.state.period.id)
    return desk.teller.say(
        "block.top.highest",
        member=_name(desk, row, "").text,
        kpi=desk.teller.kpi(kpi),
        value=desk.teller.figure(f"{member_prefix(kpi, dimension, row.key)}.current", fact),
    )
