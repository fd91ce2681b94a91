"""The whole simulation: a seed goes in, a Shop comes out."""

from __future__ import annotations

import numpy as np

from simulation import ads, analytics, ledger, orders, visits
from simulation.model import Shop

# One seed per stage, so that a change in one stage does not stir the others. They were chosen among
# many so that chance does not hide an event of the story.
SEEDS = {"visits": 2266, "orders": 70, "analytics": 26, "ads": 4}


def _stream(stage: str) -> np.random.RandomState:
    """RandomState and not Generator: its streams are frozen across numpy's versions."""
    return np.random.RandomState(SEEDS[stage])


def simulate() -> Shop:
    """Twenty-five months of the shop; the same on every run."""
    seen = visits.simulate(_stream("visits"))
    sold = orders.simulate(_stream("orders"), seen)
    tracked = analytics.simulate(_stream("analytics"), seen)
    advertised = ads.simulate(_stream("ads"), seen, sold)
    return Shop(sold, tracked, advertised, ledger.simulate(sold, advertised))
