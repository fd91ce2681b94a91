from __future__ import annotations

import math
import re
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from reportgen.charts.bars import draw_bars
from reportgen.charts.draw import draw, renderer
from reportgen.charts.line import draw_line
from reportgen.charts.model import Bar, BarChart, Chart, Sparkline
from reportgen.charts.png import png
from reportgen.charts.sheet import Rect, Sheet
from reportgen.charts.svg import finish
from reportgen.charts.theme import Theme, make_theme
from reportgen.errors import PublishError

if TYPE_CHECKING:
    from conftest import Drawing


ALLOWED = {"svg", "title", "g", "path", "line", "text"}


def test_a_figure_holds_shapes_and_text_only(drawings: dict[str, Drawing], any_chart: Chart) -> None:
    svg = drawings[any_chart.id].figure.svg
    assert set(re.findall(r"<([A-Za-z]+)", svg)) <= ALLOWED
    for banned in ("href", "style=", "class=", "aria-", "url(", "<script", "NaN", "undefined"):
        assert banned not in svg
    assert re.match(r'<svg [^>]*role="img"><title>', svg)
    assert drawings[any_chart.id].elements("title")[0].text == any_chart.alt


def test_bytes_are_the_same_in_whatever_order_charts_are_drawn(
    theme: Theme, drawings: dict[str, Drawing], every: tuple[Chart, ...]
) -> None:
    before = {name: drawing.figure.svg for name, drawing in drawings.items()}
    for order in (every[::-1], every[1::2] + every[::2]):
        assert {name: figure.svg for name, figure in draw(order, theme).items()} == before


def test_figures_come_in_the_order_asked_for(theme: Theme, mock: dict[str, Chart]) -> None:
    assert list(draw([mock["spark"], mock["cover"]], theme)) == ["spark", "cover"]


def test_two_charts_of_one_name_are_refused(theme: Theme, mock: dict[str, Chart]) -> None:
    with pytest.raises(ValueError, match="two charts"):
        draw([mock["spark"], mock["spark"]], theme)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_number_that_is_none_is_refused(theme: Theme, make_bars: Callable[..., BarChart], value: float) -> None:
    with pytest.raises(PublishError, match="cannot be drawn"):
        draw([make_bars("odd", Bar("A", value, "?"))], theme)


def test_names_that_would_break_a_field_or_a_spec_are_only_text(
    theme: Theme, make_bars: Callable[..., BarChart]
) -> None:
    names = ["rev.total", "rev[0]", "it's", 'x"y', "a\\b", "a:b", "<script>", "datum.f0", "${x}", "&amp;"]
    figure = draw([make_bars("odd", *(Bar(name, 5, "5") for name in names))], theme)["odd"]
    assert figure.svg.count(theme.context_fill) == len(names)
    assert "&lt;script&gt;" in figure.svg
    assert "<script" not in figure.svg


def test_an_emoji_is_replaced_and_reported_and_the_rest_is_drawn(
    theme: Theme, make_bars: Callable[..., BarChart]
) -> None:
    chart = make_bars("emoji", Bar("Sale 🎉", 5, "5"), Bar("Plain", 4, "4"))
    figure = draw([chart], theme)["emoji"]
    assert figure.replaced == ("🎉",)
    assert "Sale □" in figure.svg
    assert figure.svg.count(theme.context_fill) == 2


def test_a_lost_mark_stops_publication_and_names_the_chart(theme: Theme, mock: dict[str, Chart]) -> None:
    sheet = draw_bars(mock["bars"], theme)
    drawn = renderer().vegalite_to_svg(sheet.spec(), allowed_base_urls=[])
    lost = re.sub(r'<path d="M96[^>]*>', "", drawn, count=1)
    assert lost != drawn
    with pytest.raises(PublishError, match=r"'bars' lost marks.*\n.*5 of 6 in layer rect0"):
        finish(lost, sheet, "bars", "")


def test_a_lost_point_of_a_line_is_noticed(theme: Theme, mock: dict[str, Chart]) -> None:
    sheet = draw_line(mock["line"], theme)
    drawn = renderer().vegalite_to_svg(sheet.spec(), allowed_base_urls=[])
    shortened = re.sub(r"L[-0-9.]+,[-0-9.]+(?=\")", "", drawn, count=1)
    with pytest.raises(PublishError, match="25 of 26 in layer line"):
        finish(shortened, sheet, "line", "")


@pytest.mark.parametrize(
    "content",
    [
        '<image href="file:///etc/passwd"/>',
        '<a href="https://example.com"><path d="M0,0"/></a>',
        "<style>*{fill:red}</style>",
        "<script>alert(1)</script>",
        '<path d="M0,0" onclick="x()"/>',
        '<path d="M0,0" style="fill:red"/>',
        '<path d="M0,0" fill="url(https://example.com/x)"/>',
        '<linearGradient id="a"/>',
        "<foreignObject/>",
    ],
)
def test_anything_else_in_a_drawing_is_refused(theme: Theme, content: str) -> None:
    with pytest.raises(PublishError, match="'odd' has something in it"):
        finish(f'<svg xmlns="http://www.w3.org/2000/svg">{content}</svg>', Sheet(10, 10, theme), "odd", "")


def test_ids_get_the_charts_name_and_do_not_depend_on_what_was_drawn_before(theme: Theme) -> None:
    clipped = {
        "data": {"values": [{"f0": 1}]},
        "mark": {"type": "point", "clip": True},
        "encoding": {"x": {"field": "f0", "type": "quantitative", "axis": None}},
    }
    sheet = Sheet(10, 10, theme)
    first, second = (renderer().vegalite_to_svg(clipped, allowed_base_urls=[]) for _ in range(2))
    assert first != second  # the renderer counts on
    done = [finish(svg, sheet, "a chart/1", "") for svg in (first, second)]
    assert done[0] == done[1]
    assert 'id="a-chart-1-1"' in done[0]
    assert 'clip-path="url(#a-chart-1-1)"' in done[0]


def test_alt_texts_lose_what_xml_cannot_hold(theme: Theme) -> None:
    chart = Sparkline("s", 'Rose <5% & "fell"\x00\n again', (1.0, 2.0))
    assert '<title>Rose &lt;5% &amp; "fell"  again</title>' in draw([chart], theme)["s"].svg


def test_specs_are_what_altair_calls_valid(theme: Theme, mock: dict[str, Chart]) -> None:
    import altair as alt

    kinds = {type(chart): chart for chart in mock.values()}
    from reportgen.charts.draw import _DRAWINGS

    for kind, chart in kinds.items():
        alt.Chart.from_dict(_DRAWINGS[kind](chart, theme).spec())  # raises on what the schema does not know


def test_a_layer_without_rows_is_left_out(theme: Theme) -> None:
    sheet = Sheet(10, 10, theme)
    sheet.rects([])
    sheet.texts([])
    assert sheet.layers == ()
    sheet.rects([Rect(0, 0, 1, 1, "#000000")])
    assert [layer.expected for layer in sheet.layers] == [1]


def test_heavy_libraries_are_loaded_only_when_a_chart_is_drawn() -> None:
    program = (
        "import sys, reportgen.charts.draw, reportgen.charts.png;"
        "print(sorted({'altair', 'vl_convert', 'pandas', 'fontTools'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_png_has_the_width_asked_for_and_stands_on_paper(theme: Theme, mock: dict[str, Chart]) -> None:
    import io

    from PIL import Image

    image = Image.open(io.BytesIO(png(draw([mock["bars"]], theme)["bars"], theme, width=520)))
    assert image.width == 520
    assert image.height == pytest.approx(520 * 45 / 130, abs=1)
    assert image.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)
    colours = {colour for _, colour in image.convert("RGB").getcolors(100000) or []}
    assert (0x1F, 0x5A, 0x49) in colours


def test_a_pdf_prints_every_label_in_our_fonts(make_bars: Callable[..., BarChart]) -> None:
    import base64

    import pypdfium2

    from reportgen.resources import prepare_fonts

    prepare_fonts()
    import weasyprint

    theme = make_theme("#7A2B55", fallback_families=("Noto Sans TC",))
    chart = make_bars("c", Bar("네이버 쇼핑", 5, "5만 원", 4, "+1만 원"), Bar("電子郵件", 3, "$3", 2, "+$1"))
    svg = base64.b64encode(draw([chart], theme)["c"].svg.encode()).decode()
    data = weasyprint.HTML(string=f'<img alt="x" src="data:image/svg+xml;base64,{svg}">').write_pdf()
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    # WeasyPrint sets the text of an SVG letter by letter, so the spaces of the extract say nothing.
    letters = "".join(text.split())
    for word in ("네이버쇼핑", "5만원", "電子郵件", "+$1"):
        assert word in letters
