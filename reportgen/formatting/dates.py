"""Days, spans of days and hours in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from babel import Locale
from babel.dates import parse_pattern

from reportgen.formatting.locales import NO_BREAK_SPACE, locale_data, tongue
from reportgen.periods.model import Span


class DateStyle(StrEnum):
    """How much of a day is said; the examples are en-US."""

    FULL = "full"  # Sunday, October 18, 2026
    LONG = "long"  # October 18, 2026
    MEDIUM = "medium"  # Oct 18, 2026
    WEEKDAY_DAY = "weekday_day"  # Sunday, October 18
    DAY_MONTH = "day_month"  # October 18
    DAY_MONTH_SHORT = "day_month_short"  # Oct 18
    MONTH = "month"  # October
    MONTH_SHORT = "month_short"  # Oct
    WEEKDAY = "weekday"  # Sunday
    WEEKDAY_SHORT = "weekday_short"  # Sun


def in_words(day: date, style: DateStyle, locale: str) -> str:
    """The day in the style, in the locale's order and words."""
    return in_pattern(day, _PATTERNS[style](locale_data(locale)), locale)


def hour(number: int, locale: str) -> str:
    """A full hour, 0 … 23, as the locale tells the time: 6 pm, 18:00, 오후 6시."""
    data = locale_data(locale)
    moment = datetime(2000, 1, 1, number)  # noqa: DTZ001  # an hour of any day, in no time zone
    short = str(data.time_formats["short"].pattern)
    skeleton = "h" if set(short) & set("hKaB") else "H"
    # The wide words: Korean has 오전 there and AM where English has it.
    pattern = str(data.datetime_skeletons[skeleton].pattern).replace("a", "aaaa")
    text = str(parse_pattern(pattern).apply(moment, data))
    if text.isdigit():
        return str(parse_pattern(short).apply(moment, data))
    text = re.sub(r"^0(?=\d)|\s", lambda match: NO_BREAK_SPACE if match[0].isspace() else "", text)
    return text.lower() if data.language == "en" else text


def in_pattern(day: date, pattern: str, locale: str) -> str:
    """The day in a CLDR date pattern."""
    return str(parse_pattern(pattern).apply(day, locale_data(locale)))


def month_pattern(data: Locale, *, short: bool = False) -> str:
    """The pattern of a month's name inside a date: in Chinese 10月, for beside figures it is not 十月."""
    return "MMM" if short or data.language == "zh" else "MMMM"


@dataclass(frozen=True, slots=True)
class SpanWords:
    """Sentences for a span, by what its two ends do not share: d(ay), m(onth), y(ear), or nothing.

    ``whole`` tells everything, ``name`` leaves the year out, ``lines`` are a cover's. {m1} is a month's
    name with its own unit word (10월), {d1} and {y1} are numerals; 1 is the first day, 2 the last.
    """

    whole: dict[str, str]
    name: dict[str, str]
    lines: dict[str, tuple[str, ...]]


_MONTH_FIRST = SpanWords(
    whole={
        "": "{m1} {d1}, {y1}",
        "d": "{m1} {d1} to {d2}, {y2}",
        "m": "{m1} {d1} to {m2} {d2}, {y2}",
        "y": "{m1} {d1}, {y1} to {m2} {d2}, {y2}",
    },
    name={"": "{m1} {d1}", "d": "{m1} {d1} to {d2}", "m": "{m1} {d1} to {m2} {d2}"},
    lines={
        "": ("{m1} {d1}", "{y1}"),
        "d": ("{m1} {d1} to {d2}", "{y2}"),
        "m": ("{m1} {d1} to", "{m2} {d2}, {y2}"),
        "y": ("{m1} {d1}, {y1} to", "{m2} {d2}, {y2}"),
    },
)
_DAY_FIRST = SpanWords(
    whole={
        "": "{d1} {m1} {y1}",
        "d": "{d1} to {d2} {m2} {y2}",
        "m": "{d1} {m1} to {d2} {m2} {y2}",
        "y": "{d1} {m1} {y1} to {d2} {m2} {y2}",
    },
    name={"": "{d1} {m1}", "d": "{d1} to {d2} {m2}", "m": "{d1} {m1} to {d2} {m2}"},
    lines={
        "": ("{d1} {m1}", "{y1}"),
        "d": ("{d1} to {d2} {m2}", "{y2}"),
        "m": ("{d1} {m1} to", "{d2} {m2} {y2}"),
        "y": ("{d1} {m1} {y1} to", "{d2} {m2} {y2}"),
    },
)
_KOREAN = SpanWords(
    whole={
        "": "{y1}년 {m1} {d1}일",
        "d": "{y1}년 {m1} {d1}일~{d2}일",
        "m": "{y1}년 {m1} {d1}일~{m2} {d2}일",
        "y": "{y1}년 {m1} {d1}일~{y2}년 {m2} {d2}일",
    },
    name={"": "{m1} {d1}일", "d": "{m1} {d1}일~{d2}일", "m": "{m1} {d1}일~{m2} {d2}일"},
    lines={
        "": ("{y1}년", "{m1} {d1}일"),
        "d": ("{y1}년", "{m1} {d1}일~{d2}일"),
        "m": ("{y1}년", "{m1} {d1}일~", "{m2} {d2}일"),
        "y": ("{y1}년 {m1} {d1}일~", "{y2}년 {m2} {d2}일"),
    },
)
_CHINESE = SpanWords(
    whole={
        "": "{y1}年{m1}{d1}日",
        "d": "{y1}年{m1}{d1}日至{d2}日",
        "m": "{y1}年{m1}{d1}日至{m2}{d2}日",
        "y": "{y1}年{m1}{d1}日至{y2}年{m2}{d2}日",
    },
    name={"": "{m1}{d1}日", "d": "{m1}{d1}日至{d2}日", "m": "{m1}{d1}日至{m2}{d2}日"},
    lines={
        "": ("{y1}年", "{m1}{d1}日"),
        "d": ("{y1}年", "{m1}{d1}日至{d2}日"),
        "m": ("{y1}年", "{m1}{d1}日至", "{m2}{d2}日"),
        "y": ("{y1}年{m1}{d1}日至", "{y2}年{m2}{d2}日"),
    },
)
_SPANS = {"ko": _KOREAN, "zh-Hant": _CHINESE, "zh-Hans": _CHINESE}


def span_in_words(span: Span, locale: str, *, short: bool = False, year: bool = True) -> str:
    """A span in words: October 1 to 31, 2026; ``short`` months, or without the ``year`` where it may be."""
    words = _words(locale)
    if words is None:
        return _interval(span, locale, short=short, year=year or _apart(span) == "y")
    apart = _apart(span)
    template = words.whole[apart] if year or apart == "y" else words.name[apart]
    return template.format_map(_parts(span, locale, short=short))


def span_in_lines(span: Span, locale: str) -> tuple[str, ...]:
    """A span in short lines, as a cover prints it: ("Oct 1 to 14", "2026")."""
    words = _words(locale)
    if words is None:
        return (_interval(span, locale, short=True, year=True),)
    parts = _parts(span, locale, short=True)
    return tuple(line.format_map(parts) for line in words.lines[_apart(span)])


def _words(locale: str) -> SpanWords | None:
    language = tongue(locale)
    if language == "en":
        month_first = locale_data(locale).date_formats["long"].pattern.startswith("M")
        return _MONTH_FIRST if month_first else _DAY_FIRST
    return _SPANS.get(language)


def _apart(span: Span) -> str:
    """The largest unit in which the ends differ; "" for a single day."""
    start, end = span.start, span.end
    units = (("y", start.year != end.year), ("m", start.month != end.month), ("d", start.day != end.day))
    return next((unit for unit, differs in units if differs), "")


def _parts(span: Span, locale: str, *, short: bool) -> dict[str, str]:
    pattern = month_pattern(locale_data(locale), short=short)
    ends = (("1", span.start), ("2", span.end))
    return {
        f"{key}{number}": text
        for number, day in ends
        for key, text in (("d", str(day.day)), ("m", in_pattern(day, pattern, locale)), ("y", str(day.year)))
    }


def _interval(span: Span, locale: str, *, short: bool, year: bool) -> str:
    """CLDR's interval: 1.–31. Oktober 2026."""
    apart = _apart(span)
    short_skeleton = "yMMMd" if year else "MMMd"
    skeleton = short_skeleton if short else short_skeleton.replace("MMM", "MMMM")
    data = locale_data(locale)
    if not apart:
        return in_pattern(span.start, _skeleton(data, skeleton), locale)
    parts = _interval_patterns(data, skeleton if skeleton in data.interval_formats else short_skeleton, apart)
    # Few locales list intervals with long months: lengthen the short ones'.
    wide = (part.replace("MMM", "MMMM") if not short and "MMMM" not in part else part for part in parts)
    return "".join(in_pattern(day, part, locale) for day, part in zip((span.start, span.end), wide, strict=True))


def _interval_patterns(data: Locale, skeleton: str, apart: str) -> tuple[str, ...]:
    return tuple(data.interval_formats[skeleton]["M" if apart == "m" else apart])


def _skeleton(data: Locale, name: str) -> str:
    """CLDR's pattern for the fields in ``name``; for a long month where only the short is listed, widened."""
    found = data.datetime_skeletons.get(name)
    if found is not None:
        return str(found.pattern)
    return str(data.datetime_skeletons[name.replace("MMMM", "MMM")].pattern).replace("MMM", "MMMM")


def _weekday_day(data: Locale) -> str:
    """Weekday, day and month: few locales list it, so the full date's pattern without its year."""
    found = data.datetime_skeletons.get("MMMMEEEEd")
    if found is not None:
        return str(found.pattern)
    full = str(data.date_formats["full"].pattern)
    day = _skeleton(data, "MMMMd")
    front, _, behind = full.partition("EEEE")
    if not front:  # Sunday, October 18 – the separator is CLDR's own
        separator = behind[: len(behind) - len(behind.lstrip(" ,،.'"))]
        return f"EEEE{separator}{day}"
    separator = front[len(front.rstrip(" ,")) :]
    return f"{day}{separator}EEEE"


def _by_skeleton(name: str) -> Callable[[Locale], str]:
    return lambda data: _skeleton(data, name)


def _by_pattern(pattern: str) -> Callable[[Locale], str]:
    return lambda _data: pattern


_PATTERNS: dict[DateStyle, Callable[[Locale], str]] = {
    DateStyle.FULL: lambda data: str(data.date_formats["full"].pattern),
    DateStyle.LONG: lambda data: str(data.date_formats["long"].pattern),
    DateStyle.MEDIUM: _by_skeleton("yMMMd"),
    DateStyle.WEEKDAY_DAY: _weekday_day,
    DateStyle.DAY_MONTH: _by_skeleton("MMMMd"),
    DateStyle.DAY_MONTH_SHORT: _by_skeleton("MMMd"),
    DateStyle.MONTH: lambda data: "LLL" if data.language == "zh" else "LLLL",
    DateStyle.MONTH_SHORT: _by_pattern("LLL"),
    DateStyle.WEEKDAY: _by_pattern("cccc"),
    DateStyle.WEEKDAY_SHORT: _by_pattern("ccc"),
}
