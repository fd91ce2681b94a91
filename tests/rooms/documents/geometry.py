"""Where the texts of a finished PDF stand: lines with their boxes in points from the page's top left."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium


@dataclass(frozen=True, slots=True)
class Line:
    """Text that stands on one line without a wide gap; ``size`` in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size, and its lines from top to bottom."""

    width: float
    height: float
    lines: tuple[Line, ...]


def sheets(document: pypdfium2.PdfDocument) -> list[Sheet]:
    """All pages of a document."""
    return [_sheet(page) for page in document]


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    text = page.get_textpage()
    lines = []
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        said = text.get_text_bounded(left, bottom, right, top).strip()
        if said:
            at = pdfium.FPDFText_GetCharIndexAtPos(text, (left + right) / 2, (bottom + top) / 2, 8, 8)
            size = pdfium.FPDFText_GetFontSize(text, at) if at >= 0 else top - bottom
            lines.append(Line(said, left, height - top, right, height - bottom, float(ctypes.c_double(size).value)))
    text.close()
    return Sheet(width, height, tuple(sorted(lines, key=lambda line: (line.top, line.left))))
