import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from reportgen import resources
from reportgen.errors import MachineError
from reportgen.resources import (
    Font,
    font_problem,
    fonts_dir,
    prepare_fonts,
    shipped_fonts,
    styles_dir,
    templates_dir,
)

TOP = Path(resources.__file__).parent.parent


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own, and FONTCONFIG_FILE put back afterwards."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("FONTCONFIG_FILE", "unset")
    return tmp_path / "cache" / "reportgen"


def make_font(path: Path, family: str = "Brand Sans", *, cff: bool = False) -> Path:
    """A tiny font with the letter A."""
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({ord("A"): "A"})
    pens = [T2CharStringPen(600, None) if cff else TTGlyphPen(None) for _ in range(2)]
    for pen in pens:
        pen.moveTo((0, 0))
        for point in ((0, 700), (500, 700), (500, 0)):
            pen.lineTo(point)
        pen.closePath()
    names = dict(zip([".notdef", "A"], pens, strict=True))
    if cff:
        strings = {name: pen.getCharString() for name, pen in names.items()}
        builder.setupCFF(family.replace(" ", ""), {}, strings, {})
    else:
        builder.setupGlyf({name: pen.glyph() for name, pen in names.items()})
    builder.setupHorizontalMetrics({".notdef": (600, 0), "A": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    builder.setupOS2(usWeightClass=400)
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path


def seen_by_pango(*extra: Path) -> list[str]:
    """Families that a page may use, as a fresh process embeds them when it asks for many."""
    script = """
import io, json, sys
from pathlib import Path
from reportgen.resources import prepare_fonts
prepare_fonts([Path(folder) for folder in sys.argv[2:]])
import pikepdf, weasyprint
pdf = weasyprint.HTML(string=sys.argv[1]).write_pdf()
with pikepdf.open(io.BytesIO(pdf)) as document:
    fonts = {str(item.BaseFont) for item in document.objects
             if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item}
print(json.dumps(sorted(name.partition("+")[2] for name in fonts)))
"""
    html = """
<p style="font-family: Pretendard">ABC 한글 <b>bold</b> <i style="font-weight: 600">semi</i></p>
<p style="font-family: 'DejaVu Sans', 'Liberation Serif', Arial, serif">ABC</p>
<p style="font-family: 'Brand Sans'">A</p>
<p lang="zh-TW" style="font-family: sans-serif">營收</p>
<p lang="zh-CN" style="font-family: sans-serif">营收</p>
"""
    run = subprocess.run(
        [sys.executable, "-c", script, html, *map(str, extra)],
        check=True,
        capture_output=True,
        text=True,
        cwd=TOP,
    )
    return json.loads(run.stdout)


def test_templates_and_styles_are_found_in_the_checkout() -> None:
    assert templates_dir() == TOP / "templates"
    assert styles_dir() == TOP / "styles"
    assert fonts_dir() == TOP / "styles" / "fonts"


def test_in_a_wheel_they_are_found_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "reportgen"
    for folder in ("templates", "styles/fonts"):
        (package / folder).mkdir(parents=True)
    monkeypatch.setattr(resources, "PACKAGE", package)
    assert templates_dir() == package / "templates"
    assert fonts_dir() == package / "styles" / "fonts"


def test_the_templates_of_another_package_are_not_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates").mkdir()  # as in site-packages/templates
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "reportgen")
    with pytest.raises(MachineError, match="'templates' is missing"):
        templates_dir()


def test_the_shipped_fonts_are_static_truetype_of_the_family_and_weight_in_the_table() -> None:
    for font in shipped_fonts():
        assert font_problem(font.path) is None
        with TTFont(font.path, lazy=True) as opened:
            family = opened["name"].getDebugName(16) or opened["name"].getDebugName(1)
            assert Font(family, opened["OS/2"].usWeightClass, font.path) == font


def test_the_table_lists_every_font_file_and_each_family_has_its_licence() -> None:
    files = sorted(path for path in fonts_dir().rglob("*") if path.suffix in {".ttf", ".otf", ".ttc"})
    assert files == sorted(font.path for font in shipped_fonts())
    for folder, count in Counter(font.path.parent for font in shipped_fonts()).items():
        assert count >= 2
        assert "SIL OPEN FONT LICENSE" in (folder / "LICENSE.txt").read_text(encoding="utf-8")


def test_a_missing_font_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(styles_dir(), tmp_path / "styles", ignore=shutil.ignore_patterns("*.ttf"))
    monkeypatch.setattr(resources, "PACKAGE", tmp_path)
    with pytest.raises(MachineError, match=r"Pretendard-Regular\.ttf' is missing"):
        shipped_fonts()


def test_the_private_conf_is_written_once_and_only_one_variable_is_set(own_cache: Path) -> None:
    before = dict(os.environ)
    prepare_fonts()
    first = os.environ["FONTCONFIG_FILE"]
    stamp = Path(first).stat().st_mtime_ns
    prepare_fonts()
    assert Path(first).stat().st_mtime_ns == stamp
    assert {**os.environ, "FONTCONFIG_FILE": "unset"} == before
    assert sorted(path.name for path in own_cache.iterdir()) == [Path(first).name]


def test_other_brand_folders_get_another_conf(own_cache: Path, tmp_path: Path) -> None:
    brand = make_font(tmp_path / "a & b" / "Brand.ttf").parent
    prepare_fonts()
    plain = os.environ["FONTCONFIG_FILE"]
    prepare_fonts([brand])
    branded = os.environ["FONTCONFIG_FILE"]
    assert plain != branded
    assert "a &amp; b" in Path(branded).read_text(encoding="utf-8")
    prepare_fonts()
    assert os.environ["FONTCONFIG_FILE"] == plain
    assert len(list(own_cache.glob("*.conf"))) == 2


def test_a_spoilt_conf_is_mended(own_cache: Path) -> None:
    prepare_fonts()
    [conf] = own_cache.glob("*.conf")
    good = conf.read_bytes()
    conf.write_bytes(good[:40])
    prepare_fonts()
    assert conf.read_bytes() == good


def test_without_a_home_the_conf_lies_in_a_temporary_folder(
    own_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_cache.parent.write_text("a file where the folder should be")
    monkeypatch.setenv("HOME", str(own_cache.parent))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    resources._temporary_folder.cache_clear()
    prepare_fonts()
    resources._temporary_folder.cache_clear()
    conf = Path(os.environ["FONTCONFIG_FILE"])
    assert conf.is_file()
    assert conf.parent.parent == tmp_path


@pytest.mark.usefixtures("own_cache")
def test_a_brand_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="the font folder 'nowhere' is missing"):
        prepare_fonts([tmp_path / "nowhere"])


SHIPPED_NAMES = [
    "Noto-Sans-SC",
    "Noto-Sans-TC",
    "Pretendard",
    "Pretendard-Bold",
    "Pretendard-Semi-Bold",
]


@pytest.mark.usefixtures("own_cache")
def test_pango_sees_the_shipped_families_and_no_others() -> None:
    assert [name.removesuffix("-Oblique") for name in seen_by_pango()] == SHIPPED_NAMES


@pytest.mark.usefixtures("own_cache")
def test_pango_sees_a_brands_font_beside_them(tmp_path: Path) -> None:
    brand = make_font(tmp_path / "fonts" / "Brand.ttf").parent
    names = [name.removesuffix("-Oblique") for name in seen_by_pango(brand)]
    assert names == ["Brand-Sans", *SHIPPED_NAMES]


@pytest.mark.usefixtures("own_cache")
def test_vl_convert_draws_the_shipped_families_and_nothing_in_others() -> None:
    script = """
from reportgen.resources import prepare_fonts, shipped_fonts
prepare_fonts()
import vl_convert
def ink(family: str, text: str) -> None:
    spec = {"width": 200, "height": 60, "data": {"values": [{"t": text}]},
            "mark": {"type": "text", "font": family, "fontSize": 30}, "encoding": {"text": {"field": "t"}}}
    return vl_convert.vegalite_to_png(spec, allowed_base_urls=[])
blank = ink("Pretendard", " ")
print([family for family in [*dict.fromkeys(font.family for font in shipped_fonts()), "DejaVu Sans", "Arial"]
       if ink(family, "ABC") != blank])
"""
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=TOP)
    assert run.stdout.strip() == "['Pretendard', 'Noto Sans TC', 'Noto Sans SC']"


def test_fonts_that_spoil_a_pdf_are_refused_with_the_reason(tmp_path: Path) -> None:
    good = make_font(tmp_path / "good.ttf")
    assert font_problem(good) is None

    cff = make_font(tmp_path / "outlines.otf", cff=True)
    assert "PostScript (CFF)" in font_problem(cff)

    web = tmp_path / "web.woff"
    with TTFont(good) as font:
        font.flavor = "woff"
        font.save(web)
    assert "web font (WOFF)" in font_problem(web)

    many = tmp_path / "many.ttc"
    collection = TTCollection()
    collection.fonts = [TTFont(good), TTFont(good)]
    collection.save(many)
    assert "collection" in font_problem(many)

    variable = tmp_path / "variable.ttf"
    make_variable(variable)
    assert "variable" in font_problem(variable)

    text = tmp_path / "notes.ttf"
    text.write_text("not a font")
    assert "cannot be read" in font_problem(text)
    empty = tmp_path / "empty.ttf"
    empty.touch()
    assert "cannot be read" in font_problem(empty)
    assert "does not exist" in font_problem(tmp_path / "nowhere.ttf")


def make_variable(path: Path) -> None:
    make_font(path)
    with TTFont(path) as font:
        builder = FontBuilder(font=font)
        builder.setupFvar([("wght", 400, 400, 700, "Weight")], [])
        builder.save(path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)
