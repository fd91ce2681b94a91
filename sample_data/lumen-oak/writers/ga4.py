"""Traffic as a Google Analytics 4 report downloads it: comment lines, compact dates, rates as fractions."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

from simulation.model import Shop, Tracked

from writers.text import money, write_csv

_HEADER = (
    "Session primary channel group (Default Channel Group)", "Date", "Device category", "Sessions",
    "Engaged sessions", "Engagement rate", "Average engagement time per session", "Total users", "New users",
    "Returning users", "Views", "Items viewed", "Add to carts", "Checkouts", "Ecommerce purchases", "Total revenue",
)  # fmt: skip
_CHANNEL = {"Organic search": "Organic Search", "Paid search": "Paid Search", "Paid social": "Paid Social"}


def _preamble(first: date, last: date) -> str:
    rule = "# " + "-" * 40
    lines = (
        rule,
        "# Traffic acquisition: Session primary channel group (Default Channel Group)",
        "# Account: Lumen & Oak",
        "# Property: Lumen & Oak shop",
        rule,
        "# All Users",
        f"# Start date: {first:%Y%m%d}",
        f"# End date: {last:%Y%m%d}",
    )
    return "".join(line + "\n" for line in lines)


def _revenue(shop: Shop) -> dict[tuple[date, str, str], tuple[int, int]]:
    """What the buyers of a day, channel and device paid before refunds, in cents, and how many they were."""
    totals: dict[tuple[date, str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for order in shop.orders:
        if order.status != "test" and order.promo != "TRADE15":
            key = order.placed_at.date(), order.channel, order.device
            cents, count = totals[key]
            totals[key] = cents + order.amount - order.discount + order.tax + order.shipping, count + 1
    return totals


def _row(row: Tracked, paid: tuple[int, int]) -> tuple[object, ...]:
    cents, count = paid
    return (
        _CHANNEL.get(row.channel, row.channel), f"{row.day:%Y%m%d}", row.device, row.sessions,
        row.engaged_sessions, repr(row.engaged_sessions / row.sessions),
        repr(row.engagement_seconds / row.sessions), row.users, row.new_users, row.users - row.new_users,
        row.pageviews, row.product_views, row.add_to_carts, row.checkouts, row.purchases,
        money(cents * row.purchases // count if count else 0),
    )  # fmt: skip


def write(shop: Shop, folder: Path) -> None:
    """Write a file per half-year, without a totals row."""
    revenue = _revenue(shop)
    rows = shop.traffic
    for year, half in sorted({(row.day.year, (row.day.month + 5) // 6) for row in rows}):
        chosen = [row for row in rows if (row.day.year, (row.day.month + 5) // 6) == (year, half)]
        write_csv(
            folder / f"traffic_{year}H{half}.csv",
            _HEADER,
            (_row(row, revenue[row.day, row.channel, row.device]) for row in chosen),
            before=_preamble(chosen[0].day, chosen[-1].day),
        )
