"""Placed visits → orders: who bought, what, with which coupon, and what became of it by the day of the export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import numpy as np

from simulation import catalog, story
from simulation.model import Line, Order, Visits

_HOUR = (  # orders by hour of the day
    2.6, 1.5, 0.9, 0.6, 0.5, 0.7, 1.3, 2.2, 3.4, 4.7, 5.6, 5.4,
    6.2, 5.6, 4.9, 4.7, 4.6, 4.6, 4.8, 5.6, 7.2, 8.6, 8.4, 5.4,
)  # fmt: skip
_LINES = (0.62, 0.27, 0.11)  # one, two, three articles
_UNITS = (0.85, 0.12, 0.03)
_RETURNING = {
    "Direct": 0.62, "Email": 0.86, "Organic Search": 0.36, "Organic Social": 0.22,
    "Paid Search": 0.42, "Paid Shopping": 0.30, "Paid Social": 0.16,
}  # fmt: skip
_MEMORY = 4_200  # the latest buyers, of whom those who come again are drawn
_GUESTS = 0.07
_FREE_SHIPPING, _SHIPPING = 30_000, 3_000
_LETTER_COUPON, _LETTER_VALUE, _LETTER_FROM = "뉴스레터 3,000원", 3_000, 25_000
_WELCOME = "신규가입 10%"
_CANCELLED, _UNPAID, _RETURNED = 0.021, 0.014, 0.031
_CUTOFF = 14  # orders paid by this hour leave the same working day


class _Buyers:
    """Who has bought already; new ones get the next number."""

    def __init__(self, rng: np.random.RandomState) -> None:
        self._rng, self._last, self._recent = rng, 0, [""] * 0

    def pick(self, channel: str) -> tuple[str | None, bool]:
        """A customer (None for a guest) and whether it is a new one."""
        if self._rng.random_sample() < _GUESTS:
            return None, False
        if self._recent and self._rng.random_sample() < _RETURNING[channel]:
            place = int(len(self._recent) * float(self._rng.random_sample()) ** 0.6)  # the later the likelier
            buyer, new = self._recent[min(place, len(self._recent) - 1)], False
        else:
            self._last += 1
            buyer, new = f"M{self._last:06d}", True
        self._recent.append(buyer)
        del self._recent[:-_MEMORY]
        return buyer, new


def _choose(rng: np.random.RandomState, weights: Sequence[float]) -> int:
    """A place in the weights, each as likely as it weighs."""
    ends = np.cumsum(weights)
    return int(np.searchsorted(ends, rng.random_sample() * ends[-1], side="right"))


def _basket(rng: np.random.RandomState, day: date) -> tuple[Line, ...]:
    weights = catalog.weights(day)
    count = _choose(rng, _LINES) + 1
    lines = []
    for _ in range(count):
        place = _choose(rng, weights)
        weights[place] = 0.0
        product = catalog.PRODUCTS[place]
        lines.append(Line(product, _choose(rng, _UNITS) + 1, catalog.price(product, day)))
    return tuple(lines)


def _coupon(rng: np.random.RandomState, day: date, channel: str, amount: int, *, new: bool) -> tuple[str | None, int]:
    event, luck = story.sale(day), rng.random_sample()
    if event and luck < 0.82:
        return event.coupon, amount * event.percent // 100
    if channel == "Email" and amount >= _LETTER_FROM and luck < 0.40:
        return _LETTER_COUPON, _LETTER_VALUE
    if new and luck < 0.38:
        return _WELCOME, amount // 10
    return None, 0


def _ships(rng: np.random.RandomState, placed: datetime) -> datetime:
    """Next working afternoon: not on Sundays, not on holidays."""
    day = placed.date() + timedelta(days=int(placed.hour >= _CUTOFF))
    while day.weekday() == 6 or story.within(day, story.HOLIDAYS):
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, 15) + timedelta(minutes=int(rng.randint(0, 150)))  # noqa: DTZ001


def _order(rng: np.random.RandomState, cell: Visits, buyers: _Buyers, at: datetime, number: str) -> Order:
    customer, new = buyers.pick(cell.channel)
    lines = _basket(rng, cell.day)
    amount = sum(line.amount for line in lines)
    coupon, discount = _coupon(rng, cell.day, cell.channel, amount, new=new)
    shipping = 0 if amount - discount >= _FREE_SHIPPING else _SHIPPING
    leaves = _ships(rng, at)
    status, refund = "배송완료", 0
    refunded: datetime | None = None
    shipped: datetime | None = leaves
    luck, part, wait = rng.random_sample(), rng.random_sample(), int(rng.randint(4, 13))
    if luck < _CANCELLED:
        status, shipped = "취소완료", None
    elif luck < _CANCELLED + _UNPAID:
        recent = story.EXPORTED_AT - at < timedelta(days=3)
        status, shipped = ("입금전" if recent else "입금전취소"), None
    elif leaves > story.EXPORTED_AT:
        status, shipped = "배송준비중", None
    elif luck < _CANCELLED + _UNPAID + _RETURNED:
        back = leaves + timedelta(days=wait, minutes=int(part * 300) - 200)
        if back <= story.EXPORTED_AT:
            status, refunded, net = "반품완료", back, amount - discount
            refund = net if len(lines) == 1 or part < 0.6 else net * lines[0].amount // amount
    elif story.EXPORTED_AT - leaves < timedelta(days=2):
        status = "배송중"
    return Order(number, at, customer, cell.channel, cell.device, lines, coupon, discount, shipping, status, refund,
                 refunded, shipped)  # fmt: skip


def simulate(rng: np.random.RandomState, visits: tuple[Visits, ...]) -> tuple[Order, ...]:
    """All orders by time; numbers begin anew each day."""
    by_day: dict[date, list[Visits]] = {}
    for cell in visits:
        by_day.setdefault(cell.day, []).append(cell)
    buyers = _Buyers(rng)
    orders = []
    for day, cells in by_day.items():
        moments: list[tuple[datetime, int]] = []
        for place, cell in enumerate(cells):
            for _ in range(cell.placed):
                hour, second = _choose(rng, _HOUR), int(rng.randint(0, 3600))
                moments.append((datetime(day.year, day.month, day.day, hour) + timedelta(seconds=second), place))  # noqa: DTZ001
        for count, (at, place) in enumerate(sorted(moments), start=1):
            orders.append(_order(rng, cells[place], buyers, at, f"{day:%Y%m%d}-{count:07d}"))
    return tuple(orders)


def by_channel(orders: Sequence[Order]) -> Mapping[tuple[date, str], list[int]]:
    """What the orders of a day and channel came to before refunds, each."""
    found: dict[tuple[date, str], list[int]] = {}
    for order in orders:
        if order.completed:
            found.setdefault((order.placed_at.date(), order.channel), []).append(order.amount - order.discount)
    return found
