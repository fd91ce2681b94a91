"""Projects by the week: planned value along an S-curve, earned value behind or ahead of it, what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from simulation import story
from simulation.model import State
from simulation.workdays import days


@dataclass(frozen=True, slots=True)
class _Project:
    name: str
    first: date
    last: date  # as planned
    budget: int
    pace: float  # earned value against the planned
    cpi: float


_PROJECTS = (
    _Project("桃園品檢實驗室", date(2024, 9, 2), date(2025, 11, 28), 5_600_000, 0.97, 0.985),
    _Project("新一代線性滑軌開發", date(2025, 6, 2), date(2026, 12, 25), 9_800_000, 0.98, 1.012),
    _Project("ERP 雲端升級", date(2026, 1, 5), date(2026, 12, 18), 6_500_000, 1.01, 1.034),
    _Project(story.OVERRUN_PROJECT, date(2026, 3, 2), date(2027, 2, 26), 18_000_000, 0.93, 0.985),
    _Project("新竹客戶產線監測導入", date(2026, 5, 4), date(2026, 11, 27), 4_200_000, 0.99, 0.992),
    _Project("高雄倉庫搬遷", date(2026, 6, 1), date(2026, 10, 30), 3_600_000, 0.95, 0.953),
)
_EXTRA = 1.62  # what a dollar of work costs at the project that overruns, once it does


def _curve(share: float) -> float:
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def _earned(project: _Project, day: date) -> float:
    whole = (project.last - project.first).days
    return project.budget * _curve((day - project.first).days / whole) * project.pace


def simulate() -> tuple[State, ...]:
    """On Fridays, by day and project; a project reports until two weeks after its planned end."""
    rows = []
    for day in (day for day in days() if day.weekday() == 4):
        for project in _PROJECTS:
            if not project.first < day <= project.last + timedelta(days=14):
                continue
            earned = _earned(project, day)
            actual = earned / project.cpi
            if project.name == story.OVERRUN_PROJECT and day > story.OVERRUN_FROM:
                before = _earned(project, story.OVERRUN_FROM)
                actual = before / project.cpi + (earned - before) * _EXTRA
            planned = earned / project.pace
            planned, earned, actual = (round(value, -3) for value in (planned, earned, actual))
            rows.append(State(day, project.name, int(planned), int(earned), int(actual), project.budget))
    return tuple(rows)
