"""Numerals in CLDR's patterns, with a true minus and our own rounding; each verb writes one shape."""

from __future__ import annotations

import copy
from decimal import Decimal

from babel import Locale
from babel.numbers import NumberPattern, parse_pattern

from reportgen.formatting.locales import NO_BREAK_SPACE, currency_symbol, tongue
from reportgen.formatting.rounding import half_up
from reportgen.units import Unit

MINUS = "−"
PLUS = "+"

_DURATIONS = {Unit.DAYS: "duration-day", Unit.HOURS: "duration-hour", Unit.SECONDS: "duration-second"}
_UNPARTED = frozenset({"ja", "ko", "zh"})  # figures and units are written together
# Percentage points are not in CLDR: what stands behind the figure.
_POINTS = {
    "en": f"{NO_BREAK_SPACE}pp",
    "ko": "%p",
    "zh-Hant": "個百分點",
    "zh-Hans": "个百分点",
    "ja": "ポイント",
    "de": f"{NO_BREAK_SPACE}PP",
    "fr": f"{NO_BREAK_SPACE}pt",
}
_POINTS_ELSEWHERE = f"{NO_BREAK_SPACE}pp"


def sign_of(rounded: Decimal, *, plus: bool) -> str:
    """The sign to print before a rounded number: − below zero, + above it where asked, none for zero."""
    if rounded < 0:
        return MINUS
    return PLUS if plus and rounded > 0 else ""


def plain(locale: Locale, amount: Decimal, digits: int, *, sign: bool = False) -> str:
    """The bare numeral: 492,213."""
    return render(locale.decimal_formats[None], locale, amount, digits, sign=sign)


def percent(locale: Locale, fraction: Decimal, digits: int, *, sign: bool = False) -> str:
    """A fraction in per cent: 2.61%."""
    return render(locale.percent_formats[None], locale, fraction, digits, sign=sign)


def points(locale: Locale, tag: str, fraction: Decimal, digits: int, *, sign: bool = False) -> str:
    """A difference of two rates in percentage points: 0.10 pp."""
    return plain(locale, fraction.scaleb(2), digits, sign=sign) + points_mark(tag, gap=True)


def points_mark(tag: str, *, gap: bool = False) -> str:
    """The mark of percentage points, with the gap before it where it stands behind a figure."""
    mark = _POINTS.get(tongue(tag), _POINTS_ELSEWHERE)
    return mark if gap else mark.strip()


def money(locale: Locale, currency: str, amount: Decimal, digits: int, *, sign: bool = False) -> str:
    """An amount with its currency's sign: $102.14."""
    text = render(locale.currency_formats["standard"], locale, amount, digits, sign=sign)
    return with_symbol(text, currency_symbol(locale, currency))


def with_symbol(text: str, symbol: str) -> str:
    """``text`` with ¤ replaced; a symbol that ends in a letter keeps off the figures (CHF 12, not CHF12)."""
    before, _, after = text.partition("¤")
    if after[:1].isdigit() and symbol[-1:].isalpha():
        symbol += NO_BREAK_SPACE
    if before[-1:].isdigit() and symbol[:1].isalpha():
        symbol = NO_BREAK_SPACE + symbol
    return before + symbol + after


def duration(locale: Locale, unit: Unit, amount: Decimal, digits: int, *, sign: bool = False) -> str:
    """A time span with its unit in words: 12.3 days."""
    form = locale.plural_form(abs(half_up(amount, digits)))
    gap = "" if locale.language in _UNPARTED else NO_BREAK_SPACE  # CLDR parts some Chinese units, others not
    pattern = _duration_pattern(locale, unit, form).replace(" ", gap)
    return pattern.format(plain(locale, amount, digits, sign=sign))


def duration_name(locale: Locale, unit: Unit) -> str:
    """The unit's word alone, as a column's head needs it: days."""
    return _duration_pattern(locale, unit, "other").format("").strip()


def _duration_pattern(locale: Locale, unit: Unit, form: str) -> str:
    """CLDR's words for the plural form; some languages have the same for long and short, listed once."""
    lengths = locale._data["unit_patterns"][_DURATIONS[unit]]  # noqa: SLF001  # Babel has no public door
    candidates = ((length, name) for name in (form, "other") for length in ("long", "short"))
    return next(str(lengths[length][name]) for length, name in candidates if name in lengths.get(length, ()))


def render(pattern: NumberPattern | str, locale: Locale, amount: Decimal, digits: int, *, sign: bool = False) -> str:
    """``amount`` rounded half up, in a CLDR pattern; where the sign goes is the pattern's choice."""
    shape = copy.copy(parse_pattern(pattern))
    shape.frac_prec = (digits, digits)
    # The pattern of a percentage moves the point by two: round before it does.
    rounded = half_up(amount, digits + shape.scale)
    mark = sign_of(rounded, plus=sign)
    # For a plus CLDR takes the negative pattern and writes + for its minus.
    text = shape.apply(-abs(rounded) if mark else rounded, locale)
    return str(text.replace("-", mark, 1) if mark else text)
