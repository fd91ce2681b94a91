"""Taiwan's working days: weekends and public holidays of the simulated years, and how busy each day is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from simulation import story

_OFF = (
    (2024, 10, 10), (2025, 1, 1), (2025, 2, 28), (2025, 4, 3), (2025, 4, 4), (2025, 5, 1), (2025, 5, 30),
    (2025, 9, 29), (2025, 10, 6), (2025, 10, 10), (2025, 10, 24), (2025, 12, 25), (2026, 1, 1), (2026, 2, 27),
    (2026, 4, 3), (2026, 4, 6), (2026, 5, 1), (2026, 6, 19), (2026, 9, 25), (2026, 9, 28), (2026, 10, 9),
    (2026, 10, 26),
)  # fmt: skip
HOLIDAYS = frozenset(date(*parts) for parts in _OFF)
_WEEKDAY = (1.08, 1.06, 1.03, 0.98, 0.85)
_MONTH = (1.0, 1.02, 1.08, 1.0, 1.0, 1.02, 0.96, 0.95, 1.02, 1.0, 1.03, 0.98)


def days(first: date = story.START, last: date = story.END) -> tuple[date, ...]:
    """Every day, both ends in."""
    return tuple(first + timedelta(days=i) for i in range((last - first).days + 1))


def within(day: date, span: tuple[date, date]) -> bool:
    """Whether the day lies in the span, both ends in."""
    return span[0] <= day <= span[1]


def is_workday(day: date) -> bool:
    """Neither weekend nor holiday."""
    return day.weekday() < 5 and day not in HOLIDAYS and not any(within(day, span) for span in story.LUNAR)


def next_workday(day: date) -> date:
    """The day itself, or the first workday after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def later(day: date, workdays: int) -> date:
    """So many workdays after the day."""
    for _ in range(workdays):
        day = next_workday(day + timedelta(days=1))
    return day


def growth(day: date, yearly: float) -> float:
    """Since the start, at a rate a year."""
    return float(yearly ** ((day - story.START).days / 365.25))


def busy(day: date) -> float:
    """How many orders a workday brings, against the mean: weekday, season, Lunar New Year, Double Tenth."""
    factor = _WEEKDAY[day.weekday()] * _MONTH[day.month - 1]
    for first, last in story.LUNAR:
        if 0 < (first - day).days <= 5:
            factor *= story.LUNAR_BEFORE
        if 0 < (day - last).days <= 3:
            factor *= story.LUNAR_AFTER
    if within(day, story.DOUBLE_TENTH):
        factor *= story.DOUBLE_TENTH_ORDERS
    return factor


def at(day: date, minute: int) -> datetime:
    """A moment of the day, in minutes since midnight."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001  wall clock
