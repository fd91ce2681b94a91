"""KPI values from fact tables: plan the measures, ask for them at once, evaluate the formulas.

In: a fact store, the catalogue and, by KPI, the windows it is wanted in. Out: ``KpiValues`` by KPI id. A
ratio is the ratio of the aggregates in every window and segment, since each is evaluated from its own
measures; nothing is ever averaged over members.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.facts import FactStore
from reportgen.kpis.aggregates import AGGREGATES
from reportgen.kpis.catalog import Catalog
from reportgen.kpis.expressions import Expression, evaluate, parse, quotient
from reportgen.kpis.grids import grid_cells
from reportgen.kpis.measures import Demand, Members, Numbers, absence, measure_all, supports
from reportgen.kpis.model import DayWindow, Kpi, KpiValues, Measure, Status, StepValues, Value, Window
from reportgen.messages import message


@dataclass(frozen=True, slots=True)
class Settings:
    """What a client may set about how KPIs are computed."""

    periods_per_year: Decimal
    lost_after_days: int = 90
    clv_max_years: Decimal = Decimal(5)


@dataclass(frozen=True, slots=True)
class Request:
    """Which KPIs, in which windows (by KPI id and window name), split by which dimensions where."""

    windows: Mapping[str, Mapping[str, DayWindow]]
    dimensions: tuple[str, ...] = ()
    segment_windows: tuple[str, ...] = ()


def compute(store: FactStore, catalog: Catalog, request: Request, settings: Settings) -> dict[str, KpiValues]:
    """Values of every KPI of the request, in its order."""
    demands: list[Demand] = []
    splits: dict[str, tuple[str, ...]] = {}
    for kpi_id, windows in request.windows.items():
        kpi = catalog.kpis[kpi_id]
        splits[kpi_id] = tuple(d for d in request.dimensions if can_split(store, catalog, kpi, d))
        for name, window in windows.items():
            split = splits[kpi_id] if name in request.segment_windows else ()
            demands += [Demand(measure, window, split) for _, measure in catalog.dependencies(kpi)]
    numbers = measure_all(store, _merged(demands), settings.lost_after_days)
    evaluation = _Evaluation(store, catalog, numbers, settings)
    return {
        kpi_id: evaluation.values(catalog.kpis[kpi_id], windows, splits[kpi_id], request.segment_windows)
        for kpi_id, windows in request.windows.items()
    }


def can_split(store: FactStore, catalog: Catalog, kpi: Kpi, dimension: str) -> bool:
    """Whether every measure that the client has for this KPI can be split by the dimension."""
    if kpi.grid is not None:
        return False
    measures = present_measures(store, catalog, kpi)
    return bool(measures) and all(supports(store, measure, dimension) is not None for measure in measures)


def present_measures(store: FactStore, catalog: Catalog, kpi: Kpi) -> tuple[Measure, ...]:
    """The measures of the KPI that the client's sources have."""
    return tuple(m for _, m in catalog.dependencies(kpi) if absence(store, m) is None)


def sources_of(store: FactStore, catalog: Catalog, kpi: Kpi) -> tuple[str, ...]:
    """The fact tables that the KPI's number rests on."""
    tables = (measure.table for measure in present_measures(store, catalog, kpi))
    return tuple(dict.fromkeys(store.parent(table) for table in tables))


def pools(catalog: Catalog, kpi: Kpi) -> bool:
    """Whether the KPI means the same over a window of any length: a ratio of sums over the window."""
    return all(
        measure.window is Window.PERIOD and not AGGREGATES[measure.aggregate].distinct
        for _, measure in catalog.dependencies(kpi)
    )


def _merged(demands: Iterable[Demand]) -> list[Demand]:
    """One demand a measure and window, with all the dimensions asked of it."""
    found: dict[tuple[Measure, DayWindow], dict[str, None]] = {}
    for demand in demands:
        found.setdefault((demand.measure, demand.window), {}).update(dict.fromkeys(demand.dimensions))
    return [Demand(measure, window, tuple(split)) for (measure, window), split in found.items()]


@dataclass(frozen=True, slots=True)
class _Evaluation:
    store: FactStore
    catalog: Catalog
    numbers: Numbers
    settings: Settings

    def values(
        self,
        kpi: Kpi,
        windows: Mapping[str, DayWindow],
        dimensions: tuple[str, ...],
        segment_windows: tuple[str, ...],
    ) -> KpiValues:
        formula = parse(kpi.formula)
        current = windows.get("current")
        totals = {name: self._evaluate(kpi, formula, window, None) for name, window in windows.items()}
        missing = self._missing_breakdown(kpi)
        cells: tuple[tuple[str, str, int], ...] = ()
        if missing is not None:
            totals = dict.fromkeys(totals, missing)
        elif kpi.grid is not None:
            for name, window in windows.items():
                if totals[name].number is None:
                    continue
                found = grid_cells(self.store, kpi.grid, window)
                totals[name] = Value.of(max((count for *_, count in found), default=0))
                cells = found if name == "current" else cells
        segments = {
            dimension: self._segments(kpi, formula, windows, dimension, segment_windows) for dimension in dimensions
        }
        beside = None
        if kpi.beside is not None and current is not None:
            beside = self._evaluate(kpi, parse(kpi.beside[1]), current, None)
        return KpiValues(
            kpi=kpi,
            windows=totals,
            segments=segments,
            counts=self._counts(kpi, formula, windows) if kpi.proportion else {},
            beside=beside,
            grid=cells,
            steps=tuple(
                StepValues(
                    step,
                    {name: self._evaluate(kpi, parse(of), window, None) for name, window in windows.items()},
                    {
                        dimension: self._segments(kpi, parse(of), windows, dimension, segment_windows)
                        for dimension in dimensions
                    },
                )
                for step, of in kpi.steps
            ),
            sources=sources_of(self.store, self.catalog, kpi),
        )

    def _missing_breakdown(self, kpi: Kpi) -> Value | None:
        if kpi.breakdown is None or can_split(self.store, self.catalog, kpi, kpi.breakdown):
            return None
        present = sources_of(self.store, self.catalog, kpi)
        if not present:
            return None
        return Value.unavailable(message("reason.no_column", table=present[0], column=kpi.breakdown))

    def _segments(
        self,
        kpi: Kpi,
        formula: Expression,
        windows: Mapping[str, DayWindow],
        dimension: str,
        segment_windows: tuple[str, ...],
    ) -> dict[str, dict[str | None, Value]]:
        wanted = {name: windows[name] for name in segment_windows if name in windows}
        keys: set[str | None] = set()
        for _, measure in self.catalog.dependencies(kpi):
            for window in wanted.values():
                keys.update(self.numbers.members.get((measure, window, dimension), {}))
        ordered = sorted(keys, key=lambda key: (key is None, key or ""))
        return {
            name: {key: self._evaluate(kpi, formula, window, (dimension, key)) for key in ordered}
            for name, window in wanted.items()
        }

    def _counts(
        self, kpi: Kpi, formula: Expression, windows: Mapping[str, DayWindow]
    ) -> dict[str, tuple[Decimal, Decimal]]:
        parts = quotient(formula)
        if parts is None:
            return {}
        found: dict[str, tuple[Decimal, Decimal]] = {}
        for name, window in windows.items():
            above, below = (self._evaluate(kpi, part, window, None).number for part in parts)
            if above is not None and below is not None:
                found[name] = (above, below)
        return found

    def _evaluate(
        self, kpi: Kpi, formula: Expression, window: DayWindow, member: tuple[str, str | None] | None
    ) -> Value:
        def lookup(name: str) -> Value:
            measure = self.catalog.measure(kpi, name)
            if measure is not None:
                return self._measured(measure, window, member)
            if name in self.catalog.kpis:
                inner = self.catalog.kpis[name]
                return self._evaluate(inner, parse(inner.formula), window, member)
            return Value.of(getattr(self.settings, name))

        return evaluate(formula, lookup)

    def _measured(self, measure: Measure, window: DayWindow, member: tuple[str, str | None] | None) -> Value:
        total = self.numbers.totals[measure, window]
        if member is None or total.number is None:
            return total
        dimension, key = member
        members: Members = self.numbers.members.get((measure, window, dimension), {})
        if key in members:
            return members[key]
        if AGGREGATES[measure.aggregate].zero_when_none:
            return Value.of(0)
        return Value.undefined(message("reason.no_rows", table=measure.table))


def blocked(values: Mapping[str, KpiValues], rules: Mapping[str, str]) -> dict[str, KpiValues]:
    """The values with those withheld that rest on a table which a check forbids (table → the check's rule)."""
    found = {}
    for kpi_id, result in values.items():
        rule = next((rules[table] for table in result.sources if table in rules), None)
        if rule is None:
            found[kpi_id] = result
            continue
        nothing = Value(None, Status.BLOCKED, message("reason.blocked", rule=rule))
        found[kpi_id] = replace(
            result,
            windows=dict.fromkeys(result.windows, nothing),
            segments={
                dimension: {name: dict.fromkeys(members, nothing) for name, members in windows.items()}
                for dimension, windows in result.segments.items()
            },
            counts={},
            beside=None,
            grid=(),
            steps=(),
        )
    return found
