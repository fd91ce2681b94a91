"""The sentence: one client, one period. The one room that calls every other room's verbs.

``ask`` goes from a config to the numbers, ``make`` from the numbers to a published report.
"""

from reportgen.config.load import find_clients
from reportgen.pipeline.ask import (
    BASELINES,
    Answer,
    Question,
    catalog_of,
    check,
    kpis_as_json,
    kpis_as_table,
    load_one,
    numbers,
)
from reportgen.pipeline.explain import explain
from reportgen.pipeline.make import FORMATS, Made, build, make, publish_made
from reportgen.pipeline.unchanged import kept

__all__ = [
    "BASELINES",
    "FORMATS",
    "Answer",
    "Made",
    "Question",
    "build",
    "catalog_of",
    "check",
    "explain",
    "find_clients",
    "kept",
    "kpis_as_json",
    "kpis_as_table",
    "load_one",
    "make",
    "numbers",
    "publish_made",
]
