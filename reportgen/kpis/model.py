"""Nouns of the KPI room: what a measure, a KPI and a value are.

A **measure** is one aggregate over one fact table; a **KPI** is a formula over measures and other
KPIs; a **value** is a number or the reason why there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from reportgen.messages import Message
from reportgen.periods.model import Span
from reportgen.units import Cadence, Good, Unit


class Status(StrEnum):
    """Whether a KPI has a number."""

    OK = "ok"
    UNDEFINED = "undefined"  # a denominator is zero or negative
    UNAVAILABLE = "unavailable"  # an input is missing
    BLOCKED = "blocked"  # a data check forbids it


@dataclass(frozen=True, slots=True)
class Value:
    """A number (unrounded; rates as fractions) or the reason why there is none."""

    number: Decimal | None
    status: Status = Status.OK
    reason: Message | None = None

    def __post_init__(self) -> None:
        if (self.number is None) == (self.status is Status.OK):
            raise ValueError("a value is a number, or a status other than ok with its reason")

    @classmethod
    def of(cls, number: Decimal | int) -> Value:
        """A value that is there."""
        return cls(Decimal(number))

    @classmethod
    def undefined(cls, reason: Message) -> Value:
        """No number since a denominator is not positive."""
        return cls(None, Status.UNDEFINED, reason)

    @classmethod
    def unavailable(cls, reason: Message) -> Value:
        """No number since an input is missing."""
        return cls(None, Status.UNAVAILABLE, reason)


class Window(StrEnum):
    """Which days a measure looks at, given a window of days.

    ``end``, ``opening`` and ``year_opening`` are one day each, and look at what holds on it: spans (subscriptions)
    that are live then, or with ``snapshot`` the last state up to then. ``movement`` compares ``opening`` with ``end``.
    """

    PERIOD = "period"  # the window itself
    TRAILING_YEAR = "trailing_year"  # the 365 days that end with it
    END = "end"  # its last day
    OPENING = "opening"  # the day before its first
    YEAR_OPENING = "year_opening"  # the day before the trailing year
    LIVE = "live"  # base: active in the N days before it; kept: again in its last N days
    COHORT = "cohort"  # base: first order in the period before it; kept: again in it
    MOVEMENT = "movement"  # base: live at its opening; kept: still live at its end; sums of what changed


@dataclass(frozen=True, slots=True)
class Measure:
    """One aggregate over one fact table.

    ``aggregate`` is a key of ``kpis.aggregates.AGGREGATES``; ``column`` is a column or an SQL expression
    of the table's own columns (none for count); ``where`` filters its rows; ``needs`` names the columns
    without which it is not available. ``lines`` is the same measure over a finer table, for dimensions that
    only that table has (sales by product category). ``time`` places a row by another date column of its table
    (a lead by its closing). ``snapshot`` keeps, of each combination of these columns, only the rows of its last
    day in the window that fill ``column``; an empty tuple: the last such day of the table.
    """

    id: str
    table: str
    aggregate: str
    column: str | None = None
    where: str | None = None
    window: Window = Window.PERIOD
    needs: tuple[str, ...] = ()
    lines: Measure | None = None
    time: str | None = None
    snapshot: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that belongs to a KPI: what its change consists of, or what is read with it."""

    id: str
    formula: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI's definition, as in the catalogue; its names in words stand in ``catalog/names``."""

    id: str
    section: str
    unit: Unit
    good: Good
    cadence: Cadence
    formula: str  # over measure ids and KPI ids
    additive: bool = False  # over time and over segments
    proportion: bool = False  # a / b where a counts some of the things that b counts
    beside: tuple[str, str] | None = None  # a second reading: (phrase key, formula)
    beside_unit: Unit | None = None  # of the second reading, where it is not the KPI's
    grid: tuple[str, str] | None = None  # the value is the highest cell of these two dimensions
    breakdown: str | None = None  # the dimension without which it says nothing
    steps: tuple[tuple[str, str], ...] = ()  # of a funnel: (step, formula) from the widest to the narrowest
    parts: tuple[Part, ...] = ()  # figures that belong to it; of a movement they sum to its value
    cohorts: bool = False  # with the matrix of first-order months × months on
    forecast: bool = False  # its value is what the formula's value will be in the next period
    measures: tuple[Measure, ...] = ()  # its own, for a custom KPI
    name: str | None = None  # a custom KPI's printed name
    definition: str | None = None


@dataclass(frozen=True, slots=True)
class DayWindow:
    """Days to aggregate over: one or more spans, in order and apart from each other.

    ``before`` is the span of the period before (for cohorts), where there is one period. ``reach`` is the
    last day with data of a window that is not over; measures that look back from the window's end start
    there. ``open_start`` lets a window count although the data begin within it (the reported period).
    """

    spans: tuple[Span, ...]
    before: Span | None = None
    reach: date | None = None
    open_start: bool = False

    @property
    def start(self) -> date:
        """First day."""
        return self.spans[0].start

    @property
    def end(self) -> date:
        """Last day that counts: the reach of a window that is not over, else its last day."""
        return self.reach or self.spans[-1].end

    @property
    def days(self) -> int:
        """Number of days in all spans."""
        return sum(span.days for span in self.spans)


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """A KPI's value in one period of a series; ``partial`` when that period's data stops early."""

    period: str
    start: date
    end: date
    value: Value
    partial: bool = False


@dataclass(frozen=True, slots=True)
class StepValues:
    """A funnel's step or a KPI's part: its value by window, in all and by member of each dimension.

    Only the windows that pages show are there: current, previous and year_ago. ``unit`` None: the KPI's own.
    """

    id: str
    windows: dict[str, Value]
    segments: dict[str, dict[str, dict[str | None, Value]]] = field(default_factory=dict)
    unit: Unit | None = None


class ForecastPoint(NamedTuple):
    """What a KPI will be ``offset`` periods after the reported one, and the interval around it."""

    offset: int
    value: Decimal
    low: Decimal
    high: Decimal


class DayForecast(NamedTuple):
    """The sum of the days to come and the interval around it, from so many days before them."""

    level: Decimal
    history: int
    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Forecast:
    """The next periods of a KPI.

    ``method`` is a phrase key, ``level`` the interval's (0.8: four of five outcomes fall within), ``history`` the
    number of periods that it was made from.
    """

    kpi: str
    method: str
    level: Decimal
    history: int
    points: tuple[ForecastPoint, ...]


@dataclass(frozen=True, slots=True)
class Cohort:
    """The customers whose first order fell in a month, and how many of them ordered again n months on.

    ``returned[0]`` is one month on; months that are not over are left out.
    """

    month: date  # its first day
    customers: int
    returned: tuple[int, ...]

    @property
    def shares(self) -> tuple[Decimal, ...]:
        """``returned`` as fractions of the cohort."""
        return tuple(Decimal(count) / self.customers for count in self.returned)


@dataclass(frozen=True, slots=True)
class Quotients:
    """Numerators and denominators of a ratio by member: dimension → window name → member → (above, below).

    ``base`` is the KPI that the denominator is by itself (the sessions of a conversion rate), if there is one.
    """

    base: str | None
    members: dict[str, dict[str, dict[str | None, tuple[Decimal, Decimal]]]]


@dataclass(frozen=True, slots=True)
class Record:
    """One order: its id, its day and what it brought."""

    key: str
    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Records:
    """The largest orders behind a KPI's value, largest first, and how large orders of the window usually are.

    ``lower`` and ``upper`` are the quartiles of the natural logarithm of the ``count`` orders that brought anything.
    """

    kpi: str
    count: int
    lower: float
    upper: float
    largest: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class KpiValues:
    """Everything computed for one KPI.

    ``windows`` maps a window's name (current, previous, …) to the value there; ``segments`` maps
    dimension → window name → member → value (None: rows without a member; every window has the union of all
    windows' members); ``counts`` maps window name → (numerator, denominator) for proportions.
    ``forecast`` is filled for a forecast alone, ``cohorts`` (oldest first) for cohort retention.
    """

    kpi: Kpi
    windows: dict[str, Value]
    segments: dict[str, dict[str, dict[str | None, Value]]] = field(default_factory=dict)
    counts: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    beside: Value | None = None
    grid: tuple[tuple[str, str, int], ...] = ()
    steps: tuple[StepValues, ...] = ()
    parts: tuple[StepValues, ...] = ()
    forecast: Forecast | None = None
    cohorts: tuple[Cohort, ...] = ()
    sources: tuple[str, ...] = ()  # fact tables that the number rests on
    quotients: Quotients | None = None  # of a ratio that is split by members
