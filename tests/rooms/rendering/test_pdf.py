"""The PDF: its pages, its text, its tags, and what must end the rendering."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from reportgen import resources
from reportgen.charts.model import LineChart, Tick
from reportgen.errors import PublishError
from reportgen.rendering import style
from reportgen.rendering.bundle import Resource, make_bundle
from reportgen.rendering.pdf import import_weasyprint, listening, render_pdf
from reportgen.report.model import Cell, Row, Run, Table
from tests.rooms.rendering.conftest import POINTS_PER_MM, Rendered, prepared
from tests.rooms.rendering.sample_report import english, stand_ins, with_text
from tests.rooms.rendering.sample_translations import translated

LEFT_MM, TEXT_MM, FOOT_MM, HEAD_MM = 17.5, 175.0, 10.0, 10.0


def in_order(text: str, *wanted: str) -> bool:
    position = 0
    for part in wanted:
        position = text.find(part, position)
        if position < 0:
            return False
    return True


def test_a_section_starts_a_page_and_the_long_table_takes_two_more(lumen: Rendered) -> None:
    firsts = [
        "October 2026",
        "More sessions and larger orders brought",
        "Every month since",
        "$46,053; lower",
        "Shoppers reach",
        "Two of eight targets",
        "All figures",
        "Products by revenue, continued",
        "Products by revenue, continued",
    ]
    assert len(lumen.pages) == len(firsts)
    for page, first in zip(lumen.pages, firsts, strict=True):
        assert first in page


def test_the_summary_reads_from_heading_to_data_status(lumen: Rendered) -> None:
    assert in_order(
        lumen.pages[1],
        "More sessions",
        "Analyst’s note",
        "What the figures say",
        "Revenue was $492,213",
        "$492,213",
        "6.0%",
        "up on Sep 2026",
        "4,819",
        "Return on ad spend",
        "Line: last 13 months",
        "Data status",
        "24 of 24 passed",
    )


def test_a_long_table_repeats_its_head_on_every_page(lumen: Rendered) -> None:
    for page in lumen.pages[6:]:
        assert in_order(page, "Product", "Orders")
    rows = [f"Product {number:03d}" for number in range(1, 81)]
    assert in_order(" ".join(lumen.pages[6:]), *rows)


def test_a_heading_row_stays_with_the_rows_it_names() -> None:
    report = english()
    appendix = report.sections[-1]
    table = appendix.blocks[1].content
    assert isinstance(table, Table)
    for above in (31, 32, 33):  # the page's foot comes after 32 rows
        heading = Row((Cell((Run("By country"),)),), heading=True)
        rows = (*table.rows[:above], heading, *table.rows[above : above + 20])
        block = replace(appendix.blocks[1], content=replace(table, rows=rows))
        made = prepared(replace(report, sections=(replace(appendix, blocks=(block,)),)))
        first = made.pages[1].replace(" ", "")
        assert ("Bycountry" in first) == (f"Product{above + 1:03d}" in first)


def test_a_report_of_many_sections_has_a_contents_page_that_names_their_pages() -> None:
    report = english()
    *_, targets, _ = report.sections
    more = tuple(
        replace(
            targets,
            id=f"part-{number}",
            label=f"Part {number}",
            blocks=(replace(targets.blocks[1], id=f"past-{number}"),),
        )
        for number in range(1, 9)
    )
    made = prepared(replace(report, sections=more))
    assert in_order(made.pages[1], "Contents", *(f"Part {number}" for number in range(1, 9)))
    links = [str(link.Dest) for link in made.opened.pages[1].Annots]
    assert links[::2] == [f"s-part-{number}" for number in range(1, 9)]
    # two such small sections stand on a page
    assert in_order(made.pages[1], "Part 1", "3", "Part 2", "3", "Part 3", "4", "Part 8", "6", "Final")


def test_pages_are_counted_and_references_name_their_page(lumen: Rendered) -> None:
    assert "Page 2 of 9" in lumen.pages[1]
    assert "(page 5)" in lumen.pages[5]  # the journey
    assert "Page" not in lumen.pages[0]


def test_a_suppressed_block_leaves_no_trace(lumen: Rendered) -> None:
    assert not any("Returns" in page for page in lumen.pages)


def test_nothing_is_printed_beyond_the_margins(lumen: Rendered) -> None:
    document = pypdfium2.PdfDocument(lumen.pdf)
    for number, page in enumerate(document):
        if number == 0:
            continue  # the cover's bars go to the edge
        image = page.render(scale=1).to_pil().convert("L").point(lambda shade: 255 if shade < 250 else 0)
        left, top, right, bottom = image.getbbox()
        assert left >= int(LEFT_MM * POINTS_PER_MM) - 1
        assert right <= (LEFT_MM + TEXT_MM) * POINTS_PER_MM + 2
        assert top >= HEAD_MM * POINTS_PER_MM
        assert bottom <= image.height - FOOT_MM * POINTS_PER_MM
        page.close()
    document.close()


def test_only_our_fonts_are_in_it_and_all_are_embedded(lumen: Rendered) -> None:
    names = set()
    for font in (thing for thing in lumen.opened.objects if isinstance(thing, pikepdf.Dictionary)):
        if font.get("/Type") == "/FontDescriptor":
            assert any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            names.add(str(font.FontName).split("+")[1])
    assert names == {"Pretendard", "Pretendard-Semi-Bold"}
    assert lumen.notes == []  # no missing glyph


def test_it_says_what_it_is(lumen: Rendered) -> None:
    pdf = lumen.opened
    assert str(pdf.docinfo.Title) == "Lumen & Oak: performance report, October 2026"
    assert str(pdf.docinfo.Author) == "Northlight Analytics"
    assert str(pdf.docinfo.CreationDate) == "D:20261031"
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.MarkInfo.Marked)
    metadata = pdf.Root.Metadata.read_bytes().decode()
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "/Filter" not in pdf.Root.Metadata


def test_bookmarks_name_sections_and_their_blocks(lumen: Rendered) -> None:
    with lumen.opened.open_outline() as outline:
        titles = {item.title: [child.title for child in item.children] for item in outline.root}
    assert list(titles) == [
        "Summary",
        "Sales",
        "Why revenue moved",
        "Conversion and the journey",
        "Targets and actions",
        "Appendix",
    ]
    assert titles["Why revenue moved"][0] == "Sessions moved it most"


def test_cards_and_references_are_links_to_places_in_the_report(lumen: Rendered) -> None:
    names = pikepdf.NameTree(lumen.opened.Root.Names.Dests)
    links = [link for page in lumen.opened.pages for link in page.get("/Annots", [])]
    assert {str(link.Dest) for link in links} == {"s-sales", "s-journey", "s-why"}
    assert all(str(link.Dest) in names for link in links)
    assert all("/A" not in link for link in links)


def test_every_chart_is_a_figure_with_its_alt_text(lumen: Rendered) -> None:
    alts = {
        str(thing.Alt)
        for thing in lumen.opened.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
    }
    assert {chart.alt for chart in lumen.report.charts.values()} <= alts


def test_an_embedded_file_carries_its_bytes_and_a_fixed_date(lumen: Rendered) -> None:
    spec = lumen.opened.attachments["kpis.csv"]
    file = spec.get_file()
    assert file.read_bytes() == b"kpi,value\nrevenue,492213\n"
    assert file.creation_date is not None
    assert str(file.creation_date.date()) == "2026-10-31"


def test_letter_keeps_the_text_width_and_the_summary_on_one_page() -> None:
    report = english()
    summary, sales, why, *_ = report.sections
    line = report.charts["revenue-line"]
    assert isinstance(line, LineChart)
    dollars = replace(line, ticks=(*line.ticks[:-1], Tick(800000, "$800k")))  # in the United States a dollar is theirs
    charts = {**report.charts, "revenue-line": dollars}
    lumen = prepared(replace(report, locale="en-US", charts=charts, sections=(summary, sales, why)))
    box = [float(side) / POINTS_PER_MM for side in lumen.opened.pages[0].MediaBox]
    assert box[2:] == pytest.approx([215.9, 279.4], abs=0.1)
    assert "Data status" in lumen.pages[1]
    assert len(lumen.pages) == 4  # why revenue moved did not spill over either


def test_korean_words_are_whole_and_their_text_can_be_searched(hanbit: Rendered) -> None:
    assert "\u2060" not in "".join(hanbit.pages)
    document = pypdfium2.PdfDocument(hanbit.pdf)
    lines = document[1].get_textpage().get_text_range().splitlines()
    assert any(line.strip().endswith("10월 매출은 12억 8,434만 원으로, 목표를") for line in lines)
    assert any(line.startswith("3,434만 원 넘어섰습니다") for line in lines)
    document.close()
    assert hanbit.notes == []


def test_chinese_is_set_from_noto_and_figures_keep_their_unit(chenguang: Rendered) -> None:
    text = chenguang.pages[1].replace(" ", "")
    assert "比去年同月增加13.1%；目標1,250萬元的達成率為102.7%。" in text
    assert "第2頁，共2頁" in text
    fonts = {
        str(thing.FontName).split("+")[1]
        for thing in chenguang.opened.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
    }
    assert any(name.startswith("Han-1") for name in fonts)
    assert chenguang.notes == []


def test_a_character_without_a_glyph_is_replaced_and_noted() -> None:
    report = with_text(translated("ko-KR"), (Run("Sold 🦄 and \u202e000,1\u202c", source="name"),))
    made = prepared(report)
    assert "Sold □ and 000,1" in " ".join(made.pages)
    assert [note.rule for note in made.notes] == ["missing-glyphs"]
    assert made.notes[0].message.arguments["characters"] == ("🦄 (U+1F984)",)


def test_a_chart_that_was_not_drawn_ends_the_rendering(lumen: Rendered) -> None:
    figures = {name: figure for name, figure in lumen.figures.items() if name != "funnel"}
    with pytest.raises(PublishError, match="block 'funnel' shows a chart that was not drawn"):
        render_pdf(lumen.report, figures, lumen.theme, lumen.brand)


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="file:///etc/hostname"/>',
        '<use href="http://example.com/a.svg#b"/>',
        "<script>1</script>",
        '<rect fill="url(http://example.com/a)"/>',
        '<rect onclick="x()"/>',
        '<!DOCTYPE svg [<!ENTITY a "b">]>',
    ],
)
def test_a_drawing_that_loads_or_runs_something_ends_the_rendering(inside: str) -> None:
    report = translated("zh-TW")
    figures = stand_ins(report)
    name = "spark-revenue"
    figures[name] = replace(figures[name], svg=figures[name].svg.replace("</svg>", f"{inside}</svg>"))
    with pytest.raises(PublishError, match="may not be published"):
        render_pdf(report, figures, prepared(report).theme, prepared(report).brand)


@pytest.fixture
def own_styles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the style sheets that a test may spoil."""
    folder = tmp_path / "styles"
    shutil.copytree(resources.styles_dir(), folder, ignore=shutil.ignore_patterns("fonts"))
    monkeypatch.setattr(resources, "styles_dir", lambda: folder)
    fonts = Path(__file__).parents[3] / "styles" / "fonts"
    monkeypatch.setattr(resources, "fonts_dir", lambda: fonts)
    style.sheet.cache_clear()
    yield folder
    style.sheet.cache_clear()


def test_a_warning_about_our_styles_ends_the_rendering(own_styles: Path, hanbit: Rendered) -> None:
    with (own_styles / "print.css").open("a") as sheet:
        sheet.write(".value { colour: red; }\n")
    with pytest.raises(PublishError, match=r"Ignored `colour: red`"):
        render_pdf(hanbit.report, hanbit.figures, hanbit.theme, hanbit.brand)


def test_a_picture_from_outside_ends_the_rendering(own_styles: Path, hanbit: Rendered) -> None:
    with (own_styles / "print.css").open("a") as sheet:
        sheet.write("h2 { background: url(http://example.com/pixel.png); }\n")
    with pytest.raises(PublishError, match=r"example\.com/pixel\.png"):
        render_pdf(hanbit.report, hanbit.figures, hanbit.theme, hanbit.brand)


@pytest.mark.parametrize(
    "page",
    [
        '<img src="file:///etc/hostname" alt="x">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<a rel="attachment" href="file:///etc/hostname">x</a>',
        '<img src="bundle:svg" alt="x">',
        '<style>@import url("https://example.com/a.css");</style>',
        '<object data="../../etc/hostname"></object>',
    ],
)
def test_the_bundle_refuses_and_remembers_whatever_is_not_in_it(page: str) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:1/x.png" width="9" height="9"/></svg>'
    bundle = make_bundle({"svg": Resource(svg, "image/svg+xml")})
    weasyprint = import_weasyprint()
    with listening():
        weasyprint.HTML(string=f"<html lang=en>{page}", base_url="bundle:/", url_fetcher=bundle).write_pdf()
    assert len(bundle.refused) >= 1
