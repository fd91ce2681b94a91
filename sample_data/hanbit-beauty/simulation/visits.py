"""Days × channels × devices → visits and the steps that they take, ending in orders placed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

import numpy as np

from simulation import story
from simulation.model import Visits

_DAILY_SESSIONS = 1_060  # a usual day of October 2025, without e-mail
_CHANNEL_SHARE = {
    "Direct": 0.145, "Organic Search": 0.285, "Organic Social": 0.06,
    "Paid Search": 0.17, "Paid Shopping": 0.15, "Paid Social": 0.19,
}  # fmt: skip
_AUTOMATIC_MAILS = 21  # e-mail sessions a day without letters
_MONTH_SESSIONS = (0.96, 0.94, 1.00, 1.02, 1.04, 1.03, 0.98, 0.96, 1.00, 1.01, 1.07, 1.05)
_WEEKDAY = (1.10, 1.06, 1.03, 1.02, 0.96, 0.86, 0.97)  # Monday to Sunday
_STEPS = {  # product view, cart, checkout, order: the share of the step before
    "desktop": (0.600, 0.175, 0.545, 0.560),
    "mobile": (0.560, 0.165, 0.505, 0.475),
}
_CHANNEL_BUYING = {
    "Direct": 1.28, "Email": 1.45, "Organic Search": 1.02, "Organic Social": 0.50,
    "Paid Search": 1.24, "Paid Shopping": 1.12, "Paid Social": 0.62,
}  # fmt: skip
_STEP_WEIGHT = (0.20, 0.40, 0.20, 0.20)  # where a channel's better buyers show


def season(day: date) -> float:
    """Growth, months, weekdays, holidays and events: how busy the whole site is, 1 being usual."""
    years = (day - date(2025, 10, 15)).days / 365
    level = float(story.YEARLY_SESSIONS**years) * _between_months(day) * _WEEKDAY[day.weekday()]
    if story.within(day, story.HOLIDAYS):
        level *= story.HOLIDAY_VISITS
    if story.within(day, story.GIFT_SEASONS):
        level *= story.GIFT_VISITS
    event = story.sale(day)
    return level * (event.visits if event else 1.0)


def _between_months(day: date) -> float:
    """Monthly values, each at its month's middle, joined by straight lines."""
    place = day.month - 1 + (day.day - 15.5) / 30.5
    low = math.floor(place)
    share = place - low
    return _MONTH_SESSIONS[low % 12] * (1 - share) + _MONTH_SESSIONS[(low + 1) % 12] * share


def _viral(day: date) -> float | None:
    since = (day - story.VIRAL_AT.date()).days
    return story.VIRAL_LIFT[since] if 0 <= since < len(story.VIRAL_LIFT) else None


def _expected_sessions(day: date, channel: str, letters: Mapping[date, float]) -> float:
    if channel == "Email":
        return _AUTOMATIC_MAILS * season(day) + letters.get(day, 0.0)
    level = _DAILY_SESSIONS * season(day) * _CHANNEL_SHARE[channel]
    if channel == "Organic Social":
        level *= _viral(day) or 1.0
    if channel == "Organic Search" and day >= story.RANKING_LOSS:
        level *= story.ORGANIC_LOSS
    if channel == "Paid Social" and day >= story.STOP:
        level *= 1 - story.STOPPED_SHARE
    return level


def _steps(day: date, channel: str, device: str) -> list[float]:
    quality = _CHANNEL_BUYING[channel]
    if channel == "Organic Social" and _viral(day):
        quality *= story.VIRAL_QUALITY
    if channel == "Paid Social" and day >= story.STOP:
        quality *= 1.28  # who came through the stopped campaign bought least
    if story.within(day, story.GIFT_SEASONS):
        quality *= story.GIFT_BUYING
    event = story.sale(day)
    quality *= event.buying if event else 1.0
    rates = [rate * quality**weight for rate, weight in zip(_STEPS[device], _STEP_WEIGHT, strict=True)]
    if story.within(day, story.HOLIDAYS):
        rates[3] *= story.HOLIDAY_COMPLETION
    return [min(rate, 0.95) for rate in rates]


def _device_share(day: date, channel: str) -> dict[str, float]:
    """Phones gain a point a year; social is nearly all phones."""
    mobile = 0.755 + 0.012 * (day - story.START).days / 365 + (0.13 if "Social" in channel else 0.0)
    return {"desktop": 1 - mobile, "mobile": mobile}


def _wander(rng: np.random.RandomState, count: int, spread: float, memory: float) -> list[float]:
    """Factors around 1 that drift from day to day (a first-order autoregression of their logarithm)."""
    shocks = rng.normal(0.0, spread * math.sqrt(1 - memory**2), count)
    level, factors = 0.0, []
    for shock in shocks:
        level = memory * level + float(shock)
        factors.append(math.exp(level - spread**2 / 2))
    return factors


def simulate(rng: np.random.RandomState, letters: Mapping[date, float]) -> tuple[Visits, ...]:
    """All visits, by day, channel, device; ``letters`` are the sessions that mailings bring, by day."""
    days = story.days()
    site = _wander(rng, len(days), 0.025, 0.6)
    drift = {channel: _wander(rng, len(days), 0.035, 0.75) for channel in story.CHANNELS}
    rows = []
    for i, day in enumerate(days):
        for channel in story.CHANNELS:
            expected = _expected_sessions(day, channel, letters) * site[i] * drift[channel][i]
            share = _device_share(day, channel)
            for device in story.DEVICES:
                counts = [int(rng.poisson(expected * share[device]))]
                for rate in _steps(day, channel, device):
                    counts.append(int(rng.binomial(counts[-1], rate)))
                rows.append(Visits(day, channel, device, *counts))
    return tuple(rows)
