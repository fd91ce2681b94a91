"""A period that is over and yet still grows: refunds without a date of their own count in their order's period.

Orders of the last weeks have had less time to be sent back than older ones, so a refund rate that fell against older
periods may only be young. A rise is a rise all the more.
"""

from __future__ import annotations

from datetime import timedelta

from reportgen.insights.model import Insight
from reportgen.insights.scope import Scope
from reportgen.units import Direction

_GROWING = frozenset({"refund_rate"})


def is_unripe(insight: Insight, scope: Scope) -> bool:
    """The finding says that a figure fell which has not finished growing."""
    return insight.kpi in _GROWING and insight.direction is Direction.DOWN and _refunds_still_come(scope)


def _refunds_still_come(scope: Scope) -> bool:
    """Refunds count in their order's period, and the data do not reach far enough past it to hold them all."""
    state = scope.results.state
    by_order = any(
        caveat.issue.rule == "refunds-basis" and caveat.issue.message.arguments.get("basis") == "order"
        for caveat in scope.background.caveats
    )
    ripe = state.period.end + timedelta(days=scope.thresholds.refund_days)
    return by_order and (state.data_to is None or state.data_to < ripe)
