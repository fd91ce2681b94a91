"""The client's dated notes stand on the report's first line chart, and where a finding names one."""

from __future__ import annotations

from reportgen.charts.model import LineChart
from reportgen.config.model import Annotation
from tests.rooms.report import results_sample as sample
from tests.rooms.report.test_compose import make
from tests.rooms.report.test_lists import kind_with

NOTES = tuple(
    Annotation.model_validate({"date": day, "text": text})
    for day, text in (("2026-10-12", "Price change"), ("2026-08-03", "Series begins"), ("2019-01-01", "Long ago"))
)


def test_the_first_line_bears_the_notes_of_its_days_by_date_and_the_next_none() -> None:
    kind = kind_with("kind: line, kpi: revenue", "kind: line, kpi: conversion_rate", kpis="revenue, conversion_rate")
    report = make(sample.full(), sample.config(annotations=NOTES), kind=kind)
    first, second = (chart for chart in report.charts.values() if isinstance(chart, LineChart))
    assert [mark.label for mark in first.annotations] == ["Series begins", "Price change"]
    assert "Price change" not in first.alt  # it is printed below the chart
    assert second.annotations == ()


def test_a_lone_note_stands_in_the_drawing_so_that_the_alt_text_says_it() -> None:
    kind = kind_with("kind: line, kpi: revenue", kpis="revenue")
    report = make(sample.full(), sample.config(annotations=NOTES[:1]), kind=kind)
    (line,) = (chart for chart in report.charts.values() if isinstance(chart, LineChart))
    assert line.alt.endswith("Noted in it: Oct 12, 2026 Price change.")
