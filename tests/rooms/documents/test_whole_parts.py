"""What belongs together stands on one page: a table's row, a chart with its title, a term with its meaning."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.charts.model import BarChart, Chart, DivergingChart, FunnelChart, Waterfall
from reportgen.report.model import Block, ChartBlock, Definitions, Row, Table, Text, plain
from tests.rooms.documents.conftest import Document, bare

ARROWS = {"up": "▲", "down": "▼"}
MM = 72 / 25.4
DPI = 36
WHITE = 245  # of 255: what a smoothed edge may leave of white


def blocks(document: Document) -> Iterator[Block]:
    for section in document.report.sections:
        yield from (block for block in section.blocks if block.content is not None)


def printed(*texts: Text) -> str:
    return bare("".join(plain(text) for text in texts))


def said(row: Row) -> str:
    """A row as its cells are painted: arrow, text and note, from left to right."""
    cells = row.cells[:1] if row.heading else row.cells
    return "".join(bare(ARROWS.get(cell.arrow or "", "")) + printed(cell.text, cell.note) for cell in cells)


def test_no_row_of_a_table_is_split_over_pages(document: Document) -> None:
    rows = [said(row) for block in blocks(document) if isinstance(block.content, Table) for row in block.content.rows]
    whole = [row for row in rows if "{page}" not in row]  # the number of a page that it names is not its own text
    assert len(whole) > len(rows) / 2 > 3
    pages = [page.replace("-", "") for page in document.pages]  # PDFium drops a hyphen at a line's end
    assert [row for row in whole if not any(row.replace("-", "") in page for page in pages)] == []


def test_a_term_stands_with_its_meaning(document: Document) -> None:
    items = [
        item for block in blocks(document) if isinstance(block.content, Definitions) for item in block.content.items
    ]
    assert items
    pairs = [printed(term, meaning) for term, meaning in items]
    assert [pair for pair in pairs if not any(pair in page for page in document.pages)] == []


def figures(chart: Chart) -> tuple[str, ...]:
    """The values that a chart writes beside its marks."""
    match chart:
        case BarChart() | DivergingChart():
            return tuple(bar.value_label for bar in chart.bars)
        case Waterfall():
            return tuple(step.value_label for step in chart.steps)
        case FunnelChart():
            return tuple(step.count for step in chart.steps)
    return ()


def test_a_chart_is_whole_and_on_the_page_of_its_title(document: Document) -> None:
    shown = [
        (
            printed(block.title).replace("-", ""),
            [bare(value).replace("-", "") for value in figures(document.report.charts[block.content.chart])],
        )
        for block in blocks(document)
        if isinstance(block.content, ChartBlock) and block.title
    ]
    for title, values in shown:
        pages = [text for page in document.pages if title in (text := page.replace("-", ""))]
        assert any(all(value in page for value in values) for page in pages), title


def test_nothing_is_drawn_in_the_margins(document: Document) -> None:
    """Left and right of the text, and between body and foot, the paper is white: no chart or bar runs over."""
    for number, page in enumerate(document.drawn, start=1):
        if number == 1:
            continue  # the cover's bars reach the paper's edge
        drawn = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
        width, height = drawn.size
        side, end, foot = (int(mm * MM * DPI / 72) for mm in (16.5, 19.5, 15.5))
        strips = {
            "left": (0, 0, side, height),
            "right": (width - side, 0, width, height),
            "under the body": (0, height - end, width, height - foot),
        }
        for name, box in strips.items():
            darkest, _ = drawn.crop(box).getextrema()
            assert darkest >= WHITE, f"page {number}: something is drawn {name}"
