"""Messages of other rooms (reasons, checks, notes) in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from reportgen.insights.facts import PERCENT
from reportgen.insights.model import FactValue
from reportgen.issues import Issue
from reportgen.messages import Argument as Given
from reportgen.messages import Message
from reportgen.narrative.model import Run, Text, plain
from reportgen.narrative.teller import Teller
from reportgen.narrative.template import Argument
from reportgen.units import Unit


def message_text(message: Message, teller: Teller, stem: str) -> Text:
    """The message's phrase with its arguments; facts that it prints get ids that begin with ``stem``."""
    arguments = {
        # a file's own heading is no column of ours
        name: teller.name(value)
        if message.key in _OF_FILES and name == "column" and isinstance(value, str)
        else _argument(name, value, teller, f"{stem}.{name}")
        for name, value in message.arguments.items()
    }
    return teller.phrases.text(message.key, arguments)


def issue_text(issue: Issue, teller: Teller) -> str:
    """What a check found, as a plain string; the teller's own facts are left as they are."""
    return plain(message_text(issue.message, replace(teller, facts={}), "check"))


def _argument(name: str, value: Given, teller: Teller, fact_id: str) -> Argument:
    if isinstance(value, str):
        return _BY_NAME.get(name, _name)(value, teller)
    if isinstance(value, date):
        return teller.date(value)
    if isinstance(value, tuple):
        return teller.join(_BY_NAME.get(name, _name)(item, teller) for item in value)
    if isinstance(value, int):
        return teller.count(fact_id, value)
    unit = PERCENT if name in _SHARES else Unit.MONEY.value if name in _AMOUNTS else Unit.COUNT.value
    return teller.figure(fact_id, FactValue(Decimal(str(value)), unit))


def _name(value: str, teller: Teller) -> Text:
    return teller.name(value)


def _measure(value: str, teller: Teller) -> Text:
    """A KPI by its name, another measure (or a formula of measures) by its id with spaces."""
    if value in teller.names:
        return teller.kpi(value)
    return (Run(value.replace("_", " "), source="definition"),)


_BY_NAME: dict[str, Callable[[str, Teller], Text]] = {
    "measure": _measure,
    "kpi": lambda value, teller: teller.kpi(value),
    "kpis": lambda value, teller: teller.kpi(value),
    "table": lambda value, teller: teller.table(value),
    "tables": lambda value, teller: teller.table(value),
    "column": lambda value, teller: teller.column(value),
    "part": lambda value, teller: teller.column(value),
    "whole": lambda value, teller: teller.column(value),
    "key": lambda value, teller: teller.column(value),
    "dimension": lambda value, teller: teller.dimension(value),
    "period": lambda value, teller: teller.period(value),
}
_OF_FILES = frozenset({"check.schema-drift"})
_SHARES = frozenset({"share", "percent", "relative"})
"""Arguments that are fractions, printed in per cent."""
_AMOUNTS = frozenset({"lines", "orders", "amount", "claimed", "revenue"})
"""Arguments that are money where they are not whole numbers."""
