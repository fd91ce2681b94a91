"""Splits with steps that are added: the lifetime value less what winning a customer costs, recurring revenue's movement."""

from dataclasses import replace
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.comparisons.model import Baseline, Results
from reportgen.insights.factors import FactorSplit, factor_split, factors, movement_parts
from reportgen.insights.scope import Scope
from reportgen.kpis.model import StepValues, Value
from reportgen.units import Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

D = Decimal
UNITS = {"margin": Unit.RATE, "customer_revenue": Unit.MONEY, "lifetime": Unit.RATIO, "churn": Unit.RATE,
         "acquisition": Unit.MONEY}  # fmt: skip
Side = dict[str, Decimal]


def lifetime(before: Side, now: Side) -> Results:
    """The lifetime value of margin, customer_revenue, churn and acquisition; years are capped at 5."""
    sides = []
    with localcontext() as context:
        context.prec = 34
        for side in (before, now):
            years = 1 / max(side["churn"], D("0.2"))
            whole = side["margin"] * side["customer_revenue"] * years - side["acquisition"]
            sides.append({**side, "lifetime": years, "whole": whole})
    results = sample.results([Spec("clv", Unit.MONEY, 1, 1)])
    old, new = (side["whole"] for side in sides)
    result = results.kpis["clv"]
    comparison = replace(result.comparisons[Baseline.PREVIOUS], value=Value.of(old), change=new - old)
    parts = tuple(
        StepValues(name, {"previous": Value.of(sides[0][name]), "current": Value.of(sides[1][name])}, unit=unit)
        for name, unit in UNITS.items()
    )
    found = replace(result, value=Value.of(new), comparisons={Baseline.PREVIOUS: comparison}, parts=parts)
    return replace(results, kpis={"clv": found})


def split_of(before: Side, now: Side) -> FactorSplit | None:
    return factor_split(lifetime(before, now), "clv")


def side(margin: str, revenue: str, churn: str, acquisition: str) -> Side:
    return {"margin": D(margin), "customer_revenue": D(revenue), "churn": D(churn), "acquisition": D(acquisition)}


POSITIVE = st.decimals(min_value="0.01", max_value="9999", places=2)
SIDES = st.builds(
    lambda margin, revenue, churn, cost: side(str(margin), str(revenue), str(churn), str(cost)),
    st.decimals(min_value="0.01", max_value="0.99", places=3),
    POSITIVE,
    st.decimals(min_value="0.2", max_value="1", places=4),
    POSITIVE,
)


@given(SIDES, SIDES)
def test_the_products_shares_and_the_costs_step_are_the_change_exactly(before: Side, now: Side) -> None:
    split = split_of(before, now)
    assert split is not None
    with localcontext() as context:
        context.prec = 60
        assert sum(factor.effect for factor in split.factors) == split.now - split.before
    assert split.factors[-1].effect == before["acquisition"] - now["acquisition"]
    assert split.factors[-1].minus


def test_a_margin_that_doubles_is_worth_the_products_change() -> None:
    # 0.2 × 100 × 2 − 10 = 30; 0.4 × 100 × 2 − 15 = 65: the margin brings 40, dearer acquisition takes 5.
    split = split_of(side("0.2", "100", "0.5", "10"), side("0.4", "100", "0.5", "15"))
    assert split is not None
    assert {factor.id: factor.effect for factor in split.factors} == {
        "margin": 40, "customer_revenue": 0, "lifetime": 0, "acquisition": -5,
    }  # fmt: skip


@pytest.mark.parametrize(("before", "now"), [("0.1", "0.5"), ("0.5", "0.19")])
def test_years_at_their_cap_tell_nothing(before: str, now: str) -> None:
    assert split_of(side("0.2", "100", before, "10"), side("0.4", "100", now, "15")) is None


def test_a_loss_and_a_missing_part_tell_nothing() -> None:
    assert split_of(side("-0.2", "100", "0.5", "10"), side("0.4", "100", "0.5", "15")) is None
    results = lifetime(side("0.2", "100", "0.5", "10"), side("0.4", "100", "0.5", "15"))
    bare = replace(results.kpis["clv"], parts=results.kpis["clv"].parts[:-1])
    assert factor_split(replace(results, kpis={"clv": bare}), "clv") is None


# --- recurring revenue: 1,000 + 300 + 50 − 20 − 130 = 1,200 -------------------------------------------------------------


def recurring(now: int, **parts: int) -> Results:
    results = sample.results([Spec("mrr", Unit.MONEY, now, 1000), Spec("mrr_movement", Unit.MONEY, 200, 0)])
    moved = replace(
        results.kpis["mrr_movement"],
        parts=tuple(StepValues(name, {"current": Value.of(D(amount))}) for name, amount in parts.items()),
    )
    return replace(results, kpis={**results.kpis, "mrr_movement": moved})


def test_the_movement_is_said_of_the_stock_the_largest_part_first() -> None:
    results = recurring(1200, new=300, expansion=50, contraction=-20, churned=-130)
    (found,) = factors(Scope(results, ("mrr",)))
    assert [(name, fact.value) for name, fact in found.members] == [
        ("mrr_new", 300), ("mrr_churned", -130), ("mrr_expansion", 50), ("mrr_contraction", -20),
    ]  # fmt: skip


def test_a_movement_that_does_not_lead_from_one_to_the_other_says_nothing() -> None:
    assert movement_parts(recurring(1201, new=300, expansion=50, contraction=-20, churned=-130)) == ()
    assert list(factors(Scope(recurring(1201, new=300, churned=-100), ("mrr",)))) == []
