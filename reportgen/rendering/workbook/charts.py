"""The sheet of charts: each of the report's figures as numbers, and beside them a chart that Excel draws of them."""

from __future__ import annotations

from typing import Any

from reportgen.narrative.teller import Teller
from reportgen.rendering.chart_series import Plotted, Series, Shape, Words, plotted
from reportgen.rendering.workbook.book import Book, Sheet, lines_of, width_of
from reportgen.rendering.workbook.figures import head_style
from reportgen.rendering.workbook.tables import Listed
from reportgen.report.model import ChartBlock, Outcome

LEFT = 4  # column in which charts begin, at the least
WIDTH, HEIGHT, ROW = 720, 330, 20  # pixels
A_PAGE = 2  # charts
_SHADED_FROM = 3  # series: an estimate and the ends of its interval are no map
_TYPES: dict[Shape, dict[str, str]] = {
    Shape.LINE: {"type": "line"},
    Shape.BAR: {"type": "bar"},
    Shape.COLUMN: {"type": "column"},
    Shape.SHARES: {"type": "bar", "subtype": "percent_stacked"},
    Shape.DONUT: {"type": "doughnut"},
    Shape.SCATTER: {"type": "scatter"},
}


def charts_sheet(book: Book, teller: Teller, words: Words) -> list[Listed]:
    """Write the sheet; its name and title, or nothing where the report has no figure."""
    found = [
        (block, made)
        for section in book.report.sections
        for block in section.blocks
        if block.outcome is Outcome.OK
        and isinstance(block.content, ChartBlock)
        and (made := plotted(book.report.charts.get(block.content.chart), words)) is not None
        and made.series
    ]
    if not found:
        return []
    sheet = book.sheet(teller.word("workbook.charts"))
    left = max(LEFT, *(len(made.series) + 2 for _, made in found if made.shape is not Shape.NONE), 0)
    sheet.set_column(0, 0, min(34, max(width_of(name) for _, made in found for name in made.categories) + 3))
    sheet.set_column(1, left - 1, 14)
    row, breaks = 0, []
    for place, (block, made) in enumerate(found):
        if place and place % A_PAGE == 0:
            breaks.append(row)
        book.text(sheet, row, 0, block.title, bold=True, font_size=12, font_color=book.theme.accent)
        sheet.set_row(row, 20)
        book.text(sheet, row + 1, 0, block.subtitle, font_color=book.theme.ink2)
        _figures(book, sheet, row + 3, made)
        if made.shape is not Shape.NONE:
            sheet.insert_chart(row + 3, left, _chart(book, sheet, row + 3, made), {"object_position": 2})
        rows = len(made.categories) + 5
        row += max(rows, 0 if made.shape is Shape.NONE else HEIGHT // ROW + 6)
    sheet.set_h_pagebreaks(breaks)
    return [Listed(str(sheet.get_name()), teller.word("workbook.charts_title"))]


def _figures(book: Book, sheet: Sheet, row: int, made: Plotted) -> None:
    """Categories down, series across."""
    book.text(sheet, row, 0, "", **head_style(book, numeric=False))
    for column, series in enumerate(made.series, start=1):
        book.text(sheet, row, column, series.name, **head_style(book, numeric=True))
        cell = book.format(num_format=_code(book, series))
        for place, value in enumerate(series.values, start=row + 1):
            if value is not None:
                sheet.write_number(place, column, value, cell)
    sheet.set_row(row, 16 * max(1, *(lines_of(series.name, 13) for series in made.series)))
    if made.shape is Shape.NONE and len(made.series) > _SHADED_FROM:
        ramp = {"type": "2_color_scale", "min_color": book.theme.paper, "max_color": book.theme.heat[-2]}
        sheet.conditional_format(row + 1, 1, row + len(made.categories), len(made.series), ramp)
    for place, name in enumerate(made.categories, start=row + 1):
        book.text(sheet, place, 0, name, bold=place - row - 1 in made.accents)


def _code(book: Book, series: Series) -> str:
    known = [value for value in series.values if value is not None]
    return book.numbers.like(series.label, series.sample) if series.label else book.numbers.plain_code(known)


def _chart(book: Book, sheet: Sheet, row: int, made: Plotted) -> Sheet:
    """The native chart of the figures below ``row``, in the brand's colours."""
    chart = book.made.add_chart(_TYPES[made.shape])
    name, last = sheet.get_name(), row + len(made.categories)
    at = {"categories": [name, row + 1, 0, last, 0]}
    colours = series_colours(book, len(made.series), made.shape)
    if made.shape is Shape.SCATTER:
        marker = {"type": "circle", "size": 8, "fill": {"color": book.theme.accent}, "border": {"none": True}}
        quoted = name.replace("'", "''")
        across = [name, row + 1, 1, last, 1]
        labels: dict[str, Any] = {"custom": [{"value": f"='{quoted}'!$A${at + 2}"} for at in range(row, last)]}
        labels |= {"value": True, "position": "right", "font": _font(book, 8)}
        chart.add_series(
            {"categories": across, "values": [name, row + 1, 2, last, 2], "marker": marker, "data_labels": labels}
        )
    else:
        shown = list(enumerate(made.series))
        # lying bars are drawn from the bottom: the first series is to be the upper one
        for place, _series in shown:
            column = place + 1
            one: dict[str, Any] = {"name": [name, row, column], "values": [name, row + 1, column, last, column], **at}
            if made.shape is Shape.LINE:
                one["line"] = {"color": colours[place], "width": 2.25 if place == 0 else 1.25}
            elif made.shape is Shape.DONUT:
                parts = series_colours(book, len(made.categories), made.shape)
                one["points"] = [{"fill": {"color": colour}} for colour in parts]
                one["data_labels"] = {"percentage": True, "font": {**_font(book, 9), "color": book.theme.ink}}
            else:
                one |= {"fill": {"color": colours[place]}, "gap": 60, "invert_if_negative": False}
                if len(made.series) == 1:
                    one["data_labels"] = {"value": True, "font": _font(book, 9)}
            chart.add_series(one)
    _axes(book, chart, made)
    chart.set_title({"none": True})
    chart.set_size(
        {
            "width": WIDTH,
            "height": HEIGHT,
        }
    )
    chart.set_legend(
        {"none": True}
        if (len(made.series) == 1 and made.shape is not Shape.DONUT) or made.shape is Shape.SCATTER
        else {"position": "bottom", "font": _font(book, 9)}
    )
    chart.set_chartarea({"border": {"none": True}})
    return chart


def _axes(book: Book, chart: Sheet, made: Plotted) -> None:
    if made.shape is Shape.DONUT:
        return
    line = {"color": book.theme.hairline}
    names: dict[str, Any] = {
        "num_font": _font(book, 9),
        "line": line,
        "major_tick_mark": "none",
        "label_position": "low",
    }
    code = "0%" if made.shape is Shape.SHARES else _code(book, made.series[-1 if made.shape is Shape.SCATTER else 0])
    values: dict[str, Any] = {
        "num_font": _font(book, 9),
        "num_format": code,
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": line},
    }
    if made.shape is Shape.SCATTER:
        names |= {"num_format": _code(book, made.series[0]), "name_font": _font(book, 9)}
    if made.shape in (Shape.BAR, Shape.SHARES):
        names["reverse"] = True
        values |= {"visible": made.shape is Shape.SHARES, "major_gridlines": {"visible": False}}
    lying = made.shape in (Shape.BAR, Shape.SHARES)
    chart.set_x_axis(values if lying else names)
    chart.set_y_axis(names if lying else values)


def series_colours(book: Book, count: int, shape: Shape) -> list[str]:
    """The brand's colour for what matters, quieter ones for what it is held against, shades for the parts of one."""
    theme = book.theme
    if shape in (Shape.SHARES, Shape.DONUT):
        ramp = [theme.accent, theme.part, *reversed(theme.heat[1:-1]), theme.context_fill]
        return [ramp[place % len(ramp)] for place in range(count)]
    rest = theme.context_line if shape is Shape.LINE else theme.context_fill
    return [theme.accent, *([rest] * (count - 1))]


def _font(book: Book, size: int) -> dict[str, Any]:
    return {"name": book.font, "size": size, "color": book.theme.ink2}
