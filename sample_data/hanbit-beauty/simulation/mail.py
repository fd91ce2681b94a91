"""The newsletter: who joins, what is sent, and what the readers do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from simulation import story
from simulation.model import Send, Signups

ALL, VIP = "한빛뷰티 뉴스레터", "한빛뷰티 VIP"
_FIRST_SIZE = 13_800
_VIP_SHARE = 0.21
_DOORS = (("회원가입", 0.58), ("홈 팝업", 0.42))
_DRAW_DOOR = "추석 응모 이벤트"
_DAILY_SIGNUPS = 15.5
_MONTHLY_LETTERS = (  # which weekday, the how-manieth, hour, title, subject
    (1, 1, time(10, 0), "{m}월 한빛 소식", "{m}월, 피부가 기다린 소식을 모았어요"),
    (3, 2, time(20, 30), "{m}월 루틴 제안", "요즘 날씨엔 이 순서로 발라 보세요"),
    (1, 3, time(11, 0), "{m}월 VIP 선공개", "VIP께 먼저 보여 드려요"),
    (3, 4, time(19, 0), "{m}월 주말 혜택", "이번 주말까지만, 무료배송"),
)
_SPECIALS = {  # extra letters of a day
    date(2024, 11, 20): ("블랙위크 시작", "1년에 한 번, 블랙위크가 열렸어요"),
    date(2024, 11, 29): ("블랙위크 마지막 이틀", "내일이면 끝나요"),
    date(2025, 1, 13): ("설 선물 안내", "설 선물, 포장까지 해 드려요"),
    date(2025, 5, 2): ("가정의 달 선물", "고마운 분께 드리는 피부 선물"),
    date(2025, 6, 9): ("선케어 페스타", "여름 준비, 선케어 15%"),
    date(2025, 9, 22): ("추석 선물 안내", "추석 전 도착, 지금 주문하세요"),
    date(2025, 11, 20): ("블랙위크 시작", "올해도 블랙위크가 열렸어요"),
    date(2025, 11, 28): ("블랙위크 마지막 주말", "일요일 자정까지"),
    date(2026, 2, 2): ("설 선물 안내", "설 선물세트, 수량이 얼마 남지 않았어요"),
    date(2026, 5, 4): ("가정의 달 선물", "고마운 분께 드리는 피부 선물"),
    date(2026, 6, 8): ("선케어 페스타", "올여름 선케어 15%"),
    date(2026, 9, 7): ("추석 선물 안내", "추석 선물, 9월 21일까지 주문하면 도착해요"),
    date(2026, 10, 12): ("응모 이벤트 당첨 안내", "당첨자를 발표합니다, 모두께 드리는 쿠폰도 있어요"),
    date(2026, 10, 28): ("환절기 보습 특집", "아침저녁으로 당기는 피부라면"),
}
_OPEN, _CLICK = 0.305, 0.034


@dataclass(slots=True)
class _List:
    """Subscribers who came of their own accord, and those of the draw."""

    loyal: int
    drawn: int = 0

    @property
    def size(self) -> int:
        return self.loyal + self.drawn


def _nth_weekday(day: date) -> tuple[int, int]:
    return day.weekday(), (day.day - 1) // 7 + 1


def _letters(day: date) -> list[tuple[datetime, str, str, str]]:
    found = [
        (datetime.combine(day, at), f"{day.year % 100}년 " + title.format(m=day.month), subject.format(m=day.month),
         VIP if "VIP" in title else ALL)
        for weekday, nth, at, title, subject in _MONTHLY_LETTERS
        if _nth_weekday(day) == (weekday, nth)
    ]  # fmt: skip
    if day in _SPECIALS:
        title, subject = _SPECIALS[day]
        found.append((datetime.combine(day, time(9, 30)), f"{day.year % 100}년 {title}", subject, ALL))
    return sorted(found)


def _joined(rng: np.random.RandomState, day: date) -> list[Signups]:
    years = (day - story.START).days / 365
    rows = [
        Signups(day, door, int(rng.poisson(_DAILY_SIGNUPS * float(story.YEARLY_SESSIONS**years) * share)))
        for door, share in _DOORS
    ]
    if story.within(day, (story.DRAW,)):
        rows.append(Signups(day, _DRAW_DOOR, int(rng.poisson(story.DRAW_SIGNUPS))))
    return rows


def _send(rng: np.random.RandomState, letter: tuple[datetime, str, str, str], subscribers: _List) -> Send:
    at, title, subject, audience = letter
    loyal, drawn = subscribers.loyal, subscribers.drawn
    warmth = 1.0
    if audience == VIP:
        loyal, drawn, warmth = int(loyal * _VIP_SHARE), 0, 1.45
    if story.sale(at.date()):
        warmth *= 1.15
    warmth *= 1 + 0.04 * float(rng.normal())
    recipients = loyal + drawn
    soft, hard = int(rng.binomial(recipients, 0.0052)), int(rng.binomial(recipients, 0.0016))
    opens = int(rng.binomial(loyal - soft - hard, _OPEN * warmth))
    opens += int(rng.binomial(drawn, _OPEN * story.DRAW_OPENS))
    clicks = int(rng.binomial(loyal, _CLICK * warmth)) + int(rng.binomial(drawn, _CLICK * story.DRAW_CLICKS))
    clicks = min(clicks, opens)
    leaves = int(rng.binomial(loyal, 0.0017)) + int(rng.binomial(drawn, 0.0052))
    return Send(at, title, subject, audience, recipients, soft, hard, opens, opens + int(rng.poisson(opens * 0.42)),
                clicks, clicks + int(rng.poisson(clicks * 0.27)), leaves, int(rng.poisson(0.4)))  # fmt: skip


def simulate(rng: np.random.RandomState) -> tuple[tuple[Send, ...], tuple[Signups, ...]]:
    """Sends by time and sign-ups by day and door."""
    subscribers = _List(_FIRST_SIZE)
    sends: list[Send] = []
    signups: list[Signups] = []
    for day in story.days():
        for row in _joined(rng, day):
            signups.append(row)
            if row.door == _DRAW_DOOR:
                subscribers.drawn += row.count
            else:
                subscribers.loyal += row.count
        for letter in _letters(day):
            send = _send(rng, letter, subscribers)
            sends.append(send)
            gone = send.unsubscribes + send.hard_bounces
            from_draw = gone * subscribers.drawn // max(1, subscribers.size)
            subscribers.drawn -= from_draw
            subscribers.loyal -= gone - from_draw
    return tuple(sends), tuple(signups)


def clicks_by_day(sends: tuple[Send, ...]) -> dict[date, float]:
    """Expected e-mail sessions that the letters bring: most on the day, echoes for two days."""
    found: dict[date, float] = {}
    for send in sends:
        late = send.at.hour >= 18
        for since, share in enumerate((0.52, 0.36, 0.12) if late else (0.74, 0.19, 0.07)):
            day = send.at.date() + timedelta(days=since)
            found[day] = found.get(day, 0.0) + send.total_clicks * share
    return found
