"""Dates and times: which shapes a column's texts have, and so how they are read.

Read without being told: ISO dates and times (with ``Z`` or an offset), ``20231010``,
``2023/10/10``, ``2026.03.15.``, ``31.01.2026`` and, only where the column proves which of the two is
the month, ``10/31/2026`` or ``31/10/2026``. All else, and two-digit years and month names, need
``date_format``. Times with an offset are turned into the client's time zone, those without one are
in the source's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.cells import Cell, Kind, is_filled

if TYPE_CHECKING:
    import duckdb

FIRST_YEAR, LAST_YEAR = 1900, 2200  # outside them a date is a typing error or a sentinel
_SAMPLE = 20_000  # rows looked at first; all are checked afterwards
_SHAPES = 500  # different shapes that are looked at in a column of oddities

_DATES = (  # a shape (9 is a digit) and the formats that can be meant, with what comes first
    (r"9999-99?-99?", (("%Y-%m-%d", ""),)),
    (r"9999/99?/99?", (("%Y/%m/%d", ""),)),
    (r"9999\.99?\.99?", (("%Y.%m.%d", ""),)),
    (r"9999\.99?\.99?\.", (("%Y.%m.%d.", ""),)),
    (r"9999\. 99?\. 99?\.", (("%Y. %m. %d.", ""),)),
    (r"99999999", (("%Y%m%d", ""),)),
    (r"99?\.99?\.9999", (("%d.%m.%Y", ""),)),
    (r"99?/99?/9999", (("%m/%d/%Y", "month"), ("%d/%m/%Y", "day"))),
    (r"99?-99?-9999", (("%m-%d-%Y", "month"), ("%d-%m-%Y", "day"))),
)
_TIMES = (
    (r"", ""),
    (r"(?P<sep>[ T])99?:99", "%H:%M"),
    (r"(?P<sep>[ T])99?:99:99", "%H:%M:%S"),
    (r"(?P<sep>[ T])99?:99:99\.9{1,6}", "%H:%M:%S.%f"),
    (r"(?P<sep>[ T])99?:99:99\.9{7,9}", "%H:%M:%S.%n"),
    (r"(?P<sep>,? )99?:99(?P<gap> ?)[AP]M", "%I:%M{gap}%p"),
    (r"(?P<sep>,? )99?:99:99(?P<gap> ?)[AP]M", "%I:%M:%S{gap}%p"),
)
_ZONES = (  # only after a time
    (r"", "", ""),
    (r"(?P<space> ?)(?P<word>Z|UTC|GMT)", "{space}{word}", "utc"),
    (r"(?P<space> ?)[+-]99(:?99)?", "{space}%z", "offset"),
)


@dataclass(frozen=True, slots=True)
class Format:
    """One way to read a text: strptime's format, and what it says about the zone."""

    text: str
    has_time: bool
    zone: str = ""  # "", "utc" (in the text as a word) or "offset"
    order: str = ""  # "month" or "day" where both could come first


@dataclass(frozen=True, slots=True)
class DateColumn:
    """The decision for one column. ``ambiguous`` cells can be read day first and month first."""

    cell: Cell
    formats: tuple[Format, ...] = ()
    ambiguous: int = 0
    example: str | None = None
    timezone: str = "UTC"
    client_timezone: str = "UTC"

    @property
    def has_plain_days(self) -> bool:
        """Some cells are days without a time."""
        return self.cell.kind is Kind.DAY or any(not way.has_time for way in self.formats)

    def value(self) -> str:
        """SQL: the time in the client's zone as a TIMESTAMP, or null."""
        sql = self.cell.sql
        if self.cell.kind is Kind.ZONED:
            read = f"timezone({_quote(self.client_timezone)}, {sql})"
        elif self.cell.kind is Kind.DAY:
            read = f"cast(({sql}) as TIMESTAMP)"
        elif self.cell.kind is Kind.TIME:
            read = self._local(f"cast(({sql}) as TIMESTAMP)")
        else:
            read = self._parsed()
        return f"(case when year({read}) between {FIRST_YEAR} and {LAST_YEAR} then {read} end)"

    def _local(self, sql: str) -> str:
        if self.timezone == self.client_timezone:
            return sql
        return f"timezone({_quote(self.client_timezone)}, timezone({_quote(self.timezone)}, {sql}))"

    def _parsed(self) -> str:
        text = _text(self.cell.sql)
        zone = _quote(self.client_timezone)
        wrap: dict[tuple[bool, str], Callable[[str], str]] = {
            (False, ""): lambda sql: sql,
            (True, ""): self._local,
            (True, "utc"): lambda sql: f"timezone({zone}, timezone('UTC', {sql}))",
            (True, "offset"): lambda sql: f"timezone({zone}, {sql})",
        }
        ways = [
            function(_strptime(text, [way.text for way in self.formats if (way.has_time, way.zone) == key]))
            for key, function in wrap.items()
            if any((way.has_time, way.zone) == key for way in self.formats)
        ]
        return f"coalesce({', '.join(ways)})" if ways else "cast(null as TIMESTAMP)"


def _text(sql: str) -> str:
    """The cell without a spreadsheet's apostrophe, in upper case."""
    return f"upper(case when ascii({sql}) = 39 then substr({sql}, 2) else {sql} end)"


def _strptime(text: str, formats: list[str]) -> str:
    """SQL: the first format that reads the whole text."""
    rest = [way for way in formats if "%n" not in way and way != "%Y%m%d"]
    parts = [f"make_timestamp(epoch_ns(try_strptime({text}, {_quote(way)})) // 1000)" for way in formats if "%n" in way]
    if "%Y%m%d" in formats:  # which would read seven digits too
        parts.append(f"case when length({text}) = 8 then try_strptime({text}, '%Y%m%d') end")
    if rest:
        listed = _quote(rest[0]) if len(rest) == 1 else f"[{', '.join(map(_quote, rest))}]"
        parts.append(f"try_strptime({text}, {listed})")
    return parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def formats_of(shape: str) -> tuple[Format, ...]:
    """The formats that can read texts of a shape (9 for a digit): none, one, or two if ambiguous."""
    for date_shape, dates in _DATES:
        for time_shape, time in _TIMES:
            for zone_shape, zone, meaning in _ZONES if time else _ZONES[:1]:
                found = re.fullmatch(date_shape + time_shape + zone_shape, shape)
                if found:
                    parts = found.groupdict()
                    tail = parts.get("sep", "") + (time + zone).format(**parts)
                    return tuple(Format(day + tail, bool(time), meaning, order) for day, order in dates)
    return ()


def iso_formats() -> tuple[Format, ...]:
    """The formats in which a workbook's real dates are written by ``records``, and times by readers."""
    return tuple(way for shape in ("", " 99:99:99", " 99:99:99 UTC") for way in formats_of("9999-99-99" + shape))


def declared_format(connection: duckdb.DuckDBPyConnection, text: str, label: str) -> Format:
    """The user's ``date_format``. Raises SourceError when it is not a strptime format."""
    import duckdb

    try:
        connection.execute(f"select try_strptime('', {_quote(text)})").fetchall()
    except duckdb.Error as error:
        raise SourceError(
            Problem(
                f"'{text}' is not a date format",
                where=Place(label),
                expected="a strptime format such as %d/%m/%Y %H:%M",
            )
        ) from error
    has_time = any(part in text for part in ("%H", "%I", "%c", "%X"))
    return Format(text, has_time, "offset" if "%z" in text or "%Z" in text else "")


def date_column(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    cell: Cell,
    *,
    timezone: str,
    client_timezone: str,
    declared: tuple[Format, ...] = (),
    count: int | None = None,
) -> DateColumn:
    """Decide how the column's cells in the query ``rows``, at most ``count`` of them, are read.

    Where both day and month could come first and nothing decides, the ambiguous cells stay
    unread and are counted: they are never guessed.
    """
    if cell.kind is not Kind.TEXT:
        return DateColumn(cell, timezone=timezone, client_timezone=client_timezone)
    if declared:
        return DateColumn(cell, declared, timezone=timezone, client_timezone=client_timezone)
    shapes = _shapes(connection, f"select * from ({rows}) limit {_SAMPLE}", is_filled(cell), cell)
    formats = _known(shapes)
    if count is None or count > _SAMPLE or len(shapes) == _SHAPES:  # else these are all
        unread = _unread(cell, formats)
        odd = connection.execute(f"select count(*) from ({rows}) where {unread}").fetchall()[0][0]
        if odd:
            more = _known(_shapes(connection, rows, unread, cell))
            formats = tuple(dict.fromkeys((*formats, *more)))
    return _settle(connection, rows, DateColumn(cell, formats, 0, None, timezone, client_timezone))


def _shapes(connection: duckdb.DuckDBPyConnection, rows: str, where: str, cell: Cell) -> list[str]:
    """The texts' shapes, the most frequent first."""
    shape = f"translate({_text(cell.sql)}, '012345678', '999999999')"
    found = connection.execute(
        f"select {shape}, count(*) from ({rows}) where {where} group by 1 order by 2 desc, 1 limit {_SHAPES}"
    ).fetchall()
    return [str(row[0]) for row in found]


def _known(shapes: Iterable[str]) -> tuple[Format, ...]:
    return tuple(dict.fromkeys(way for shape in shapes for way in formats_of(shape)))


def _unread(cell: Cell, formats: tuple[Format, ...]) -> str:
    read = [_strptime(_text(cell.sql), [way.text]) + " is not null" for way in formats]
    return f"{is_filled(cell)} and not ({' or '.join(read)})" if read else is_filled(cell)


def _settle(connection: duckdb.DuckDBPyConnection, rows: str, column: DateColumn) -> DateColumn:
    """Keep the one order of day and month that the column proves, or none."""
    orders = {order: [way.text for way in column.formats if way.order == order] for order in ("month", "day")}
    if not orders["month"]:
        return column
    text = _text(column.cell.sql)
    month, day = (
        f"coalesce({', '.join(f'cast({_strptime(text, [way])} as TIMESTAMP)' for way in orders[order])})"
        for order in ("month", "day")
    )
    query = (
        f"select count(*) filter (m is not null and d is null), count(*) filter (d is not null and m is null),"
        f" count(*) filter (m <> d), min(t) filter (m <> d)"
        f" from (select {month} as m, {day} as d, {column.cell.sql} as t from ({rows}))"
    )
    only_month, only_day, both, example = connection.execute(query).fetchall()[0]
    if bool(only_month) != bool(only_day):
        keep = "month" if only_month else "day"
        return replace(column, formats=tuple(way for way in column.formats if way.order in {"", keep}))
    if both == 0 and not only_month:
        return column  # every cell says the same either way
    rest = tuple(way for way in column.formats if not way.order)
    return replace(column, formats=rest, ambiguous=both + only_month + only_day, example=example)
