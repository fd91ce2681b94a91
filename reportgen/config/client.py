"""The client as every later room sees it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from reportgen.config.brand import Brand
from reportgen.config.faults import Where
from reportgen.config.model import Annotation, CustomKpi, Delivery, Insights, Settings, Target
from reportgen.config.overrides import Overrides
from reportgen.config.source import SourceSpec
from reportgen.config.written import Written
from reportgen.issues import Severity
from reportgen.periods.model import Calendar


@dataclass(frozen=True, slots=True)
class ClientConfig:
    """Everything that was asked for one client. Paths are absolute; ``file`` is as the user typed it."""

    folder: Path
    file: str
    name: str
    id: str
    report: str
    locale: str  # BCP 47
    currency: str
    timezone: ZoneInfo
    calendar: Calendar
    prepared_for: str | None
    prepared_by: str | None
    brand: Brand
    sources: tuple[SourceSpec, ...]
    kpis: tuple[str, ...] | None  # None: the report kind's own
    targets: dict[str, Target]
    owners: dict[str, str]
    custom_kpis: tuple[CustomKpi, ...]
    segments: tuple[str, ...] | None  # None: the report kind's own
    settings: Settings
    goals: dict[str, tuple[str, ...]]
    annotations: tuple[Annotation, ...]
    checks: dict[str, Severity]
    insights: Insights
    tags: tuple[str, ...]
    archive: Path
    delivery: Delivery
    content: str  # canonical JSON of all that was configured; references instead of secrets
    overrides: Overrides = field(default_factory=Overrides)  # the client's own templates, styles and report kinds
    written: dict[Where, Written] = field(default_factory=dict, compare=False, repr=False)  # of the client's own KPIs

    def target_for(self, kpi: str, period_id: str) -> Decimal | None:
        """The KPI's target for exactly this period id, else its target for every period, else None."""
        target = self.targets.get(kpi)
        return None if target is None else target.of(period_id)

    def digest(self) -> str:
        """SHA-256 (hex) of the configuration: the same whatever the order of keys, layout or comments."""
        return hashlib.sha256(self.content.encode()).hexdigest()
