"""The texts of charts: each is accounted for before it is published.

| text | must |
| --- | --- |
| a tick of a scale | be the number at which it is drawn |
| a figure beside a mark | be the number that the mark was drawn from, where the chart knows it |
| every other figure | be a way to write one of the report's facts, or a number that the chart is drawn from |
| names and dates | stand as the chart has them |
| what the drawing shows | be whole numbers of the chart's own texts |
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from html import unescape
from typing import Any, TypeAlias

from reportgen.charts.model import (
    BarChart,
    Chart,
    DivergingChart,
    Figure,
    FunnelChart,
    HeatMap,
    IntervalChart,
    LineChart,
    ScatterChart,
    SlopeChart,
    Waterfall,
)
from reportgen.errors import Problem, PublishError
from reportgen.insights.model import FactValue
from reportgen.rendering.lint.agreement import HUNDREDFOLD, MARKS
from reportgen.rendering.lint.numerals import Mark, Numerals, Printed, numerals, read, spaced
from reportgen.rendering.lint.page import PageText
from reportgen.rendering.lint.tokens import numbers_of
from reportgen.report.model import Report

Pairs: TypeAlias = Iterator[tuple[str, float | None]]
_NAMES = frozenset({"label", "parts", "heads", "rows", "columns", "x_title", "y_title", "whole_name"})
# Nouns in these fields have one role: places on a scale; the client's own dated notes, which are quoted.
_OF_FIELD = {"ticks": "scale", "x_ticks": "scale", "y_ticks": "scale", "annotations": "name"}
_FIGURE_LABELS = frozenset({"Mark", "HeatCell", "CoverBars"})  # nouns whose label is a figure or a sentence
_ROUNDED = Decimal("0.000001")  # of the last digit: what adding floats may cost
_YEARS, _LAST_DAY = range(1900, 2200), 53  # days of a month, hours of a day, weeks of a year
_MOST_POWERS = 30
_WHOLE = re.compile(r"\d{1,4}", re.ASCII)
_TEXT = re.compile(r"<(text|title)\b[^>]*>([^<]*)</\1>")


def _bars(chart: BarChart | DivergingChart) -> Pairs:
    return ((bar.value_label, bar.value) for bar in chart.bars)


def _line(chart: LineChart) -> Pairs:
    last = chart.points[-1].value if chart.points else None
    yield chart.end_label, last
    for mark in (chart.peak,) if chart.peak else ():
        yield mark.label, chart.points[mark.index].value
    yield from zip(chart.context_label[:1], chart.context[-1:], strict=False)
    for point in chart.points:
        yield point.tooltip.rpartition(": ")[2], point.value


def _waterfall(chart: Waterfall) -> Pairs:
    return ((step.value_label, step.end - step.start) for step in chart.steps if step.end != step.start)


def _funnel(chart: FunnelChart) -> Pairs:
    return ((step.count, step.value) for step in chart.steps)


def _heat(chart: HeatMap) -> Pairs:
    return ((cell.label, cell.value) for cell in chart.cells)


def _intervals(chart: IntervalChart) -> Pairs:
    return ((row.value_label, row.value) for row in chart.rows)


def _scatter(chart: ScatterChart) -> Pairs:
    return ((place.x_label, place.x) for place in chart.places)


def _slopes(chart: SlopeChart) -> Pairs:
    for slope in chart.slopes:
        yield slope.before_label, slope.before
        yield slope.after_label, slope.after


# What a mark was drawn from and the figure beside it; of the other charts only the facts can tell.
_DRAWN_FROM: dict[type, Callable[[Any], Pairs]] = {
    BarChart: _bars,
    DivergingChart: _bars,
    LineChart: _line,
    Waterfall: _waterfall,
    FunnelChart: _funnel,
    HeatMap: _heat,
    IntervalChart: _intervals,
    ScatterChart: _scatter,
    SlopeChart: _slopes,
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """The report's facts by the mark that stands with them, ascending, as they are printed (rates in per cent)."""

    by_mark: dict[Mark, tuple[Decimal, ...]]
    texts: frozenset[str]  # facts that are texts

    def holds(self, printed: Printed) -> bool:
        """Whether a fact rounds to what was printed; where no sign is printed, its size."""
        numbers = self.by_mark.get(printed.mark, ())
        signed = (printed.number,) if printed.sign else (printed.number, -printed.number)
        return any(_among(numbers, number, printed.last / 2) for number in signed)

    def with_numbers(self, numbers: Iterable[float]) -> Ledger:
        """The facts, and the numbers that one chart is drawn from, whatever their unit."""
        drawn = [Decimal(repr(float(number))) for number in numbers]
        parts = [number.scaleb(2) for number in drawn]
        more = {Mark.PERCENT: parts, Mark.POINTS: parts, Mark.BARE: [*drawn, *parts]}
        by_mark = {mark: tuple(sorted([*of, *more.get(mark, drawn)])) for mark, of in self.by_mark.items()}
        return Ledger(by_mark, self.texts)


def ledger(facts: Mapping[str, FactValue]) -> Ledger:
    """The facts in order. A bare figure may be any of them, for a table's or an axis's unit stands elsewhere."""
    found: dict[Mark, list[Decimal]] = {mark: [] for mark in Mark}
    texts = frozenset(spaced(fact.value) for fact in facts.values() if isinstance(fact.value, str))
    for fact in facts.values():
        if isinstance(fact.value, str) or fact.unit not in MARKS:
            continue
        number = Decimal(fact.value).scaleb(2 if fact.unit in HUNDREDFOLD else 0)
        for mark in {MARKS[fact.unit], Mark.BARE}:
            found[mark].append(number)
    return Ledger({mark: tuple(sorted(numbers)) for mark, numbers in found.items()}, texts)


def _among(numbers: tuple[Decimal, ...], number: Decimal, room: Decimal) -> bool:
    at = bisect_left(numbers, number - room)
    return at < len(numbers) and numbers[at] <= number + room


def check_charts(report: Report, figures: Mapping[str, Figure], page: PageText) -> None:
    """PublishError naming each chart and text that is not accounted for.

    A chart's sentences may repeat names and dates of ``page``, and the tables on it hold the charts' numbers only.
    """
    how, book = numerals(report.locale, report.currency), ledger(report.facts)
    problems: list[Problem] = []
    numbers: set[str] = set()
    for name in sorted(report.charts):
        chart = report.charts[name]
        texts = list(_texts(chart))
        own = {number for _, text in texts for number in numbers_of(spaced(text))}
        named = frozenset(number for role, text in texts if role == "name" for number in numbers_of(spaced(text)))
        problems += _scales(chart, name, how)
        problems += _marks(chart, name, how)
        problems += _figures(texts, name, how, book.with_numbers(_numbers(chart)), named | page.sourced)
        if name in figures:
            problems += _drawing(figures[name], own, [spaced(text) for _, text in texts])
        numbers |= own
    problems += [
        _fault("a table under a chart prints a number that no chart has", number, "")
        for number in sorted(page.charted - numbers)
    ]
    if problems:
        raise PublishError(*problems)


def drawn_texts(figure: Figure) -> tuple[str, ...]:
    """The texts that a figure shows, in the drawing's order; its title, which is not shown, is left out."""
    return tuple(unescape(text) for tag, text in _TEXT.findall(figure.svg) if tag == "text")


def _texts(noun: object, role: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a chart with its role: name, scale or figure."""
    kind = type(noun).__name__
    for field in fields(noun):  # type: ignore[arg-type]
        if field.name == "id":
            continue
        value = getattr(noun, field.name)
        items = value if isinstance(value, tuple) else (value,)
        told = role or ("name" if _is_name(kind, field.name) else "figure")
        for item in items:
            if is_dataclass(item):
                yield from _texts(item, _OF_FIELD.get(field.name, ""))
            elif type(item) is str and item:
                yield told, item


def _numbers(noun: object) -> Iterator[float]:
    """Every number of a chart."""
    for field in fields(noun):  # type: ignore[arg-type]
        value = getattr(noun, field.name)
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item):
                yield from _numbers(item)
            elif isinstance(item, int | float) and not isinstance(item, bool):
                yield item


def _is_name(noun: str, field: str) -> bool:
    return (field in _NAMES and noun not in _FIGURE_LABELS) or (noun, field) == ("LinePoint", "sublabel")


def _scales(chart: Chart, name: str, how: Numerals) -> Iterator[Problem]:
    for field in ("ticks", "x_ticks", "y_ticks"):
        for tick in getattr(chart, field, ()):
            at = Decimal(repr(float(tick.value)))
            powers = field != "ticks" and abs(at) < _MOST_POWERS  # a scatter's axis may be logarithmic
            places = (at, Decimal(repr(10.0**tick.value))) if powers else (at,)
            printed = read(tick.label, how) if tick.label else None
            if tick.label and (printed is None or not any(_drawn_at(printed, place) for place in places)):
                yield _fault(f"a tick of chart '{name}' is not where it stands", tick.label, f"{tick.value:g}")


def _marks(chart: Chart, name: str, how: Numerals) -> Iterator[Problem]:
    pairs = _DRAWN_FROM.get(type(chart))
    for label, value in pairs(chart) if pairs else ():
        text = label.strip("▲▼ ")
        printed = read(text, how) if numbers_of(text) and value is not None else None
        if printed is not None and not _drawn_at(printed, Decimal(repr(float(value or 0)))):
            yield _fault(f"a figure of chart '{name}' is not what was drawn", label, f"{value:g}")


def _drawn_at(printed: Printed, value: Decimal) -> bool:
    """Whether the figure is the value, or a rate's in per cent; where no sign is printed, its size."""
    room = printed.last / 2 + printed.last * _ROUNDED
    scales = {Mark.PERCENT: (2,), Mark.POINTS: (2,), Mark.BARE: (0, 2)}.get(printed.mark, (0,))
    for power in scales:
        number = value.scaleb(power)
        if abs(printed.number - number) <= room or (not printed.sign and abs(printed.number - abs(number)) <= room):
            return True
    return False


def _figures(
    texts: list[tuple[str, str]], name: str, how: Numerals, book: Ledger, known: frozenset[str]
) -> Iterator[Problem]:
    for role, text in texts:
        if role != "figure" or not numbers_of(text) or spaced(text) in book.texts:
            continue
        stray = _stray(spaced(text).strip("▲▼ "), how, book, known)
        if stray:
            yield _fault(f"a figure of chart '{name}' is no fact of the report", text, f"“{stray}” among the facts")


def _stray(text: str, how: Numerals, book: Ledger, known: frozenset[str]) -> str:
    """The first figure of a text that is neither a fact nor part of a name or date, or nothing."""
    whole = read(text, how)
    if whole is not None:
        return "" if book.holds(whole) else text
    for piece in how.pieces(text):
        printed = read(piece, how)
        if printed is not None and book.holds(printed):
            continue
        rest = [number for number in numbers_of(piece) if number not in known and not _of_a_date(number)]
        if rest:
            return piece
    return ""


def _of_a_date(number: str) -> bool:
    return bool(_WHOLE.fullmatch(number)) and (int(number) in _YEARS or int(number) <= _LAST_DAY)


def _drawing(figure: Figure, own: set[str], texts: list[str]) -> Iterator[Problem]:
    """A drawing may break a text into lines or shorten it, but shows no number of its own."""
    shown = [*drawn_texts(figure), *(spot.text for spot in figure.hotspots)]
    for text in map(spaced, shown):
        numbers = numbers_of(text)
        cut = text.removesuffix("…").strip()
        if cut != text and numbers and cut.endswith(numbers[-1]) and any(cut in whole for whole in texts):
            numbers = numbers[:-1]
        if any(number not in own for number in numbers):
            yield _fault(f"the drawing of chart '{figure.id}' shows a number that the chart does not have", text, "")


def _fault(what: str, text: str, expected: str) -> Problem:
    return Problem(what, found=f"“{spaced(text)}”", expected=expected or "the chart's own figures")
