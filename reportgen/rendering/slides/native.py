"""Charts and tables that can be edited in the presentation, of the report's own figures.

The sheet behind a chart is written here, not by python-pptx: its names are text, whatever they begin with, and its
bytes depend on the figures alone.
"""

from __future__ import annotations

import io
from itertools import zip_longest

from reportgen.rendering.chart_series import Plotted, Series, Shape
from reportgen.rendering.packages import fixed, import_xlsxwriter
from reportgen.rendering.slides.deck import Deck, Pptx, rgb
from reportgen.rendering.slides.fit import Box, advance, lines
from reportgen.report.model import Cell, Column, Row, Table
from reportgen.units import Sentiment

MOST_ROWS, MOST_COLUMNS, MOST_BARS = 11, 8, 14
ROW_HEIGHT = 0.36  # inches
HEAD, BODY, SMALLEST = 11.0, 12.0, 8.0  # points
_ARROWS = {"up": "▲ ", "down": "▼ "}
_PAD = 0.16  # inches at both sides of a cell's text


def chart(deck: Deck, slide: Pptx, box: Box, made: Plotted, alt: str) -> None:
    """A native chart; long lists are cut to the first bars."""
    from pptx.chart.data import CategoryChartData, XyChartData
    from pptx.enum.chart import XL_CHART_TYPE

    made = _cut(made)
    kinds = {
        Shape.LINE: XL_CHART_TYPE.LINE,
        Shape.BAR: XL_CHART_TYPE.BAR_CLUSTERED,
        Shape.COLUMN: XL_CHART_TYPE.COLUMN_CLUSTERED,
        Shape.SHARES: XL_CHART_TYPE.BAR_STACKED_100,
        Shape.DONUT: XL_CHART_TYPE.DOUGHNUT,
        Shape.SCATTER: XL_CHART_TYPE.XY_SCATTER,
    }
    data: Pptx
    if made.shape is Shape.SCATTER:
        data = XyChartData(number_format=code(deck, made.series[1]))
        series = data.add_series(made.series[1].name)
        for across, upward in zip(made.series[0].values, made.series[1].values, strict=True):
            series.add_data_point(across, upward)
        sheet = _sheet(
            deck, (made.series[0].name, *(one.name for one in made.series[1:])), [one.values for one in made.series]
        )
    else:
        data = CategoryChartData(number_format=code(deck, made.series[0]))
        data.categories = made.ticks or made.categories
        for one in made.series:
            data.add_series(one.name, one.values)
        sheet = _sheet(
            deck,
            ("", *(one.name for one in made.series)),
            [made.ticks or made.categories, *(one.values for one in made.series)],
        )
    frame = slide.shapes.add_chart(kinds[made.shape], *deck.frame(box), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", deck.words(alt))  # noqa: SLF001  # no door of its own
    drawn = frame.chart
    drawn.part.chart_workbook.update_from_xlsx_blob(sheet)
    _dress(deck, drawn, made)


def code(deck: Deck, series: Series) -> str:
    """The number format of a series."""
    known = [value for value in series.values if value is not None]
    return deck.numbers.like(series.label, series.sample) if series.label else deck.numbers.plain_code(known)


def _cut(made: Plotted) -> Plotted:
    if made.shape is Shape.LINE or len(made.categories) <= MOST_BARS:
        return made
    series = tuple(Series(one.name, one.values[:MOST_BARS], one.label, one.sample) for one in made.series)
    return Plotted(made.shape, made.categories[:MOST_BARS], series, tuple(at for at in made.accents if at < MOST_BARS))


def _sheet(deck: Deck, heads: tuple[str, ...], columns: list[tuple[str, ...] | tuple[float | None, ...]]) -> bytes:
    """The figures as the sheet that opens on "edit data": names are text, never formulas."""
    made, day = io.BytesIO(), deck.report.results.state.period.end
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = import_xlsxwriter().Workbook(made, options)
    sheet = book.add_worksheet()
    quoted = book.add_format({"quote_prefix": True})
    for column, (head, values) in enumerate(zip_longest(heads, columns)):
        for row, value in enumerate([head, *values]):
            if isinstance(value, str):
                sheet.write_string(row, column, deck.words(value), quoted)
            elif value is not None:
                sheet.write_number(row, column, value)
    book.close()
    return fixed(made.getvalue(), day)


def _dress(deck: Deck, drawn: Pptx, made: Plotted) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    drawn.has_title = False
    drawn.font.size, drawn.font.name = Pt(11), deck.font
    drawn.font.color.rgb = rgb(deck.theme.ink2)
    drawn.has_legend = made.shape is Shape.DONUT or (len(made.series) > 1 and made.shape is not Shape.SCATTER)
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
    _colour(deck, drawn, made)
    if made.shape is not Shape.DONUT:
        _axes(deck, drawn, made)


def _colour(deck: Deck, drawn: Pptx, made: Plotted) -> None:
    """The brand's colour for what matters, quieter ones for what it is held against."""
    for place, series in enumerate(drawn.plots[0].series):
        _COLOURED.get(made.shape, _bars)(deck, series, made, place)
    _labels(deck, drawn.plots[0], made)


def _shades(deck: Deck) -> list[str]:
    """Colours of the parts of a whole."""
    return [deck.theme.accent, deck.theme.part, *reversed(deck.theme.heat[1:-1]), deck.theme.context_fill]


def _line(deck: Deck, series: Pptx, made: Plotted, place: int) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.util import Pt

    del made
    series.smooth = False
    series.marker.style = XL_MARKER_STYLE.NONE
    series.format.line.color.rgb = rgb(deck.theme.context_line if place else deck.theme.accent)
    series.format.line.width = Pt(1.5 if place else 2.5)


def _dots(deck: Deck, series: Pptx, made: Plotted, place: int) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE

    del place
    series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 9
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = rgb(deck.theme.accent)
    for at, name in enumerate(made.categories):
        label = series.points[at].data_label
        label.has_text_frame = True
        deck.run(label.text_frame.paragraphs[0], deck.words(name), 9, colour=deck.theme.ink2)
        label.position = XL_LABEL_POSITION.RIGHT


def _ring(deck: Deck, series: Pptx, made: Plotted, place: int) -> None:
    del place
    shades = _shades(deck)
    for at in range(len(made.categories)):
        fill = series.points[at].format.fill
        fill.solid()
        fill.fore_color.rgb = rgb(shades[at % len(shades)])


def _bars(deck: Deck, series: Pptx, made: Plotted, place: int) -> None:
    shades = _shades(deck) if made.shape is Shape.SHARES else [deck.theme.accent, deck.theme.context_fill]
    series.invert_if_negative = False
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(shades[place % len(shades)])


_COLOURED = {Shape.LINE: _line, Shape.SCATTER: _dots, Shape.DONUT: _ring}


def _labels(deck: Deck, plot: Pptx, made: Plotted) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    if made.shape in (Shape.BAR, Shape.COLUMN):
        plot.gap_width = 55
        labels = plot.series[0].data_labels
        labels.show_value, labels.number_format_is_linked = True, False
        labels.number_format = code(deck, made.series[0])
        labels.font.size, labels.font.name = Pt(11), deck.font
        labels.font.color.rgb = rgb(deck.theme.ink)
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
    elif made.shape is Shape.DONUT:
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.show_percentage, labels.show_value = True, False
        labels.number_format, labels.number_format_is_linked = "0%", False
        labels.font.color.rgb = rgb(deck.theme.paper)
    elif made.shape is Shape.SHARES:
        plot.gap_width, plot.overlap = 45, 100


def _axes(deck: Deck, drawn: Pptx, made: Plotted) -> None:
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

    names, values = drawn.category_axis, drawn.value_axis
    names.has_major_gridlines = False
    names.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = rgb(deck.theme.hairline)
    values.format.line.fill.background()
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.number_format = (
        "0%" if made.shape is Shape.SHARES else code(deck, made.series[-1 if made.shape is Shape.SCATTER else 0])
    )
    values.has_major_gridlines = made.shape in (Shape.LINE, Shape.SCATTER)
    if values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = rgb(deck.theme.hairline)
    if made.shape in (Shape.BAR, Shape.SHARES):
        names.reverse_order = True
        values.visible = False
    if made.shape is Shape.COLUMN:
        values.visible = False
    if made.shape is Shape.SCATTER:
        names.tick_labels.number_format_is_linked = False
        names.tick_labels.number_format = code(deck, made.series[0])
        for axis, series in ((names, made.series[0]), (values, made.series[1])):
            axis.has_title = True
            deck.run(axis.axis_title.text_frame.paragraphs[0], deck.words(series.name), 10, colour=deck.theme.ink2)


def table(deck: Deck, slide: Pptx, box: Box, found: Table, alt: str) -> tuple[float, int]:
    """A native table of the first rows and columns; its height (inches), and how many rows were left out."""
    from pptx.enum.text import MSO_ANCHOR

    columns = found.columns[:MOST_COLUMNS]
    heads = [_head(deck, one) for one in columns]
    widths, size = _widths(deck, columns, heads, found.rows, box.width)
    rows, heights = _rows(deck, found.rows, widths, size, box.height - ROW_HEIGHT * 1.4)
    shape = slide.shapes.add_table(
        len(rows) + 1, len(columns), *deck.frame(Box(box.left, box.top, sum(widths), ROW_HEIGHT))
    )
    shape._element.nvGraphicFramePr.cNvPr.set("descr", deck.words(alt))  # noqa: SLF001
    made = shape.table
    made.horz_banding = False
    shape._element.graphic.graphicData.tbl.tblPr.find(f"{{{_A}}}tableStyleId").text = _NO_STYLE  # noqa: SLF001
    for place, width in enumerate(widths):
        made.columns[place].width = round(width * 914_400)
    high = ROW_HEIGHT * max(lines(head, HEAD, widths[place] - _PAD) for place, head in enumerate(heads)) * 0.75 + 0.1
    for place, column in enumerate(columns):
        cell = made.cell(0, place)
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(deck.theme.accent)
        _write(deck, cell, heads[place], min(HEAD, size), deck.theme.paper, numeric=column.numeric, bold=True)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    made.rows[0].height = round(high * 914_400)
    for at, (row, height) in enumerate(zip(rows, heights, strict=True), start=1):
        made.rows[at].height = round(height * 914_400)
        for place, column in enumerate(columns):
            cell = made.cell(at, place)
            one = row.cells[place]
            cell.fill.solid()
            cell.fill.fore_color.rgb = rgb(deck.theme.pale if row.total else deck.theme.paper)
            colour = (
                deck.theme.text(one.sentiment, deck.theme.ink)
                if one.sentiment is not Sentiment.NEUTRAL
                else deck.theme.ink
            )
            if row.heading:
                colour = deck.theme.accent
            _write(
                deck,
                cell,
                _text(deck, one),
                size,
                colour,
                numeric=column.numeric,
                bold=row.total or row.heading or not place,
            )
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    return high + sum(heights), len(found.rows) - len(rows)


_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "no style, no grid"


def _head(deck: Deck, column: Column) -> str:
    return deck.words(" ".join(part for part in (column.group, column.head, column.unit) if part))


def _text(deck: Deck, cell: Cell) -> str:
    text = deck.words(cell.text)
    return _ARROWS.get(cell.arrow, "") + text if text else ""


def _widths(
    deck: Deck, columns: tuple[Column, ...], heads: list[str], rows: tuple[Row, ...], width: float
) -> tuple[list[float], float]:
    """Column widths (inches) and the size of the letters at which no figure is broken."""
    size = BODY
    while True:
        wanted = []
        for place, column in enumerate(columns):
            texts = [_text(deck, row.cells[place]) for row in rows[:MOST_ROWS] if not row.heading]
            widest = max((advance(text) for text in texts), default=0) * size * 1.06 / 72 + _PAD + 0.05
            head = max((advance(word) for word in heads[place].split()), default=0) * HEAD * 1.1 / 72 + _PAD
            wanted.append(max(head, widest if column.numeric else min(widest, width * 0.42)))
        if sum(wanted) <= width or size <= SMALLEST:
            spare = max(0.0, width - sum(wanted))
            grown = [one + min(spare / len(wanted), 0.6) for one in wanted]
            scale = min(1.0, width / sum(grown))
            return [one * scale for one in grown], size
        size -= 0.5


def _rows(
    deck: Deck, rows: tuple[Row, ...], widths: list[float], size: float, height: float
) -> tuple[list[Row], list[float]]:
    """The rows that there is room for and their heights; of a table with a total, the total is kept."""
    total = [row for row in rows[-1:] if row.total and len(rows) > 1]
    kept: list[Row] = []
    heights: list[float] = []
    spent = sum(_height(deck, row, widths, size) for row in total)
    for row in rows[: len(rows) - len(total)]:
        high = _height(deck, row, widths, size)
        if spent + high > height or len(kept) == MOST_ROWS:
            break
        kept.append(row)
        heights.append(high)
        spent += high
    return [*kept, *total], [*heights, *(_height(deck, row, widths, size) for row in total)]


def _height(deck: Deck, row: Row, widths: list[float], size: float) -> float:
    most = max(lines(_text(deck, cell), size, width - _PAD) for cell, width in zip(row.cells, widths, strict=False))
    return max(ROW_HEIGHT, most * size * 1.25 / 72 + 0.1)


def _write(deck: Deck, cell: Pptx, text: str, size: float, colour: str, *, numeric: bool, bold: bool) -> None:
    from pptx.enum.text import PP_ALIGN

    cell.margin_left = cell.margin_right = round(_PAD / 2 * 914_400)
    cell.margin_top = cell.margin_bottom = round(0.03 * 914_400)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if numeric else PP_ALIGN.LEFT
    deck.run(paragraph, text, size, colour=colour, bold=bold)
