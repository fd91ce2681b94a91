"""The catalogue: definitions as data, read once and checked as a whole.

In: the YAML files beside this one. Out: ``Catalog``, every KPI in order with the measures that the formulas
name. A custom KPI of a client joins a copy of it. An error in a shipped file is a bug and raises ValueError;
one in a client's KPI raises ConfigError.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportgen.errors import ConfigError, Problem, did_you_mean
from reportgen.kpis.expressions import names as names_in
from reportgen.kpis.expressions import parse
from reportgen.kpis.model import Kpi, Measure, Part, Window
from reportgen.shipped import shipped_table
from reportgen.units import Cadence, Good, Unit

SECTIONS = (
    "sales", "customers", "conversion", "pipeline", "traffic", "search", "advertising", "email", "social", "recurring",
    "finance",
)  # fmt: skip

# Names that a formula may use besides measures and KPIs; their values come from settings and the period.
CONSTANTS = ("periods_per_year", "clv_max_years")

# settings.conversion_base → the measure that formulas call conversion_base.
CONVERSION_BASES = {"sessions": "traffic_sessions", "users": "traffic_users"}

# settings.churn_from → the measures that formulas call churn_start, churn_kept and, for a client without such
# a table, churn_else_start, churn_else_kept.
CHURN_BASES = {"subscriptions": ("subscribers", "buyers"), "orders": ("buyers", "subscribers")}
_CHURN = {
    "churn_start": (0, "start"),
    "churn_kept": (0, "kept"),
    "churn_else_start": (1, "start"),
    "churn_else_kept": (1, "kept"),
}


@dataclass(frozen=True, slots=True)
class Catalog:
    """KPIs by id in printing order, and the shared measures by id."""

    kpis: dict[str, Kpi]
    measures: dict[str, Measure]
    conversion_base: str = "sessions"
    churn_from: str = "subscriptions"

    def measure(self, kpi: Kpi, name: str) -> Measure | None:
        """The measure that ``name`` means inside ``kpi``: its own first, else a shared one."""
        if name == "conversion_base":
            name = CONVERSION_BASES[self.conversion_base]
        elif name in _CHURN:
            at, which = _CHURN[name]
            name = f"{CHURN_BASES[self.churn_from][at]}_{which}"
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
        formulas = [kpi.formula, *asides(kpi)]
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

    def with_custom(
        self, custom: Iterable[Kpi], conversion_base: str = "sessions", churn_from: str = "subscriptions"
    ) -> Catalog:
        """A copy with a client's own KPIs after the built-in ones, each checked."""
        custom = tuple(custom)
        joined = Catalog({**self.kpis, **{kpi.id: kpi for kpi in custom}}, self.measures, conversion_base, churn_from)
        for kpi in custom:
            joined.dependencies(kpi)
        return joined


def asides(kpi: Kpi) -> tuple[str, ...]:
    """Formulas of a KPI besides its own: the second reading, a funnel's steps, the parts."""
    beside = (kpi.beside[1],) if kpi.beside else ()
    return (*beside, *(formula for _, formula in kpi.steps), *(part.formula for part in kpi.parts))


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
    return {name: text for name, text in _names(language).items() if "@" not in name}


@lru_cache(maxsize=8)
def kpi_variants(language: str) -> Mapping[str, tuple[str, str]]:
    """Name and definition where they depend on the data, by ``id@variant``: churn_rate@orders, mrr_forecast@revenue."""
    return {name: text for name, text in _names(language).items() if "@" in name}


def _names(language: str) -> dict[str, tuple[str, str]]:
    return {name: (str(text[0]), str(text[1])) for name, text in _read(f"names/{language}.yaml").items()}


def _read(file: str) -> dict[str, Any]:
    return shipped_table(__package__, file)


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
        time=entry.get("time"),
        snapshot=tuple(entry["snapshot"]) if "snapshot" in entry else None,
    )


def _kpi(name: str, section: str, entry: Mapping[str, Any]) -> Kpi:
    beside, grid, unit = entry.get("beside"), entry.get("grid"), Unit(entry["unit"])
    return Kpi(
        id=name,
        section=section,
        unit=unit,
        good=Good(entry["good"]),
        cadence=Cadence(entry["cadence"]),
        formula=" ".join(entry["formula"].split()),
        additive=entry.get("additive", False),
        proportion=entry.get("proportion", False),
        beside=(beside[0], beside[1]) if beside else None,
        beside_unit=Unit(beside[2]) if beside and len(beside) > 2 else None,  # noqa: PLR2004
        grid=(grid[0], grid[1]) if grid else None,
        breakdown=entry.get("breakdown"),
        steps=tuple(entry.get("steps", {}).items()),
        parts=tuple(_part(part, unit, of) for part, of in entry.get("parts", {}).items()),
        cohorts=entry.get("cohorts", False),
        forecast=entry.get("forecast", False),
    )


def _part(name: str, unit: Unit, entry: str | list[str]) -> Part:
    """A part as ``name: formula`` in the KPI's unit, or ``name: [formula, unit]``."""
    return Part(name, entry, unit) if isinstance(entry, str) else Part(name, entry[0], Unit(entry[1]))
