from decimal import ROUND_DOWN, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.formatting import Formatter, Style, exact, half_up
from reportgen.units import Unit

US = Formatter("en-US", "USD")

numbers = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=6)


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),  # half even would say 2
        ("-2.5", 0, "-3"),  # half up is away from zero, so that a loss rounds as a gain does
        ("2.675", 2, "2.68"),
        ("-0.004", 2, "0.00"),
        ("0", 2, "0.00"),
        ("12345", -2, "1.23E+4"),
        ("12350", -2, "1.24E+4"),
    ],
)
def test_halves_round_up_and_zero_has_no_sign(number: str, digits: int, expected: str) -> None:
    assert str(half_up(Decimal(number), digits)) == expected


def test_a_float_is_the_decimal_that_it_is_written_as() -> None:
    assert exact(0.1) == Decimal("0.1")
    assert half_up(2.675, 2) == Decimal("2.68")  # its binary value is a little less than 2.675
    assert half_up(1.005, 2) == Decimal("1.01")


def test_a_number_that_is_none_is_refused() -> None:
    for number in (float("nan"), float("inf"), Decimal("NaN")):
        with pytest.raises(ValueError, match="not a number"):
            exact(number)


def test_nobody_elses_decimal_context_changes_how_we_round() -> None:
    with localcontext(rounding=ROUND_DOWN):
        assert US.value(Decimal("1234567.5"), Unit.MONEY) == "$1,234,568"
        assert US.value(Decimal("102.135"), Unit.MONEY) == "$102.14"


@given(numbers, st.integers(0, 4))
def test_a_printed_number_is_the_nearest_one(number: Decimal, digits: int) -> None:
    text = US.value(number, Unit.RATIO, style=Style.TABLE, decimals=digits)
    printed = Decimal(text.replace(",", "").replace("−", "-"))
    assert abs(printed - number) <= Decimal(1).scaleb(-digits) / 2


@given(number=numbers, unit=st.sampled_from(Unit), sign=st.booleans())
def test_a_number_and_its_opposite_differ_by_the_sign_alone_and_zero_has_none(
    *, number: Decimal, unit: Unit, sign: bool
) -> None:
    plus, minus = (US.value(amount, unit, sign=sign) for amount in (abs(number), -abs(number)))
    if any(figure in plus for figure in "123456789"):
        assert minus == "−" + plus.removeprefix("+")
    else:
        assert minus == plus
        assert not set(plus) & set("+−-")


@given(st.lists(numbers, min_size=1, max_size=8), st.sampled_from(Unit))
def test_a_column_has_equal_decimals(column: list[Decimal], unit: Unit) -> None:
    digits = US.decimals(column, unit)
    cells = [US.value(number, unit, style=Style.TABLE, decimals=digits) for number in column]
    assert {len(cell.partition(".")[2]) for cell in cells} == {digits}
