"""The sample shop's files read with csv and Decimal only: a second implementation, apart from the package."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path

import pytest

from tests.rooms.sample_data.hanbit_beauty import Hanbit

FOLDER = Path(__file__).resolve().parents[3] / "sample_data" / "lumen-oak"
COMPLETED = {"paid", "partially_refunded", "refunded"}
CHANNELS = {
    ("homefinds", "affiliate"): "Affiliates",
    ("(direct)", "(none)"): "Direct",
    ("newsletter", "email"): "Email",
    ("google", "organic"): "Organic search",
    ("google", "cpc"): "Paid search",
    ("facebook", "paid_social"): "Paid social",
}
CHANNEL = "Session primary channel group (Default Channel Group)"
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
    gross: Decimal
    net: Decimal
    refund: Decimal
    shipping_hours: Decimal | None

    @property
    def month(self) -> Month:
        return self.day.year, self.day.month


def moment(text: str) -> datetime:
    """The back office's wall clock."""
    return datetime.strptime(text, "%m/%d/%Y %H:%M")  # noqa: DTZ007


def stamp(text: str) -> datetime:
    """The shop's clock, with its offset."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z")


def text_of(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")


def mean(values: Iterable[Decimal | int]) -> Decimal:
    numbers = [Decimal(value) for value in values]
    return sum(numbers, Decimal(0)) / len(numbers)


def order_of(row: Row) -> Order:
    """An order from its first row; of a refund, the part that is merchandise."""
    notes = dict(line.split(": ", 1) for line in row["Note Attributes"].splitlines())
    placed, subtotal = stamp(row["Created at"]), Decimal(row["Subtotal"])
    part = Decimal(row["Refunded Amount"]) * subtotal / (subtotal + Decimal(row["Taxes"]))
    hours = None
    if row["Fulfilled at"]:
        hours = Decimal((stamp(row["Fulfilled at"]) - placed) // timedelta(seconds=1)) / 3600
    return Order(
        row["Name"].removeprefix("#"),
        placed.date(),
        placed.hour,
        row["Email"],
        CHANNELS[notes["utm_source"], notes["utm_medium"]],
        notes["device"],
        "cancelled" if row["Cancelled at"] else row["Financial Status"],
        subtotal + Decimal(row["Discount Amount"]),
        subtotal,
        min(part, subtotal).quantize(Decimal("0.01"), ROUND_HALF_UP),
        hours,
    )


class LumenOak:
    """Every fact of the files, by month or day; months are (year, month)."""

    folder = FOLDER
    moment = staticmethod(moment)
    mean = staticmethod(mean)
    text_of = staticmethod(text_of)

    def read(self, pattern: str, before: int = 0) -> list[Row]:
        """The rows of the files of data/, without the lines before their headers."""
        rows: list[Row] = []
        for path in sorted((FOLDER / "data").glob(pattern)):
            lines = io.StringIO(text_of(path), newline="")
            for _ in range(before):
                lines.readline()
            rows.extend(csv.DictReader(lines))
        return rows

    @cached_property
    def placed(self) -> tuple[Order, ...]:
        heads = (row for row in self.read("shopify/*") if row["Financial Status"])
        return tuple(sorted(map(order_of, heads), key=lambda order: order.number))  # as they were placed

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        return tuple(order for order in self.placed if order.status in COMPLETED)

    @cached_property
    def lines(self) -> tuple[Row, ...]:
        return tuple(self.read("erp_lines_*"))

    @cached_property
    def traffic(self) -> tuple[tuple[date, Row], ...]:
        rows = self.read("ga4/*", before=8)
        return tuple((date.fromisoformat(row["Date"]), row) for row in rows)

    @cached_property
    def ads(self) -> tuple[tuple[date, Row], ...]:
        """Both platforms' rows under Google's names, without totals."""
        names = {"Cost": "Amount spent (USD)", "Impr.": "Impressions", "Clicks": "Link clicks"}
        names |= {"Conversions": "Purchases", "Conv. value": "Purchases conversion value"}
        found = [
            (
                row["Day"],
                {
                    "Platform": "Google Ads",
                    **{name: row[name].replace(",", "") for name in names},
                    "Campaign": row["Campaign"],
                },
            )
            for row in self.read("google_ads/*", before=2)
            if not row["Day"].startswith("Total")
        ]
        found += [
            (
                row["Day"],
                {"Platform": "Meta", "Campaign": row["Campaign name"], **{g: row[m] or "0" for g, m in names.items()}},
            )
            for row in self.read("meta/*")
            if row["Campaign name"]
        ]
        return tuple((date.fromisoformat(day), row) for day, row in found)

    def revenue(self, month: Month, keep: Callable[[Order], bool] = lambda _: True) -> Decimal:
        """Sales of the month less what was refunded of them: the export does not say when."""
        return sum((o.net - o.refund for o in self.orders if o.month == month and keep(o)), Decimal(0))

    def count(self, month: Month) -> int:
        return sum(order.month == month for order in self.orders)

    def tracked(self, column: str, month: Month, **where: str) -> int:
        names = {"channel": CHANNEL, "device": "Device category"}
        return sum(
            int(row[column])
            for day, row in self.traffic
            if (day.year, day.month) == month
            and all(row[names[key]].capitalize() == value.capitalize() for key, value in where.items())
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
            if channel in {None, row[CHANNEL]}:
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


@pytest.fixture(scope="session")
def hanbit() -> Hanbit:
    return Hanbit()
