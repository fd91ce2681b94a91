"""Members against two measures, over two periods, and as a ring; small enough to work out by hand."""

from __future__ import annotations

from math import log10

import pytest

from reportgen.charts.model import DonutChart, ScatterChart, SlopeChart
from reportgen.comparisons.model import Results
from reportgen.narrative import plain
from reportgen.report.model import Outcome
from reportgen.units import Good, Sentiment, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Figure, Spec
from tests.rooms.report.test_compose import block
from tests.rooms.report.test_lists import report_with, split

SCATTER = "kind: scatter, kpi: roas, against: ad_spend, by: campaign"
SLOPE = "kind: slope, kpi: conversion_rate, by: device"
RING = "kind: mix, kpi: sessions, by: device, shape: donut"


def ads(**campaigns: tuple[Figure, Figure]) -> Results:
    """Spend and return of each campaign, of 10,000 in all at 3.00."""
    return sample.results(
        [
            Spec(
                "ad_spend",
                Unit.MONEY,
                10_000,
                good=Good.NONE,
                additive=True,
                segments={"campaign": split(**{name: (spend, None) for name, (spend, _) in campaigns.items()})},
            ),
            Spec(
                "roas",
                Unit.RATIO,
                "3.00",
                segments={"campaign": split(**{name: (returned, None) for name, (_, returned) in campaigns.items()})},
            ),
        ]
    )


def test_the_worst_campaign_with_a_fair_part_of_the_spend_is_named() -> None:
    # Tiny has the lowest return, but only 1 % of the spend
    report = report_with(
        ads(Brand=(2000, "5.00"), Home=(4000, "1.50"), Shop=(3900, "3.40"), Tiny=(100, "1.00")), SCATTER, kpis="roas"
    )
    chart = report.charts["part-scatter"]
    assert isinstance(chart, ScatterChart)
    assert plain(block(report, "part-scatter").title) == "Home: $4,000 of ad spend, return on ad spend 1.50"
    meant = {place.label: place.sentiment for place in chart.places if place.accent}
    assert meant == {"Home": Sentiment.UNFAVOURABLE, "Brand": Sentiment.FAVOURABLE}
    assert [(place.label, place.x, place.y) for place in chart.places][:2] == [("Home", 4000, 1.5), ("Shop", 3900, 3.4)]
    assert chart.level is not None
    assert (chart.level.value, chart.level.label) == (3.0, "All: 3.00")


def test_returns_that_differ_by_far_stand_on_a_scale_that_multiplies() -> None:
    report = report_with(ads(Brand=(1000, "12"), Home=(5000, "0.8"), Shop=(4000, "3")), SCATTER, kpis="roas")
    chart = report.charts["part-scatter"]
    assert isinstance(chart, ScatterChart)
    assert [tick.label for tick in chart.y_ticks] == ["0.5", "1", "2", "5", "10", "20"]
    assert [place.y for place in chart.places] == pytest.approx([log10(0.8), log10(3), log10(12)])
    assert "equal steps multiply" in plain(block(report, "part-scatter").subtitle)


def test_two_campaigns_are_no_picture() -> None:
    report = report_with(ads(Brand=(1000, "5"), Home=(5000, "1.5")), SCATTER, kpis="roas")
    assert block(report, "part-scatter").outcome is Outcome.SUPPRESSED


def by_device(**members: tuple[Figure, Figure]) -> Results:
    return sample.results([Spec("conversion_rate", Unit.RATE, "0.03", "0.03", segments={"device": split(**members)})])


def test_a_slope_is_titled_by_the_member_that_moved_most_and_coloured_by_what_it_means() -> None:
    report = report_with(
        by_device(Desktop=("0.042", "0.041"), Mobile=("0.018", "0.022"), Tablet=("0.031", "0.031")),
        SLOPE,
        kpis="conversion_rate",
    )
    chart = report.charts["part-slope"]
    assert isinstance(chart, SlopeChart)
    assert plain(block(report, "part-slope").title) == "Mobile fell most, by 0.40\xa0pp"
    (named,) = [slope for slope in chart.slopes if slope.accent]
    assert (named.label, named.before_label, named.after_label) == ("Mobile", "2.20%", "1.80%")
    assert named.sentiment is Sentiment.UNFAVOURABLE
    assert chart.heads == ("Sep 2026", "Oct 2026")


def test_where_nobody_moved_the_slope_says_so() -> None:
    report = report_with(by_device(Desktop=("0.04", "0.04"), Mobile=("0.02", "0.02")), SLOPE, kpis="conversion_rate")
    assert plain(block(report, "part-slope").title) == "Conversion rate stood still everywhere"


def test_a_ring_has_five_parts_at_most_and_the_rest_is_one_of_them() -> None:
    devices = {f"d{n}": (60 - 10 * n if n < 5 else 5, 50) for n in range(7)}  # 60 50 40 30 20 5 5 = 210
    results = sample.results(
        [Spec("sessions", Unit.COUNT, 210, 350, additive=True, segments={"device": split(**devices)})]
    )
    report = report_with(results, RING)
    chart = report.charts["part-mix"]
    assert isinstance(chart, DonutChart)
    assert [part.label for part in chart.slices] == ["D0", "D1", "D2", "D3", "All others"]
    assert [part.value_label for part in chart.slices] == ["29%", "24%", "19%", "14%", "14%"]  # 60 50 40 30 30 of 210
    assert chart.whole == "210"


SEGMENTS = "kind: segment-table, kpi: revenue, by: category"


def sales(**categories: tuple[Figure, Figure]) -> Results:
    """Revenue by category, now and before, and the total that they add up to."""
    now, before = (sum(int(pair[at] or 0) for pair in categories.values()) for at in (0, 1))
    return sample.results(
        [Spec("revenue", Unit.MONEY, now, before, additive=True, segments={"category": split(**categories)})]
    )


@pytest.mark.parametrize(
    ("results", "title"),
    [
        # of +40,000 Lamps made +50,000 (+50 %), Chairs −10,000 (−20 %): both far beyond the others' standing still
        (sales(Lamps=(150_000, 100_000), Chairs=(40_000, 50_000), Rugs=(30_000, 30_000), Cups=(20_000, 20_000)),
         "Lamps grew 50.0%; Chairs fell 20.0%"),
        # all +5 %: nobody stands out, so the weight of the largest two, 250 of 350
        (sales(Lamps=(157_500, 150_000), Chairs=(105_000, 100_000), Rugs=(63_000, 60_000), Cups=(42_000, 40_000)),
         "Lamps and Chairs bring 71% of net revenue"),
        # of three the two largest are no news
        (sales(Lamps=(157_500, 150_000), Chairs=(105_000, 100_000), Rugs=(63_000, 60_000)), "Net revenue by category"),
    ],
)  # fmt: skip
def test_a_table_of_members_names_those_that_stand_out_else_the_weight_of_the_largest_two(
    results: Results, title: str
) -> None:
    report = report_with(results, SEGMENTS, kpis="revenue")
    assert plain(block(report, "part-segment-table").title) == title
