"""Orders, ads and mails → monthly bookings. Media invoices repeat the ad spend, to the won."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from datetime import date

from simulation import ads, story
from simulation.model import AdDay, Booking, Order

MARKETING, SALES, OPERATING = "마케팅", "판매", "운영"


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def simulate(orders: tuple[Order, ...], spent: tuple[AdDay, ...]) -> tuple[Booking, ...]:
    """Bookings on each month's last day, by category and subcategory."""
    spend: dict[tuple[tuple[int, int], str], int] = defaultdict(int)
    for row in spent:
        spend[_month(row.day), row.platform] += row.spend
    count: dict[tuple[int, int], int] = defaultdict(int)
    taken: dict[tuple[int, int], int] = defaultdict(int)
    for order in orders:
        if order.completed:
            month = _month(order.placed_at.date())
            count[month] += 1
            taken[month] += order.amount - order.discount + order.shipping
    rows: list[Booking] = []
    for month in sorted({_month(day) for day in story.days()}):
        day = date(*month, monthrange(*month)[1])
        draw = month == _month(story.DRAW[1])
        wages = 1.03 if month >= (2026, 1) else 1.0
        entries = (
            (MARKETING, "광고비", spend[month, ads.NAVER], "네이버 광고 대금"),
            (MARKETING, "광고비", spend[month, ads.META], "메타 광고 대금"),
            (MARKETING, "대행 수수료", 1_200_000, "새봄마케팅랩 월 수수료"),
            (MARKETING, "콘텐츠 제작", 850_000 if month[1] in {6, 11} else 550_000, "촬영·영상"),
            (MARKETING, "이메일 도구", 330_000 if month >= (2026, 10) else 240_000, "발송 도구 이용료"),
            (MARKETING, "이벤트 경품", 680_000 if draw else 0, "구독 응모 이벤트"),
            (SALES, "고객 상담", round(1_450_000 * wages), "상담 외주"),
            (OPERATING, "급여", round(5_200_000 * wages), "마케팅·운영팀"),
            (OPERATING, "배송비", count[month] * 2_650, "택배 계약 요금"),
            (OPERATING, "결제 수수료", taken[month] * 32 // 1000, "결제 대행 3.2%"),
            (OPERATING, "임차료", 1_300_000, "사무실·창고"),
        )
        rows.extend(Booking(day, *entry) for entry in entries if entry[2])
    return tuple(rows)
