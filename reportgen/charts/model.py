"""What a chart is before it is drawn: numbers for the geometry, finished strings for the labels.

Every string that a reader will see is decided by ``report``; a drawing function places it and never
formats a number. Heights follow the grid; widths are given by the block (130 mm in the main column).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from reportgen.units import Sentiment


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the value axis and what is written there."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class LinePoint:
    """A point of a line: its label on the axis (and the year under it, where it starts one)."""

    label: str
    sublabel: str  # "" for none
    value: float | None  # None leaves a gap
    tooltip: str = ""
    partial: bool = False  # drawn dashed


@dataclass(frozen=True, slots=True)
class Mark:
    """A direct label at point ``index`` of a line; a note's ``date`` stands before it below the chart."""

    index: int
    label: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class LineChart:
    """This year's line in front, last year's behind it; both have as many points.

    ``band`` is the interval (low, high) of each point that is a forecast, None of the others; ``end_notes`` stand
    under the end label.
    """

    id: str
    alt: str
    points: tuple[LinePoint, ...]
    context: tuple[float | None, ...]  # last year's values, or empty
    ticks: tuple[Tick, ...]
    end_label: str
    context_label: tuple[str, ...]  # lines of text at the end of last year's line
    peak: Mark | None = None
    annotations: tuple[Mark, ...] = ()
    band: tuple[tuple[float, float] | None, ...] = ()
    end_notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar by member. ``before`` is drawn as a tick; ``note`` stands in the right-hand column."""

    label: str
    value: float | None
    value_label: str
    before: float | None = None
    note: str = ""
    accent: bool = False
    sentiment: Sentiment = Sentiment.NEUTRAL


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars from zero, in the order given."""

    id: str
    alt: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class DivergingChart:
    """Bars to both sides of zero; ``extent`` (low, high) is shared by charts on one scale."""

    id: str
    alt: str
    bars: tuple[Bar, ...]
    extent: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a waterfall: from ``start`` to ``end``, both counted from the base."""

    label: str
    sublabel: str
    value_label: str
    start: float
    end: float
    total: bool = False
    sentiment: Sentiment = Sentiment.NEUTRAL


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Zero is the previous period; the first step is the base line, the last the total."""

    id: str
    alt: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A step of a funnel and its column texts."""

    label: str
    value: float
    count: str
    rate: str
    rate_before: str
    change: str
    accent: bool = False
    sentiment: Sentiment = Sentiment.NEUTRAL


@dataclass(frozen=True, slots=True)
class FunnelChart:
    """Bars from zero at the left, then columns of figures; ``heads`` are the column heads."""

    id: str
    alt: str
    steps: tuple[FunnelStep, ...]
    heads: tuple[str, ...]  # step, count, rate, rate before, change


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A cell: row and column index, value, and the figure printed in it ("" for none)."""

    row: int
    column: int
    value: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Cells in a binned ramp; ``columns`` labels only where a string is not empty."""

    id: str
    alt: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[HeatCell, ...]
    low_label: str
    high_label: str


@dataclass(frozen=True, slots=True)
class StackedRow:
    """A whole bar: its name, and of each part the value and what is printed in it."""

    label: str
    values: tuple[float, ...]
    value_labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StackedChart:
    """Bars of one length, each cut into the shares of the same ``parts``; ``accent`` is the part that matters."""

    id: str
    alt: str
    parts: tuple[str, ...]
    rows: tuple[StackedRow, ...]
    accent: int | None = None


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """An estimate with its interval; ``note`` stands in the right-hand column."""

    label: str
    value: float
    low: float
    high: float
    value_label: str
    note: str = ""
    sentiment: Sentiment = Sentiment.NEUTRAL


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """Estimates around zero, each with the interval in which the true value lies."""

    id: str
    alt: str
    rows: tuple[IntervalRow, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A member at two measures; ``x_label`` and ``y_label`` are their figures, said where a reader points."""

    label: str
    x: float
    y: float
    x_label: str
    y_label: str
    accent: bool = False
    sentiment: Sentiment = Sentiment.NEUTRAL


@dataclass(frozen=True, slots=True)
class ScatterChart:
    """Members by two measures; ``level`` is a line across at one value of y, named at its end."""

    id: str
    alt: str
    places: tuple[Place, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_title: str
    y_title: str
    level: Tick | None = None


@dataclass(frozen=True, slots=True)
class Slope:
    """A member before and now."""

    label: str
    before: float
    after: float
    before_label: str
    after_label: str
    accent: bool = False
    sentiment: Sentiment = Sentiment.NEUTRAL


@dataclass(frozen=True, slots=True)
class SlopeChart:
    """Members as lines from one period to the next; ``heads`` name the two."""

    id: str
    alt: str
    slopes: tuple[Slope, ...]
    heads: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a donut."""

    label: str
    value: float
    value_label: str


@dataclass(frozen=True, slots=True)
class DonutChart:
    """At most five parts of a whole, clockwise from the top; ``whole`` and what it is stand in the middle."""

    id: str
    alt: str
    slices: tuple[Slice, ...]
    whole: str
    whole_name: str
    accent: int | None = None


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A card's line: rings at ``rings`` (indices of the baselines), a dot at the end."""

    id: str
    alt: str
    values: tuple[float | None, ...]
    rings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverBars:
    """The cover's bars, one a day, one of them named."""

    id: str
    alt: str
    values: tuple[float | None, ...]
    accent: int
    label: str
    sublabel: str


Chart: TypeAlias = (
    LineChart
    | BarChart
    | DivergingChart
    | Waterfall
    | FunnelChart
    | HeatMap
    | StackedChart
    | IntervalChart
    | ScatterChart
    | SlopeChart
    | DonutChart
    | Sparkline
    | CoverBars
)


@dataclass(frozen=True, slots=True)
class Hotspot:
    """Where a reader may point at: a place in the units of the SVG's viewBox, and what is said there."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn chart: a self-contained SVG with prefixed ids, and its size in millimetres.

    ``replaced`` are the characters of its labels that no shipped font has; □ is printed for them.
    """

    id: str
    svg: str
    alt: str
    width_mm: float
    height_mm: float
    replaced: tuple[str, ...] = ()
    hotspots: tuple[Hotspot, ...] = ()
