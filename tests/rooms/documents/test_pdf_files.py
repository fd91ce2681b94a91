"""The finished PDFs as files: archival, accessible, whole, with their data inside."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import page
import pikepdf
import pytest

from tests.rooms.documents.conftest import Document, bare

SUBSET = re.compile(r"^/[A-Z]{6}\+")


@pytest.mark.parametrize("profile", ["PDF_A_3A", "PDF_UA_1"])
def test_a_validator_finds_nothing_against_the_standards(document: Document, profile: str) -> None:
    found = page.validate_pdf_bytes(document.pdf, profile=page.ValidationProfile[profile])
    assert found.rules.passed > 90  # the profile was really applied
    assert [(failure.rule_id, failure.message) for failure in found.failures] == []


def test_every_stream_ends_where_its_dictionary_says(document: Document) -> None:
    """After the data one line end, and it is clear which: never a data's last byte taken for half of it."""
    streams = list(re.finditer(rb"/Length (\d+)(?! \d+ R)[^\0]{0,2000}?>>\s*stream\r?\n", document.pdf))
    assert len(streams) > 20
    for match in streams:
        end = match.end() + int(match[1])
        expected = b"\r\nendstream" if document.pdf[end - 1 : end] == b"\r" else b"\nendstream"
        assert document.pdf[end:].startswith(expected)


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed (Debian: qpdf)")
def test_its_structure_is_sound(document: Document, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(document.pdf)
    said = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every font, also those that only a drawing uses."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
            yield thing


def test_every_font_travels_with_it_as_a_subset(document: Document) -> None:
    found = list(fonts(document.opened))
    descriptors = [font["/FontDescriptor"] for font in found if "/FontDescriptor" in font]
    assert descriptors
    assert all("/FontFile2" in descriptor for descriptor in descriptors)
    assert all(SUBSET.match(str(descriptor["/FontName"])) for descriptor in descriptors)
    # a composite font has its file in its descendant, and a way back to characters in itself
    composite = [font for font in found if font.get("/Subtype") == "/Type0"]
    assert composite
    assert all("/ToUnicode" in font for font in composite)


def test_no_character_is_printed_as_an_empty_box(document: Document) -> None:
    """A glyph without a character comes out of the text as U+FFFD or nothing; .notdef is glyph 0."""
    for number, content in enumerate(document.opened.pages, start=1):
        for operands, operator in pikepdf.parse_content_stream(content):
            if str(operator) not in {"Tj", "TJ"}:
                continue
            pieces = operands[0] if str(operator) == "TJ" else operands
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    codes = bytes(piece)
                    glyphs = [codes[at : at + 2] for at in range(0, len(codes), 2)]
                    assert b"\0\0" not in glyphs, f"page {number} prints .notdef"


def outline(document: Document) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []

    def walk(items: list[pikepdf.OutlineItem], level: int) -> None:
        for item in items:
            found.append((level, bare(item.title)))
            walk(list(item.children), level + 1)

    with document.opened.open_outline() as whole:
        walk(list(whole.root), 0)
    return found


def test_title_language_and_bookmarks(document: Document) -> None:
    root = document.opened.Root
    assert str(root.Lang) == document.locale
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(document.opened.docinfo["/Title"]) == document.report.title
    sections = [bare(section.label) for section in document.report.sections]
    marked = [name for level, name in outline(document) if level == 0]
    assert [name for name in marked if name in sections] == sections


def test_every_link_leads_somewhere_and_outward_only_by_safe_schemes(document: Document) -> None:
    pdf = document.opened
    names = {str(key) for key in pikepdf.NameTree(pdf.Root.Names.Dests)} if "/Dests" in pdf.Root.Names else set()
    followed = 0
    for sheet in pdf.pages:
        for note in sheet.get("/Annots", []):
            if note.get("/Subtype") != "/Link":
                continue
            assert "/Contents" in note  # what a screen reader says
            if "/Dest" in note:
                assert str(note.Dest) in names
            elif note.A.S == "/GoTo":
                assert str(note.A.D) in names
            else:
                assert re.match(r"(https|mailto):", str(note.A.URI))
            followed += 1
    assert followed > 0 or document.kind == "executive"  # which has no sections to lead to


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem" and thing.get("/S") == kind
    ]


def test_every_figure_has_its_alternative_text(document: Document) -> None:
    alternatives = [str(figure.get("/Alt", "")) for figure in elements(document.opened, "/Figure")]
    assert alternatives
    assert all(len(text) > 2 for text in alternatives)
    heard = {bare(text) for text in alternatives}
    shown = {chart.alt for chart in document.report.charts.values()}
    assert sum(bare(text) in heard for text in shown) >= min(len(shown), 1)


def test_the_numbers_travel_inside(document: Document) -> None:
    files = document.opened.attachments
    table = next(name for name in files if name.endswith(".kpis.csv"))
    facts = next(name for name in files if name.endswith(".facts.json"))
    assert set(files) == {table, facts}
    assert files[table].get_file().read_bytes() == document.table
    assert document.table.count(b"\n") > 5  # the head, and a row for each KPI
    assert json.loads(files[facts].get_file().read_bytes())
    relations = {name: str(files[name].obj.AFRelationship) for name in files}
    assert relations == {table: "/Data", facts: "/Source"}
    assert sorted(str(each.UF) for each in document.opened.Root.AF) == sorted((table, facts))


def test_nothing_in_it_acts(document: Document) -> None:
    forbidden = {"/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/SubmitForm", "/GoToR", "/RichMedia"}
    for thing in document.opened.objects:
        if isinstance(thing, pikepdf.Dictionary):
            assert not forbidden & set(thing.keys())
            assert str(thing.get("/S", "")) not in forbidden


def test_the_text_comes_out_in_the_order_it_is_read(document: Document) -> None:
    """Section headings in their order, each before its blocks' titles; cards from left to right, row by row."""
    text = "".join(document.pages)
    at = 0
    for section in document.report.sections:
        if not any(block.content is not None for block in section.blocks):
            continue
        heading = bare("".join(run.text for run in section.heading))
        found = text.find(heading, at)
        assert found >= 0, heading
        at = found + len(heading)
        place = at
        for block in section.blocks:
            for card in getattr(block.content, "cards", ()):
                name = bare(card.name)
                place_of = text.find(name, place)
                assert place_of >= 0, name
                place = place_of + len(name)
