"""What a font file has, against fontTools' own reading of it."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from reportgen import resources
from reportgen.rendering import fonts


@pytest.mark.parametrize("font", resources.shipped_fonts(), ids=lambda font: font.path.stem)
def test_a_font_has_the_characters_that_it_maps_to_glyphs(font: resources.Font) -> None:
    with TTFont(font.path) as whole:
        assert fonts.coverage(font.path) == frozenset(whole.getBestCmap())


def test_text_that_the_first_family_has_needs_no_other() -> None:
    families = [font.family for font in resources.shipped_fonts()]
    assert fonts.fallback_faces("Revenue 12 %", list(dict.fromkeys(families)), (), chinese=False, flavor=None) == ()
