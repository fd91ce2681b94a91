"""Tables of KPIs: a section's, the targets', and the appendix's of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.comparisons.compare import NEAR
from reportgen.comparisons.model import Baseline, KpiResult, TargetComparison, TargetStatus
from reportgen.formatting import PeriodStyle
from reportgen.insights.facts import PERCENT, change_unit
from reportgen.insights.model import FactValue
from reportgen.insights.pace import PaceStatus
from reportgen.kpis.model import Value
from reportgen.messages import Message
from reportgen.narrative.model import Run, Text, plain, strong
from reportgen.report.blocks.line import LEAST_POINTS
from reportgen.report.blocks.summary import is_off, signed_change, status_word, target_bar
from reportgen.report.desk import DASH, Desk, Made, Missing
from reportgen.report.kind import BlockPlan, SectionPlan
from reportgen.report.model import Cell, Column, Definitions, Outcome, Row, Table
from reportgen.units import Sentiment

_ALL = (Baseline.PREVIOUS, Baseline.YEAR_AGO, Baseline.TRAILING)
_ORDER = {TargetStatus.MISSED: 0, TargetStatus.NEAR: 1, TargetStatus.MET: 2}
_PACE_ORDER = {PaceStatus.BEHIND: 0, PaceStatus.ON: 1, PaceStatus.AHEAD: 2}
_TRAILING_PERIODS = 12
_MOST_TARGETS = 99


def kpi_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """The section's KPIs that have a number: value, each baseline's value and the change on it, target."""
    section = next(section for section in desk.kind.sections if section.id == plan.section)
    results = desk.with_numbers(plan.names("kpis") or desk.of_section(section.id))
    if not results:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_kpis"))
    if len(results) == 1 and _is_drawn(results[0], section):
        return Missing(Outcome.EMPTY, desk.teller.word("outcome.drawn"))
    subtitle = desk.teller.say("block.kpis.subtitle", period=desk.teller.period(desk.state.period))
    table = _comparison_table(desk, results, _held(results, _ALL[:2]))
    shows = tuple((result.kpi.id, None) for result in results)
    title = desk.teller.say("block.kpis.title", section=desk.section_label(section.id))
    return Made(table, title, subtitle, shows=shows)


def _is_drawn(result: KpiResult, section: SectionPlan) -> bool:
    """Whether a line of the section shows the KPI anyway, with its change: a table of it alone adds nothing."""
    lines = (block for block in section.blocks if block.kind == "line" and result.kpi.id in block.names("kpi"))
    return any(lines) and len(result.series) >= LEAST_POINTS


def all_kpis(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """Every KPI asked for, and every other that has a number, against every comparison, by section."""
    del plan
    results = appendix_results(desk)
    if not results:
        return Missing(Outcome.EMPTY, desk.teller.word("outcome.no_kpis"))
    table = _comparison_table(desk, results, _asked(results), grouped=True)
    subtitle = desk.teller.say("block.appendix.subtitle", period=desk.teller.period(desk.state.period))
    return Made(replace(table, wide=True), desk.teller.say("block.appendix.title"), subtitle)


def reasons(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """Why figures of the appendix's table are missing, by the numbers that stand in their places."""
    del plan
    numbered = missing_reasons(desk)
    if not numbered:
        return Missing(Outcome.EMPTY, desk.teller.word("outcome.all_there"))
    items = tuple(
        ((Run(str(number), source="note"),), desk.words(reason, f"reason[{number}]")) for reason, number in numbered
    )
    return Made(Definitions(items), desk.teller.say("block.appendix.reasons"))


def appendix_results(desk: Desk) -> list[KpiResult]:
    """What the appendix lists, in the catalogue's order."""
    return [
        result
        for kpi, result in desk.results.kpis.items()
        if kpi in desk.asked or (result.value.number is not None and result.kpi.breakdown is None)
    ]


def missing_reasons(desk: Desk) -> tuple[tuple[Message, int], ...]:
    """The reasons of missing figures, numbered in the order of the appendix's table."""
    found: list[Message] = []
    for result in appendix_results(desk):
        for value in _values(result):
            if value.reason is not None and value.reason not in found:
                found.append(value.reason)
    return tuple((reason, place) for place, reason in enumerate(found, start=1))


def _values(result: KpiResult) -> Iterable[Value]:
    """The figures that the appendix prints of a KPI."""
    yield result.value
    if result.value.number is not None:
        yield from (result.comparisons[baseline].value for baseline in _ALL if baseline in result.comparisons)


def _asked(results: Iterable[KpiResult]) -> list[Baseline]:
    """The baselines that were asked for."""
    known = list(results)
    return [baseline for baseline in _ALL if any(baseline in result.comparisons for result in known)]


def _held(results: Iterable[KpiResult], wanted: Sequence[Baseline]) -> list[Baseline]:
    """The baselines in which any of the KPIs has a number."""
    known = list(results)
    return [
        baseline
        for baseline in wanted
        if any((held := result.comparisons.get(baseline)) and held.value.number is not None for result in known)
    ]


def _comparison_table(
    desk: Desk, results: Sequence[KpiResult], baselines: Sequence[Baseline], *, grouped: bool = False
) -> Table:
    targets = any(result.target is not None for result in results)
    numbers = dict(missing_reasons(desk)) if grouped else {}
    rows: list[Row] = []
    columns = _columns(desk, results, baselines, targets=targets, grouped=grouped)
    home = ""
    for result in results:
        if grouped and result.kpi.section != home:
            home = result.kpi.section
            heading = Cell(desk.section_label(home))
            rows.append(Row((heading, *(Cell(()) for _ in columns[1:])), heading=True))
        rows.append(_comparison_row(desk, result, baselines, numbers, targets=targets, grouped=grouped))
    return Table(columns, tuple(rows))


def _columns(
    desk: Desk, results: Sequence[KpiResult], baselines: Sequence[Baseline], *, targets: bool, grouped: bool
) -> tuple[Column, ...]:
    teller, word = desk.teller, desk.teller.word
    columns = [
        Column(word("table.kpi"), numeric=False),
        Column(plain(teller.period(desk.state.period, PeriodStyle.SHORT))),
    ]
    for baseline in baselines:
        columns += [Column(_baseline_head(desk, results, baseline)), Column(word("table.change"))]
    if targets:
        columns.append(Column(word("table.target")))
    if targets and grouped:
        columns.append(Column(word("table.attained")))
    return tuple(columns)


def _baseline_head(desk: Desk, results: Sequence[KpiResult], baseline: Baseline) -> str:
    if baseline is Baseline.TRAILING:
        count = desk.teller.count("trailing.periods", _TRAILING_PERIODS)
        periods = desk.teller.say(f"periods.{desk.state.period.kind.value}", count=count)
        return plain(desk.teller.say("table.average", periods=periods))
    comparison = next(held for result in results if (held := result.comparisons.get(baseline)) is not None)
    return plain(desk.teller.period(comparison.period, PeriodStyle.SHORT))


def _comparison_row(
    desk: Desk,
    result: KpiResult,
    baselines: Sequence[Baseline],
    numbers: dict[Message, int],
    *,
    targets: bool,
    grouped: bool,
) -> Row:
    kpi = result.kpi
    cells = [
        Cell(desk.teller.kpi(kpi.id)),
        _value_cell(desk, f"{kpi.id}.current", result.value, result, numbers),
    ]
    for baseline in baselines:
        comparison = result.comparisons.get(baseline)
        if comparison is None or result.value.number is None:
            cells += [Cell(DASH), Cell(DASH)]
            continue
        cells.append(_value_cell(desk, f"{kpi.id}.{baseline.value}.value", comparison.value, result, numbers))
        cells.append(Cell(DASH if comparison.change is None else signed_change(desk, result, comparison)))
    if targets:
        target = result.target
        cells.append(desk.cell(f"{kpi.id}.target.value", target.target if target else None, kpi.unit.value))
    if targets and grouped:
        attained = result.target.attainment if result.target else None
        cells.append(desk.cell(f"{kpi.id}.target.attainment", attained, PERCENT))
    return Row(tuple(cells))


def _value_cell(desk: Desk, fact_id: str, value: Value, result: KpiResult, numbers: dict[Message, int]) -> Cell:
    if value.number is not None:
        return desk.cell(fact_id, value.number, result.kpi.unit.value)
    number = numbers.get(value.reason) if value.reason is not None else None
    if number is None:
        return Cell(DASH)
    return Cell((*DASH, Run(f" ({number})", source="note")))


def target_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """KPIs with a target, the missed ones first: current, target, gap, status, owner."""
    held = with_targets(desk)[: int(plan.options.get("most", _MOST_TARGETS))]
    if not held:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_targets"))
    owned = any(result.kpi.id in desk.config.owners for result in held)
    word = desk.teller.word
    columns = [
        Column(word("table.kpi"), numeric=False),
        Column(word("table.current")),
        Column(word("table.target")),
        Column(word("table.gap")),
        Column(word("table.status"), numeric=False),
        *([Column(word("table.owner"), numeric=False)] if owned else []),
    ]
    bars = not plan.options.get("compact")
    rows = tuple(_target_row(desk, result, owned=owned, bars=bars) for result in held)
    period = desk.teller.period(desk.state.period)
    if desk.state.complete:
        near = desk.teller.figure("target.near", FactValue(NEAR, PERCENT), decimals=0)
        subtitle = desk.teller.say("block.targets.subtitle", period=period, near=near)
    else:
        subtitle = desk.teller.say("block.targets.subtitle_pace", period=period)
    return Made(
        Table(tuple(columns), rows, wide=True),
        desk.teller.say("block.targets.title"),
        subtitle,
        shows=tuple((result.kpi.id, None) for result in held),
    )


def with_targets(desk: Desk) -> list[KpiResult]:
    """The KPIs asked for that have a number and a share of a target, the worst first."""
    ordered = sorted(
        enumerate(desk.targeted()),
        key=lambda entry: (
            _order(desk, entry[1][0], entry[1][1]),
            entry[1][1].attainment or Decimal(0),
            entry[0],
        ),
    )
    return [result for _, (result, _) in ordered]


def _order(desk: Desk, result: KpiResult, target: TargetComparison) -> int:
    """Missed or behind pace, near or on pace, met or ahead; then those of which nothing can be said yet."""
    if target.status is not None:
        return _ORDER[target.status]
    pace = desk.pace(result)
    return len(_ORDER) if pace is None else _PACE_ORDER[pace]


def _target_row(desk: Desk, result: KpiResult, *, owned: bool, bars: bool = True) -> Row:
    kpi, target = result.kpi, result.target
    assert target is not None  # noqa: S101  # only KPIs with a target are listed
    missed = is_off(desk, result)
    gap_down = target.change is not None and target.change < 0
    status: Text = status_word(desk, result) or DASH
    owner = desk.config.owners.get(kpi.id)
    return Row(
        (
            Cell(strong(desk.teller.kpi(kpi.id)), bar=target_bar(desk, result) if bars else None),
            desk.cell(f"{kpi.id}.current", result.value.number, kpi.unit.value),
            desk.cell(f"{kpi.id}.target.value", target.target, kpi.unit.value),
            desk.cell(
                f"{kpi.id}.target.change",
                target.change,
                change_unit(kpi.unit),
                sign=True,
                level=result.value.number,
            ),
            Cell(
                status,
                Sentiment.UNFAVOURABLE if missed else Sentiment.NEUTRAL,
                ("down" if gap_down else "up") if missed else "",
            ),
            *([Cell(desk.teller.name(owner) if owner else DASH)] if owned else []),
        )
    )
