"""Counts by two dimensions at once: the weekday × hour map of orders."""

from __future__ import annotations

from reportgen.facts import FactStore
from reportgen.kpis.model import DayWindow


def grid_cells(
    store: FactStore, dimensions: tuple[str, str], window: DayWindow, table: str = "orders"
) -> tuple[tuple[str, str, int], ...]:
    """(first member, second member, rows) of every filled cell, sorted."""
    first, second = (f'cast("{dimension}" as varchar)' for dimension in dimensions)
    days = " or ".join(f"day between date '{span.start}' and date '{span.end}'" for span in window.spans)
    sql = f'select {first} as a, {second} as b, count(*) from "{table}" where {days} group by a, b order by a, b'
    return tuple((row[0], row[1], int(row[2])) for row in store.on(table).execute(sql).fetchall())
