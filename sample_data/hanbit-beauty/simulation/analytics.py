"""Visits → what the web analytics recorded: purchases lost to tracking, an outage, users and engagement."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from simulation import story
from simulation.model import Tracked, Visits

_NEW_USERS = {
    "Direct": 0.40, "Email": 0.10, "Organic Search": 0.64, "Organic Social": 0.72,
    "Paid Search": 0.52, "Paid Shopping": 0.66, "Paid Social": 0.80,
}  # fmt: skip
_ENGAGED = {
    "Direct": 0.67, "Email": 0.71, "Organic Search": 0.66, "Organic Social": 0.48,
    "Paid Search": 0.64, "Paid Shopping": 0.60, "Paid Social": 0.43,
}  # fmt: skip
_SECONDS = {"desktop": 121.0, "mobile": 74.0}  # per engaged session
_PAGES = {"desktop": 4.4, "mobile": 3.2}


def simulate(rng: np.random.RandomState, visits: tuple[Visits, ...]) -> tuple[Tracked, ...]:
    """Rows by day, channel, device; cells without a session have none."""
    rows = []
    for cell in visits:
        purchases = int(rng.binomial(cell.placed, story.TRACKED_PURCHASES))
        counts = [cell.sessions, cell.product_views, cell.add_to_carts, cell.checkouts, purchases]
        if cell.day == story.OUTAGE_DARK:
            continue
        if cell.day == story.OUTAGE_DIM:
            counts = _dim(rng, counts)
        sessions, views, carts, checkouts, purchases = counts
        if sessions == 0:
            continue
        users = max(1, int(rng.binomial(sessions, 0.86)))
        new = int(rng.binomial(users, _NEW_USERS[cell.channel]))
        engaged = max(views, int(rng.binomial(sessions, _ENGAGED[cell.channel])))
        seconds = int(engaged * _SECONDS[cell.device] * (1 + 0.06 * float(rng.normal())) + 0.5)
        depth = _PAGES[cell.device] * _ENGAGED[cell.channel] / 0.62
        pages = max(sessions, int(rng.poisson(sessions * depth)))
        rows.append(
            Tracked(cell.day, cell.channel, cell.device, sessions, users, new, engaged, seconds, pages, views,
                    carts, checkouts, purchases)
        )  # fmt: skip
    return tuple(rows)


def _dim(rng: np.random.RandomState, counts: list[int]) -> list[int]:
    """Keep the visits after the tag was back."""
    seen = [int(rng.binomial(counts[0], story.OUTAGE_SEEN))]
    for before, after in pairwise(counts):
        seen.append(int(rng.binomial(seen[-1], after / before)) if before else 0)
    return seen
