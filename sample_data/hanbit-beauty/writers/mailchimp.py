"""The letters as Mailchimp lists its campaigns, newest first, with what the mall sold through each."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

from simulation.model import Brand, Order, Send

from writers.text import rate, save, table

_HEADER = (
    "Title", "Subject", "List", "Send Date", "Send Weekday", "Total Recipients", "Successful Deliveries",
    "Soft Bounces", "Hard Bounces", "Total Bounces", "Times Forwarded", "Forwarded Opens", "Unique Opens",
    "Open Rate", "Total Opens", "Unique Clicks", "Click Rate", "Total Clicks", "Unsubscribes", "Abuse Complaints",
    "Total Orders", "Total Gross Sales", "Total Revenue",
)  # fmt: skip
_ATTRIBUTED = timedelta(days=3)


def _sold(brand: Brand) -> dict[datetime, list[Order]]:
    """Each letter's orders: those from e-mail in the three days after it, by the last letter before them."""
    found: dict[datetime, list[Order]] = defaultdict(list)
    for order in brand.orders:
        if order.channel != "Email" or not order.completed:
            continue
        before = [send.at for send in brand.sends if send.at <= order.placed_at < send.at + _ATTRIBUTED]
        if before:
            found[max(before)].append(order)
    return found


def _row(send: Send, orders: list[Order]) -> tuple[object, ...]:
    net = sum(order.amount - order.discount for order in orders)
    return (
        send.title, send.subject, send.audience, f"{send.at:%b %d, %Y %I:%M} {'am' if send.at.hour < 12 else 'pm'}",
        f"{send.at:%A}", send.recipients, send.delivered, send.soft_bounces, send.hard_bounces,
        send.soft_bounces + send.hard_bounces, 0, 0, send.opens, rate(send.opens, send.delivered, "%"),
        send.total_opens, send.clicks, rate(send.clicks, send.delivered, "%"), send.total_clicks, send.unsubscribes,
        send.complaints, len(orders), f"{sum(order.amount for order in orders)}", f"{net}",
    )  # fmt: skip


def write(brand: Brand, folder: Path) -> None:
    """Write a file per year."""
    sold = _sold(brand)
    for year in sorted({send.at.year for send in brand.sends}):
        rows = [_row(send, sold[send.at]) for send in reversed(brand.sends) if send.at.year == year]
        save(folder / f"campaigns_{year}.csv", table(_HEADER, rows))
