"""The catalogue: definitions as data, read once and checked as a whole.

In: the YAML files beside this one. Out: ``Catalog``, every KPI in order with the measures that the formulas
name. A custom KPI of a client joins a copy of it. An error in a shipped file is a bug and raises ValueError;
one in a client's KPI raises ConfigError.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from reportgen.errors import ConfigError, Problem, did_you_mean
from reportgen.kpis.expressions import names as names_in
from reportgen.kpis.expressions import parse
from reportgen.kpis.model import Kpi, Measure, Window
from reportgen.units import Cadence, Good, Unit

SECTIONS = ("sales", "customers", "conversion", "traffic", "advertising")

# Names that a formula may use besides measures and KPIs; their values come from settings and the period.
CONSTANTS = ("periods_per_year", "clv_max_years")

# settings.conversion_base → the measure that formulas call conversion_base.
CONVERSION_BASES = {"sessions": "traffic_sessions", "users": "traffic_users"}


@dataclass(frozen=True, slots=True)
class Catalog:
    """KPIs by id in printing order, and the shared measures by id."""

    kpis: dict[str, Kpi]
    measures: dict[str, Measure]
    conversion_base: str = "sessions"

    def measure(self, kpi: Kpi, name: str) -> Measure | None:
        """The measure that ``name`` means inside ``kpi``: its own first, else a shared one."""
        if name == "conversion_base":
            name = CONVERSION_BASES[self.conversion_base]
        own = next((measure for measure in kpi.measures if measure.id == name), None)
        return own or self.measures.get(name)

    def dependencies(self, kpi: Kpi) -> tuple[tuple[Kpi, Measure], ...]:
        """Every measure that the KPI rests on, with the KPI that names it, without repeats."""
        found: dict[tuple[str, str], tuple[Kpi, Measure]] = {}
        self._walk(kpi, found, ())
        return tuple(found.values())

    def _walk(self, kpi: Kpi, found: dict[tuple[str, str], tuple[Kpi, Measure]], above: tuple[str, ...]) -> None:
        if kpi.id in above:
            circle = " → ".join([*above, kpi.id])
            raise ConfigError(Problem("a formula leads back to itself", found=circle))
        formulas = [kpi.formula, *([kpi.beside[1]] if kpi.beside else []), *(step for _, step in kpi.steps)]
        for name in dict.fromkeys(name for formula in formulas for name in names_in(parse(formula))):
            measure = self.measure(kpi, name)
            if measure is not None:
                owner = kpi.id if measure in kpi.measures else ""
                found.setdefault((owner, name), (kpi, measure))
            elif name in self.kpis:
                self._walk(self.kpis[name], found, (*above, kpi.id))
            elif name not in CONSTANTS:
                known = [measure.id for measure in kpi.measures] + list(self.kpis) + sorted(self.measures)
                raise ConfigError(
                    Problem(
                        f"the formula of '{kpi.id}' names something unknown",
                        found=name,
                        expected="a measure of its own, a KPI or a shared measure",
                        todo=did_you_mean(name, known),
                    )
                )

    def with_custom(self, custom: Iterable[Kpi], conversion_base: str = "sessions") -> Catalog:
        """A copy with a client's own KPIs after the built-in ones, each checked."""
        custom = tuple(custom)
        joined = Catalog({**self.kpis, **{kpi.id: kpi for kpi in custom}}, self.measures, conversion_base)
        for kpi in custom:
            joined.dependencies(kpi)
        return joined


@lru_cache(maxsize=1)
def load_catalog() -> Catalog:
    """The built-in catalogue."""
    measures = {name: _measure(name, entry) for name, entry in _read("measures.yaml").items()}
    kpis = {
        name: _kpi(name, section, entry) for section in SECTIONS for name, entry in _read(f"{section}.yaml").items()
    }
    catalog = Catalog(kpis, measures)
    for kpi in kpis.values():
        catalog.dependencies(kpi)
    return catalog


@lru_cache(maxsize=8)
def kpi_names(language: str) -> Mapping[str, tuple[str, str]]:
    """Printed name and definition by KPI id, in a language that has a file here."""
    return {name: (str(text[0]), str(text[1])) for name, text in _read(f"names/{language}.yaml").items()}


def _read(file: str) -> dict[str, Any]:
    source = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
    content = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    if not isinstance(content, dict):
        raise TypeError(f"{file} is not a mapping")
    return content


def _measure(name: str, entry: Mapping[str, Any]) -> Measure:
    lines = entry.get("lines")
    return Measure(
        id=name,
        table=entry["table"],
        aggregate=entry["aggregate"],
        column=entry.get("column"),
        where=entry.get("where"),
        window=Window(entry.get("window", "period")),
        needs=tuple(entry.get("needs", ())),
        lines=_measure(name, lines) if lines else None,
    )


def _kpi(name: str, section: str, entry: Mapping[str, Any]) -> Kpi:
    beside, grid = entry.get("beside"), entry.get("grid")
    return Kpi(
        id=name,
        section=section,
        unit=Unit(entry["unit"]),
        good=Good(entry["good"]),
        cadence=Cadence(entry["cadence"]),
        formula=" ".join(entry["formula"].split()),
        additive=entry.get("additive", False),
        proportion=entry.get("proportion", False),
        beside=(beside[0], beside[1]) if beside else None,
        grid=(grid[0], grid[1]) if grid else None,
        breakdown=entry.get("breakdown"),
        steps=tuple(entry.get("steps", {}).items()),
    )
