"""What the canary takes for another client's, and what for chance: short names, words of every report, pixels, fonts."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from PIL import Image

from reportgen.config.brand import Brand
from reportgen.config.client import ClientConfig
from reportgen.delivery.canary import foreign_to, refuse_foreign
from reportgen.delivery.publish import Artefact
from reportgen.errors import PublishError
from reportgen.resources import fonts_dir
from tests.rooms.report.results_sample import config


def named(name: str, identifier: str, locale: str = "en-US", words: str = "") -> ClientConfig:
    return config(name=name, id=identifier, locale=locale, content=f'{{"client": "{name}", "tags": ["{words}"]}}')


def page(text: str) -> Artefact:
    return Artefact("html", "own.html", f"<html><body><p>{text}</p></body></html>".encode())


def is_refused(artefact: Artefact, own: ClientConfig, other: ClientConfig) -> bool:
    try:
        refuse_foreign([artefact], foreign_to(own, [own, other]))
    except PublishError as error:
        return other.id in str(error)
    return False


@pytest.mark.parametrize(
    ("name", "text", "hit"),
    [
        ("한빛", "이번 달 한빛의 매출", True),
        ("한빛", "한빛에서는", True),  # two particles
        ("한빛", "‘한빛’", True),
        ("한빛", "한빛나래 도서관", False),  # another word
        ("한빛", "새한빛 신문", False),
        ("東華", "東華的營收", True),
        ("東華", "本月東華的營收", True),
        ("東華", "<td>東華</td>", True),
        ("東華", "山東華北地區", False),  # 山東 and 華北
        ("ソニ", "今月はソニの売上", True),
        ("ソニ", "パソニック", False),
        ("東華興", "山東華興北", True),  # three letters do not meet by chance
        ("한빛뷰티", "새한빛뷰티풀", True),
    ],
)
def test_a_name_of_two_letters_has_to_stand_by_itself(name: str, text: str, *, hit: bool) -> None:
    own = named("새봄", "saebom", "ko-KR")
    assert is_refused(page(text), own, named(name, "other-shop")) is hit


def test_a_long_name_is_found_over_a_line_s_end_and_a_short_one_is_not_pieced_together() -> None:
    own = named("새봄", "saebom", "ko-KR")
    assert is_refused(page("한빛\n뷰티"), own, named("한빛뷰티", "other-shop"))
    assert not is_refused(page("한 빛"), own, named("한빛", "other-shop"))  # "one light"


@pytest.mark.parametrize(
    ("name", "locale"), [("Traffic", "en-US"), ("매출", "ko-KR"), ("營收", "zh-TW"), ("收入", "zh-CN")]
)
def test_a_name_that_every_report_says_is_no_token_but_the_id_beside_it_is(name: str, locale: str) -> None:
    own, other = named("Own Goods", "own-goods", locale), named(name, "other-shop")
    assert [token.text for token in foreign_to(own, [own, other])] == ["other-shop"]
    assert not is_refused(page(f"{name} up"), own, other)
    assert is_refused(page(f"{name} of other-shop"), own, other)


def test_a_name_within_the_client_s_own_words_is_its_own_wherever_a_line_is_broken() -> None:
    other = named("東華", "other-shop")
    text = page("關\n東華僑")
    assert is_refused(text, named("Own Goods", "own-goods", "zh-TW"), other)
    assert not is_refused(text, named("關東華僑", "own-goods", "zh-TW"), other)
    assert not is_refused(text, named("Own Goods", "own-goods", "zh-TW", words="關東華僑"), other)


@pytest.fixture(params=["RGB", "RGBA", "P", "L"])
def logo(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A picture of two colours, in one of the ways in which a PNG may hold it."""
    picture = Image.new("RGB", (12, 8), (200, 30, 40))
    picture.paste((20, 60, 90), (0, 0, 5, 8))
    picture.convert(request.param).save(tmp_path / "logo.png")
    return tmp_path / "logo.png"


def pdf(inner: str, *fonts: Path) -> Artefact:
    from reportgen.rendering.pdf import import_weasyprint
    from reportgen.resources import prepare_fonts

    prepare_fonts(fonts)
    import_weasyprint()
    import weasyprint

    document = weasyprint.HTML(string=f"<html lang=en><body>{inner}</body></html>")
    return Artefact("pdf", "own.pdf", document.write_pdf())


def test_a_logo_is_found_by_its_pixels_in_a_pdf(logo: Path) -> None:
    own = named("Own Goods", "own-goods")
    other = replace(named("Alder Goods", "alder"), brand=Brand("Alder Goods", logo=logo))
    source = f"data:image/png;base64,{b64encode(logo.read_bytes()).decode()}"
    assert is_refused(pdf(f"<img alt=x src='{source}'>"), own, other)
    turned = io.BytesIO()
    Image.open(logo).transpose(Image.Transpose.ROTATE_180).save(turned, "PNG")
    source = f"data:image/png;base64,{b64encode(turned.getvalue()).decode()}"
    assert not is_refused(pdf(f"<img alt=x src='{source}'>"), own, other)


@pytest.fixture(scope="module")
def font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few letters of a shipped font under another name."""
    return letters_of("Alder Sans", tmp_path_factory.mktemp("fonts") / "Alder.ttf")


def letters_of(family: str, path: Path) -> Path:
    with TTFont(fonts_dir() / "pretendard" / "Pretendard-Regular.ttf") as opened:
        letters = subset.Subsetter()
        letters.populate(text="Own Goods")
        letters.subset(opened)
        for record in (1, 4, 16):
            opened["name"].setName(family, record, 3, 1, 0x409)
        opened.save(path)
    return path


def in_html(font: Path) -> Artefact:
    """As our pages hold fonts: a part of it, packed."""
    with TTFont(font) as opened:
        opened.flavor = "woff2"
        packed = io.BytesIO()
        opened.save(packed)
    source = f"url(data:font/woff2;base64,{b64encode(packed.getvalue()).decode()})"
    style = f"@font-face {{ font-family: 'Any'; src: {source} format('woff2') }}"
    return Artefact("html", "own.html", f"<style>{style}</style><p>Own Goods</p>".encode())


def in_pdf(font: Path) -> Artefact:
    return pdf(f"<p style='font-family: {font.stem} Sans, Pretendard'>Own Goods</p>", font.parent)


@pytest.mark.parametrize("made", [in_html, in_pdf])
def test_a_brand_s_own_font_is_found_by_its_name(font: Path, tmp_path: Path, made: Callable[[Path], Artefact]) -> None:
    own = named("Own Goods", "own-goods")
    shipped = letters_of("Pretendard", tmp_path / "Shipped.ttf")
    files = Brand("Alder Goods", font_family="Alder Sans", font_files=(font, shipped))  # of which one is everybody's
    other = replace(named("Alder Goods", "alder"), brand=files)
    assert [token.text for token in foreign_to(own, [own, other]) if token.kind == "font"] == ["Alder Sans"]
    assert is_refused(made(font), own, other)
    assert not is_refused(made(shipped), own, other)
    bought_too = replace(own, brand=Brand("Own Goods", font_family="Alder Sans", font_files=(font,)))
    assert not is_refused(made(font), bought_too, other)


def test_a_broken_file_of_a_neighbour_stops_nobody(tmp_path: Path) -> None:
    for name, content in (("logo.png", b"\x89PNG\r\n\x1a\n"), ("font.ttf", b"\0\1\0\0\0\x10glyf")):
        (tmp_path / name).write_bytes(content)
    brand = Brand("Alder Goods", logo=tmp_path / "logo.png", font_files=(tmp_path / "font.ttf",))
    assert not is_refused(
        page("Own Goods"), named("Own Goods", "own"), replace(named("Alder Goods", "alder"), brand=brand)
    )
