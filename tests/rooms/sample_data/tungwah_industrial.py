"""The sample company's files read with csv only: a second implementation, apart from the package."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from statistics import median

FOLDER = Path(__file__).resolve().parents[3] / "sample_data" / "tungwah-industrial"
MARKETING, SALES = "行銷費用", "銷售費用"
MQL, SQL = "Became a marketing qualified lead date", 'Date entered "Sales qualified lead (Sales Pipeline)"'
Month = tuple[int, int]
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the order book; money in whole dollars."""

    document: str
    day: date
    customer: str
    sku: str
    quantity: int
    amount: int
    cost: int


@dataclass(frozen=True, slots=True)
class Movement:
    """What became of the monthly fees from one month's end to the next, by customer."""

    opening: int
    new: int
    expansion: int
    contraction: int
    churned: int
    closing: int
    customers: int
    lost: int


def text_of(path: Path, encoding: str = "utf-8-sig") -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode(encoding)


def rows_of(pattern: str, before: int = 0, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[Row]:
    found: list[Row] = []
    for path in sorted((FOLDER / "data").glob(pattern)):
        lines = io.StringIO(text_of(path, encoding), newline="")
        for _ in range(before):
            lines.readline()
        found.extend(csv.DictReader(lines, delimiter=delimiter))
    return found


def day_of(text: str) -> date:
    """The day of 2026/10/05, 2026-10-05 and 20261005, with or without a time behind it."""
    digits = text.split(" ", maxsplit=1)[0].replace("/", "").replace("-", "")
    return datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007


def month_of(day: date) -> Month:
    return day.year, day.month


def last_day(month: Month) -> date:
    return date(month[0] + month[1] // 12, month[1] % 12 + 1, 1) - timedelta(days=1)


def net_promoters(scores: Iterable[int]) -> float:
    found = list(scores)
    return 100 * (sum(score >= 9 for score in found) - sum(score <= 6 for score in found)) / len(found)


class Tungwah:
    """Every fact of the files, by month; months are (year, month)."""

    @cached_property
    def lines(self) -> list[Line]:
        return [
            Line(
                row["單號"],
                day_of(row["單據日期"]),
                row["客戶代號"],
                row["料號"],
                int(row["數量"]),
                int(row["數量"]) * int(row["單價"]),
                int(row["數量"]) * int(row["單位成本"]),
            )
            for row in rows_of("erp/*", encoding="big5")
        ]

    @cached_property
    def deals(self) -> list[Row]:
        return rows_of("hubspot/*")

    @cached_property
    def answers(self) -> list[Row]:
        return rows_of("survey/*")

    @cached_property
    def spans(self) -> list[tuple[str, str, date, date, int, str]]:
        """Contract, customer, first day, day after the last, fee, plan."""
        return [
            (
                row["合約編號"],
                row["客戶代號"],
                day_of(row["起始日"]),
                day_of(row["終止日"]) if row["終止日"] else date.max,
                int(row["月費"]),
                row["方案"],
            )
            for row in rows_of("contracts.csv")
        ]

    @cached_property
    def visits(self) -> list[tuple[date, Row]]:
        return [(day_of(row["Date"]), row) for row in rows_of("ga4/*", before=8)]

    @cached_property
    def ads(self) -> list[tuple[date, Row]]:
        found = rows_of("linkedin/*", before=5, encoding="utf-16", delimiter="\t")
        return [(datetime.strptime(r["Start Date (in UTC)"], "%m/%d/%Y").date(), r) for r in found]  # noqa: DTZ007

    def sold(self, month: Month, keep: Callable[[Line], bool] = lambda _: True) -> int:
        return sum(x.amount for x in self.lines if x.quantity > 0 and month_of(x.day) == month and keep(x))

    def returned(self, month: Month, keep: Callable[[Line], bool] = lambda _: True) -> int:
        return -sum(x.amount for x in self.lines if x.quantity < 0 and month_of(x.day) == month and keep(x))

    def revenue(self, month: Month) -> int:
        return self.sold(month) - self.returned(month)

    def margin(self, month: Month) -> float:
        return 1 - sum(x.cost for x in self.lines if month_of(x.day) == month) / self.revenue(month)

    def daily_orders(self) -> Counter[date]:
        documents = {x.document: x.day for x in self.lines if x.quantity > 0}
        return Counter(documents.values())

    def new_customers(self, month: Month) -> int:
        firsts: dict[str, date] = {}
        for line in self.lines:
            if line.quantity > 0:
                firsts[line.customer] = min(line.day, firsts.get(line.customer, line.day))
        return sum(month_of(day) == month for day in firsts.values())

    def booked(self, month: Month, *accounts: str) -> int:
        return sum(
            int(row["金額"].replace(",", ""))
            for row in rows_of("costs.csv")
            if month_of(day_of(row["日期"])) == month and row["科目"] in accounts
        )

    def reached(self, column: str, month: Month, keep: Callable[[Row], bool] = lambda _: True) -> int:
        """Deals with a date of that column in the month."""
        return sum(bool(row[column]) and month_of(day_of(row[column])) == month and keep(row) for row in self.deals)

    def won(self, month: Month) -> list[Row]:
        return [r for r in self.deals if r["Deal Stage"] == "Closed won" and month_of(day_of(r["Close Date"])) == month]

    def cycle(self, month: Month) -> float:
        """The median of days from creation to closing, of the deals won in the month."""
        times = ((datetime.fromisoformat(r[name]) for name in ("Close Date", "Create Date")) for r in self.won(month))
        return median((closed - created) / timedelta(days=1) for closed, created in times)

    def scores(self, column: str, month: Month, segment: str | None = None) -> list[int]:
        return [
            int(row[column])
            for row in self.answers
            if month_of(day_of(row["時間戳記"])) == month and row[column] != "NA" and segment in {None, row["客群"]}
        ]

    def live(self, day: date) -> Counter[str]:
        """The fees of a day by customer."""
        fees: Counter[str] = Counter()
        for _, customer, started, ended, fee, _ in self.spans:
            if started <= day < ended:
                fees[customer] += fee
        return fees

    def movement(self, month: Month) -> Movement:
        before, after = self.live(date(*month, 1) - timedelta(days=1)), self.live(last_day(month))
        changes = {customer: after[customer] - before[customer] for customer in before.keys() & after.keys()}
        lost = before.keys() - after.keys()
        return Movement(
            before.total(),
            sum(after[customer] for customer in after.keys() - before.keys()),
            sum(change for change in changes.values() if change > 0),
            -sum(change for change in changes.values() if change < 0),
            sum(before[customer] for customer in lost),
            after.total(),
            len(before),
            len(lost),
        )

    def projects(self, month: Month) -> dict[str, tuple[int, int, int]]:
        """Planned value, earned value and cost of each project at its last state of the month."""
        states = {
            row["專案"]: (int(row["計畫值"]), int(row["實獲值"]), int(row["實際成本"]))
            for row in rows_of("projects.csv")
            if month_of(day_of(row["日期"])) == month
        }
        return dict(sorted(states.items()))
