"""The KPI change log: how a client's KPI set differs from that of its last report.

A set is kept in each report's manifest; two are compared here. What counts as a change: a KPI that came or
went, another definition (formula or measures), another target, another owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from reportgen.config.client import ClientConfig
from reportgen.kpis import Catalog, describe_measure


@dataclass(frozen=True, slots=True)
class KpiEntry:
    """One KPI as a report defined and aimed it."""

    kpi: str
    definition: str  # its formula and the measures in it
    target: Decimal | None
    owner: str | None
    name: str | None = None  # of a KPI of the client's own: no catalogue knows it once it is gone


@dataclass(frozen=True, slots=True)
class KpiSet:
    """The KPIs of one report, by id, and the days that the report is about."""

    period: str
    start: date
    end: date
    entries: tuple[KpiEntry, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Which KPIs there are."""
        return frozenset(entry.kpi for entry in self.entries)

    def as_json(self) -> dict[str, Any]:
        """For the manifest."""
        return {
            "period": self.period,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "kpis": [
                {
                    "kpi": entry.kpi,
                    "definition": entry.definition,
                    "target": None if entry.target is None else str(entry.target),
                    "owner": entry.owner,
                    **({"name": entry.name} if entry.name is not None else {}),
                }
                for entry in self.entries
            ],
        }

    @classmethod
    def from_json(cls, content: object) -> KpiSet | None:
        """What ``as_json`` wrote; None for anything else (a manifest of another version)."""
        try:
            assert isinstance(content, Mapping)  # noqa: S101  # caught below
            entries = tuple(
                KpiEntry(
                    str(entry["kpi"]),
                    str(entry["definition"]),
                    None if entry["target"] is None else Decimal(entry["target"]),
                    None if entry["owner"] is None else str(entry["owner"]),
                    None if entry.get("name") is None else str(entry["name"]),
                )
                for entry in content["kpis"]
            )
            start, end = date.fromisoformat(content["start"]), date.fromisoformat(content["end"])
            return cls(str(content["period"]), start, end, entries)
        except (AssertionError, AttributeError, KeyError, TypeError, ValueError, InvalidOperation):
            return None


@dataclass(frozen=True, slots=True)
class KpiChange:
    """What changed of a KPI since the report about ``since``: kind is added, removed, definition, target, owner.

    ``before`` and ``after`` are the two targets or owners; None where there was or is none. ``name`` is what a
    KPI of the client's own was called.
    """

    kind: str
    kpi: str
    since: str
    before: Decimal | str | None = None
    after: Decimal | str | None = None
    name: str | None = None


def kpi_set(config: ClientConfig, catalog: Catalog, kpis: Sequence[str], period: str, start: date, end: date) -> KpiSet:
    """The set of a report that shows ``kpis`` for a period."""
    entries = []
    for kpi_id in sorted(set(kpis)):
        kpi = catalog.kpis[kpi_id]
        measures = (f"{measure.id} = {describe_measure(measure)}" for _, measure in catalog.dependencies(kpi))
        definition = "; ".join((kpi.formula, *measures))
        entries.append(
            KpiEntry(kpi_id, definition, config.target_for(kpi_id, period), config.owners.get(kpi_id), kpi.name)
        )
    return KpiSet(period, start, end, tuple(entries))


def changes(
    now: KpiSet, before: KpiSet | None, target_then: Callable[[str, str], Decimal | None]
) -> tuple[KpiChange, ...]:
    """What changed from one report to the next, by KPI id; nothing without an earlier report.

    ``target_then`` gives today's target of a KPI for an earlier period: a plan by months that goes on as it was
    changes no target.
    """
    return tuple(_changes(now, before, target_then)) if before is not None else ()


def _changes(now: KpiSet, before: KpiSet, target_then: Callable[[str, str], Decimal | None]) -> Iterator[KpiChange]:
    new, old = ({entry.kpi: entry for entry in found.entries} for found in (now, before))
    for kpi in sorted({*new, *old}):
        if kpi not in old:
            yield KpiChange("added", kpi, before.period)
        elif kpi not in new:
            yield KpiChange("removed", kpi, before.period, name=old[kpi].name)
        else:
            mine, theirs = new[kpi], old[kpi]
            if mine.definition != theirs.definition:
                yield KpiChange("definition", kpi, before.period)
            if mine.target != theirs.target and target_then(kpi, before.period) != theirs.target:
                yield KpiChange("target", kpi, before.period, theirs.target, mine.target)
            if mine.owner != theirs.owner:
                yield KpiChange("owner", kpi, before.period, theirs.owner, mine.owner)
