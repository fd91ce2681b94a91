"""A/B experiments: the `experiments` table over a window → each variant against its control, with a verdict.

A verdict is only as good as its sample. Below ``minimum`` visitors (ten expected conversions and ten expected
non-conversions a variant, the usual floor of the normal approximation) nothing is said; above it a variant is
decided where the test and the interval agree. With several challengers the 5 % are shared out among them
(Bonferroni), in the test and in the width of the interval alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from math import ceil

from reportgen.facts import FactStore
from reportgen.kpis.model import DayWindow, Value
from reportgen.messages import message
from reportgen.periods.model import Span
from reportgen.statistics import ALPHA, Interval, minimum_sample, newcombe, two_proportion_p

CONTROL_NAMES = (
    "control",
    "original",
    "baseline",
    "default",
    "a",
    "variant a",
    "version a",
    "대조군",
    "對照組",
    "对照组",
)
"""Names that mark the control, the surest first; without any, the first variant by name is it."""

EXPECTED = 10  # conversions and non-conversions that a variant must be expected to have
WORTHWHILE = 0.2  # the relative change that ``needed`` is reckoned for

_TABLE = "experiments"


class Verdict(StrEnum):
    """What a variant's numbers allow to be said."""

    BETTER = "better"
    WORSE = "worse"
    UNDECIDED = "undecided"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Against:
    """A variant against the control: rates as fractions, so that ``difference`` × 100 is percentage points.

    ``interval`` (Newcombe's, at the experiment's ``confidence``) and ``p`` are None where there is no test: no
    visitors, more conversions than visitors, or no spread (``p`` alone).
    """

    difference: Value
    interval: Interval | None
    p: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant's sums over the window; ``against`` is None for the control itself."""

    name: str
    visitors: Decimal
    conversions: Decimal
    revenue: Value
    rate: Value
    revenue_per_visitor: Value
    against: Against | None = None


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment: the control first, then the other variants by name.

    ``days`` spans its first to last day with rows in the window. ``minimum`` is the visitors below which a
    variant has no verdict, ``needed`` those that each variant needs to show a change of the control's rate by a
    fifth with 80 % power; None where no rate allows to tell. ``confidence`` is the intervals' level.
    """

    name: str
    days: Span
    variants: tuple[Variant, ...]
    minimum: int | None
    needed: int | None
    confidence: float

    @property
    def control(self) -> Variant:
        """The variant that the others are held against."""
        return self.variants[0]


def experiments(store: FactStore, window: DayWindow, *, to_date: bool = False) -> tuple[Experiment, ...]:
    """The experiments with rows in the window, by name; without an experiments table there are none.

    Sums are over the window's days; with ``to_date`` over everything from an experiment's start to the window's
    end, which is what a decision should rest on.
    """
    if _TABLE not in store.tables:
        return ()
    rows: dict[str, list[tuple[object, ...]]] = {}
    for name, *rest in store.on(_TABLE).execute(_sql(store, window, to_date=to_date)).fetchall():
        rows.setdefault(str(name), []).append(tuple(rest))
    return tuple(_experiment(store, name, found) for name, found in sorted(rows.items()))


def _sql(store: FactStore, window: DayWindow, *, to_date: bool) -> str:
    """Experiment, variant, first and last day, visitors, conversions, revenue, rows with revenue."""
    inside = " or ".join(f"day between date '{span.start}' and date '{span.end}'" for span in window.spans)
    days = f"({inside})"
    if to_date:
        days = f"day <= date '{window.end}' and experiment in (select experiment from {_TABLE} where {inside})"
    revenue = "sum(revenue), count(revenue)" if "revenue" in store.tables[_TABLE].columns else "null, 0"
    return (
        f"select experiment, variant, min(day), max(day), sum(visitors), sum(conversions), {revenue}"
        f" from {_TABLE} where {days} group by experiment, variant order by experiment, variant"
    )


def _experiment(store: FactStore, name: str, rows: Sequence[tuple[object, ...]]) -> Experiment:
    days = Span(min(row[1] for row in rows), max(row[2] for row in rows))  # type: ignore[type-var, arg-type]
    found = [_variant(store, row) for row in rows]
    control = _control(found)
    others = [variant for variant in found if variant is not control]
    alpha = ALPHA / max(1, len(others))
    minimum = _minimum(found)
    rate = control.rate.number
    return Experiment(
        name=name,
        days=days,
        variants=(control, *(_held_against(variant, control, alpha, minimum) for variant in others)),
        minimum=minimum,
        needed=None if rate is None else minimum_sample(float(rate), WORTHWHILE, alpha),
        confidence=1 - alpha,
    )


def _variant(store: FactStore, row: tuple[object, ...]) -> Variant:
    visitors, conversions = (Decimal(str(number or 0)) for number in row[3:5])
    revenue = Value.of(Decimal(str(row[5]))) if row[6] else _no_revenue(store)
    return Variant(
        name=str(row[0]),
        visitors=visitors,
        conversions=conversions,
        revenue=revenue,
        rate=_per_visitor(Value.of(conversions), visitors),
        revenue_per_visitor=_per_visitor(revenue, visitors),
    )


def _no_revenue(store: FactStore) -> Value:
    known = "revenue" in store.tables[_TABLE].columns
    key = "reason.no_values" if known else "reason.no_column"
    return Value.unavailable(message(key, table=_TABLE, column="revenue"))


def _per_visitor(value: Value, visitors: Decimal) -> Value:
    if value.number is None:
        return value
    if visitors <= 0:
        return Value.undefined(message("reason.zero_denominator", measure="visitors"))
    return Value.of(value.number / visitors)


def _control(variants: Sequence[Variant]) -> Variant:
    def place(variant: Variant) -> tuple[int, str]:
        name = " ".join(variant.name.casefold().split())
        return (CONTROL_NAMES.index(name) if name in CONTROL_NAMES else len(CONTROL_NAMES), variant.name)

    return min(variants, key=place)


def _minimum(variants: Iterable[Variant]) -> int | None:
    """Visitors at which ten conversions and ten non-conversions are expected, by the pooled rate."""
    pooled = tuple(variants)
    visitors = sum(variant.visitors for variant in pooled)
    conversions = sum(variant.conversions for variant in pooled)
    rarer = min(conversions, visitors - conversions)
    return ceil(EXPECTED * visitors / rarer) if rarer > 0 else None


def _held_against(variant: Variant, control: Variant, alpha: float, minimum: int | None) -> Variant:
    own, base = ((float(one.conversions), float(one.visitors)) for one in (variant, control))
    difference = _difference(variant.rate, control.rate)
    interval = newcombe(*own, *base, alpha)
    p = two_proportion_p(*own, *base) if interval is not None else None
    verdict = Verdict.TOO_FEW
    if minimum is not None and min(variant.visitors, control.visitors) >= minimum:
        verdict = _verdict(difference, interval, p, alpha)
    return replace(variant, against=Against(difference, interval, p, verdict))


def _difference(rate: Value, base: Value) -> Value:
    if rate.number is None or base.number is None:
        return rate if rate.number is None else base
    return Value.of(rate.number - base.number)


def _verdict(difference: Value, interval: Interval | None, p: float | None, alpha: float) -> Verdict:
    """Decided where the test and the interval both say so."""
    if difference.number is None or interval is None or p is None or p >= alpha or not interval.excludes_zero:
        return Verdict.UNDECIDED
    return Verdict.BETTER if difference.number > 0 else Verdict.WORSE
