"""The report as an Excel workbook, to be computed on: values unrounded, what follows from them as live formulas.

Report in, bytes out. Sheets: the summary, all KPIs, their series, the charts with their figures, and a sheet a table.
"""

from __future__ import annotations

from reportgen.charts.theme import Theme
from reportgen.narrative.teller import Teller
from reportgen.rendering.brand import Brand
from reportgen.rendering.mail import logo_picture
from reportgen.rendering.number_formats import NumberFormats
from reportgen.rendering.office import font_of, words_of
from reportgen.rendering.workbook.book import Book
from reportgen.rendering.workbook.charts import charts_sheet
from reportgen.rendering.workbook.figures import figures_sheet
from reportgen.rendering.workbook.summary import LOGO_HEIGHT, LOGO_WIDTH, Mark, Parts, fill_summary
from reportgen.rendering.workbook.tables import Listed, table_sheets
from reportgen.rendering.workbook.trends import trends_sheet
from reportgen.report.model import Report

__all__ = ["render_workbook"]


def render_workbook(report: Report, teller: Teller, theme: Theme, brand: Brand) -> bytes:
    """The workbook, whose bytes depend on the arguments alone.

    ``teller`` knows the KPIs' printed names, and words heads and reasons. MachineError without XlsxWriter.
    """
    printed = dict(teller.names)
    book = Book(report, theme, NumberFormats(teller.formatter), font_of(theme, brand, report.locale))
    summary = book.sheet(teller.word("section.summary"))
    places = figures_sheet(book, teller, printed)
    runs = trends_sheet(book, teller, printed)
    sheets = (
        [Listed(next(iter(places.values())).sheet, book.words(teller.word("workbook.kpis_about")))] if places else []
    )
    sheets += (
        [Listed(next(iter(runs.values())).sheet, book.words(teller.word("workbook.trends_about")))] if runs else []
    )
    sheets += charts_sheet(book, teller, words_of(report, teller))
    sheets += table_sheets(book)
    picture = logo_picture(brand.logo, theme, LOGO_WIDTH, LOGO_HEIGHT)
    mark = None if picture is None else Mark(picture.content, picture.width, picture.height)
    fill_summary(book, summary, teller, printed, Parts(places, runs, sheets), mark)
    summary.activate()
    return book.bytes()
