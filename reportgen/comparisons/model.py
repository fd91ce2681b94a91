"""Nouns of the comparison room: a number beside its baseline, in one place for all rooms after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from reportgen.kpis.model import Cohort, Forecast, Kpi, Quotients, Records, SeriesPoint, StepValues, Value
from reportgen.messages import Message
from reportgen.periods.model import Period, Span
from reportgen.units import Direction, Sentiment

if TYPE_CHECKING:
    from reportgen.kpis.experiments import Experiment


class Baseline(StrEnum):
    """What a period can be compared with."""

    PREVIOUS = "previous"
    YEAR_AGO = "year_ago"
    TARGET = "target"
    TRAILING = "trailing"


class TargetStatus(StrEnum):
    """Attainment ≥ 1 is met, ≥ 0.95 near, else missed."""

    MET = "met"
    NEAR = "near"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value against one baseline.

    ``change`` = current − baseline; ``relative`` = change / baseline, or None with ``unrelated`` saying
    why a percentage means nothing (from zero, from or to a negative number, of a score). ``span`` is the days
    of the baseline that were used; ``like_for_like`` says they were cut to the days elapsed. ``significant`` is
    the verdict of a two-proportion test (None where none applies).
    """

    baseline: Baseline
    period: str
    span: Span
    value: Value
    change: Decimal | None
    relative: Decimal | None
    unrelated: Message | None
    like_for_like: bool
    direction: Direction
    sentiment: Sentiment
    significant: bool | None = None


@dataclass(frozen=True, slots=True)
class TargetComparison:
    """A value against its target; attainment = value / target, or target / value where down is good.

    ``status`` is None while the KPI's data do not reach the period's end: what is still to come decides.
    """

    target: Decimal
    change: Decimal | None
    attainment: Decimal | None
    status: TargetStatus | None
    period: str  # the period for which the target was set


@dataclass(frozen=True, slots=True)
class Segment:
    """One member of a dimension with its own comparisons. ``key`` None: rows without a member."""

    key: str | None
    value: Value
    comparisons: dict[Baseline, Comparison] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KpiResult:
    """A KPI, its value in the period, and everything it is held against."""

    kpi: Kpi
    value: Value
    comparisons: dict[Baseline, Comparison]
    target: TargetComparison | None
    segments: dict[str, tuple[Segment, ...]]  # dimension → members, sorted by key
    series: tuple[SeriesPoint, ...]  # up to 25 periods, oldest first, the current one last
    daily: tuple[tuple[date, Value], ...]  # the days of the period
    sources: tuple[str, ...]
    beside: Value | None = None  # the KPI's second reading (a median beside a mean)
    grid: tuple[tuple[str, str, int], ...] = ()  # weekday × hour cells of a grid KPI
    steps: tuple[StepValues, ...] = ()  # of a funnel, from the widest to the narrowest
    parts: tuple[StepValues, ...] = ()  # figures that belong to it; of a movement they sum to its value
    forecast: Forecast | None = None
    cohorts: tuple[Cohort, ...] = ()  # oldest first
    daily_before: tuple[tuple[date, Value], ...] = ()  # days before it, the last weeks' without a gap
    elapsed: int | None = None  # days of the period that its data cover
    quotients: Quotients | None = None  # of a ratio: what each member's is made of, in the windows of its segments


@dataclass(frozen=True, slots=True)
class PeriodState:
    """The period reported on and how far its data go."""

    period: Period
    complete: bool  # it is over and no source stops early
    compared_days: int  # fewest days compared among the sources
    data_from: date | None  # first and last day with any row
    data_to: date | None
    settled: bool = True  # no tool changes its numbers any more

    @property
    def known_to(self) -> date | None:
        """The last day of the period to which all the KPIs' data reach; None without data."""
        if self.data_to is None:
            return None
        last = min(self.data_to, self.period.end)
        if self.complete:
            return last
        return min(last, self.period.start + timedelta(days=max(self.compared_days, 1) - 1))

    @property
    def final(self) -> bool:
        """Nothing of the period is still to come."""
        return self.complete and self.settled


@dataclass(frozen=True, slots=True)
class Results:
    """All that the numbers say about one client and one period."""

    state: PeriodState
    kpis: dict[str, KpiResult]  # in catalogue order
    experiments: tuple[Experiment, ...] = ()  # that ran in the period, from their start to its end
    records: tuple[Records, ...] = ()  # the largest orders behind a KPI
