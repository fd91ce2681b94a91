"""Headings that keep nothing back: a run of good years over a bad month, a table of scores with a low one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.comparisons.model import Results
from reportgen.narrative import plain
from reportgen.report.kind import parse_kind
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


KIND = parse_kind(
    "id: one\nkpis: [revenue]\nsections:\n  - id: sales\n    about: [revenue]\n    heading: [year_run, moves]\n"
    "    blocks:\n      - {kind: line, kpi: revenue}\n",
    "one.yaml",
)


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
