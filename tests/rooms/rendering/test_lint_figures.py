"""Printed figures read back: what the formatter writes agrees with its fact, what it never writes does not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.formatting import Formatter, Style
from reportgen.insights.model import FactValue
from reportgen.rendering.lint.agreement import disagreement
from reportgen.rendering.lint.numerals import numerals, read
from reportgen.units import Unit

LOCALES = (
    ("en-US", "USD"),
    ("de-DE", "EUR"),
    ("fr-FR", "EUR"),
    ("ko-KR", "KRW"),
    ("zh-TW", "TWD"),
    ("zh-CN", "CNY"),
    ("en-IN", "INR"),
)
EVERY_LOCALE = pytest.mark.parametrize(("locale", "currency"), LOCALES)
AMOUNTS = st.decimals(-(10**13), 10**13, allow_nan=False, places=8) | st.decimals(-2, 2, allow_nan=False, places=6)


@EVERY_LOCALE
@settings(max_examples=60, deadline=None)
@given(
    number=AMOUNTS,
    unit=st.sampled_from(list(Unit)),
    style=st.sampled_from(("text", "table", "card")),
    sign=st.booleans(),
)
def test_what_the_formatter_writes_agrees_with_what_it_was_given(
    locale: str,
    currency: str,
    number: Decimal,
    unit: Unit,
    style: str,
    sign: bool,  # noqa: FBT001
) -> None:
    text = Formatter(locale, currency).value(number, unit, style=Style(style), sign=sign)
    fact, how = FactValue(number, unit.value), numerals(locale, currency)
    assert disagreement(text, fact, how, size=False, table=style == "table") is None, text


@EVERY_LOCALE
@settings(max_examples=60, deadline=None)
@given(number=AMOUNTS, step=st.sampled_from((-1, 1)), unit=st.sampled_from(list(Unit)))
def test_a_figure_next_to_the_right_one_does_not_agree(
    locale: str, currency: str, number: Decimal, step: int, unit: Unit
) -> None:
    formatter, how = Formatter(locale, currency), numerals(locale, currency)
    printed = read(formatter.value(number, unit), how)
    assert printed is not None
    hundred = 2 if unit is Unit.RATE else 0
    moved = (printed.number + step * printed.last * Decimal("1.5")).scaleb(-hundred)
    text = formatter.value(number, unit)
    assert disagreement(text, FactValue(moved, unit.value), how, size=False, table=True) is not None


@EVERY_LOCALE
@settings(max_examples=40, deadline=None)
@given(number=st.decimals(-5, 5, allow_nan=False, places=6))
def test_changes_of_rates_and_relative_changes_are_read_too(locale: str, currency: str, number: Decimal) -> None:
    formatter, how = Formatter(locale, currency), numerals(locale, currency)
    for text, unit in ((formatter.points(number), "points"), (formatter.percent(number, sign=True), "percent")):
        assert disagreement(text, FactValue(number, unit), how, size=False, table=False) is None, text


@pytest.mark.parametrize(
    ("locale", "currency", "text", "number", "last"),
    [
        # text, the number that it prints, and one of its last printed digit
        ("en-US", "USD", "$492,213", "492213", "1"),
        ("en-US", "USD", "−$28,077", "-28077", "1"),
        ("en-US", "USD", "$1.2M", "1200000", "100000"),
        ("en-US", "USD", "800k", "800000", "1000"),
        ("de-DE", "EUR", "1.234,50 €", "1234.5", "0.01"),
        ("fr-FR", "EUR", "12\u202f345 €", "12345", "1"),
        ("en-IN", "INR", "₹12,34,567", "1234567", "1"),
        ("ko-KR", "KRW", "12억 8,434만 원", "1284340000", "10000"),
        ("ko-KR", "KRW", "12억 원", "1200000000", "10000"),  # a sentence: 12억 0만
        ("ko-KR", "KRW", "12.84억 원", "1284000000", "1000000"),
        ("ko-KR", "KRW", "3.4%p", "3.4", "0.1"),
        ("zh-TW", "TWD", "2,179萬元", "21790000", "10000"),
        ("zh-TW", "TWD", "6.0個百分點", "6.0", "0.1"),
        ("zh-CN", "CNY", "1.20万亿元", "1200000000000", "10000000000"),
    ],
)
def test_a_figure_says_its_number_and_how_exactly(
    locale: str, currency: str, text: str, number: str, last: str
) -> None:
    printed = read(text, numerals(locale, currency))
    assert printed is not None
    assert (printed.number, printed.last) == (Decimal(number), Decimal(last))


@pytest.mark.parametrize(
    "text",
    ["", "about 5", "5 6", "1,23", "12,3456", "1.2.3", "−−5", "-5", "$5 %", "−0.0%", "5–6", "5 K€", "1\u202f234"],
)
def test_what_no_formatter_writes_is_not_read(text: str) -> None:
    assert read(text, numerals("en-US", "USD")) is None


PLANTED = [
    # locale, currency, fact's value, its unit, a right text, and wrong ones: number, sign, scale word, unit
    ("en-US", "USD", "-0.0522", "percent", "−5.2%", ("−5.3%", "+5.2%", "5.2%", "−5.2", "−5.2 pp", "−52.2%")),
    (
        "en-US",
        "USD",
        "1234567",
        "money",
        "$1,234,567",
        ("$1,234,568", "−$1,234,567", "$1.3M", "1,234,567", "€1,234,567"),
    ),
    ("ko-KR", "KRW", "1284341234", "money", "12억 8,434만 원", ("12억 8,435만 원", "12조 8,434억 원", "12억 8,434만")),
    ("ko-KR", "KRW", "-0.0044", "points", "−0.44%p", ("+0.44%p", "−0.44%", "−4.4%p", "0.44%p")),
    ("zh-TW", "TWD", "21794321", "money", "2,179萬元", ("2,179億元", "2,180萬元", "2,179萬", "−2,179萬元")),
    ("zh-TW", "TWD", "0.06", "points", "6.0個百分點", ("6.0%", "0.6個百分點", "−6.0個百分點")),
    ("zh-CN", "CNY", "-56000000", "money", "−5,600万元", ("5,600万元", "−5,600亿元", "−5,601万元")),
    ("en-US", "USD", "12.34", "days", "12.3 days", ("12.3 hours", "12.4 days", "12.3")),
    ("en-US", "USD", "63990", "count", "63,990", ("63,991", "$63,990", "63,990%", "6399")),
]


@pytest.mark.parametrize(("locale", "currency", "value", "unit", "right", "wrong"), PLANTED)
def test_planted_faults_are_found(
    locale: str, currency: str, value: str, unit: str, right: str, wrong: tuple[str, ...]
) -> None:
    how, fact = numerals(locale, currency), FactValue(Decimal(value), unit)
    assert disagreement(right, fact, how, size=False, table=False) is None
    for text in wrong:
        assert disagreement(text, fact, how, size=False, table=False), text


def test_a_table_s_cell_may_leave_the_unit_to_its_head_but_not_the_sign() -> None:
    how, fact = numerals("en-US", "USD"), FactValue(Decimal("-0.0522"), "percent")
    assert disagreement("−5.2", fact, how, size=False, table=True) is None
    assert disagreement("5.2", fact, how, size=False, table=True) == "the wrong sign"
    assert disagreement("5.2%", fact, how, size=True, table=False) is None  # words around it say "fell"
    assert disagreement("+5.2%", fact, how, size=True, table=False) == "the wrong sign"
