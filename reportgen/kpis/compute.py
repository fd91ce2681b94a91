"""KPI values from fact tables: plan the measures, ask for them at once, evaluate the formulas.

In: a fact store, the catalogue and, by KPI, the windows it is wanted in. Out: ``KpiValues`` by KPI id. A
ratio is the ratio of the aggregates in every window and segment, since each is evaluated from its own
measures; nothing is ever averaged over members.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reportgen.facts import FactStore
from reportgen.kpis.catalog import Catalog, asides
from reportgen.kpis.evaluation import PAGE_WINDOWS, Evaluation, Settings
from reportgen.kpis.measures import Demand, measure_all
from reportgen.kpis.model import DayWindow, Kpi, KpiValues, Measure, Status, Value
from reportgen.kpis.needs import Needs, dated_sources, pools, sources_of
from reportgen.messages import message

__all__ = ["Request", "Settings", "blocked", "compute", "dated_sources", "pools", "sources_of"]


@dataclass(frozen=True, slots=True)
class Request:
    """Which KPIs, in which windows (by KPI id and window name), split by which dimensions where.

    The window ``current`` is the reported one; those named ``series:…`` are its past periods, from which a
    forecast is made.
    """

    windows: Mapping[str, Mapping[str, DayWindow]]
    dimensions: tuple[str, ...] = ()
    segment_windows: tuple[str, ...] = ()


def compute(store: FactStore, catalog: Catalog, request: Request, settings: Settings) -> dict[str, KpiValues]:
    """Values of every KPI of the request, in its order."""
    needs = Needs(store, catalog)
    demands: list[Demand] = []
    splits: dict[str, tuple[str, ...]] = {}
    for kpi_id, windows in request.windows.items():
        kpi = catalog.kpis[kpi_id]
        splits[kpi_id] = tuple(d for d in request.dimensions if needs.can_split(kpi, d))
        demands += _demands(needs, kpi, windows, splits[kpi_id], request.segment_windows)
    numbers = measure_all(store, _merged(demands), settings.lost_after_days)
    evaluation = Evaluation(needs, numbers, settings, request.segment_windows)
    return {
        kpi_id: evaluation.values(catalog.kpis[kpi_id], windows, splits[kpi_id])
        for kpi_id, windows in request.windows.items()
    }


def _demands(
    needs: Needs,
    kpi: Kpi,
    windows: Mapping[str, DayWindow],
    dimensions: tuple[str, ...],
    segment_windows: tuple[str, ...],
) -> Iterable[Demand]:
    """What a KPI's formulas ask: its own in every window, steps and the like only in those that pages show."""
    own, others = needs.measures(kpi, (kpi.formula,)), needs.measures(kpi, asides(kpi))
    for name, window in windows.items():
        split = dimensions if name in segment_windows else ()
        asked: tuple[Measure, ...] = own
        if name in PAGE_WINDOWS or split:
            asked = tuple(dict.fromkeys((*own, *others)))
        yield from (Demand(measure, window, split) for measure in asked)


def _merged(demands: Iterable[Demand]) -> list[Demand]:
    """One demand a measure and window, with all the dimensions asked of it."""
    found: dict[tuple[Measure, DayWindow], dict[str, None]] = {}
    for demand in demands:
        found.setdefault((demand.measure, demand.window), {}).update(dict.fromkeys(demand.dimensions))
    return [Demand(measure, window, tuple(split)) for (measure, window), split in found.items()]


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
            quotients=None,
            beside=None,
            grid=(),
            steps=(),
            parts=(),
            forecast=None,
            cohorts=(),
        )
    return found
