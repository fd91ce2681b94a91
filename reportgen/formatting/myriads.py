"""Large amounts of money as Korean, Chinese and Japanese readers count them: in ten-thousands.

Sentences name two steps (12억 8,434만 원), cards one with decimals (12.84억 원). Sentences write out amounts below
ten million, cards those below one (66,180원). Only a language's home currency is counted this way.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from babel import Locale

from reportgen.formatting.locales import NO_BREAK_SPACE
from reportgen.formatting.numerals import plain, sign_of
from reportgen.formatting.rounding import half_up

COUNTED_FROM = 10**7  # below, counting in ten-thousands would leave fewer than four figures
CARD_COUNTED_FROM = 10**6  # a card's one step has three figures at least


@dataclass(frozen=True, slots=True)
class Myriad:
    """The currency's word, the steps from the largest (power of ten, word), and what parts them."""

    word: str
    steps: tuple[tuple[int, str], ...]
    gap: str = ""


_HOME: dict[tuple[str, str], Myriad] = {
    ("ko", "KRW"): Myriad("원", ((12, "조"), (8, "억"), (4, "만")), NO_BREAK_SPACE),
    ("ja", "JPY"): Myriad("円", ((12, "兆"), (8, "億"), (4, "万"))),
    ("zh-Hant", "TWD"): Myriad("元", ((12, "兆"), (8, "億"), (4, "萬"))),
    ("zh-Hans", "CNY"): Myriad("元", ((12, "万亿"), (8, "亿"), (4, "万"))),
}


def myriad(language: str, currency: str) -> Myriad | None:
    """How the language counts this currency, or None where it writes it like any other."""
    return _HOME.get((language, currency))


def written(locale: Locale, amount: Decimal, digits: int, how: Myriad, *, sign: bool = False) -> str:
    """The amount written out: 66,180원."""
    return plain(locale, amount, digits, sign=sign) + how.word


def in_sentence(locale: Locale, amount: Decimal, digits: int, how: Myriad, *, sign: bool = False) -> str:
    """The amount in its two largest steps, rounded to the lower: 12억 8,434만 원."""
    size = abs(half_up(amount, 0))
    if size < COUNTED_FROM:
        return written(locale, amount, digits, how, sign=sign)
    top = _top(size, how)
    lower = min(top + 1, len(how.steps) - 1)
    size = half_up(size, -how.steps[lower][0])
    if _top(size, how) != top:  # 9,999.6만 → 1억
        return in_sentence(locale, size.copy_sign(amount), digits, how, sign=sign)
    parts = [_step(locale, size.scaleb(-how.steps[top][0]) // 1, how, top)]
    rest = size % Decimal(10) ** how.steps[top][0]
    if rest:
        parts.append(_step(locale, rest.scaleb(-how.steps[lower][0]), how, lower))
    return sign_of(amount, plus=sign) + how.gap.join([*parts, how.word])


def on_card(locale: Locale, amount: Decimal, digits: int, how: Myriad, *, sign: bool = False) -> str:
    """The amount in its largest step, three figures at least: 12.84억 원, 128.4억 원, 3,434만 원, 573만 원."""
    size = abs(half_up(amount, 0))
    if size < CARD_COUNTED_FROM:
        return written(locale, amount, digits, how, sign=sign)
    top = _top(size, how)
    if top == len(how.steps) - 1:
        size = half_up(size, -how.steps[top][0])
        if _top(size, how) != top:  # 9,999.6만 → 1.00억
            return on_card(locale, size.copy_sign(amount), digits, how, sign=sign)
        count = _step(locale, size.scaleb(-how.steps[top][0]), how, top)
        return sign_of(amount, plus=sign) + how.gap.join([count, how.word])
    scaled = size.scaleb(-how.steps[top][0])
    places = _places(scaled)
    carried = half_up(scaled, places).scaleb(how.steps[top][0])
    if _top(carried, how) != top:  # 9,999.96억 → 1.00조
        return on_card(locale, carried.copy_sign(amount), digits, how, sign=sign)
    figure = plain(locale, scaled, places) + how.steps[top][1]
    return sign_of(amount, plus=sign) + how.gap.join([figure, how.word])


def _places(scaled: Decimal) -> int:
    """Decimals that leave four figures or more, judged as printed."""
    return next((places for places, limit in ((2, 100), (1, 1000)) if half_up(scaled, places) < limit), 0)


def _step(locale: Locale, count: Decimal, how: Myriad, step: int) -> str:
    return plain(locale, count, 0) + how.steps[step][1]


def _top(size: Decimal, how: Myriad) -> int:
    return next(index for index, (power, _) in enumerate(how.steps) if size >= Decimal(10) ** power)
