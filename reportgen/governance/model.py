"""Nouns of governance: what a report shows, and what kind of number each KPI is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from reportgen.shipped import shipped_table


class Nature(StrEnum):
    """What kind of number a KPI is."""

    OUTCOME = "outcome"
    PROCESS = "process"
    VANITY = "vanity"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Natures:
    """The nature of every KPI of the catalogue, and the sets that the rules need."""

    of: Mapping[str, Nature] = field(hash=False)
    external: frozenset[str]
    cost: frozenset[str]
    sales: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """The KPIs of a report: ``headline`` those it leads with, ``sections`` those of each section, in page order."""

    headline: tuple[str, ...]
    sections: Mapping[str, tuple[str, ...]] = field(hash=False)

    @property
    def all(self) -> tuple[str, ...]:
        """Every KPI once, the headline ones first."""
        return tuple(dict.fromkeys((*self.headline, *(kpi for kpis in self.sections.values() for kpi in kpis))))


@lru_cache(maxsize=1)
def natures() -> Natures:
    """The natures as shipped (``natures.yaml``)."""
    content = shipped_table("reportgen.governance", "natures.yaml")
    return Natures(
        {kpi: Nature(nature) for nature, kpis in content["nature"].items() for kpi in kpis},
        *(frozenset(content[name]) for name in ("external", "cost", "sales")),
    )
