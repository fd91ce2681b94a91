"""Days × channels × devices → visits and the steps that they take, ending in orders placed."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np

from simulation import story
from simulation.model import Visits

_DAILY_SESSIONS = 1_575  # a usual day of October 2025
_CHANNEL_SHARE = {
    "Affiliates": 0.05, "Direct": 0.17, "Email": 0.085,
    "Organic search": 0.33, "Paid search": 0.215, "Paid social": 0.15,
}  # fmt: skip
_MONTH_SESSIONS = (0.93, 0.92, 0.95, 0.97, 0.985, 0.95, 0.92, 0.94, 1.015, 0.99, 1.34, 1.42)
_MONTH_BUYING = (0.96, 0.97, 0.99, 1.00, 1.01, 1.00, 0.98, 0.99, 1.015, 0.985, 1.12, 1.17)
_WEEKDAY = (1.01, 0.97, 0.95, 0.96, 0.91, 0.98, 1.22)  # Monday to Sunday
_HOLIDAY_WEEK = {-3: 1.15, -2: 1.20, -1: 1.30, 0: 1.50, 1: 2.60, 2: 1.85, 3: 1.75, 4: 2.50, 5: 1.40}
_HOLIDAY_CART = 1.30  # carts per product view in those days
_STEPS = {  # product view, cart, checkout, order: the share of the step before
    "desktop": (0.600, 0.180, 0.555, 0.665),
    "mobile": (0.550, 0.143, 0.512, 0.540),
    "tablet": (0.580, 0.165, 0.530, 0.630),
}
_CHANNEL_BUYING = {
    "Affiliates": 1.02, "Direct": 1.16, "Email": 1.52,
    "Organic search": 1.00, "Paid search": 1.12, "Paid social": 0.56,
}  # fmt: skip
_STEP_WEIGHT = (0.20, 0.40, 0.20, 0.20)  # where a channel's better buyers show


def _between_months(day: date, months: tuple[float, ...]) -> float:
    """Monthly values, each at its month's middle, joined by straight lines."""
    place = day.month - 1 + (day.day - 15.5) / 30.5
    low = math.floor(place)
    share = place - low
    return months[low % 12] * (1 - share) + months[(low + 1) % 12] * share


def _holiday(day: date) -> int | None:
    """Days since Thanksgiving if the day is within the holiday week, Monday before to Tuesday after."""
    since = (day - story.thanksgiving(day.year)).days
    return since if since in _HOLIDAY_WEEK else None


def _days_to_christmas(day: date) -> float:
    """Lull from a week before Christmas."""
    if day.month != 12 or day.day < 18:
        return 1.0
    return 0.80 if day.day < 22 else 0.58 if day.day < 27 else 0.72


def _email(day: date) -> float:
    """Lift of e-mail sessions: a monthly newsletter before the series, then the series."""
    if day < story.SERIES_START:
        return 1.9 if day.weekday() == 1 and day.day <= 7 else 0.97
    lift = story.SERIES_LIFT
    for mailing in story.MAILINGS:
        since = (day - mailing).days
        if 0 <= since < len(story.MAILING_LIFT):
            lift += story.MAILING_LIFT[since]
    return lift


def _expected_sessions(day: date, channel: str) -> float:
    years = (day - date(2025, 10, 15)).days / 365
    level = _DAILY_SESSIONS * float(story.YEARLY_SESSIONS**years) * _between_months(day, _MONTH_SESSIONS)
    level *= _WEEKDAY[day.weekday()] * _CHANNEL_SHARE[channel] * _days_to_christmas(day)
    since = _holiday(day)
    if since is not None:
        level *= _HOLIDAY_WEEK[since]
    if day in story.SNOW:
        level *= story.SNOW_VISITS
    if channel == "Email":
        level *= _email(day)
    if channel == "Paid social" and day >= story.PUSH_START:
        level *= story.PUSH_LIFT
    return level


def _steps(day: date, channel: str, device: str) -> list[float]:
    quality = _CHANNEL_BUYING[channel] * _between_months(day, _MONTH_BUYING)
    if channel == "Paid social" and day >= story.PUSH_START:
        quality *= story.PUSH_QUALITY
    rates = [rate * quality**weight for rate, weight in zip(_STEPS[device], _STEP_WEIGHT, strict=True)]
    if _holiday(day) is not None:
        rates[1] *= _HOLIDAY_CART
    if day in story.SNOW:
        rates[3] *= story.SNOW_COMPLETION
    if device == "mobile" and day >= story.CHECKOUT_RELEASE:
        rates[3] *= 1 - story.CHECKOUT_LOSS
    return [min(rate, 0.95) for rate in rates]


def _device_share(day: date, channel: str) -> dict[str, float]:
    """Phones gain about two points a year; social is mostly phones."""
    mobile = 0.585 + 0.02 * (day - story.START).days / 365 + (0.19 if channel == "Paid social" else 0.0)
    tablet = 0.045
    return {"desktop": 1 - mobile - tablet, "mobile": mobile, "tablet": tablet}


def _wander(rng: np.random.RandomState, count: int, spread: float, memory: float) -> list[float]:
    """Factors around 1 that drift from day to day (a first-order autoregression of their logarithm)."""
    shocks = rng.normal(0.0, spread * math.sqrt(1 - memory**2), count)
    level, factors = 0.0, []
    for shock in shocks:
        level = memory * level + float(shock)
        factors.append(math.exp(level - spread**2 / 2))
    return factors


def simulate(rng: np.random.RandomState) -> tuple[Visits, ...]:
    """All visits, by day, channel, device."""
    days = story.days()
    site = _wander(rng, len(days), 0.03, 0.65)
    drift = {channel: _wander(rng, len(days), 0.045, 0.8) for channel in story.CHANNELS}
    rows = []
    for i, day in enumerate(days):
        for channel in story.CHANNELS:
            expected = _expected_sessions(day, channel) * site[i] * drift[channel][i]
            share = _device_share(day, channel)
            for device in story.DEVICES:
                counts = [int(rng.poisson(expected * share[device]))]
                for rate in _steps(day, channel, device):
                    counts.append(int(rng.binomial(counts[-1], rate)))
                rows.append(Visits(day, channel, device, *counts))
    return tuple(rows)


def holiday_week(day: date) -> bool:
    """Whether the day lies between the Monday before Thanksgiving and the Tuesday after Cyber Monday."""
    return _holiday(day) is not None


def next_working_day(day: date) -> date:
    """Find the first Monday-to-Saturday day from this one on."""
    return day + timedelta(days=1) if day.weekday() == 6 else day
