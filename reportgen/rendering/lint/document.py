"""The finished PDF against the page that it was made from: no number more, none less.

The text is extracted page by page, as a reader's search or a screen reader would get it. A number more may only
be one that the print style sheet writes: a page number, or what the page gives it to repeat (a table's head).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pypdfium2

from reportgen.errors import Problem, PublishError
from reportgen.rendering.lint.checked import CheckedPage
from reportgen.rendering.lint.numerals import JOINER
from reportgen.rendering.lint.tokens import counted, numbers_of

_SHOWN = 20
_HYPHEN = "\ufffe"  # what the extraction writes for a hyphen at a line's end
_BROKEN = re.compile(r"([\d.,]*\d[.,]?)[ \u00a0]*\r?\n(\d[\d.,]*%?)")


def check_pdf(data: bytes, page: CheckedPage) -> None:
    """PublishError naming page and number, unless the PDF prints the numbers of ``page`` and of its drawings."""
    owed = counted((*page.text.printed, *page.drawn))
    texts = pdf_texts(data)
    furniture = {str(number) for number in range(1, len(texts) + 1)} | set(counted(page.text.generated))
    found: Counter[str] = Counter()
    problems: list[Problem] = []
    for place, text in enumerate(texts, start=1):
        numbers = numbers_of(_unbroken(text, owed))
        found.update(numbers)
        stray = dict.fromkeys(number for number in numbers if number not in owed and number not in furniture)
        problems += [
            Problem(
                f"page {place} of the PDF prints a number that the checked page does not have",
                found=f"“{number}”",
                expected="the numbers of the report",
            )
            for number in stray
        ]
    problems += [
        Problem(
            "the PDF lacks a number of the checked page",
            found=f"“{number}” {found[number]} times",
            expected=f"at least {times} times",
        )
        for number, times in sorted(owed.items())
        if found[number] < times
    ]
    if problems:
        raise PublishError(*problems[:_SHOWN])


def pdf_texts(data: bytes) -> Sequence[str]:
    """The text of each page as it can be extracted."""
    document = pypdfium2.PdfDocument(data)
    texts = []
    try:
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_bounded().replace(_HYPHEN, "-").replace(JOINER, ""))
            text.close()
            page.close()
    finally:
        document.close()
    return texts


def _unbroken(text: str, owed: Counter[str]) -> str:
    """The text with numbers put together that a line's end cut in two."""

    def mend(found: re.Match[str]) -> str:
        whole = found[1] + found[2]
        return whole if whole in owed and not (found[1] in owed and found[2] in owed) else found[0]

    return _BROKEN.sub(mend, text)
