"""Stamps: times with slashes, as spreadsheets rewrite them, as ISO, so that a file's columns agree on their order.

A column of few times (of the refunds, say) may not prove by itself whether 8/9/2024 is in August; the file's main
column does. Where nothing proves it, the texts stay as they are and are reported as ambiguous.
"""

from __future__ import annotations

from reportgen.sources.raw import quoted
from reportgen.sources.readers.days import cells_of, day_first
from reportgen.sources.readers.model import Head, Layout

_CLOCKS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")


def slashed_order(head: Head, layout: Layout, *columns: str) -> bool | None:
    """Whether the day comes first in the slashed dates of these columns; None where nothing proves it."""
    found = (cell.split()[0].lstrip("'") for cells in cells_of(head, layout, *columns) for cell in cells if cell)
    return day_first(found, None, usual=None)


def iso_stamp(cell: str, *, day_first: bool | None, zone: str = "") -> str:
    """SQL: the cell as ``2024-08-09 11:33:00``, with the zone's word (``UTC``) after it; else as it stands.

    A day without a time gets neither.
    """
    after = f" {zone}" if zone else ""
    iso = [f"%Y-%m-%d{sign}{clock}" for sign in " T" for clock in _CLOCKS]
    days = [] if day_first is None else ["%d/%m/%Y" if day_first else "%m/%d/%Y"]
    times = ", ".join(map(quoted, [*iso, *(f"{day} {clock}" for day in days for clock in _CLOCKS)]))
    read = f"strftime(try_strptime(upper({cell}), [{times}]), '%Y-%m-%d %H:%M:%S') || {quoted(after)}"
    plain = f", strftime(try_strptime({cell}, {quoted(days[0])}), '%Y-%m-%d')" if days else ""
    return f"coalesce({read}{plain}, {cell})"
