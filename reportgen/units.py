"""What a number measures and which way it is good: the vocabulary shared by every room."""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """The unit of a KPI. Rates are fractions (0.031, printed 3.1%); ratios are plain multiples."""

    MONEY = "money"
    COUNT = "count"
    RATE = "rate"
    RATIO = "ratio"
    DAYS = "days"
    HOURS = "hours"
    SECONDS = "seconds"
    SCORE = "score"


class Good(StrEnum):
    """The direction in which a KPI is good; NONE is context and is never coloured."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Cadence(StrEnum):
    """How often a KPI is worth reading."""

    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class Direction(StrEnum):
    """Which way a number moved. FLAT is a change too small to be called one."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"
    NONE = "none"


class Sentiment(StrEnum):
    """What a movement means for the business; the only thing that colour may say."""

    FAVOURABLE = "favourable"
    UNFAVOURABLE = "unfavourable"
    NEUTRAL = "neutral"


def sentiment(good: Good, direction: Direction) -> Sentiment:
    """Favourable when the number moved the way that is good for it."""
    if good is Good.NONE or direction in (Direction.FLAT, Direction.NONE):
        return Sentiment.NEUTRAL
    return Sentiment.FAVOURABLE if good.value == direction.value else Sentiment.UNFAVOURABLE
