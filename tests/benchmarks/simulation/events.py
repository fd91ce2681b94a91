"""The events that are planted into a shop's last month, of sizes that an analyst would want named.

| event | what happens | size |
| --- | --- | --- |
| step | sessions, and with them orders and revenue, of the whole shop or of one channel from the month's first day | the whole: 20 to 35 % either way; a channel that has at least 15 % of the sessions: 50 to 70 % |
| dead channel | a channel with at least 8 % of the sessions has none, and no orders, from a day of the first week on | all of it |
| tracking gap | analytics has no rows (or rows of zeros) for some days while the shop sells | 2 to 5 days |
| mix shift | the largest channel's visits go to the one that converts worst; ratios within channels stay | 12 to 18 pp of the sessions |
| price change | order values from the first day, orders unchanged | 18 to 30 % either way |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from .shop import CHANNELS, CONVERTS, Month, Shop


@dataclass(frozen=True, slots=True)
class Truth:
    """What was planted: the member concerned, if one is, the direction (1 up, −1 down) and the days of a gap."""

    event: str
    member: str | None = None
    sign: int = 0
    days: tuple[date, ...] = ()
    other: str | None = None  # the channel that lost what ``member`` won


def step(shop: Shop, month: Month, draw: np.random.Generator) -> Truth:
    """A level shift of all channels, or of one."""
    sign = 1 if draw.random() < 0.5 else -1
    if draw.random() < 0.5:
        month.rates *= 1 + sign * draw.uniform(0.20, 0.35)
        return Truth("step", None, sign)
    large = [at for at, weight in enumerate(shop.weights) if weight >= 0.15]
    at = int(draw.choice(large))
    month.rates[:, at] *= 1 + sign * draw.uniform(0.50, 0.70)
    return Truth("step", CHANNELS[at], sign)


def dead_channel(shop: Shop, month: Month, draw: np.random.Generator) -> Truth:
    """A channel stops."""
    at = int(draw.choice([at for at, weight in enumerate(shop.weights) if weight >= 0.08]))
    month.rates[int(draw.integers(0, 7)) :, at] = 0
    return Truth("dead channel", CHANNELS[at], -1)


def tracking_gap(shop: Shop, month: Month, draw: np.random.Generator) -> Truth:
    """Analytics sees nothing on some days in a row."""
    del shop
    length = int(draw.integers(2, 6))
    first = int(draw.integers(3, len(month.days) - length - 3))
    month.tracked[first : first + length] = np.nan if draw.random() < 0.5 else 0
    return Truth("tracking gap", None, -1, tuple(month.days[first : first + length]))


def mix_shift(shop: Shop, month: Month, draw: np.random.Generator) -> Truth:
    """Visits move between channels; how each converts and how many visits there are stay as they were."""
    worst = int(np.argmin(CONVERTS))
    donor = int(np.argmax(np.where(np.arange(len(CHANNELS)) == worst, 0, shop.weights)))
    moved = month.rates.sum(axis=1) * min(draw.uniform(0.12, 0.18), 0.8 * shop.weights[donor])
    moved = np.minimum(moved, 0.9 * month.rates[:, donor])
    month.rates[:, donor] -= moved
    month.rates[:, worst] += moved
    return Truth("mix shift", CHANNELS[worst], -1, other=CHANNELS[donor])


def price_change(shop: Shop, month: Month, draw: np.random.Generator) -> Truth:
    """Every order's value moves."""
    del shop
    sign = 1 if draw.random() < 0.5 else -1
    month.price = 1 + sign * draw.uniform(0.18, 0.30)
    return Truth("price change", None, sign)


def none(shop: Shop, month: Month, draw: np.random.Generator) -> Truth:
    """Nothing."""
    del shop, month, draw
    return Truth("none")


EVENTS: dict[str, Callable[[Shop, Month, np.random.Generator], Truth]] = {
    "step": step,
    "dead channel": dead_channel,
    "tracking gap": tracking_gap,
    "mix shift": mix_shift,
    "price change": price_change,
    "none": none,
}
