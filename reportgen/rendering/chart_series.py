"""A chart's numbers as categories and series: what a native chart of an office file is made of.

Only what the chart carries is used. A scatter chart's series are x and y; kinds that an office program cannot draw
(intervals, heat maps by hour) come as figures without a shape.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reportgen.charts.model import (
    BarChart,
    Chart,
    DivergingChart,
    DonutChart,
    FunnelChart,
    HeatMap,
    IntervalChart,
    LineChart,
    ScatterChart,
    SlopeChart,
    StackedChart,
    Waterfall,
)
from reportgen.rendering.chart_tables import named_points

_HOURS = 24


class Shape(StrEnum):
    """How a native chart draws the series."""

    LINE = "line"
    BAR = "bar"  # lying, the first category on top
    COLUMN = "column"
    SHARES = "shares"  # lying bars of one length
    DONUT = "donut"
    SCATTER = "scatter"
    NONE = "none"  # figures alone


@dataclass(frozen=True, slots=True)
class Series:
    """A row of values, one a category; None where there is none. ``label`` is how the report prints ``sample``."""

    name: str
    values: tuple[float | None, ...]
    label: str = ""
    sample: float = 0.0


@dataclass(frozen=True, slots=True)
class Plotted:
    """Categories and their series, and the shape in which they are drawn. The first series is the one that matters."""

    shape: Shape
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    accents: tuple[int, ...] = ()  # categories that matter
    ticks: tuple[str, ...] = ()  # shorter names of the categories, for an axis: the year only where it begins


@dataclass(frozen=True, slots=True)
class Words:
    """Names of series that a chart leaves to its subtitle."""

    current: str
    latest: str  # of a line that runs up to now
    before: str
    year_ago: str
    low: str
    high: str


def plotted(chart: Chart | None, words: Words) -> Plotted | None:
    """The chart's numbers, or None for one that is no figure of the report (a cover, a sparkline)."""
    make = _MAKERS.get(type(chart))
    return make(chart, words) if make else None


def _series(name: str, values: list[float | None], labels: list[str]) -> Series:
    """A series with the label of its largest value, by which its numbers are formatted."""
    known = [
        (abs(value), value, label) for value, label in zip(values, labels, strict=True) if value is not None and label
    ]
    _, sample, label = max(known, key=lambda one: one[0], default=(0.0, 0.0, ""))
    return Series(name, tuple(values), label, sample)


def _line(chart: LineChart, words: Words) -> Plotted:
    points = named_points(chart)
    names, labels = [name for name, _ in points], [text for _, text in points]
    now = _series(words.latest, [point.value for point in chart.points], labels)
    found = [now]
    if any(value is not None for value in chart.context):
        found.append(Series(words.year_ago, chart.context, now.label, now.sample))
    if any(chart.band):
        for place, name in enumerate((words.low, words.high)):
            ends = tuple(ends[place] if ends else None for ends in chart.band)
            found.append(Series(name, ends, now.label, now.sample))
    ticks = tuple(name if point.sublabel else point.label for name, point in zip(names, chart.points, strict=True))
    return Plotted(Shape.LINE, tuple(names), tuple(found), ticks=ticks)


def _bars(chart: BarChart, words: Words) -> Plotted:
    now = _series(words.current, [bar.value for bar in chart.bars], [bar.value_label for bar in chart.bars])
    found = [now]
    if any(bar.before is not None for bar in chart.bars):
        found.append(Series(words.before, tuple(bar.before for bar in chart.bars), now.label, now.sample))
    accents = tuple(place for place, bar in enumerate(chart.bars) if bar.accent)
    return Plotted(Shape.BAR, tuple(bar.label for bar in chart.bars), tuple(found), accents)


def _diverging(chart: DivergingChart, words: Words) -> Plotted:
    made = _series(words.current, [bar.value for bar in chart.bars], [bar.value_label for bar in chart.bars])
    return Plotted(Shape.BAR, tuple(bar.label for bar in chart.bars), (made,))


def _waterfall(chart: Waterfall, words: Words) -> Plotted:
    """What each step adds; the base line and the total are levels, not steps."""
    steps = [step for step in chart.steps[1:] if not step.total]
    made = _series(words.current, [step.end - step.start for step in steps], [step.value_label for step in steps])
    return Plotted(Shape.COLUMN, tuple(step.label for step in steps), (made,))


def _funnel(chart: FunnelChart, words: Words) -> Plotted:
    made = _series(words.current, [step.value for step in chart.steps], [step.count for step in chart.steps])
    accents = tuple(place for place, step in enumerate(chart.steps) if step.accent)
    return Plotted(Shape.BAR, tuple(step.label for step in chart.steps), (made,), accents)


def _stacked(chart: StackedChart, words: Words) -> Plotted:
    del words
    parts = [Series(part, tuple(row.values[place] for row in chart.rows)) for place, part in enumerate(chart.parts)]
    return Plotted(Shape.SHARES, tuple(row.label for row in chart.rows), tuple(parts))


def _slope(chart: SlopeChart, words: Words) -> Plotted:
    del words
    after = _series(chart.heads[1], [one.after for one in chart.slopes], [one.after_label for one in chart.slopes])
    before = _series(chart.heads[0], [one.before for one in chart.slopes], [one.before_label for one in chart.slopes])
    return Plotted(Shape.BAR, tuple(one.label for one in chart.slopes), (after, before))


def _donut(chart: DonutChart, words: Words) -> Plotted:
    made = Series(chart.whole_name or words.current, tuple(part.value for part in chart.slices))
    return Plotted(Shape.DONUT, tuple(part.label for part in chart.slices), (made,))


def _scatter(chart: ScatterChart, words: Words) -> Plotted:
    del words
    across = _series(chart.x_title, [place.x for place in chart.places], [place.x_label for place in chart.places])
    upward = _series(chart.y_title, [place.y for place in chart.places], [place.y_label for place in chart.places])
    return Plotted(Shape.SCATTER, tuple(place.label for place in chart.places), (across, upward))


def _intervals(chart: IntervalChart, words: Words) -> Plotted:
    value = _series(words.current, [row.value for row in chart.rows], [row.value_label for row in chart.rows])
    low = Series(words.low, tuple(row.low for row in chart.rows), value.label, value.sample)
    high = Series(words.high, tuple(row.high for row in chart.rows), value.label, value.sample)
    return Plotted(Shape.NONE, tuple(row.label for row in chart.rows), (value, low, high))


def _heat(chart: HeatMap, words: Words) -> Plotted:
    del words
    known = {(cell.row, cell.column): cell for cell in chart.cells}
    found = []
    hours = len(chart.columns) == _HOURS and not all(chart.columns)  # of which an axis names but a few
    for column, name in enumerate(f"{hour:02}:00" for hour in range(_HOURS)) if hours else enumerate(chart.columns):
        cells = [known.get((row, column)) for row in range(len(chart.rows))]
        values = [cell.value if cell else None for cell in cells]
        found.append(_series(name, values, [cell.label if cell else "" for cell in cells]))
    return Plotted(Shape.NONE, chart.rows, tuple(found))


_MAKERS: dict[type, Callable[[Any, Words], Plotted]] = {
    LineChart: _line,
    BarChart: _bars,
    DivergingChart: _diverging,
    Waterfall: _waterfall,
    FunnelChart: _funnel,
    StackedChart: _stacked,
    SlopeChart: _slope,
    DonutChart: _donut,
    ScatterChart: _scatter,
    IntervalChart: _intervals,
    HeatMap: _heat,
}
