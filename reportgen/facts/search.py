"""Search: the day totals, and the same clicks by query, page, device and country, each in a table of its own.

A search tool's tables by query and by page leave out what is rare (at most 1,000 rows, and queries of few
people never), so their sums are below the totals. Which breakdown a row belongs to is seen by the dimensions
that it fills; rows that fill none are the day totals. ``search`` holds the totals; where there are none, the
rows of the one breakdown with the most clicks, which is the most complete.
"""

from __future__ import annotations

from reportgen.facts.apart import put
from reportgen.facts.rules import found
from reportgen.facts.tables import Union
from reportgen.issues import Issue
from reportgen.sources.model import Engine

BREAKDOWNS = {
    "query": "search_queries",
    "page": "search_pages",
    "device": "search_devices",
    "country": "search_countries",
}
"""Dimension → the table of the rows that have it. ``search_pages`` calls its page ``landing_page`` as well."""

_ALWAYS = ("day", "date", "clicks", "impressions")


def part_search(connection: Engine, union: Union) -> tuple[tuple[str, ...], tuple[Issue, ...]]:
    """Part the rows of the table ``search``; returns the tables made, and a note where totals are no totals."""
    given = tuple(dimension for dimension in BREAKDOWNS if dimension in union.columns)
    if not given:
        return (), ()
    kinds = _kinds(connection, given)
    connection.execute("alter table search rename to search_rows")
    made = []
    for dimension in given:
        kind = min(kind for kind in kinds if dimension in kind[-1])
        extra = ", page as landing_page" if dimension == "page" else ""
        put(
            connection, BREAKDOWNS[dimension], f"select *{extra} from search_rows where {_of(kind[-1], given)}", _ALWAYS
        )
        made.append(BREAKDOWNS[dimension])
    totals = next((kind for kind in kinds if not kind[-1]), min(kinds, default=None))
    used = totals[-1] if totals else ()
    put(connection, "search", f"select * from search_rows where {_of(used, given)}", _ALWAYS)
    rows = connection.execute("select count(*) from search").fetchall()[0][0]
    connection.execute("drop table search_rows")
    if not used:
        return tuple(made), ()
    return tuple(made), (found("search-basis", union.sources, int(rows), dimension=used),)


_Kind = tuple[float, int, tuple[int, ...], tuple[str, ...]]


def _kinds(connection: Engine, given: tuple[str, ...]) -> list[_Kind]:
    """The breakdowns that there are, the fullest first: (− clicks, dimensions, their places, their names)."""
    filled = ", ".join(f'"{dimension}" is not null' for dimension in given)
    kinds = []
    for *flags, clicks in connection.execute(f"select {filled}, sum(clicks) from search group by all").fetchall():
        places = tuple(place for place, flag in enumerate(flags) if flag)
        kinds.append((-float(clicks or 0), len(places), places, tuple(given[place] for place in places)))
    return sorted(kinds)


def _of(kind: tuple[str, ...], given: tuple[str, ...]) -> str:
    """SQL: the row fills exactly these of the dimensions."""
    return " and ".join(f'"{dimension}" is {"not " if dimension in kind else ""}null' for dimension in given)
