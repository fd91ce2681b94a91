"""What each detector sees in the sample shop, and in series made for it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.insights import DETECTORS, Scope, Thresholds, find_insights, judged
from reportgen.insights.change import change, target, to_date, yoy_conflict
from reportgen.insights.factors import factors
from reportgen.insights.history import record_length, record_streak, streak_length
from reportgen.units import Direction, Sentiment
from tests.rooms.report import results_sample as sample

KPIS = ("revenue", "orders", "aov", "conversion_rate", "new_customers", "cac")


def scope(**given: object) -> Scope:
    fields: dict[str, object] = {"results": sample.full(), "kpis": KPIS, "segments": ("channel",), "headlines": KPIS}
    return Scope(**{**fields, **given})  # type: ignore[arg-type]


def decimals(*numbers: int) -> list[Decimal]:
    return [Decimal(number) for number in numbers]


def test_the_change_of_the_lead_is_mandatory_and_carries_both_baselines() -> None:
    found = {insight.kpi: insight for insight in change(scope())}
    assert found["revenue"].mandatory
    assert not found["orders"].mandatory
    facts = {name: fact.value for name, fact in found["revenue"].facts.items()}
    assert facts["revenue.current"] == 492213
    assert facts["revenue.previous.change"] == 28077
    assert facts["revenue.year_ago.change"] == 61194


def test_where_lower_is_better_a_rise_is_bad_news() -> None:
    found = {insight.kpi: insight for insight in change(scope())}
    assert (found["cac"].direction, found["cac"].sentiment) == (Direction.UP, Sentiment.UNFAVOURABLE)


def test_a_change_that_can_be_noise_is_flat() -> None:
    specs = [replace(spec, significant=False) if spec.id == "conversion_rate" else spec for spec in sample.SPECS]
    found = {insight.kpi: insight for insight in change(scope(results=sample.results(specs)))}
    assert found["conversion_rate"].direction is Direction.FLAT


def test_a_kpi_up_on_the_month_and_down_on_the_year_is_a_conflict() -> None:
    # New customers: 2,760 after 2,815 in September and 2,600 a year before.
    assert [insight.kpi for insight in yoy_conflict(scope())] == ["new_customers"]


def test_targets_are_judged_by_their_status() -> None:
    found = {insight.kpi: insight.sentiment for insight in target(scope())}
    assert found == {
        "revenue": Sentiment.NEUTRAL,  # near
        "orders": Sentiment.NEUTRAL,
        "aov": Sentiment.FAVOURABLE,
        "conversion_rate": Sentiment.UNFAVOURABLE,
        "cac": Sentiment.NEUTRAL,
    }


def test_an_unfinished_period_is_said_once_and_a_finished_one_never() -> None:
    assert list(to_date(scope())) == []
    (found,) = to_date(scope(results=sample.to_date()))
    assert found.mandatory
    assert found.facts["period.compared_days"].value == 14


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (decimals(5, 4, 3, 6), (4, Direction.UP)),
        (decimals(7, 4, 3, 6), (3, Direction.UP)),
        (decimals(7, 8, 9, 6), (4, Direction.DOWN)),
        (decimals(6, 6), (1, Direction.NONE)),  # a tie is no record
    ],
)
def test_a_record_counts_back_to_the_last_equal_or_better(
    values: list[Decimal], expected: tuple[int, Direction]
) -> None:
    assert record_length(values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (decimals(1, 2, 3, 4), (3, Direction.UP)),
        (decimals(9, 3, 2, 1), (3, Direction.DOWN)),
        (decimals(1, 3, 2, 4), (1, Direction.UP)),
        (decimals(3, 3), (0, Direction.FLAT)),
    ],
)
def test_a_streak_counts_changes_of_one_sign(values: list[Decimal], expected: tuple[int, Direction]) -> None:
    assert streak_length(values) == expected


def test_the_lowest_conversion_of_25_months_is_a_record() -> None:
    (found,) = (insight for insight in record_streak(scope()) if insight.kpi == "conversion_rate")
    assert (found.direction, found.facts["conversion_rate.record"].value) == (Direction.DOWN, 25)


def test_the_factors_of_the_lead_are_mandatory_and_add_up_exactly() -> None:
    (found,) = factors(scope(kpis=(*KPIS, "sessions")))
    assert (found.kpi, found.mandatory, found.direction) == ("revenue", True, Direction.UP)
    assert [factor for factor, _ in found.members] == ["sessions", "orders_per_session", "aov"]
    assert sum(Decimal(fact.value) for _, fact in found.members) == Decimal(28077)
    assert found.facts["factor.sessions.previous"].value == 171940


def test_a_product_that_did_not_move_has_no_factors_to_tell() -> None:
    still = [replace(spec, previous=492000) if spec.id == "revenue" else spec for spec in sample.SPECS]
    assert list(factors(scope(results=sample.results(still)))) == []


def test_a_period_whose_every_day_has_data_is_not_called_unfinished() -> None:
    whole = sample.results(sample.SPECS, days=31)
    assert list(to_date(scope(results=replace(whole, state=replace(whole.state, complete=False))))) == []


def test_an_unfinished_period_sets_no_record() -> None:
    assert list(record_streak(scope(results=sample.to_date()))) == []


def test_the_catalogue_is_closed_and_each_kind_says_what_it_is() -> None:
    assert len({detector.id for detector in DETECTORS}) == len(DETECTORS)
    assert all(detector.doc for detector in DETECTORS)
    found, _ = find_insights(scope())
    assert {insight.kind for insight in found} <= {detector.id for detector in DETECTORS}


def test_a_kind_that_is_switched_off_is_found_and_silenced() -> None:
    found, silenced = find_insights(scope(), off=("target",))
    assert "target" not in {insight.kind for insight in found}
    assert {(one.insight.kind, one.reason) for one in silenced} == {("target", "silence.off")}


def test_a_client_may_call_larger_changes_flat() -> None:
    # Orders rose 3.4 %; conversion fell by 0.10 points.
    results = judged(sample.full(), Thresholds(flat_percent=Decimal(4), flat_points=Decimal("0.2")))
    directions = {insight.kpi: insight.direction for insight in change(scope(results=results))}
    assert directions["orders"] is Direction.FLAT
    assert directions["conversion_rate"] is Direction.FLAT
    assert directions["revenue"] is Direction.UP


def test_the_default_idea_of_flat_leaves_the_results_as_they_are() -> None:
    results = sample.full()
    assert judged(results, Thresholds()) is results


def test_thresholds_are_set_by_name_and_must_be_numbers() -> None:
    limits = Thresholds.from_settings({"driver_share": 0.2, "driver_most": 2, "off": ["change"]})
    assert (limits.driver_share, limits.driver_most) == (Decimal("0.2"), 2)
    with pytest.raises(TypeError, match="driver_share must be a number"):
        Thresholds.from_settings({"driver_share": "much"})
