"""What Google shows and who clicks it, and what the rank tracker sees."""

from __future__ import annotations

from datetime import date

import numpy as np

from simulation import story
from simulation.model import Found, Query, Rank
from simulation.visits import season

_TONER, _CREAM, _BARRIER = "/product/calming-toner", "/product/moisture-cream", "/product/barrier-cream"
_SERUM, _SUN, _STICK = "/product/vitamin-serum", "/product/daily-sun-cream", "/product/tone-up-stick"
_FOAM, _OIL, _MASK, _SETS = "/product/mild-foam", "/product/camellia-oil", "/product/sheet-mask", "/category/gift"
_GUIDE, _CUSHION, _LIP = "/magazine/skin-routine", "/product/glow-cushion", "/product/lip-balm"

QUERIES = (
    Query("한빛뷰티", "/", 78, 1.1, 8_100), Query("한빛뷰티 토너", _TONER, 21, 1.2, 1_900),
    Query("한빛뷰티 수분크림", _CREAM, 18, 1.2, 1_600), Query("한빛뷰티 쿠폰", "/event", 12, 1.4, 880),
    Query("한빛뷰티 후기", "/review", 10, 1.8, 720), Query("수분크림 추천", _CREAM, 190, 2.6, 33_100),
    Query("건성 수분크림", _CREAM, 84, 2.9, 9_900), Query("장벽크림 추천", _BARRIER, 66, 3.2, 7_200),
    Query("세라마이드 크림", _BARRIER, 52, 6.4, 8_800), Query("장벽크림 순위", _BARRIER, 31, 8.1, 3_600),
    Query("어성초 토너", _TONER, 71, 3.4, 12_100), Query("진정 토너", _TONER, 44, 5.2, 6_600),
    Query("민감성 토너 추천", _TONER, 38, 7.7, 5_400), Query("비타민c 세럼", _SERUM, 63, 9.3, 14_800),
    Query("잡티 세럼 추천", _SERUM, 29, 6.1, 4_400), Query("선크림 추천", _SUN, 120, 11.4, 60_500),
    Query("무기자차 선크림", _SUN, 41, 8.8, 9_900), Query("톤업 선스틱", _STICK, 36, 4.6, 5_400),
    Query("선스틱 추천", _STICK, 40, 9.7, 12_100), Query("약산성 클렌징폼", _FOAM, 57, 5.9, 9_900),
    Query("클렌징폼 추천", _FOAM, 48, 13.2, 18_100), Query("동백 오일 클렌징", _OIL, 22, 2.8, 1_900),
    Query("클렌징오일 순위", _OIL, 33, 12.6, 8_100), Query("진정 마스크팩", _MASK, 39, 7.2, 6_600),
    Query("시트마스크 추천", _MASK, 30, 10.3, 5_400), Query("수면팩 추천", "/product/sleeping-pack", 21, 6.8, 3_600),
    Query("화장품 선물세트", _SETS, 27, 9.1, 6_600), Query("명절 화장품 선물", _SETS, 14, 5.6, 2_400),
    Query("여행용 화장품 키트", _SETS, 16, 4.9, 2_400), Query("스킨케어 순서", _GUIDE, 96, 5.4, 18_100),
    Query("환절기 피부 관리", _GUIDE, 43, 4.2, 4_400), Query("피부 장벽 강화", _GUIDE, 47, 6.6, 5_400),
    Query("글로우 쿠션 추천", _CUSHION, 34, 14.1, 9_900), Query("물광 립밤", _LIP, 19, 5.1, 1_900),
    Query("립밤 추천", _LIP, 31, 15.8, 14_800), Query("korean moisture cream", _CREAM, 26, 12.4, 2_900),
)  # fmt: skip
TRACKED = tuple(query for query in QUERIES if "한빛" not in query.text and query.text != "korean moisture cream")[:20]
_PAGES = tuple(sorted({query.page for query in QUERIES}))
_TAIL = 560  # impressions a day of queries too rare to be named
_FALL_DAYS = 4  # from the old place to the new one
_RISES = {
    "스킨케어 순서": -2.1,
    "어성초 토너": -1.2,
    "톤업 선스틱": -1.6,
    "약산성 클렌징폼": -1.8,
}  # places over two years
_NEW_PAGE, _NEW_SINCE = "선크림 추천", date(2025, 3, 1)  # not found by the tracker before
_TRACKED_LOSS = 3.2  # what the tracker sees is of one place and machine


def _seasonal(query: Query, day: date) -> float:
    """How much is searched, against a usual day."""
    if query.page in {_SUN, _STICK}:
        return (0.4, 0.5, 0.9, 1.3, 1.8, 2.0, 2.0, 1.6, 0.9, 0.6, 0.4, 0.4)[day.month - 1]
    if query.page in {_CREAM, _BARRIER}:
        return (1.2, 1.1, 1.0, 0.9, 0.8, 0.75, 0.75, 0.8, 0.95, 1.15, 1.2, 1.25)[day.month - 1]
    if "선물" in query.text:
        return 3.0 if story.within(day, story.GIFT_SEASONS) else 0.9
    return 1.0


def place(query: Query, day: date) -> float:
    """The mean position of the day, before chance."""
    years = (day - story.START).days / 730
    found = max(1.0, query.position + _RISES.get(query.text, 0.0) * years)
    if query.text in story.LOST_QUERIES:
        gone = (day - story.RANKING_LOSS).days + 1
        found += story.LOST_POSITIONS * min(1.0, max(0.0, gone / _FALL_DAYS))
    return found


def _rate(position: float) -> float:
    """The share of those shown the page at a place who click it."""
    return float(0.34 / position**1.05)


def simulate(rng: np.random.RandomState) -> tuple[Found, ...]:
    """Clicks and impressions by day and query, then of the rare queries by day and page."""
    rows = []
    for day in story.days():
        busy = season(day) ** 0.8
        for query in QUERIES:
            impressions = int(rng.poisson(query.daily * busy * _seasonal(query, day)))
            at = max(1.0, place(query, day) * (1 + 0.05 * float(rng.normal())))
            rows.append(Found(day, query, query.page, int(rng.binomial(impressions, _rate(at))), impressions, at))
        for page, share in zip(_PAGES, rng.dirichlet([6.0] * len(_PAGES)), strict=True):
            impressions = int(rng.poisson(_TAIL * busy * float(share)))
            rows.append(Found(day, None, page, int(rng.binomial(impressions, 0.031)), impressions,
                              14 * (1 + 0.06 * float(rng.normal()))))  # fmt: skip
    return tuple(rows)


def track(rng: np.random.RandomState) -> tuple[Rank, ...]:
    """The tracker's look at its keywords on every Monday, and on the last day."""
    rows = []
    for day in story.days():
        if day.weekday() and day != story.END:
            continue
        for query in TRACKED:
            lost = _TRACKED_LOSS if query.text in story.LOST_QUERIES and day >= story.RANKING_LOSS else 0.0
            at = max(1, round(place(query, day) + lost + 0.7 * float(rng.normal())))
            rows.append(Rank(day, query, None if query.text == _NEW_PAGE and day < _NEW_SINCE else at))
    return tuple(rows)
