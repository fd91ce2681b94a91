"""Ad spend as Naver and Meta export it: Naver a file a month under a title, Meta with its total as first row."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from simulation.ads import META, NAVER
from simulation.model import AdDay, Brand

from writers.text import rate, save, table

_NAVER_HEADER = (
    "일별", "캠페인", "캠페인유형", "총비용(VAT포함,원)", "클릭수", "노출수", "클릭률(%)",
    "평균클릭비용(VAT포함,원)", "전환수", "전환율(%)", "전환매출액(원)", "광고수익률(%)",
)  # fmt: skip
_META_HEADER = (
    "보고 시작", "보고 종료", "캠페인 이름", "일", "지출 금액 (KRW)", "노출", "도달", "링크 클릭",
    "구매", "구매 전환값",
)  # fmt: skip


def _naver_row(row: AdDay) -> tuple[object, ...]:
    return (
        f"{row.day:%Y.%m.%d.}", row.campaign, row.kind, row.spend, row.clicks, row.impressions,
        rate(row.clicks, row.impressions), round(row.spend / row.clicks) if row.clicks else "-", row.conversions or "-",
        rate(row.conversions, row.clicks), row.value or "-", rate(row.value, row.spend),
    )  # fmt: skip


def _naver(rows: Sequence[AdDay], folder: Path) -> None:
    for year, month in sorted({(row.day.year, row.day.month) for row in rows}):
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        chosen = [_naver_row(row) for row in rows if first <= row.day <= last]
        title = f"캠페인 보고서({first:%Y.%m.%d.}~{last:%Y.%m.%d.})\n"
        save(folder / f"campaigns_{year}{month:02d}.csv", table(_NAVER_HEADER, chosen, before=title))


def _meta_row(name: str, day: str, rows: Sequence[AdDay], ends: tuple[str, str]) -> tuple[object, ...]:
    purchases, impressions = sum(row.conversions for row in rows), sum(row.impressions for row in rows)
    frequency = 121 if day else 540  # people see the ads again on other days: reach does not add up
    return (
        *ends, name, day, sum(row.spend for row in rows), impressions, impressions * 100 // frequency,
        sum(row.clicks for row in rows), purchases or "", sum(row.value for row in rows) if purchases else "",
    )  # fmt: skip


def _meta(rows: Sequence[AdDay], folder: Path) -> None:
    for year in sorted({row.day.year for row in rows}):
        chosen = [row for row in rows if row.day.year == year]
        ends = chosen[0].day.isoformat(), chosen[-1].day.isoformat()
        body = [_meta_row("", "", chosen, ends)]
        for row in chosen:
            day = row.day.isoformat()
            body.append(_meta_row(row.campaign, day, [row], (day, day)))
        save(folder / f"ads_{year}.csv", table(_META_HEADER, body), "utf-8-sig")


def write(brand: Brand, data: Path) -> None:
    """Write Naver's files by month and Meta's by year."""
    _naver([row for row in brand.ads if row.platform == NAVER], data / "naver")
    _meta([row for row in brand.ads if row.platform == META], data / "meta")
