"""The KPI table that travels inside the PDF."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from reportgen.report.kpi_csv import cell, kpi_csv


def kpi(identifier: str, name: str, value: float | None, **comparisons: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": identifier,
        "name": name,
        "unit": "money",
        "status": "ok" if value is not None else "undefined",
        "value": value,
        "comparisons": comparisons,
    }


def test_a_row_for_every_kpi_and_a_column_for_every_figure_of_a_baseline() -> None:
    document = {
        "kpis": [
            kpi("revenue", "Net revenue", 120.5, previous={"period": "2026-09", "value": 100, "change": 20.5}),
            kpi("aov", "Order value, “average”", None, target={"value": 85, "attainment": None, "status": None}),
        ]
    }

    rows = list(csv.reader(io.StringIO(kpi_csv(document).decode(), newline="")))

    head, *rows = rows
    assert head[:5] == ["id", "name", "unit", "status", "value"]
    assert head[5:8] == ["previous_period", "previous_value", "previous_change"]
    assert head[8:] == ["target_value", "target_attainment", "target_status"]
    assert rows == [
        ["revenue", "Net revenue", "money", "ok", "120.5", "2026-09", "100", "20.5", "", "", ""],
        ["aov", "Order value, “average”", "money", "undefined", "", "", "", "", "85", "", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", " =1+1", "\ufeff=1", "＝1", "|x"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(("value", "written"), [(-1.5, "-1.5"), (0, "0"), (None, ""), ("A-1", "A-1")])
def test_numbers_and_plain_text_stay_as_they_are(value: object, written: str) -> None:
    assert cell(value) == written
