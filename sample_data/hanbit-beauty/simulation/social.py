"""Posts on two platforms, what came of them, and who follows."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import numpy as np

from simulation import story
from simulation.model import Followers, Post

INSTAGRAM, X = "Instagram", "X"
_POSTING_DAYS = {INSTAGRAM: (0, 2, 4, 5), X: (1, 3, 6)}
_HOURS = {INSTAGRAM: (12, 19, 20), X: (8, 12, 21)}
_SEEN = {INSTAGRAM: 6_800, X: 1_250}  # impressions of a usual post
_FIRST_FOLLOWERS = {INSTAGRAM: 18_240, X: 3_060}
_DAILY_FOLLOWERS = {INSTAGRAM: 8.6, X: 2.4}
_LIKES, _COMMENTS, _SHARES, _CLICKS = (
    {INSTAGRAM: 0.034, X: 0.016},
    {INSTAGRAM: 0.0022, X: 0.0018},
    {INSTAGRAM: 0.0038, X: 0.0051},
    {INSTAGRAM: 0.0074, X: 0.0098},
)
VIRAL_TEXT = "토너 하나로 7일 피부결 챌린지"
_TEXTS = (
    "오늘의 루틴: 토너 → 수분크림 → 선크림", "환절기에는 장벽부터 #장벽크림", "에디터가 고른 이달의 제품 3가지",
    "클렌징, 1분이면 충분해요\n거품은 손에서 먼저 내 주세요", "리뷰 이벤트: 댓글로 피부 고민을 알려 주세요",
    "선크림 두 손가락 법칙, 알고 계셨나요?", "신상 미리보기, 다음 주에 만나요", "직원들이 매일 쓰는 조합을 물어봤어요",
    '수분크림을 "듬뿍" 바르는 날', "출근길 3분 메이크업", "패키지를 재활용하는 방법 ♻",
    "고객님의 한마디가 힘이 됩니다",
)  # fmt: skip
_KINDS = ("사진", "릴스", "슬라이드")


def _post(rng: np.random.RandomState, number: int, platform: str, day: date) -> Post:
    hours = _HOURS[platform]
    at = datetime(day.year, day.month, day.day, hours[int(rng.randint(len(hours)))], int(rng.randint(0, 60)))  # noqa: DTZ001
    text = f"일기 {number + 1}. {_TEXTS[int(rng.randint(len(_TEXTS)))]}"
    kind = _KINDS[int(rng.randint(len(_KINDS)))] if platform == INSTAGRAM else "글"
    growth = 1.10 ** ((day - story.START).days / 365)
    seen = int(_SEEN[platform] * growth * math.exp(0.42 * float(rng.normal()) - 0.09))
    if kind == "릴스":
        seen = int(seen * 1.5)
    return _measured(rng, Post(number, at, platform, text, kind, seen, 0, 0, 0, 0, 0))


def _measured(rng: np.random.RandomState, post: Post, warmth: float = 1.0) -> Post:
    reach = int(post.impressions * (0.80 + 0.03 * float(rng.normal())))
    likes, comments, shares, clicks = (
        int(rng.binomial(post.impressions, rates[post.platform] * warmth))
        for rates in (_LIKES, _COMMENTS, _SHARES, _CLICKS)
    )
    return Post(post.number, post.at, post.platform, post.text, post.kind, post.impressions, reach, likes, comments,
                shares, clicks)  # fmt: skip


def simulate(rng: np.random.RandomState) -> tuple[tuple[Post, ...], tuple[Followers, ...]]:
    """Posts by time; followers by day and platform."""
    posts: list[Post] = []
    followers: list[Followers] = []
    size = dict(_FIRST_FOLLOWERS)
    for day in story.days():
        for platform, weekdays in _POSTING_DAYS.items():
            viral = platform == INSTAGRAM and day == story.VIRAL_AT.date()
            if viral:
                seen = Post(
                    len(posts), story.VIRAL_AT, platform, VIRAL_TEXT, "릴스", story.VIRAL_IMPRESSIONS, 0, 0, 0, 0, 0
                )
                posts.append(_measured(rng, seen, 1.75))
            elif day.weekday() in weekdays and not story.within(day, story.HOLIDAYS):
                posts.append(_post(rng, len(posts), platform, day))
            since = (day - story.VIRAL_AT.date()) // timedelta(days=1)
            size[platform] += int(rng.poisson(_DAILY_FOLLOWERS[platform])) - int(rng.poisson(1.2))
            if platform == INSTAGRAM and 0 <= since < len(story.VIRAL_FOLLOWERS):
                size[platform] += story.VIRAL_FOLLOWERS[since]
            followers.append(Followers(day, platform, size[platform]))
    return tuple(sorted(posts, key=lambda post: (post.at, post.number))), tuple(followers)
