"""What the brand sells, and when which of it is wanted."""

from __future__ import annotations

from datetime import date

from simulation import story
from simulation.model import Product

SKINCARE, SUN, CLEANSING, MASKS, MAKEUP, SETS = "스킨케어", "선케어", "클렌징", "마스크팩", "메이크업", "세트·기프트"

PRODUCTS = (
    Product("HB-S01", "어성초 진정 토너 250ml", SKINCARE, 19_000, 5_200, 1.30),
    Product("HB-S02", "히알루론 수분크림 80ml", SKINCARE, 28_000, 7_600, 1.45),
    Product("HB-S03", "세라마이드 장벽크림 60ml", SKINCARE, 32_000, 8_900, 1.05),
    Product("HB-S04", "비타민C 잡티 세럼 30ml", SKINCARE, 34_000, 9_100, 0.85),
    Product("HB-U01", "데일리 선크림 SPF50+ 50ml", SUN, 22_000, 6_100, 1.10),
    Product("HB-U02", "톤업 선스틱 20g", SUN, 24_000, 6_900, 0.60),
    Product("HB-C01", "약산성 클렌징폼 150ml", CLEANSING, 14_000, 3_900, 0.85),
    Product("HB-C02", "동백 클렌징오일 200ml", CLEANSING, 23_000, 6_400, 0.60),
    Product("HB-M01", "진정 시트마스크 10매", MASKS, 15_000, 4_600, 0.80),
    Product("HB-M02", "수면팩 100ml", MASKS, 21_000, 5_700, 0.35),
    Product("HB-P01", "글로우 쿠션 15g", MAKEUP, 36_000, 11_200, 0.45),
    Product("HB-P02", "물광 립밤 3종", MAKEUP, 18_000, 5_400, 0.50),
    Product("HB-G01", "한빛 기초 3종 세트", SETS, 62_000, 19_500, 0.34),
    Product("HB-G02", "명절 선물세트 진", SETS, 89_000, 29_800, 0.18),
    Product("HB-G03", "여행용 미니 키트", SETS, 26_000, 8_800, 0.26),
)

_SEASON = {  # January to December
    SKINCARE: (1.16, 1.12, 1.02, 0.95, 0.90, 0.86, 0.84, 0.86, 0.98, 1.10, 1.15, 1.18),
    SUN: (0.42, 0.50, 0.85, 1.30, 1.75, 2.05, 2.10, 1.70, 1.00, 0.62, 0.44, 0.38),
    CLEANSING: (0.98, 0.98, 1.00, 1.02, 1.04, 1.06, 1.06, 1.05, 1.00, 0.98, 0.97, 0.96),
    MASKS: (1.10, 1.08, 1.02, 0.96, 0.94, 0.96, 1.00, 1.02, 1.00, 1.04, 1.08, 1.12),
    MAKEUP: (0.96, 1.02, 1.12, 1.10, 1.06, 0.98, 0.90, 0.90, 1.02, 1.04, 1.00, 1.04),
    SETS: (0.90, 0.85, 0.95, 0.95, 1.15, 0.95, 0.95, 0.95, 0.95, 0.95, 1.20, 1.30),
}


def price(product: Product, day: date) -> int:
    """The price of the day; raised ones end on 100 won."""
    if product.category == SKINCARE and day >= story.PRICE_CHANGE:
        return round(product.price * (1 + story.PRICE_RISE) / 100) * 100
    return product.price


def weights(day: date) -> list[float]:
    """How often each product is chosen on that day, against the others."""
    found = []
    for product in PRODUCTS:
        weight = product.weight * _SEASON[product.category][day.month - 1]
        if product.category == SETS and story.within(day, story.GIFT_SEASONS):
            weight *= story.GIFT_SETS
        if product.category == SKINCARE and day >= story.PRICE_CHANGE:
            weight *= story.PRICE_RESPONSE
        found.append(weight)
    return found
