from decimal import Decimal

import pytest

from reportgen.errors import ConfigError
from reportgen.kpis.expressions import evaluate, names, parse, quotient, text
from reportgen.kpis.model import Status, Value
from reportgen.messages import message

ABSENT = Value.unavailable(message("reason.no_table", table="ads"))
NOT_YET = Value.unavailable(message("reason.after_data", last="2026-09-30"))


def value_of(formula: str, **numbers: object) -> Value:
    known = {name: n if isinstance(n, Value) else Value.of(Decimal(str(n))) for name, n in numbers.items()}
    return evaluate(parse(formula), known.__getitem__)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("a + b * 2", "11"),
        ("(a + b) * 2", "16"),
        ("a - b - 1", "1"),
        ("-a + b", "-2"),
        ("a / b", "1.666666666666666666666666666666667"),
        ("1 - (1 - 0.05) ** 12", "0.459639912337"),
        ("min(a, b) + max(a, b)", "8"),
    ],
)
def test_a_formula_is_arithmetic_with_the_usual_precedence(formula: str, expected: str) -> None:
    found = value_of(formula, a=5, b=3).number
    assert found is not None
    assert abs(found - Decimal(expected)) < Decimal("1e-9")


def test_a_zero_denominator_is_undefined_and_names_the_measure() -> None:
    found = value_of("revenue / orders", revenue=10, orders=0)
    assert found.status is Status.UNDEFINED
    assert found.reason == message("reason.zero_denominator", measure="orders")


def test_a_negative_denominator_is_undefined_and_not_a_negative_rate() -> None:
    found = value_of("profit / revenue", profit=-5, revenue=-10)
    assert found.status is Status.UNDEFINED
    assert found.reason == message("reason.negative_denominator", measure="revenue")


def test_what_a_missing_operand_lacks_becomes_why_the_result_is_missing() -> None:
    assert value_of("a + b", a=1, b=ABSENT) == ABSENT


def test_given_takes_nothing_for_what_the_client_does_not_have_but_not_for_what_is_late() -> None:
    assert value_of("a - given(b)", a=7, b=ABSENT).number == 7
    assert value_of("a - given(b)", a=7, b=NOT_YET) == NOT_YET


def test_first_falls_back_and_total_adds_what_the_client_has() -> None:
    assert value_of("first(a, b)", a=ABSENT, b=4).number == 4
    assert value_of("first(a, b)", a=3, b=4).number == 3
    assert value_of("first(a, b)", a=NOT_YET, b=4) == NOT_YET
    assert value_of("total(a, b, c)", a=3, b=ABSENT, c=4).number == 7
    assert value_of("total(a, b)", a=ABSENT, b=ABSENT) == ABSENT
    assert value_of("total(a, b)", a=3, b=NOT_YET) == NOT_YET


@pytest.mark.parametrize(
    "formula",
    ["__import__('os')", "a.b", "a[0]", "a if b else c", "a +", "lambda: 1", "true_ and 'x'", "min(a)", "f(a)",
     "True", "a @ b", "[a]", "a; b", ""],
)  # fmt: skip
def test_anything_but_arithmetic_is_refused_with_what_is_allowed(formula: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(formula)
    assert "names of measures and KPIs" in str(caught.value)


def test_names_come_in_reading_order_without_repeats() -> None:
    assert names(parse("b / (a + b) - given(c)")) == ("b", "a", "c")


def test_a_quotient_has_its_two_sides_and_a_sum_has_none() -> None:
    sides = quotient(parse("(a + b) / c"))
    assert sides is not None
    assert [text(side) for side in sides] == ["(a + b)", "c"]
    assert quotient(parse("a + b")) is None


@pytest.mark.parametrize(("formula", "a", "b"), [("a ** b", 0, 0), ("a ** b", -2, "0.5"), ("a ** b", "1e30", "1e30")])
def test_a_power_without_a_result_is_undefined(formula: str, a: object, b: object) -> None:
    found = value_of(formula, a=a, b=b)
    assert found.status is Status.UNDEFINED
    assert found.reason == message("reason.no_result")
