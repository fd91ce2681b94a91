"""Nouns of the simulation. Money is in whole won; times are Seoul's wall clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Product:
    """One article. ``weight`` is its popularity."""

    code: str
    name: str
    category: str
    price: int
    cost: int
    weight: float


@dataclass(frozen=True, slots=True)
class Send:
    """One mailing to a list."""

    at: datetime
    title: str
    subject: str
    audience: str
    recipients: int
    soft_bounces: int
    hard_bounces: int
    opens: int  # unique
    total_opens: int
    clicks: int  # unique
    total_clicks: int
    unsubscribes: int
    complaints: int

    @property
    def delivered(self) -> int:
        """Those that arrived."""
        return self.recipients - self.soft_bounces - self.hard_bounces


@dataclass(frozen=True, slots=True)
class Signups:
    """New subscribers of a day by the door they came through."""

    day: date
    door: str
    count: int


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
    """Units of one product in an order, at the price of the day."""

    product: Product
    quantity: int
    price: int

    @property
    def amount(self) -> int:
        """Value before discounts."""
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class Order:
    """An order as the mall knows it on the day of the export."""

    number: str
    placed_at: datetime
    customer: str | None  # None: a guest
    channel: str
    device: str
    lines: tuple[Line, ...]
    coupon: str | None
    discount: int
    shipping: int
    status: str  # as the mall calls it
    refund: int
    refunded_at: datetime | None
    shipped_at: datetime | None

    @property
    def amount(self) -> int:
        """Merchandise before discounts and shipping."""
        return sum(line.amount for line in self.lines)

    @property
    def completed(self) -> bool:
        """Whether it counts as an order."""
        return self.status not in {"입금전", "입금전취소", "취소완료"}


@dataclass(frozen=True, slots=True)
class AdDay:
    """One campaign's day; conversions and value are what the platform claims."""

    day: date
    platform: str
    kind: str
    campaign: str
    spend: int
    impressions: int
    clicks: int
    conversions: int
    value: int


@dataclass(frozen=True, slots=True)
class Post:
    """A post and what came of it until the day of the export."""

    number: int
    at: datetime
    platform: str
    text: str
    kind: str
    impressions: int
    reach: int
    likes: int
    comments: int
    shares: int
    clicks: int


@dataclass(frozen=True, slots=True)
class Followers:
    """How many follow on a platform at a day's end."""

    day: date
    platform: str
    count: int


@dataclass(frozen=True, slots=True)
class Query:
    """A search and the page that it finds."""

    text: str
    page: str
    daily: float  # impressions of a usual day
    position: float
    volume: int  # searches a month, as the rank tracker says


@dataclass(frozen=True, slots=True)
class Found:
    """One day's clicks and impressions of a query; ``query`` None is all the rare ones together."""

    day: date
    query: Query | None
    page: str
    clicks: int
    impressions: int
    position: float


@dataclass(frozen=True, slots=True)
class Rank:
    """A keyword's place on a day; None: not among the first hundred."""

    day: date
    query: Query
    position: int | None


@dataclass(frozen=True, slots=True)
class Booking:
    """A cost in the ledger."""

    day: date
    category: str
    subcategory: str
    amount: int
    text: str


@dataclass(frozen=True, slots=True)
class Brand:
    """Everything that the writers write."""

    orders: tuple[Order, ...]  # by time
    traffic: tuple[Tracked, ...]  # by day, channel, device
    ads: tuple[AdDay, ...]  # by day, platform, campaign
    sends: tuple[Send, ...]  # by time
    signups: tuple[Signups, ...]  # by day, door
    posts: tuple[Post, ...]  # by time
    followers: tuple[Followers, ...]  # by day, platform
    found: tuple[Found, ...]  # by day, query
    ranks: tuple[Rank, ...]  # by day, keyword
    bookings: tuple[Booking, ...]  # by day
