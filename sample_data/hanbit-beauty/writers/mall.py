"""Orders as the brand's mall exports them: a row per article, in the encoding of Korean office machines.

What belongs to the whole order (status, amounts, coupon, refund) stands on its first article's row only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from simulation.model import Brand, Order

from writers.text import half, save, table

ENCODING = "cp949"
PACKED_BEFORE = "2026H2"
_HEADER = (
    "주문번호", "품목별 주문번호", "주문일시", "회원번호", "유입경로", "주문기기", "상품코드", "상품명", "상품분류",
    "수량", "판매가", "공급가", "주문상태", "총 상품금액", "할인금액", "배송비", "쿠폰명",
    "배송시작일시", "환불금액", "환불완료일시",
)  # fmt: skip
_SOURCE = {
    "Direct": "직접 유입", "Email": "이메일", "Organic Search": "자연 검색", "Organic Social": "소셜",
    "Paid Search": "네이버 검색광고", "Paid Shopping": "네이버 쇼핑검색", "Paid Social": "메타 광고",
}  # fmt: skip
_DEVICE = {"desktop": "PC", "mobile": "모바일"}


def _stamp(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""


def _rows(order: Order) -> Iterator[tuple[object, ...]]:
    whole = (order.status, order.amount, order.discount, order.shipping, order.coupon or "", _stamp(order.shipped_at),
             order.refund or "", _stamp(order.refunded_at))  # fmt: skip
    for place, line in enumerate(order.lines, start=1):
        yield (
            order.number, f"{order.number}-{place:02d}", _stamp(order.placed_at), order.customer or "비회원",
            _SOURCE[order.channel], _DEVICE[order.device], line.product.code, line.product.name, line.product.category,
            line.quantity, line.price, line.product.cost, *(whole if place == 1 else ("",) * len(whole)),
        )  # fmt: skip


def write(brand: Brand, folder: Path) -> None:
    """Write a file per half-year; all but the last are packed."""
    for part in sorted({half(order.placed_at.date()) for order in brand.orders}):
        rows = (row for o in brand.orders if half(o.placed_at.date()) == part for row in _rows(o))
        suffix = ".csv.gz" if part < PACKED_BEFORE else ".csv"
        save(folder / f"orders_{part}{suffix}", table(_HEADER, rows, end="\r\n"), ENCODING)
