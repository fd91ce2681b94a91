"""Needs: which measures a KPI rests on with a client's own tables, and what can be done with it.

In: a fact store and the catalogue. A formula's ``first(…)`` is settled here, so that what it does not take is
neither asked for nor named as a source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from reportgen.facts import FactStore
from reportgen.kpis.aggregates import AGGREGATES
from reportgen.kpis.catalog import Catalog, asides
from reportgen.kpis.expressions import Expression, Name, lacking, names, parse, resolve
from reportgen.kpis.measures import absence, supports
from reportgen.kpis.model import Kpi, Measure, Value, Window
from reportgen.kpis.windows import lasts


@dataclass(frozen=True, slots=True)
class Needs:
    """Formulas as the client's sources allow them, each read once."""

    store: FactStore
    catalog: Catalog
    known: dict[tuple[str, str], Expression] = field(default_factory=dict)

    def expression(self, kpi: Kpi, formula: str) -> Expression:
        """The tree of one of the KPI's formulas, with every ``first`` settled."""
        found = self.known.get((kpi.id, formula))
        if found is None:
            found = resolve(parse(formula), lambda name: self.lack(kpi, name))
            self.known[kpi.id, formula] = found
        return found

    def lack(self, kpi: Kpi, name: str) -> Value | None:
        """Why the client's sources do not have what a name means inside the KPI's formulas, or None."""
        measure = self.catalog.measure(kpi, name)
        if measure is not None:
            return absence(self.store, measure)
        inner = self.catalog.kpis.get(name)
        return None if inner is None else lacking(parse(inner.formula), lambda each: self.lack(inner, each))

    def measures(self, kpi: Kpi, formulas: Iterable[str]) -> tuple[Measure, ...]:
        """Every measure that the formulas name, directly or through other KPIs, without repeats."""
        found: dict[Measure, None] = {}
        self._walk(kpi, formulas, found)
        return tuple(found)

    def _walk(self, kpi: Kpi, formulas: Iterable[str], found: dict[Measure, None]) -> None:
        for name in dict.fromkeys(name for formula in formulas for name in names(self.expression(kpi, formula))):
            measure = self.catalog.measure(kpi, name)
            if measure is not None:
                found.setdefault(measure)
            elif name in self.catalog.kpis:
                inner = self.catalog.kpis[name]
                self._walk(inner, (inner.formula,), found)

    def kpi_of(self, kpi: Kpi, expression: Expression) -> str | None:
        """The KPI that an expression of one of the KPI's formulas is by itself: its id, or that of a lone measure."""
        if not isinstance(expression, Name):
            return None
        if expression.id in self.catalog.kpis:
            return expression.id
        measure = self.catalog.measure(kpi, expression.id)
        for other in self.catalog.kpis.values():
            alone = parse(other.formula)
            if isinstance(alone, Name) and measure is not None and self.catalog.measure(other, alone.id) == measure:
                return other.id
        return None

    def present(self, kpi: Kpi) -> tuple[Measure, ...]:
        """The measures of all the KPI's formulas that the client's sources have."""
        return tuple(m for m in self.measures(kpi, (kpi.formula, *asides(kpi))) if absence(self.store, m) is None)

    def can_split(self, kpi: Kpi, dimension: str) -> bool:
        """Whether every measure that the client has for this KPI can be split by the dimension."""
        if kpi.grid is not None or kpi.forecast:
            return False
        measures = self.present(kpi)
        return bool(measures) and all(supports(self.store, measure, dimension) is not None for measure in measures)

    def sources(self, kpi: Kpi) -> tuple[str, ...]:
        """The fact tables that the KPI's number rests on."""
        return tuple(dict.fromkeys(self.store.parent(measure.table) for measure in self.present(kpi)))


def sources_of(store: FactStore, catalog: Catalog, kpi: Kpi) -> tuple[str, ...]:
    """The fact tables that the KPI's number rests on."""
    return Needs(store, catalog).sources(kpi)


def dated_sources(store: FactStore, catalog: Catalog, kpi: Kpi) -> tuple[str, ...]:
    """The tables whose rows have to reach a day for the number to be known: all but those that last until they end."""
    tables = (store.parent(measure.table) for measure in Needs(store, catalog).present(kpi) if not lasts(measure))
    return tuple(dict.fromkeys(tables))


def pools(store: FactStore, catalog: Catalog, kpi: Kpi) -> bool:
    """Whether the KPI means the same over a window of any length: a ratio of sums over the window."""
    return not kpi.forecast and all(
        measure.window is Window.PERIOD and measure.snapshot is None and not AGGREGATES[measure.aggregate].distinct
        for measure in Needs(store, catalog).measures(kpi, (kpi.formula,))
    )
