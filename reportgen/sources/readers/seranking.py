"""SE Ranking: the rankings of a project, a column for each day.

A line with the project or the search engine stands before the header; after each day's column follows a
``Dynamics`` with the change against the day before, which is not read. The file becomes a row for each keyword
and day. Two search engines are two files: the line before the header keeps them apart.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reportgen.sources.dialect import DELIMITERS, header_names
from reportgen.sources.raw import quoted
from reportgen.sources.readers import ranks
from reportgen.sources.readers.headers import folded
from reportgen.sources.readers.model import FilePlan, Head, Layout, Newest, Output, Reader, Reshape, number, text
from reportgen.sources.readers.preamble import days_in
from reportgen.sources.records import Rows

_REPORT = "Rankings → Detailed → Export to CSV, with a column for each day"
_KEYWORD = ("keyword", "keywords")
_DYNAMICS = ("dynamics", "change")
_LONGEST = 20  # characters of a day
_LOOKED_AT = 40  # lines


def _reshape(head: Head) -> Reshape | None:
    """The table of a file with a column for each day; None where there is no such column."""
    for line, told in enumerate(head.lines[:_LOOKED_AT], start=1):
        for delimiter in DELIMITERS:
            cells = next(replace(head, lines=(told,)).rows(delimiter), [])
            if not any(folded(cell) in _KEYWORD for cell in cells):
                continue
            days = {place: found for place, cell in enumerate(cells) if (found := _day(cell)) is not None}
            if days:
                return _by_day(cells, days, delimiter, line)
    return None


def _day(cell: str) -> str | None:
    """The day that a column's name is, in ISO."""
    days = days_in(cell) if len(cell.strip()) <= _LONGEST else ()
    return days[0].isoformat() if len(days) == 1 else None


def _by_day(cells: list[str], days: dict[int, str], delimiter: str, line: int) -> Reshape:
    names = header_names(cells)
    fixed = [place for place in range(len(cells)) if place not in days and folded(cells[place]) not in _DYNAMICS]

    def rows(given: Rows) -> Rows:
        for number_, row in given:
            if not any(cell.strip() for cell in row):
                continue
            whole = [*row, *[""] * (len(cells) - len(row))]
            for place, day in days.items():
                yield number_, [*(whole[other] for other in fixed), day, whole[place]]

    return Reshape((*(names[place] for place in fixed), "Date", "Position"), rows, delimiter, line, len(cells))


def _look(_head: Head, layout: Layout) -> FilePlan:
    told = " ".join(re.sub(r"[\d.:/-]+", " ", " ".join(layout.preamble)).split())
    return FilePlan(({"Day": '"Date"', "Of": quoted(told)}, ranks.derived("Position")))


SERANKING_POSITIONS = Reader(
    name="seranking-positions",
    doc="SE Ranking's export of rankings, a column for each day",
    columns=(
        text("Keyword", "Keywords", todo=f"export {_REPORT}"),
        text("URL", "Target URL", "Ranking URL"),
        text("Tags", "Group"),
        number("Search vol.", "Search volume", "Search vol", "Volume"),
        text("Date", todo=f"export {_REPORT}"),
        number("Position", todo=f"export {_REPORT}"),
    ),
    marks=("Keyword", "Search vol.", "Date", "Position"),
    outputs=(
        Output(
            "rankings",
            {"date": "Day", "keyword": "Keyword", "position": "Position", "volume": "Search vol.", "url": "URL"},
            drops=ranks.DROPS,
        ),
    ),
    newest=Newest(by=("Keyword", "Day", "Of")),
    reshape=_reshape,
    look=_look,
)
