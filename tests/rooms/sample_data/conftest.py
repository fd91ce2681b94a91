"""The sample shop's files read with csv and Decimal only: a second implementation, apart from the package."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "sample_data" / "lumen-oak"
COMPLETED = {"paid", "partially_refunded", "refunded"}
Month = tuple[int, int]
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Order:
    number: str
    day: date
    hour: int
    customer: str
    channel: str
    device: str
    status: str
    net: Decimal
    refund: Decimal
    refunded: date | None
    shipping_hours: Decimal | None

    @property
    def month(self) -> Month:
        return self.day.year, self.day.month


def moment(text: str) -> datetime:
    """The shop's wall clock."""
    return datetime.strptime(text, "%m/%d/%Y %H:%M")  # noqa: DTZ007


def hours(row: Row) -> Decimal | None:
    if not row["Shipped"]:
        return None
    return Decimal((moment(row["Shipped"]) - moment(row["Placed"])) // timedelta(minutes=1)) / 60


def mean(values: Iterable[Decimal | int]) -> Decimal:
    numbers = [Decimal(value) for value in values]
    return sum(numbers, Decimal(0)) / len(numbers)


class LumenOak:
    """Every fact of the files, by month or day; months are (year, month)."""

    folder = FOLDER
    moment = staticmethod(moment)
    mean = staticmethod(mean)

    def read(self, pattern: str) -> list[Row]:
        rows: list[Row] = []
        for path in sorted(FOLDER.glob(pattern)):
            with path.open(encoding="utf-8", newline="") as file:
                rows.extend(csv.DictReader(file))
        return rows

    @cached_property
    def placed(self) -> tuple[Order, ...]:
        return tuple(
            Order(
                row["Order"],
                moment(row["Placed"]).date(),
                moment(row["Placed"]).hour,
                row["Customer"],
                row["Channel"],
                row["Device"],
                row["State"],
                Decimal(row["Merchandise"]) - Decimal(row["Discount"]),
                Decimal(row["Refunded"] or 0),
                moment(row["Refunded on"]).date() if row["Refunded on"] else None,
                hours(row),
            )
            for row in self.read("data/orders_*.csv")
            if row["State"] != "test"
        )

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        return tuple(order for order in self.placed if order.status in COMPLETED)

    @cached_property
    def lines(self) -> tuple[Row, ...]:
        return tuple(self.read("data/order_lines_*.csv"))

    @cached_property
    def traffic(self) -> tuple[tuple[date, Row], ...]:
        return tuple((date.fromisoformat(row["Date"]), row) for row in self.read("data/traffic.csv"))

    @cached_property
    def ads(self) -> tuple[tuple[date, Row], ...]:
        return tuple((date.fromisoformat(row["Day"]), row) for row in self.read("data/ads.csv"))

    def revenue(self, month: Month, keep: Callable[[Order], bool] = lambda _: True) -> Decimal:
        """Sales of the month less the refunds made in it."""
        total = Decimal(0)
        for order in self.orders:
            if keep(order):
                total += order.net if order.month == month else 0
                if order.refunded and (order.refunded.year, order.refunded.month) == month:
                    total -= order.refund
        return total

    def count(self, month: Month) -> int:
        return sum(order.month == month for order in self.orders)

    def tracked(self, column: str, month: Month, **where: str) -> int:
        names = {"channel": "Session default channel group", "device": "Device category"}
        return sum(
            int(row[column])
            for day, row in self.traffic
            if (day.year, day.month) == month and all(row[names[key]] == value for key, value in where.items())
        )

    def conversion(self, month: Month, **where: str) -> Decimal:
        return Decimal(self.tracked("Ecommerce purchases", month, **where)) / self.tracked("Sessions", month, **where)

    def ad_sum(self, column: str, month: Month, platform: str | None = None) -> Decimal:
        return sum(
            (
                Decimal(row[column])
                for day, row in self.ads
                if (day.year, day.month) == month and platform in {None, row["Platform"]}
            ),
            Decimal(0),
        )

    def months(self) -> list[Month]:
        return [(2024 + (9 + i) // 12, (9 + i) % 12 + 1) for i in range(25)]

    def daily_sessions(self, channel: str | None = None) -> Counter[date]:
        total: Counter[date] = Counter()
        for day, row in self.traffic:
            if channel in {None, row["Session default channel group"]}:
                total[day] += int(row["Sessions"])
        return total

    def units_per_order(self, category: str, start: date, end: date) -> Decimal:
        units = sum(
            int(row["Qty"])
            for row in self.lines
            if row["Department"] == category and start <= moment(row["Placed"]).date() <= end
        )
        return Decimal(units) / sum(start <= order.day <= end for order in self.orders)

    def category_sales(self, month: Month) -> dict[str, Decimal]:
        total: dict[str, Decimal] = defaultdict(Decimal)
        for row in self.lines:
            at = moment(row["Placed"])
            if (at.year, at.month) == month:
                total[row["Department"]] += int(row["Qty"]) * Decimal(row["Price"])
        return total

    def completion(self, device: str, start: date, end: date) -> Decimal:
        """Share of started checkouts that became purchases."""
        chosen = [r for day, r in self.traffic if start <= day <= end and r["Device category"] == device]
        return Decimal(sum(int(r["Ecommerce purchases"]) for r in chosen)) / sum(int(r["Checkouts"]) for r in chosen)


@pytest.fixture(scope="session")
def shop() -> LumenOak:
    return LumenOak()
