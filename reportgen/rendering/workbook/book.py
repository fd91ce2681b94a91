"""A workbook being written: its formats by role, and the only ways in which a cell gets its content.

Text is always written as text. What a spreadsheet might take for a formula when it is copied or exported
(a member that begins with =, +, − or @) bears the mark of quoted text as well.
"""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeAlias

from reportgen.charts.theme import Theme
from reportgen.rendering.linebreaks import unjoined
from reportgen.rendering.mail_view import unlinked
from reportgen.rendering.number_formats import NumberFormats
from reportgen.rendering.packages import fixed, import_xlsxwriter
from reportgen.report.kpi_csv import FORMULA
from reportgen.report.model import Report, Text, plain
from reportgen.units import Sentiment

Look: TypeAlias = Any  # a property of a format
Sheet: TypeAlias = Any  # a worksheet, a format or a chart: XlsxWriter has no types
LONGEST_TEXT = 32_767  # characters that a cell can hold
LONGEST_NAME = 31  # characters of a sheet's name
LINE_HEIGHT = 15.5  # points of a line of text
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(slots=True)
class Book:
    """The workbook of one report."""

    report: Report
    theme: Theme
    numbers: NumberFormats
    font: str
    made: Sheet = field(init=False)
    content: io.BytesIO = field(init=False, default_factory=io.BytesIO)
    names: list[str] = field(init=False, default_factory=list)
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.made = import_xlsxwriter().Workbook(self.content, _OPTIONS)
        self.made.formats[0].set_font_name(self.font)
        self.made.formats[0].set_font_size(10)

    def sheet(self, name: str, *, landscape: bool = True) -> Sheet:
        """A new sheet, of a name that is allowed and not taken, ready to be printed on pages of one width."""
        sheet = self.made.add_worksheet(self.free_name(name))
        sheet.hide_gridlines(2)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(1 if self.report.locale.endswith("-US") else 9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        foot = self.words(self.report.labels.foot).replace("&", "&&")[:200]
        sheet.set_footer(f"&L&8{foot}&R&8&P / &N")
        return sheet

    def free_name(self, wanted: str) -> str:
        """The name without what a sheet's may not have, numbered where it is taken."""
        clean = _FORBIDDEN.sub(" ", unjoined(wanted)).strip().strip("'").strip() or "–"
        taken = {name.casefold() for name in self.names} | {"history"}
        name, number = _cut(clean, LONGEST_NAME), 1
        while name.casefold() in taken:
            number += 1
            name = f"{_cut(clean, LONGEST_NAME - len(str(number)) - 1)} {number}"
        self.names.append(name)
        return name

    def format(self, **properties: Look) -> Sheet:
        """The format with these properties, in the brand's font and ink; made once."""
        whole = {"font_name": self.font, "font_size": 10, "font_color": self.theme.ink, "valign": "vcenter"}
        whole |= properties
        key = tuple(sorted(whole.items()))
        if key not in self.formats:
            self.formats[key] = self.made.add_format(whole)
        return self.formats[key]

    def colour(self, sentiment: Sentiment) -> str:
        """The ink of a figure that means this."""
        return self.theme.text(sentiment, self.theme.ink)

    def words(self, text: Text | str) -> str:
        """A text as a cell holds it: without links, joiners and characters that no XML can bear."""
        whole = text if isinstance(text, str) else plain(unlinked(text, self.report))
        return _UNWRITABLE.sub("", unjoined(whole))[:LONGEST_TEXT]

    def text(self, sheet: Sheet, row: int, column: int, text: Text | str, **properties: Look) -> None:
        """Write text as text."""
        words = self.words(text)
        if FORMULA.search(words):
            properties["quote_prefix"] = True
        if words:
            sheet.write_string(row, column, words, self.format(**properties))
        else:
            sheet.write_blank(row, column, None, self.format(**properties))

    def across(self, sheet: Sheet, row: int, columns: tuple[int, int], text: Text | str, **properties: Look) -> None:
        """Write text over several columns of a row, first and last in."""
        first, last = columns
        if first < last:
            sheet.merge_range(row, first, row, last, "", self.format(**properties))
        self.text(sheet, row, first, text, **properties)

    def bytes(self) -> bytes:
        """The finished file, dated with the period's end; to be asked once."""
        day: date = self.report.results.state.period.end
        self.made.set_properties(
            {
                "title": self.words(self.report.title),
                "subject": self.words(self.report.cover.title),
                "company": self.words(self.report.client),
                "created": datetime.combine(day, time()),
            }
        )
        self.made.close()
        return fixed(self.content.getvalue(), day)


def width_of(text: str) -> int:
    """The columns that the widest line of a text takes: East Asian letters take two."""
    return max(
        (sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line) for line in text.split("\n")),
        default=0,
    )


def lines_of(text: str, width: float) -> int:
    """How many lines the text takes in a cell of this width (columns of a figure)."""
    return sum(max(1, -int(-width_of(line) // max(width, 1))) for line in text.split("\n"))


def _cut(text: str, most: int) -> str:
    """At most so many UTF-16 units, as a sheet's name is measured."""
    while len(text.encode("utf-16-le")) > 2 * most:
        text = text[:-1]
    return text.rstrip(" '")
