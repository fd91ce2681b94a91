"""The presentation: a finding a slide, charts and tables that can be edited, and no text that leaves its box."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
import pptx
import pypdfium2
import pytest
from PIL import ImageFont

from reportgen.charts.model import LineChart
from reportgen.rendering.slides import render_slides
from reportgen.rendering.slides.findings import findings
from reportgen.rendering.slides.fit import Box, fitted, lines
from reportgen.report.model import Table, plain
from reportgen.resources import fonts_dir
from tests.rooms.rendering.office_sample import MEMBERS, NAMES, Ready, hostile, ready, sample

Pptx: TypeAlias = Any  # an object of python-pptx
EVERY_SAMPLE = pytest.mark.parametrize("name", NAMES)
SOFFICE = shutil.which("soffice")
EMU = 914_400  # a inch
SCRIPT = {"lumen-oak": "pretendard", "hanbit-beauty": "pretendard", "tungwah-industrial": "noto-sans-tc"}


def made(one: Ready) -> bytes:
    return render_slides(one.report, one.teller, *one.look)


@cache
def deck(name: str) -> bytes:
    return made(sample(name))


def slides(content: bytes) -> list[Pptx]:
    return list(pptx.Presentation(io.BytesIO(content)).slides)


def bare(text: str) -> str:
    return text.replace("\u2060", "")


def texts(slide: Pptx) -> str:
    frames = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    return "\n".join([*frames, *(cell for row in rows(slide) for cell in row)])


def rows(slide: Pptx) -> list[list[str]]:
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def charts(slide: Pptx) -> list[Pptx]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


@EVERY_SAMPLE
def test_every_finding_has_its_slide_with_a_chart_or_a_table(name: str) -> None:
    one = sample(name)
    said = {bare(slide.shapes.title.text_frame.text): slide for slide in slides(deck(name))}
    for finding in findings(one.report):
        slide = said[bare("".join(run.text for run in finding.sentence))]
        assert len(charts(slide)) + sum(shape.has_table for shape in slide.shapes) == 1
        for more in finding.more:
            assert bare("".join(run.text for run in more)) in bare(texts(slide))
        assert len(slide.notes_slide.notes_text_frame.text.splitlines()) > 1
    whole = "\n".join(bare(texts(slide)) for slide in slides(deck(name)))
    assert [one["text"] for one in one.document["insights"] if bare(one["text"]) not in whole] == []


@EVERY_SAMPLE
def test_the_deck_is_of_sixteen_to_nine_and_begins_with_the_client(name: str) -> None:
    presentation = pptx.Presentation(io.BytesIO(deck(name)))
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, rel=1e-3)
    first, second = list(presentation.slides)[:2]
    assert first.shapes.title.text_frame.text == sample(name).report.client
    assert "".join(sample(name).report.cover.period_words)[-3:] in texts(first)
    cards = [block.content for block in sample(name).report.blocks if block.kind == "cards"]
    assert [card.name for card in cards[0].cards if card.name not in texts(second)] == []  # type: ignore[union-attr]


@EVERY_SAMPLE
def test_charts_hold_the_figures_of_the_report(name: str) -> None:
    """Each native line has the very values of the report's chart, in the chart and in the sheet behind it."""
    one = sample(name)
    drawn = {
        tuple(round(value, 9) if value is not None else None for value in series.values)
        for slide in slides(deck(name))
        for chart in charts(slide)
        for series in chart.plots[0].series
    }
    lines_of = [
        tuple(round(point.value, 9) if point.value is not None else None for point in chart.points)
        for finding in findings(one.report)
        if isinstance(chart := one.report.charts.get(finding.insight.chart or ""), LineChart)
    ]
    assert lines_of
    assert set(lines_of) <= drawn
    for slide in slides(deck(name)):
        for chart in charts(slide):
            sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
            for place, series in enumerate(chart.plots[0].series):
                column = [sheet.cell(row, place + 2).value for row in range(2, len(series.values) + 2)]
                assert column == pytest.approx(list(series.values), rel=1e-12)


@EVERY_SAMPLE
def test_no_text_leaves_its_box_and_no_box_the_slide(name: str) -> None:
    """Measured with the letters of a real font, in lines broken between words."""
    presentation = pptx.Presentation(io.BytesIO(deck(name)))
    wide, high = presentation.slide_width, presentation.slide_height
    out, over = [], []
    for slide in presentation.slides:
        for shape in slide.shapes:
            if min(shape.left, shape.top) < 0 or shape.left + shape.width > wide or shape.top + shape.height > high:
                out.append((shape.name, shape.left / EMU, shape.top / EMU))
            if shape.has_text_frame and shape.text_frame.text:
                taken = sum(needed(name, paragraph, shape.width / EMU) for paragraph in shape.text_frame.paragraphs)
                if taken > shape.height / EMU * 1.03:
                    over.append((shape.text_frame.text, taken, shape.height / EMU))
    assert (out, over) == ([], [])


def needed(name: str, paragraph: Pptx, width: float) -> float:
    """The height (inches) of a paragraph set in a column."""
    size = max((run.font.size.pt for run in paragraph.runs), default=9)
    weight = "Bold" if any(run.font.bold for run in paragraph.runs) else "Regular"
    path = next(path for path in sorted((fonts_dir() / SCRIPT[name]).glob(f"*{weight}.ttf")))
    font, room = ImageFont.truetype(str(path), 100), width * 72 / size * 100
    count, used = 1, 0.0
    for word in words("".join(run.text for run in paragraph.runs)):
        need = font.getlength(word.rstrip())
        if used and used + need > room:
            count, used = count + 1, 0.0
        used += font.getlength(word)
    return count * size * 1.2 / 72


def words(text: str) -> Iterator[str]:
    """Words; Chinese is broken between letters."""
    word = ""
    for letter in text:
        word += letter
        if letter == " " or "\u3000" <= letter <= "\u9fff":
            yield word
            word = ""
    yield word


@EVERY_SAMPLE
def test_tables_end_above_the_foot(name: str) -> None:
    for slide in slides(deck(name)):
        for shape in slide.shapes:
            if shape.has_table:
                bottom = shape.top + sum(row.height for row in shape.table.rows)
                assert bottom / EMU < 7.02, slide.shapes.title.text_frame.text


@EVERY_SAMPLE
def test_long_tables_go_on_until_their_last_row(name: str) -> None:
    shown = slides(deck(name))
    for block in sample(name).report.blocks:
        if block.kind in {"target-table", "action-table"} and isinstance(block.content, Table):
            title = bare(plain(block.title))
            parts = [rows(one)[1:] for one in shown if re.fullmatch(rf"{re.escape(title)}( \(\d+\))?", titled(one))]
            names = [row[0] for part in parts for row in part]
            assert names == [bare(plain(row.cells[0].text)) for row in block.content.rows]
            assert all(part[0][0] for part in parts), "a slide begins within an entry"


def titled(slide: Pptx) -> str:
    return str(slide.shapes.title.text_frame.text)


@EVERY_SAMPLE
def test_the_same_report_has_the_same_bytes(name: str) -> None:
    assert made(sample(name)) == deck(name)
    with zipfile.ZipFile(io.BytesIO(deck(name))) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for inner in (one for one in package.namelist() if one.endswith(".xlsx")):
            with zipfile.ZipFile(io.BytesIO(package.read(inner))) as sheet:
                assert b"2026-10-31T00:00:00Z" in sheet.read("docProps/core.xml")


def test_names_are_text_also_in_the_sheets_behind_charts(tmp_path: Path) -> None:
    one = ready(hostile(tmp_path / "hostile"))
    content = made(one)
    said: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in package.read(name)
            if name.endswith(".xlsx"):
                sheet = openpyxl.load_workbook(io.BytesIO(package.read(name))).active
                cells = [cell for row in sheet.iter_rows() for cell in row]
                assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
                said |= {str(cell.value) for cell in cells}
    assert MEMBERS[0] in said
    assert slides(content)[0].shapes.title.text_frame.text == one.report.client


def test_a_text_is_set_smaller_before_it_is_cut() -> None:
    box = Box(0, 0, 4, 1)  # inches: at 20 points two lines of 24.4 points each
    short, long = "Revenue rose", "Revenue rose on September by more than in any month before. " * 3
    assert fitted([short], box, 20, 10) == ([short], 20)
    kept, size = fitted([long], box, 20, 10)
    assert kept == [long]
    assert 10 <= size < 20
    assert lines(long, size, 4) * size * 1.22 <= 72
    cut, size = fitted([long * 9], box, 20, 10)
    assert size == 10
    assert cut[0].endswith("…")


@pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not installed: no second program opens the slides"
)
def test_libreoffice_shows_every_slide(tmp_path: Path) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(deck("lumen-oak"))
    command = [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", tmp_path, file], check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(tmp_path / "deck.pdf") as shown:
        pages = [page.get_textpage().get_text_range() for page in shown]
    assert len(pages) == len(slides(deck("lumen-oak")))
    assert "Lumen & Oak" in pages[0]
