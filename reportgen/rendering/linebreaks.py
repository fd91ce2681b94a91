"""Where a printed line may not break, and what a screen needs instead.

WeasyPrint knows no ``word-break: keep-all``, so print binds Korean words, and signs to their amounts, with the
word joiner U+2060 (``formatting.binding``); it draws nothing and is not part of the copied text. A browser
would copy it, and can keep words whole by CSS: there the joiner is taken out.

Chinese may break between any two characters, which is right for prose and poor in narrow titles: figures keep
their measure word, the words of reports (KPI names and the catalogue's ``whole_words``) stay whole, and no last line
holds a single character.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from reportgen.formatting import tongue
from reportgen.formatting.binding import JOINER, bind
from reportgen.kpis import kpi_names
from reportgen.narrative import load_phrases
from reportgen.report.model import Text

HAN = "\u3400-\u9fff"
_CHINESE = ("zh-Hans", "zh-Hant")
# In a Chinese figure: between its digits and its unit, and inside the unit.
_IN_FIGURE = re.compile(rf"(?<=[0-9{HAN}])(?=[{HAN}])|(?<=[{HAN}])(?=[0-9])")
LONGEST_WORD = 16  # a longer one must be allowed to break, or it leaves its column
_LONGEST_NAME = 8  # of a KPI, in Chinese characters
_MEASURED = re.compile(rf"(?<=[0-9])(?=[{HAN}])")  # 3個, 10月
# The last three characters, before what closes the text: a line of one character is none.
_LAST = re.compile(rf"[{HAN}]{{3}}(?=[^{HAN}\w]?\Z)")


def joined(text: str, locale: str) -> str:
    """``text`` bound for print, but for words so long that they may have to break."""
    if tongue(locale) in _CHINESE:
        return _chinese(text, locale, last=True)
    return " ".join(word if len(word) > LONGEST_WORD else bind(word, locale) for word in text.split(" "))


def joined_runs(text: Text, locale: str) -> Text:
    """The runs bound for print, also where a word goes from one run into the next."""
    runs = []
    before = ""
    chinese = tongue(locale) in _CHINESE
    for place, run in enumerate(text, start=1):
        inner = _chinese(run.text, locale, last=place == len(text)) if chinese else joined(run.text, locale)
        if run.fact and len(inner) <= LONGEST_WORD:
            inner = _IN_FIGURE.sub(JOINER, inner)
        if before and inner and JOINER in _across(before + inner[0], locale):
            inner = JOINER + inner
        runs.append(replace(run, text=inner))
        before = run.text[-1:] or before
    return tuple(runs)


def _across(pair: str, locale: str) -> str:
    """The last character of a run and the first of the next, bound where they hold together."""
    bound = bind(pair, locale)
    return _MEASURED.sub(JOINER, bound) if tongue(locale) in _CHINESE else bound


def _chinese(text: str, locale: str, *, last: bool) -> str:
    """Words and figures held together; ``last`` is whether a line may end behind the text."""
    held = {match.start() for match in _MEASURED.finditer(text)}
    whole = [*_whole_words(tongue(locale)).finditer(text), *(_LAST.finditer(text) if last else ())]
    for match in whole:
        held.update(range(match.start() + 1, match.end()))
    return bind("".join(JOINER + letter if at in held else letter for at, letter in enumerate(text)), locale)


@lru_cache(maxsize=2)
def _whole_words(language: str) -> re.Pattern[str]:
    """The words that stay whole, the longest first."""
    names = (name for name, _ in kpi_names(language).values())
    short = {name for name in names if len(name) <= _LONGEST_NAME and re.fullmatch(rf"[{HAN}]+", name)}
    words = short | set(load_phrases(language).grammar.get("whole_words", ()))
    return re.compile("|".join(sorted(words, key=lambda word: (-len(word), word))))


def unjoined(text: str) -> str:
    """``text`` for a browser."""
    return text.replace(JOINER, "")
