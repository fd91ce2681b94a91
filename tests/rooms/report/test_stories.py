"""Movements, forecasts, cohorts, experiments, goals, projects and answers; small enough to work out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reportgen.charts.model import HeatMap, IntervalChart, LineChart, Waterfall
from reportgen.comparisons.model import KpiResult, Results
from reportgen.kpis.experiments import Against, Experiment, Variant, Verdict
from reportgen.kpis.model import Cohort, Forecast, ForecastPoint, StepValues, Value
from reportgen.messages import message
from reportgen.narrative import plain
from reportgen.periods.model import Span
from reportgen.report.kind import parse_kind
from reportgen.report.model import Definitions, Outcome, Report
from reportgen.statistics import Interval
from reportgen.units import Sentiment, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Figure, Spec
from tests.rooms.report.test_compose import block, make, rows_of
from tests.rooms.report.test_lists import report_with, split

NONE = Value.undefined(message("reason.zero_denominator", measure="visitors"))


def part(name: str, now: Figure, before: Figure, unit: Unit | None = None, **members: Figure) -> StepValues:
    windows = {"current": Value.of(Decimal(str(now))), "previous": Value.of(Decimal(str(before)))}
    inside = {"current": {key: Value.of(Decimal(str(of))) for key, of in members.items()}}
    return StepValues(name, windows, {"project": dict(inside), "goal": dict(inside)}, unit)


def with_result(results: Results, kpi: str, **given: object) -> Results:
    changed: KpiResult = replace(results.kpis[kpi], **given)  # type: ignore[arg-type]
    return replace(results, kpis={**results.kpis, kpi: changed})


def recurring() -> Results:
    # opening 10,000; +1,200.40 new, +300.30 expanded, −200.10 contracted, −500.20 churned = 10,800.40
    line = (*(9000 + 100 * at for at in range(10)), 9900, 10000, "10800.4")
    results = sample.results(
        [
            Spec("mrr", Unit.MONEY, "10800.4", 10000, section="recurring", series=line),
            Spec("mrr_movement", Unit.MONEY, "800.4", 100, additive=True, section="recurring"),
            Spec("mrr_forecast", Unit.MONEY, 11000, section="recurring"),
        ]
    )
    parts = (
        part("new", "1200.4", 400),
        part("expansion", "300.3", 0),
        part("contraction", "-200.1", -100),
        part("churned", "-500.2", -200),
    )
    points = (ForecastPoint(1, Decimal(11000), Decimal(10500), Decimal(11500)),
              ForecastPoint(2, Decimal(11200), Decimal(10400), Decimal(12000)))  # fmt: skip
    results = with_result(results, "mrr_movement", parts=parts)
    return with_result(results, "mrr_forecast", forecast=Forecast("mrr", "forecast.drift", Decimal("0.8"), 13, points))


MOVEMENT, TABLE = "kind: movement, kpi: mrr_movement, of: mrr", "kind: movement-table, kpi: mrr_movement, of: mrr"


def test_the_parts_of_a_movement_go_from_the_opening_to_the_close_without_a_gap() -> None:
    report = report_with(recurring(), MOVEMENT, TABLE, kpis="mrr")
    chart = report.charts["part-movement"]
    assert isinstance(chart, Waterfall)
    assert [(step.start, step.end) for step in chart.steps] == [
        (0, 0), (0, 1200), (1200, 1500), (1500, 1300), (1300, 800), (0, 800),
    ]  # fmt: skip
    assert [step.sentiment for step in chart.steps[1:-1]] == [Sentiment.FAVOURABLE] * 2 + [Sentiment.UNFAVOURABLE] * 2


def test_the_movement_in_figures_adds_up_as_printed() -> None:
    rows = rows_of(report_with(recurring(), TABLE, kpis="mrr"), "part-movement-table")
    assert rows == [
        ["Opening", "10,000", "", ""],
        ["New", "+1,200", "+12.0", "+400"],
        ["Expansion", "+300", "+3.0", "0"],
        ["Contraction", "−200", "−2.0", "−100"],
        ["Churned", "−500", "−5.0", "−200"],
        ["Close", "10,800", "", ""],
    ]


def test_without_parts_a_movement_is_left_out_by_rule() -> None:
    one = block(report_with(with_result(recurring(), "mrr_movement", parts=()), MOVEMENT, kpis="mrr"), "part-movement")
    assert (one.outcome, one.reason) == (Outcome.SUPPRESSED, "its parts are not known")


def test_a_forecast_follows_its_history_with_its_interval_and_says_its_method() -> None:
    report = report_with(recurring(), "kind: forecast, kpi: mrr_forecast, of: mrr", kpis="mrr")
    chart = report.charts["part-forecast"]
    assert isinstance(chart, LineChart)
    assert [(point.label, point.value, point.partial) for point in chart.points[-3:]] == [
        ("Oct", 10800.4, False), ("Nov", 11000.0, True), ("Dec", 11200.0, True),
    ]  # fmt: skip
    assert chart.band[-3:] == (None, (10500.0, 11500.0), (10400.0, 12000.0))
    assert (chart.end_label, chart.end_notes) == ("$11,200", ("$10,400 to $12,000",))
    one = block(report, "part-forecast")
    assert plain(one.title) == "$11,200 expected in December 2026, between $10,400 and $12,000"
    assert "by the average change carried forward; band: where 80%" in plain(one.subtitle).replace("\u00a0", " ")


def test_a_forecast_of_another_figure_is_not_shown_for_this_one() -> None:
    report = report_with(recurring(), "kind: forecast, kpi: mrr_forecast, of: revenue", kpis="mrr")
    assert block(report, "part-forecast").reason == "too little history for a forecast"


def test_cohorts_are_a_row_a_month_with_the_share_that_came_back() -> None:
    # in the next month 20 of 100 and 20 of 300 came back: 40 of 400 = 10 %
    cohorts = (
        Cohort(date(2026, 8, 1), 100, (20, 5)),
        Cohort(date(2026, 9, 1), 300, (20,)),
        Cohort(date(2026, 10, 1), 50, ()),
    )
    results = with_result(
        sample.results([Spec("cohort_retention", Unit.RATE, "0.1")]), "cohort_retention", cohorts=cohorts
    )
    report = report_with(results, "kind: cohorts", kpis="cohort_retention")
    chart = report.charts["part-cohorts"]
    assert isinstance(chart, HeatMap)
    assert (chart.rows, chart.columns) == (("Aug 2026 (100)", "Sep 2026 (300)"), ("1", "2"))
    assert [(cell.row, cell.column, cell.label) for cell in chart.cells] == [(0, 0, "20%"), (0, 1, "5%"), (1, 0, "7%")]
    assert plain(block(report, "part-cohorts").title) == "10.0% of new customers order again in the next month"


def variant(name: str, visitors: int, conversions: int, against: Against | None = None) -> Variant:
    rate = Value.of(Decimal(conversions) / visitors)
    return Variant(name, Decimal(visitors), Decimal(conversions), NONE, rate, NONE, against)


def experiments_run() -> Results:
    against = Against(Value.of(Decimal("0.01")), Interval(0.004, 0.016), 0.001, Verdict.BETTER)
    few = Against(Value.of(Decimal("-0.1")), Interval(-0.4, 0.2), 0.5, Verdict.TOO_FEW)
    span = Span(date(2026, 10, 1), date(2026, 10, 20))
    found = (
        Experiment(
            "Checkout", span, (variant("control", 5000, 150), variant("one page", 5000, 200, against)), 400, 9000, 0.95
        ),
        Experiment("Hero", span, (variant("A", 10, 2), variant("B", 10, 1, few)), 60, 800, 0.95),
    )
    return replace(sample.results([Spec("sessions", Unit.COUNT, 5)]), experiments=found)


def test_experiments_are_drawn_with_their_intervals_and_only_a_decided_one_is_coloured() -> None:
    report = report_with(experiments_run(), "kind: experiment-intervals")
    chart = report.charts["part-experiment-intervals"]
    assert isinstance(chart, IntervalChart)
    assert [(row.label, row.value, row.low, row.high, row.sentiment) for row in chart.rows] == [
        ("Checkout: one page", 0.01, 0.004, 0.016, Sentiment.FAVOURABLE),
        ("Hero: B", -0.1, -0.4, 0.2, Sentiment.NEUTRAL),
    ]
    title = plain(block(report, "part-experiment-intervals").title).replace("\u00a0", " ")
    assert title == "Checkout: one page converts 1.00 pp better than its control"


def test_every_variant_has_its_verdict_and_what_an_open_one_needs() -> None:
    report = report_with(experiments_run(), "kind: experiment-table")
    rows = rows_of(report, "part-experiment-table")
    assert [row[0] for row in rows if not row[1]] == ["Checkout, October 1 to 20, 2026", "Hero, October 1 to 20, 2026"]
    assert ["one page", "5,000", "200", "4.00", "+1.00", "Better"] in rows
    assert ["control", "5,000", "150", "3.00", "–", "Control"] in rows
    assert ["B", "10", "1", "10.00", "−10.00", "Too few visitors"] in rows


def test_goals_have_a_row_each_the_best_first() -> None:
    rates = split(Call=("0.012", "0.010"), Newsletter=("0.030", "0.035"))
    spec = Spec("goal_conversion_rate", Unit.RATE, "0.042", "0.045", section="conversion", segments={"goal": rates})
    counts = part("conversions", 42, 45, Unit.COUNT, Call=12, Newsletter=30)
    results = with_result(sample.results([spec]), "goal_conversion_rate", parts=(counts,))
    report = report_with(results, "kind: goal-table", kpis="goal_conversion_rate")
    assert rows_of(report, "part-goal-table") == [
        ["Newsletter", "30", "3.00", "−0.50"],
        ["Call", "12", "1.20", "+0.20"],
    ]
    assert plain(block(report, "part-goal-table").title) == "Newsletter converts best, at 3.00%"


def test_projects_that_cost_more_than_they_earned_come_first() -> None:
    # earned − actual: 8,000 − 10,000 = −2,000, index 0.80; 6,000 − 5,000 = +1,000, index 1.20; together −1,000
    variances, indices = split(Press=(-2000, None), Line=(1000, None)), split(Press=("0.8", None), Line=("1.2", None))
    specs = (
        Spec("cost_variance", Unit.MONEY, -1000, section="finance", segments={"project": variances}),
        Spec("cpi", Unit.RATIO, "0.93", section="finance", segments={"project": indices}),
    )
    parts = (
        part("planned", 17000, 0, Press=11000, Line=6000),
        part("earned", 14000, 0, Press=8000, Line=6000),
        part("actual", 15000, 0, Press=10000, Line=5000),
    )
    results = with_result(sample.results(specs), "cost_variance", parts=parts)
    report = report_with(results, "kind: project-table", kpis="cost_variance, cpi")
    assert rows_of(report, "part-project-table") == [
        ["Press", "11,000", "8,000", "10,000", "0.80", "−2,000"],
        ["Line", "6,000", "6,000", "5,000", "1.20", "+1,000"],
        ["All", "17,000", "14,000", "15,000", "0.93", "−1,000"],
    ]
    assert plain(block(report, "part-project-table").title) == "1 of 2 projects cost more than earned"


def test_the_promoter_score_stands_under_the_answers_it_is_made_of() -> None:
    # 6 of 10 less 1 of 10 = 50; before 4 of 8 less 2 of 8 = 25
    parts = (part("promoters", 6, 4), part("passives", 3, 2), part("detractors", 1, 2))
    results = with_result(sample.results([Spec("nps", Unit.SCORE, 50, 25)]), "nps", parts=parts)
    assert rows_of(report_with(results, "kind: score-table", kpis="nps"), "part-score-table") == [
        ["Promoters", "6", "60.0%", "50.0%", "+10.0 pp"],
        ["Passives", "3", "30.0%", "25.0%", "+5.0 pp"],
        ["Detractors", "1", "10.0%", "25.0%", "−15.0 pp"],
        ["Net promoter score", "10", "50.0", "25.0", "+25.0"],
    ]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("cohorts", "too few months of first orders to follow"),
        ("experiment-table", "no experiment ran"),
        ("experiment-intervals", "no experiment ran"),
        ("goal-table", "web analytics names no goals"),
        ("project-table", "no project has figures"),
        ("score-table", "nobody answered a survey"),
    ],
)
def test_a_block_without_data_says_by_which_rule_it_is_missing(kind: str, reason: str) -> None:
    report: Report = report_with(sample.results([Spec("sessions", Unit.COUNT, 5)]), f"kind: {kind}")
    assert (block(report, f"part-{kind}").outcome, block(report, f"part-{kind}").reason) == (Outcome.SUPPRESSED, reason)


@pytest.mark.parametrize(
    ("needs", "reason"),
    [
        ("sessions", None),
        ("nps, sessions", None),
        ("nps", "Net promoter score is not available"),
        ("mrr", "none of its KPIs is asked for in this report"),
    ],
)
def test_a_section_that_needs_a_figure_stands_with_it_and_falls_without(needs: str, reason: str | None) -> None:
    text = (
        "id: one\nkpis: [sessions, nps]\nsections:\n"
        "  - {id: summary, blocks: [{kind: cards}]}\n"
        f"  - {{id: part, needs: [{needs}], kpis: [sessions], blocks: [{{kind: kpi-table}}]}}\n"
        "  - {id: appendix, blocks: [{kind: left-out}, {kind: notes}]}\n"
    )
    results = sample.results(
        [Spec("sessions", Unit.COUNT, 5, 4), Spec("nps", Unit.SCORE, None), Spec("mrr", Unit.MONEY, 9)]
    )
    report = make(results, sample.config(segments=()), kind=parse_kind(text, "one.yaml"))
    assert block(report, "part-kpi-table").reason == reason
    said = block(report, "appendix-left-out").content
    told = [(plain(name), plain(why)) for name, why in said.items] if isinstance(said, Definitions) else []
    assert told == ([] if reason is None else [("Part", f"{reason[:1].upper()}{reason[1:]}.")])
