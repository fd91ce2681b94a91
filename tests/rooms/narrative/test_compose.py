"""Sentences, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reportgen.comparisons.model import Results
from reportgen.formatting import Formatter
from reportgen.insights import Scope
from reportgen.insights.catalog import BY_ID
from reportgen.insights.model import FactValue, Insight
from reportgen.issues import Issue, Severity
from reportgen.kpis import kpi_names
from reportgen.messages import message
from reportgen.narrative import Teller, compose, issue_text, load_phrases, message_text, plain
from reportgen.periods import from_id
from reportgen.units import Good, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

NBSP = "\u00a0"


@pytest.fixture
def teller() -> Teller:
    names = {kpi: name for kpi, (name, _) in kpi_names("en").items()}
    return Teller(Formatter("en-US", "USD"), load_phrases("en-US"), names)


def found(results: Results, kinds: Iterable[str], kpi: str) -> list[Insight]:
    """The findings of these kinds about one KPI, in the order of the kinds."""
    scope = Scope(results, tuple(results.kpis), ("channel", "category"), tuple(results.kpis))
    return [one for kind in kinds for one in BY_ID[kind].find(scope) if one.kpi == kpi]


def sentences(results: Results, teller: Teller, kpi: str, *kinds: str) -> list[str]:
    insights = found(results, kinds, kpi)
    assert insights, f"nothing of {kinds} was found"
    texts = compose(insights, results, replace(teller, facts={}))
    return [plain(text).replace(NBSP, " ") for text in texts]


def one(spec: Spec, *others: Spec) -> Results:
    return sample.results((*others, spec))


LEAD = Spec("revenue", Unit.MONEY, 1000, 1000, 1000)


def test_the_lead_with_both_baselines_and_its_target(teller: Teller) -> None:
    assert sentences(sample.full(), teller, "revenue", "change", "target") == [
        "Net revenue was $492,213, up 6.0% on September and up 14.2% on October 2025.",
        "That is 98.4% of the $500,000 target, $7,787 short.",
    ]


def test_drivers_and_detractors_by_channel_and_category(teller: Teller) -> None:
    assert (
        sentences(sample.full(), teller, "revenue", "change", "drivers", "detractors")[1:]
        == [
            "Email (+$20,310) and Affiliates (+$7,147) together made nearly all of the $28,077 rise.",
            "Lighting brought $18,730 of the $28,077 rise.",  # Textiles moved by less than two standard errors beyond its size
            "Paid social held it back by $6,880.",
        ]
    )


def test_without_the_change_before_it_a_split_names_the_kpi(teller: Teller) -> None:
    first, *_ = sentences(sample.full(), teller, "revenue", "drivers")
    assert first.endswith("nearly all of the $28,077 rise in net revenue.")


@pytest.mark.parametrize(
    ("email", "affiliates", "claim"),
    [
        (150, 120, "Email (+$50.00) and Affiliates (+$20.00) together made 70% of the $100.00 rise."),
        (165, 135, "Email (+$65.00) and Affiliates (+$35.00) together made all of the $100.00 rise."),
        (200, 100, "Email brought the whole $100.00 rise."),
    ],
)
def test_all_of_a_change_is_called_all_of_it(teller: Teller, email: int, affiliates: int, claim: str) -> None:
    # Ten idle shops, so that nobody is named for size; what is missing to 100 comes from many small ones.
    rest = 100 - (email - 100) - (affiliates - 100)
    small = {f"Shop {place}": (Decimal(100) + Decimal(rest) / 10, 100, None) for place in range(10)}
    segments = {"channel": {"Email": (email, 100, None), "Affiliates": (affiliates, 100, None), **small}}
    spec = Spec("revenue", Unit.MONEY, 1300, 1200, additive=True, segments=segments)
    assert sentences(one(spec), teller, "revenue", "change", "drivers")[1] == claim


def test_the_factors_of_the_mock_page_in_one_sentence(teller: Teller) -> None:
    # Effects 34,014.29, −17,975.67 and 12,038.38 of a rise by 28,077 (test_factors).
    (said,) = sentences(sample.full(), teller, "revenue", "factors")
    assert said.startswith("In the rise of net revenue, more sessions added $34,014 and larger orders $12,039; ")
    assert said.endswith("; fewer orders per session took back $17,976.")


def test_factors_of_a_fall_take_and_give_back(teller: Teller) -> None:
    specs = [Spec("revenue", Unit.MONEY, 900, 1000, additive=True), Spec("orders", Unit.COUNT, 8, 10, additive=True),
             Spec("aov", Unit.MONEY, "112.5", 100)]  # fmt: skip
    # 10 × 100 became 8 × 112.50: L = −100 / ln 0.9 = 949.12; × ln 0.8 = −211.79, × ln 1.125 = 111.79
    assert sentences(sample.results(specs), teller, "revenue", "factors") == [
        "In the fall of net revenue, fewer orders took $212; larger orders gave back $112."
    ]


def test_a_record_after_the_target_does_not_repeat_the_movement(teller: Teller) -> None:
    assert sentences(sample.full(), teller, "conversion_rate", "target", "record_streak") == [
        "Conversion rate fell 0.10 pp on September to 2.61%, 0.19 pp short of the 2.80% target.",
        "It was the lowest of the last 25 months.",
    ]


def test_a_target_of_a_kpi_that_did_not_clearly_move_gives_its_value(teller: Teller) -> None:
    spec = Spec("repeat_purchase_rate", Unit.RATE, "0.3493", "0.3490", target="0.4")
    assert sentences(one(spec, LEAD), teller, "repeat_purchase_rate", "target") == [
        "Repeat purchase rate was 34.9%, 5.1 pp short of the 40.0% target."
    ]


def test_a_rate_moves_in_points_and_a_record_is_told_with_it(teller: Teller) -> None:
    assert sentences(sample.full(), teller, "conversion_rate", "record_streak", "target") == [
        "Conversion rate fell 0.10 pp on September to 2.61%, the lowest of the last 25 months.",
        "That is 93.2% of the 2.80% target, 0.19 pp short.",
    ]


def test_names_that_are_plurals_take_plural_verbs(teller: Teller) -> None:
    flat = Spec("orders", Unit.COUNT, 4819, 4815, 4405)
    assert sentences(one(flat, LEAD), teller, "orders", "change") == [
        "Orders were 4,819, flat on September and up 9.4% on October 2025."
    ]


def test_other_kpis_tell_the_movement_first(teller: Teller) -> None:
    assert sentences(sample.full(), teller, "aov", "change") == [
        "Average order value rose 2.6% on September to $102.14, up 4.4% on October 2025."
    ]


def test_a_conflict_of_baselines_is_a_but(teller: Teller) -> None:
    assert sentences(sample.full(), teller, "new_customers", "change") == [
        "New customers fell 2.0% on September to 2,760, but were up 6.2% on October 2025."
    ]
    assert sentences(sample.full(), teller, "new_customers", "yoy_conflict") == [
        "New customers were 2,760, down 2.0% on September but up 6.2% on October 2025."
    ]


def test_both_flat_is_said_once(teller: Teller) -> None:
    assert sentences(one(LEAD), teller, "revenue", "change") == [
        "Net revenue was $1,000, flat on September and on October 2025."
    ]


def test_growth_from_nothing_is_worded_not_divided(teller: Teller) -> None:
    spec = Spec("orders", Unit.COUNT, 12, 0, 0)
    assert sentences(one(spec, LEAD), teller, "orders", "change") == [
        "Orders came to 12, after none in September, up from none in October 2025."
    ]


def test_more_than_tenfold_is_a_word_too(teller: Teller) -> None:
    spec = Spec("orders", Unit.COUNT, 1100, 100)
    assert sentences(one(spec, LEAD), teller, "orders", "change") == [
        "Orders rose more than tenfold on September to 1,100."
    ]


def test_from_a_negative_base_only_the_amount_is_said(teller: Teller) -> None:
    spec = Spec("net_profit", Unit.MONEY, 2000, -3000)
    assert sentences(one(spec, LEAD), teller, "net_profit", "change") == [
        "Net profit rose $5,000 on September to $2,000."
    ]


def test_a_change_that_can_be_noise_is_not_called_a_rise(teller: Teller) -> None:
    spec = Spec("conversion_rate", Unit.RATE, "0.0261", "0.0271", significant=False)
    assert sentences(one(spec, LEAD), teller, "conversion_rate", "change") == [
        "Conversion rate was 2.61%, not clearly changed on September."
    ]


def test_without_any_baseline_there_is_no_change_to_tell(teller: Teller) -> None:
    assert sentences(one(Spec("revenue", Unit.MONEY, 1000)), teller, "revenue", "change") == [
        "Net revenue was $1,000; there is no earlier figure to compare."
    ]


def test_where_lower_is_better_the_target_is_a_ceiling(teller: Teller) -> None:
    assert sentences(sample.full(), teller, "cac", "target") == [
        "Customer acquisition cost rose 4.2% on September to $43.30, $1.30 above the target of $42.00."
    ]
    within = Spec("cac", Unit.MONEY, 40, target=42, good=Good.DOWN)
    assert sentences(one(within, LEAD), teller, "cac", "target") == [
        "Customer acquisition cost was $40.00, $2.00 within the target of $42.00."
    ]


def test_a_target_met_exactly(teller: Teller) -> None:
    assert sentences(one(Spec("orders", Unit.COUNT, 50, target=50), LEAD), teller, "orders", "target") == [
        "Orders met the target of 50 exactly."
    ]


def test_an_unfinished_period_names_the_days_of_its_baselines(teller: Teller) -> None:
    assert sentences(sample.to_date(), teller, "revenue", "to_date", "change") == [
        (
            "Figures run to October 14, 2026, 14 of 31 days, and are compared with the same days of September 2026 "
            "and October 2025."
        ),
        (
            "Net revenue was $492,213, up 6.0% on the first 14 days of September and up 14.2% on the first 14 days of "
            "October 2025."
        ),
    ]


def test_a_february_beside_a_january_says_its_days(teller: Teller) -> None:
    results = sample.results([Spec("revenue", Unit.MONEY, 900, 1000)], from_id("2026-02", sample.CALENDAR))
    assert sentences(results, teller, "revenue", "change") == [
        "Net revenue was $900.00, down 10.0% on the 31 days of January."
    ]


def test_one_driver_beyond_the_whole_change_is_not_called_a_part_of_it(teller: Teller) -> None:
    segments = {"channel": {"Email": (300, 100, None), "Social": (100, 200, None), "Web": (700, 700, None)}}
    spec = Spec("revenue", Unit.MONEY, 1100, 1000, additive=True, segments=segments)
    assert sentences(one(spec), teller, "revenue", "change", "drivers", "detractors")[1:] == [
        "Email brought $200.00, more than the whole $100.00 rise.",
        "Social held it back by $100.00.",
    ]


def test_in_a_fall_detractors_soften_it(teller: Teller) -> None:
    segments = {"channel": {"Email": (300, 200, None), "Social": (100, 400, None), "Web": (700, 700, None)}}
    spec = Spec("revenue", Unit.MONEY, 1100, 1300, additive=True, segments=segments)
    assert sentences(one(spec), teller, "revenue", "change", "drivers", "detractors")[1:] == [
        "Social lost $300.00, more than the whole $200.00 fall.",
        "Email softened it by $100.00.",
    ]


def test_a_streak_is_counted(teller: Teller) -> None:
    line = (5, 9, 1, 2, 3, 4, 5)
    spec = Spec("orders", Unit.COUNT, 5, 4, series=line)
    assert sentences(one(spec, LEAD), teller, "orders", "record_streak") == [
        "Orders rose 25.0% on September to 5, up for 4 months in a row."
    ]


def test_every_digit_of_a_sentence_is_marked(teller: Teller) -> None:
    results = sample.full()
    scope = Scope(results, tuple(results.kpis), ("channel", "category"), tuple(results.kpis))
    insights = [one for detector in BY_ID.values() for one in detector.find(scope)]
    runs = [run for text in compose(insights, results, teller) for run in text]
    assert [run for run in runs if re.search(r"\d", run.text) and not (run.fact or run.source)] == []
    assert {run.fact for run in runs if run.fact} <= set(teller.facts)


def test_a_fact_has_one_value(teller: Teller) -> None:
    teller.figure("revenue.current", FactValue(Decimal(1), "money"))
    teller.figure("revenue.current", FactValue(Decimal("1.00"), "money"))
    with pytest.raises(ValueError, match="two values"):
        teller.figure("revenue.current", FactValue(Decimal(2), "money"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (message("reason.no_table", table="ads"), "needs data on advertising, which is not configured"),
        (message("reason.no_column", table="orders", column="cost"), "needs the column cost in the data on orders"),
        (message("reason.zero_denominator", measure="orders"), "Orders is zero, so there is nothing to divide by"),
        (
            message("reason.zero_denominator", measure="ads_spend"),
            "ads spend is zero, so there is nothing to divide by",
        ),
        (message("reason.before_data", first=date(2010, 12, 1)), "the data begin on December 1, 2010"),
        (message("reason.short_history", days=40, needed=365), "needs 365 days of history and has 40"),
        (message("change.from_none"), "from none, so that per cent says nothing"),
    ],
)
def test_reasons_in_words(teller: Teller, given: object, expected: str) -> None:
    assert plain(message_text(given, teller, "reason")) == expected  # type: ignore[arg-type]


def test_issues_in_words_leave_the_facts_alone(teller: Teller) -> None:
    issues = [
        Issue("history", Severity.NOTE, "orders", message("reason.short_history", days=days, needed=365))
        for days in (1, 40)
    ]
    assert [issue_text(issue, teller) for issue in issues] == [
        "needs 365 days of history and has 1",
        "needs 365 days of history and has 40",
    ]
    assert teller.facts == {}


def test_lists_keep_the_marks_of_their_items(teller: Teller) -> None:
    joined = teller.join([teller.name("A"), teller.name("B"), teller.name("C 3")])
    assert plain(joined) == "A, B and C 3"
    assert [run.source for run in joined] == ["name", None, "name", None, "name"]


def test_facts_of_findings_keep_their_values(teller: Teller) -> None:
    (insight,) = found(sample.full(), ["target"], "orders")
    changed = replace(insight, facts={**insight.facts})
    compose([changed], sample.full(), teller)
    assert teller.facts["orders.target.attainment"].value == Decimal("0.9638")
