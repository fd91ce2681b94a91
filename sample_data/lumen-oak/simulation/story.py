"""The planted events, with their dates and sizes. STORY.md tells them; this is where they are set."""

from __future__ import annotations

from datetime import date, datetime, timedelta

START = date(2024, 10, 1)
END = date(2026, 10, 31)
EXPORTED_AT = datetime(2026, 11, 2, 6, 0)  # noqa: DTZ001  wall clock: nothing later is known

CHANNELS = ("Affiliates", "Direct", "Email", "Organic search", "Paid search", "Paid social")
DEVICES = ("desktop", "mobile", "tablet")

MAILINGS = (  # the e-mail series
    date(2026, 8, 11), date(2026, 8, 25),
    date(2026, 9, 8), date(2026, 9, 22),
    date(2026, 10, 6), date(2026, 10, 13), date(2026, 10, 20), date(2026, 10, 27),
)  # fmt: skip
SERIES_START = MAILINGS[0]
MAILING_LIFT = (4.6, 1.6, 0.6)  # extra e-mail sessions on the day and the two after it, in normal days
SERIES_LIFT = 1.10  # the automatic mails between the mailings

PUSH_START = date(2026, 9, 14)
PUSH_LIFT = 1.52  # paid-social sessions; with the season they are about 60 % above August
PUSH_QUALITY = 0.64  # and how well they convert, against before

OUTAGE_DARK = date(2026, 6, 17)  # no rows at all
OUTAGE_DIM = date(2026, 6, 18)  # the tag is back late in the evening
OUTAGE_SEEN = 0.03

CHECKOUT_RELEASE = date(2026, 10, 5)
CHECKOUT_LOSS = 0.08  # of the completion rate on phones

STOCK_OUT = date(2026, 9, 20)
OUT_OF_STOCK = frozenset({"FN-201", "FN-206"})  # about two fifths of furniture sales
SUBSTITUTION = 1.15  # of the other furniture

PRICE_CHANGE = date(2026, 10, 12)
PRICE_RISE = 0.06  # on lighting
PRICE_RESPONSE = 0.92  # how often lighting is chosen afterwards, against before

SNOW = (date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18))
SNOW_VISITS = 0.58
SNOW_COMPLETION = 0.86

WHOLESALE_AT = datetime(2026, 3, 18, 14, 5, 37)  # noqa: DTZ001  wall clock
WHOLESALE_LINES = (("LT-102", 110), ("LT-103", 90), ("DC-502", 60))

YEARLY_SESSIONS = 1.095  # growth; prices add the rest
TRACKED_PURCHASES = 0.957  # of the orders placed; about 3 % fewer than those completed


def thanksgiving(year: int) -> date:
    """Find the fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


def days() -> tuple[date, ...]:
    """Every day of the story, first to last."""
    return tuple(START + timedelta(days=i) for i in range((END - START).days + 1))
