"""Paid visits and their orders → what the ad platforms report, by day and campaign."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import numpy as np

from simulation import story
from simulation.model import AdDay, Order, Visits
from simulation.orders import by_channel

NAVER, META = "Naver", "Meta"


@dataclass(frozen=True, slots=True)
class _Campaign:
    """Shares of its channel's clicks and orders, cost of a click in won, click-through rate."""

    name: str
    clicks: float
    orders: float
    cost: float
    ctr: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class _Channel:
    """A platform's campaigns of one channel; ``claims`` is what it claims per order of the channel."""

    platform: str
    channel: str
    claims: float
    campaigns: tuple[_Campaign, ...]


_CHANNELS = (
    _Channel(NAVER, "Paid Search", 1.04, (
        _Campaign("브랜드검색_한빛뷰티", 0.36, 0.55, 165, 0.192, "브랜드검색/신제품검색"),
        _Campaign("파워링크_선케어", 0.24, 0.16, 470, 0.024, "파워링크"),
        _Campaign("파워링크_스킨케어", 0.40, 0.29, 560, 0.028, "파워링크"),
    )),
    _Channel(NAVER, "Paid Shopping", 1.04, (
        _Campaign("쇼핑검색_베스트", 0.72, 0.74, 335, 0.0135, "쇼핑검색"),
        _Campaign("쇼핑검색_세트상품", 0.28, 0.26, 390, 0.0115, "쇼핑검색"),
    )),
    _Channel(META, "Paid Social", 1.24, (
        _Campaign(story.STOPPED_CAMPAIGN, 0.36, 0.14, 430, 0.0105),
        _Campaign("리타겟팅_장바구니", 0.20, 0.46, 440, 0.021),
        _Campaign("신규_관심사_영상", 0.24, 0.18, 365, 0.0125),
        _Campaign("신규_유사타겟_카탈로그", 0.20, 0.22, 380, 0.0140),
    )),
)  # fmt: skip


def _active(channel: _Channel, day: date) -> tuple[_Campaign, ...]:
    """Its campaigns but for the one that is stopped."""
    return tuple(c for c in channel.campaigns if c.name != story.STOPPED_CAMPAIGN or day < story.STOP)


def _auction(campaign: _Campaign, day: date) -> float:
    """Clicks cost more in November and December, a little more each year, and what the rival adds."""
    season = {11: 1.16, 12: 1.10, 1: 0.95, 2: 0.96}.get(day.month, 1.0)
    factor = season * float(1.03 ** ((day - story.START).days / 365))
    if campaign.kind == "쇼핑검색" and day >= story.SHOPPING_BIDS:
        factor *= story.SHOPPING_CPC
    return factor


def simulate(rng: np.random.RandomState, visits: tuple[Visits, ...], orders: tuple[Order, ...]) -> tuple[AdDay, ...]:
    """Rows by day, platform, campaign."""
    sessions: dict[tuple[date, str], int] = defaultdict(int)
    for cell in visits:
        sessions[cell.day, cell.channel] += cell.sessions
    sales = by_channel(orders)
    rows = []
    for day in story.days():
        for channel in _CHANNELS:
            key = day, channel.channel
            rows.extend(_channel_day(rng, channel, day, sessions[key], sales.get(key, [])))
    return tuple(sorted(rows, key=lambda row: (row.day, row.platform, row.campaign)))


def _channel_day(
    rng: np.random.RandomState, channel: _Channel, day: date, sessions: int, sales: list[int]
) -> list[AdDay]:
    campaigns = _active(channel, day)
    clicks = sessions + int(rng.poisson(sessions * 0.07))
    whole = sum(c.clicks for c in campaigns)
    clicks_of = rng.multinomial(clicks, [c.clicks / whole for c in campaigns])
    chances = np.cumsum([c.orders for c in campaigns])
    won: list[list[int]] = [[] for _ in campaigns]
    for sale in sales:
        won[int(np.searchsorted(chances, rng.random_sample() * chances[-1], side="right"))].append(sale)
    rows = []
    for campaign, n, values in zip(campaigns, (int(n) for n in clicks_of), won, strict=True):
        cost = campaign.cost * _auction(campaign, day) * (1 + 0.05 * float(rng.normal()))
        impressions = int(rng.poisson(n / campaign.ctr)) if n else int(rng.poisson(60))
        extra = int(rng.binomial(len(values), min(1.0, channel.claims - 1))) if values else 0
        mean = sum(values) / len(values) if values else 0.0
        rows.append(AdDay(day, channel.platform, campaign.kind, campaign.name, int(n * cost + 0.5),
                          max(impressions, n), n, len(values) + extra, int(sum(values) + extra * mean)))  # fmt: skip
    return rows
