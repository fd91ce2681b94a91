"""Visits that ended in an order → orders with customers, money, refunds and shipping."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np

from simulation import catalog, story
from simulation.baskets import Baskets, wholesale_lines
from simulation.customers import Customers
from simulation.model import Line, Order, Visits
from simulation.visits import holiday_week, next_working_day

_HOURS = (  # a usual day, midnight to 11 pm
    14, 8, 5, 3, 3, 5, 10, 18, 28, 38, 44, 48, 54, 50, 44, 42, 43, 48, 58, 74, 90, 82, 52, 27,
)  # fmt: skip
_SUNDAY_EVENING = {18: 1.55, 19: 2.0, 20: 2.15, 21: 1.9}
_FREE_SHIPPING = 9_500
_TAX_RATES = (0, 600, 625, 700, 825, 890)  # hundredths of a per cent, by the buyer's state
_CANADA_TAX = 1_300
_FATE = (("cancelled", 0.009), ("voided", 0.013), ("pending", 0.0145))  # cumulative
_REFUNDS = 0.036
_FURNITURE_REFUNDS = 0.062


def _percent(amount: int, basis_points: int) -> int:
    """Share of an amount in cents, half up."""
    return (amount * basis_points + 5_000) // 10_000


class _Clock:
    """Draws the time of day of an order."""

    def __init__(self, rng: np.random.RandomState) -> None:
        self._rng = rng
        usual = np.array(_HOURS, dtype=float)
        sunday = usual.copy()
        for hour, factor in _SUNDAY_EVENING.items():
            sunday[hour] *= factor
        self._sums = {False: np.cumsum(usual), True: np.cumsum(sunday)}

    def moment(self, day: date) -> datetime:
        sums = self._sums[day.weekday() == 6]
        hour = int(np.searchsorted(sums, self._rng.random_sample() * sums[-1], side="right"))
        if hour == 2:  # not drawn at 2 am: that hour is missing on one day a year
            hour = 1
        second = int(self._rng.random_sample() * 3600)
        return datetime.combine(day, time(hour, second // 60, second % 60))


def _shipped(rng: np.random.RandomState, placed: datetime, lines: tuple[Line, ...]) -> datetime | None:
    """Next morning at the earliest after the 2 pm cut-off; slower in the holiday weeks and for furniture."""
    day = placed.date() if placed.hour < 14 else placed.date() + timedelta(days=1)
    busy = holiday_week(day) or (day.month == 12 and day.day < 22)
    delay = float(rng.exponential(1.1 if busy else 0.45))
    if any(line.product.category == "Furniture" for line in lines):
        delay += 1.0 + float(rng.exponential(0.8))
    if day in story.SNOW:
        delay += 3.0
    day = next_working_day(day + timedelta(days=int(delay)))
    minute = int(rng.random_sample() * 540)
    shipped = datetime.combine(day, time(8 + minute // 60, minute % 60))
    if shipped <= placed:
        shipped = placed + timedelta(minutes=75 + minute // 3)
    return shipped if shipped < story.EXPORTED_AT else None


def _refund(rng: np.random.RandomState, order: Order) -> Order:
    """Perhaps refund the whole order or one of its lines, days or weeks later."""
    furniture = any(line.product.category == "Furniture" for line in order.lines)
    if rng.random_sample() >= (_FURNITURE_REFUNDS if furniture else _REFUNDS):
        return order
    days = 3 + float(rng.gamma(2.0, 6.5))
    whole = rng.random_sample() < 0.45 or (len(order.lines) == 1 and order.lines[0].quantity == 1)
    pick = order.lines[int(rng.random_sample() * len(order.lines))]
    base = order.shipped_at or order.placed_at
    at = (base + timedelta(days=days)).replace(second=0, microsecond=0)
    at = at.replace(hour=9 + at.hour % 8)
    if at >= story.EXPORTED_AT:
        return order
    net = order.amount - order.discount
    if whole:
        return replace(order, status="refunded", refund=net, refunded_at=at)
    part = pick.price * net // order.amount if pick.quantity > 1 else pick.amount * net // order.amount
    return replace(order, status="partially_refunded", refund=part, refunded_at=at)


class _Till:
    """Turns one visit's decision to buy into an order without a number."""

    def __init__(self, rng: np.random.RandomState) -> None:
        self._rng = rng
        self._customers = Customers(rng)
        self._baskets = Baskets(rng)
        self._clock = _Clock(rng)

    def open(self, day: date) -> None:
        self._customers.open(day)

    def sell(self, visits: Visits) -> Order:
        customer, country, first = self._customers.buyer(visits.day, visits.channel)
        lines = self._baskets.lines(visits.day, visits.channel)
        promo, percent = self._baskets.promotion(visits.day, visits.channel, first=first)
        amount = sum(line.amount for line in lines)
        discount = _percent(amount, percent * 100)
        net = amount - discount
        rate = _CANADA_TAX
        if country != "CA":
            rate = _TAX_RATES[int(self._rng.random_sample() * len(_TAX_RATES))]
        shipping = 1_495 if country == "CA" else 0 if net >= _FREE_SHIPPING else 795
        placed = self._clock.moment(visits.day)
        draw = self._rng.random_sample()
        status = next((name for name, up_to in _FATE if draw < up_to), "paid")
        shipped = _shipped(self._rng, placed, lines)
        order = Order(
            0, placed, customer, visits.channel, visits.device, country, lines, promo, discount,
            _percent(net, rate), shipping, status, 0, None, shipped if status == "paid" else None,
        )  # fmt: skip
        return _refund(self._rng, order) if status == "paid" else order


def _wholesale() -> Order:
    """One hotel's order, entered by hand: analytics never saw it."""
    lines = wholesale_lines(story.WHOLESALE_AT.date())
    discount = _percent(sum(line.amount for line in lines), 1_500)
    return Order(
        0, story.WHOLESALE_AT, "C900001", "Direct", "desktop", "US", lines, "TRADE15", discount, 0, 0, "paid",
        0, None, story.WHOLESALE_AT + timedelta(days=6, hours=2),
    )  # fmt: skip


def _tests(rng: np.random.RandomState) -> list[Order]:
    """Place the shop's own trial orders, one or two a month; no export has them."""
    made = []
    hook = catalog.BY_SKU["ST-603"]
    for day in story.days():
        if day.day in {4, 19} and rng.random_sample() < 0.7:
            at = datetime.combine(day, time(9, int(rng.random_sample() * 60), 0))
            lines = (Line(hook, 1, catalog.price_on(hook, day), catalog.cost_on(hook, day)),)
            made.append(Order(0, at, "C900000", "Direct", "desktop", "US", lines, None, 0, 0, 0, "test", 0, None, None))
    return made


def simulate(rng: np.random.RandomState, visits: tuple[Visits, ...]) -> tuple[Order, ...]:
    """All orders by time, numbered from 100001."""
    till = _Till(rng)
    made = [_wholesale()]
    today: date | None = None
    for cell in visits:
        if cell.day != today:
            today = cell.day
            till.open(today)
        made.extend(till.sell(cell) for _ in range(cell.placed))
    made.extend(_tests(rng))
    made.sort(key=lambda order: order.placed_at)  # stable: equal times keep the drawing order
    return tuple(replace(order, number=100_001 + i) for i, order in enumerate(made))
