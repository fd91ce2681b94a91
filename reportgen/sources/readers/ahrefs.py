"""Ahrefs: organic keywords or the rank tracker's overview (UTF-16 with tabs, every cell quoted, or UTF-8).

The position is that of ``Current date`` where the export compares two days, else of ``Updated``, when Ahrefs
last looked it up; without either the day is in the file's name. Of a keyword that two files have for the same day,
country, location and language, the later file counts.
"""

from __future__ import annotations

from reportgen.sources.readers import ranks
from reportgen.sources.readers.model import FilePlan, Head, Layout, Newest, Output, Reader, number, text

_REPORT = "Site Explorer → Organic keywords → Export, with the columns Current position and Updated"

_PLACES = (text("Country code", "Country"), text("Location"), text("Language"))


def _look(head: Head, layout: Layout) -> FilePlan:
    day = ranks.day(head, layout, ("Current date", "Updated"), f"export {_REPORT}")
    whole = f"regexp_replace({day}, '^(\\d{{4}}-\\d{{2}}-\\d{{2}})[ T].*$', '\\1')"
    return FilePlan(({"Day": whole}, ranks.derived("Current position")))


AHREFS_KEYWORDS = Reader(
    name="ahrefs-keywords",
    doc="Ahrefs' export of organic keywords",
    columns=(
        text("Keyword", todo=f"export {_REPORT}"),
        *_PLACES,
        number("Volume"),
        number("KD", "Difficulty"),
        number("Current position", todo=f"add the column Current position: {_REPORT}"),
        text("Current URL", "URL"),
        text("Current date"),
        text("Updated", "Last Update", "Last updated"),
    ),
    marks=("Keyword", "Volume", "KD", "Current position", "Current URL"),
    outputs=(
        Output(
            "rankings",
            {
                "date": "Day",
                "keyword": "Keyword",
                "position": "Current position",
                "volume": "Volume",
                "url": "Current URL",
            },
            drops=ranks.DROPS,
        ),
    ),
    newest=Newest(by=("Keyword", "Day", *(column.name for column in _PLACES))),
    look=_look,
)
