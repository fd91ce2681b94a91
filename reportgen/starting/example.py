"""Example data: small invented exports for whoever starts without any. The same day gives the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

Row = Sequence[object]
_MONTHS = 14
_CHANNELS = ("Search", "Email", "Social", "Direct")
_DEVICES = ("mobile", "desktop", "mobile", "tablet")
_COUNTRIES = ("US", "US", "CA", "GB")

TABLES_OF = {
    "ecommerce": ("orders", "traffic", "ads", "costs"),
    "marketing": ("traffic", "ads", "email", "orders"),
    "b2b": ("leads", "subscriptions", "surveys", "costs"),
    "conversion": ("traffic", "orders"),
    "executive": ("orders", "traffic", "ads", "costs"),
}
"""Report kind → the tables of its example."""


def example_files(kind: str, today: date) -> dict[str, bytes]:
    """File name → bytes: fourteen months that end with the last complete one before ``today``."""
    end = today.replace(day=1) - timedelta(days=1)
    number = end.year * 12 + end.month - _MONTHS  # of the month before the first, from 0
    start = date(number // 12, number % 12 + 1, 1)
    days = [start + timedelta(days=at) for at in range((end - start).days + 1)]
    return {f"example_{table}.csv": _csv(_TABLES[table](days)) for table in TABLES_OF.get(kind, ("orders", "traffic"))}


def _csv(rows: Iterator[Row]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _roll(*of: int) -> int:
    """0 … 99, the same for the same numbers: what a die would give, without chance."""
    mixed = 2166136261
    for number in of:
        mixed = (mixed ^ number) * 16777619 % 2**32
        mixed ^= mixed >> 13
    return mixed * 2654435761 % 2**32 * 100 >> 32


def _season(day: date) -> int:
    """In percent: the year's growth, a stronger end of the year, quieter weekends."""
    yearly = (day.year - 2000) * 6 + day.month // 2
    return 60 + yearly % 60 + (25 if day.month in {11, 12} else 0) - (15 if day.isoweekday() > 5 else 0)  # noqa: PLR2004


def _orders(days: Sequence[date]) -> Iterator[Row]:
    yield "order_id", "ordered_at", "amount", "customer_id", "discount", "channel", "device", "country"
    number = 0
    for day in days:
        seed = day.toordinal()
        for at in range(2 + _season(day) * (50 + _roll(seed)) // 2200):
            number += 1
            cents = 1900 + 97 * _roll(seed, at, 1)
            who = _roll(seed, at, 2) * (1 + number // 60) % 900
            pick = _roll(seed, at, 3) % 4
            moment = f"{day} {8 + _roll(seed, at, 4) % 14:02}:{_roll(seed, at, 5) % 60:02}:00"
            discount = cents // 10 if _roll(seed, at, 6) < 15 else 0  # noqa: PLR2004
            yield (f"E{number:05}", moment, f"{cents / 100:.2f}", f"C{who:04}", f"{discount / 100:.2f}",
                   _CHANNELS[pick], _DEVICES[_roll(seed, at, 7) % 4], _COUNTRIES[_roll(seed, at, 8) % 4])  # fmt: skip


def _traffic(days: Sequence[date]) -> Iterator[Row]:
    yield ("date", "sessions", "users", "new_users", "bounces", "product_views", "add_to_carts", "checkouts",
           "purchases", "channel", "device")  # fmt: skip
    for day in days:
        for at, channel in enumerate(_CHANNELS):
            for device in ("mobile", "desktop"):
                sessions = _season(day) * (40 + _roll(day.toordinal(), at, len(device))) // (90 + 40 * at)
                carts = sessions * (7 + _roll(day.toordinal(), at) % 4) // 100
                yield (day, sessions, sessions * 8 // 10, sessions * 5 // 10, sessions * 4 // 10, sessions * 5 // 10,
                       carts, carts * 6 // 10, carts * 35 // 100, channel, device)  # fmt: skip


def _ads(days: Sequence[date]) -> Iterator[Row]:
    yield "date", "platform", "campaign", "spend", "impressions", "clicks", "conversions", "conversion_value"
    for day in days:
        for at, (platform, campaign) in enumerate(
            (("Search ads", "Brand"), ("Search ads", "Generic"), ("Social ads", "Spring"))
        ):
            clicks = 12 + _season(day) * (30 + _roll(day.toordinal(), at)) // (180 + 60 * at)
            spend = clicks * (45 + 20 * at + _roll(day.toordinal(), at, 9) % 12)
            orders = clicks // (18 + 6 * at)
            yield day, platform, campaign, f"{spend / 100:.2f}", clicks * 34, clicks, orders, f"{orders * 62:.2f}"


def _costs(days: Sequence[date]) -> Iterator[Row]:
    yield "date", "category", "subcategory", "amount"
    for day in days:
        if (day + timedelta(days=1)).day == 1:
            yield day, "marketing", "agency", f"{900 + 5 * _season(day)}.00"
            yield day, "sales", "salaries", "2400.00"
            yield day, "operating", "rent and staff", f"{3100 + 3 * _season(day)}.00"


def _email(days: Sequence[date]) -> Iterator[Row]:
    yield "sent_at", "campaign", "sent", "delivered", "opens", "clicks", "unsubscribes", "bounced", "subscribed"
    for number, day in enumerate(days):
        if day.isoweekday() == 3:  # noqa: PLR2004  # on Wednesdays
            sent = 4000 + 6 * number
            opens = sent * (28 + _roll(number) % 8) // 100
            yield (f"{day} 09:00:00", f"Newsletter {day}", sent, sent - 40, opens, opens // 9, 6 + _roll(number, 1) % 9,
                   40, 30 + _roll(number, 2) % 30)  # fmt: skip


def _leads(days: Sequence[date]) -> Iterator[Row]:
    yield "lead_id", "created_at", "source", "originated_by", "mql_at", "sql_at", "closed_at", "won", "amount"
    number = 0
    for day in days:
        for at in range(0 if day.isoweekday() > 5 else 1 + _roll(day.toordinal()) % 4):  # noqa: PLR2004
            number += 1
            luck = _roll(number, at)
            mql = day + timedelta(days=2) if luck < 60 else None  # noqa: PLR2004
            sql = day + timedelta(days=8) if luck < 30 else None  # noqa: PLR2004
            closed = day + timedelta(days=20 + luck) if luck < 22 else None  # noqa: PLR2004
            closed = closed if closed is not None and closed <= days[-1] else None
            won = ("true" if luck < 12 else "false") if closed else ""  # noqa: PLR2004
            source = ("Website", "Event", "Referral")[luck % 3]
            yield (f"L{number:05}", day, source, "marketing" if luck % 3 < 2 else "sales", mql, sql, closed, won,  # noqa: PLR2004
                   f"{4000 + 90 * luck}.00")  # fmt: skip


def _subscriptions(days: Sequence[date]) -> Iterator[Row]:
    yield "subscription_id", "customer_id", "started_at", "ended_at", "mrr", "plan"
    for number in range(160):
        start = days[0] + timedelta(days=(number * len(days)) // 160 - 40)
        ended = start + timedelta(days=150 + _roll(number)) if _roll(number, 5) < 14 else None  # noqa: PLR2004
        plan = ("Basic", "Team", "Team", "Enterprise")[_roll(number, 3) % 4]
        fee = {"Basic": 90, "Team": 240, "Enterprise": 900}[plan]
        yield f"S{number:04}", f"C{number:04}", start, ended if ended and ended <= days[-1] else None, f"{fee}.00", plan


def _surveys(days: Sequence[date]) -> Iterator[Row]:
    yield "responded_at", "nps_score", "csat_score", "segment"
    for day in days:
        for at in range(_roll(day.toordinal(), 1) % 3):
            luck = _roll(day.toordinal(), at, 2)
            yield day, 10 - luck * luck // 1400, 5 - luck // 35, ("Small", "Large")[luck % 2]


_TABLES: dict[str, Callable[[Sequence[date]], Iterator[Row]]] = {
    "orders": _orders, "traffic": _traffic, "ads": _ads, "costs": _costs,
    "email": _email, "leads": _leads, "subscriptions": _subscriptions, "surveys": _surveys,
}  # fmt: skip
