"""Where a line must not break: inside Korean words, between a sign and its amount, before a short last word.

The joiner U+2060 has no width; a PDF's text layer does not contain it. Texts that are compared or
searched (JSON, spreadsheets, plain mail) should be left unbound.
"""

from __future__ import annotations

import re

from reportgen.formatting.locales import NO_BREAK_SPACE, tongue

JOINER = "\N{WORD JOINER}"
_SHORT_WORD = 5  # letters, its full stop included

_HANGUL = "가-힣ㄱ-ㅣ"
# CSS has no keep-all for Hangul in paged media: between two characters of a word, one of them Hangul.
_IN_KOREAN_WORD = re.compile(rf"(?<=[{_HANGUL}])(?=[^\s{JOINER}])|(?<=[^\s{JOINER}])(?=[{_HANGUL}])")
# Unicode lets a line end between a sign and a currency symbol, though not before a figure or a letter.
_AFTER_SIGN = re.compile(rf"(?<=[−+±])(?=[^\w\s{JOINER}])")
_LAST_SPACE = re.compile(rf" (?=\S{{1,{_SHORT_WORD}}}$)")


def bind(text: str, locale: str) -> str:
    """``text`` with joiners after signs and, in Korean, inside words. Binding twice changes nothing."""
    bound = _AFTER_SIGN.sub(JOINER, text)
    return _IN_KOREAN_WORD.sub(JOINER, bound) if tongue(locale) == "ko" else bound


def bind_last_word(text: str) -> str:
    """``text`` with its last word, if short, bound to the one before: no line of one short word."""
    return _LAST_SPACE.sub(NO_BREAK_SPACE, text)


def unbind(text: str) -> str:
    """``text`` without joiners and with ordinary spaces, for comparing and searching."""
    return text.replace(JOINER, "").replace(NO_BREAK_SPACE, " ")
