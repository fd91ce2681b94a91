"""Plan: what a client declares about a source becomes the spec that this room reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.sources.model import ColumnSource, Constant, FileColumn, RowNumber, SqlColumn, TableSpec

if TYPE_CHECKING:
    from reportgen.config.source import ColumnSource as DeclaredColumn
    from reportgen.config.source import SourceSpec

_DELIMITERS = {"tab": "\t", "\\t": "\t"}
_OPPOSITE = {",": ".", ".": ","}  # a thousands sign tells the decimal sign


def table_spec(declared: SourceSpec, root: Path, client_timezone: str) -> TableSpec:
    """The spec of a declared source of files; ``root`` is the client's folder."""
    return TableSpec(
        label=declared.label,
        table=declared.table or "",
        files=tuple(declared.files),
        root=root,
        client_timezone=client_timezone,
        columns={name: _column(column) for name, column in declared.columns.items()},
        where=declared.where,
        date_format=declared.date_format,
        decimal=declared.decimal or _OPPOSITE.get(declared.thousands or ""),
        delimiter=_DELIMITERS.get(declared.delimiter or "", declared.delimiter),
        encoding=declared.encoding,
        skip_rows=declared.skip_rows,
        sheet=declared.sheet,
        timezone=declared.timezone,
        currency=declared.currency,
    )


def _column(declared: DeclaredColumn) -> ColumnSource:
    if declared.row:
        return RowNumber()
    if declared.sql is not None:
        return SqlColumn(declared.sql)
    if declared.value is not None:
        return Constant(str(declared.value))
    return FileColumn(declared.name or "")
