"""Who buys: a repeat process over a growing pool of customers."""

from __future__ import annotations

from datetime import date

import numpy as np

from simulation import story

_BEFORE = 7_000  # customers from the time before the data begins
_RETURNING = {  # share of a channel's orders that known customers place
    "Affiliates": 0.24, "Direct": 0.54, "Email": 0.66,
    "Organic search": 0.33, "Paid search": 0.29, "Paid social": 0.17,
}  # fmt: skip
_GUESTS = 0.04
_CANADA = 0.045


class Customers:
    """The pool. Each customer has a liking for the shop and the day of the last order.

    The chance of the next order is low in the first days, highest within two months and then fades,
    so that most buy once, some twice and a few often.
    """

    def __init__(self, rng: np.random.RandomState) -> None:
        """Start with the customers of the time before the data."""
        self._rng = rng
        size = 80_000
        self._liking = np.zeros(size)
        self._last = np.zeros(size)
        self._canadian = rng.random_sample(size) < _CANADA
        self._count = _BEFORE
        self._liking[:_BEFORE] = rng.gamma(0.7, 1.0, _BEFORE)
        self._last[:_BEFORE] = -rng.gamma(1.2, 200.0, _BEFORE)
        self._sums = np.zeros(0)

    def open(self, day: date) -> None:
        """Weigh the pool for a day; orders of the day itself do not change the weights."""
        age = (day - story.START).days - self._last[: self._count]
        fading = np.minimum(age / 12.0, 1.0) * (np.exp(-age / 95.0) + 0.10 * np.exp(-age / 420.0))
        self._sums = np.cumsum(self._liking[: self._count] * np.maximum(fading, 0.0))

    def buyer(self, day: date, channel: str) -> tuple[str | None, str, bool]:
        """Choose who orders: an id (None for a guest), the country, whether it is a first order."""
        index: int
        if self._rng.random_sample() < _GUESTS:
            return None, "CA" if self._rng.random_sample() < _CANADA else "US", True
        new = self._rng.random_sample() >= _RETURNING[channel]
        if new:
            index = self._count
            self._count += 1
            self._liking[index] = self._rng.gamma(0.7, 1.0)
        else:
            index = int(np.searchsorted(self._sums, self._rng.random_sample() * self._sums[-1], side="right"))
        self._last[index] = (day - story.START).days
        return f"C{100_001 + index}", "CA" if self._canadian[index] else "US", new
