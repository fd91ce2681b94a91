"""Apart: rows that tell the same days a second time, by something else, stand in tables of their own.

A search tool gives day totals and, beside them, the same clicks by query and by page; web analytics gives
sessions and, beside them, what each goal brought. Added up they would count twice, so the totals keep the
canonical table's name and each breakdown gets a name of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.sources.model import Engine


def put(connection: Engine, name: str, rows: str, always: Sequence[str] = ()) -> None:
    """Make the table of these rows (SQL), without the columns that none of them fills, but for ``always``."""
    connection.execute(f'create or replace temp table "{name}" as {rows}')
    columns = [str(row[0]) for row in connection.execute(f'describe "{name}"').fetchall()]
    counted = ", ".join(f'count("{column}")' for column in columns)
    filled = connection.execute(f'select {counted} from "{name}"').fetchall()[0]
    for column, count in zip(columns, filled, strict=True):
        if not count and column not in always:
            connection.execute(f'alter table "{name}" drop column "{column}"')
