"""The example brands: three agencies' looks from one report."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from reportgen import resources
from reportgen.charts import palette
from reportgen.charts.theme import Theme, make_theme
from reportgen.config.brands import load_brand
from reportgen.rendering.brand import Brand, read_brand
from tests.rooms.rendering.conftest import Rendered, prepared
from tests.rooms.rendering.sample_report import english

BRANDS = sorted(path.parent for path in (resources.styles_dir() / "brands").glob("*/brand.yaml"))
NAMES = [folder.name for folder in BRANDS]


def look(folder: Path) -> tuple[Theme, Brand]:
    brand = load_brand(folder, folder / "brand.yaml", "brand.yaml", "Lumen & Oak", check_files=True).brand
    theme = make_theme(
        brand.primary, accent=brand.accent, font_family=brand.font_family, fallback_families=("Pretendard",)
    )
    return theme, read_brand(brand, "")


@pytest.fixture(scope="module")
def dressed() -> dict[str, Rendered]:
    return {folder.name: prepared(english(), *look(folder)) for folder in BRANDS}


def test_there_are_three_and_no_two_share_a_cover_or_a_type() -> None:
    found = [look(folder) for folder in BRANDS]
    assert NAMES == ["folio", "harbour", "vale"]
    assert {brand.cover for _, brand in found} == {"ruled", "band", "bars"}
    assert len({theme.families[0] for theme, _ in found}) == 3
    hues = sorted(palette.to_oklch(theme.accent).hue for theme, _ in found)
    assert min(other - one for one, other in pairwise(hues)) > 30


@pytest.mark.parametrize("folder", BRANDS, ids=NAMES)
def test_a_brand_can_be_read_on_paper_and_paper_on_it(folder: Path) -> None:
    theme, brand = look(folder)
    # WCAG 2.2: 4.5 to 1 for text of any size
    assert palette.contrast(theme.accent, theme.paper) >= 4.5
    assert palette.contrast(theme.ink2, theme.paper) >= 4.5
    assert palette.contrast(theme.second, theme.paper) >= 4.5
    assert brand.logo is not None
    assert brand.logo_dark is not None


@pytest.mark.parametrize("folder", BRANDS, ids=NAMES)
def test_its_two_colours_are_printed_as_asked_and_told_apart(folder: Path) -> None:
    brand = load_brand(folder, folder / "brand.yaml", "brand.yaml", "Lumen & Oak", check_files=True).brand
    theme, _ = look(folder)
    assert (theme.accent, theme.second) == (brand.primary.upper(), (brand.accent or "").upper())
    assert theme.part == theme.second  # it looks neither like the first nor like good or bad news
    apart = palette.hue_distance(*(palette.to_oklch(colour).hue for colour in (theme.accent, theme.second)))
    assert apart > 30


@pytest.mark.parametrize("name", NAMES)
def test_its_own_type_is_in_the_pdf(dressed: dict[str, Rendered], name: str) -> None:
    rendered = dressed[name]
    with pikepdf.open(BytesIO(rendered.pdf)) as opened:
        fonts = {
            str(thing.FontName).split("+")[1]
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        }
    family = rendered.theme.families[0].replace(" ", "")
    assert any(font.replace("-", "").startswith(family) for font in fonts), fonts


def test_a_field_of_colour_bears_the_logo_for_dark_paper(dressed: dict[str, Rendered]) -> None:
    band, bars = dressed["harbour"].html, dressed["vale"].html
    assert 'class="cover cover-band"' in band
    assert band.count('class="logo"') == 1
    assert 'class="logo light"' not in band
    assert ('class="logo light"' in bars, 'class="logo dark"' in bars) == (True, True)


def test_covers_of_type_alone_have_no_chart(dressed: dict[str, Rendered]) -> None:
    assert {name: 'class="cover-chart"' in rendered.html for name, rendered in dressed.items()} == {
        "folio": False,
        "harbour": True,
        "vale": True,
    }
