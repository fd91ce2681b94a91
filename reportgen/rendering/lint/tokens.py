"""The numbers in any text, as they can be compared between HTML, PDF and plain mail."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from reportgen.errors import Problem, PublishError
from reportgen.rendering.lint.numerals import JOINER

# A true minus or a plus belongs to the figure that it touches, a hyphen never (2026-10).
_NUMBER = re.compile(r"[−+]?\d+(?:[.,]\d+)*%?")
_SHOWN = 8


def numbers_of(text: str) -> tuple[str, ...]:
    """Every number of ``text`` in reading order: digits with point and commas, its sign and % where they touch it.

    Digits parted by a space (1 234 in French) are two numbers, on every medium alike.
    """
    return tuple(_NUMBER.findall(text.replace(JOINER, "")))


def counted(texts: Iterable[str]) -> Counter[str]:
    """How often each number stands in the texts."""
    return Counter(number for text in texts for number in numbers_of(text))


def check_plain(text: str, printed: Collection[str], where: str) -> None:
    """PublishError unless every number of a plain ``text`` is one of ``printed`` (see ``page_numbers``)."""
    stray = tuple(dict.fromkeys(number for number in numbers_of(text) if number not in printed))
    if stray:
        raise PublishError(
            Problem(
                f"a number in {where} that the report does not print",
                found=", ".join(f"“{number}”" for number in stray[:_SHOWN]),
                expected="the numbers of the checked page only",
            )
        )
