"""Governing: a client's KPI set against the rules, and against the sets of its earlier reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportgen.config.client import ClientConfig
from reportgen.delivery.archive import archive_of
from reportgen.delivery.archive.manifests import known_manifests
from reportgen.governance import KpiSet, Shown, governance_issues, kpi_set
from reportgen.issues import Issue
from reportgen.kpis import Catalog
from reportgen.periods import Period
from reportgen.report.kind import Kind


def shown_of(config: ClientConfig, kind: Kind, catalog: Catalog) -> Shown:
    """What the client's report shows: its own KPIs, by section, or the kind's."""
    if config.kpis is None:
        own = tuple(kpi.id for kpi in catalog.kpis.values() if kpi.name is not None)
        sections = {section.id: section.kpis for section in kind.sections if section.kpis}
        return Shown((*(kpi for kpi in kind.kpis if kpi in catalog.kpis), *own), sections)
    homes = kind.section_of(config.kpis, {kpi.id: kpi.section for kpi in catalog.kpis.values()})
    sections = {
        section.id: tuple(kpi for kpi, home in homes.items() if home == section.id) for section in kind.sections
    }
    return Shown(config.kpis, {name: kpis for name, kpis in sections.items() if kpis})


def set_of(config: ClientConfig, kind: Kind, catalog: Catalog, period: Period) -> KpiSet:
    """The KPI set of the client's report about a period."""
    kpis = [kpi for kpi in shown_of(config, kind, catalog).all if kpi in catalog.kpis]
    return kpi_set(config, catalog, kpis, period.id, period.start, period.end)


def manifests_of(config: ClientConfig, out: Path) -> list[dict[str, Any]]:
    """The manifests of the client's reports, as archived or else as built in ``out``. Raises ArchiveError."""
    return known_manifests(archive_of(config.archive, config.id), out / config.id)


def earlier_sets(config: ClientConfig, out: Path) -> tuple[KpiSet, ...]:
    """The KPI sets of the client's reports, as archived or else as built in ``out``."""
    found = (KpiSet.from_json(manifest.get("kpi_set")) for manifest in manifests_of(config, out))
    return tuple(entry for entry in found if entry is not None)


def govern(config: ClientConfig, kind: Kind, catalog: Catalog, period: Period, out: Path) -> tuple[Issue, ...]:
    """What the governance rules say; ``out`` is where earlier builds put their reports."""
    now = set_of(config, kind, catalog, period)
    return governance_issues(config, shown_of(config, kind, catalog), now, earlier_sets(config, out))
