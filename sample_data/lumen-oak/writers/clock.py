"""Chicago's offset from UTC, without the machine's time zone tables."""

from __future__ import annotations

from datetime import date, datetime, timedelta


def _nth_sunday(year: int, month: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (n - 1))


def offset(moment: datetime) -> str:
    """-0500 in summer (2 am on March's second Sunday to 2 am on November's first), else -0600."""
    starts = datetime.combine(_nth_sunday(moment.year, 3, 2), datetime.min.time()) + timedelta(hours=2)
    ends = datetime.combine(_nth_sunday(moment.year, 11, 1), datetime.min.time()) + timedelta(hours=2)
    return "-0500" if starts <= moment < ends else "-0600"


def stamp(moment: datetime) -> str:
    """2026-10-05 19:42:13 -0500."""
    return f"{moment:%Y-%m-%d %H:%M:%S} {offset(moment)}"
