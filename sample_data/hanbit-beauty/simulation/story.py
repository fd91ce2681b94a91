"""The planted events, with their dates and sizes. STORY.md tells them; this is where they are set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Sale:
    """An event of the year: what it multiplies, its coupon and the coupon's per cent."""

    first: date
    last: date
    visits: float
    buying: float
    coupon: str
    percent: int


START = date(2024, 10, 1)
END = date(2026, 10, 31)
EXPORTED_AT = datetime(2026, 11, 2, 9, 0)  # noqa: DTZ001  wall clock: nothing later is known

CHANNELS = ("Direct", "Email", "Organic Search", "Organic Social", "Paid Search", "Paid Shopping", "Paid Social")
DEVICES = ("desktop", "mobile")

YEARLY_SESSIONS = 1.12

# 1. Naver's shopping search: a rival bids clicks up
SHOPPING_BIDS = date(2026, 9, 28)
SHOPPING_CPC = 1.38

# 2. A Meta campaign is stopped
STOPPED_CAMPAIGN = "릴스_체험단_신규"
STOP = date(2026, 10, 12)  # its first day without spend
STOPPED_SHARE = 0.36  # of the paid-social clicks

# 3. The analytics tag is lost with a release, and back in the afternoon of the next day
OUTAGE_DARK = date(2026, 10, 20)  # no rows at all
OUTAGE_DIM = date(2026, 10, 21)
OUTAGE_SEEN = 0.35

# 4. Lunar New Year and Chuseok: gifts before, quiet days then
GIFT_SEASONS = (
    (date(2025, 1, 6), date(2025, 1, 24)), (date(2025, 9, 15), date(2025, 10, 2)),
    (date(2026, 1, 26), date(2026, 2, 12)), (date(2026, 9, 2), date(2026, 9, 22)),
)  # fmt: skip
HOLIDAYS = (
    (date(2025, 1, 27), date(2025, 1, 30)), (date(2025, 10, 3), date(2025, 10, 9)),
    (date(2026, 2, 14), date(2026, 2, 18)), (date(2026, 9, 24), date(2026, 9, 27)),
)  # fmt: skip
GIFT_VISITS, GIFT_BUYING, GIFT_SETS = 1.08, 1.06, 3.4  # the last: how much oftener sets are chosen
HOLIDAY_VISITS, HOLIDAY_COMPLETION = 0.62, 0.78

# 5. A draw among new subscribers of the newsletter
DRAW = (date(2026, 9, 28), date(2026, 10, 11))
DRAW_SIGNUPS = 395  # a day
DRAW_OPENS, DRAW_CLICKS = 0.52, 0.45  # of what older subscribers open and click

# 6. A reel goes viral
VIRAL_AT = datetime(2026, 10, 14, 19, 30)  # noqa: DTZ001  wall clock
VIRAL_IMPRESSIONS = 486_000
VIRAL_LIFT = (1.9, 5.4, 4.0, 2.8, 2.1, 1.7, 1.4, 1.3)  # of organic-social sessions, from the day itself
VIRAL_QUALITY = 0.55
VIRAL_FOLLOWERS = (420, 1880, 1240, 730, 410, 260, 170, 120)

# 7. Google ranks the moisturiser page lower
RANKING_LOSS = date(2026, 10, 5)
LOST_QUERIES = ("수분크림 추천", "건성 수분크림", "장벽크림 추천")
LOST_POSITIONS = 5.9  # places down
ORGANIC_LOSS = 0.88  # of the organic-search sessions

# 8. Skincare costs more
PRICE_CHANGE = date(2026, 10, 5)
PRICE_RISE = 0.10
PRICE_RESPONSE = 0.93  # how often it is chosen afterwards, against before

# 9. The events of the year
SALES = (
    Sale(date(2024, 11, 20), date(2024, 11, 30), 1.75, 1.28, "블랙위크 20%", 20),
    Sale(date(2025, 6, 9), date(2025, 6, 15), 1.32, 1.12, "선케어 페스타 15%", 15),
    Sale(date(2025, 11, 20), date(2025, 11, 30), 1.75, 1.28, "블랙위크 20%", 20),
    Sale(date(2026, 6, 8), date(2026, 6, 14), 1.32, 1.12, "선케어 페스타 15%", 15),
)

TRACKED_PURCHASES = 0.955  # of the orders placed


def days() -> tuple[date, ...]:
    """Every day of the story, first to last."""
    return tuple(START + timedelta(days=i) for i in range((END - START).days + 1))


def within(day: date, spans: tuple[tuple[date, date], ...]) -> bool:
    """Whether the day lies in one of the spans, both ends in."""
    return any(first <= day <= last for first, last in spans)


def sale(day: date) -> Sale | None:
    """The event that the day belongs to."""
    return next((event for event in SALES if event.first <= day <= event.last), None)
