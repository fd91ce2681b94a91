"""Days: what the rows of a file say of days before they are read, and which of two orders they are in."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.dialect import SPACES
from reportgen.sources.raw import identifier, quoted
from reportgen.sources.readers.model import Head, Layout
from reportgen.sources.readers.preamble import period_in, single_day

_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
Period = tuple[date, date]


def cells_of(head: Head, layout: Layout, *names: str) -> Iterator[tuple[str, ...]]:
    """The texts of some columns in every row of a file; of rows that end before them '', of other columns too."""
    places = [layout.header.index(name) if name in layout.header else None for name in names]
    with head.path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(islice(stream, layout.header_line, None), delimiter=layout.delimiter, skipinitialspace=True)
        try:
            for cells in rows:
                if any(cells):
                    yield tuple(
                        cells[place].strip(SPACES) if place is not None and place < len(cells) else ""
                        for place in places
                    )
        except csv.Error:
            return  # what is wrong is said when the rows are read


def day_first(texts: Iterable[str], within: Period | None, *, usual: bool | None) -> bool | None:
    """Whether 03/04/2026 is the 3rd of April in these texts.

    They prove it, all of them together, by being days at all and days of the period; where both orders do, the
    usual one of the file's language holds. None when no text is written so, or nothing tells.
    """
    found = {m.groups() for text in texts if (m := _SLASHED.fullmatch(text)) is not None}
    if not found:
        return None
    possible = [
        order
        for order in (True, False)
        if all(_is_within(within, int(year), int(two if order else one), int(one if order else two))
               for one, _, two, year in found)
    ]  # fmt: skip
    if len(possible) == 1:
        return possible[0]
    return usual if possible else None


def _is_within(period: Period | None, year: int, month: int, day: int) -> bool:
    try:
        found = date(year, month, day)
    except ValueError:
        return False
    return period is None or period[0] <= found <= period[1]


def iso_day(column: str, *, day_first: bool | None) -> str:
    """SQL: the column's days as 2026-04-03 where they are written in this order; else as they stand."""
    cell = identifier(column)
    if day_first is None:
        return cell
    order = "%d{0}%m{0}%Y" if day_first else "%m{0}%d{0}%Y"
    ways = ", ".join(quoted(order.format(sign)) for sign in "/.-")
    return f"coalesce(strftime(try_strptime({cell}, [{ways}]), '%Y-%m-%d'), {cell})"


def report_day(head: Head, layout: Layout, column: str, columns: Iterable[str], todo: str) -> str:
    """SQL of the day of a report that has no column of days: the one that its preamble names.

    Raises SourceError when it names none or a longer period; ``column`` is what is missed, ``columns`` are those
    that the file has.
    """
    day = single_day(layout.preamble)
    if day is not None:
        return quoted(day.isoformat())
    period = period_in(layout.preamble)
    found = f"the period {period[0]} to {period[1]}" if period else "no period before the header"
    raise SourceError(
        Problem(
            f"has no {column}, so that its rows cannot be given to days",
            where=Place(head.name, layout.header_line),
            found=f"{found}; the columns {', '.join(islice(columns, 12))}",
            expected=f"a {column}, or a report of a single day",
            todo=todo,
        )
    )
