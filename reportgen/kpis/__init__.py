"""Fact tables in, KPI values out: a catalogue of definitions, measures as SQL, formulas over them.

``load_catalog`` gives the definitions, ``compute`` the values. Data frames and SQL end here; rooms after
this one see ``KpiValues``.
"""

from reportgen.kpis.catalog import SECTIONS, Catalog, kpi_names, kpi_variants, load_catalog
from reportgen.kpis.compute import Request, Settings, blocked, compute, dated_sources, pools, sources_of
from reportgen.kpis.measures import describe_measure
from reportgen.kpis.model import DayWindow, Kpi, KpiValues, Measure, Status, Value, Window
from reportgen.verbs import callable_room

__all__ = [
    "SECTIONS",
    "Catalog",
    "DayWindow",
    "Kpi",
    "KpiValues",
    "Measure",
    "Request",
    "Settings",
    "Status",
    "Value",
    "Window",
    "blocked",
    "compute",
    "dated_sources",
    "describe_measure",
    "kpi_names",
    "kpi_variants",
    "load_catalog",
    "pools",
    "sources_of",
]

callable_room(__name__)
