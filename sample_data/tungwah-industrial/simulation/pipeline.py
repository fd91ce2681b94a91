"""Quote forms and salespeople's contacts → deals of the CRM, from a lead to its end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import exp, log

import numpy as np

from simulation import story
from simulation.model import Lead, Visits
from simulation.web import forms_of
from simulation.workdays import at, days, is_workday, later, next_workday

_SOURCES = {
    "Direct": "Direct traffic", "Email": "Email marketing", "Organic Search": "Organic search",
    "Organic Social": "Social media", "Paid Social": "Paid social", "Referral": "Referrals",
}  # fmt: skip
OFFLINE = "Offline sources"
_OFFLINE_A_DAY = 1.7
_CYCLE_DAYS, _SPREAD = 40.0, 0.36
_WHERE = ("台北", "新北", "桃園", "新竹", "苗栗", "台中", "彰化", "雲林", "台南", "高雄", "屏東")
_FIRMS = (
    "宏昇",
    "立鼎",
    "聯峰",
    "永盛",
    "大展",
    "正揚",
    "建榮",
    "協泰",
    "晟華",
    "銘遠",
    "廣億",
    "欣達",
    "勝德",
    "百川",
)
_TRADES = ("精機", "機械", "自動化", "電子", "塑膠", "食品機械", "工具機", "包裝設備")
_WANTS = ("線性滑軌汰換", "伺服模組", "氣動迴路改裝", "感測器年度採購", "軸承框架合約", "減速機備品", "產線監測導入")


def _slower(day: date) -> float:
    first, last = story.SLOWER_DAYS
    done = min(1.0, max(0.0, (day - first).days / (last - first).days))
    return 1 + (story.SLOWER - 1) * done


def _opened(rng: np.random.RandomState, seen: tuple[Visits, ...]) -> list[tuple[datetime, str]]:
    """When and by which door leads came. Before the web's data begin, as in its first months."""
    doors = [(day, channel, count) for day, channel, count in forms_of(seen)]
    for day in days(story.CRM_START, story.START - timedelta(days=1)):
        doors += [(day, channel, int(rng.poisson(0.8 if is_workday(day) else 0.27))) for channel in _SOURCES]
    found = [
        (at(day, int(rng.randint(420, 1290))), _SOURCES[channel]) for day, channel, count in doors for _ in range(count)
    ]
    for day in days(story.CRM_START):
        if is_workday(day):
            found += [(at(day, int(rng.randint(540, 1080))), OFFLINE) for _ in range(rng.poisson(_OFFLINE_A_DAY))]
    return sorted(found)


def _moment(rng: np.random.RandomState, day: date, not_before: datetime) -> datetime:
    return max(at(day, int(rng.randint(545, 1075))), not_before + timedelta(minutes=25))


def _known(moment: datetime | None) -> datetime | None:
    return moment if moment is not None and moment < story.EXPORTED_AT else None


def _deal(rng: np.random.RandomState, number: int, created: datetime, source: str) -> Lead:
    day, offline = created.date(), source == OFFLINE
    mql = sql = closed = None
    won = False
    chances = rng.random_sample(3)
    speed = rng.standard_normal()
    new_form = not offline and day >= story.FORM_CHANGE
    if chances[0] < (0.86 if offline else 0.57):
        mql = _moment(rng, next_workday(later(day, int(rng.randint(0, 4)))), created)
        sql_rate = 0.62 if offline else 0.47 * (story.FORM_SQL_RATE if new_form else 1.0)
        if chances[1] < sql_rate:
            sql = mql if offline else _moment(rng, later(mql.date(), int(rng.randint(1, 8))), mql)
            won = bool(chances[2] < (0.46 if offline else 0.35))
    cycle = exp(log(_CYCLE_DAYS) + _SPREAD * speed) * _slower(day) * (1.0 if won else 0.8)
    quick = {True: 1.0, False: 0.55}[sql is not None]
    last = sql or mql or created
    closed = _moment(rng, next_workday(max(day + timedelta(days=round(cycle * quick)), later(last.date(), 2))), last)
    expected = closed.date()
    known = _known(closed)
    mql, sql = _known(mql), _known(sql)
    if known:
        stage = "Closed won" if won else "Closed lost"
    elif sql:
        stage = ("Sales qualified lead", "Quote sent", "Contract sent")[int(rng.choice(3, p=(0.4, 0.45, 0.15)))]
    else:
        stage = "Marketing qualified lead" if mql else "New inquiry"
    value = round(float(rng.lognormal(log(165_000), 0.7)), -3)
    amount: int | None = int(value)
    if not sql and rng.random_sample() < 0.7:
        amount = None if rng.random_sample() < 0.8 else 0
    firm = f"{_WHERE[rng.randint(len(_WHERE))]}{_FIRMS[rng.randint(len(_FIRMS))]}{_TRADES[rng.randint(len(_TRADES))]}"
    name = f"{firm}－{_WANTS[rng.randint(len(_WANTS))]}"
    if not known:
        expected = max(expected, story.EXPORTED_AT.date() + timedelta(days=int(rng.randint(5, 60))))
    return Lead(number, name, source, created, mql, sql, known, won and known is not None, expected, stage, amount)


def simulate(rng: np.random.RandomState, seen: tuple[Visits, ...]) -> tuple[Lead, ...]:
    """By time of creation; those created before the start only if they were still open at it."""
    found = []
    number = 318_402_117_640
    for created, source in _opened(rng, seen):
        number += int(rng.randint(3_000, 260_000))
        found.append(_deal(rng, number, created, source))
    begin = at(story.START, 0)
    return tuple(
        lead for lead in found if lead.created_at >= begin or lead.closed_at is None or lead.closed_at >= begin
    )
