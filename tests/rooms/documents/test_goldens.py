"""Key pages as they were last looked at and found good, in small grey pictures.

After a change that is meant to be seen, look at the pages and renew the pictures:

    REPORTGEN_RENEW_GOLDENS=1 python -m pytest tests/rooms/documents/test_goldens.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.rooms.documents.conftest import Document, Library, bare

GOLDENS = Path(__file__).parent / "goldens"
RENEW = "REPORTGEN_RENEW_GOLDENS"
DPI = 30
GREYS = 16
SEEN = 60  # of 255: a pixel that differs by more is seen to differ; a letter's smoothing is not
MOST = 0.01  # of a page's pixels: a line of text that moved or changed is a hundredth
LARGEST = 15_000  # bytes of a picture
# sample, kind, locale, and the section whose first page it is ("" for the cover)
PAGES = (
    ("lumen-oak", "ecommerce", "en-US", ""),
    ("lumen-oak", "ecommerce", "en-US", "summary"),
    ("lumen-oak", "ecommerce", "en-US", "why"),
    ("lumen-oak", "ecommerce", "en-US", "conversion"),
    ("hanbit-beauty", "marketing", "ko-KR", "summary"),
    ("tungwah-industrial", "b2b", "zh-TW", "summary"),
)


def number_of(document: Document, name: str) -> int:
    """The page, from 0, on which a section begins."""
    if not name:
        return 0
    heading = next(section.heading for section in document.report.sections if section.id == name)
    said = bare("".join(run.text for run in heading))
    on = [number for number, page in enumerate(document.pages) if said in page]
    return on[-1]  # the contents page names it too


def picture(document: Document, number: int) -> Image.Image:
    drawn: Image.Image = document.drawn[number].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
    step = 255 // (GREYS - 1)
    return drawn.point([(value + step // 2) // step * step for value in range(256)])


@pytest.mark.parametrize("asked", PAGES, ids=lambda asked: f"{asked[0]}-{asked[3] or 'cover'}")
def test_a_key_page_looks_as_it_did(library: Library, asked: tuple[str, str, str, str], tmp_path: Path) -> None:
    sample, kind, locale, section = asked
    document = library(sample, kind, locale)
    now = picture(document, number_of(document, section))
    golden = GOLDENS / f"{sample}-{section or 'cover'}.png"
    if os.environ.get(RENEW):
        GOLDENS.mkdir(exist_ok=True)
        now.save(golden, optimize=True, bits=4)
    assert golden.stat().st_size <= LARGEST
    before = Image.open(golden).convert("L")
    assert now.size == before.size
    difference = ImageChops.difference(now, before)
    seen = sum(difference.histogram()[SEEN:]) / (now.width * now.height)
    if seen > MOST:
        now.save(tmp_path / "now.png")
        before.save(tmp_path / "before.png")
        ImageChops.invert(difference).save(tmp_path / "difference.png")
    assert seen <= MOST, f"{seen:.1%} of the page changed; see the pictures in {tmp_path}; to renew, set {RENEW}=1"
