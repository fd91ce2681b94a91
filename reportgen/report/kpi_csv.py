"""The KPI table as CSV (RFC 4180, UTF-8): what travels inside the PDF for whoever wants to compute on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

# What a spreadsheet would take for a formula, also behind blanks and in full width.
FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@|\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")
COMPARED = ("period", "value", "change", "relative", "attainment", "status")


def kpi_csv(document: Mapping[str, Any]) -> bytes:
    """A row per KPI of ``report_json``'s document: id, name, unit, status, value, then every baseline's figures.

    Numbers are unrounded with a point, rates are fractions, a figure that cannot be had is empty. Text that a
    spreadsheet would run as a formula gets an apostrophe before it.
    """
    kpis = document["kpis"]
    baselines = list(dict.fromkeys(name for kpi in kpis for name in kpi["comparisons"]))
    fields = [
        (name, key)
        for name in baselines
        for key in COMPARED
        if any(key in kpi["comparisons"].get(name, {}) for kpi in kpis)
    ]
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(["id", "name", "unit", "status", "value", *(f"{name}_{key}" for name, key in fields)])
    for kpi in kpis:
        compared = [kpi["comparisons"].get(name, {}).get(key) for name, key in fields]
        cells = [kpi["id"], kpi["name"], kpi["unit"], kpi["status"], kpi["value"], *compared]
        writer.writerow([cell(value) for value in cells])
    return made.getvalue().encode()


def cell(value: object) -> str:
    """A value as a CSV cell: text made harmless, numbers as they are, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if FORMULA.search(value) else value
    return str(value)
