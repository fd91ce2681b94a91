"""The journey: the funnel step by step, the same by device, and the hours in which orders come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from reportgen.charts.model import FunnelChart, FunnelStep, HeatCell, HeatMap
from reportgen.comparisons.model import Baseline
from reportgen.formatting import DateStyle, PeriodStyle, Style
from reportgen.insights.facts import POINTS
from reportgen.insights.funnel import step_moves
from reportgen.insights.model import FactValue
from reportgen.kpis.model import StepValues
from reportgen.narrative.baselines import baseline_head
from reportgen.narrative.model import Text, plain, strong
from reportgen.report.desk import Desk, Made, Missing, pick
from reportgen.report.kind import BlockPlan
from reportgen.report.model import Cell, ChartBlock, Column, Outcome, Row, Table
from reportgen.statistics import ALPHA, two_proportion_p
from reportgen.units import Direction, Good, Sentiment, Unit, sentiment

_FEWEST_ORDERS = 100  # below that, hours of the week are chance
_STRETCH = 3  # hours
_FALSE_DISCOVERIES = 0.10
_RATES = {"conversion": ("purchases", "sessions"), "completed": ("purchases", "checkouts")}
_MONDAY = date(2024, 1, 1)
_ARROWS = {Direction.UP: "▲ ", Direction.DOWN: "▼ "}


@dataclass(frozen=True, slots=True)
class StepRate:
    """A step's share of the step before, now and in the baseline, and what its change did to the last step."""

    id: str
    now: Decimal
    before: Decimal
    effect: Decimal
    clear: bool  # the change is more than chance

    @property
    def change(self) -> Decimal:
        """The difference of the two rates."""
        return self.now - self.before


def counts(steps: Sequence[StepValues], window: str) -> list[Decimal] | None:
    """Every step's count in a window, or None where one has none or is empty."""
    found = [step.windows[window].number for step in steps if window in step.windows]
    if len(found) < len(steps) or any(number is None or number <= 0 for number in found):
        return None
    return [number for number in found if number is not None]


def step_rates(steps: Sequence[StepValues]) -> tuple[StepRate, ...]:
    """The rate of each step but the first, with its effect on the last step's count."""
    now, before = counts(steps, "current"), counts(steps, Baseline.PREVIOUS.value)
    if now is None or before is None:
        return ()
    return tuple(
        StepRate(move.step, move.now, move.before, move.effect, move.p is not None and move.p < ALPHA)
        for move in step_moves([step.id for step in steps], before, now)
    )


def funnel(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """Every step's count and rate beside the previous period's; the step that moved the end most is accented."""
    del plan
    result = desk.result("funnel")
    now = counts(result.steps, "current") if result is not None else None
    if result is None or now is None:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_funnel"))
    teller, rates = desk.teller, {rate.id: rate for rate in step_rates(result.steps)}
    clear = [rate for rate in rates.values() if rate.clear]
    most = max(clear, key=lambda rate: abs(rate.effect), default=None)
    steps = []
    for at, (step, count) in enumerate(zip(result.steps, now, strict=True)):
        rate = rates.get(step.id)
        share = count / now[at - 1] if at else None
        accent = most is not None and step.id == most.id
        way = _way(rate.change) if rate is not None else Direction.FLAT
        steps.append(
            FunnelStep(
                label=plain(_name(desk, step.id)),
                value=float(count),
                count=plain(_count(desk, step.id, count)),
                rate="" if share is None else plain(_rate(desk, step.id, "current", share)),
                rate_before="" if rate is None else plain(_rate(desk, step.id, "previous", rate.before)),
                change="" if rate is None else (_ARROWS[way] if accent else "") + plain(_points(desk, rate)),
                accent=accent,
                sentiment=sentiment(Good.UP, way) if accent else Sentiment.NEUTRAL,
            )
        )
    comparison = result.comparisons.get(Baseline.PREVIOUS)
    before_head = plain(baseline_head(comparison, teller)) if rates and comparison is not None else ""
    heads = tuple(
        teller.word(f"block.funnel.{head}") if head else before_head for head in ("step", "count", "rate", "", "change")
    )
    chart = FunnelChart(
        "journey-funnel",
        plain(
            teller.say(
                "block.funnel.alt",
                period=teller.period(desk.state.period),
                steps=teller.join(teller.name(f"{s.label} {s.count}") for s in steps),
            )
        ),
        tuple(steps),
        heads if rates else (*heads[:3], "", ""),
    )
    title = teller.say("block.funnel.level")
    if most is not None:
        key = "gained" if most.change > 0 else "lost"
        fact = FactValue(most.change, POINTS)
        figure = teller.figure(f"funnel.{most.id}.rate.previous.change", fact, size=True, level=most.now)
        title = teller.say(f"block.funnel.{key}", step=_name(desk, most.id), figure=figure)
    subtitle = teller.say("block.funnel.subtitle", period=teller.period(desk.state.period))
    return Made(ChartBlock(chart.id), title, subtitle, (chart,))


def journey_table(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """Sessions, purchases, conversion and completed checkouts by member of a dimension, with their changes."""
    by = plan.options.get("by", "device")
    result = desk.result("funnel")
    steps = {step.id: step for step in result.steps} if result is not None else {}
    wanted = [steps[name] for name in ("sessions", "purchases", "checkouts") if name in steps]
    dimension = pick(by, desk.fitting(by, lambda name: all(name in step.segments for step in wanted)))
    if result is None or dimension is None or not steps:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_dimension"))
    members = steps["sessions"].segments[dimension]["current"]
    seen = [key for key, value in members.items() if value.number]
    order = sorted(seen, key=lambda key: (-(members[key].number or 0), key is None, key or ""))
    if len(order) < 2:  # noqa: PLR2004  # a split has two sides
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.no_dimension"))
    teller = desk.teller
    title, found = _finding(desk, steps, dimension, order)
    rows = [_member_row(desk, steps, dimension, key, found if found and found[1] == key else None) for key in order]
    rows.append(_member_row(desk, steps, dimension, None, total=True))
    comparison = result.comparisons.get(Baseline.PREVIOUS)
    on = ""
    if comparison is not None and comparison.value.number is not None:
        on = plain(teller.say("block.journey.on", baseline=teller.period(comparison.period, PeriodStyle.SHORT)))
    conversion, completed = (teller.word(f"block.journey.{name}") for name in ("conversion", "completed"))
    head = teller.say("block.segments.head", dimension=teller.dimension(dimension))
    columns = (
        Column(plain(head), numeric=False),
        Column(plain(_name(desk, "sessions"))),
        Column(teller.word("block.journey.purchases")),
        Column("%", group=conversion),
        *((Column(on, group=conversion),) if on else ()),
        Column("%", group=completed),
        *((Column(on, group=completed),) if on else ()),
    )
    cut = [row if on else Row((*row.cells[:4], row.cells[5]), total=row.total) for row in rows]
    subtitle = teller.say("block.journey.subtitle", period=teller.period(desk.state.period))
    return Made(Table(columns, tuple(cut)), title, subtitle)


def peak_hours(desk: Desk, plan: BlockPlan) -> Made | Missing:
    """Orders by weekday and hour; the busiest three hours in a row carry their figures."""
    del plan
    result = desk.result("orders_peak")
    cells = {(int(day), int(hour)): count for day, hour, count in result.grid} if result is not None else {}
    if sum(cells.values()) < _FEWEST_ORDERS:
        return Missing(Outcome.SUPPRESSED, desk.teller.word("outcome.few_orders"))
    teller, formatter = desk.teller, desk.teller.formatter
    first = desk.config.calendar.week_start
    days = [(first + at) % 7 + 1 for at in range(7)]
    stretches = [(day, hour) for day in days for hour in range(24 - _STRETCH + 1)]
    day, hour = max(stretches, key=lambda at: (_orders(cells, *at), -days.index(at[0]), -at[1]))
    busiest = {(day, hour + step) for step in range(_STRETCH)}
    weekdays = {d: teller.date(_MONDAY + timedelta(days=d - 1), DateStyle.WEEKDAY) for d in days}
    shown = {key: plain(_cell_count(desk, key, cells.get(key, 0))) for key in busiest}
    alt = teller.say(
        "block.hours.alt",
        period=teller.period(desk.state.period),
        weekday=weekdays[day],
        start=teller.name(formatter.hour(hour)),
        counts=teller.join(_cell_count(desk, key, cells.get(key, 0)) for key in sorted(busiest)),
    )
    chart = HeatMap(
        "journey-hours",
        plain(alt),
        tuple(formatter.date(_MONDAY + timedelta(days=d - 1), DateStyle.WEEKDAY_SHORT) for d in days),
        tuple(formatter.hour(h) if h % 6 == 0 else "" for h in range(24)),
        tuple(HeatCell(days.index(d), h, cells.get((d, h), 0), shown.get((d, h), "")) for d in days for h in range(24)),
        low_label="",
        high_label="",
    )
    lowest, highest = min(cells.get((d, h), 0) for d in days for h in range(24)), max(cells.values())
    scale = (
        teller.figure("orders_peak.lowest", FactValue(lowest, Unit.COUNT.value)),
        teller.say("block.hours.scale", count=teller.count("orders_peak.highest", highest)),
    )
    title = teller.say(
        "block.hours.title",
        weekday=weekdays[day],
        start=teller.name(formatter.hour(hour)),
        end=teller.name(formatter.hour((hour + _STRETCH) % 24)),
    )
    subtitle = teller.say(
        "block.hours.subtitle",
        period=teller.period(desk.state.period),
        hours=teller.count("orders_peak.stretch.hours", _STRETCH),
        count=teller.count("orders_peak.stretch.orders", _orders(cells, day, hour)),
    )
    return Made(ChartBlock(chart.id, scale), title, subtitle, (chart,))


def _orders(cells: dict[tuple[int, int], int], day: int, hour: int) -> int:
    return sum(cells.get((day, hour + step), 0) for step in range(_STRETCH))


def _cell_count(desk: Desk, key: tuple[int, int], number: int) -> Text:
    return desk.teller.figure(f"orders_peak[{key[0]},{key[1]}]", FactValue(number, Unit.COUNT.value))


def _way(change: Decimal) -> Direction:
    return Direction.UP if change > 0 else Direction.DOWN if change < 0 else Direction.FLAT


def _name(desk: Desk, step: str) -> Text:
    return desk.teller.say(f"step.{step}")


def _count(desk: Desk, step: str, number: Decimal) -> Text:
    return desk.teller.figure(f"funnel.{step}.current", FactValue(number, Unit.COUNT.value, desk.state.period.id))


def _rate(desk: Desk, step: str, side: str, rate: Decimal) -> Text:
    return desk.teller.figure(f"funnel.{step}.rate.{side}", FactValue(rate, Unit.RATE.value))


def _points(desk: Desk, rate: StepRate) -> Text:
    fact = FactValue(rate.change, POINTS)
    return desk.teller.figure(f"funnel.{rate.id}.rate.previous.change", fact, sign=True, level=rate.now)


_Found = tuple[str, str | None]  # the rate and the member that a finding is about


def _finding(
    desk: Desk, steps: dict[str, StepValues], dimension: str, members: Sequence[str | None]
) -> tuple[Text, _Found | None]:
    """The member whose conversion or completed checkouts moved most clearly, or what the table is.

    Among several members some move by chance: the clearest must pass at a tenth over their number (the first step
    of Benjamini and Hochberg's procedure).
    """
    tests = []
    for name, (above, below) in _RATES.items():
        for key in members:
            numbers = [
                steps[step].segments[dimension].get(window, {}).get(key)
                for window in ("current", Baseline.PREVIOUS.value)
                for step in (above, below)
            ]
            found = [value.number for value in numbers if value is not None and value.number]
            if len(found) == len(numbers):
                p = two_proportion_p(*(float(number) for number in found))
                tests.append((1.0 if p is None else p, name, key, found))
    if not tests or min(tests, key=lambda test: test[0])[0] > _FALSE_DISCOVERIES / len(tests):
        return desk.teller.say("block.journey.title", dimension=desk.teller.dimension(dimension)), None
    _, name, key, (now, now_of, before, before_of) = min(tests, key=lambda test: test[0])
    change = now / now_of - before / before_of
    prefix = f"funnel.{dimension}[{key or ''}].{name}"
    title = desk.teller.say(
        f"block.journey.finding.{name}",
        member=desk.teller.member(key),
        way=_way(change).value,
        value=desk.teller.figure(prefix, FactValue(now / now_of, Unit.RATE.value)),
        figure=desk.teller.figure(f"{prefix}.change", FactValue(change, POINTS), size=True, level=now / now_of),
    )
    return title, (name, key)


def _member_row(
    desk: Desk,
    steps: dict[str, StepValues],
    dimension: str,
    key: str | None,
    found: _Found | None = None,
    *,
    total: bool = False,
) -> Row:
    """One member's figures (or all members'): two counts, two rates, each rate with its change in points.

    The change that the finding is about carries an arrow.
    """

    def number(step: str, window: str) -> Decimal | None:
        of = steps[step]
        found = of.windows.get(window) if total else of.segments[dimension].get(window, {}).get(key)
        return None if found is None else found.number

    prefix = "funnel.all" if total else f"funnel.{dimension}[{key or ''}]"
    label = desk.teller.say("block.journey.all") if total else desk.teller.member(key)
    cells = [
        Cell(label),
        *(
            desk.cell(f"{prefix}.{step}", number(step, "current"), Unit.COUNT, style=Style.TABLE)
            for step in ("sessions", "purchases")
        ),
    ]
    for name, (above, below) in _RATES.items():
        rates: list[Decimal | None] = []
        for window in ("current", Baseline.PREVIOUS.value):
            top, bottom = number(above, window), number(below, window)
            rates.append(None if top is None or not bottom else top / bottom)
        now, before = rates
        change = None if now is None or before is None else now - before
        decimals = 2 if name == "conversion" else 1
        cells.append(desk.cell(f"{prefix}.{name}", now, Unit.RATE, style=Style.TABLE, decimals=decimals))
        moved = desk.cell(f"{prefix}.{name}.change", change, POINTS, sign=True, style=Style.TABLE, decimals=decimals)
        if found is not None and found[0] == name and change is not None:
            moved = replace(moved, sentiment=sentiment(Good.UP, _way(change)), arrow=_way(change).value)
        cells.append(moved)
    if total:
        return Row(tuple(Cell(strong(cell.text)) for cell in cells), total=True)
    return Row(tuple(cells))
