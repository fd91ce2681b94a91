"""How large a text may be set so that it stays in its box: an estimate that is never too small."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

LEADING = 1.22  # of a line's height to the size of its letters
_WIDE, _UPPER, _NARROW, _OTHER = 1.0, 0.68, 0.32, 0.56  # em
_THIN = frozenset("iljtfrI.,:;'’!|()[] \u00a0·")
_POINTS = 72


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


def advance(text: str) -> float:
    """The width of a text in em of its size, in a common sans serif."""
    return sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    if letter in _THIN:
        return _NARROW
    return _UPPER if letter.isupper() or letter in "%mwMW" else _OTHER


def lines(text: str, size: float, width: float) -> int:
    """Lines of a paragraph set so large (points) in a column so wide (inches), broken between words."""
    room = width * _POINTS / size
    count, used = 1, 0.0
    for word in _words(text):
        need = advance(word)
        if used and used + need > room:
            count, used = count + 1, 0.0
        while need > room:  # a word longer than the line goes on in the next
            count, need = count + 1, need - room
        used += need
    return count


def _words(text: str) -> list[str]:
    """What is not broken: words with the space behind them, single letters of scripts without spaces."""
    found: list[str] = []
    joined = False
    for letter in text:
        alone = unicodedata.east_asian_width(letter) in "WF" and not "\uac00" <= letter <= "\ud7af"
        if joined and not alone:
            found[-1] += letter
        else:
            found.append(letter)
        joined = not alone and letter != " "
    return found


def size_for(paragraphs: list[str], box: Box, largest: float, smallest: float, gap: float = 0.0) -> float | None:
    """The largest size (points) at which the paragraphs stay in the box; None where even the smallest is too large.

    ``gap`` is the space behind a paragraph, to its size.
    """
    size = largest
    while size >= smallest:
        height = sum((lines(text, size, box.width) * LEADING + gap) * size for text in paragraphs)
        if height <= box.height * _POINTS:
            return size
        size -= 0.5
    return None


def in_lines(text: str, width: float, most: int, largest: float, smallest: float) -> float:
    """The largest size (points) at which a paragraph takes so many lines at most; ``largest`` where none does."""
    steps = range(int((largest - smallest) * 2) + 1)
    return next((largest - at / 2 for at in steps if lines(text, largest - at / 2, width) <= most), largest)


def fitted(
    paragraphs: list[str], box: Box, largest: float, smallest: float, gap: float = 0.0
) -> tuple[list[str], float]:
    """The paragraphs and their size; the last ones are left out, then the end of the first, where there is no room."""
    kept = list(paragraphs)
    while kept:
        size = size_for(kept, box, largest, smallest, gap)
        if size is not None:
            return kept, size
        if len(kept) > 1:
            kept = kept[:-1]
        else:
            kept = [kept[0][: max(1, len(kept[0]) - 4)].rstrip(" …") + "…"] if len(kept[0]) > 1 else []
    return [], smallest
