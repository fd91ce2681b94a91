"""How wide a text is, from the advance widths of the fonts that we ship; and what fits.

Widths are in the unit of the size that they are asked for (px). Kerning is left out: WeasyPrint sets the
text of an SVG letter by letter, so a sum of advances is exactly what it prints.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from reportgen.resources import Font, shipped_fonts

REPLACEMENT = "\u25a1"  # □, for a character that no shipped font has
ELLIPSIS = "…"
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # controls, joiners, direction marks, unassigned
_VARIATION = {*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400)}  # emoji style and skin tone
_MISSING_WIDTH = 1.0  # em


class Typesetter:
    """Measures and shortens texts in a list of font families, the preferred one first."""

    def __init__(self, families: tuple[str, ...]) -> None:
        self._families = families

    def width(self, text: str, size: float, weight: int = 400) -> float:
        """The width of a text on one line."""
        fonts = _chain(self._families, weight)
        return size * sum(_advance(character, fonts) for character in text)

    def widest(self, texts: Iterable[str], size: float, weight: int = 400) -> float:
        """The width of the widest of the texts; 0 for none."""
        return max((self.width(text, size, weight) for text in texts), default=0.0)

    def shorten(self, text: str, room: float, size: float, weight: int = 400) -> str:
        """The text, or as much of it as fits in ``room`` with an ellipsis behind it; "" if nothing does."""
        if self.width(text, size, weight) <= room:
            return text
        for length in range(len(text) - 1, 0, -1):
            short = text[:length].rstrip() + ELLIPSIS
            if self.width(short, size, weight) <= room:
                return short
        return ELLIPSIS if self.width(ELLIPSIS, size, weight) <= room else ""

    def squeeze(self, text: str, room: float, size: float, weight: int = 400) -> str:
        """The text, or its beginning and its end with an ellipsis between them; "" if nothing fits.

        Names of campaigns and pages begin alike and differ at the end, which ``shorten`` would cut off.
        """
        if self.width(text, size, weight) <= room:
            return text
        for length in range(len(text) - 1, 1, -1):
            head = (length + 1) // 2
            short = text[:head].rstrip() + ELLIPSIS + text[len(text) - (length - head) :].lstrip()
            if self.width(short, size, weight) <= room:
                return short
        return self.shorten(text, room, size, weight)

    def wrap(self, text: str, room: float, size: float, weight: int = 400, lines: int = 2) -> tuple[str, ...]:
        """At most so many lines, broken at spaces; what is still too long is shortened."""
        done: list[str] = []
        words = text.split(" ")
        while words and len(done) < lines - 1:
            taken = next(
                (
                    count
                    for count in range(len(words), 1, -1)
                    if self.width(" ".join(words[:count]), size, weight) <= room
                ),
                1,
            )
            done.append(self.shorten(" ".join(words[:taken]), room, size, weight))
            words = words[taken:]
        if words:
            done.append(self.shorten(" ".join(words), room, size, weight))
        return tuple(done)

    def family_for(self, text: str) -> str:
        """The first family that has every character of the text; all, in order, if none has.

        All of them too where the preferred one is a brand's own, whose characters we do not know.
        """
        fonts = _chain(self._families, 400)
        if fonts[0].family != self._families[0]:
            return ",".join(self._families)
        whole = (font.family for font in fonts if all(ord(character) in _advances(font.path) for character in text))
        return next(whole, ",".join(self._families))

    def clean(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text as it can be printed, and the characters that had to be replaced, as they came.

        Controls, joiners and direction marks are dropped: in a picture they do nothing but harm.
        """
        fonts = _chain(self._families, 400)
        kept: list[str] = []
        replaced: list[str] = []
        for character in unicodedata.normalize("NFC", text):
            if character.isspace():
                kept.append("\u00a0" if character in "\u00a0\u202f\u2007" else " ")
            elif unicodedata.category(character) in _UNSEEN or ord(character) in _VARIATION:
                continue
            elif any(ord(character) in _advances(font.path) for font in fonts):
                kept.append(character)
            else:
                kept.append(REPLACEMENT)
                replaced.append(character)
        return "".join(kept), tuple(replaced)


@dataclass(slots=True)
class Cleaner:
    """Cleans many texts with one typesetter, and remembers what was replaced."""

    typesetter: Typesetter
    replaced: dict[str, None] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """The text as it can be printed."""
        kept, replaced = self.typesetter.clean(text)
        self.replaced.update(dict.fromkeys(replaced))
        return kept


def _advance(character: str, fonts: tuple[Font, ...]) -> float:
    point = ord(character)
    for font in fonts:
        width = _advances(font.path).get(point)
        if width is not None:
            return width
    return _MISSING_WIDTH


@cache
def _chain(families: tuple[str, ...], weight: int) -> tuple[Font, ...]:
    """A font of each family in the nearest weight: the preferred families, then all others we ship."""
    shipped = shipped_fonts()
    known = list(dict.fromkeys(font.family for font in shipped))
    order = [family for family in families if family in known]
    order += [family for family in known if family not in order]
    return tuple(
        min(
            (font for font in shipped if font.family == family),
            key=lambda font: (abs(font.weight - weight), -font.weight),
        )
        for family in order
    )


@cache
def _advances(path: Path) -> Mapping[int, float]:
    """Advance widths in em, by code point."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        per_em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {point: metrics[glyph][0] / per_em for point, glyph in font.getBestCmap().items()}
