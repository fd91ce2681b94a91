"""Numbers on an axis: short, all in one scale, the unit on the topmost only ($800k, 600k … 0)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel import Locale
from babel.numbers import parse_pattern

from reportgen.formatting.digits import decimals_of
from reportgen.formatting.locales import currency_digits, currency_symbol
from reportgen.formatting.myriads import Myriad
from reportgen.formatting.numerals import money, percent, plain, render, with_symbol
from reportgen.formatting.rounding import half_up
from reportgen.units import Unit

SHORTENED_FROM = 10_000  # 5,000 is as short as 5k and needs no reading
MOST_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Scale:
    """What an axis divides its numbers by: CLDR's magnitude (None: nothing) and the decimals left."""

    magnitude: str | None
    divisor: Decimal
    digits: int


@dataclass(frozen=True, slots=True)
class Axis:
    """Whose numbers these are: locale data, unit, currency and the way it is counted."""

    locale: Locale
    unit: Unit
    currency: str
    how: Myriad | None


def scale_of(axis: Axis, numbers: Sequence[Decimal]) -> Scale:
    """The scale in which the largest number is short and none loses a decimal (at most two)."""
    largest = max((abs(number) for number in numbers), default=Decimal(0))
    magnitude, divisor = _magnitude(axis.locale, largest)
    if axis.unit is Unit.RATE:
        magnitude, divisor = None, Decimal("0.01")
    digits = max((_digits_needed(number / divisor) for number in numbers), default=0)
    if axis.unit is Unit.MONEY and magnitude is None and digits:
        digits = decimals_of([largest], Unit.MONEY, currency_digits(axis.currency))
    return Scale(magnitude, divisor, digits)


def tick(axis: Axis, scale: Scale, number: Decimal, *, symbol: bool) -> str:
    """One number of the axis. Durations carry no word: the chart's subtitle names their unit."""
    digits = 0 if half_up(number / scale.divisor, scale.digits).is_zero() else scale.digits
    if axis.unit is Unit.RATE:
        return percent(axis.locale, number, digits) if symbol else plain(axis.locale, number.scaleb(2), digits)
    if axis.unit is not Unit.MONEY or not symbol:
        return _short(axis.locale, scale, number, digits)
    if axis.how is not None:
        figure = _short(axis.locale, scale, number, digits)
        return figure + (axis.how.gap if scale.magnitude else "") + axis.how.word
    if scale.magnitude is None:
        return money(axis.locale, axis.currency, number, digits)
    text = _in_pattern(axis.locale.compact_currency_formats, axis.locale, scale, number, digits)
    return with_symbol(text, currency_symbol(axis.locale, axis.currency))


def _short(locale: Locale, scale: Scale, number: Decimal, digits: int) -> str:
    if scale.magnitude is None or number.is_zero():
        return plain(locale, number, digits)
    return _in_pattern(locale.compact_decimal_formats, locale, scale, number, digits)


def _in_pattern(formats: object, locale: Locale, scale: Scale, number: Decimal, digits: int) -> str:
    forms = formats["short"]  # type: ignore[index]
    scaled = number / scale.divisor
    form = locale.plural_form(abs(half_up(scaled, digits)))
    patterns = forms[form] if form in forms and scale.magnitude in forms[form] else forms["other"]
    # 000K says that three figures stand there, not that zeros be put before one; 3,434만 has a comma.
    figures = locale.decimal_formats[None].pattern.partition(".")[0]
    pattern = re.sub("0+", figures, parse_pattern(patterns[scale.magnitude]).pattern)
    text = render(pattern, locale, scaled, digits)
    return text.replace("K", "k") if locale.language == "en" else text


def _magnitude(locale: Locale, largest: Decimal) -> tuple[str | None, Decimal]:
    """CLDR's magnitude for a number of this size and the divisor that its pattern implies."""
    if largest < SHORTENED_FROM:
        return None, Decimal(1)
    patterns = locale.compact_decimal_formats["short"]["other"]
    magnitude = max(int(key) for key in patterns if int(key) <= largest)
    pattern = parse_pattern(patterns[str(magnitude)]).pattern
    if pattern == "0":  # German has no short thousand
        return None, Decimal(1)
    return str(magnitude), Decimal(magnitude) / 10 ** (pattern.count("0") - 1)


def _digits_needed(scaled: Decimal) -> int:
    shown = half_up(scaled, MOST_DECIMALS)
    return next(digits for digits in range(MOST_DECIMALS + 1) if half_up(shown, digits) == shown)
