"""Headings that keep nothing back: a run of good years over a bad month, a table of scores with a low one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import log

import pytest

from reportgen.comparisons.model import Results
from reportgen.kpis.model import Record, Records
from reportgen.narrative import plain
from reportgen.narrative.model import Text
from reportgen.report.kind import parse_kind
from reportgen.report.model import Paragraphs, Report
from reportgen.units import Good, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Figure, Spec
from tests.rooms.report.test_compose import block, make
from tests.rooms.report.test_lists import report_with

# 13 months, each a tenth above the same month of the year before
YEARS = tuple(Decimal(100 + place) for place in range(12))
LINE = (*YEARS, *(number * Decimal("1.1") for number in YEARS), Decimal(121))


def sales(before: int) -> Results:
    """October is above last October; September's was ``before``."""
    line = (*LINE[:-2], Decimal(before), LINE[-1])
    spec = Spec("revenue", Unit.MONEY, LINE[-1], before, LINE[-13], section="sales", additive=True, series=line)
    return sample.results([spec])


ONE_SECTION = (
    "id: one\nkpis: [revenue]\nsections:\n  - id: sales\n    about: [revenue]\n    heading: [year_run, moves]\n"
    "    blocks:\n      - {kind: line, kpi: revenue}\n"
)
KIND = parse_kind(ONE_SECTION, "one.yaml")


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (120, "Every month since October 2025 brought more net revenue than the year before"),
        (150, "Net revenue fell 19.3% on September"),  # 121 of 150: a heading about last year would hide it
    ],
)
def test_a_run_above_last_year_is_no_heading_over_a_fall(before: int, expected: str) -> None:
    report = make(sales(before), sample.config(segments=()), kind=KIND)
    (section,) = report.sections
    assert plain(section.heading).replace("\u00a0", " ") == expected


def scores(good: Good) -> Results:
    members: dict[str | None, tuple[Figure, Figure, Figure]] = {
        "North": ("29.51", "31.75", None),
        "South": ("-29.41", "31.82", None),
        "Export": ("37.93", "31.03", None),
    }
    spec = Spec("nps", Unit.SCORE, "14.69", "31.67", good=good, segments={"segment": members})
    return sample.results([spec])


@pytest.mark.parametrize(("good", "expected"), [(Good.UP, "South is lowest"), (Good.DOWN, "Export is highest")])
def test_a_table_of_scores_is_headed_by_the_member_on_the_wrong_end(good: Good, expected: str) -> None:
    report = report_with(scores(good), "kind: segment-table, kpi: nps, by: segment", kpis="nps")
    assert plain(block(report, "part-segment-table").title).startswith(expected)


def test_two_members_have_no_lowest() -> None:
    results = scores(Good.UP)
    nps = results.kpis["nps"]
    two = replace(nps, segments={"segment": nps.segments["segment"][:2]})
    report = report_with(replace(results, kpis={"nps": two}), "kind: segment-table, kpi: nps, by: segment", kpis="nps")
    assert plain(block(report, "part-segment-table").title) == "Net promoter score by segment"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        # 110,000 against 100,000 is +10 %; without the order 92,000, −8 %
        (18_000, "Net revenue rose 10.0%, but without one order fell 8.0%"),
        (9_000, "Net revenue rose 10.0% on September"),  # without it still +1 %
    ],
)
def test_a_heading_says_when_one_order_made_the_change(order: int, expected: str) -> None:
    results = sample.results([Spec("revenue", Unit.MONEY, 110_000, 100_000, section="sales", additive=True)])
    largest = (Record("1001", date(2026, 10, 18), Decimal(order)),)
    results = replace(results, records=(Records("revenue", 1000, log(50), log(100), largest),))
    summary = "  - id: summary\n    blocks:\n      - {kind: commentary}\n  - id: sales"
    text = ONE_SECTION.replace("  - id: sales", summary).replace("line, kpi: revenue", "kpi-table, kpis: [revenue]")
    kind = parse_kind(text, "one.yaml")
    report = make(results, sample.config(segments=()), kind=kind)
    assert plain(report.sections[-1].heading).replace("\u00a0", " ") == expected


def test_the_summary_counts_the_missed_targets_where_the_cards_do_not_show_them_all() -> None:
    # the sample's nine targets: conversion rate and return on ad spend are missed, and neither has one of eight cards
    full = [plain(text) for text in paragraphs_of(make(sample.full(), sample.config()))]
    assert full[-1] == "In all, 2 of 9 targets were missed."
    few = sample.config(kpis=("revenue", "conversion_rate", "roas"))  # three cards show them
    assert not any(plain(text).startswith("In all") for text in paragraphs_of(make(sample.full(), few)))


def paragraphs_of(report: Report) -> tuple[Text, ...]:
    content = block(report, "summary-commentary").content
    assert isinstance(content, Paragraphs)
    return content.paragraphs
