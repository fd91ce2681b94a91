"""Tables: the staged rows of any canonical table as one fact table, by the model alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.facts.model import TABLES, TableModel
from reportgen.facts.rules import found
from reportgen.facts.store import FactTable
from reportgen.issues import Issue
from reportgen.sources.model import Engine, FieldType, StagedTable


@dataclass(frozen=True, slots=True)
class Union:
    """The rows of all sources of one table as a temporary view: its columns and ``_seq``, their order.

    ``columns`` are the required ones and those that some row fills, in the model's order.
    """

    model: TableModel
    relation: str
    columns: tuple[str, ...]
    rows: int
    sources: tuple[str, ...]

    @property
    def label(self) -> str:
        """The sources' labels, for issues."""
        return ", ".join(self.sources)


def unite(connection: Engine, table: str, staged: Sequence[StagedTable]) -> Union:
    """All staged rows of a table as ``all_<table>``; later sources and later rows have a greater ``_seq``."""
    model = TABLES[table]
    given = [field for field in model.fields if any(field.name in source.columns for source in staged)]
    parts = []
    for number, source in enumerate(staged):
        cells = [f'"{field.name}"' if field.name in source.columns else f'null as "{field.name}"' for field in given]
        parts.append(
            f'select {number}::BIGINT * 1099511627776 + _row as _seq, {", ".join(cells)} from "{source.relation}"'
        )
    rows = " union all ".join(parts)
    counted = [f'count("{field.name}")' for field in given]
    whole = [
        f'coalesce(bool_and("{field.name}" = trunc("{field.name}")), true)' if field.type is FieldType.COUNT else "true"
        for field in given
    ]
    facts = connection.execute(f"select count(*), {', '.join(counted + whole)} from ({rows})").fetchall()[0]
    filled, is_whole = facts[1 : 1 + len(given)], facts[1 + len(given) :]
    columns, cells = [], []
    for field, count, integral in zip(given, filled, is_whole, strict=True):
        if count or field.required:
            columns.append(field.name)
            cast = field.type is FieldType.COUNT and integral
            cells.append(f'cast("{field.name}" as BIGINT) as "{field.name}"' if cast else f'"{field.name}"')
    relation = f"all_{table}"
    connection.execute(f'create or replace temp view "{relation}" as select _seq, {", ".join(cells)} from ({rows})')
    return Union(model, relation, tuple(columns), int(facts[0]), tuple(source.label for source in staged))


def last_of_each_key(connection: Engine, union: Union) -> tuple[str, tuple[Issue, ...]]:
    """SQL of the rows with repeated keys reduced to their last, and the issue if there were any."""
    if not union.model.key:
        return f'select * from "{union.relation}"', ()
    key = ", ".join(f'"{column}"' for column in union.model.key)
    repeated, example = connection.execute(
        f"select coalesce(sum(n - 1), 0), min(k) from (select count(*) as n, min(cast({union.model.key[0]} as VARCHAR))"
        f' as k from "{union.relation}" group by {key} having count(*) > 1)'
    ).fetchall()[0]
    if not repeated:
        return f'select * from "{union.relation}"', ()
    issue = found(
        "repeated-keys",
        union.sources,
        int(repeated),
        str(example),
        table=union.model.name,
        key=union.model.key[0],
        example=str(example),
    )
    newest = f'select * from "{union.relation}" qualify row_number() over (partition by {key} order by _seq desc) = 1'
    return newest, (issue,)


def day_columns(time: str, *, clock: bool) -> str:
    """SQL of ``day`` and, with ``clock``, ``hour`` (0 … 23) and ``weekday`` (ISO, 1 … 7)."""
    day = f'cast("{time}" as DATE) as day'
    more = f', cast(hour("{time}") as INTEGER) as hour, cast(isodow("{time}") as INTEGER) as weekday'
    return day + (more if clock else "")


def build_table(connection: Engine, union: Union) -> tuple[FactTable, tuple[Issue, ...]]:
    """A fact table that needs no rules of its own: its columns, and ``day``."""
    rows, issues = last_of_each_key(connection, union)
    columns = ", ".join(f'"{column}"' for column in union.columns)
    connection.execute(
        f'create or replace temp table "{union.model.name}" as'
        f" select {day_columns(union.model.time, clock=False)}, {columns} from ({rows}) order by _seq"
    )
    return describe(connection, union.model.name, union.sources), issues


def describe(connection: Engine, name: str, sources: tuple[str, ...]) -> FactTable:
    """What is in a fact table that was made."""
    columns = connection.execute(f'describe "{name}"').fetchall()
    rows, first, last = connection.execute(f'select count(*), min(day), max(day) from "{name}"').fetchall()[0]
    types = {str(row[0]): str(row[1]) for row in columns if not str(row[0]).startswith("_")}
    return FactTable(name, types, int(rows), first, last, sources)
