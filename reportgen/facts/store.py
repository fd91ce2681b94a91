"""The fact store: the tables that numbers rest on, and what is known about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from reportgen.facts.coverage import Coverage
from reportgen.facts.workspace import Workspace
from reportgen.issues import Issue
from reportgen.periods.model import Span
from reportgen.sources.cells import Cell, kind_of
from reportgen.sources.expressions import ColumnRef
from reportgen.sources.model import Engine, Provenance

PARENTS: Mapping[str, str] = MappingProxyType(
    {
        "refunds": "orders",
        "refund_lines": "order_lines",
        "traffic_goals": "traffic",
        "goal_sessions": "traffic",
        "search_queries": "search",
        "search_pages": "search",
        "search_devices": "search",
        "search_countries": "search",
        "social_followers": "social",
    }
)
"""Table made from a canonical one → that one."""


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table in its engine. ``types`` maps each column that is there to DuckDB's type.

    ``first`` and ``last`` are the first and last ``day``, None without rows; ``sources`` are the
    labels of the sources that it was made from.
    """

    name: str
    types: Mapping[str, str]
    rows: int
    first: date | None
    last: date | None
    sources: tuple[str, ...]

    @property
    def columns(self) -> frozenset[str]:
        """Columns that are there; one that no row of the data fills is not."""
        return frozenset(self.types)

    def references(self) -> dict[str, ColumnRef]:
        """The columns as ``sources.expressions`` wants them, for measures that users write."""
        return {name: ColumnRef(Cell(f'"{name}"', kind_of(type_))) for name, type_ in self.types.items()}


@dataclass(frozen=True, slots=True)
class FactStore:
    """A client's fact tables, by name: in one DuckDB connection that can no longer read files, or in warehouses.

    ``elsewhere`` are the engines of the tables that are not in ``connection``; ``kept`` says that an earlier build made
    the tables of the same files.
    """

    connection: Engine
    tables: Mapping[str, FactTable]
    coverage: tuple[Coverage, ...]
    issues: tuple[Issue, ...]
    sources: tuple[Provenance, ...]
    workspace: Workspace | None = field(default=None, compare=False)  # removed with the store
    elsewhere: Mapping[str, Engine] = field(default_factory=dict, compare=False)
    kept: bool = field(default=False, compare=False)

    def on(self, table: str) -> Engine:
        """Where the table is: statements about it go there."""
        return self.elsewhere.get(table, self.connection)

    def covers(self, table: str) -> tuple[Coverage, ...]:
        """The coverage of the sources that a table was made from."""
        sources = self.tables[table].sources if table in self.tables else ()
        return tuple(cover for cover in self.coverage if cover.label in sources)

    def extent(self, table: str | None = None) -> Span | None:
        """First to last day with rows, of a table or of all; None without rows."""
        covers = self.coverage if table is None else self.covers(table)
        if not covers:
            return None
        return Span(min(cover.first for cover in covers), max(cover.last for cover in covers))

    def begins_late(self, table: str, start: date) -> bool:
        """Whether the table lacks days from ``start`` on that its sources usually have."""
        covers = self.covers(table)
        if not covers or any(cover.first <= start for cover in covers):
            return False
        first = min(covers, key=lambda cover: cover.first)
        before = Span(start, first.first - timedelta(days=1))
        return first.daily and any(day.isoweekday() in first.usual_weekdays for day in before)

    def reach(self, table: str, span: Span, today: date) -> date | None:
        """The last day of the span that all of the table's sources cover; None when none reaches into it."""
        days = [cover.reach(span, today) for cover in self.covers(table) if cover.last >= span.start]
        return min(days, default=None)

    def touched(self, issue: Issue) -> tuple[str, ...]:
        """The canonical tables that rest on a source in which a check found something, sorted."""
        names = (name for name, table in self.tables.items() if any(map(issue.concerns, table.sources)))
        return tuple(sorted({self.parent(name) for name in names}))

    @staticmethod
    def parent(table: str) -> str:
        """The canonical table that a derived one belongs to."""
        return PARENTS.get(table, table)
