"""The whole simulation: seeds go in, a Brand comes out."""

from __future__ import annotations

import numpy as np

from simulation import ads, analytics, ledger, mail, orders, search, social, visits
from simulation.model import Brand

# One seed per stage, so that a change in one stage does not stir the others; that of the visits was chosen
# so that chance does not hide an event of the story.
SEEDS = {"mail": 31, "visits": 2034, "orders": 77, "analytics": 12, "ads": 8, "search": 5, "track": 6, "social": 19}


def _stream(stage: str) -> np.random.RandomState:
    """RandomState and not Generator: its streams are frozen across numpy's versions."""
    return np.random.RandomState(SEEDS[stage])


def simulate() -> Brand:
    """Twenty-five months of the brand; the same on every run."""
    sends, signups = mail.simulate(_stream("mail"))
    seen = visits.simulate(_stream("visits"), mail.clicks_by_day(sends))
    sold = orders.simulate(_stream("orders"), seen)
    advertised = ads.simulate(_stream("ads"), seen, sold)
    posts, followers = social.simulate(_stream("social"))
    return Brand(
        orders=sold,
        traffic=analytics.simulate(_stream("analytics"), seen),
        ads=advertised,
        sends=sends,
        signups=signups,
        posts=posts,
        followers=followers,
        found=search.simulate(_stream("search")),
        ranks=search.track(_stream("track")),
        bookings=ledger.simulate(sold, advertised),
    )
