"""What the detectors look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reportgen.comparisons.compare import proportion
from reportgen.comparisons.model import Baseline, Comparison, KpiResult, Results
from reportgen.insights.background import Background
from reportgen.insights.thresholds import Thresholds
from reportgen.kpis.model import SeriesPoint
from reportgen.units import Direction


@dataclass(frozen=True, slots=True)
class DatedNote:
    """What the client says happened on a day."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Results, the KPIs asked for (in the client's order), its dimensions and thresholds.

    ``headlines`` are the KPIs of the summary's cards: their change is always found. ``report`` is the report's
    kind; ``background`` what is known besides the numbers.
    """

    results: Results
    kpis: tuple[str, ...]
    segments: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    report: str = ""
    background: Background = field(default_factory=Background)
    annotations: tuple[DatedNote, ...] = ()  # by date

    @property
    def period(self) -> str:
        """The id of the period reported on."""
        return self.results.state.period.id

    def asked(self) -> Iterator[KpiResult]:
        """The KPIs asked for that have a number, in the client's order."""
        for kpi in self.kpis:
            result = self.results.kpis.get(kpi)
            if result is not None and result.value.number is not None:
                yield result

    def dimensions(self, result: KpiResult) -> tuple[str, ...]:
        """The dimensions that a KPI is split by: the client's in their order, then those that blocks ask for."""
        own = [name for name in self.segments if name in result.segments]
        return (*own, *(name for name in result.segments if name not in own))

    @property
    def lead(self) -> KpiResult | None:
        """The KPI that the report opens with: the first that has a number."""
        return next(self.asked(), None)


def main_comparison(comparisons: dict[Baseline, Comparison]) -> Comparison | None:
    """The comparison that a sentence is about: previous where it can be had, else a year ago."""
    for baseline in (Baseline.PREVIOUS, Baseline.YEAR_AGO):
        comparison = comparisons.get(baseline)
        if comparison is not None and comparison.change is not None:
            return comparison
    return None


def called(comparison: Comparison | None) -> Direction:
    """The direction that may be said: a change that can be noise is flat."""
    if comparison is None or comparison.change is None:
        return Direction.NONE
    return Direction.FLAT if comparison.significant is False else comparison.direction


def comparable(result: KpiResult) -> tuple[Decimal, ...]:
    """The values of the complete periods, oldest first, back to the last gap."""
    return unbroken(result.series)


def unbroken(series: Sequence[SeriesPoint]) -> tuple[Decimal, ...]:
    """The values of a series' complete periods, oldest first, back to the last gap."""
    values: list[Decimal] = []
    for point in reversed(series):
        if point.partial or point.value.number is None:
            break
        values.append(point.value.number)
    return tuple(reversed(values))


def part_changed(comparison: Comparison) -> Decimal | None:
    """The change as a part of the baseline's size, to weigh it by; None from zero or without a change.

    Unlike ``relative``, which is printed, it exists for scores and from negative numbers too.
    """
    if comparison.change is None or comparison.value.number is None:
        return None
    return proportion(comparison.change, comparison.value.number)
