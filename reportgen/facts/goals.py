"""Goals: what each goal of web analytics brought, apart from the sessions that all goals share.

A goal's rows either stand beside rows without a goal, or repeat the day's sessions for every goal. Either way
sessions count once in ``traffic``; ``traffic_goals`` holds the goals' conversions, and ``goal_sessions`` the
sessions once for every goal, so that each goal's rate is over all sessions, also of days on which it brought
nothing. Where rows of one day and segment give sessions that differ from goal to goal, they are the goal's own and
stay as they are.
"""

from __future__ import annotations

from reportgen.facts.apart import put
from reportgen.facts.tables import Union
from reportgen.sources.model import Engine, FieldType

_ALWAYS = ("day", "date", "sessions")


def part_goals(connection: Engine, union: Union) -> tuple[str, ...]:
    """Part the rows of the table ``traffic`` where some have a goal; returns the tables made."""
    if "goal" not in union.columns:
        return ()
    put(connection, "traffic_goals", "select * from traffic where goal is not null", ("conversions",))
    plain = _plain(connection, union)
    if plain is None:
        put(connection, "goal_sessions", "select * from traffic_goals", _ALWAYS)
        return "traffic_goals", "goal_sessions"
    put(connection, "traffic", plain, _ALWAYS)
    put(
        connection,
        "goal_sessions",
        "select traffic.*, goal from traffic cross join (select distinct goal from traffic_goals) order by day, goal",
        _ALWAYS,
    )
    return "traffic_goals", "goal_sessions"


def _plain(connection: Engine, union: Union) -> str | None:
    """SQL of the traffic with every session once; None where it is so already (one goal, or each has its own)."""
    kinds = {name: union.model.field(name).type for name in union.columns}
    counts = [name for name, kind in kinds.items() if kind in {FieldType.COUNT, FieldType.NUMBER}]
    segment = ", ".join(["day", *(f'"{name}"' for name in kinds if name not in {*counts, "goal"})])
    without, with_conversions = connection.execute(
        f"select count(*), {'count(conversions)' if 'conversions' in counts else '0'} from traffic where goal is null"
    ).fetchall()[0]
    if without and (with_conversions or "conversions" not in counts):
        return "select * exclude (goal) from traffic where goal is null"
    if without:  # the goals' conversions are all that there are
        nothing = ", ".join(f'null as "{name}"' for name in counts if name not in {"conversions", "sessions"})
        own = f"0 as sessions{', ' if nothing else ''}{nothing}"
        return (
            "select * exclude (goal) from traffic where goal is null union all by name"
            f" select {segment}, conversions, {own} from traffic where goal is not null"
        )
    one_goal = "select 1 from traffic having count(distinct goal) = 1"
    if connection.execute(
        f"{one_goal} union all select 1 from traffic group by {segment} having min(sessions) <> max(sessions) limit 1"
    ).fetchall():
        return None
    once = ", ".join(f'{"sum" if name == "conversions" else "max"}("{name}") as "{name}"' for name in counts)
    return f"select {segment}, {once} from traffic group by {segment} order by all"
