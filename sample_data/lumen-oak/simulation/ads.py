"""Paid visits and their orders → what the ad platforms report, by day and campaign."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import numpy as np

from simulation import story
from simulation.model import AdDay, Order, Visits

PUSH_CAMPAIGN = "Autumn Living"


@dataclass(frozen=True, slots=True)
class _Campaign:
    """Shares of its platform's clicks and conversions, cost per click in cents, click-through rate."""

    name: str
    clicks: float
    orders: float
    cost: float
    ctr: float


@dataclass(frozen=True, slots=True)
class _Platform:
    """``clicks`` per session of its channel; ``claims`` per order of its channel."""

    name: str
    channel: str
    clicks: float
    claims: float
    fractional: bool
    campaigns: tuple[_Campaign, ...]


_PLATFORMS = (
    _Platform("Google Ads", "Paid search", 1.05, 0.96, True, (
        _Campaign("Performance Max", 0.20, 0.15, 62, 0.011),
        _Campaign("Search – Brand", 0.21, 0.35, 36, 0.145),
        _Campaign("Search – Lighting", 0.27, 0.22, 94, 0.052),
        _Campaign("Shopping", 0.32, 0.28, 64, 0.013),
    )),
    _Platform("Meta", "Paid social", 1.09, 1.22, False, (
        _Campaign("Prospecting – Home refresh", 0.66, 0.42, 56, 0.012),
        _Campaign("Retargeting – Catalog", 0.34, 0.58, 71, 0.019),
    )),
)  # fmt: skip


def _active(platform: _Platform, day: date) -> tuple[_Campaign, ...]:
    """Its campaigns; from the push on, a third one carries what is new."""
    if platform.name != "Meta" or day < story.PUSH_START:
        return platform.campaigns
    rest = 1 / story.PUSH_LIFT
    push = _Campaign(PUSH_CAMPAIGN, 1 - rest, 0.22, 57, 0.010)
    others = (
        _Campaign(c.name, c.clicks * rest, c.orders * (1 - push.orders), c.cost, c.ctr) for c in platform.campaigns
    )
    return (push, *others)


def _auction(day: date) -> float:
    """Clicks cost more in November and December, and a little more each year."""
    season = {11: 1.20, 12: 1.14, 1: 0.93, 2: 0.95}.get(day.month, 1.0)
    return season * float(1.025 ** ((day - story.START).days / 365))


def _spread(rng: np.random.RandomState, total: int, shares: list[float]) -> list[int]:
    """Split a whole number by shares (a multinomial draw)."""
    whole = sum(shares)
    return [int(n) for n in rng.multinomial(total, [share / whole for share in shares])]


def simulate(rng: np.random.RandomState, visits: tuple[Visits, ...], orders: tuple[Order, ...]) -> tuple[AdDay, ...]:
    """Rows by day, platform, campaign."""
    sessions: dict[tuple[date, str], int] = defaultdict(int)
    for cell in visits:
        sessions[cell.day, cell.channel] += cell.sessions
    sales: dict[tuple[date, str], list[int]] = defaultdict(list)
    for order in orders:
        if order.status != "test":
            sales[order.placed_at.date(), order.channel].append(order.amount - order.discount)
    rows = []
    for day in story.days():
        for platform in _PLATFORMS:
            key = day, platform.channel
            rows.extend(_platform_day(rng, platform, day, sessions[key], sales[key]))
    return tuple(rows)


def _platform_day(
    rng: np.random.RandomState, platform: _Platform, day: date, sessions: int, sales: list[int]
) -> list[AdDay]:
    campaigns = _active(platform, day)
    clicks = sessions + int(rng.poisson(sessions * (platform.clicks - 1)))
    clicks_of = _spread(rng, clicks, [c.clicks for c in campaigns])
    chances = np.cumsum([c.orders for c in campaigns])
    won: list[list[int]] = [[] for _ in campaigns]
    for sale in sales:
        won[int(np.searchsorted(chances, rng.random_sample() * chances[-1], side="right"))].append(sale)
    rows = []
    for campaign, n, values in zip(campaigns, clicks_of, won, strict=True):
        cost = campaign.cost * _auction(day) * (1 + 0.06 * float(rng.normal()))
        impressions = int(rng.poisson(n / campaign.ctr)) if n else int(rng.poisson(40))
        factor = platform.claims * (1 + 0.05 * float(rng.normal()))
        claimed = len(values) * factor
        hundredths = int(claimed * 100 + 0.5) if platform.fractional else int(claimed + 0.5) * 100
        value = int(sum(values) * factor + 0.5)
        rows.append(AdDay(day, platform.name, campaign.name, int(n * cost + 0.5), max(impressions, n), n,
                          hundredths, value))  # fmt: skip
    return rows
