"""The sample brand's files read with csv and zipfile only: a second implementation, apart from the package."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[3] / "sample_data" / "hanbit-beauty"
CHANNEL = "세션 기본 채널 그룹(기본 채널 그룹)"
NEVER_SOLD = {"입금전", "입금전취소", "취소완료"}
Month = tuple[int, int]
Row = dict[str, str]


def month_of(day: date) -> Month:
    return day.year, day.month


def text_of(path: Path, encoding: str = "utf-8-sig") -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode(encoding)


def rows_of(pattern: str, before: int = 0, encoding: str = "utf-8-sig") -> list[Row]:
    found: list[Row] = []
    for path in sorted((FOLDER / "data").glob(pattern)):
        lines = io.StringIO(text_of(path, encoding), newline="")
        for _ in range(before):
            lines.readline()
        found.extend(csv.DictReader(lines))
    return found


def whole(cell: str) -> int:
    """A number as the tools write it; nothing is zero."""
    return int(float(cell.replace(",", ""))) if cell not in {"", "-"} else 0


class Ad(NamedTuple):
    """One campaign's day as its platform tells it."""

    day: date
    platform: str
    campaign: str
    spend: int
    clicks: int
    conversions: int
    value: int


class Hanbit:
    """Every fact of the files, by month or day; months are (year, month)."""

    @cached_property
    def items(self) -> list[Row]:
        return rows_of("mall/*", encoding="cp949")

    @cached_property
    def orders(self) -> list[Row]:
        return [row for row in self.items if row["주문상태"] and row["주문상태"] not in NEVER_SOLD]

    @cached_property
    def traffic(self) -> list[tuple[date, Row]]:
        return [(date.fromisoformat(row["날짜"]), row) for row in rows_of("ga4/*", before=8)]

    @cached_property
    def ads(self) -> list[Ad]:
        """Both platforms' rows, without Meta's totals."""
        naver = ("총비용(VAT포함,원)", "클릭수", "전환수", "전환매출액(원)")
        meta = ("지출 금액 (KRW)", "링크 클릭", "구매", "구매 전환값")
        return [
            Ad(day_of(row["일별"]), "Naver", row["캠페인"], *(whole(row[name]) for name in naver))
            for row in rows_of("naver/*", before=1)
        ] + [
            Ad(day_of(row["일"]), "Meta", row["캠페인 이름"], *(whole(row[name]) for name in meta))
            for row in rows_of("meta/*")
            if row["캠페인 이름"]
        ]

    @cached_property
    def sends(self) -> list[tuple[date, Row]]:
        return [
            (datetime.strptime(row["Send Date"], "%b %d, %Y %I:%M %p").date(), row)  # noqa: DTZ007
            for row in rows_of("email/campaigns_*")
        ]

    @cached_property
    def posts(self) -> list[Row]:
        return rows_of("social/instagram_*", before=2, encoding="utf-16")

    def search(self, month: Month, table: str) -> list[Row]:
        path = next((FOLDER / "data/search_console").glob(f"*{month[0]}-{month[1]:02d}.zip"))
        with zipfile.ZipFile(path) as archive:
            return list(csv.DictReader(io.StringIO(archive.read(f"{table}.csv").decode())))

    def sessions(self, month: Month, channel: str | None = None, column: str = "세션수") -> int:
        return sum(int(r[column]) for d, r in self.traffic if month_of(d) == month and channel in {None, r[CHANNEL]})

    def daily_sessions(self, channel: str | None = None) -> Counter[date]:
        total: Counter[date] = Counter()
        for day, row in self.traffic:
            total[day] += int(row["세션수"]) if channel in {None, row[CHANNEL]} else 0
        return total

    def ad(self, number: str, month: Month, kind: str = "") -> int:
        """The sum of an ad number of the campaigns with ``kind`` in their names."""
        return sum(getattr(row, number) for row in self.ads if month_of(row.day) == month and kind in row.campaign)

    def cpc(self, month: Month, kind: str) -> Decimal:
        return Decimal(self.ad("spend", month, kind)) / self.ad("clicks", month, kind)

    def count(self, month: Month) -> int:
        return sum(month_of(day_of(row["주문일시"])) == month for row in self.orders)

    def daily_orders(self) -> Counter[date]:
        return Counter(day_of(row["주문일시"]) for row in self.orders)

    def revenue(self, month: Month) -> int:
        """Sales of the month less what was refunded in it."""
        sold = sum(
            int(r["총 상품금액"]) - int(r["할인금액"]) for r in self.orders if month_of(day_of(r["주문일시"])) == month
        )
        return sold - sum(
            int(r["환불금액"]) for r in self.orders if r["환불금액"] and month_of(day_of(r["환불완료일시"])) == month
        )

    def mailed(self, month: Month, column: str) -> int:
        return sum(int(row[column]) for day, row in self.sends if month_of(day) == month)


def day_of(text: str) -> date:
    """2026.10.03. or 2026-10-03 …"""
    return date.fromisoformat(text[:10].replace(".", "-"))


def mean(values: Iterable[int]) -> float:
    kept = list(values)
    return sum(kept) / len(kept)
