"""Values in six locales; every expectation was written by hand from the mock and the house's rules."""

from decimal import Decimal

import pytest

from reportgen.errors import ConfigError
from reportgen.formatting import Formatter, Number, Style, known_currency, known_locale, tongue
from reportgen.units import Unit

US = Formatter("en-US", "USD")
UK = Formatter("en-GB", "GBP")
KOREA = Formatter("ko-KR", "KRW")
TAIWAN = Formatter("zh-TW", "TWD")
CHINA = Formatter("zh-CN", "CNY")
GERMANY = Formatter("de-DE", "EUR")
JAPAN = Formatter("ja-JP", "JPY")
_ = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("formatter", "number", "unit", "expected"),
    [
        # the mock's own figures
        (US, Decimal("492213.4"), Unit.MONEY, "$492,213"),
        (US, Decimal("102.14"), Unit.MONEY, "$102.14"),
        (US, 100, Unit.MONEY, "$100.00"),
        (US, Decimal("0.026103"), Unit.RATE, "2.61%"),
        (US, Decimal("0.468"), Unit.RATE, "46.8%"),
        (US, Decimal("4.12"), Unit.RATIO, "4.12"),
        (US, 4819, Unit.COUNT, "4,819"),
        (US, Decimal("12.34"), Unit.DAYS, f"12.3{_}days"),
        (US, -3360, Unit.MONEY, "−$3,360"),
        # where the number of decimals changes, judged as printed
        (US, Decimal("999.99"), Unit.MONEY, "$999.99"),
        (US, Decimal("999.996"), Unit.MONEY, "$1,000"),
        (US, Decimal("-999.996"), Unit.MONEY, "−$1,000"),
        (US, Decimal("0.09994"), Unit.RATE, "9.99%"),
        (US, Decimal("0.09996"), Unit.RATE, "10.0%"),
        (US, Decimal("4815.3"), Unit.COUNT, "4,815.3"),
        (US, Decimal("4815.02"), Unit.COUNT, "4,815"),
        (US, 0, Unit.MONEY, "$0.00"),
        (US, Decimal("-0.004"), Unit.MONEY, "$0.00"),
        (US, 1, Unit.DAYS, f"1.0{_}days"),
        (US, Decimal("3.25"), Unit.HOURS, f"3.3{_}hours"),
        (US, 1, Unit.SECONDS, f"1{_}second"),
        (US, Decimal("184.5"), Unit.SECONDS, f"185{_}seconds"),
        (US, 42, Unit.SCORE, "42.0"),
        (US, Decimal("9.994"), Unit.SCORE, "9.99"),
        (US, Decimal("9.996"), Unit.SCORE, "10.0"),
        (UK, Decimal("492213.4"), Unit.MONEY, "£492,213"),
        (UK, Decimal("102.14"), Unit.MONEY, "£102.14"),
        (GERMANY, Decimal("492213.4"), Unit.MONEY, f"492.213{_}€"),
        (GERMANY, Decimal("-102.14"), Unit.MONEY, f"−102,14{_}€"),
        (GERMANY, Decimal("0.026103"), Unit.RATE, f"2,61{_}%"),
        (GERMANY, 4819, Unit.COUNT, "4.819"),
        (GERMANY, Decimal("12.34"), Unit.DAYS, f"12,3{_}Tage"),
        (KOREA, 66180, Unit.MONEY, "66,180원"),
        (KOREA, Decimal("580.4"), Unit.MONEY, "580원"),
        (KOREA, Decimal("0.0325"), Unit.RATE, "3.25%"),
        (KOREA, Decimal("12.34"), Unit.DAYS, "12.3일"),
        (TAIWAN, 66180, Unit.MONEY, "66,180元"),
        (TAIWAN, Decimal("580.4"), Unit.MONEY, "580元"),  # CLDR would print cents
        (TAIWAN, Decimal("3.25"), Unit.HOURS, "3.3小時"),
        (CHINA, 66180, Unit.MONEY, "66,180元"),
        (CHINA, Decimal("580.4"), Unit.MONEY, "580.40元"),
        (CHINA, Decimal("12.34"), Unit.DAYS, "12.3天"),
        (TAIWAN, Decimal("59.7"), Unit.DAYS, "59.7天"),
        (JAPAN, 66180, Unit.MONEY, "66,180円"),
    ],
)
def test_a_value_in_a_sentence(formatter: Formatter, number: Number, unit: Unit, expected: str) -> None:
    assert formatter.value(number, unit) == expected


@pytest.mark.parametrize(
    ("formatter", "number", "sentence", "card"),
    [
        (KOREA, 1_284_340_000, f"12억{_}8,434만{_}원", f"12.84억{_}원"),
        (KOREA, 1_250_000_000, f"12억{_}5,000만{_}원", f"12.50억{_}원"),
        (KOREA, 34_340_000, f"3,434만{_}원", f"3,434만{_}원"),
        (KOREA, -11_400_000, f"−1,140만{_}원", f"−1,140만{_}원"),
        (KOREA, 1_200_000_000, f"12억{_}원", f"12.00억{_}원"),
        (KOREA, 999_999, "999,999원", "999,999원"),
        (KOREA, 1_000_000, "1,000,000원", f"100만{_}원"),
        (TAIWAN, 5_733_900, "5,733,900元", "573萬元"),
        (JAPAN, -5_735_000, "−5,735,000円", "−574万円"),
        (KOREA, 9_999_999, "9,999,999원", f"1,000만{_}원"),
        (KOREA, Decimal("9999999.5"), f"1,000만{_}원", f"1,000만{_}원"),
        (KOREA, 99_994_999, f"9,999만{_}원", f"9,999만{_}원"),
        (KOREA, 99_995_000, f"1억{_}원", f"1.00억{_}원"),  # rounds to 10,000만
        (KOREA, 100_000_000, f"1억{_}원", f"1.00억{_}원"),
        (KOREA, 12_845_000_000, f"128억{_}4,500만{_}원", f"128.5억{_}원"),
        (KOREA, 9_999_600_000, f"99억{_}9,960만{_}원", f"100.0억{_}원"),
        (KOREA, 234_560_000_000, f"2,345억{_}6,000만{_}원", f"2,346억{_}원"),
        (KOREA, 999_999_996_000, f"1조{_}원", f"1.00조{_}원"),
        (KOREA, 1_234_567_890_123, f"1조{_}2,346억{_}원", f"1.23조{_}원"),
        (TAIWAN, 1_284_340_000, "12億8,434萬元", "12.84億元"),
        (TAIWAN, -34_340_000, "−3,434萬元", "−3,434萬元"),
        (CHINA, 1_284_340_000, "12亿8,434万元", "12.84亿元"),
        (JAPAN, 1_284_340_000, "12億8,434万円", "12.84億円"),
        (Formatter("zh-Hant-TW", "TWD"), 1_284_340_000, "12億8,434萬元", "12.84億元"),
        # a foreign currency is written as any other
        (Formatter("ko-KR", "USD"), 1_284_340_000, "US$1,284,340,000", "US$1,284,340,000"),
        (Formatter("en-US", "KRW"), 1_284_340_000, "₩1,284,340,000", "₩1,284,340,000"),
        (US, 1_284_340_000, "$1,284,340,000", "$1,284,340,000"),
    ],
)
def test_large_amounts_are_counted_as_the_language_counts(
    formatter: Formatter, number: Number, sentence: str, card: str
) -> None:
    assert formatter.value(number, Unit.MONEY) == sentence
    assert formatter.value(number, Unit.MONEY, style=Style.CARD) == card


@pytest.mark.parametrize(
    ("formatter", "number", "unit", "expected"),
    [
        (US, Decimal("492213.4"), Unit.MONEY, "492,213"),
        (US, Decimal("0.026103"), Unit.RATE, "2.61"),
        (US, Decimal("12.34"), Unit.DAYS, "12.3"),
        (KOREA, 1_284_340_000, Unit.MONEY, "1,284,340,000"),
        (GERMANY, Decimal("102.14"), Unit.MONEY, "102,14"),
    ],
)
def test_a_table_has_no_unit_in_its_cells(formatter: Formatter, number: Number, unit: Unit, expected: str) -> None:
    assert formatter.value(number, unit, style=Style.TABLE) == expected


def test_a_columns_decimals_are_its_largest_amounts() -> None:
    shares = [Decimal("0.308"), Decimal("0.05")]
    assert US.decimals(shares, Unit.RATE) == 1
    assert US.value(shares[1], Unit.RATE, style=Style.TABLE, decimals=1) == "5.0"
    assert US.decimals([Decimal("0.0195"), Decimal("0.0391")], Unit.RATE) == 2
    assert US.decimals([28077, 404], Unit.MONEY) == 0
    assert US.decimals([Decimal("99.6"), 100], Unit.MONEY) == 2
    assert US.decimals([1, Decimal("2.5")], Unit.COUNT) == 1
    assert US.decimals([], Unit.SCORE) == 2
    assert KOREA.decimals([580], Unit.MONEY) == 0


def test_given_decimals_override_the_units_own_and_write_an_amount_out() -> None:
    assert US.value(Decimal("492213.4"), Unit.MONEY, decimals=2) == "$492,213.40"
    assert US.value(Decimal("0.5"), Unit.RATE, decimals=0) == "50%"
    assert KOREA.value(1_284_340_000, Unit.MONEY, decimals=0) == "1,284,340,000원"


def test_a_sign_is_printed_where_asked_but_never_for_zero() -> None:
    assert US.value(181, Unit.COUNT, sign=True) == "+181"
    assert US.value(-181, Unit.COUNT, sign=True) == "−181"
    assert US.value(0, Unit.COUNT, sign=True) == "0"
    assert US.value(Decimal("0.004"), Unit.MONEY, sign=True) == "$0.00"
    assert Formatter("nl-NL", "EUR").value(3360, Unit.MONEY, sign=True) == f"€{_}+3.360"  # CLDR's place


@pytest.mark.parametrize(
    ("formatter", "number", "unit", "level", "expected"),
    [
        (US, 28077, Unit.MONEY, None, "+$28,077"),
        (US, -3360, Unit.MONEY, None, "−$3,360"),
        (US, Decimal("0.001"), Unit.RATE, None, f"+0.10{_}pp"),
        (US, -181, Unit.COUNT, None, "−181"),
        (US, Decimal("-0.38"), Unit.RATIO, None, "−0.38"),
        (US, Decimal("-1.5"), Unit.DAYS, None, f"−1.5{_}days"),
        # a change has the decimals of what changed
        (US, Decimal("0.007"), Unit.RATE, Decimal("0.468"), f"+0.7{_}pp"),
        (US, Decimal("-0.0019"), Unit.RATE, Decimal("0.0261"), f"−0.19{_}pp"),
        (US, Decimal("2.54"), Unit.MONEY, Decimal("102.14"), "+$2.54"),
        (US, 404, Unit.MONEY, 492213, "+$404"),
        (KOREA, Decimal("0.001"), Unit.RATE, Decimal("0.0325"), "+0.10%p"),
        (KOREA, 34_340_000, Unit.MONEY, 1_284_340_000, f"+3,434만{_}원"),
        (TAIWAN, Decimal("-0.025"), Unit.RATE, Decimal("0.56"), "−2.5個百分點"),
        (CHINA, Decimal("-0.025"), Unit.RATE, Decimal("0.56"), "−2.5个百分点"),
        (CHINA, -34_340_000, Unit.MONEY, 1_284_340_000, "−3,434万元"),
        (GERMANY, Decimal("0.001"), Unit.RATE, None, f"+0,10{_}PP"),
        (GERMANY, 28077, Unit.MONEY, None, f"+28.077{_}€"),
    ],
)
def test_a_change_has_its_sign_and_rates_change_by_points(
    formatter: Formatter, number: Number, unit: Unit, level: Number | None, expected: str
) -> None:
    assert formatter.change(number, unit, level=level) == expected


def test_a_change_in_a_table_has_no_unit() -> None:
    assert US.change(18730, Unit.MONEY, style=Style.TABLE) == "+18,730"
    assert US.change(Decimal("-0.0012"), Unit.RATE, style=Style.TABLE, decimals=2) == "−0.12"


def test_per_cent_and_points() -> None:
    assert US.percent(Decimal("0.0604936")) == "6.0%"
    assert US.percent(Decimal("0.0604936"), sign=True) == "+6.0%"
    assert US.percent(Decimal("-0.025"), sign=True) == "−2.5%"
    assert US.percent(Decimal("-0.0004"), sign=True) == "0.0%"
    assert US.percent(Decimal("0.984426"), decimals=0) == "98%"
    assert US.percent(Decimal("12.5")) == "1,250.0%"
    assert GERMANY.percent(Decimal("0.06")) == f"6,0{_}%"
    assert TAIWAN.percent(Decimal("0.06")) == "6.0%"
    assert US.points(Decimal("0.001")) == f"0.10{_}pp"
    assert US.points(Decimal("0.025"), decimals=1) == f"2.5{_}pp"
    assert US.points(Decimal("-0.12"), sign=True) == f"−12.0{_}pp"


def test_the_marks_that_stand_in_a_columns_head() -> None:
    assert [US.mark(unit) for unit in Unit] == ["$", "", "%", "", "days", "hours", "seconds", ""]
    assert (US.mark(Unit.RATE, points=True), KOREA.mark(Unit.RATE, points=True)) == ("pp", "%p")
    assert (KOREA.mark(Unit.MONEY), TAIWAN.mark(Unit.MONEY), GERMANY.mark(Unit.MONEY)) == ("원", "元", "€")
    assert (KOREA.mark(Unit.DAYS), GERMANY.mark(Unit.HOURS)) == ("일", "Stunden")


@pytest.mark.parametrize(
    ("formatter", "numbers", "unit", "expected"),
    [
        (US, [0, 200_000, 400_000, 600_000, 800_000], Unit.MONEY, ("0", "200k", "400k", "600k", "$800k")),
        (US, [-500_000, 0, 500_000, 1_000_000], Unit.MONEY, ("−0.5M", "0", "0.5M", "$1.0M")),
        (US, [0, 2_500, 5_000], Unit.MONEY, ("0", "2,500", "$5,000")),
        (US, [0, 0.5, 1], Unit.MONEY, ("0", "0.50", "$1.00")),
        (US, [0, 0.025, 0.05], Unit.RATE, ("0", "2.5", "5.0%")),
        (US, [0, 0.2, 0.4], Unit.RATE, ("0", "20", "40%")),
        (US, [0, 50_000, 100_000], Unit.COUNT, ("0", "50k", "100k")),
        (US, [0, 10, 20], Unit.DAYS, ("0", "10", "20")),
        (UK, [0, 1_000_000_000, 2_000_000_000], Unit.MONEY, ("0", "1B", "£2B")),
        (GERMANY, [0, 400_000, 800_000], Unit.MONEY, ("0", "400.000", f"800.000{_}€")),
        (GERMANY, [0, 1_000_000, 2_000_000], Unit.MONEY, ("0", f"1{_}Mio.", f"2{_}Mio.{_}€")),
        (
            KOREA,
            [0, 50_000_000, 100_000_000, 150_000_000],
            Unit.MONEY,
            ("0", "0.5억", "1.0억", f"1.5억{_}원"),
        ),
        (KOREA, [0, 20_000_000], Unit.MONEY, ("0", f"2,000만{_}원")),
        (KOREA, [0, 5_000], Unit.MONEY, ("0", "5,000원")),
        (TAIWAN, [0, 200_000, 400_000], Unit.MONEY, ("0", "20萬", "40萬元")),
        (CHINA, [0, 200_000_000], Unit.MONEY, ("0", "2亿元")),
        (US, [], Unit.MONEY, ()),
    ],
)
def test_an_axis_is_short_in_one_scale_with_the_unit_on_top(
    formatter: Formatter, numbers: list[Number], unit: Unit, expected: tuple[str, ...]
) -> None:
    assert formatter.ticks(numbers, unit) == expected


def test_one_number_of_an_axis() -> None:
    assert US.value(800_000, Unit.MONEY, style=Style.AXIS) == "$800k"
    assert US.value(600_000, Unit.MONEY, style=Style.AXIS, symbol=False) == "600k"
    assert US.value(1_200_000, Unit.COUNT, style=Style.AXIS) == "1.2M"
    assert Formatter("en-US", "CHF").value(800_000, Unit.MONEY, style=Style.AXIS) == f"CHF{_}800k"


def test_a_symbol_of_letters_keeps_off_the_figures() -> None:
    assert Formatter("en-US", "CHF").value(492213, Unit.MONEY) == f"CHF{_}492,213"
    assert Formatter("en-IN", "INR").value(492213, Unit.MONEY) == "₹4,92,213"


def test_known_locales_are_those_of_cldr_in_their_own_spelling() -> None:
    known = ["en-US", "en-GB", "ko-KR", "zh-TW", "zh-CN", "zh-Hant-TW", "zh-Hant", "de-DE", "de", "es-419"]
    assert [text for text in known if not known_locale(text)] == []
    unknown = [
        "",
        "en_US",
        "EN-us",
        "english",
        "xx-XX",
        "en-ZZ",
        "root",
        "und",
        "en-US-posix",
        "../en",
        "en-US\n",
    ]
    assert [text for text in unknown if known_locale(text)] == []
    assert (known_currency("TWD"), known_currency("usd"), known_currency("ABC")) == (True, False, False)


def test_an_unknown_locale_or_currency_is_an_error_of_the_config() -> None:
    with pytest.raises(ConfigError, match="did you mean 'en-US'"):
        Formatter("en_US", "USD")
    with pytest.raises(ConfigError, match="unknown currency"):
        Formatter("en-US", "DOLLAR")


def test_the_tongue_of_a_locale() -> None:
    tags = ["en-GB", "ko-KR", "zh-TW", "zh-HK", "zh-CN", "zh", "zh-Hant", "zh-Hans-HK", "de-AT"]
    assert [tongue(tag) for tag in tags] == [
        "en", "ko", "zh-Hant", "zh-Hant", "zh-Hans", "zh-Hans", "zh-Hant", "zh-Hans", "de",
    ]  # fmt: skip
    with pytest.raises(ConfigError):
        tongue("no such tag")
