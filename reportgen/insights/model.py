"""Nouns of the insight room: a finding without words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.messages import Message
from reportgen.units import Direction, Sentiment


@dataclass(frozen=True, slots=True)
class FactValue:
    """A named value that a sentence may print: number, unit and the period it is of.

    ``unit`` is a Unit value, or "percent" (a relative change as a fraction), "points" (a change of
    a rate, as a fraction), "text" (a member or KPI name), "period" or "days".
    """

    value: Decimal | int | str
    unit: str
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Insight:
    """A finding: its kind (closed catalogue), what it is about and the facts it rests on.

    ``members`` carries the list-valued part of an insight (drivers: member → contribution),
    largest first. ``score`` ranks it, 0 … 1; ``chart`` names the block that shows it. A finding about one of
    several members that were tested carries its ``p`` and how many were ``tested`` with it. ``message`` is what
    another room said (a data check).
    """

    kind: str
    kpi: str
    direction: Direction
    sentiment: Sentiment
    facts: dict[str, FactValue]
    dimension: str | None = None
    member: str | None = None
    members: tuple[tuple[str | None, FactValue], ...] = ()
    score: Decimal = Decimal(0)
    mandatory: bool = False
    chart: str | None = None
    p: float | None = None
    tested: int = 1
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Silenced:
    """An insight that was found and not said, and why (a phrase key)."""

    insight: Insight
    reason: str
