"""Traffic as Google Analytics 4 downloads it in Korean: comment lines, compact dates, channels in English."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from simulation.model import Brand, Tracked
from simulation.orders import by_channel

from writers.text import half, save, table

PACKED_BEFORE = "2026H1"
_HEADER = (
    "세션 기본 채널 그룹(기본 채널 그룹)", "날짜", "기기 카테고리", "세션수", "참여 세션수", "세션당 평균 참여 시간",
    "총 사용자", "새 사용자 수", "재사용자", "조회수", "조회된 상품", "장바구니에 추가", "결제",
    "전자상거래 구매", "총 수익",
)  # fmt: skip


def _preamble(first: date, last: date) -> str:
    rule = "# " + "-" * 40
    lines = (rule, "# 트래픽 획득: 세션 기본 채널 그룹(기본 채널 그룹)", "# 계정: 한빛뷰티", "# 속성: 한빛뷰티 공식몰",
             rule, "# 모든 사용자", f"# 시작일: {first:%Y%m%d}", f"# 종료일: {last:%Y%m%d}")  # fmt: skip
    return "".join(line + "\n" for line in lines)


def _row(row: Tracked, mean: float) -> tuple[object, ...]:
    return (
        row.channel, f"{row.day:%Y%m%d}", row.device, row.sessions, row.engaged_sessions,
        repr(row.engagement_seconds / row.sessions), row.users, row.new_users, row.users - row.new_users,
        row.pageviews, row.product_views, row.add_to_carts, row.checkouts, row.purchases, int(row.purchases * mean),
    )  # fmt: skip


def write(brand: Brand, folder: Path) -> None:
    """Write a file per half-year, without a totals row; those before 2026 are packed."""
    sales = by_channel(brand.orders)
    means = {key: sum(values) / len(values) for key, values in sales.items()}
    for part in sorted({half(row.day) for row in brand.traffic}):
        chosen = [row for row in brand.traffic if half(row.day) == part]
        rows = (_row(row, means.get((row.day, row.channel), 0.0)) for row in chosen)
        suffix = ".csv.gz" if part < PACKED_BEFORE else ".csv"
        text = table(_HEADER, rows, before=_preamble(chosen[0].day, chosen[-1].day))
        save(folder / f"traffic_{part}{suffix}", text)
