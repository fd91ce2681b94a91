from decimal import Decimal
from math import erf, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.comparisons.compare import attainment, moved, proportion, relate, target_status
from reportgen.comparisons.model import TargetStatus
from reportgen.messages import message
from reportgen.statistics import two_proportion_p
from reportgen.units import Direction, Good, Unit

D = Decimal


def test_a_relative_change_is_the_change_over_the_baseline() -> None:
    relative, unrelated = relate(D(5), D(160))
    assert (relative, unrelated) == (D("0.03125"), None)


def test_growth_from_nothing_or_from_a_negative_base_is_not_a_percentage() -> None:
    assert relate(D(5), D(0)) == (None, message("change.from_none"))
    assert relate(D(5), D(-10)) == (None, message("change.negative_base"))


def test_a_change_of_sign_is_not_a_percentage_but_a_fall_to_nothing_is() -> None:
    # 16,000 to -25,232 would be -257.7 %
    assert relate(D(-41232), D(16000)) == (None, message("change.sign"))
    assert relate(D(-16000), D(16000)) == (D(-1), None)


def test_a_score_never_changes_in_per_cent() -> None:
    # An NPS from 31.7 to 14.7 is 17 points less, not 53.6 % less.
    assert relate(D(-17), D("31.7"), Unit.SCORE) == (None, message("change.score"))
    assert relate(D(5), D(0), Unit.SCORE) == (None, message("change.score"))


def test_flat_is_judged_by_the_size_of_the_baseline_also_of_scores_and_negative_figures() -> None:
    assert proportion(D(5), D(0)) is None
    assert proportion(D(1), D(-200)) == D("0.005")
    assert moved(Unit.SCORE, D("0.03"), proportion(D("0.03"), D("4.2"))) is Direction.FLAT  # 0.7 %
    assert moved(Unit.SCORE, D("0.05"), proportion(D("0.05"), D("4.2"))) is Direction.UP  # 1.2 %


@pytest.mark.parametrize(
    ("unit", "change", "relative", "direction"),
    [
        (Unit.MONEY, "100", "0.0101", Direction.UP),
        (Unit.MONEY, "99", "0.0099", Direction.FLAT),
        (Unit.MONEY, "-100", "-0.01", Direction.DOWN),
        (Unit.RATE, "0.0009", "0.5", Direction.FLAT),
        (Unit.RATE, "0.001", "0.5", Direction.UP),
        (Unit.RATE, "-0.02", None, Direction.DOWN),
        (Unit.COUNT, "3", None, Direction.UP),
        (Unit.COUNT, "0", None, Direction.FLAT),
    ],
)
def test_a_change_below_one_percent_or_a_tenth_of_a_point_is_flat(
    unit: Unit, change: str, relative: str | None, direction: Direction
) -> None:
    assert moved(unit, D(change), D(relative) if relative else None) is direction


def test_attainment_is_turned_over_where_lower_is_better() -> None:
    assert attainment(D("123456.78"), D(125000), Good.UP) == D("0.98765424")
    assert attainment(D(50), D(40), Good.DOWN) == D("0.8")
    assert attainment(D(0), D(40), Good.DOWN) is None
    assert attainment(D(10), D(0), Good.UP) is None


def test_a_target_is_met_from_one_and_near_from_ninety_five_percent() -> None:
    assert target_status(D(1)) is TargetStatus.MET
    assert target_status(D("0.95")) is TargetStatus.NEAR
    assert target_status(D("0.9499")) is TargetStatus.MISSED


def test_the_two_proportion_test_agrees_with_the_normal_distribution_worked_by_hand() -> None:
    # 200 of 1000 against 250 of 1000: pooled 0.225, z = -0.05 / sqrt(0.225·0.775·0.002) = -2.6774
    z = 0.05 / sqrt(0.225 * 0.775 * 0.002)
    by_hand = 2 * (1 - 0.5 * (1 + erf(z / sqrt(2))))
    assert two_proportion_p(200, 1000, 250, 1000) == pytest.approx(by_hand, abs=1e-12)
    assert by_hand == pytest.approx(0.00742, abs=1e-5)


def test_the_test_says_nothing_without_spread() -> None:
    assert two_proportion_p(0, 10, 0, 12) is None
    assert two_proportion_p(1, 0, 0, 12) is None


@given(st.integers(0, 500), st.integers(500, 900), st.integers(0, 500), st.integers(500, 900))
def test_the_order_of_the_two_samples_does_not_matter(a: int, n: int, b: int, m: int) -> None:
    assert two_proportion_p(a, n, b, m) == pytest.approx(two_proportion_p(b, m, a, n))
