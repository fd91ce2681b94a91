"""The survey after deliveries and visits: who would recommend the company, and how satisfied they are."""

from __future__ import annotations

import numpy as np

from simulation import story
from simulation.model import Answer
from simulation.workdays import at, days, is_workday

SEGMENTS = {
    "北區": (0.30, 0.47, 0.13),
    "中區": (0.26, 0.45, 0.14),
    story.SOUTH: (0.27, 0.46, 0.14),
    "外銷": (0.17, 0.41, 0.15),
}
_LATE = (0.19, 0.43)  # promoters and detractors
_A_DAY = 7.4
_PRAISE = (
    "交期準時，品質穩定。",
    "工程師到廠解說很清楚，\n問題當天就處理完。",
    "線上採購系統查庫存很方便。",
    "包裝完整，標示清楚。",
)
_MIXED = ("價格比同業略高，但品質可以接受。", "報價速度可以再快一點。\n其他都好。", "型錄上的尺寸圖希望能更新。")
_BLAME = ("客服電話常常打不通。", "同一料號兩批的公差不太一樣，\n請加強品檢。", "發票開錯，改了兩次。")
_WAITED = (
    "倉庫搬遷後交期一延再延，產線差點停工。",
    "說好三天到貨，等了九天，\n也沒有人主動通知。",
    "出貨漏件，補件又等了一週。",
)


def _scores(rng: np.random.RandomState, promoters: float, detractors: float) -> tuple[int, int]:
    """Recommendation and satisfaction of one answer; who recommends is content."""
    kind = rng.random_sample()
    if kind < promoters:
        return int(rng.choice((9, 10))), int(rng.choice((4, 5), p=(0.3, 0.7)))
    if kind < promoters + detractors:
        return int(rng.choice((2, 3, 4, 5, 6), p=(0.06, 0.1, 0.18, 0.3, 0.36))), int(
            rng.choice((1, 2, 3), p=(0.2, 0.4, 0.4))
        )
    return int(rng.choice((7, 8))), int(rng.choice((3, 4, 5), p=(0.3, 0.6, 0.1)))


def _comment(rng: np.random.RandomState, nps: int, *, late: bool) -> str | None:
    chosen = _PRAISE if nps >= 9 else _MIXED if nps >= 7 else _WAITED if late else _BLAME
    text = chosen[int(rng.randint(len(chosen)))]
    return text if rng.random_sample() < 0.34 else None


def simulate(rng: np.random.RandomState) -> tuple[Answer, ...]:
    """By time."""
    names, shares = list(SEGMENTS), [share for share, _, _ in SEGMENTS.values()]
    rows: list[Answer] = []
    for day in days():
        minutes = sorted(
            int(m) for m in rng.randint(510, 1260, size=max(1, rng.poisson(_A_DAY if is_workday(day) else 1.3)))
        )
        for minute in minutes:
            segment = names[int(rng.choice(len(names), p=shares))]
            late = segment == story.SOUTH and day >= story.SOUTH_FROM
            nps, csat = _scores(rng, *(_LATE if late else SEGMENTS[segment][1:]))
            comment = _comment(rng, nps, late=late)
            skips = rng.random_sample(2)
            rows.append(
                Answer(len(rows) + 10_001, at(day, minute), None if skips[0] < 0.04 else nps,
                       None if skips[1] < 0.07 else csat, segment, comment)
            )  # fmt: skip
    return tuple(rows)
