"""The whole simulation: a seed goes in, a Company comes out."""

from __future__ import annotations

import numpy as np

from simulation import contracts, ledger, orders, pipeline, projects, service, web
from simulation.model import Company

# One seed per stage, so that a change in one stage does not stir the others. They were chosen among
# a few so that chance does not hide an event of the story.
SEEDS = {
    "visits": 11,
    "leads": 49,
    "customers": 13,
    "orders": 39,
    "contracts": 52,
    "service": 216,
    "ads": 17,
    "trials": 44,
}


def _stream(stage: str) -> np.random.RandomState:
    """RandomState and not Generator: its streams are frozen across numpy's versions."""
    return np.random.RandomState(SEEDS[stage])


def simulate() -> Company:
    """Twenty-five months of the company; the same on every run."""
    seen = web.visits(_stream("visits"))
    leads = pipeline.simulate(_stream("leads"), seen)
    buyers = orders.customers(_stream("customers"), leads)
    lines = orders.simulate(_stream("orders"), buyers)
    ads = web.ads(_stream("ads"), seen)
    return Company(
        seen,
        leads,
        lines,
        contracts.simulate(_stream("contracts"), buyers),
        service.simulate(_stream("service")),
        projects.simulate(),
        ads,
        web.trials(_stream("trials")),
        ledger.simulate(lines, ads),
    )
