"""Evaluation: the formulas of KPIs over measured numbers, in every window, in all and by member."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.kpis.aggregates import AGGREGATES
from reportgen.kpis.cohorts import cohorts
from reportgen.kpis.expressions import Expression, Name, Number, evaluate, quotient
from reportgen.kpis.forecast import FEWEST, forecast
from reportgen.kpis.grids import grid_cells
from reportgen.kpis.measures import Members, Numbers
from reportgen.kpis.model import (
    DayWindow,
    Forecast,
    Kpi,
    KpiValues,
    Measure,
    Quotients,
    Status,
    StepValues,
    Value,
)
from reportgen.kpis.needs import Needs
from reportgen.messages import message

PAGE_WINDOWS = ("current", "previous", "year_ago")
"""The windows that pages show whole; the others only lend their totals to lines and averages."""

HISTORY = "series:"
"""What the names of the windows of a series' past periods begin with."""

Totals = dict[str, Value]
Splits = dict[str, dict[str, Members]]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a client may set about how KPIs are computed."""

    periods_per_year: Decimal
    lost_after_days: int = 90
    clv_max_years: Decimal = Decimal(5)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Values of one request's KPIs from its numbers; segments in ``segment_windows`` only."""

    needs: Needs
    numbers: Numbers
    settings: Settings
    segment_windows: tuple[str, ...]

    def values(self, kpi: Kpi, windows: Mapping[str, DayWindow], dimensions: tuple[str, ...]) -> KpiValues:
        """Everything of one KPI, in its windows by name and split by ``dimensions``."""
        formula = self.needs.expression(kpi, kpi.formula)
        totals = self._totals(kpi, formula, windows)
        missing = self._missing_breakdown(kpi)
        cells: tuple[tuple[str, str, int], ...] = ()
        forecasted: Forecast | None = None
        if missing is not None:
            totals = dict.fromkeys(totals, missing)
        elif kpi.grid is not None:
            totals, cells = self._grid(kpi.grid, windows, totals)
        elif kpi.forecast:
            totals, forecasted = self._forecasts(formula, windows, totals)
        current = windows.get("current")
        beside = None
        if kpi.beside is not None and current is not None:
            beside = self._value(kpi, self.needs.expression(kpi, kpi.beside[1]), current, None)
        segments = self._splits(kpi, kpi.formula, windows, dimensions)
        rows = kpi.cohorts and current is not None and self.needs.present(kpi)
        return KpiValues(
            kpi=kpi,
            windows=totals,
            segments=segments,
            counts=self._counts(kpi, formula, windows) if kpi.proportion else {},
            beside=beside,
            grid=cells,
            steps=tuple(StepValues(name, *self._aside(kpi, of, windows, dimensions)) for name, of in kpi.steps),
            parts=tuple(
                StepValues(part.id, *self._aside(kpi, part.formula, windows, dimensions), part.unit)
                for part in kpi.parts
            ),
            forecast=forecasted,
            cohorts=cohorts(self.needs.store, current.end) if rows and current is not None else (),
            sources=self.needs.sources(kpi),
            quotients=self._quotients(kpi, formula, windows, segments),
        )

    def total(self, kpi: Kpi, window: DayWindow) -> Value:
        """What a KPI's formula gives in a window."""
        return self._value(kpi, self.needs.expression(kpi, kpi.formula), window, None)

    def _totals(self, kpi: Kpi, formula: Expression, windows: Mapping[str, DayWindow]) -> Totals:
        return {name: self._value(kpi, formula, window, None) for name, window in windows.items()}

    def _aside(
        self, kpi: Kpi, formula: str, windows: Mapping[str, DayWindow], dimensions: tuple[str, ...]
    ) -> tuple[Totals, Splits]:
        """A step or a part: its totals in the windows that pages show, and its segments."""
        shown = {name: windows[name] for name in PAGE_WINDOWS if name in windows}
        totals = self._totals(kpi, self.needs.expression(kpi, formula), shown)
        return totals, self._splits(kpi, formula, windows, dimensions)

    def _splits(self, kpi: Kpi, formula: str, windows: Mapping[str, DayWindow], dimensions: tuple[str, ...]) -> Splits:
        """Dimension → window → member → value; every window has all windows' members, sorted, no member last."""
        wanted = {name: windows[name] for name in self.segment_windows if name in windows}
        expression = self.needs.expression(kpi, formula)
        measures = self.needs.measures(kpi, (kpi.formula, formula))
        found: Splits = {}
        for dimension in dimensions:
            keys: set[str | None] = set()
            for measure in measures:
                for window in wanted.values():
                    keys.update(self.numbers.members.get((measure, window, dimension), {}))
            ordered = sorted(keys, key=lambda key: (key is None, key or ""))
            found[dimension] = {
                name: {key: self._value(kpi, expression, window, (dimension, key)) for key in ordered}
                for name, window in wanted.items()
            }
        return found

    def _quotients(
        self, kpi: Kpi, formula: Expression, windows: Mapping[str, DayWindow], segments: Splits
    ) -> Quotients | None:
        """What is divided by what, member by member, in the windows of the segments."""
        parts = quotient(formula)
        if parts is None or not segments or isinstance(parts[1], Number):
            return None
        found: dict[str, dict[str, dict[str | None, tuple[Decimal, Decimal]]]] = {}
        for dimension, split in segments.items():
            found[dimension] = {name: {} for name in split}
            for name, members in split.items():
                for key in members:
                    above, below = (self._value(kpi, part, windows[name], (dimension, key)).number for part in parts)
                    if above is not None and below is not None:
                        found[dimension][name][key] = (above, below)
        return Quotients(self.needs.kpi_of(kpi, parts[1]), found)

    def _missing_breakdown(self, kpi: Kpi) -> Value | None:
        if kpi.breakdown is None or self.needs.can_split(kpi, kpi.breakdown):
            return None
        present = self.needs.sources(kpi)
        if not present:
            return None
        return Value.unavailable(message("reason.no_column", table=present[0], column=kpi.breakdown))

    def _grid(
        self, dimensions: tuple[str, str], windows: Mapping[str, DayWindow], totals: Totals
    ) -> tuple[Totals, tuple[tuple[str, str, int], ...]]:
        """The highest cell of every window in place of its total, and the current window's cells."""
        cells: tuple[tuple[str, str, int], ...] = ()
        highest = dict(totals)
        for name, window in windows.items():
            if totals[name].number is None:
                continue
            found = grid_cells(self.needs.store, dimensions, window)
            highest[name] = Value.of(max((count for *_, count in found), default=0))
            cells = found if name == "current" else cells
        return highest, cells

    def _forecasts(
        self, formula: Expression, windows: Mapping[str, DayWindow], totals: Totals
    ) -> tuple[Totals, Forecast | None]:
        """What was forecast for the period after each window, as one stood at its end; all points for the current.

        A period that is not over says too little of itself: the forecast starts from the one before.
        """
        current = windows.get("current")
        under_way = current is not None and current.reach is not None
        past = sorted(
            ((window.start, window.end, totals[name]) for name, window in windows.items() if name.startswith(HISTORY)),
            key=lambda entry: entry[0],
        )
        of = formula.id if isinstance(formula, Name) else ""
        season = max(1, round(self.settings.periods_per_year))
        values = dict(totals)
        shown: Forecast | None = None
        for name, window in windows.items():
            if totals[name].number is None and totals[name].status is Status.UNAVAILABLE:
                continue
            line = [value for _, end, value in past if end < window.start]
            history = _unbroken([*line, *([] if under_way else [totals[name]])])
            if len(history) < FEWEST or len(window.spans) > 1:
                reason = message("reason.few_periods", have=len(history), needed=FEWEST)
                values[name] = Value.unavailable(reason)
                continue
            made = forecast(history, season, of, skip=1 if under_way else 0)
            values[name] = Value.of(made.points[0].value)
            shown = made if name == "current" else shown
        return values, shown

    def _counts(
        self, kpi: Kpi, formula: Expression, windows: Mapping[str, DayWindow]
    ) -> dict[str, tuple[Decimal, Decimal]]:
        parts = quotient(formula)
        if parts is None:
            return {}
        found: dict[str, tuple[Decimal, Decimal]] = {}
        for name, window in windows.items():
            above, below = (self._value(kpi, part, window, None).number for part in parts)
            if above is not None and below is not None:
                found[name] = (above, below)
        return found

    def _value(self, kpi: Kpi, formula: Expression, window: DayWindow, member: tuple[str, str | None] | None) -> Value:
        def lookup(name: str, member: tuple[str, str | None] | None = member) -> Value:
            measure = self.needs.catalog.measure(kpi, name)
            if measure is not None:
                return self._measured(measure, window, member)
            inner = self.needs.catalog.kpis.get(name)
            if inner is not None:
                return self._value(inner, self.needs.expression(inner, inner.formula), window, member)
            return Value.of(getattr(self.settings, name))

        return evaluate(formula, lookup, lambda name: lookup(name, None))

    def _measured(self, measure: Measure, window: DayWindow, member: tuple[str, str | None] | None) -> Value:
        total = self.numbers.totals[measure, window]
        if member is None or total.number is None:
            return total
        dimension, key = member
        members: Members = self.numbers.members.get((measure, window, dimension), {})
        if key in members:
            return members[key]
        if AGGREGATES[measure.aggregate].zero_when_none and measure.snapshot is None:
            return Value.of(0)
        return Value.undefined(message("reason.no_rows", table=measure.table))


def _unbroken(values: list[Value]) -> list[Decimal]:
    """The numbers after the last gap."""
    numbers: list[Decimal] = []
    for value in values:
        numbers = [*numbers, value.number] if value.number is not None else []
    return numbers
