"""The advertising page: campaigns small enough to work out by hand."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.model import BarChart
from reportgen.comparisons.model import Results
from reportgen.narrative import plain
from reportgen.report import load_kind
from reportgen.report.model import Outcome, Table
from reportgen.units import Good, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec
from tests.rooms.report.test_compose import block, make, rows_of
from tests.rooms.report.test_lists import kind_with

# campaign: spend, return, conversions; the whole spends 1,000, brings 3,000 and 50 conversions
CAMPAIGNS = {"Autumn": (300, "1", 5), "Brand": (100, "12", 30), "Search": (600, "2.5", 15)}
TABLE, BARS = "advertising-campaign-table", "part-bars"
BARS_ALONE = kind_with("kind: bars, kpi: roas, by: campaign, most: 8, largest: ad_spend", kpis="ad_spend, roas")


def results(campaigns: dict[str, tuple[int, str, int]], returned: str = "3", conversions: int = 50) -> Results:
    def by(place: int) -> dict[str, dict[str | None, tuple[object, object, object]]]:
        return {"campaign": {name: (of[place], of[place], None) for name, of in campaigns.items()}}

    spend = sum(of[0] for of in campaigns.values())
    ads = {"section": "advertising", "year_ago": None}
    return sample.results(
        [
            Spec("revenue", Unit.MONEY, 9000, 8000, additive=True),
            Spec("ad_spend", Unit.MONEY, spend, spend, good=Good.NONE, additive=True, segments=by(0), **ads),  # type: ignore[arg-type]
            Spec("roas", Unit.RATIO, returned, returned, segments=by(1), **ads),  # type: ignore[arg-type]
            Spec("conversions", Unit.COUNT, conversions, 50, additive=True, segments=by(2), **ads),  # type: ignore[arg-type]
        ]
    )


def test_each_campaign_has_its_share_of_spend_and_of_revenue_and_what_a_conversion_cost() -> None:
    report = make(results(CAMPAIGNS), sample.config())
    # Autumn brought 300 of 3,000, Brand 1,200, Search 1,500; a conversion cost 300 / 5, 100 / 30, 600 / 15.
    assert rows_of(report, TABLE) == [
        ["Search", "600", "60.0", "50.0", "15", "40.00", "2.50"],
        ["Autumn", "300", "30.0", "10.0", "5", "60.00", "1.00"],
        ["Brand", "100", "10.0", "40.0", "30", "3.33", "12.00"],
        ["Total", "1,000", "100.0", "100.0", "50", "20.00", "3.00"],
    ]


def test_the_title_is_the_campaign_that_takes_more_than_it_brings() -> None:
    title = plain(block(make(results(CAMPAIGNS), sample.config()), TABLE).title)
    assert title == "Autumn takes 30% of spend and brings 10% of attributed revenue"


def test_where_spend_and_revenue_go_together_the_largest_is_named() -> None:
    even = {"A": (600, "3", 20), "B": (400, "3", 30)}
    assert plain(block(make(results(even), sample.config()), TABLE).title) == "A takes 60% of spend"


def test_campaigns_beyond_the_most_are_one_row_that_leaves_nothing_out() -> None:
    many = {f"C{place:02}": (100 - place, "2", 4) for place in range(12)}
    # 100 + 99 + … + 89 = 1,134; the last four spent 92 + 91 + 90 + 89 = 362 and had 16 of the 48 conversions.
    report = make(results(many, "2", 48), sample.config())
    rows = rows_of(report, TABLE)
    assert len(rows) == 8 + 1 + 1
    assert rows[-2] == ["All others", "362", "31.9", "31.9", "16", "22.63", "2.00"]
    report = make(results(many, "2", 48), sample.config(), kind=BARS_ALONE)
    chart = report.charts[BARS]
    assert isinstance(chart, BarChart)
    assert {bar.label for bar in chart.bars} == {f"C{place:02}" for place in range(8)}
    assert plain(block(report, BARS).subtitle).endswith("The 8 with the most ad spend")


def test_the_bars_name_the_best_and_the_last() -> None:
    report = make(results(CAMPAIGNS), sample.config(), kind=BARS_ALONE)
    assert plain(block(report, BARS).title) == "Brand has the highest return on ad spend, Autumn the lowest"
    chart = report.charts[BARS]
    assert isinstance(chart, BarChart)
    assert [bar.label for bar in chart.bars] == ["Brand", "Search", "Autumn"]


def test_columns_that_the_platforms_do_not_give_are_left_out() -> None:
    found = results(CAMPAIGNS)
    only = sample.results(
        [Spec("revenue", Unit.MONEY, 9000, 8000), Spec("ad_spend", Unit.MONEY, 1000, 1000, additive=True,
         segments={"campaign": {name: (of[0], None, None) for name, of in CAMPAIGNS.items()}})]
    )  # fmt: skip
    assert set(only.kpis) < set(found.kpis)
    table = block(make(only, sample.config()), TABLE).content
    assert isinstance(table, Table)
    assert [column.head for column in table.columns] == ["Campaign", "Ad spend", "spend"]


def test_without_campaigns_or_spend_there_is_no_table_and_a_reason() -> None:
    assert block(make(sample.full(), sample.config()), TABLE).outcome is Outcome.SUPPRESSED
    nothing = results({"A": (0, "0", 0), "B": (0, "0", 0)})
    assert block(make(nothing, sample.config()), TABLE).reason == "Ad spend is not available"


def test_the_pipeline_is_told_which_dimensions_single_blocks_need() -> None:
    assert set(load_kind("ecommerce").dimensions()) == {"device", "campaign"}


def test_a_zero_spend_divides_nothing() -> None:
    free = {**CAMPAIGNS, "Free": (0, "0", 3)}
    rows = rows_of(make(results(free, "3", 53), sample.config()), TABLE)
    assert "Free" not in {row[0] for row in rows}
    assert Decimal(rows[-1][1].replace(",", "")) == 1000
