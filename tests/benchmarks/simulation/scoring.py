"""Which printed findings name an event, and which are alarms where nothing happened. Silenced ones never count.

| event | named by |
| --- | --- |
| step of the whole | ``unusual``, ``record_streak``, ``broad`` or ``trend_break`` of revenue, orders or sessions, in its direction: the change line alone, which every report has, is not enough |
| step of a channel, dead channel | ``drivers``, ``detractors`` or ``movers`` by channel of revenue, orders or sessions, with the channel among the members printed and its contribution in the right direction |
| tracking gap | the check ``missing-days`` of the analytics source whose first and last day are the gap's; or ``day_anomaly`` downwards, or a printed ``data_caveat``, of exactly its days |
| mix shift | ``mix_rate`` or, where the ratio stood still, ``mix_offset`` (what its mix took) by channel of conversion rate or revenue per session, downwards, with the channel that won or the one that lost |
| price change | ``factors`` of revenue with order value first, in the right direction; or ``unusual`` or ``record_streak`` of order value |

An alarm is everything printed that a reader takes for news: every kind of the catalogue but those in BENIGN, and every
data check that warns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.issues import Severity
from reportgen.units import Direction

if TYPE_CHECKING:
    from reportgen.insights.model import Insight
    from reportgen.report.model import Report

    from .events import Truth
    from .shop import Shop

BENIGN = {
    "change": "the change line",
    "yoy_conflict": "the change line in one sentence with that on the year before",
    "target": "the target line",
    "pace": "the target line of a period under way",
    "factors": "the change line of the lead as an exact sum of its factors",
    "calendar": "says that the month's weekdays made the change: planted in every shop, and true",
}
"""Kinds that are no alarm, with the reason."""

DEMAND = ("revenue", "orders", "sessions")
_SIGN = {1: Direction.UP, -1: Direction.DOWN}


def printed(report: Report) -> list[Insight]:
    """The findings that the report prints."""
    return [insight for insight, _ in report.insights]


def names_event(truth: Truth, report: Report) -> bool:
    """Whether something printed names the event."""
    found = printed(report)
    if truth.event == "tracking gap":
        checks = any(
            issue.rule == "missing-days"
            and "Web analytics" in issue.source
            and (issue.message.arguments["first"], issue.message.arguments["last"]) == (truth.days[0], truth.days[-1])
            for issue in report.checks
        )
        days = f"{truth.days[0]}..{truth.days[-1]}"
        return checks or any(
            one.kind == "day_anomaly" and one.member == days and one.direction is Direction.DOWN for one in found
        )
    return any(_NAMES[truth.event](truth, one) for one in found)


def _step(truth: Truth, one: Insight) -> bool:
    if truth.member is not None:
        return _channel(truth, one)
    kinds = ("unusual", "record_streak", "broad", "trend_break")
    return one.kind in kinds and one.kpi in DEMAND and one.direction is _SIGN[truth.sign]


def _channel(truth: Truth, one: Insight) -> bool:
    if one.kind not in ("drivers", "detractors", "movers") or one.dimension != "channel" or one.kpi not in DEMAND:
        return False
    return any(key == truth.member and float(fact.value) * truth.sign > 0 for key, fact in one.members)


def _mix(truth: Truth, one: Insight) -> bool:
    about = one.kind in ("mix_rate", "mix_offset") and one.kpi in ("conversion_rate", "revenue_per_session")
    return (
        about
        and one.dimension == "channel"
        and one.direction is Direction.DOWN
        and one.member in (truth.member, truth.other)
    )


def _price(truth: Truth, one: Insight) -> bool:
    if one.kind == "factors" and one.kpi == "revenue":
        key, fact = one.members[0]
        return key == "aov" and float(fact.value) * truth.sign > 0
    return one.kind in ("unusual", "record_streak") and one.kpi == "aov" and one.direction is _SIGN[truth.sign]


_NAMES = {"step": _step, "dead channel": _channel, "mix shift": _mix, "price change": _price}


def alarms(report: Report, shop: Shop) -> list[str]:
    """What a report without an event alarms about: kinds with KPI and member, and checks.

    A ``trend`` the way that a shop really grows is true and no alarm; nor is what has no direction: a ``concentration``
    that stands as it stood (a country with half of the sales is how these shops are, month after month), and an
    ``unusual`` that reassures (a large change inside the usual range).
    """
    found = []
    for one in printed(report):
        grows = (
            one.kind == "trend" and one.kpi in (*DEMAND, *_FOLLOW) and one.direction is _SIGN.get(_sign(shop.growth))
        )
        stands = one.kind in ("concentration", "unusual") and one.direction is Direction.NONE
        if one.kind not in BENIGN and not grows and not stands:
            found.append(" ".join(part for part in (one.kind, one.kpi, one.dimension, one.member) if part))
    return found + [f"check {issue.rule}" for issue in report.checks if issue.severity is not Severity.NOTE]


_FOLLOW = ("customers", "returning_customers", "new_customers")  # they grow with the orders


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)
