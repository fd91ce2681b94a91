"""Propose: what was found in files → the sources that they make, with the few questions that only a person answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reportgen.facts.model import TABLES
from reportgen.sources.readers import READERS
from reportgen.starting.guess import day_first
from reportgen.starting.match import match
from reportgen.starting.model import Ask, Look, Match, Proposal, Wishes

LEAVE_OUT = "none"


def grouped(looks: Iterable[Look]) -> list[tuple[Look, ...]]:
    """Files that are read as one source: one tool's, or those with the same columns. In the order of their first."""
    groups: dict[tuple[str, ...], list[Look]] = {}
    for look in looks:
        groups.setdefault(look.group, []).append(look)
    return [tuple(group) for group in groups.values()]


def propose(looks: tuple[Look, ...], wishes: Wishes, locale: str, ask: Ask) -> Proposal | None:
    """The source that files of one group make; None when nothing tells what they hold and nobody says it."""
    first = looks[0]
    if first.reader is not None:
        return Proposal(_tool(READERS[first.reader].doc), looks)
    name = _name(looks)
    found = match(first, name)
    if found is None or not found.sure:
        found = _asked(first, name, found, ask)
        if found is None:
            return None
    notes: list[str] = []
    used = [column for column in first.columns if column.name in found.columns.values()]
    way = _date_format(looks, found, wishes, locale, ask, notes)
    dotted = next((column for column in used if column.dotted is not None and found.columns), None)
    decimal = None
    if dotted is not None:
        likely = "," if day_first(locale) and not locale.startswith(("zh", "ko", "ja", "en")) else "."
        question = f"{first.file.name}: '{dotted.name}' holds {dotted.dotted}. Which sign is the decimal sign?"
        decimal = ask(question, likely, (".", ","))
        notes.append(f"read with '{decimal}' as the decimal sign: {dotted.dotted} could be either")
    return Proposal(name, looks, found, way, decimal, tuple(notes))


def _asked(look: Look, name: str, found: Match | None, ask: Ask) -> Match | None:
    listed = ", ".join(column.name for column in look.columns[:8])
    default = found.table if found is not None else LEAVE_OUT
    allowed = (*TABLES, LEAVE_OUT)
    answer = ask(f"{look.file.name} (columns: {listed}): which table does it fill?", default, allowed)
    return None if answer == LEAVE_OUT else match(look, name, answer)


def _date_format(
    looks: Sequence[Look], found: Match, wishes: Wishes, locale: str, ask: Ask, notes: list[str]
) -> str | None:
    """The format to declare: asked where day and month can be taken for each other."""
    times = {field.name for field in TABLES[found.table].fields if field.type in {"time", "date"}}
    names = {column for canonical, column in found.columns.items() if canonical in times}
    columns = [column for look in looks for column in look.columns if column.name in names and column.formats]
    if not columns:
        return None
    common = [way for way in columns[0].formats if all(way in column.formats for column in columns)]
    example = columns[0]
    if len(common) <= 1:
        return common[0] if common else None
    firsts = {order: next((way for way in common if way.startswith(order)), None) for order in ("%d", "%m")}
    if not all(firsts.values()):
        return common[0]
    order = {"day": "%d", "month": "%m"}.get(wishes.date_order or "", "%d" if day_first(locale) else "%m")
    if wishes.date_order is None:
        question = f"{looks[0].file.name}: '{example.name}' holds {example.example}. Is the day or the month first?"
        order = {"day": "%d", "month": "%m"}[ask(question, "day" if order == "%d" else "month", ("day", "month"))]
        first = "day" if order == "%d" else "month"
        notes.append(f"dates are read with the {first} first: {example.example} could be either")
    return firsts[order]


def _tool(doc: str) -> str:
    """Google Ads, of "Google Ads' campaign report, segmented by day"."""
    name = re.split(r"'s? ", doc)[0].removeprefix("a ")
    return name[:1].upper() + name[1:]


def _name(looks: Sequence[Look]) -> str:
    """The files' common name without dates and numbers: erp_lines_2024.csv, erp_lines_2025.csv → Erp lines."""
    stems = [look.file.name.split(".")[0] for look in looks]
    words = [word for word in re.split(r"[\W_]+", stems[0]) if word and not re.fullmatch(r"\d+([hHqQ]\d)?", word)]
    name = " ".join(words) or looks[0].file.parent.name or "data"
    return name[:1].upper() + name[1:]
