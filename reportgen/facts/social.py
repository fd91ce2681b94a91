"""Social: what people did with a post, whom it reached, and each platform's followers a day."""

from __future__ import annotations

from reportgen.facts.apart import put
from reportgen.facts.tables import Union
from reportgen.sources.model import Engine

_ENGAGEMENTS = ("likes", "comments", "shares")
_AUDIENCE = ("reach", "impressions")  # the first that a row gives


def part_social(connection: Engine, union: Union) -> tuple[str, ...]:
    """Add ``engagements`` and ``audience`` to ``social`` and make ``social_followers``; returns the tables made.

    Both are empty in a row that fills none of their columns. Posts of one day often repeat the account's
    followers: a platform's day has them once.
    """
    given = [name for name in _ENGAGEMENTS if name in union.columns]
    audience = [name for name in _AUDIENCE if name in union.columns]
    cells = []
    if given:
        total = " + ".join(f"coalesce({name}, 0)" for name in given)
        cells.append(f"case when coalesce({', '.join(given)}) is not null then {total} end as engagements")
    if audience:
        cells.append(f"coalesce({', '.join(audience)}) as audience")
    if cells:
        connection.execute(f"create or replace temp table social as select *, {', '.join(cells)} from social")
    if "followers" not in union.columns:
        return ()
    put(
        connection,
        "social_followers",
        "select day, platform, max(followers) as followers from social where followers is not null"
        " group by day, platform order by day, platform",
        ("day", "platform", "followers"),
    )
    return ("social_followers",)
