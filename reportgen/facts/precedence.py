"""Precedence: where a client's own file and a tool's export say the same, the client's own file counts.

A shop's export knows the lines of its orders, the merchandise system knows them with their costs. Both may be
declared: of an order (a lead, a cart, a subscription) that a mapped table has, the rows of that table count,
and those of a reader's table are left out; all other rows of both are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportgen.facts.model import TABLES
from reportgen.facts.rules import found
from reportgen.sources.model import Engine, StagedTable

_WHOLE = {"order_lines": "order_id"}  # what rows without a key of their own belong to


def own_first(connection: Engine, staged: Sequence[StagedTable]) -> tuple[StagedTable, ...]:
    """The staged tables, readers' ones without the rows that a client's own table has too."""
    return tuple(_without(connection, source, _owners(source, staged)) for source in staged)


def _owners(source: StagedTable, staged: Sequence[StagedTable]) -> list[StagedTable]:
    if source.reader is None:
        return []
    return [other for other in staged if other.reader is None and other.table == source.table]


def _without(connection: Engine, source: StagedTable, owners: Sequence[StagedTable]) -> StagedTable:
    column = _WHOLE.get(source.table) or next(iter(TABLES[source.table].key), None)
    if not owners or column is None:
        return source
    known = " union all ".join(f'select "{column}" from "{owner.relation}"' for owner in owners)
    theirs = f'"{column}" in (select "{column}" from ({known}) where "{column}" is not null)'
    rows = connection.execute(f'select count(*) from "{source.relation}" where {theirs}').fetchall()[0][0]
    if not rows:
        return source
    relation = f"{source.relation}_rest"
    connection.execute(
        f'create or replace temp view "{relation}" as select * from "{source.relation}"'
        f" where not coalesce({theirs}, false)"
    )
    other = ", ".join(owner.label for owner in owners)
    provenance = replace(
        source.provenance,
        rows_used=source.provenance.rows_used - rows,
        dropped=tuple(sorted([*source.provenance.dropped, ("own-table", int(rows))])),
    )
    issue = found("own-table", source.label, int(rows), table=source.table, other=other)
    return replace(source, relation=relation, provenance=provenance, issues=(*source.issues, issue))
