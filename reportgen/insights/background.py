"""What detectors know besides this period's numbers: earlier reports, the KPI change log, data checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.governance.changes import KpiChange
from reportgen.issues import Issue


@dataclass(frozen=True, slots=True)
class Caveat:
    """A check's finding and the canonical tables whose figures it touches."""

    issue: Issue
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A finding that the last report led with; ``size`` is what it was about, None where it has none."""

    kind: str
    kpi: str
    dimension: str | None
    member: str | None
    size: Decimal | None


@dataclass(frozen=True, slots=True)
class Background:
    """``archived`` holds the KPIs' values of earlier, finished periods as their reports gave them: period → KPI."""

    changes: tuple[KpiChange, ...] = ()
    archived: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    caveats: tuple[Caveat, ...] = ()
