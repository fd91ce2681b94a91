"""Steps: how the derived columns of an export follow from those that the file has.

Most are SQL over a row's own cells. Three kinds look further, each a join, which is much cheaper than a window
over wide rows: ``ByValue`` for what is costly and often the same, ``Gathered`` for what the rows of one thing have
together, ``Fetched`` for what another row of the file says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reportgen.sources.raw import identifier


@dataclass(frozen=True, slots=True)
class ByValue:
    """Columns that follow, in steps, from a few columns of texts (``of``): once for each of their different values."""

    of: tuple[str, ...]
    derived: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Aggregates over the file's rows that are alike in ``by``, for each of these rows."""

    by: tuple[str, ...]
    derived: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What another row of the file says: the one whose number is in the column ``row``, its own there."""

    row: str
    derived: Mapping[str, str]


Step: TypeAlias = Mapping[str, str] | ByValue | Gathered | Fetched
"""Columns with their SQL, which may use the columns of the steps before."""


def columns_of(step: Step) -> Mapping[str, str]:
    """The columns that a step gives, with their SQL."""
    if isinstance(step, ByValue):
        return {name: sql for columns in step.derived for name, sql in columns.items()}
    return step.derived if isinstance(step, Gathered | Fetched) else step


def made_by(steps: Sequence[Step]) -> dict[str, str]:
    """The columns of all steps, in order, with their SQL."""
    return {name: sql for step in steps for name, sql in columns_of(step).items()}


def with_steps(rows: str, steps: Sequence[Step], texts: str) -> str:
    """SQL: the query ``rows`` with the columns of the steps; ``texts`` are the same rows with their texts alone.

    Both have ``_file`` and ``_n``, a row's number in its file. The order of the rows is not kept.
    """
    parts = [f"step0 as not materialized ({rows})"]
    for number, step in enumerate(steps):
        parts.append(f"step{number + 1} as ({_stepped(f'step{number}', step, texts)})")
    return f"with {', '.join(parts)} select * from step{len(steps)}"


def _stepped(rows: str, step: Step, texts: str) -> str:
    if isinstance(step, ByValue):
        values = f"select distinct {_listed(step.of)} from ({texts})"
        for columns in step.derived:
            values = f"select *, {_selected(columns)} from ({values})"
        return _joined(rows, step, values, [(name, name) for name in step.of])
    if isinstance(step, Gathered):
        by = f"_file, {_listed(step.by)}"
        sums = f"select {by}, {_selected(step.derived)} from {rows} group by {by}"
        return _joined(rows, step, sums, [("_file", "_file"), *((name, name) for name in step.by)])
    if isinstance(step, Fetched):
        others = f"select _file, _n, {_selected(step.derived)} from {rows} where _n = {identifier(step.row)}"
        return _joined(rows, step, others, [("_file", "_file"), (step.row, "_n")])
    return f"select *, {_selected(step)} from {rows}"


def _joined(rows: str, step: Step, other: str, keys: Sequence[tuple[str, str]]) -> str:
    said = ", ".join(f"other.{identifier(name)}" for name in columns_of(step))
    alike = " and ".join(f"{rows}.{identifier(one)} is not distinct from other.{identifier(two)}" for one, two in keys)
    return f"select {rows}.*, {said} from {rows} left join ({other}) as other on {alike}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(identifier, names))


def _selected(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{sql} as {identifier(name)}" for name, sql in columns.items())
