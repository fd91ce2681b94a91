"""Where a printed line may not break, and what a screen needs instead.

WeasyPrint knows no ``word-break: keep-all``, so print binds Korean words, and signs to their amounts, with the
word joiner U+2060 (``formatting.binding``); it draws nothing and is not part of the copied text. A browser
would copy it, and can keep words whole by CSS: there the joiner is taken out.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reportgen.formatting.binding import JOINER, bind
from reportgen.report.model import Text

HAN = "\u3400-\u9fff"
# In a Chinese figure: between its digits and its unit, and inside the unit.
_IN_FIGURE = re.compile(rf"(?<=[0-9{HAN}])(?=[{HAN}])|(?<=[{HAN}])(?=[0-9])")
LONGEST_WORD = 16  # a longer one must be allowed to break, or it leaves its column


def joined(text: str, locale: str) -> str:
    """``text`` bound for print, but for words so long that they may have to break."""
    return " ".join(word if len(word) > LONGEST_WORD else bind(word, locale) for word in text.split(" "))


def joined_runs(text: Text, locale: str) -> Text:
    """The runs bound for print, also where a word goes from one run into the next."""
    runs = []
    before = ""
    for run in text:
        inner = joined(run.text, locale)
        if run.fact and len(inner) <= LONGEST_WORD:
            inner = _IN_FIGURE.sub(JOINER, inner)
        if before and inner and JOINER in bind(before + inner[0], locale):
            inner = JOINER + inner
        runs.append(replace(run, text=inner))
        before = run.text[-1:] or before
    return tuple(runs)


def unjoined(text: str) -> str:
    """``text`` for a browser."""
    return text.replace(JOINER, "")
