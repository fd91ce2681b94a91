"""What is in an order: products, quantities, and the promotion that applies."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from itertools import accumulate

import numpy as np

from simulation import catalog, story
from simulation.model import Line
from simulation.visits import holiday_week

_LINE_COUNTS = (0.60, 0.855, 0.955, 0.988, 1.0)  # cumulative, 1 to 5 lines
_LARGER = {"Email": 0.06, "Paid social": -0.05}  # shift towards more or fewer lines
_SAME_CATEGORY = 0.4
_PAIRS = {  # chance of one more unit
    "Lighting": 0.06, "Furniture": 0.02, "Textiles": 0.14, "Tableware": 0.18, "Decor": 0.14, "Storage": 0.12,
}  # fmt: skip
_CAMPAIGN_CODES = (  # code, per cent, first day, last day, share of orders that use it
    ("SPRING15", 15, date(2025, 4, 10), date(2025, 4, 20), 0.42),
    ("SUMMER10", 10, date(2025, 7, 1), date(2025, 7, 8), 0.40),
    ("SPRING15", 15, date(2026, 4, 9), date(2026, 4, 19), 0.42),
    ("SUMMER10", 10, date(2026, 7, 1), date(2026, 7, 8), 0.40),
)


class Baskets:
    """Draws baskets; keeps the cumulative appeal of products for each kind of day and channel."""

    def __init__(self, rng: np.random.RandomState) -> None:
        """Draw from the given source of randomness."""
        self._rng = rng
        self._sums: dict[tuple[str, int, bool, bool], list[float]] = {}

    def _appeal(self, day: date, channel: str) -> list[float]:
        key = (channel, day.month, day >= story.STOCK_OUT, day >= story.PRICE_CHANGE)
        if key not in self._sums:
            self._sums[key] = list(accumulate(catalog.appeal(day, channel)))
        return self._sums[key]

    def _product(self, sums: list[float]) -> int:
        return min(bisect_right(sums, self._rng.random_sample() * sums[-1]), len(sums) - 1)

    def lines(self, day: date, channel: str) -> tuple[Line, ...]:
        """Lines of one order, each with another product, by SKU."""
        draw = min(max(self._rng.random_sample() + _LARGER.get(channel, 0.0), 0.0), 0.999)
        wanted = bisect_right(_LINE_COUNTS, draw) + 1
        sums = self._appeal(day, channel)
        first = self._product(sums)
        chosen = {first}
        for _ in range(40):
            if len(chosen) == wanted:
                break
            other = self._product(sums)
            alike = catalog.PRODUCTS[other].category == catalog.PRODUCTS[first].category
            if alike or self._rng.random_sample() >= _SAME_CATEGORY:
                chosen.add(other)
        return tuple(self._line(catalog.PRODUCTS[i].sku, day) for i in sorted(chosen))

    def _line(self, sku: str, day: date) -> Line:
        product = catalog.BY_SKU[sku]
        quantity = 1
        while quantity < 6 and self._rng.random_sample() < _PAIRS[product.category]:
            quantity += 1
        return Line(product, quantity, catalog.price_on(product, day), catalog.cost_on(product, day))

    def promotion(self, day: date, channel: str, *, first: bool) -> tuple[str | None, int]:
        """Draw a code and its per cent, or (None, 0)."""
        draw = self._rng.random_sample()
        if holiday_week(day):
            since = (day - story.thanksgiving(day.year)).days
            return (("CYBER20", 20) if since >= 4 else ("BLACKFRI20", 20)) if draw < 0.55 else (None, 0)
        for code, percent, start, end, share in _CAMPAIGN_CODES:
            if start <= day <= end and draw < share:
                return code, percent
        if channel == "Affiliates" and draw < 0.45:
            return "PARTNER5", 5
        if channel == "Email" and day in story.MAILINGS and draw < 0.30:
            return "LETTER10", 10
        if first and draw < 0.38:
            return "WELCOME10", 10
        return None, 0


def wholesale_lines(day: date) -> tuple[Line, ...]:
    """List the lines of the one large order."""
    return tuple(
        Line(product, quantity, catalog.price_on(product, day), catalog.cost_on(product, day))
        for product, quantity in ((catalog.BY_SKU[sku], n) for sku, n in sorted(story.WHOLESALE_LINES))
    )
