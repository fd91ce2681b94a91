"""What a client's report is due of: the last period that is over and whose data have settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from reportgen.config.client import ClientConfig
from reportgen.periods import Period, PeriodKind, period_of, previous
from reportgen.sources.readers import settle_days

CADENCES = {kind.value: kind for kind in (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)}


@dataclass(frozen=True, slots=True)
class Due:
    """The period whose report is due, since ``day``; ``coming`` is the next period and the day it falls due."""

    period: Period
    day: date
    coming: tuple[Period, date]


def due(config: ClientConfig, cadence: str, today: date) -> Due:
    """The last period of this cadence whose end and longest settling time lie before ``today``.

    A report falls due on the day after its period's end plus the most ``settle_days`` of the client's sources.
    KeyError for a cadence that is not in ``CADENCES``.
    """
    coming = period_of(today, CADENCES[cadence], config.calendar)
    found = previous(coming, config.calendar)
    while settled_on(config, found) > today:
        coming, found = found, previous(found, config.calendar)
    return Due(found, settled_on(config, found), (coming, settled_on(config, coming)))


def settled_on(config: ClientConfig, period: Period) -> date:
    """The first day on which no source changes its numbers of the period any more."""
    settle = max((settle_days(source.format, source.settle_days) for source in config.sources), default=0)
    return period.end + timedelta(days=1 + settle)
