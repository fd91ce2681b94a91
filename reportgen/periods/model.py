"""Nouns of time: a span of days, a period that has a name, a client's calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PeriodKind(StrEnum):
    """The kinds of period that the grammar knows."""

    WEEK = "week"
    WEEKS = "weeks"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DAYS = "days"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from ``start`` to ``end``, both in."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a span ends before it starts: {self.start}..{self.end}")

    @property
    def days(self) -> int:
        """Number of days, at least 1."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __iter__(self) -> Iterator[date]:
        return (self.start + timedelta(days=n) for n in range(self.days))

    def first(self, days: int) -> Span:
        """The first ``days`` days of the span, clamped to the span (at least one day)."""
        return Span(self.start, self.start + timedelta(days=max(1, min(days, self.days)) - 1))


@dataclass(frozen=True, slots=True)
class Period:
    """A named span: ``id`` is the grammar's spelling (2026-10, 2026-W44, 2026-Q3, a..b)."""

    id: str
    kind: PeriodKind
    span: Span

    @property
    def start(self) -> date:
        """First day."""
        return self.span.start

    @property
    def end(self) -> date:
        """Last day, in."""
        return self.span.end

    @property
    def days(self) -> int:
        """Number of days."""
        return self.span.days

    @property
    def stem(self) -> str:
        """The id as a part of a file name: ``..`` becomes ``_`` and ``/`` becomes ``x``."""
        return self.id.replace("..", "_").replace("/", "x")


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a client's weeks and fiscal years start.

    ``week_start`` is 0 for Monday … 6 for Sunday; ``fiscal_year_start`` is the month, 1 … 12, in
    which fiscal year N begins in calendar year N.
    """

    week_start: int = 0
    fiscal_year_start: int = 1
