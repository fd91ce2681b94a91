"""The aggregates that a measure may use, as a table: SQL over the rows of a window, and what none means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``sql`` takes the expression; ``zero_when_none``: over no rows it is 0 rather than nothing.

    ``distinct`` results do not add up over windows or members. A ``pair`` compares two windows: its SQL runs over
    one row an owner, with ``was`` and ``came`` (there in the first, in the second window) and the sums of the
    column in each, ``opening`` and ``closing``.
    """

    sql: str
    zero_when_none: bool
    distinct: bool = False
    pair: bool = False
    doc: str = ""


AGGREGATES: dict[str, Aggregate] = {
    "sum": Aggregate("sum({x})", zero_when_none=True, doc="sum of the column"),
    "count": Aggregate("count(*)", zero_when_none=True, doc="number of rows"),
    "count_distinct": Aggregate(
        "count(distinct {x})", zero_when_none=True, distinct=True, doc="different values of the column"
    ),
    "min": Aggregate("min({x})", zero_when_none=False, doc="smallest value"),
    "max": Aggregate("max({x})", zero_when_none=False, doc="largest value"),
    "median": Aggregate("median({x})", zero_when_none=False, doc="middle value"),
    "mean": Aggregate("avg({x})", zero_when_none=False, doc="sum of the column divided by its filled rows"),
    # Two windows of one population: base is who was there first, kept is who of them came again.
    "base": Aggregate(
        "count(*) filter (where was)",
        zero_when_none=True, distinct=True, pair=True, doc="distinct keys of the first window",
    ),
    "kept": Aggregate(
        "count(*) filter (where was and came)",
        zero_when_none=True, distinct=True, pair=True, doc="those of them in the second window",
    ),
    # What changed between them, by owner; added + raised - lowered - dropped is exactly closing - opening.
    "added": Aggregate(
        "sum(closing) filter (where opening = 0)",
        zero_when_none=True, distinct=True, pair=True, doc="the column of owners that had none in the first window",
    ),
    "raised": Aggregate(
        "sum(closing - opening) filter (where opening <> 0 and closing <> 0 and closing > opening)",
        zero_when_none=True, distinct=True, pair=True, doc="by how much it grew for owners of both windows",
    ),
    "lowered": Aggregate(
        "sum(opening - closing) filter (where opening <> 0 and closing <> 0 and closing < opening)",
        zero_when_none=True, distinct=True, pair=True, doc="by how much it shrank for owners of both windows",
    ),
    "dropped": Aggregate(
        "sum(opening) filter (where opening <> 0 and closing = 0)",
        zero_when_none=True, distinct=True, pair=True, doc="the column of owners that have none in the second window",
    ),
}  # fmt: skip
