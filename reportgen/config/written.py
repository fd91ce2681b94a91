"""Written: a value as it stands in its file, so that a word of it can be shown and underlined.

A formula may be folded over lines or stand in quotes; its words come in the same order all the same. A word is
therefore found by how often it came before.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from reportgen.config.faults import masked, printable
from reportgen.errors import Place

_WIDEST = 100  # columns of a line that are shown
_BEFORE = 60  # columns kept before what is underlined


@dataclass(frozen=True, slots=True)
class Written:
    """A value's place, the file's lines from its first to its last, and where in the last one it ends.

    ``end`` counts characters from the line's start; None: the value has its last line for itself.
    """

    place: Place
    lines: tuple[str, ...]
    end: int | None = None

    def word(self, word: str, earlier: int = 0) -> tuple[Place, str]:
        """Where the word stands that ``earlier`` equal ones precede, and its line with the word underlined.

        A word that is not found like that (an escape in quotes) gives the whole value.
        """
        pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)" if re.fullmatch(r"\w+", word) else re.escape(word))
        first, start = self.place.line or 1, (self.place.column or 1) - 1
        for number, line in enumerate(self.lines if word else ()):
            until = self.end if self.end is not None and number == len(self.lines) - 1 else len(line)
            for match in pattern.finditer(line, start if number == 0 else 0, until):
                if not earlier:
                    return self._underlined(first + number, line, match.start(), len(word))
                earlier -= 1
        return self.whole()

    def whole(self) -> tuple[Place, str]:
        """The value's place, and its first line underlined from there on."""
        start = (self.place.column or 1) - 1
        line = self.lines[0]
        end = self.end if self.end is not None and len(self.lines) == 1 else len(line.rstrip())
        return self._underlined(self.place.line or 1, line, start, max(1, end - start))

    def _underlined(self, number: int, line: str, start: int, length: int) -> tuple[Place, str]:
        return Place(self.place.file, number, start + 1), underlined(line, number, start, length)


def underlined(line: str, number: int, start: int, length: int) -> str:
    """The line with its number, and carets under ``length`` characters from ``start`` (from 0)."""
    line = masked(line)
    cut = max(0, start - _BEFORE)
    shown = ("…" if cut else "") + line[cut : cut + _WIDEST]
    at = start - cut + (1 if cut else 0)
    shown = "".join(char if char.isprintable() else " " for char in shown).rstrip()
    marked = shown[at : at + length] or " "
    gutter = " " * len(str(number))
    return f"{number} | {printable(shown)}\n{gutter} | {' ' * _columns(shown[:at])}{'^' * max(1, _columns(marked))}"


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: a Han or Hangul sign takes two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
