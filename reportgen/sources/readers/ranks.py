"""Ranks: what the rank trackers' exports have in common.

A keyword without a position (``-``, ``Lost``, ``No data``, ``>100``, 0 or nothing) was not found on that day: it has no
place in an average, and its row is left out as ``not-ranked``. Of several results of one keyword and day (two
pages, a video beside them) the best position counts; the others are left out as ``further-result``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.cells import MISSING, in_list
from reportgen.sources.raw import identifier, quoted
from reportgen.sources.readers.model import Head, Layout
from reportgen.sources.readers.preamble import days_in, period_in

_NOT_RANKED = (*MISSING, "lost", "not ranked", "not found", "not in top 100", "n/r", "100+")
_BEYOND = r"\s*[>＞]\s*\d+\s*"

DROPS = (("not-ranked", "Is not ranked"), ("further-result", "Is further result"))
"""The rows of an export that are none of ``rankings``."""


def derived(position: str) -> Mapping[str, str]:
    """The flags of ``DROPS``; ``position`` is the tool's column. The table has "Keyword" and "Day"."""
    cell, value = identifier(position), identifier(f"{position} #")
    listed = in_list(f"lower({cell})", _NOT_RANKED)
    missing = f"{cell} is null or {listed} or regexp_full_match({cell}, {quoted(_BEYOND)}) or {value} <= 0"
    best = f'row_number() over (partition by _file, lower("Keyword"), "Day" order by {value} nulls last, _n)'
    return MappingProxyType(
        {
            "Is not ranked": f"coalesce({missing}, false)",
            "Is further result": f'coalesce({value} is not null and "Keyword" is not null and {best} > 1, false)',
        }
    )


def file_name(head: Head) -> str:
    """The name of the file itself, without folders."""
    return PurePosixPath(head.name).name


def day(head: Head, layout: Layout, columns: tuple[str, ...], todo: str) -> str:
    """SQL of the day on which a row's position was looked up.

    It is in the first of the columns that has it, else the last day that the lines before the header name, else
    the first one in the file's name. Raises SourceError when nothing names one.
    """
    cells = [identifier(column) for column in columns if layout.has(column)]
    period = period_in(layout.preamble)
    named = days_in(file_name(head))
    whole = period[1] if period else named[0] if named else None
    if whole is not None:
        cells.append(quoted(whole.isoformat()))
    if not cells:
        raise SourceError(
            Problem(
                "does not say of which day its positions are",
                where=Place(head.name, layout.header_line),
                found=", ".join(layout.header[:12]),
                expected=f"a column {' or '.join(columns)}, or the day in the file's name (2026-10-31)",
                todo=todo,
            )
        )
    return f"coalesce({', '.join(cells)})"
