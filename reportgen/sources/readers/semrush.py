"""Semrush: the organic positions of a domain, as CSV or as a workbook.

The day is the row's ``Timestamp``, else it is in the lines before the header or in the file's name as Semrush
gives it (``example.com-organic.Positions-us-20261003-….csv``). One file is one domain in one country's database;
which, only the name tells: of two files of the same one and day the later counts.
"""

from __future__ import annotations

import re

from reportgen.sources.raw import quoted
from reportgen.sources.readers import ranks
from reportgen.sources.readers.model import FilePlan, Head, Layout, Newest, Output, Reader, number, text

_REPORT = "Organic Research → Positions → Export, with all columns"
_OF = re.compile(r"(.*?[Pp]ositions-[a-z-]+?)-\d{8}")  # domain, report and database


def _look(head: Head, layout: Layout) -> FilePlan:
    found = _OF.match(ranks.file_name(head))
    day = ranks.day(head, layout, ("Timestamp",), f"keep the file's name as Semrush gives it, or export {_REPORT}")
    return FilePlan(({"Day": day, "Of": quoted(found[1] if found else "")}, ranks.derived("Position")))


SEMRUSH_POSITIONS = Reader(
    name="semrush-positions",
    doc="Semrush's export of organic positions",
    columns=(
        text("Keyword", "Keywords", todo=f"export {_REPORT}"),
        number("Position", "Pos.", todo=f"add the column Position: {_REPORT}"),
        number("Search Volume", "Volume", "Search vol."),
        text("URL", "Landing page"),
        text("Timestamp", "Last update", "Last updated"),
        number("Previous position", "Previous Position"),
        text("Keyword Difficulty", "KD %"),
        text("Traffic (%)"),
    ),
    marks=("Keyword", "Position", "Search Volume", "URL", "Keyword Difficulty"),
    outputs=(
        Output(
            "rankings",
            {"date": "Day", "keyword": "Keyword", "position": "Position", "volume": "Search Volume", "url": "URL"},
            drops=ranks.DROPS,
        ),
    ),
    newest=Newest(by=("Keyword", "Day", "Of")),
    look=_look,
)
