"""Carried: rows that belong to another row give it what they say and are rows of no table themselves.

A shop that writes a refund as a row of its own, with the order's number and the refund's date and amount, may
write it into a later export than the order. So this looks at all files of the source, once the newest rows of
each thing are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportgen.issues import Issue, Severity
from reportgen.messages import message
from reportgen.sources.numbers import PRECISION
from reportgen.sources.raw import identifier
from reportgen.sources.readers.model import Carried
from reportgen.sources.readers.parts import BY, Part
from reportgen.sources.records import EXAMPLES

if TYPE_CHECKING:
    import duckdb


def carry(
    connection: duckdb.DuckDBPyConnection, label: str, parts: Sequence[Part], carried: Carried
) -> tuple[Issue, ...]:
    """Fill the columns of the rows that the marked ones belong to; the issue of those that belong to none."""
    to, flag = identifier(carried.to), identifier(carried.flag)
    tables = tuple(dict.fromkeys(part.table for part in parts))
    of = sorted({source for source, _ in carried.columns.values()})
    cells = "".join(f", {identifier(column)}" for column in of)
    marked, others = (
        " union all ".join(
            f"select _file, _n, {to} as _thing{cells} from {identifier(table)}"
            f" where {is_marked} coalesce({flag}, false) and {identifier(BY)} is null and {to} is not null"
            for table in tables
        )
        for is_marked in ("", "not")
    )
    values = ", ".join(f"{_gathered(*how)} as v{place}" for place, how in enumerate(carried.columns.values()))
    connection.execute(
        f"create or replace temp table carried as select _thing, count(*) as _rows, {values} from ({marked})"
        " group by _thing"
    )
    sets = ", ".join(f"{identifier(column)} = carried.v{place}" for place, column in enumerate(carried.columns))
    for table in tables:
        connection.execute(
            f"update {identifier(table)} as part set {sets} from carried"
            f" where part.{to} = carried._thing and not coalesce(part.{flag}, false)"
        )
    lost = connection.execute(
        f"select _thing, _rows from carried where _thing not in (select _thing from ({others})) order by 1"
    ).fetchall()
    connection.execute("drop table carried")
    if not lost:
        return ()
    rows = sum(int(count) for _, count in lost)
    examples = tuple(str(thing) for thing, _ in lost[:EXAMPLES])
    return (Issue(carried.rule, Severity.WARN, label, message(f"check.{carried.rule}", rows=rows), rows, examples),)


def _gathered(column: str, how: str) -> str:
    """SQL: the sum of the marked rows' numbers; or what the last of them says, ISO dates telling which that is."""
    cell = identifier(column)
    if how == "sum":
        return f"cast(sum(try_cast({cell} as {PRECISION})) as VARCHAR)"
    iso = f"case when regexp_matches({cell}, '^[0-9]{{4}}-') then {cell} else '' end"
    return f"first({cell} order by {iso} desc, _file desc, _n)"
