"""The action table: KPIs that are off, the gap, who answers for them, and what can be done, each with its evidence."""

from __future__ import annotations

from reportgen.insights.facts import change_unit
from reportgen.insights.playbook import LISTED, Action, actions
from reportgen.narrative.actions import evidence_text, suggestion_text
from reportgen.report.desk import DASH, Desk, Made, Missing
from reportgen.report.kind import BlockPlan
from reportgen.report.model import Cell, Column, Outcome, Row, Table

_MOST = 8  # KPIs


def action_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """A row a suggestion, the evidence under it; the KPI's own figures stand in the first of its rows."""
    found = [action for action in actions(desk.scope) if action.suggestions][: int(plan.options.get("most", _MOST))]
    if not found:
        return Missing(Outcome.EMPTY, desk.teller.word("outcome.no_actions"))
    owned = any(action.result.kpi.id in desk.config.owners for action in found)
    word = desk.teller.word
    columns = (
        Column(word("table.kpi"), numeric=False),
        Column(word("table.current")),
        Column(word("table.target")),
        Column(word("table.gap")),
        Column(word("block.actions.todo"), numeric=False),
        *((Column(word("table.owner"), numeric=False),) if owned else ()),
    )
    rows = [row for action in found for row in _rows(desk, action, owned=owned)]
    key = "subtitle" if desk.state.complete else "subtitle_pace"
    subtitle = desk.teller.say(f"block.actions.{key}", period=desk.teller.period(desk.state.period))
    shows = tuple((action.result.kpi.id, None) for action in found)
    return Made(Table(columns, tuple(rows), wide=True), desk.teller.say("block.actions.title"), subtitle, shows=shows)


def _rows(desk: Desk, action: Action, *, owned: bool) -> list[Row]:
    rows = []
    for place, suggestion in enumerate(action.suggestions[:LISTED]):
        todo = Cell(
            suggestion_text(suggestion, desk.teller),
            note=evidence_text(suggestion.evidence, action, desk.results, desk.teller),
        )
        own = [Cell(()) for _ in range(4)] if place else _figures(desk, action)
        owner = desk.config.owners.get(action.result.kpi.id)
        last = [Cell(() if place else DASH if owner is None else desk.teller.name(owner))] if owned else []
        rows.append(Row((*own, todo, *last)))
    return rows


def _figures(desk: Desk, action: Action) -> list[Cell]:
    result, target = action.result, action.result.target
    kpi, number = result.kpi, result.value.number
    return [
        Cell(desk.teller.kpi(kpi.id)),
        desk.cell(f"{kpi.id}.current", number, kpi.unit.value),
        desk.cell(f"{kpi.id}.target.value", target.target if target is not None else None, kpi.unit.value),
        desk.cell(
            f"{kpi.id}.target.change",
            target.change if target is not None else None,
            change_unit(kpi.unit),
            sign=True,
            level=number,
        ),
    ]
