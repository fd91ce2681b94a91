"""The report as a whole: every block accounted for, every digit marked, every client's report full."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.charts.model import BarChart, CoverBars, DivergingChart, LineChart, Sparkline, Waterfall
from reportgen.comparisons.model import Results
from reportgen.config.client import ClientConfig
from reportgen.config.model import Insights
from reportgen.formatting import Formatter
from reportgen.insights.background import Background, Caveat
from reportgen.issues import Issue, Severity
from reportgen.kpis import kpi_names
from reportgen.messages import message
from reportgen.narrative import load_phrases, plain
from reportgen.periods import from_id
from reportgen.report import (
    Report,
    ReportStatus,
    SourceSummary,
    choose_insights,
    compose_report,
    load_kind,
)
from reportgen.report import kind as kind_module
from reportgen.report.blocks.factors import rounded
from reportgen.report.kind import Kind, parse_kind
from reportgen.report.model import Block, Cards, ChartBlock, Columns, Definitions, Outcome, Paragraphs, Run, Table
from reportgen.units import Sentiment, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

SOURCES = (SourceSummary("Shop orders", "orders", 5012, 4819), SourceSummary("Web analytics", "traffic", 372, 372))
CHECKS = (
    Issue("short-history", Severity.WARN, "traffic.csv", message("reason.short_history", days=40, needed=365), 12),
)


def make(
    results: Results,
    config: ClientConfig,
    *,
    kind: Kind | None = None,
    background: Background | None = None,
    **given: object,
) -> Report:
    kind = kind or load_kind(config.report)
    fields: dict[str, object] = {"status": ReportStatus.FINAL, "sources": SOURCES, "checks": CHECKS}
    return compose_report(
        config,
        kind,
        results,
        choose_insights(config, kind, results, background),
        formatter=Formatter(config.locale, config.currency),
        phrases=load_phrases(config.locale),
        names=kpi_names("en"),
        **{**fields, **given},  # type: ignore[arg-type]
    )


CASES = {
    "full": lambda: make(sample.full(), sample.config()),
    "to date": lambda: make(sample.to_date(), sample.config(), status=ReportStatus.PROVISIONAL),
    "lines only": lambda: make(sample.lines_only(), sample.lines_only_config()),
    "many members": lambda: make(many_members(), sample.config(segments=("country", "channel"))),
    "won": lambda: make(sample.full(), sample.config(currency="KRW", locale="en-GB")),
    "one number": lambda: make(sample.results([Spec("revenue", Unit.MONEY, 10)]), sample.config()),
    "weeks": lambda: make(weekly(), sample.config()),
}
EVERY_CASE = pytest.mark.parametrize("case", sorted(CASES))


def many_members() -> Results:
    countries = {f"Country {place}": (100 + place, 90 + 2 * place, 80 + place) for place in range(30)}
    channels = {f"Channel {place}": (200 + place, 170 + 3 * place, 160) for place in range(15)}
    now, then, ago = (sum(row[at] for row in countries.values()) for at in range(3))
    rates = {key: (Decimal("0.4"), Decimal("0.3"), None) for key in list(countries)[:20]}
    return sample.results(
        [
            Spec("revenue", Unit.MONEY, now, then, ago, additive=True,
                 segments={"country": countries, "channel": channels}),
            Spec("gross_margin", Unit.RATE, "0.4", "0.3", segments={"country": rates}),
        ]
    )  # fmt: skip


def weekly() -> Results:
    week = from_id("2026-W44", sample.CALENDAR)
    line = tuple(1000 + 7 * (place % 9) for place in range(65))
    return sample.results([Spec("revenue", Unit.MONEY, line[-1], line[-2], line[12], series=line)], week)


def block(report: Report, name: str) -> Block:
    (found,) = (one for one in report.blocks if one.id == name)
    return found


def runs_in(value: object) -> Iterator[Run]:
    """Every run anywhere in a value of the report's model."""
    if isinstance(value, Run):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from runs_in(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from runs_in(getattr(value, field.name))


def printed(report: Report) -> Iterator[Run]:
    for part in (report.cover, report.labels, report.sections, tuple(text for _, text in report.insights)):
        yield from runs_in(part)


@EVERY_CASE
def test_every_declared_block_has_an_outcome(case: str) -> None:
    report = CASES[case]()
    declared = [plan.id for section in load_kind("ecommerce").sections for plan in section.blocks]
    assert sorted(one.id for one in report.blocks) == sorted(declared)
    for one in report.blocks:
        assert (one.outcome is Outcome.OK) == (one.content is not None)
        assert (one.outcome is Outcome.OK) == (one.reason is None)


@EVERY_CASE
def test_every_digit_is_marked_with_a_known_fact_or_a_source(case: str) -> None:
    report = CASES[case]()
    runs = list(printed(report))
    assert [run for run in runs if re.search(r"\d", run.text) and not (run.fact or run.source)] == []
    assert {run.fact for run in runs if run.fact} <= set(report.facts)


@EVERY_CASE
def test_every_chart_that_is_shown_exists_and_can_be_heard(case: str) -> None:
    report = CASES[case]()
    shown = [one.content.chart for one in report.blocks if isinstance(one.content, ChartBlock)]
    cards = [one.content.cards for one in report.blocks if isinstance(one.content, Cards)]
    shown += [card.spark for group in cards for card in group if card.spark is not None]
    shown += [report.cover.chart] if report.cover.chart else []
    assert sorted(shown) == sorted(report.charts)
    assert all(chart.alt and chart.id == name for name, chart in report.charts.items())


@EVERY_CASE
def test_tables_have_as_many_cells_as_columns(case: str) -> None:
    for one in CASES[case]().blocks:
        if isinstance(one.content, Table):
            assert {len(row.cells) for row in one.content.rows} == {len(one.content.columns)}


@EVERY_CASE
def test_the_same_inputs_give_the_same_report(case: str) -> None:
    assert CASES[case]() == CASES[case]()


@EVERY_CASE
def test_no_section_is_printed_without_content_and_none_without_a_heading(case: str) -> None:
    for section in CASES[case]().sections:
        assert plain(section.heading)
        assert any(one.outcome is Outcome.OK for one in section.blocks)


def test_headings_say_the_finding() -> None:
    headings = {section.id: plain(section.heading).replace("\u00a0", " ") for section in CASES["full"]().sections}
    assert headings == {
        "summary": "Email led net revenue up 6.0%, just short of target",
        "sales": "Every month since October 2025 brought more net revenue than the year before",
        "why": "More sessions and larger orders added $46,053; fewer orders per session took back $17,976",
        "customers": "New customers fell 2.0%; returning customers rose 9.1%",
        "conversion": "Sessions rose 7.4%; conversion rate fell 0.10 pp",
        "advertising": "Return on ad spend fell 7.4% on September",
        "targets": "2 of 9 targets were missed; 3 were met and 4 came near",
        "appendix": "Every figure, how it is defined and where it comes from",
    }


def test_the_cover_names_the_best_day() -> None:
    report = CASES["full"]()
    bars = report.charts["cover-days"]
    assert isinstance(bars, CoverBars)
    assert (bars.label, bars.sublabel) == ("Sunday, October 18: $23,269", "The best of 31 days; one bar a day")
    assert bars.values[bars.accent] == max(value for value in bars.values if value is not None)
    assert report.cover.period_words == ("October", "2026")
    assert report.title == "Lumen & Oak: performance report, October 2026"


def test_a_card_has_two_changes_a_target_and_rings_at_its_baselines() -> None:
    report = CASES["full"]()
    cards = block(report, "summary-cards").content
    assert isinstance(cards, Cards)
    assert len(cards.cards) == 8
    revenue = cards.cards[0]
    assert (revenue.name, plain(revenue.value)) == ("Net revenue", "$492,213")
    assert [(one.arrow, plain(one.figure), plain(one.words)) for one in revenue.changes] == [
        ("up", "6.0%", "up on Sep 2026"),
        ("up", "14.2%", "up on Oct 2025"),
    ]
    assert revenue.target is not None
    assert (plain(revenue.target.text), plain(revenue.target.status)) == ("98.4% of $500,000", "near")
    spark = report.charts[revenue.spark or ""]
    assert isinstance(spark, Sparkline)
    assert (len(spark.values), spark.rings) == (13, (0, 11))
    assert plain(cards.legend) == (
        "Line: last 13 months; rings: October 2025 and September 2026; dot: October 2026. "
        "Bar: actual; tick: target; near: 95% or more."
    )


def test_the_line_stands_before_last_year_with_the_years_under_the_months() -> None:
    line = CASES["full"]().charts["sales-line"]
    assert isinstance(line, LineChart)
    assert [point.label for point in line.points][:4] == ["Oct", "Nov", "Dec", "Jan"]
    assert [(place, point.sublabel) for place, point in enumerate(line.points) if point.sublabel] == [
        (0, "2025"), (3, "2026"), (12, "2026"),
    ]  # fmt: skip
    assert line.context[-1] == line.points[0].value == 431019.0
    assert [tick.label for tick in line.ticks] == ["0", "200k", "400k", "600k", "$800k"]
    assert line.peak is not None
    assert (line.peak.index, line.peak.label, line.end_label) == (2, "$688,900", "$492,213")
    assert line.context_label == ("$431,019", "a year earlier")


def test_the_unfinished_end_of_a_line_is_marked() -> None:
    line = CASES["to date"]().charts["sales-line"]
    assert isinstance(line, LineChart)
    assert [point.partial for point in line.points] == [False] * 12 + [True]


def test_bars_are_sorted_with_the_month_before_and_one_accent() -> None:
    chart = CASES["full"]().charts["sales-bars"]
    assert isinstance(chart, BarChart)
    assert [bar.label for bar in chart.bars][:3] == ["Organic search", "Paid search", "Email"]
    assert [bar.label for bar in chart.bars if bar.accent] == ["Email"]
    assert (chart.bars[0].before, chart.bars[0].note) == (141380.0, "+$7,540")


def test_charts_of_changes_share_one_scale_and_colour_only_who_is_named() -> None:
    report = CASES["full"]()
    charts = [report.charts[name] for name in ("why-contributions", "why-contributions-2")]
    extents = {chart.extent for chart in charts if isinstance(chart, DivergingChart)}
    assert extents == {(-6880.0, 20310.0)}
    coloured = {
        bar.label: bar.sentiment
        for chart in charts
        if isinstance(chart, DivergingChart)
        for bar in chart.bars
        if bar.sentiment is not Sentiment.NEUTRAL
    }
    assert coloured == {
        "Email": Sentiment.FAVOURABLE,
        "Affiliates": Sentiment.FAVOURABLE,
        "Paid social": Sentiment.UNFAVOURABLE,
        "Lighting": Sentiment.FAVOURABLE,  # Textiles and Furniture may have moved by chance
    }


def rows_of(report: Report, name: str) -> list[list[str]]:
    table = block(report, name).content
    assert isinstance(table, Table)
    return [[plain(cell.text).replace("\u00a0", " ") for cell in row.cells] for row in table.rows]


def test_the_table_by_category_adds_up_to_the_total() -> None:
    rows = rows_of(CASES["full"](), "sales-segment-table-2")
    assert rows[0] == ["Lighting", "151,640", "30.8", "+18,730", "+14.1", "+24.8"]
    assert rows[-1] == ["Total", "492,213", "100.0", "+28,077", "+6.0", "+14.2"]
    assert sum(int(row[1].replace(",", "")) for row in rows[:-1]) == 492213


def test_the_factors_add_up_to_the_change_as_on_the_mock_page() -> None:
    assert rows_of(CASES["full"](), "why-factor-table") == [
        ["Sessions", "171,940", "184,620", "+7.4%", "+34,014"],
        ["× Orders per session", "2.71%", "2.61%", "−3.7%", "−17,976"],
        ["× Order value", "$99.60", "$102.14", "+2.6%", "+12,039"],
        ["= Net revenue", "$464,136", "$492,213", "+6.0%", "+28,077"],
    ]


def test_the_waterfall_goes_from_the_base_line_to_the_total_without_a_gap() -> None:
    chart = CASES["full"]().charts["why-waterfall"]
    assert isinstance(chart, Waterfall)
    assert [(step.start, step.end) for step in chart.steps] == [
        (0, 0), (0, 34014), (34014, 16038), (16038, 28077), (0, 28077),
    ]  # fmt: skip
    assert [step.sentiment for step in chart.steps[1:4]] == [
        Sentiment.FAVOURABLE, Sentiment.UNFAVOURABLE, Sentiment.FAVOURABLE,
    ]  # fmt: skip


@given(st.lists(st.decimals(-(10**6), 10**6, places=4), min_size=1, max_size=6), st.integers(0, 2))
def test_rounded_parts_add_up_to_the_rounded_total_and_none_is_off_by_a_step(parts: list[Decimal], places: int) -> None:
    total = rounded([sum(parts, Decimal(0))], sum(parts, Decimal(0)), places)[0]
    found = rounded(parts, total, places)
    assert sum(found, Decimal(0)) == total
    assert all(abs(one - part) <= Decimal(1).scaleb(-places) for one, part in zip(found, parts, strict=True))


def test_the_split_by_members_adds_up_to_the_change() -> None:
    text = (Path(kind_module.__file__).parent / "kinds" / "ecommerce.yaml").read_text(encoding="utf-8")
    kind = parse_kind(
        text.replace("{kind: factor-table, kpi: revenue}", "{kind: contribution-table, kpi: revenue}"), "x"
    )
    rows = rows_of(make(sample.full(), sample.config(), kind=kind), "why-contribution-table")
    assert rows[1:5] == [
        ["Email", "76,230", "96,540", "+20,310", "72.3"],
        ["Affiliates", "20,626", "27,773", "+7,147", "25.5"],
        ["Paid social", "51,070", "44,190", "−6,880", "−24.5"],
        ["The rest", "316,210", "323,710", "+7,500", "26.7"],
    ]
    assert rows[-1] == ["Change in net revenue", "464,136", "492,213", "+28,077", "100.0"]


def test_members_beyond_the_largest_are_summed() -> None:
    report = CASES["many members"]()
    chart = report.charts["sales-bars"]
    assert isinstance(chart, BarChart)
    assert len(chart.bars) == 9
    assert chart.bars[-1].label == "All others"
    assert sum(bar.value or 0 for bar in chart.bars) == float(sum(100 + place for place in range(30)))
    rows = rows_of(report, "sales-segment-table")
    assert len(rows) == 14
    table = block(report, "sales-segment-table").content
    assert isinstance(table, Table)
    assert plain(table.more) == "18 more are summed in the last row before the total."


def test_targets_list_the_missed_ones_first_with_their_owners() -> None:
    rows = rows_of(CASES["full"](), "targets-target-table")
    assert rows[0] == ["Return on ad spend", "4.12", "4.50", "−0.38", "missed", "Head of media"]
    assert [row[4] for row in rows] == ["missed"] * 2 + ["near"] * 4 + ["met"] * 3


def test_a_missing_figure_is_a_dash_with_a_numbered_reason() -> None:
    report = CASES["lines only"]()
    rows = {row[0]: row for row in rows_of(report, "appendix-all-kpis")}
    assert rows["Net revenue"] == ["Net revenue", "£958,000", "£817,000", "+17.3%", "– (1)", "–"]
    assert rows["Sessions"][1] == "– (2)"
    reasons = block(report, "appendix-reasons").content
    assert isinstance(reasons, Definitions)
    assert [(plain(number), plain(words)) for number, words in reasons.items] == [
        ("1", "the data begin on 1 October 2025"),
        ("2", "needs data on advertising, which is not configured"),
    ]


def test_order_lines_alone_give_a_full_report() -> None:
    report = CASES["lines only"]()
    # One country is more than nine tenths of it all, before and after: to name it would tell nothing.
    assert [section.id for section in report.sections] == ["summary", "sales", "why", "customers", "appendix"]
    assert plain(report.sections[0].heading) == "Net revenue rose 17.3% on October"
    assert {one.id for one in report.left_out} >= {"targets-target-table", "conversion-line"}
    cards = block(report, "summary-cards").content
    assert isinstance(cards, Cards)
    assert [card.name for card in cards.cards] == [
        "Net revenue", "Orders", "Average order value", "New customers", "Returning customers", "Active customers",
    ]  # fmt: skip
    assert all(card.target is None and len(card.changes) == 1 for card in cards.cards)
    assert rows_of(report, "sales-segment-table")[-2][0] == "Not given"


def test_a_client_that_names_its_kpis_gets_only_those() -> None:
    report = make(sample.full(), sample.config(kpis=("orders", "aov")))
    cards = block(report, "summary-cards").content
    assert isinstance(cards, Cards)
    assert [card.name for card in cards.cards] == ["Orders", "Average order value"]
    assert {insight.kpi for insight, _ in report.insights} == {"orders", "aov"}


def test_the_summary_keeps_to_its_length() -> None:
    thresholds = {"summary_characters": Decimal(260)}
    report = make(sample.full(), sample.config(insights=Insights(thresholds=thresholds)))
    said = block(report, "summary-commentary").content
    assert isinstance(said, Paragraphs)
    *findings, in_all = (plain(text) for text in said.paragraphs)
    assert in_all.startswith("In all, ")  # how many targets were missed, whatever the findings' length
    assert sum(map(len, findings)) <= 260
    assert "silence.length" in {one.reason for one in report.silenced}


def test_days_without_data_are_said_before_the_figures_that_lack_them() -> None:
    day = date(2026, 10, 17)
    gap = Issue("missing-days", Severity.WARN, "Web analytics", message("check.missing-days", days=1, first=day,
                last=day), 1)  # fmt: skip
    known = Background(caveats=(Caveat(gap, ("orders",)),))
    report = make(sample.full(), sample.config(), checks=(*CHECKS, gap), background=known)
    said = block(report, "summary-commentary").content
    assert isinstance(said, Paragraphs)
    assert plain(said.paragraphs[0]) == "Web analytics: 1 day has no row (October 17, 2026)."
    assert plain(said.paragraphs[1]).startswith("Net revenue was")


@pytest.mark.parametrize(
    ("email", "heading"),
    [
        (150, "Email led net revenue up 10.0%"),
        (240, "Net revenue rose 10.0% on September"),  # it brought 140 of the 100: others undid the rest
    ],
)
def test_a_member_leads_when_it_made_a_good_part_of_the_change_and_not_a_multiple(email: int, heading: str) -> None:
    rest = (1100 - email) / Decimal(9)
    channels = {"Email": (email, 100, None), **{f"Shop {n}": (rest, 100, None) for n in range(9)}}
    spec = Spec("revenue", Unit.MONEY, 1100, 1000, additive=True, segments={"channel": channels})
    assert plain(make(sample.results([spec]), sample.config()).sections[0].heading) == heading


def test_the_data_status_line_counts_what_the_checks_found() -> None:
    columns = block(CASES["full"](), "summary-data-status").content
    assert isinstance(columns, Columns)
    texts = {label: plain(text) for label, text in columns.items}
    assert texts == {
        "Data status": "Final. Data from October 1, 2024 to October 31, 2026",
        "Sources": "Shop orders and Web analytics",
        "Coverage": "31 of 31 days; 5,191 rows used",
        "Checks": "1 warning, 0 notes: see data notes",
    }


def test_the_notes_tell_the_days_and_the_checks() -> None:
    given = (message("reason.after_data", last=date(2026, 10, 31)),)
    notes = block(make(sample.full(), sample.config(), notes=given), "appendix-notes").content
    assert isinstance(notes, Paragraphs)
    assert [plain(text) for text in notes.paragraphs] == [
        (
            "The figures cover October 1 to 31, 2026. "
            "The data begin on October 1, 2024; comparisons that reach further back are left out."
        ),
        "The data end on October 31, 2026.",
        "traffic.csv: needs 365 days of history and has 40.",
    ]


def test_only_kpis_that_the_report_is_about_are_defined() -> None:
    config = sample.config(kpis=("orders", "aov"))
    found = block(make(sample.full(), config), "appendix-definitions").content
    assert isinstance(found, Definitions)
    assert [plain(term) for term, _ in found.items] == ["Orders", "Average order value"]


def test_a_change_that_may_be_chance_has_neither_arrow_nor_word_and_the_legend_says_so() -> None:
    specs = [dataclasses.replace(spec, significant=False) if spec.id == "conversion_rate" else spec
             for spec in sample.SPECS]  # fmt: skip
    cards = block(make(sample.results(specs), sample.config()), "summary-cards").content
    assert isinstance(cards, Cards)
    (card,) = (card for card in cards.cards if card.name == "Conversion rate")
    assert [(change.arrow, plain(change.words)) for change in card.changes] == [
        ("flat", "on Sep 2026"), ("flat", "on Oct 2025"),
    ]  # fmt: skip
    assert plain(cards.legend).endswith("Without a word: may be chance.")
    full = block(CASES["full"](), "summary-cards").content
    assert isinstance(full, Cards)
    assert "chance" not in plain(full.legend)


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        ({"revenue": 1, "orders": 1}, "2 of 2 targets were met"),
        ({"revenue": 10**9, "orders": 1}, "1 of 2 targets was missed; 1 was met"),
        ({"revenue": 10**9, "orders": 10**9, "aov": 1}, "2 of 3 targets were missed; 1 was met"),
        ({"revenue": 500000, "orders": 1}, "1 of 2 targets was met and 1 came near"),
    ],
)
def test_targets_are_counted_in_the_heading(targets: dict[str, int], said: str) -> None:
    specs = [dataclasses.replace(spec, target=targets.get(spec.id)) for spec in sample.SPECS]
    report = make(sample.results(specs), sample.config())
    heading = next(section.heading for section in report.sections if section.id == "targets")
    assert plain(heading) == said


def test_each_finding_names_the_block_that_shows_it() -> None:
    report = CASES["full"]()
    shown = {(insight.kind, insight.kpi, insight.dimension): insight.chart for insight, _ in report.insights}
    assert shown["drivers", "revenue", "category"] == "why-contributions-2"
    assert shown["factors", "revenue", None] == "why-waterfall"
    assert shown["change", "revenue", None] == "sales-line"
    assert {name for name in shown.values() if name} <= {one.id for one in report.blocks}
