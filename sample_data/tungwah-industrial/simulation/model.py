"""Nouns of the simulation. Money is in whole new Taiwan dollars; times are Taipei's wall clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Product:
    """One article: its price and cost of 2024, how often it is chosen, and how many at a time."""

    sku: str
    name: str
    category: str
    price: int
    cost: int
    weight: float
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Customer:
    """Who buys. ``liking`` is how often, ``size`` how much at a time; ``joined`` None: known from before."""

    number: str
    country: str
    channel: str
    liking: float
    size: float
    joined: date | None


@dataclass(frozen=True, slots=True)
class Visits:
    """A day's sessions of a channel, and the quote forms sent in them."""

    day: date
    channel: str
    sessions: int
    engaged_sessions: int
    engagement_seconds: int
    users: int
    new_users: int
    pageviews: int
    forms: int


@dataclass(frozen=True, slots=True)
class Lead:
    """A deal of the CRM; times are None for what has not happened."""

    number: int
    name: str
    source: str  # as the CRM calls it
    created_at: datetime
    mql_at: datetime | None
    sql_at: datetime | None
    closed_at: datetime | None
    won: bool
    expected: date
    stage: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the order book; a return has a negative quantity and a number of its own."""

    document: str
    at: datetime
    customer: Customer
    product: Product
    quantity: int
    price: int
    cost: int


@dataclass(frozen=True, slots=True)
class Span:
    """A service contract at one price: live from ``started`` until the day before ``ended``."""

    contract: str
    customer: str
    started: date
    ended: date | None
    mrr: int
    plan: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A customer's answer to the survey; None where a question was skipped."""

    number: int
    at: datetime
    nps: int | None
    csat: int | None
    segment: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class State:
    """Where a project stands on a day."""

    day: date
    project: str
    planned: int
    earned: int
    actual: int
    budget: int


@dataclass(frozen=True, slots=True)
class AdDay:
    """One campaign's day; conversions are what the platform claims."""

    day: date
    campaign: str
    spend: int
    impressions: int
    clicks: int
    conversions: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A day of a variant of the quote form."""

    day: date
    experiment: str
    variant: str
    visitors: int
    forms: int


@dataclass(frozen=True, slots=True)
class Booking:
    """A cost in the ledger."""

    day: date
    account: str
    detail: str
    amount: int
    text: str


@dataclass(frozen=True, slots=True)
class Company:
    """Everything that the writers write, each by time."""

    visits: tuple[Visits, ...]
    leads: tuple[Lead, ...]
    lines: tuple[Line, ...]
    spans: tuple[Span, ...]
    answers: tuple[Answer, ...]
    states: tuple[State, ...]
    ads: tuple[AdDay, ...]
    trials: tuple[Trial, ...]
    bookings: tuple[Booking, ...]
