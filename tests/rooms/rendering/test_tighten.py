"""A section's last page: a few lines are taken in, or other blocks come along."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from reportgen.report.model import Block, Cell, Column, Outcome, Paragraphs, Report, Row, Run, Table
from tests.rooms.rendering.conftest import Rendered, prepared
from tests.rooms.rendering.sample_report import english

BODY_TOP, BODY_BOTTOM = 28 * 72 / 25.4, (297 - 21) * 72 / 25.4  # points, from the page's top
QUARTER = 0.25


def table(name: str, rows: int, *, noted: bool = False) -> Block:
    note = (Run("What it rests on"),) if noted else ()
    lines = tuple(Row((Cell((Run(f"{name} line"),)), Cell((Run("x"),), note=note))) for _ in range(rows))
    columns = (Column("Name", numeric=False), Column("Word", numeric=False))
    return Block(name, "kpi-table", "only", Outcome.OK, (Run(f"{name} table"),), (), Table(columns, lines, wide=noted))


def words() -> Block:
    return Block("also", "also", "only", Outcome.OK, (Run("Also"),), (), Paragraphs(((Run("Words alone."),),)))


def one_section(*blocks: Block) -> Report:
    report = english()
    return replace(report, sections=(replace(report.sections[-1], id="only", blocks=blocks),))


def fills(made: Rendered) -> list[float]:
    """How far down each page after the cover its text reaches, as a part of the page's body."""
    document = pypdfium2.PdfDocument(made.pdf)
    found = []
    for number in range(1, len(document)):
        page = document[number]
        text = page.get_textpage()
        height = page.get_height()
        boxes = (text.get_rect(at) for at in range(text.count_rects()))
        lowest = max(height - bottom for _, bottom, _, _ in boxes if height - bottom <= BODY_BOTTOM)
        found.append((lowest - BODY_TOP) / (BODY_BOTTOM - BODY_TOP))
        text.close()
        page.close()
    document.close()
    return found


@pytest.mark.parametrize("rows", [10, 12, 14])
def test_words_at_a_sections_end_do_not_stand_alone_on_a_page(rows: int) -> None:
    pages = fills(prepared(one_section(table("First", 14), table("Second", 14), table("Third", rows), words())))
    assert len(pages) == 1 or min(pages) >= QUARTER


def test_the_blocks_that_move_together_keep_their_order() -> None:
    made = prepared(one_section(table("First", 14), table("Second", 14), table("Third", 14), words()))
    assert len(made.pages) == 3
    assert made.pages[2].index("Third table") < made.pages[2].index("Words alone.")


@pytest.mark.parametrize("rows", [40, 46])
def test_a_long_tables_last_rows_are_many_or_none(rows: int) -> None:
    pages = fills(prepared(one_section(table("Long", rows))))
    assert len(pages) == 1 or min(pages) >= QUARTER


@pytest.mark.parametrize("above", [8, 12])
def test_a_row_without_a_name_stays_with_the_row_above_it(above: int) -> None:
    actions = table("Action", 24, noted=True)
    assert isinstance(actions.content, Table)
    rows = tuple(
        replace(row, cells=(Cell(()), Cell((Run("second"),), note=(Run("note"),)))) if place % 2 else row
        for place, row in enumerate(actions.content.rows)
    )
    made = prepared(one_section(table("First", above), replace(actions, content=replace(actions.content, rows=rows))))
    assert len(made.pages) > 2  # the table breaks
    for page in made.pages[1:]:
        assert page.count("Action line") == page.count("second")


def sections_of(*tables: Block) -> Report:
    report = english()
    last = report.sections[-1]
    return replace(report, sections=tuple(replace(last, id=f"of-{one.id}", blocks=(one,)) for one in tables))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((12, 10), ["First Second"]),  # both stand on one page
        ((14, 12, 12), ["First Second", "Third"]),  # a page takes one small section more, not two
        ((14, 14, 33), ["First Second", "Third"]),
        ((33, 14), ["First", "Second"]),  # no room below the first
    ],
)
def test_a_small_section_begins_below_the_one_before_it_where_both_find_room(
    rows: tuple[int, ...], expected: list[str]
) -> None:
    names = ("First", "Second", "Third")[: len(rows)]
    made = prepared(sections_of(*(table(name, count) for name, count in zip(names, rows, strict=True))))
    held = [" ".join(name for name in names if f"{name} table" in page) for page in made.pages[1:]]
    assert held == expected
