"""Moments: times that a tool writes with month names, in twelve hours or in two cells, as ISO."""

from __future__ import annotations

from reportgen.sources.raw import quoted

MONTH_NAMES = (
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y %I:%M:%S %p",
    "%b %d, %Y %H:%M",
    "%b %d, %Y %H:%M:%S",
    "%b %d, %Y",
)
"""``Jun 09, 2018 09:30 pm`` and its variants; ``%b`` reads whole names too."""

_WEEKDAY = r"^\p{L}+\.?,\s*"


def moment(cell: str, *formats: str) -> str:
    """SQL: the cell as ``2018-06-09 21:30:00`` by the first format that reads it whole; else as it stands.

    A weekday before it (``Sat, May 1, 2021``) says nothing more and is not looked at.
    """
    plain = f"replace(regexp_replace({cell}, {quoted(_WEEKDAY)}, ''), '.', '')"
    listed = ", ".join(map(quoted, formats))
    return f"coalesce(strftime(try_strptime({plain}, [{listed}]), '%Y-%m-%d %H:%M:%S'), {cell})"
