"""Periods in words, for every kind, in the words of each language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from reportgen.formatting.dates import (
    DateStyle,
    in_pattern,
    in_words,
    span_in_lines,
    span_in_words,
)
from reportgen.formatting.locales import locale_data, tongue
from reportgen.periods import NamedNumbers, Period, PeriodKind, named_numbers


class PeriodStyle(StrEnum):
    """How a period is named; the examples are en-US."""

    LONG = "long"  # October 2026
    SHORT = "short"  # Oct 2026
    NAME = "name"  # October
    LINES = "lines"  # ("October", "2026"): a cover's lines


@dataclass(frozen=True, slots=True)
class _Words:
    """How one kind of period is named. {y} year, {n} number, {m} last number, {z} the last week's year."""

    long: str
    short: str
    name: str
    lines: tuple[str, ...]


_KIND_WORDS: dict[str, dict[str, _Words]] = {
    "en": {
        "week": _Words("Week {n}, {y}", "W{n} {y}", "Week {n}", ("Week {n}", "{y}")),
        "weeks": _Words("Weeks {n} to {m}, {y}", "W{n}–{m} {y}", "Weeks {n} to {m}", ("Weeks {n} to {m}", "{y}")),
        "weeks over years": _Words(
            "Week {n}, {y} to week {m}, {z}",
            "W{n} {y}–W{m} {z}",
            "Weeks {n} to {m}",
            ("Week {n}, {y}", "to week {m}, {z}"),
        ),
        "quarter": _Words("Q{n} {y}", "Q{n} {y}", "Q{n}", ("Q{n}", "{y}")),
        "fiscal quarter": _Words("Q{n} FY{y}", "Q{n} FY{y}", "Q{n}", ("Q{n}", "FY{y}")),
        "year": _Words("{y}", "{y}", "{y}", ("{y}",)),
        "fiscal year": _Words("FY{y}", "FY{y}", "FY{y}", ("FY{y}",)),
    },
    "ko": {
        "week": _Words("{y}년 {n}주차", "{y}년 {n}주", "{n}주차", ("{y}년", "{n}주차")),
        "weeks": _Words("{y}년 {n}~{m}주차", "{y}년 {n}~{m}주", "{n}~{m}주차", ("{y}년", "{n}~{m}주차")),
        "weeks over years": _Words(
            "{y}년 {n}주차~{z}년 {m}주차",
            "{y}년 {n}주~{z}년 {m}주",
            "{n}~{m}주차",
            ("{y}년 {n}주차~", "{z}년 {m}주차"),
        ),
        "quarter": _Words("{y}년 {n}분기", "{y}년 {n}분기", "{n}분기", ("{y}년", "{n}분기")),
        "fiscal quarter": _Words(
            "{y} 회계연도 {n}분기", "{y} 회계연도 {n}분기", "{n}분기", ("{y} 회계연도", "{n}분기")
        ),
        "year": _Words("{y}년", "{y}년", "{y}년", ("{y}년",)),
        "fiscal year": _Words("{y} 회계연도", "{y} 회계연도", "{y} 회계연도", ("{y} 회계연도",)),
    },
    "zh-Hant": {
        "week": _Words("{y}年第{n}週", "{y}年第{n}週", "第{n}週", ("{y}年", "第{n}週")),
        "weeks": _Words("{y}年第{n}至{m}週", "{y}年第{n}至{m}週", "第{n}至{m}週", ("{y}年", "第{n}至{m}週")),
        "weeks over years": _Words(
            "{y}年第{n}週至{z}年第{m}週",
            "{y}年第{n}週至{z}年第{m}週",
            "第{n}至{m}週",
            ("{y}年第{n}週至", "{z}年第{m}週"),
        ),
        "quarter": _Words("{y}年第{n}季", "{y}年第{n}季", "第{n}季", ("{y}年", "第{n}季")),
        "fiscal quarter": _Words("{y}會計年度第{n}季", "{y}會計年度第{n}季", "第{n}季", ("{y}會計年度", "第{n}季")),
        "year": _Words("{y}年", "{y}年", "{y}年", ("{y}年",)),
        "fiscal year": _Words("{y}會計年度", "{y}會計年度", "{y}會計年度", ("{y}會計年度",)),
    },
    "zh-Hans": {
        "week": _Words("{y}年第{n}周", "{y}年第{n}周", "第{n}周", ("{y}年", "第{n}周")),
        "weeks": _Words("{y}年第{n}至{m}周", "{y}年第{n}至{m}周", "第{n}至{m}周", ("{y}年", "第{n}至{m}周")),
        "weeks over years": _Words(
            "{y}年第{n}周至{z}年第{m}周",
            "{y}年第{n}周至{z}年第{m}周",
            "第{n}至{m}周",
            ("{y}年第{n}周至", "{z}年第{m}周"),
        ),
        "quarter": _Words("{y}年第{n}季度", "{y}年第{n}季度", "第{n}季度", ("{y}年", "第{n}季度")),
        "fiscal quarter": _Words("{y}财年第{n}季度", "{y}财年第{n}季度", "第{n}季度", ("{y}财年", "第{n}季度")),
        "year": _Words("{y}年", "{y}年", "{y}年", ("{y}年",)),
        "fiscal year": _Words("{y}财年", "{y}财年", "{y}财年", ("{y}财年",)),
    },
    "de": {
        "week": _Words("KW {n}/{y}", "KW {n}/{y}", "KW {n}", ("KW {n}", "{y}")),
        "weeks": _Words("KW {n}–{m}/{y}", "KW {n}–{m}/{y}", "KW {n}–{m}", ("KW {n}–{m}", "{y}")),
        "weeks over years": _Words(
            "KW {n}/{y}–{m}/{z}", "KW {n}/{y}–{m}/{z}", "KW {n}–{m}", ("KW {n}/{y}–", "KW {m}/{z}")
        ),
        "quarter": _Words("{n}. Quartal {y}", "Q{n} {y}", "{n}. Quartal", ("{n}. Quartal", "{y}")),
        "fiscal quarter": _Words("{n}. Quartal GJ {y}", "Q{n} GJ {y}", "{n}. Quartal", ("{n}. Quartal", "GJ {y}")),
        "year": _Words("{y}", "{y}", "{y}", ("{y}",)),
        "fiscal year": _Words("Geschäftsjahr {y}", "GJ {y}", "GJ {y}", ("GJ {y}",)),
    },
}
# For other languages, signs that need no language.
_ELSEWHERE: dict[str, _Words] = {
    **_KIND_WORDS["en"],
    "week": _Words("W{n} {y}", "W{n} {y}", "W{n}", ("W{n}", "{y}")),
    "weeks": _Words("W{n}–{m} {y}", "W{n}–{m} {y}", "W{n}–{m}", ("W{n}–{m}", "{y}")),
    "weeks over years": _Words("W{n} {y}–W{m} {z}", "W{n} {y}–W{m} {z}", "W{n}–{m}", ("W{n} {y}–", "W{m} {z}")),
}
# Month words of these languages stand behind the year, with its unit word.
_YEAR_FIRST = {"ko": "{y}년", "zh-Hant": "{y}年", "zh-Hans": "{y}年", "ja": "{y}年"}
_MONTHS_A_QUARTER = 3


def in_style(period: Period, style: PeriodStyle, locale: str) -> str:
    """The period in one line."""
    if period.kind is PeriodKind.MONTH:
        return _month(period, style, locale)
    if period.kind is PeriodKind.DAYS:
        short, year = style is PeriodStyle.SHORT, style is not PeriodStyle.NAME
        return span_in_words(period.span, locale, short=short, year=year)
    words, numbers = _named(period, locale)
    template = {PeriodStyle.SHORT: words.short, PeriodStyle.NAME: words.name}.get(style, words.long)
    return template.format_map(numbers)


def in_lines(period: Period, locale: str) -> tuple[str, ...]:
    """The period in a cover's lines, in the language's order."""
    if period.kind is PeriodKind.MONTH:
        month, year = in_words(period.start, DateStyle.MONTH, locale), str(period.start.year)
        before = _YEAR_FIRST.get(tongue(locale))
        return (before.format(y=year), month) if before else (month, year)
    if period.kind is PeriodKind.DAYS:
        return span_in_lines(period.span, locale)
    words, numbers = _named(period, locale)
    return tuple(line.format_map(numbers) for line in words.lines)


def _month(period: Period, style: PeriodStyle, locale: str) -> str:
    if style is PeriodStyle.NAME:
        return in_words(period.start, DateStyle.MONTH, locale)
    skeleton = "yMMM" if style is PeriodStyle.SHORT else "yMMMM"
    return in_pattern(period.start, str(locale_data(locale).datetime_skeletons[skeleton].pattern), locale)


def _named(period: Period, locale: str) -> tuple[_Words, dict[str, str]]:
    """The words for a week, weeks, quarter or year, and the numbers to fill in."""
    numbers = named_numbers(period)
    last_year, last = numbers.year, numbers.number
    kind = str(period.kind)
    if period.kind is PeriodKind.WEEKS:
        last_year, last = _last_week(period)
        kind = "weeks" if last_year == numbers.year else "weeks over years"
    elif _is_fiscal(period, numbers):
        kind = f"fiscal {kind}"
    words = _KIND_WORDS.get(tongue(locale), _ELSEWHERE)[kind]
    filled = {"y": numbers.year, "n": numbers.number, "m": last, "z": last_year}
    return words, {key: str(number) for key, number in filled.items()}


def _last_week(period: Period) -> tuple[int, int]:
    """ISO year and week of the last of the period's weeks: a client's week holds its ISO Monday."""
    monday = period.end - timedelta(days=period.end.weekday())
    iso = monday.isocalendar()
    return iso.year, iso.week


def _is_fiscal(period: Period, numbers: NamedNumbers) -> bool:
    """Whether the quarter or year is not the calendar's of that number, which the reader must be told."""
    if period.kind is PeriodKind.QUARTER:
        usual = _MONTHS_A_QUARTER * (numbers.number - 1) + 1
        return (period.start.year, period.start.month) != (numbers.year, usual)
    return period.kind is PeriodKind.YEAR and period.start.month != 1
