"""Checks of one period: days that are missing or not final, and numbers that do not go together.

In: the store and the period; for the row counts also the periods before it. Out: issues, in a fixed order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import median

from reportgen.facts.coverage import Coverage
from reportgen.facts.rules import found
from reportgen.facts.store import FactStore
from reportgen.issues import Issue, Severity
from reportgen.periods.model import Span

FEWEST_PERIODS = 6  # of history, before a count of rows is called unusual
FAR = 3.5  # robust z: 0.6745 × (count − median) / MAD (Iglewicz and Hoaglin, 1993)
HALF, DOUBLE = 0.5, 2.0  # of the usual count: nearer than that is never far
GAP = 0.05  # analytics' purchases against orders: of the orders
CLAIMED = 1.0  # attributed revenue against the shop's: of the shop's

UNIQUES = (("traffic", "users"), ("ads", "reach"), ("social", "reach"))
"""(table, column) of counts of people: the same one is counted again on another day or in another segment."""


def period_issues(store: FactStore, span: Span, history: Sequence[Span], today: date) -> tuple[Issue, ...]:
    """What the checks of one period find; ``history`` are the periods before it, of the same kind."""
    return (
        *day_issues(store.coverage, span, today),
        *_row_counts(store.coverage, span, history, today),
        *_uniques(store, span),
        *_analytics(store, span),
        *_claims(store, span),
    )


def day_issues(coverage: Sequence[Coverage], span: Span, today: date) -> Iterable[Issue]:
    """Days of the period that the sources lack, between their rows and at its end, and days not final yet.

    Days that are not over on ``today`` are not missing yet.
    """
    for cover in coverage:
        missing = cover.missing_days(span)
        if missing:
            yield found(
                "missing-days",
                cover.label,
                len(missing),
                *(day.isoformat() for day in missing[:3]),
                days=len(missing),
                first=missing[0],
                last=missing[-1],
            )
        if cover.last >= span.start and cover.stops_early(span) and span.end < today:
            yield found("stops-early", cover.label, (span.end - cover.last).days, last=cover.last, end=span.end)
    for label in dict.fromkeys(cover.label for cover in coverage):
        open_ones = [cover for cover in coverage if cover.label == label and not cover.settled(span, today)]
        if open_ones and span.end < today:
            days = max(cover.settle_days for cover in open_ones)
            yield found("not-settled", label, 0, days=days, final=span.end + timedelta(days=days + 1))


def _row_counts(coverage: Sequence[Coverage], span: Span, history: Sequence[Span], today: date) -> Iterable[Issue]:
    """A source with far fewer or far more rows than in the periods before."""
    for cover in coverage:
        known = [past for past in history if cover.first <= past.start and past.end <= cover.last]
        if len(known) < FEWEST_PERIODS or span.end >= today or cover.last < span.start or cover.stops_early(span):
            continue
        counts = [cover.rows_in(past) for past in known]
        rows, usual = cover.rows_in(span), median(counts)
        spread = median(abs(count - usual) for count in counts)
        if not spread or not usual or HALF * usual <= rows <= DOUBLE * usual:
            continue
        if abs(0.6745 * (rows - usual) / spread) >= FAR:
            yield found("row-count", cover.label, rows, usual=round(usual), periods=len(known))


def _uniques(store: FactStore, span: Span) -> Iterable[Issue]:
    for table, column in UNIQUES:
        if column in _columns(store, table):
            rows = _number(store, table, f'select count("{column}") from "{table}" where {_within(span)}')
            if rows and rows > 1:
                yield found("summed-uniques", store.tables[table].sources, int(rows), table=table, column=column)


def _analytics(store: FactStore, span: Span) -> Iterable[Issue]:
    """Purchases that web analytics counted, against the orders themselves."""
    days = _shared_days(store, "orders", "traffic", span)
    if days is None or "purchases" not in _columns(store, "traffic"):
        return
    orders = _number(store, "orders", f"select count(*) from orders where {_within(days)}")
    purchases = _number(store, "traffic", f"select sum(purchases) from traffic where {_within(days)}")
    if orders and purchases is not None and abs(purchases - orders) / orders > GAP:
        yield found(
            "analytics-gap",
            store.tables["traffic"].sources,
            int(orders),
            purchases=round(purchases),
            counted=int(orders),
            share=abs(purchases - orders) / orders,
            more="more" if purchases > orders else "fewer",
        )


def _claims(store: FactStore, span: Span) -> Iterable[Issue]:
    """Revenue that the advertising platforms claim, against the shop's: more than all of it cannot be true."""
    days = _shared_days(store, "orders", "ads", span)
    if days is None or "conversion_value" not in _columns(store, "ads"):
        return
    discount = "coalesce(discount, 0)" if "discount" in _columns(store, "orders") else "0"
    shop = _number(store, "orders", f"select sum(amount - {discount}) from orders where {_within(days)}")
    claimed = _number(store, "ads", f"select sum(conversion_value) from ads where {_within(days)}")
    if shop and claimed and shop > 0:
        share = claimed / shop
        severity = None if share > CLAIMED else Severity.NOTE
        sources = store.tables["ads"].sources
        yield found("claimed-revenue", sources, 0, severity=severity, claimed=claimed, revenue=shop, share=share)


def _shared_days(store: FactStore, one: str, other: str, span: Span) -> Span | None:
    """The days of the period that both tables reach; None where one has none of them."""
    extents = [store.extent(table) if table in store.tables else None for table in (one, other)]
    known = [extent for extent in extents if extent is not None]
    if len(known) < len(extents):
        return None
    start = max(span.start, *(extent.start for extent in known))
    end = min(span.end, *(extent.end for extent in known))
    return Span(start, end) if start <= end else None


def _columns(store: FactStore, table: str) -> frozenset[str]:
    return store.tables[table].columns if table in store.tables else frozenset()


def _within(span: Span) -> str:
    return f"day between date '{span.start}' and date '{span.end}'"


def _number(store: FactStore, table: str, sql: str) -> float | None:
    value = store.on(table).execute(sql).fetchall()[0][0]
    return None if value is None else float(value)
