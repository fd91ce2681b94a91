"""How the finished PDF's pages look to a ruler: nothing cut, crowded, stranded or out of place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.rooms.documents.conftest import Document, bare
from tests.rooms.documents.geometry import Line, Sheet, sheets

MM = 72 / 25.4
SIDE, HEAD, FOOT = 17.5 * MM, 26.0 * MM, 20.5 * MM
CLOSE = 1.5  # points by which the boxes of two texts may touch: an accent of one over a descender of the other
LEAST = 0.25


def inner(document: Document) -> list[Sheet]:
    """All pages but the cover."""
    return sheets(document.drawn)[1:]


def body(sheet: Sheet) -> list[Line]:
    return [line for line in sheet.lines if line.top > HEAD and line.bottom < sheet.height - FOOT]


def first_pages(document: Document) -> set[int]:
    """The pages, from 0 without the cover, on which a section begins: its heading is the page's first large text."""
    starts = set()
    place = 0
    for section in document.report.sections:
        if not any(block.content is not None for block in section.blocks):
            continue
        heading = bare("".join(run.text for run in section.heading))
        found = next(number for number in range(place, len(document.pages)) if heading in document.pages[number])
        starts.add(found - 1)
        place = found
    return starts


def test_paper_is_a4_but_letter_where_people_use_it(document: Document) -> None:
    expected = (612, 792) if document.locale == "en-US" else (595, 842)
    assert {(round(sheet.width), round(sheet.height)) for sheet in sheets(document.drawn)} == {expected}


def test_nothing_stands_outside_the_margins(document: Document) -> None:
    astray = [
        (number, line.text)
        for number, sheet in enumerate(inner(document), start=2)
        for line in sheet.lines
        if line.left < SIDE - 1 or line.right > sheet.width - SIDE + 2 or line.top < 9 * MM
    ]
    assert astray == []


def crossing(lines: list[Line]) -> Iterator[tuple[str, str]]:
    for place, one in enumerate(lines):
        for other in lines[place + 1 :]:
            if other.top > one.bottom:
                break
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            if across > CLOSE and down > CLOSE:
                yield one.text, other.text


def test_no_text_lies_over_another(document: Document) -> None:
    found = {number: list(crossing(body(sheet))) for number, sheet in enumerate(inner(document), start=2)}
    assert {number: pairs for number, pairs in found.items() if pairs} == {}


def test_no_page_is_nearly_empty_unless_a_section_ends_on_it(document: Document) -> None:
    """Only a section's last page may be under a quarter full; that it is alone is a fault of the layout too."""
    pages, starts = inner(document), first_pages(document)
    for number, sheet in enumerate(pages):
        room = sheet.height - HEAD - FOOT
        full = (max(line.bottom for line in body(sheet)) - HEAD) / room
        is_last = number + 1 in starts or number + 1 == len(pages)
        assert full >= LEAST or (is_last and number not in starts), f"page {number + 2} is {full:.0%} full"


def headings(document: Document) -> set[str]:
    found = {bare("".join(run.text for run in section.heading)) for section in document.report.sections}
    blocks = (block for section in document.report.sections for block in section.blocks)
    return found | {bare("".join(run.text for run in block.title)) for block in blocks if block.title}


def test_no_heading_is_the_last_thing_on_a_page(document: Document) -> None:
    """Neither a heading as a whole nor its last line is the lowest text of a page's body."""
    titles = headings(document)
    for number, sheet in enumerate(inner(document), start=2):
        lines = body(sheet)
        lowest = max(line.bottom for line in lines)
        last = bare("".join(line.text for line in lines if line.bottom > lowest - 3))
        assert not any(last and title.endswith(last) and len(last) > 6 for title in titles), f"page {number}: {last}"


def test_a_chart_and_a_card_stay_on_one_page(document: Document) -> None:
    """Their content stands in one page's stream: each figure's tag names one page, each card's parts one too."""
    for section in document.report.sections:
        for block in section.blocks:
            for card in getattr(block.content, "cards", ()):
                name, value = bare(card.name), bare("".join(run.text for run in card.value))
                assert any(
                    re.search(re.escape(name) + ".{0,40}?" + re.escape(value), page) for page in document.pages
                ), (
                    name,
                    value,
                )


def test_running_heads_and_feet_stand_alike_on_every_page(document: Document) -> None:
    """The client, the title and the page's own number, at the same places."""
    pages = inner(document)
    heads = {"".join(bare(line.text) for line in sheet.lines if line.bottom < 16 * MM) for sheet in pages}
    assert len(heads) == 1
    assert bare(document.report.client) in heads.pop()
    tops = {round(min(line.top for line in sheet.lines)) for sheet in pages}
    assert max(tops) - min(tops) <= 1
    for number, sheet in enumerate(pages, start=2):
        foot = "".join(bare(line.text) for line in sheet.lines if line.top > sheet.height - FOOT)
        assert str(number) in foot
        assert str(len(pages) + 1) in foot
