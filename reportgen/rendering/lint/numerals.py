"""Printed figures read back: the number, its last printed digit, and the mark that stands with it.

Written apart from ``formatting``: what a locale writes is taken from CLDR's symbols and from tables of this
module, never from the functions that print. Nothing is forgiven: a group of the wrong length, an unknown unit or
a second number makes a text unreadable, and an unreadable figure is not published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from reportgen.formatting.locales import locale_data, tongue

JOINER = "\N{WORD JOINER}"
REPLACEMENT = "\N{WHITE SQUARE}"  # printed for a character that no font has
MINUS, PLUS = "\N{MINUS SIGN}", "+"
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_WIDTHS = ("long", "short")
_POINTS = {
    "en": "pp",
    "ko": "%p",
    "zh-Hant": "個百分點",
    "zh-Hans": "个百分点",
    "ja": "ポイント",
    "de": "PP",
    "fr": "pt",
}
_DURATIONS = {"days": "duration-day", "hours": "duration-hour", "seconds": "duration-second"}
_HOME_WORDS = {("ko", "KRW"): "원", ("ja", "JPY"): "円", ("zh-Hant", "TWD"): "元", ("zh-Hans", "CNY"): "元"}
_MYRIADS = {
    "ko": {"만": 4, "억": 8, "조": 12},
    "ja": {"万": 4, "億": 8, "兆": 12},
    "zh-Hant": {"萬": 4, "億": 8, "兆": 12},
    "zh-Hans": {"万": 4, "亿": 8, "万亿": 12},
}
_COUNTED_WHOLE = 1000  # from here on a card prints a step without decimals; below, it has them
_AN_INDIAN_GROUP = 2


class Mark(StrEnum):
    """What stands with a figure and says what it counts."""

    BARE = "bare"
    MONEY = "money"
    PERCENT = "percent"
    POINTS = "points"
    DAYS = "days"
    HOURS = "hours"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it was printed: ``number`` with its sign, ``last`` one unit of its last printed digit."""

    number: Decimal
    last: Decimal
    mark: Mark
    sign: str  # "", "−" or "+"


@dataclass(frozen=True, slots=True)
class Numerals:
    """How one locale writes figures: the point, digits in groups, words of scale and marks, longest first."""

    point: str
    figure: re.Pattern[str]  # groups: whole, decimals, scale word
    steps: dict[str, int]  # word → power of ten
    myriads: dict[str, int]
    marks: tuple[tuple[str, Mark], ...]
    signs: tuple[str, ...]  # ways to write a minus that is not U+2212: none may be printed
    piece: re.Pattern[str]

    def pieces(self, text: str) -> tuple[str, ...]:
        """The figures of a sentence, each with the sign and the marks that touch it."""
        return tuple(match[0].strip() for match in self.piece.finditer(spaced(text)))


def spaced(text: str) -> str:
    """The text without joiners, each space an ordinary one."""
    return _SPACES.sub(" ", text.replace(JOINER, "")).strip()


@lru_cache(maxsize=32)
def numerals(locale: str, currency: str) -> Numerals:
    """How readers of ``locale`` are shown figures, and money in ``currency``."""
    data: Any = locale_data(locale)
    language = tongue(locale)
    symbols = data.number_symbols["latn"]
    point, group = str(symbols["decimal"]), spaced(str(symbols["group"])) or " "
    myriads = _MYRIADS.get(language, {})
    steps = {**_compact(data), **myriads}
    if language == "en":
        steps["k"] = 3
    pattern = str(data.decimal_formats[None].pattern).partition(";")[0].partition(".")[0]
    lengths = [len(part) for part in pattern.split(",")[1:]]
    digits = rf"{re.escape(group)}"
    if len(lengths) > 1 and lengths[0] == _AN_INDIAN_GROUP:
        whole = rf"\d{{1,2}}(?:{digits}\d{{2}})*{digits}\d{{3}}|\d{{1,3}}"
    else:
        whole = rf"\d{{1,3}}(?:{digits}\d{{3}})+|\d{{1,3}}"
    words = "|".join(re.escape(word) for word in sorted(steps, key=lambda word: (-len(word), word)))
    figure = re.compile(rf"({whole})(?:{re.escape(point)}(\d+))?(?: ?({words}))?", re.ASCII)
    marks = _marks(data, language, currency)
    either = "|".join(re.escape(word) for word, _ in marks)
    plain = re.sub(r"\((?!\?)", "(?:", figure.pattern)
    piece = re.compile(rf"[−+]?(?:(?:{either}) ?)?[−+]?(?:(?:{plain}) ?)+(?:{either})?", re.ASCII)
    return Numerals(point, figure, steps, myriads, marks, ("-", "\N{HYPHEN}", "–"), piece)


def read(text: str, how: Numerals) -> Printed | None:
    """The one figure that ``text`` prints, or None where it is not exactly one in the locale's own writing."""
    rest = spaced(text).replace(REPLACEMENT, "")
    found = [character for character in rest if character in (MINUS, PLUS)]
    if len(found) > 1 or any(sign in rest for sign in how.signs):
        return None
    sign = found[0] if found else ""
    if sign:
        before = rest[: rest.index(sign)]
        if any(character.isdigit() for character in before):
            return None
        rest = rest.replace(sign, "", 1).strip()
    mark = Mark.BARE
    for word, kind in how.marks:
        if rest.startswith(word) or rest.endswith(word):
            rest = (rest.removeprefix(word) if rest.startswith(word) else rest.removesuffix(word)).strip()
            mark = kind
            break
    counted = _counted(rest, how, money=mark is Mark.MONEY)
    if counted is None:
        return None
    size, last = counted
    if sign and size.is_zero():
        return None  # no zero carries a sign
    return Printed(-size if sign == MINUS else size, last, mark, sign)


def _counted(text: str, how: Numerals, *, money: bool) -> tuple[Decimal, Decimal] | None:
    """A numeral, or several with words of scale that get smaller (12억 8,434만), and its last digit's unit."""
    total, at, before = Decimal(0), 0, None
    last = Decimal(1)
    group = how.figure
    steps = 0
    while at < len(text):
        found = group.match(text, at)
        if found is None:
            return None
        whole, decimals, word = found.groups()
        power = how.steps[word] if word else 0
        if before is not None and (power >= before or not how.myriads):
            return None
        number = Decimal(re.sub(r"\D", "", whole) + (f".{decimals}" if decimals else ""))
        if before is not None and number.scaleb(power) >= Decimal(1).scaleb(before):
            return None
        total += number.scaleb(power)
        last = Decimal(1).scaleb(power - len(decimals or ""))
        steps, before, at = steps + 1, power, found.end()
        if at < len(text) and text[at] == " ":
            at += 1
        if word and money and word in how.myriads and steps == 1 and not decimals and number < _COUNTED_WHOLE:
            # In a sentence 12억 원 is 12억 0만 원: a card would have written decimals.
            last = Decimal(1).scaleb(max((p for p in how.myriads.values() if p < power), default=power))
    return (total, last) if steps else None


def _compact(data: Any) -> dict[str, int]:  # noqa: ANN401  # Babel's locale has no types
    """CLDR's words for thousands, millions …, each with its power of ten."""
    found: dict[str, int] = {}
    for width in (width for width in _WIDTHS if width in data.compact_decimal_formats):
        for patterns in data.compact_decimal_formats[width].values():
            for magnitude, pattern in patterns.items():
                shape = str(pattern.pattern if hasattr(pattern, "pattern") else pattern)
                word = spaced(re.sub(r"[0'#]", "", shape))
                zeros = shape.count("0")
                if word and zeros:
                    found.setdefault(word, len(str(magnitude)) - zeros)
    return found


def _marks(data: Any, language: str, currency: str) -> tuple[tuple[str, Mark], ...]:  # noqa: ANN401
    found: dict[str, Mark] = {
        "%": Mark.PERCENT,
        _POINTS.get(language, "pp"): Mark.POINTS,
        spaced(str(data.currency_symbols.get(currency, currency))): Mark.MONEY,
    }
    home = _HOME_WORDS.get((language, currency))
    if home:
        found[home] = Mark.MONEY
    units = data._data["unit_patterns"]  # noqa: SLF001  # Babel has no public door
    for unit, key in _DURATIONS.items():
        for width in _WIDTHS:
            for form, pattern in units[key].get(width, {}).items():
                word = spaced(str(pattern).replace("{0}", "")) if form != "per" else ""
                if word:
                    found.setdefault(word, Mark(unit))
    return tuple(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))
