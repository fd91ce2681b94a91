from datetime import date
from decimal import Decimal, localcontext
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.comparisons.model import Baseline, Results
from reportgen.insights.contributions import Member, is_dominated
from reportgen.insights.factors import factor_split, lmdi
from reportgen.insights.thresholds import Thresholds
from reportgen.periods.model import Span
from reportgen.units import Unit

D = Decimal


@pytest.mark.parametrize(
    ("sizes", "dominated"),
    [
        (((95, 96), (5, 4)), True),  # (before, now) of each member
        (((90, 90), (10, 10)), True),
        (((89, 95), (11, 5)), False),  # it was less than nine tenths before
        (((50, 40), (50, 60)), False),
        (((0, 0), (0, 0)), False),
    ],
)
def test_a_dimension_says_nothing_when_one_member_is_nearly_all_of_it(
    sizes: tuple[tuple[int, int], ...],
    dominated: bool,  # noqa: FBT001
) -> None:
    members = [Member(str(n), D(now), D(before)) for n, (before, now) in enumerate(sizes)]
    assert is_dominated(members, Thresholds()) is dominated


POSITIVE = st.decimals(min_value="0.001", max_value="1e6", places=3)


@given(st.lists(st.tuples(POSITIVE, POSITIVE), min_size=1, max_size=5))
def test_the_effects_of_the_factors_sum_to_the_products_change_exactly(pairs: list[tuple[Decimal, Decimal]]) -> None:
    before, now = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    effects = lmdi(before, now)
    assert effects is not None
    product_before = product_now = D(1)
    for value in before:
        product_before *= value
    for value in now:
        product_now *= value
    assert abs(sum(effects) - (product_now - product_before)) <= D("1e-9") * max(product_before, product_now)


def test_the_split_of_the_mock_page_comes_out() -> None:
    # 171,940 sessions and 4,660 orders of $464,136 → 184,620 and 4,819 of $492,213
    effects = lmdi(
        (D(171940), D(4660) / 171940, D(464136) / 4660),
        (D(184620), D(4819) / 184620, D(492213) / 4819),
    )
    assert effects is not None
    assert sum(effects) == pytest.approx(D(28077))
    # worked out with the natural logarithm on a calculator: L = 28,077 / ln(492,213 / 464,136)
    assert [float(effect) for effect in effects] == pytest.approx([34014.289, -17975.672, 12038.383], abs=1e-3)


def test_an_effect_has_no_meaning_where_a_factor_is_not_positive() -> None:
    assert lmdi((D(1), D(0)), (D(1), D(2))) is None
    assert lmdi((D(1), D(3)), (D(-1), D(2))) is None


def test_a_factor_that_did_not_move_has_no_effect() -> None:
    effects = lmdi((D(2), D(5)), (D(4), D(5)))
    assert effects == (D(10), D(0))


def _ratio_results(before: dict[str, Decimal], now: dict[str, Decimal]) -> Results:
    """The advertising KPIs of four sums: spend, clicks, conversions, value."""
    span = Span(date(2026, 9, 1), date(2026, 9, 30))
    kpis = {}
    for name, top, bottom in (
        ("cpc", "spend", "clicks"),
        ("campaign_conversion_rate", "conversions", "clicks"),
        ("cpa", "spend", "conversions"),
        ("revenue_per_click", "value", "clicks"),
        ("roas", "value", "spend"),
    ):
        old, new = before[top] / before[bottom], now[top] / now[bottom]
        comparison = SimpleNamespace(value=SimpleNamespace(number=old), span=span)
        kpis[name] = SimpleNamespace(
            kpi=SimpleNamespace(unit=Unit.MONEY),
            value=SimpleNamespace(number=new),
            comparisons={Baseline.PREVIOUS: comparison},
        )
    return cast("Results", SimpleNamespace(kpis=kpis))


SUMS = st.fixed_dictionaries(dict.fromkeys(("spend", "clicks", "conversions", "value"), POSITIVE))


@given(SUMS, SUMS, st.sampled_from(["cpa", "roas"]))
def test_the_advertising_trees_leave_no_remainder(
    before: dict[str, Decimal], now: dict[str, Decimal], kpi: str
) -> None:
    split = factor_split(_ratio_results(before, now), kpi)
    assert split is not None
    with localcontext() as context:
        context.prec = 60
        assert abs(sum(factor.effect for factor in split.factors) - split.change) <= D("1e-24") * (
            split.now + split.before
        )


def test_dearer_clicks_raise_the_cost_of_an_acquisition_and_better_conversion_lowers_it() -> None:
    sums = {"spend": D(100), "clicks": D(100), "conversions": D(10), "value": D(400)}
    # cpc 1 → 2, conversion 10 % → 20 %: cpa 10 → 10, by +10·ln 2 and −10·ln 2
    split = factor_split(_ratio_results(sums, {**sums, "spend": D(200), "conversions": D(20)}), "cpa")
    assert split is not None
    assert [(factor.id, round(float(factor.effect), 4)) for factor in split.factors] == [
        ("cpc", 6.9315),
        ("click_conversion_under", -6.9315),
    ]
    # … and its value per conversion 40 → 20, so roas 4 → 2 by clicks twice as dear alone
    halved = factor_split(_ratio_results(sums, {**sums, "spend": D(200), "conversions": D(20)}), "roas")
    assert halved is not None
    # L(2, 4) = 2 / ln 2: each factor that doubled or halved is worth 2
    assert [round(float(factor.effect), 9) for factor in halved.factors] == [2, -2, -2]


def test_no_conversions_before_tell_nothing() -> None:
    sums = {"spend": D(100), "clicks": D(100), "conversions": D(10), "value": D(400)}
    results = _ratio_results(sums, {**sums, "value": D(0)})
    assert factor_split(results, "roas") is None
