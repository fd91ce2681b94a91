"""Preambles: the lines that tools write before the header, and the period that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})[-./년]\s?(\d{1,2})[-./월]\s?(\d{1,2})(?!\d)")
_WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?(?:de\s+)?([^\W\d_]{3,})\.?\s+(?:de\s+)?(?:(\d{1,2}),?\s+)?(\d{4})(?!\d)")
_LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")


@cache
def _months() -> dict[str, int]:
    """Month names and their short forms in the languages of the preambles, in lower case → number."""
    from babel.dates import get_month_names

    names = {}
    for language in reversed(_LANGUAGES):
        for width in ("abbreviated", "wide"):
            for month, name in get_month_names(width, locale=language).items():
                names[str(name).casefold().rstrip(".")] = int(month)
    return names


def days_in(line: str) -> tuple[date, ...]:
    """The days that a line names (20260131, 2026-01-31, January 31, 2026, 31. Januar 2026), in its order."""
    found: list[tuple[int, tuple[int, int, int]]] = []
    for pattern in (_COMPACT, _ISO):
        found += [(m.start(), (int(m[1]), int(m[2]), int(m[3]))) for m in pattern.finditer(line)]
    for m in _WORDS.finditer(line):
        month, day = _months().get(m[2].casefold()), m[1] or m[3]
        if month and day:
            found.append((m.start(), (int(m[4]), month, int(day))))
    return tuple(day for _, parts in sorted(found) if (day := _day(*parts)) is not None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def period_in(lines: Iterable[str]) -> tuple[date, date] | None:
    """First and last of the days that the lines name; None when they name none."""
    days = [day for line in lines for day in days_in(line)]
    return (min(days), max(days)) if days else None


def single_day(lines: Iterable[str]) -> date | None:
    """The one day that the lines name, once or as both ends of a period."""
    period = period_in(lines)
    return period[0] if period and period[0] == period[1] else None
