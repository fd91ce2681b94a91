"""Orders, visits and ads → monthly bookings. The media invoice repeats LinkedIn's spend, to the dollar."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from datetime import date

from simulation.model import AdDay, Booking, Line
from simulation.workdays import days

MARKETING, SALES, OPERATING, RESEARCH, LOGISTICS = "行銷費用", "銷售費用", "管理費用", "研發費用", "倉儲物流"
MEDIA = "廣告費"


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def simulate(lines: tuple[Line, ...], ads: tuple[AdDay, ...]) -> tuple[Booking, ...]:
    """On each month's last day."""
    spend: dict[tuple[int, int], int] = defaultdict(int)
    sold: dict[tuple[int, int], int] = defaultdict(int)
    parcels: dict[tuple[int, int], set[str]] = defaultdict(set)
    for row in ads:
        spend[_month(row.day)] += row.spend
    for line in lines:
        sold[_month(line.at.date())] += line.quantity * line.price
        parcels[_month(line.at.date())].add(line.document)
    rows: list[Booking] = []
    for month in sorted({_month(day) for day in days()}):
        year, number = month
        day = date(year, number, monthrange(year, number)[1])
        pay = 1.035 ** (year - 2024)
        fair = 420_000 if number == 3 else 0
        entries = (
            (MARKETING, MEDIA, spend[month], "LinkedIn 廣告帳單"),
            (MARKETING, "人事", round(228_000 * pay), "行銷部薪資"),
            (MARKETING, "內容製作", 64_000 if number % 3 else 98_000, "型錄與案例拍攝"),
            (MARKETING, "展覽", fair, "台北國際工具機展"),
            (SALES, "人事", round(905_000 * pay), "業務部薪資"),
            (SALES, "獎金", round(sold[month] * 0.012), "業績獎金 1.2%"),
            (SALES, "差旅", 96_000 if number not in {1, 2} else 61_000, "客戶拜訪"),
            (OPERATING, "人事", round(1_040_000 * pay), "管理部薪資"),
            (OPERATING, "租金", 310_000 if month < (2025, 7) else 325_000, "新北總部與廠辦"),
            (OPERATING, "資訊", 88_000 if month < (2026, 1) else 102_000, "ERP 與 CRM 授權"),
            (RESEARCH, "人事", round(620_000 * pay), "研發部薪資"),
            (LOGISTICS, "運費", len(parcels[month]) * 610, "出貨與退貨運費"),
            (LOGISTICS, "倉租", 270_000 if month < (2026, 9) else 296_000, "桃園與高雄倉"),
        )
        rows.extend(Booking(day, *entry) for entry in entries if entry[2])
    return tuple(rows)
