"""Reading: the sentence of this room. A spec comes in, a staged table with its provenance goes out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.sources.findings import issues_of, provenance_of
from reportgen.sources.model import Engine, Field, StagedTable, TableSpec
from reportgen.sources.overlap import drop_overlap
from reportgen.sources.raw import RawTable, identifier, open_raw
from reportgen.sources.staging import stage

if TYPE_CHECKING:
    import duckdb


def read_table(
    connection: duckdb.DuckDBPyConnection,
    spec: TableSpec,
    fields: Sequence[Field],
    workspace: Path,
    relation: str,
) -> StagedTable:
    """Read a source's files into the view ``relation``, which every connection to the database sees.

    ``fields`` are the canonical columns of ``spec.table``; ``relation`` is a name that no other
    source of the connection has. ``workspace`` takes copies of packed and irregular files; it may
    be emptied once this returns. Raises SourceError when the files cannot be read as the spec says.
    """
    return read_raw(connection, open_raw(connection, spec, workspace), spec, fields, relation)


def read_raw(
    connection: duckdb.DuckDBPyConnection, raw: RawTable, spec: TableSpec, fields: Sequence[Field], relation: str
) -> StagedTable:
    """The same of files that are open already."""
    staged = stage(connection, raw, spec, fields, relation)
    overlap = drop_overlap(connection, staged)
    found = provenance_of(connection, staged, spec)
    columns = frozenset(caster.field.name for caster in staged.casters)
    return StagedTable(
        label=spec.label,
        table=spec.table,
        relation=relation,
        columns=columns,
        provenance=found,
        issues=issues_of(connection, staged, spec, found, overlap),
        currencies=currencies_of(connection, spec, relation, columns, found.rows_used),
    )


def currencies_of(
    engine: Engine, spec: TableSpec, relation: str, columns: frozenset[str], rows: int
) -> tuple[tuple[str, int], ...]:
    """The currencies of a staged relation with their rows: those of its column, else the declared one."""
    if "currency" in columns:
        return tuple(
            engine.execute(
                f"select upper(currency), count(*) from {identifier(relation)} where currency is not null"
                " group by 1 order by 1"
            ).fetchall()
        )
    return ((spec.currency.upper(), rows),) if spec.currency and rows else ()
