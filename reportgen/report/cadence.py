"""Cadence: a weekly report takes the weekly KPIs, a fortnightly one those and the biweekly ones; others take all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reportgen.periods.model import Period, PeriodKind
from reportgen.report.kind import Kind
from reportgen.units import Cadence

WEEK, FORTNIGHT = 7, 14


def at_cadence(kind: Kind, period: Period, cadences: Mapping[str, Cadence]) -> Kind:
    """The kind with the KPIs that are worth reading as often as such a period comes round.

    Blocks that name a KPI themselves keep it: a chart is chosen with its section, not as one of a list.
    """
    wanted = _wanted(period)
    if wanted is None:
        return kind

    def kept(kpis: Iterable[str]) -> tuple[str, ...]:
        return tuple(kpi for kpi in kpis if cadences.get(kpi) in wanted)

    sections = tuple(replace(section, kpis=kept(section.kpis)) for section in kind.sections)
    return replace(kind, kpis=kept(kind.kpis), sections=sections)


def _wanted(period: Period) -> frozenset[Cadence] | None:
    if period.kind not in {PeriodKind.WEEK, PeriodKind.WEEKS, PeriodKind.DAYS} or period.days > FORTNIGHT:
        return None
    return frozenset({Cadence.WEEKLY} if period.days <= WEEK else {Cadence.WEEKLY, Cadence.BIWEEKLY})
