"""The period grammar: text → ``Period``, or a ``PeriodError`` that says what would have been right.

Spelling is strict (one spelling, one file name), but a near miss is answered with the spelling
that was probably meant: ``2026-w44``, ``2026-1``, ``Q3 2026``, ``2026/10``, ``last month``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from reportgen.errors import PeriodError, Problem, nearest
from reportgen.periods import calendar as build
from reportgen.periods.arithmetic import previous
from reportgen.periods.model import Calendar, Period, PeriodKind, Span

FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_RANGE = 50 * 366  # days: 25 such ranges in a row still fit into Python's calendar
MOST_WEEKS = 53


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the grammar: what it matches, how it is shown in messages, how it is read."""

    pattern: re.Pattern[str]
    example: str
    meaning: str
    read: Callable[[re.Match[str], Calendar], Period]


RELATIVE: dict[str, PeriodKind] = {
    "last-week": PeriodKind.WEEK,
    "last-month": PeriodKind.MONTH,
    "last-quarter": PeriodKind.QUARTER,
    "last-year": PeriodKind.YEAR,
}


def parse_period(text: str, calendar: Calendar, *, today: date) -> Period:
    """The period that ``text`` names; ``last-week`` and the like are the whole period before today's.

    The id of the result is canonical: ``last-month`` comes back as ``2026-10``. PeriodError otherwise.
    """
    kind = RELATIVE.get(text)
    if kind is not None:
        return previous(build.period_of(today, kind, calendar), calendar)
    return _read(text, calendar, relative=True)


def from_id(text: str, calendar: Calendar) -> Period:
    """The period with this id; the relative words are not ids. PeriodError when it is none."""
    return _read(text, calendar, relative=False)


def _read(text: str, calendar: Calendar, *, relative: bool) -> Period:
    for form in FORMS:
        match = form.pattern.fullmatch(text)
        if match:
            return form.read(match, calendar)
    known = [*(form.example for form in FORMS), *(RELATIVE if relative else ())]
    meant = _meant(text, calendar, relative=relative)
    raise _wrong(f"there is no period '{text}'", text, "one of " + ", ".join(known), meant)


def _wrong(what: str, found: str, expected: str, meant: str | None = None) -> PeriodError:
    todo = f"did you mean '{meant}'?" if meant else None
    return PeriodError(Problem(what, found=found or "nothing", expected=expected, todo=todo))


def _in_range(match: re.Match[str], part: str, bounds: tuple[int, int], hint: str = "", why: str = "") -> int:
    """The number of a part of the text, refused unless it is within the bounds.

    ``hint`` spells the whole text with ``{}`` in place of the part.
    """
    low, high = bounds
    number = int(match[part])
    if low <= number <= high:
        return number
    width = len(match[part])
    clamped = f"{min(max(number, low), high):0{width}d}"
    expected = f"{part} {low:0{width}d} to {high:0{width}d}{why}"
    raise _wrong(f"there is no {part} {match[part]}", match.string, expected, hint.format(clamped))


def _year(match: re.Match[str]) -> int:
    return _in_range(match, "year", (FIRST_YEAR, LAST_YEAR))


def _read_month(match: re.Match[str], _calendar: Calendar) -> Period:
    year = _year(match)
    return build.month(year, _in_range(match, "month", (1, 12), f"{year}-{{}}"))


def _read_week(match: re.Match[str], calendar: Calendar) -> Period:
    year = _year(match)
    last = build.weeks_in(year)
    tail = f"/{match['weeks']}" if match["weeks"] else ""
    number = _in_range(match, "week", (1, last), f"{year}-W{{}}{tail}", f": {year} has {last} ISO weeks")
    count = _in_range(match, "weeks", (1, MOST_WEEKS), f"{year}-W{number:02d}/{{}}") if tail else 1
    return build.weeks(year, number, count, calendar)


def _read_quarter(match: re.Match[str], calendar: Calendar) -> Period:
    year = _year(match)
    return build.quarter(year, _in_range(match, "quarter", (1, 4), f"{year}-Q{{}}"), calendar)


def _read_year(match: re.Match[str], calendar: Calendar) -> Period:
    return build.fiscal_year(_year(match), calendar)


def _read_days(match: re.Match[str], _calendar: Calendar) -> Period:
    start, end = (_day(match, part) for part in ("first", "last"))
    if end < start:
        expected = "the first day, two dots, a last day that is not before it"
        raise _wrong("the period ends before it starts", match.string, expected, meant=f"{end}..{start}")
    span = Span(start, end)
    if span.days > LONGEST_RANGE:
        raise _wrong(f"the period has {span.days} days", match.string, f"at most {LONGEST_RANGE} days")
    return build.days(span)


def _day(match: re.Match[str], part: str) -> date:
    text = match[part]
    try:
        day = date.fromisoformat(text)
    except ValueError:
        expected = "days of the calendar, as in 2026-10-01..2026-10-14"
        raise _wrong(f"there is no day {text}", match.string, expected) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _wrong(f"the year {day.year} is out of range", match.string, f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _form(pattern: str, example: str, meaning: str, read: Callable[[re.Match[str], Calendar], Period]) -> Form:
    return Form(re.compile(pattern, re.ASCII), example, meaning, read)


_DAY = r"\d{4}-\d{2}-\d{2}"
FORMS: tuple[Form, ...] = (
    _form(r"(?P<year>\d{4})-(?P<month>\d{2})", "2026-10", "month", _read_month),
    _form(r"(?P<year>\d{4})-W(?P<week>\d{2})(?P<weeks>)", "2026-W44", "ISO week", _read_week),
    _form(
        r"(?P<year>\d{4})-W(?P<week>\d{2})/(?P<weeks>\d{1,2})",
        "2026-W43/2",
        "so many weeks from that one",
        _read_week,
    ),
    _form(r"(?P<year>\d{4})-Q(?P<quarter>\d)", "2026-Q3", "quarter of the fiscal year", _read_quarter),
    _form(r"(?P<year>\d{4})", "2026", "fiscal year", _read_year),
    _form(rf"(?P<first>{_DAY})\.\.(?P<last>{_DAY})", "2026-10-01..2026-10-14", "days, both ends in", _read_days),
)

# Near misses and what each probably meant; a rewrite counts only if the grammar then takes it.
_REWRITES: tuple[tuple[str, str], ...] = (
    (r"(\d{4})[-/. ]?W(\d)", r"\1-W0\2"),
    (r"(\d{4})[-/. ]?W(\d{2})", r"\1-W\2"),
    (r"(\d{4})[-/. ]?W(\d{1,2})[/X](\d{1,2})", r"\1-W\2/\3"),
    (r"W(?:EEK)?[- ]?(\d{2})[-/ ,]*(\d{4})", r"\2-W\1"),
    (r"(\d{4})[-/. ]?Q(\d)", r"\1-Q\2"),
    (r"Q(\d)[-/ ,]*(\d{4})", r"\2-Q\1"),
    (r"(\d{4})[-/. ](\d)", r"\1-0\2"),
    (r"(\d{4})[-/. ]?(\d{2})", r"\1-\2"),
    (r"(\d{2})[-/.](\d{4})", r"\2-\1"),
    (r"(\d{4})[-/.](\d{2})[-/.](\d{2})", r"\1-\2-\3..\1-\2-\3"),
    (
        r"(\d{4})[-/.](\d{2})[-/.](\d{2})(?: *(?:-|–|/|:|TO|\.{1,3}) *)(\d{4})[-/.](\d{2})[-/.](\d{2})",
        r"\1-\2-\3..\4-\5-\6",
    ),
)


def _meant(text: str, calendar: Calendar, *, relative: bool) -> str | None:
    """The spelling that the grammar takes and that is most like ``text``, or None."""
    folded = text.strip().upper()
    for pattern, template in _REWRITES:
        match = re.fullmatch(pattern, folded, re.ASCII)
        if match:
            candidate = match.expand(template)
            try:
                return from_id(candidate, calendar).id
            except PeriodError:
                continue
    return nearest(text.strip().replace(" ", "-"), RELATIVE) if relative else None
