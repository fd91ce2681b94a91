"""Visits of the website, LinkedIn's ads and the tests of the quote form."""

from __future__ import annotations

from datetime import date

import numpy as np

from simulation import story
from simulation.model import AdDay, Trial, Visits
from simulation.workdays import days, growth, is_workday, within

_CHANNELS = {  # sessions of a workday, share of them with a quote form, growth a year
    "Direct": (92, 0.0105, 1.03),
    "Email": (30, 0.0190, 1.06),
    "Organic Search": (192, 0.0128, 1.09),
    "Organic Social": (22, 0.0050, 1.05),
    "Paid Social": (66, 0.0145, 1.10),
    "Referral": (46, 0.0155, 1.04),
}
CAMPAIGNS = (("工廠主管_線性傳動型錄", 0.44), ("設備維護_服務合約", 0.31), ("自動化整合商_案例白皮書", 0.25))
OLD, SHORT, FIRST_TEST = "對照組", "短表單", "詢價表單縮短"
AGAIN, SECOND_TEST = "補回需求欄位", "詢價表單補回欄位"


def visits(rng: np.random.RandomState) -> tuple[Visits, ...]:
    """By day and channel."""
    rows = []
    for day in days():
        quiet = 1.0 if is_workday(day) else 0.34
        if within(day, story.DOUBLE_TENTH):
            quiet *= story.DOUBLE_TENTH_VISITS
        form = story.FORM_LEADS if day >= story.FORM_CHANGE else 1.0
        for channel, (base, rate, yearly) in _CHANNELS.items():
            sessions = int(rng.poisson(base * quiet * growth(day, yearly) * rng.uniform(0.92, 1.08)))
            engaged = int(rng.binomial(sessions, 0.61 if channel != "Paid Social" else 0.48))
            users = sessions - int(rng.binomial(sessions, 0.13))
            forms = int(rng.binomial(sessions, rate * form))
            rows.append(
                Visits(day, channel, sessions, engaged, int(engaged * rng.uniform(88, 112)), users,
                       int(rng.binomial(users, 0.58)), sessions + int(rng.poisson(sessions * 1.7)), forms)
            )  # fmt: skip
    return tuple(row for row in rows if row.sessions)


def ads(rng: np.random.RandomState, seen: tuple[Visits, ...]) -> tuple[AdDay, ...]:
    """By day and campaign: what brought the visits of paid social."""
    rows = []
    for row in (row for row in seen if row.channel == "Paid Social"):
        for campaign, share in CAMPAIGNS:
            clicks = max(1, int(rng.poisson(row.sessions * share * 1.08)))
            spend = round(clicks * 71 * growth(row.day, 1.05) * rng.uniform(0.9, 1.1))
            claimed = int(rng.binomial(clicks, min(1.0, row.forms / row.sessions * 1.15)))
            rows.append(AdDay(row.day, campaign, spend, round(clicks / rng.uniform(0.0052, 0.0068)), clicks, claimed))
    return tuple(rows)


def trials(rng: np.random.RandomState) -> tuple[Trial, ...]:
    """The test before the form changed, and the one that followed it."""
    rows: list[Trial] = []
    tests = (
        (FIRST_TEST, story.TEST, ((OLD, 0.044), (SHORT, 0.061))),
        (SECOND_TEST, story.RETEST, ((OLD, 0.061), (AGAIN, 0.056))),
    )
    for name, span, variants in tests:
        for day in days(*span):
            visitors = 108 if is_workday(day) else 36
            for variant, rate in variants:
                seen = int(rng.poisson(visitors))
                rows.append(Trial(day, name, variant, seen, int(rng.binomial(seen, rate))))
    return tuple(rows)


def forms_of(seen: tuple[Visits, ...]) -> tuple[tuple[date, str, int], ...]:
    """Day, channel and number of quote forms."""
    return tuple((row.day, row.channel, row.forms) for row in seen if row.forms)
