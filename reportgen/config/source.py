"""What a client says about one of its sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from reportgen.config.fields import (
    Connection,
    Constant,
    Currency,
    DateFormat,
    Delimiter,
    Encoding,
    Line,
    Relation,
    Text,
    TimeZoneName,
)

Raw = Annotated[str, Field(min_length=1)]  # as it stands in a file, spaces and all


class Strict(BaseModel):
    """Every model of a config file: no unknown keys, no conversion between types, never changed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class ColumnSource(Strict):
    """Where a canonical column comes from: exactly one of these."""

    name: Raw | None = Field(default=None, description="the file's column; usually written as a plain text")
    value: Constant | None = Field(default=None, description="a constant for every row")
    row: Literal[True] | None = Field(default=None, description="the row's number, where a file has no id")
    sql: Text | None = Field(default=None, description="an expression over the file's own columns")


def _column(value: object) -> object:
    return value if isinstance(value, dict) else {"name": value}


class SourceEntry(Strict):
    """An entry of ``sources`` as it is typed."""

    name: Line | None = Field(default=None, description="a label for messages and data notes")
    format: Line | None = Field(
        default=None,
        description="a built-in reader, for a tool's own export; auto finds it by the file's columns",
    )
    table: Line | None = Field(default=None, description="the canonical table that your own file fills")
    path: Line | None = Field(default=None, description="the file, or a glob read as one table")
    query: Text | None = Field(default=None, description="SQL for the database behind connection")
    relation: Relation | None = Field(
        default=None, description="a table or view behind connection whose rows stay there: only aggregates leave it"
    )
    connection: Connection | None = Field(
        default=None, description="${NAME} of the database's URL, or sqlite:///FILE or duckdb:///FILE in the folder"
    )
    columns: dict[str, Annotated[ColumnSource, BeforeValidator(_column)]] = Field(
        default_factory=dict,
        description="canonical column: the file's column, {value:}, {row: true} or {sql:}",
    )
    where: Text | None = Field(default=None, description="an SQL boolean over the file's own columns")
    date_format: DateFormat | None = Field(default=None, description="how the file writes dates, in % signs")
    decimal: Literal[".", ","] | None = Field(default=None, description="the decimal sign")
    thousands: Literal[".", ",", "'", "’", " ", "\u00a0", "\u202f", "_"] | None = Field(
        default=None, description="the sign between thousands"
    )
    delimiter: Delimiter | None = Field(default=None, description="between cells: a character, tab or whitespace")
    encoding: Encoding | None = Field(default=None, description="the file's text encoding")
    skip_rows: int = Field(default=0, ge=0, le=10_000, description="lines before the header")
    sheet: Raw | None = Field(default=None, description="the worksheet's name")
    settle_days: int | None = Field(
        default=None, ge=0, le=366, description="days after a period's end before its numbers are final"
    )
    timezone: TimeZoneName | None = Field(default=None, description="of the file's timestamps, where not the client's")
    currency: Currency | None = Field(default=None, description="of the file's amounts, where not the client's")

    @property
    def label(self) -> str:
        """The source as messages call it: its name, or format or table with the path."""
        kind = self.format or self.table or "source"
        return self.name or f"{kind} ({self.path or self.relation or 'query'})"

    @property
    def zone(self) -> ZoneInfo | None:
        """The time zone of its timestamps, if it says one."""
        return ZoneInfo(self.timezone) if self.timezone else None


class SourceSpec(SourceEntry):
    """A source with the files that its path matched: absolute, sorted; none for a query."""

    files: tuple[Path, ...] = ()

    @classmethod
    def located(cls, entry: SourceEntry, files: tuple[Path, ...]) -> SourceSpec:
        """The entry with its files."""
        return cls.model_construct(entry.model_fields_set, **dict(entry), files=files)
