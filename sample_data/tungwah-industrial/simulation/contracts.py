"""Service contracts: new ones, other plans, other prices, ends."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from simulation import story
from simulation.model import Customer, Span

BASIC, STANDARD, FULL = "基本保養", "標準監測", "全廠託管"
_PLANS = ((BASIC, 0.45, 12_000, 30_000), (STANDARD, 0.41, 26_000, 60_000), (FULL, 0.14, 75_000, 160_000))
_LIVE_AT_START = 92
_NEW, _CHURN, _UPGRADE, _DOWNGRADE = 2.9, 0.010, 0.013, 0.005


@dataclass
class _Contracts:
    rng: np.random.RandomState
    buyers: list[Customer]
    live: dict[str, Span]
    done: list[Span]
    count: int = 0

    def open(self, started: date, mrr: int = 0, plan: str = "") -> None:
        """A contract with the next customer who has none."""
        self.count += 1
        if not plan:
            plan, _, low, high = _PLANS[int(self.rng.choice(3, p=[share for _, share, _, _ in _PLANS]))]
            mrr = int(round(int(self.rng.randint(low, high)) * (1.03 if started.year > 2025 else 1.0), -2))
        number = f"SV{2_400 + self.count}"
        buyer = next(b for b in self.buyers if b.joined is None or b.joined < started)
        self.buyers.remove(buyer)
        self.live[number] = Span(number, buyer.number, started, None, mrr, plan)

    def change(self, number: str, day: date, mrr: int, plan: str) -> None:
        """From that day at another price: two spans that meet."""
        self.end(number, day)
        before = self.done[-1]
        self.live[number] = replace(before, started=day, ended=None, mrr=mrr, plan=plan)

    def end(self, number: str, day: date) -> None:
        self.done.append(replace(self.live.pop(number), ended=day))


def _months() -> list[date]:
    return [date(2024 + (9 + i) // 12, (9 + i) % 12 + 1, 1) for i in range(25)]


def _raise_prices(book: _Contracts) -> None:
    for number, span in sorted(book.live.items()):
        if span.plan == STANDARD and span.started < story.PLAN_PRICE_CHANGE:
            mrr = int(round(span.mrr * (1 + story.PLAN_PRICE_RISE), -2))
            book.change(number, story.PLAN_PRICE_CHANGE, mrr, STANDARD)


def _month(book: _Contracts, first: date, keep: frozenset[str]) -> None:
    rng = book.rng
    size = monthrange(first.year, first.month)[1]
    leavers = (8, 9) if first.year == 2026 else ()
    for number, span in sorted(book.live.items()):
        day = first + timedelta(days=int(rng.randint(1, size)))
        chance = rng.random_sample()
        churn = story.PLAN_LEAVERS if first.month in leavers and span.plan == STANDARD else _CHURN
        if number in keep or span.started >= day:
            continue
        if chance < churn:
            book.end(number, day)
        elif chance < churn + _UPGRADE:
            raised = int(round(span.mrr * rng.uniform(1.15, 1.45), -2))
            book.change(number, day, raised, span.plan)
        elif chance < churn + _UPGRADE + _DOWNGRADE:
            book.change(number, day, int(round(span.mrr * rng.uniform(0.6, 0.85), -2)), span.plan)
    for _ in range(rng.poisson(_NEW)):
        book.open(first + timedelta(days=int(rng.randint(0, size))))


def simulate(rng: np.random.RandomState, buyers: tuple[Customer, ...]) -> tuple[Span, ...]:
    """By start, then contract."""
    order = [int(place) for place in rng.permutation(len(buyers))]
    book = _Contracts(rng, [buyers[place] for place in order], {}, [])
    for _ in range(_LIVE_AT_START):
        book.open(date(2022, 3, 1) + timedelta(days=int(rng.randint(0, 930))))
    book.open(date(2023, 5, 1), story.LEAVER_MRR, FULL)
    leaver = f"SV{2_400 + book.count}"
    book.open(date(2024, 2, 1), story.SMALLER_FROM, FULL)
    smaller = f"SV{2_400 + book.count}"
    keep = frozenset({leaver, smaller})
    for first in _months():
        if first == story.PLAN_PRICE_CHANGE:
            _raise_prices(book)
        _month(book, first, keep)
    book.change(smaller, story.SMALLER, story.SMALLER_TO, STANDARD)
    book.end(leaver, story.LEAVES)
    return tuple(sorted([*book.done, *book.live.values()], key=lambda span: (span.started, span.contract)))
