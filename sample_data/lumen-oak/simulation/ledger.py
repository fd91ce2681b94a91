"""Orders and ads → monthly bookings. Media invoices repeat the ad spend, to the cent."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from datetime import date

from simulation import story
from simulation.model import AdDay, Booking, Order


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def simulate(orders: tuple[Order, ...], ads: tuple[AdDay, ...]) -> tuple[Booking, ...]:
    """Bookings on each month's last day, by category and subcategory."""
    spend: dict[tuple[tuple[int, int], str], int] = defaultdict(int)
    for row in ads:
        spend[_month(row.day), row.platform] += row.spend
    count: dict[tuple[int, int], int] = defaultdict(int)
    taken: dict[tuple[int, int], int] = defaultdict(int)
    partner: dict[tuple[int, int], int] = defaultdict(int)
    for order in orders:
        if not order.completed:
            continue
        month = _month(order.placed_at.date())
        net = order.amount - order.discount
        count[month] += 1
        taken[month] += net + order.tax + order.shipping
        if order.channel == "Affiliates":
            partner[month] += net
    rows: list[Booking] = []
    for month in sorted({_month(day) for day in story.days()}):
        day = date(*month, monthrange(*month)[1])
        n, raise_2026 = count[month], 1.03 if month >= (2026, 1) else 1.0
        series = month >= _month(story.SERIES_START)
        peak = month[1] in {11, 12}
        parcel = 445 if month < (2026, 1) else 460
        entries = (
            ("marketing", "ads", spend[month, "Google Ads"], "Google Ads invoice"),
            ("marketing", "ads", spend[month, "Meta"], "Meta Ads invoice"),
            ("marketing", "agency", 310_000, "Northlight Analytics, monthly fee"),
            ("marketing", "content", 145_000 if peak else 95_000, "Product photography"),
            ("marketing", "email tool", 64_000 if series else 42_000, "E-mail platform"),
            ("operating", "fulfilment", n * parcel, "Warehouse partner, per parcel"),
            ("operating", "insurance", 38_000, "Goods in stock"),
            ("operating", "payment fees", taken[month] * 29 // 1000 + n * 30, "Card processing"),
            ("operating", "rent", 465_000 if month < (2025, 10) else 480_000, "Office and showroom"),
            ("operating", "salaries", round(1_520_000 * raise_2026), "Operations team"),
            ("operating", "software", 118_000 if month < (2026, 1) else 127_000, "Shop platform and tools"),
            ("sales", "affiliate commission", partner[month] * 8 // 100, "Partner programme, 8 %"),
            ("sales", "customer service", round((690_000 if peak else 520_000) * raise_2026), "Support desk"),
        )
        rows.extend(Booking(day, category, sub, amount, text) for category, sub, amount, text in entries)
    return tuple(rows)
