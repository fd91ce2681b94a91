from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from reportgen.errors import SourceError


def _sales(*amounts: str) -> str:
    lines = [f'{n},2026-10-01,"{amount}"' for n, amount in enumerate(amounts)]
    return "order_id,ordered_at,amount\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1,234.50", "2,472,851", "7"], ["1234.5", "2472851", "7"]),
        (["1.234,56 €", "12,5", "1.000"], ["1234.56", "12.5", "1000"]),
        (["1 234,5", "1\u00a0234,75", "3"], ["1234.5", "1234.75", "3"]),
        (["1'234.50", "12'000"], ["1234.5", "12000"]),
        (["(12.00)", "$(3.50)", "5.25"], ["-12", "-3.5", "5.25"]),
        (["-$14.95", "$-5", "US$135.81", "$ 2.10"], ["-14.95", "-5", "135.81", "2.1"]),
        (["12.00-", "3.50", "−4.25"], ["-12", "3.5", "-4.25"]),
        (["3.5%", "12.5 %", "0.25%"], ["0.035", "0.125", "0.0025"]),
        (["12,5 %", "3,75 %"], ["0.125", "0.0375"]),
        (["USD 12.50", "12.50 EUR", "47.08 kr"], ["12.5", "12.5", "47.08"]),
        (["'-44.10", "'12"], ["-44.1", "12"]),
        (["₩1,200,000", "₩900"], ["1200000", "900"]),
        ([".5", "5.", "+7.25", " 8 "], ["0.5", "5", "7.25", "8"]),
        (["1e3", "2.5E+02"], ["1000", "250"]),
        (["1,23,456.00", "9.50"], ["123456", "9.5"]),
        (["1,234", "5,678", "12"], ["1234", "5678", "12"]),  # nothing decides: groups of three are thousands
        (["1.234.567", "8"], ["1234567", "8"]),  # two groups decide
        (["0.500", "1.234"], ["0.5", "1.234"]),  # a leading zero decides
        (["1.234", "12,5"], ["1234", "12.5"]),
        (["1.5", "12.125"], ["1.5", "12.125"]),
    ],
)
def test_a_column_is_read_by_the_one_rule_that_fits_all_of_its_cells(
    read: Callable[..., Any], texts: list[str], expected: object
) -> None:
    assert read(_sales(*texts)).column("amount") == [Decimal(text) for text in expected]


def test_a_dot_before_three_digits_everywhere_is_an_error_that_asks_for_decimal(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError) as caught:
        read(_sales("1.234", "12.000", "7"))
    assert "decimal" in str(caught.value)
    assert "amount" in str(caught.value)


@pytest.mark.parametrize(("decimal", "expected"), [(".", ["1.234", "12"]), (",", ["1234", "12000"])])
def test_a_declared_decimal_sign_decides(read: Callable[..., Any], decimal: str, expected: object) -> None:
    table = read(_sales("1.234", "12.000"), decimal=decimal)
    assert table.column("amount") == [Decimal(text) for text in expected]


def test_missing_markers_are_missing_in_numbers_and_text_in_text(read: Callable[..., Any]) -> None:
    text = "order_id,ordered_at,amount,discount,channel\n" + "".join(
        f"{n},2026-10-01,10,{marker},{marker}\n"
        for n, marker in enumerate(["NA", "--", " --", "-", "n/a", "N/A", "NULL", "No data", ""])
    )
    table = read(text)
    assert table.column("discount") == [None] * 9
    assert table.column("channel")[0] == "NA"  # Namibia
    assert table.column("channel")[-1] is None
    assert not table.staged.provenance.failures


@pytest.mark.parametrize("text", ["12abc", "< 10%", "--5", "1,2,3.4.5", "12 34", "1_0x", "inf", "(12", "2026-10-01"])
def test_what_is_no_number_is_never_made_one(read: Callable[..., Any], text: str) -> None:
    table = read(_sales(*["5.50"] * 200, text))
    assert len(table.column("amount")) == 200
    assert table.dropped == {"unreadable:amount": 1}


def test_a_few_unreadable_cells_warn_and_many_block_with_places_and_texts(read: Callable[..., Any]) -> None:
    few = read(_sales(*["5.50"] * 99, "abc"))
    assert few.rules["unparsable"].severity == "warn"
    assert few.rules["unparsable"].examples == ("data.csv:101: abc",)
    many = read(_sales(*["5.50"] * 98, "abc", "def"))
    assert many.rules["unparsable"].severity == "block"
    assert many.rules["unparsable"].message.arguments["filled"] == 100
    assert many.rules["unparsable"].rows == 2


def test_an_optional_cell_that_is_no_number_becomes_missing_and_keeps_its_row(read: Callable[..., Any]) -> None:
    table = read("order_id,ordered_at,amount,discount\n1,2026-10-01,10,lots\n2,2026-10-01,10,1\n")
    assert table.column("discount") == [None, Decimal(1)]
    assert table.rules["unparsable"].message.arguments["column"] == "discount"


def test_sums_of_cents_are_exact(read: Callable[..., Any]) -> None:
    assert sum(read(_sales(*["0.10"] * 3000)).column("amount")) == Decimal(300)
