"""Customers old and won → lines of the order book, and what comes back of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np

from simulation import story
from simulation.catalog import BY_SKU, PRODUCTS, price_and_cost
from simulation.model import Customer, Lead, Line, Product
from simulation.workdays import at, busy, days, growth, is_workday, later, within

_KNOWN = 270
_COUNTRIES = (("台灣", 0.79), ("日本", 0.08), ("越南", 0.06), ("美國", 0.05), ("德國", 0.02))
_CHANNELS = (("業務接單", 0.46), ("線上採購", 0.22), ("EDI", 0.17), ("經銷商", 0.15))
_A_DAY = 16.2
_YEARLY = 1.055
_RETURNED = 0.016
LARGE_CUSTOMER = "K0012"


def _pick(rng: np.random.RandomState, choices: tuple[tuple[str, float], ...]) -> str:
    return choices[int(rng.choice(len(choices), p=[share for _, share in choices]))][0]


def _customer(rng: np.random.RandomState, index: int, joined: date | None) -> Customer:
    number = f"K{index:04d}"
    country = "日本" if number == LARGE_CUSTOMER else _pick(rng, _COUNTRIES)
    size = float(min(3.0, rng.lognormal(0.0, 0.45)))
    return Customer(number, country, _pick(rng, _CHANNELS), float(rng.gamma(0.9)), size, joined)


def customers(rng: np.random.RandomState, leads: tuple[Lead, ...]) -> tuple[Customer, ...]:
    """Those of before, then one for each deal won, with the day of the first order."""
    found = [_customer(rng, i + 1, None) for i in range(_KNOWN)]
    for lead in sorted((lead for lead in leads if lead.won), key=lambda lead: (lead.closed_at, lead.number)):
        if lead.closed_at is not None:
            joined = later(lead.closed_at.date(), int(rng.randint(1, 7)))
            found.append(_customer(rng, len(found) + 1, joined))
    return tuple(found)


class _Book:
    """The order book while it is written: documents are numbered by the month."""

    def __init__(self, rng: np.random.RandomState) -> None:
        self.rng = rng
        self.lines: list[Line] = []
        self._numbers: dict[str, int] = {}
        weights = np.array([product.weight for product in PRODUCTS])
        self._shares = weights / weights.sum()

    def document(self, kind: str, day: date) -> str:
        key = f"{kind}{day:%y%m}"
        self._numbers[key] = self._numbers.get(key, 0) + 1
        return f"{key}-{self._numbers[key]:04d}"

    def order(self, moment: datetime, customer: Customer) -> None:
        count = 1 + int(self.rng.poisson(1.05))
        places = self.rng.choice(len(PRODUCTS), size=min(count, 6), replace=False, p=self._shares)
        number = self.document("S", moment.date())
        for place in sorted(int(place) for place in places):
            product = PRODUCTS[place]
            units = int(self.rng.randint(product.least, product.most + 1))
            self.add(number, moment, customer, product, max(1, round(units * customer.size)), 1.0)

    def add(self, number: str, moment: datetime, buyer: Customer, product: Product, units: int, factor: float) -> None:
        price, cost = price_and_cost(product, moment.date(), factor)
        self.lines.append(Line(number, moment, buyer, product, units, price, cost))


def _sales(book: _Book, buyers: tuple[Customer, ...]) -> None:
    rng = book.rng
    firsts: dict[date, list[Customer]] = {}
    for buyer in buyers:
        if buyer.joined:
            firsts.setdefault(buyer.joined, []).append(buyer)
    large = next(buyer for buyer in buyers if buyer.number == LARGE_CUSTOMER)
    for day in days():
        if is_workday(day):
            count = int(rng.poisson(_A_DAY * busy(day) * growth(day, _YEARLY)))
        else:
            count = 0 if day.weekday() >= 5 else 1 + int(rng.poisson(1.5))  # from abroad, and by EDI
        known = [buyer for buyer in buyers if buyer.joined is None or buyer.joined < day]
        weights = np.array([buyer.liking for buyer in known])
        chosen = rng.choice(len(known), size=count, p=weights / weights.sum())
        moments = sorted(int(minute) for minute in rng.randint(500, 1090, size=count))
        for minute, place in zip(moments, chosen, strict=True):
            book.order(at(day, minute), known[int(place)])
        for buyer in firsts.get(day, ()):
            book.order(at(day, int(rng.randint(560, 1050))), buyer)
        if day == story.LARGE_ORDER_AT.date():
            number = book.document("S", day)
            for sku, units in story.LARGE_ORDER_LINES:
                book.add(number, story.LARGE_ORDER_AT, large, BY_SKU[sku], units, story.LARGE_ORDER_PRICE)


def _returns(book: _Book) -> None:
    rng = book.rng
    back: list[tuple[datetime, Line, int]] = []
    faulty_days = [day for day in days(*story.FAULTY_BACK) if is_workday(day)]
    for line in book.lines:
        day = line.at.date()
        faulty = line.product.sku == story.FAULTY_SKU and within(day, story.FAULTY_SOLD)
        chance, part, wait = rng.random_sample(), rng.uniform(0.2, 1.0), int(rng.randint(6, 22))
        if chance < (story.FAULTY_SHARE if faulty else _RETURNED):
            returned = later(day, wait)
            if faulty:
                returned = faulty_days[int(rng.randint(len(faulty_days)))]
                returned = returned if returned > day + timedelta(days=3) else faulty_days[-1]
            units = line.quantity if faulty else max(1, round(line.quantity * part))
            if returned <= story.END and line.quantity < 100_000:
                back.append((at(returned, int(rng.randint(560, 1050))), line, units))
    for moment, line, units in sorted(back, key=lambda row: (row[0], row[1].document, row[1].product.sku)):
        number = book.document("R", moment.date())
        book.lines.append(Line(number, moment, line.customer, line.product, -units, line.price, line.cost))


def simulate(rng: np.random.RandomState, buyers: tuple[Customer, ...]) -> tuple[Line, ...]:
    """By time; a return after what was sold."""
    book = _Book(rng)
    _sales(book, buyers)
    _returns(book)
    return tuple(sorted(book.lines, key=lambda line: (line.at, line.document, line.product.sku)))
