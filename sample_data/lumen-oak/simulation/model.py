"""Nouns of the simulation. Money is in whole cents; times are the shop's wall clock (Chicago)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Product:
    """One article. ``price`` and ``cost`` are those of October 2024; ``weight`` is its popularity."""

    sku: str
    name: str
    category: str
    price: int
    cost: int
    weight: float


@dataclass(frozen=True, slots=True)
class Visits:
    """What happened on one day in one channel on one device; each later step is within the one before."""

    day: date
    channel: str
    device: str
    sessions: int
    product_views: int
    add_to_carts: int
    checkouts: int
    placed: int  # orders


@dataclass(frozen=True, slots=True)
class Tracked:
    """The same as the web analytics saw it, with what only it knows."""

    day: date
    channel: str
    device: str
    sessions: int
    users: int
    new_users: int
    engaged_sessions: int
    engagement_seconds: int
    pageviews: int
    product_views: int
    add_to_carts: int
    checkouts: int
    purchases: int


@dataclass(frozen=True, slots=True)
class Line:
    """Units of one product in an order, at the price and cost of the day."""

    product: Product
    quantity: int
    price: int
    cost: int

    @property
    def amount(self) -> int:
        """Value before discounts, in cents."""
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class Order:
    """An order as the shop knows it on the day of the export."""

    number: int
    placed_at: datetime
    customer: str | None  # None: a guest
    channel: str
    device: str
    country: str
    lines: tuple[Line, ...]
    promo: str | None
    discount: int
    tax: int
    shipping: int
    status: str  # paid, partially_refunded, refunded, cancelled, voided, pending, test
    refund: int  # merchandise only
    refunded_at: datetime | None
    shipped_at: datetime | None

    @property
    def amount(self) -> int:
        """Merchandise before discounts, tax and shipping, in cents."""
        return sum(line.amount for line in self.lines)

    @property
    def completed(self) -> bool:
        """Whether it counts as an order."""
        return self.status in {"paid", "partially_refunded", "refunded"}


@dataclass(frozen=True, slots=True)
class AdDay:
    """One campaign's day; ``conversions`` (in hundredths) and ``value`` are what the platform claims."""

    day: date
    platform: str
    campaign: str
    spend: int
    impressions: int
    clicks: int
    conversions: int
    value: int


@dataclass(frozen=True, slots=True)
class Booking:
    """A cost in the ledger."""

    day: date
    category: str
    subcategory: str
    amount: int
    text: str


@dataclass(frozen=True, slots=True)
class Shop:
    """Everything that the writers write."""

    orders: tuple[Order, ...]  # by time; numbers rise with it
    traffic: tuple[Tracked, ...]  # by day, channel, device
    ads: tuple[AdDay, ...]  # by day, platform, campaign
    bookings: tuple[Booking, ...]  # by day, category, subcategory
