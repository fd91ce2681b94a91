"""Fonts made for one page: subsets that hold the characters it prints and no others.

Two uses. The HTML edition carries its fonts as WOFF2. And in both media what the page's first family lacks
(Han characters, and in Chinese text the full-width marks) gets families of its own, ``Han 1`` …: from Noto
Sans, with the vertical metrics of the first family, so that a line with a Han character in it keeps its
baseline. The same page gives the same bytes (no time stamps, sorted input).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from reportgen import resources
from reportgen.resources import Font

HAN = "Han"
FEATURES = ["ccmp", "kern", "locl", "mark", "mkmk", "tnum"]
KEPT_NAMES = [0, 1, 2, 4, 5, 6, 13, 14]  # names and licence
LIGHT, HEAVY = 400, 600  # the two weights of a page
MARKS = frozenset({*range(0x3000, 0x3040), *range(0xFF00, 0xFFF0)})  # CJK and full-width punctuation
IGNORABLE = frozenset({0x2060, 0x200D, 0xFE0E, 0xFE0F})
SPACES = frozenset({0x20, 0xA0})  # Pango sets a space in the font of the character before it


@dataclass(frozen=True, slots=True)
class Face:
    """A font file made for a page, under the name and weight by which the style sheet asks for it."""

    family: str
    weight: int
    data: bytes


def fallback_faces(
    characters: Iterable[str], families: Sequence[str], extra: Sequence[Font], *, chinese: bool, flavor: str | None
) -> tuple[Face, ...]:
    """Families ``Han 1``, ``Han 2`` in both weights, for what the first of ``families`` lacks; often empty.

    In Chinese text the punctuation comes from them too, even where the first family has its own.
    """
    known = (*extra, *resources.shipped_fonts())
    first, *others = (pair for pair in (_pair(known, family) for family in families) if pair)
    points = {ord(character) for character in characters} - IGNORABLE
    lacking = {point for point in points if point not in coverage(first[0].path) or (chinese and point in MARKS)}
    faces: list[Face] = []
    for number, pair in enumerate(others, 1):
        wanted = lacking & coverage(pair[0].path) if lacking else set()
        lacking -= wanted
        faces += [
            Face(f"{HAN} {number}", weight, subset(font.path, sorted(wanted | SPACES), flavor, like=first[0].path))
            for weight, font in zip((LIGHT, HEAVY), pair if wanted else (), strict=False)
        ]
    return tuple(faces)


def page_faces(characters: Iterable[str], family: str, extra: Sequence[Font]) -> tuple[Face, ...]:
    """The page's first family in both weights, as WOFF2."""
    pair = _pair((*extra, *resources.shipped_fonts()), family)
    if pair is None:
        return ()
    points = sorted({ord(character) for character in characters} & coverage(pair[0].path))
    return tuple(
        Face(family, weight, subset(font.path, points, "woff2"))
        for weight, font in zip((LIGHT, HEAVY), pair, strict=True)
    )


def _pair(known: Sequence[Font], family: str) -> tuple[Font, Font] | None:
    """A family's face for text and its face for what stands out: semibold, else bold, else the same."""
    faces = {font.weight: font for font in reversed(known) if font.family == family}
    if not faces:
        return None
    light = faces.get(LIGHT) or faces[min(faces)]
    return light, faces.get(HEAVY) or faces.get(700) or light


@cache
def coverage(path: Path) -> frozenset[int]:
    """The code points that a font file has."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        # Glyphs are named only to be counted: their real names would take most of the time to read.
        font.setGlyphOrder([f"glyph{number}" for number in range(font["maxp"].numGlyphs)])
        return frozenset(font.getBestCmap())


def subset(path: Path, points: Sequence[int], flavor: str | None, like: Path | None = None) -> bytes:
    """The font with the glyphs for ``points`` only; kerning and tabular figures kept, hints left out.

    ``flavor`` is woff2, or None for TrueType; with ``like`` it takes that font's ascent and descent.
    """
    return _subset(path, path.stat().st_mtime_ns, tuple(points), flavor, like)


@lru_cache(maxsize=8)
def _subset(path: Path, _stamp: int, points: tuple[int, ...], flavor: str | None, like: Path | None) -> bytes:
    """As ``subset``; a page that is made again with the same characters has its fonts already."""
    from fontTools import subset as subsetting

    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
    options = subsetting.Options(
        flavor=flavor,
        layout_features=FEATURES,
        hinting=False,
        notdef_outline=True,
        name_IDs=KEPT_NAMES,
        recalc_timestamp=False,
        drop_tables=["DSIG", "FFTM", "meta", "vhea", "vmtx", "VORG", "BASE"],
        canonical_order=True,
        lazy=True,
    )
    font = subsetting.load_font(str(path), options)
    font.recalcTimestamp = False
    subsetter = subsetting.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    if like is not None:
        _take_metrics(font, like)
    written = io.BytesIO()
    subsetting.save_font(font, written, options)
    font.close()
    return written.getvalue()


def _take_metrics(font: Any, like: Path) -> None:  # noqa: ANN401  fontTools has no types
    from fontTools.ttLib import TTFont

    with TTFont(like, lazy=True) as model:
        scale = font["head"].unitsPerEm / model["head"].unitsPerEm
        hhea, os2 = model["hhea"], model["OS/2"]
        pairs = (
            ("hhea", "ascent", hhea.ascent),
            ("hhea", "descent", hhea.descent),
            ("hhea", "lineGap", hhea.lineGap),
            ("OS/2", "sTypoAscender", os2.sTypoAscender),
            ("OS/2", "sTypoDescender", os2.sTypoDescender),
            ("OS/2", "sTypoLineGap", os2.sTypoLineGap),
            ("OS/2", "usWinAscent", os2.usWinAscent),
            ("OS/2", "usWinDescent", os2.usWinDescent),
        )
    for table, name, value in pairs:
        setattr(font[table], name, round(value * scale))
