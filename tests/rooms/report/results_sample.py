"""Results made by hand: a shop with everything, and one with order lines only. The first one's sums agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from reportgen.comparisons.compare import attainment, moved, proportion, relate, target_status
from reportgen.comparisons.model import (
    Baseline,
    Comparison,
    KpiResult,
    PeriodState,
    Results,
    Segment,
    TargetComparison,
)
from reportgen.config.brand import Brand
from reportgen.config.client import ClientConfig
from reportgen.config.model import Delivery, Insights, Settings
from reportgen.kpis.model import Kpi, SeriesPoint, Status, Value
from reportgen.messages import message
from reportgen.periods import Calendar, Period, from_id, series, year_ago
from reportgen.periods import previous as before
from reportgen.units import Cadence, Direction, Good, Unit, sentiment

CALENDAR = Calendar()
OCTOBER = from_id("2026-10", CALENDAR)

Figure = Decimal | int | str | None
Pair = tuple[Figure, Figure]  # previous, year ago


def decimal(figure: Figure) -> Decimal | None:
    return None if figure is None else Decimal(str(figure))


def value(figure: Figure, reason: str = "reason.before_data", **arguments: object) -> Value:
    number = decimal(figure)
    if number is not None:
        return Value.of(number)
    return Value(None, Status.UNAVAILABLE, message(reason, **(arguments or {"first": date(2025, 10, 1)})))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Spec:
    """A KPI as the samples write it down."""

    id: str
    unit: Unit
    current: Figure
    previous: Figure = None
    year_ago: Figure = None
    target: Figure = None
    good: Good = Good.UP
    section: str = "sales"
    additive: bool = False
    series: tuple[Figure, ...] = ()
    segments: Mapping[str, Mapping[str | None, tuple[Figure, Figure, Figure]]] | None = None
    daily: tuple[tuple[date, Figure], ...] = ()
    significant: bool | None = None
    trailing: Figure = None


def kpi(spec: Spec) -> Kpi:
    return Kpi(spec.id, spec.section, spec.unit, spec.good, Cadence.MONTHLY, spec.id, additive=spec.additive)


def comparison(
    spec: Spec, period: Period, baseline: Baseline, current: Figure, base: Figure, days: int | None = None
) -> Comparison:
    then = before(period, CALENDAR) if baseline is Baseline.PREVIOUS else year_ago(period, CALENDAR)
    now, old = decimal(current), decimal(base)
    change = None if now is None or old is None else now - old
    relative, unrelated = (None, None) if change is None or old is None else relate(change, old, spec.unit)
    direction = (
        Direction.NONE if change is None else moved(spec.unit, change, None if old is None else proportion(change, old))
    )
    return Comparison(
        baseline=baseline,
        period=then.id,
        span=then.span if days is None else then.span.first(days),
        value=value(base),
        change=change,
        relative=relative,
        unrelated=unrelated,
        like_for_like=days is not None,
        direction=direction,
        sentiment=sentiment(spec.good, direction),
        significant=spec.significant,
    )


def comparisons(
    spec: Spec, period: Period, current: Figure, pair: Pair, days: int | None = None
) -> dict[Baseline, Comparison]:
    return {
        baseline: comparison(spec, period, baseline, current, base, days)
        for baseline, base in zip((Baseline.PREVIOUS, Baseline.YEAR_AGO), pair, strict=True)
    }


def result(spec: Spec, period: Period = OCTOBER, days: int | None = None) -> KpiResult:
    current, target = decimal(spec.current), decimal(spec.target)
    held = None
    if target is not None:
        attained = None if current is None else attainment(current, target, spec.good)
        held = TargetComparison(
            target,
            None if current is None else current - target,
            attained,
            None if attained is None or days is not None else target_status(attained),
            period.id,
        )
    found = comparisons(spec, period, spec.current, (spec.previous, spec.year_ago), days)
    if spec.trailing is not None:
        trailing = replace(
            comparison(spec, period, Baseline.PREVIOUS, spec.current, spec.trailing),
            baseline=Baseline.TRAILING,
            period="2025-10..2026-09",
        )
        found[Baseline.TRAILING] = trailing
    points = series(period, CALENDAR, len(spec.series)) if spec.series else ()
    return KpiResult(
        kpi=kpi(spec),
        value=value(spec.current, "reason.no_table", table="ads") if spec.current is None else value(spec.current),
        comparisons=found,
        target=held,
        segments={
            dimension: tuple(
                Segment(key, value(now), comparisons(spec, period, now, (old, older), days))
                for key, (now, old, older) in members.items()
            )
            for dimension, members in (spec.segments or {}).items()
        },
        series=tuple(
            SeriesPoint(point.id, point.start, point.end, value(figure), partial=days is not None and point == period)
            for point, figure in zip(points, spec.series, strict=True)
        ),
        daily=tuple((day, value(figure)) for day, figure in spec.daily),
        sources=("orders",),
    )


def results(
    specs: Iterable[Spec],
    period: Period = OCTOBER,
    days: int | None = None,
    data_from: date = date(2024, 10, 1),
) -> Results:
    data_to = period.end if days is None else period.start + timedelta(days=days - 1)
    state = PeriodState(period, days is None, days or period.days, data_from, data_to)
    return Results(state, {spec.id: result(spec, period, days) for spec in specs})


def changed(current: Sequence[int], change: Sequence[int], growth: Sequence[str]) -> list[tuple[int, int, str]]:
    return [
        (now, now - moved_by, str((Decimal(now) / (1 + Decimal(grown) / 100)).quantize(Decimal("0.01"))))
        for now, moved_by, grown in zip(current, change, growth, strict=True)
    ]


CHANNELS = dict(
    zip(
        ("Affiliates", "Direct", "Email", "Organic search", "Paid search", "Paid social"),
        changed(
            (27773, 70480, 96540, 148920, 104310, 44190),
            (7147, 1570, 20310, 7540, -1610, -6880),
            ("30", "9", "31", "16", "8", "-4"),
        ),
        strict=True,
    )
)
CATEGORIES = dict(
    zip(
        ("Decor", "Furniture", "Lighting", "Storage", "Tableware", "Textiles"),
        changed(
            (45883, 128420, 151640, 24700, 57260, 84310),
            (2693, -3360, 18730, 404, 1320, 8290),
            ("20.1", "1.7", "24.8", "15.0", "10.9", "17.2"),
        ),
        strict=True,
    )
)
REVENUE = (
    402100, 572400, 655300, 376800, 353900, 389500, 398200, 415100, 407700, 393000, 408600, 421300,
    431019, 611200, 688900, 404300, 379800, 411200, 421900, 436100, 420500, 399800, 431900, 464136, 492213,
)  # fmt: skip
DAYS = tuple(
    (OCTOBER.start + timedelta(days=place), 23269 if place == 17 else 15400 + 137 * (place % 7) + 11 * place)
    for place in range(31)
)


def conversions(sessions: Sequence[int]) -> tuple[Figure, ...]:
    return tuple(Decimal(number) / 100000 for number in sessions)


CONVERSION = conversions(
    (2810, 2930, 2950, 2790, 2770, 2760, 2790, 2780, 2770, 2760, 2750, 2740,
     2732, 2950, 2950, 2800, 2750, 2760, 2760, 2750, 2750, 2720, 2740, 2710, 2610)
)  # fmt: skip
SPECS = (
    Spec("revenue", Unit.MONEY, 492213, 464136, 431019, 500000, additive=True, series=REVENUE,
         segments={"channel": CHANNELS, "category": CATEGORIES}, daily=DAYS, trailing=454950),
    Spec("orders", Unit.COUNT, 4819, 4660, 4405, 5000, additive=True),
    Spec("aov", Unit.MONEY, "102.14", "99.60", "97.84", 100),
    Spec("gross_margin", Unit.RATE, "0.468", "0.461", "0.452", "0.46"),
    Spec("customers", Unit.COUNT, 4480, 4391, 4102, section="customers"),
    Spec("new_customers", Unit.COUNT, 2760, 2815, 2600, section="customers"),
    Spec("returning_customers", Unit.COUNT, 1720, 1576, 1502, section="customers"),
    Spec("repeat_purchase_rate", Unit.RATE, "0.384", "0.359", "0.366", "0.4", section="customers"),
    Spec("cac", Unit.MONEY, "43.30", "41.57", "42.10", 42, good=Good.DOWN, section="customers"),
    Spec("sessions", Unit.COUNT, 184620, 171940, 161240, 180000, section="conversion", additive=True),
    Spec("conversion_rate", Unit.RATE, "0.0261", "0.0271", "0.02732", "0.028", section="conversion",
         series=CONVERSION, significant=True),
    Spec("roas", Unit.RATIO, "4.12", "4.45", "4.38", "4.5", section="advertising"),
    Spec("nps", Unit.SCORE, None, section="customers"),
)  # fmt: skip


def full() -> Results:
    """The shop with everything: October 2026, complete."""
    return results(SPECS)


def to_date() -> Results:
    """The same shop after 14 of 31 days."""
    return results(SPECS, days=14)


def lines_only() -> Results:
    """A shop of which only order lines are known: no channels, no last year, no targets, no costs."""
    november = from_id("2011-11", CALENDAR)
    countries = {
        "EIRE": (21000, 19000, None),
        "France": (17000, 21500, None),
        "Germany": (19400, 16000, None),
        "United Kingdom": (900000, 760000, None),
        None: (600, 500, None),
    }
    line = (None, *(560000 + 25000 * (place % 5) for place in range(10)), 817000, 958000)
    specs = (
        Spec("revenue", Unit.MONEY, 958000, 817000, additive=True, series=line, segments={"country": countries}),
        Spec("orders", Unit.COUNT, 2769, 2025, additive=True),
        Spec("aov", Unit.MONEY, "345.97", "403.46"),
        Spec("gross_margin", Unit.RATE, None),
        Spec("customers", Unit.COUNT, 1664, 1364, section="customers"),
        Spec("new_customers", Unit.COUNT, 191, 352, section="customers"),
        Spec("returning_customers", Unit.COUNT, 1473, 1012, section="customers"),
        Spec("sessions", Unit.COUNT, None, section="conversion"),
    )
    return results(specs, november, data_from=date(2010, 12, 1))


def config(**given: object) -> ClientConfig:
    """A client's configuration with only what a report reads filled in."""
    fields: dict[str, object] = {
        "folder": Path("lumen-oak"),
        "file": "lumen-oak/report.yaml",
        "name": "Lumen & Oak",
        "id": "lumen-oak",
        "report": "ecommerce",
        "locale": "en-US",
        "currency": "USD",
        "timezone": ZoneInfo("America/Chicago"),
        "calendar": CALENDAR,
        "prepared_for": "The board",
        "prepared_by": "Northlight Analytics",
        "brand": Brand("Lumen & Oak"),
        "sources": (),
        "kpis": None,
        "targets": {},
        "owners": {"revenue": "Head of commerce", "roas": "Head of media"},
        "custom_kpis": (),
        "segments": ("channel", "category"),
        "settings": Settings(),
        "goals": {},
        "annotations": (),
        "checks": {},
        "insights": Insights(),
        "tags": (),
        "archive": Path("archive"),
        "delivery": Delivery(),
        "content": "{}",
    }
    return ClientConfig(**{**fields, **given})  # type: ignore[arg-type]


def lines_only_config() -> ClientConfig:
    return config(name="Gift shop", id="gift-shop", currency="GBP", locale="en-GB", segments=("country",), owners={})
