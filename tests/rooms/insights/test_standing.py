"""Bands, diverging pairs, single large records, experiments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.insights import Scope
from reportgen.insights.bands import BANDS, band, standing
from reportgen.insights.divergence import beyond_history, divergence
from reportgen.insights.outliers import is_outlier, outlier_record, quartiles
from reportgen.insights.thresholds import Thresholds
from reportgen.insights.trials import experiment
from reportgen.kpis import load_catalog
from reportgen.kpis.experiments import Against, Experiment, Variant, Verdict
from reportgen.kpis.model import Record, Records, Value
from reportgen.messages import message
from reportgen.periods.model import Span
from reportgen.statistics import Interval
from reportgen.units import Direction, Good, Sentiment, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Figure, Spec

# --- bands ------------------------------------------------------------------------------------------------------


def side(kpi: str, now: Figure, before: Figure, report: str = "ecommerce") -> tuple[str, Direction] | None:
    unit = Unit.RATIO if kpi == "clv_cac_ratio" else Unit.RATE
    found = list(band(Scope(sample.results([Spec(kpi, unit, now, before)]), (kpi,), report=report)))
    return (str(found[0].facts[f"{kpi}.band.side"].value), found[0].direction) if found else None


@pytest.mark.parametrize(
    ("kpi", "now", "before", "expected"),
    [
        ("clv_cac_ratio", "2.99", "2.5", ("below", Direction.NONE)),
        ("clv_cac_ratio", "2.99", "3.1", ("below", Direction.DOWN)),
        ("clv_cac_ratio", 3, "3.1", None),  # the edge is inside
        ("clv_cac_ratio", 3, "2.9", ("back", Direction.UP)),
        ("clv_cac_ratio", 4, None, None),
        ("net_margin", "0.049", "0.049", ("below", Direction.NONE)),
        ("net_margin", "0.10", "0.099", ("passed", Direction.UP)),
        ("net_margin", "0.099", "0.10", ("passed", Direction.DOWN)),
        ("net_margin", "0.21", "0.09", ("passed", Direction.UP)),
        ("net_margin", "0.15", "0.12", None),
        ("marketing_cost_ratio", "0.101", "0.09", ("above", Direction.UP)),
        ("marketing_cost_ratio", "0.04", "0.04", ("below", Direction.NONE)),
        ("marketing_cost_ratio", 0, 0, ("below", Direction.NONE)),
        ("aov", 1, 2, None),  # a KPI without a band
    ],
)
def test_which_side_of_its_band_a_kpi_is_on(
    kpi: str, now: Figure, before: Figure, expected: tuple[str, Direction] | None
) -> None:
    assert side(kpi, now, before) == expected


def test_the_marketing_budgets_band_goes_by_the_report() -> None:
    assert side("marketing_cost_ratio", "0.04", "0.04", "b2b") is None
    assert side("marketing_cost_ratio", "0.06", "0.04", "b2b") == ("above", Direction.UP)
    assert side("marketing_cost_ratio", "0.5", "0.5", "executive") is None  # sells to whom, it does not say


def test_the_largest_edge_that_was_passed_is_told() -> None:
    results = sample.results([Spec("net_margin", Unit.RATE, "0.21", "0.09")])
    (found,) = band(Scope(results, ("net_margin",)))
    assert found.facts["net_margin.band.edge"].value == Decimal("0.20")
    assert found.sentiment is Sentiment.FAVOURABLE


def test_every_band_is_of_a_known_kpi_and_a_clients_edges_count() -> None:
    assert {one.kpi for one in BANDS} <= set(load_catalog().kpis)
    stricter = Thresholds(clv_cac_low=Decimal(4))
    assert standing(BANDS[0], Decimal("3.5"), stricter).side == "below"


# --- divergence -------------------------------------------------------------------------------------------------


def pair(spend: Sequence[int], revenue: Sequence[int], *, days: int | None = None) -> Scope:
    specs = [
        Spec("revenue", Unit.MONEY, revenue[-1], revenue[-2], additive=True, series=tuple(revenue)),
        Spec("ad_spend", Unit.MONEY, spend[-1], spend[-2], good=Good.NONE, additive=True, series=tuple(spend)),
    ]
    return Scope(sample.results(specs, days=days), ("revenue", "ad_spend"))


# Nine changes of revenue by half a per cent to two, beside a spend that stays: the gap of 17 points stands apart.
REVENUE = (1000, 1010, 1005, 1020, 1000, 1015, 1000, 1012, 1003, 1010)


def test_spend_that_leaves_revenue_behind_is_told() -> None:
    (found,) = divergence(pair((*[100] * 10, 120), (*REVENUE, 1030)))
    assert (found.kpi, found.member, found.sentiment) == ("revenue", "ad_spend", Sentiment.UNFAVOURABLE)
    assert found.facts["ad_spend.previous.relative"].value == Decimal("0.2")


@pytest.mark.parametrize(
    ("spend", "revenue"),
    [
        ((*[100] * 10, 111), (*REVENUE, 1025)),  # 11 % against 1.5 %: less than ten points apart
        ((*[100] * 10, 120), (*[1000] * 10, 1020)),  # no spread at all gives no alarm
        ((100, 130, 100, 130, 100, 130, 100, 130, 100, 100, 120), (*REVENUE, 1030)),  # as it always is
        ((100, 100, 100, 120), (1000, 1010, 1000, 1020)),  # too short a history
        ((*[0] * 10, 0), (*REVENUE, 1030)),
    ],
)
def test_small_usual_short_and_empty_gaps_are_not(spend: tuple[int, ...], revenue: tuple[int, ...]) -> None:
    assert list(divergence(pair(spend, revenue))) == []


def test_part_of_a_period_is_not_held_against_whole_ones() -> None:
    assert list(divergence(pair((*[100] * 10, 120), (*REVENUE, 1030), days=14))) == []


def test_beyond_its_history_is_beyond_so_many_robust_deviations() -> None:
    gaps = [-1.0, 1.0, -1.0, 1.0, 0.0]  # median 0, MAD 1: 3.5 × 1.4826 = 5.19
    assert not beyond_history(gaps, 5.1, 3.5)
    assert beyond_history(gaps, 5.2, 3.5)


# --- single records ---------------------------------------------------------------------------------------------


def orders(value: str, count: int = 1000) -> Scope:
    """Net revenue of 100,000; the middle half of the orders bring 50 to 100, so that the fence is 100 × 2³ = 800."""
    results = sample.results([Spec("revenue", Unit.MONEY, 100000, 80000, additive=True)])
    largest = (Record("1001", date(2026, 10, 18), Decimal(value)),)
    return Scope(replace(results, records=(Records("revenue", count, log(50), log(100), largest),)), ("revenue",))


def test_one_large_order_is_told_with_the_figure_without_it() -> None:
    (found,) = outlier_record(orders("12000"))
    facts = {name: fact.value for name, fact in found.facts.items()}
    assert facts["revenue.order[1001].share"] == Decimal("0.12")
    assert facts["revenue.order[1001].without"] == 88000
    assert facts["revenue.order[1001].without.relative"] == Decimal("0.10")  # 25 % up, 10 % without it
    assert facts["revenue.order[1001].day"] == "2026-10-18"


@pytest.mark.parametrize(("value", "count"), [("4999", 1000), ("12000", 7)])
def test_a_small_part_or_few_orders_are_no_outlier(value: str, count: int) -> None:
    assert list(outlier_record(orders(value, count))) == []


def test_the_outer_fence_is_on_the_log_scale() -> None:
    assert not is_outlier(log(800), log(50), log(100), 3)
    assert is_outlier(log(801), log(50), log(100), 3)
    assert not is_outlier(log(801), log(100), log(100), 3)  # all alike: nothing is unusual


def test_a_campaign_beyond_its_like_is_told_and_a_large_one_is_not() -> None:
    def found(largest: int, others: Sequence[int]) -> list[str | None]:
        rows = {f"c{at}": (number, number, None) for at, number in enumerate([largest, *others])}
        whole = largest + sum(others)
        spec = Spec("revenue", Unit.MONEY, whole, whole, additive=True, segments={"campaign": rows})
        return [one.member for one in outlier_record(Scope(sample.results([spec]), ("revenue",)))]

    alike = [100, 105, 110, 95, 100, 102, 98, 104]
    assert found(500, alike) == ["c0"]
    assert found(115, alike) == []
    assert found(500, alike[:6]) == []  # seven campaigns do not say what is usual


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_quartiles_lie_within_and_in_order(values: list[float]) -> None:
    lower, upper = quartiles(values)
    assert min(values) <= lower <= upper <= max(values)


def test_quartiles_by_hand() -> None:
    assert quartiles([1, 2, 3, 4]) == (1.75, 3.25)


# --- experiments ------------------------------------------------------------------------------------------------


def trial(*verdicts: Verdict) -> Scope:
    control = Variant("A", Decimal(1000), Decimal(31), *[Value.of(Decimal("0.031"))] * 3)
    others = []
    for place, verdict in enumerate(verdicts):
        difference = Value.of(Decimal("0.003") + place)
        against = Against(difference, Interval(-0.001, 0.007), 0.1, verdict)
        others.append(replace(control, name=f"B{place}", against=against))
    found = Experiment("Button", Span(date(2026, 10, 1), date(2026, 10, 31)), (control, *others), 300, 9000, 0.95)
    results = replace(sample.full(), experiments=(found,))
    return Scope(results, tuple(results.kpis))


def test_an_experiment_is_told_by_its_decided_variant_else_by_the_furthest() -> None:
    (decided,) = experiment(trial(Verdict.UNDECIDED, Verdict.BETTER, Verdict.UNDECIDED))
    assert (decided.member, decided.sentiment) == ("B1", Sentiment.FAVOURABLE)
    (furthest,) = experiment(trial(Verdict.UNDECIDED, Verdict.UNDECIDED))
    assert (furthest.member, furthest.kpi, furthest.sentiment) == ("B1", "conversion_rate", Sentiment.NEUTRAL)
    assert furthest.facts["experiment[Button][B1].low"].value == Decimal("-0.001")


def test_without_an_experiment_or_a_difference_nothing_is_told() -> None:
    assert list(experiment(trial())) == []
    assert list(experiment(Scope(sample.full(), ("conversion_rate",)))) == []
    scope = trial(Verdict.TOO_FEW)
    (found,) = scope.results.experiments
    nothing = Against(
        Value.undefined(message("reason.zero_denominator", measure="visitors")), None, None, Verdict.TOO_FEW
    )
    empty = replace(found, variants=(found.variants[0], replace(found.variants[1], against=nothing)))
    assert list(experiment(replace(scope, results=replace(scope.results, experiments=(empty,))))) == []
