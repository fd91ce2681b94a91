"""The planted events, with their dates and sizes. STORY.md tells them; this is where they are set."""

from __future__ import annotations

from datetime import date, datetime

START = date(2024, 10, 1)
END = date(2026, 10, 31)
CRM_START = date(2024, 7, 1)  # deals created before START are in the export if they closed after it
EXPORTED_AT = datetime(2026, 11, 2, 9, 0)  # noqa: DTZ001  wall clock: nothing later is known

# 1. The largest service customer leaves, another one takes a smaller plan
LEAVER_MRR = 430_000
LEAVES = date(2026, 10, 16)
SMALLER = date(2026, 10, 12)
SMALLER_FROM, SMALLER_TO = 128_000, 60_000

# 2. The standard plan costs more, and some leave
PLAN_PRICE_CHANGE = date(2026, 7, 1)
PLAN_PRICE_RISE = 0.06
PLAN_LEAVERS = 0.028  # a month, in August and September, against CHURN otherwise

# 3. Decisions take longer: of leads created in these days, from × 1 up to × SLOWER
SLOWER_DAYS = (date(2026, 4, 15), date(2026, 7, 15))
SLOWER = 1.36

# 4. A shorter quote form after a test: more leads, fewer of them good
TEST = (date(2026, 8, 17), date(2026, 9, 6))
FORM_CHANGE = date(2026, 9, 21)
FORM_LEADS = 1.38
FORM_SQL_RATE = 0.50  # of what web leads had before
RETEST = (date(2026, 10, 12), date(2026, 10, 31))  # with the questions of before put back

# 5. Late deliveries in the south since the warehouse moved
SOUTH = "南區"
SOUTH_FROM = date(2026, 9, 28)

# 6. A project runs over its budget
OVERRUN_PROJECT = "台中二廠自動倉儲"
OVERRUN_FROM = date(2026, 7, 31)

# 7. Double Tenth: many factories take the whole week before the holiday off
DOUBLE_TENTH = (date(2026, 10, 5), date(2026, 10, 8))
DOUBLE_TENTH_ORDERS, DOUBLE_TENTH_VISITS = 0.55, 0.74

# 8. One unusually large order, from Japan, at a discount
LARGE_ORDER_AT = datetime(2026, 10, 20, 10, 42)  # noqa: DTZ001  wall clock
LARGE_ORDER_LINES = (("LG-301", 380), ("LG-303", 120))
LARGE_ORDER_PRICE = 0.94

# 9. A faulty batch of a sensor comes back
FAULTY_SKU = "SN-501"
FAULTY_SOLD = (date(2026, 8, 17), date(2026, 10, 2))
FAULTY_BACK = (date(2026, 10, 7), date(2026, 10, 29))
FAULTY_SHARE = 0.32

# 10. Lunar New Year
LUNAR = ((date(2025, 1, 25), date(2025, 2, 2)), (date(2026, 2, 14), date(2026, 2, 22)))
LUNAR_BEFORE, LUNAR_AFTER = 0.78, 0.6  # orders on the three workdays on either side
