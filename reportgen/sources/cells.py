"""Cells: what counts as missing, and the small SQL pieces that numbers, dates and flags share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MISSING = (
    "",
    "-",
    "--",
    "–",
    "—",
    "n/a",
    "na",
    "#n/a",
    "null",
    "none",
    "nan",
    "no data",
    "no data available.",
    "no data available",
)
"""Texts, in lower case, that mean no value in a column of numbers, dates or flags; never in text."""

TOTALS = (
    "total",
    "totals",
    "grand total",
    "grand totals",
    "subtotal",
    "sum",
    "summary",
    "overall total",
    "gesamt",
    "gesamtergebnis",
    "gesamtsumme",
    "gesamtsummen",
    "summe",
    "totaal",
    "totale",
    "total general",
    "somme",
    "합계",
    "총계",
    "총합",
    "합계 총합 전체",
    "合计",
    "合計",
    "总计",
    "總計",
)
"""Labels, in lower case and without a colon at the end, of rows that sum up the others."""

BLANKS = "'\t\n\r \u00a0\u202f\u2009\u2007\ufeff'"  # one literal: calls of chr() would be planned for every cell


class Kind(StrEnum):
    """What an SQL expression gives: TEXT is cast by our own rules, the others are typed already."""

    TEXT = "text"
    NUMBER = "number"
    TIME = "time"
    DAY = "day"
    ZONED = "zoned"
    FLAG = "flag"
    NONE = "none"  # a null literal


@dataclass(frozen=True, slots=True)
class Cell:
    """An SQL expression for a column's cells, and its kind."""

    sql: str
    kind: Kind = Kind.TEXT


def kind_of(duckdb_type: str) -> Kind:
    """The kind of a DuckDB type."""
    if duckdb_type == "VARCHAR":
        return Kind.TEXT
    if duckdb_type == "BOOLEAN":
        return Kind.FLAG
    if duckdb_type == "DATE":
        return Kind.DAY
    if duckdb_type.startswith("TIMESTAMP"):
        return Kind.ZONED if duckdb_type.endswith("ZONE") else Kind.TIME
    return Kind.NUMBER


def trimmed(sql: str) -> str:
    """Text without blanks around it.

    Plain ASCII takes a fast way; the slow one stands only once, or DuckDB computes it for every row.
    """
    clean = f"strlen({sql}) = length({sql}) and ascii({sql}) > 32 and right({sql}, 1) > ' '"
    return f"(case when {clean} then {sql} else trim({sql}, {BLANKS}) end)"


def is_filled(cell: Cell) -> str:
    """SQL: the cell has something that should have been a value (null counts as no)."""
    if cell.kind is not Kind.TEXT:
        return f"(({cell.sql}) is not null)"
    return f"(({cell.sql}) is not null and not {in_list(bare(cell.sql), MISSING)})"


def is_totals_label(sql: str) -> str:
    """SQL: the text is the label of a totals row."""
    label = f"rtrim({bare(sql)}, ': ')"
    return f"coalesce({in_list(label, TOTALS)}, false)"


def bare(sql: str) -> str:
    """Text in lower case without the apostrophe that spreadsheets put before."""
    return f"lower(ltrim({sql}, chr(39)))"


def in_list(sql: str, words: tuple[str, ...]) -> str:
    """SQL: the text is one of the words; not ``in``, which can become a join and lose the rows' order."""
    quoted = ", ".join("'" + word.replace("'", "''") + "'" for word in words)
    return f"(coalesce(list_position([{quoted}], {sql}), 0) > 0)"


_TRUE = ("true", "t", "yes", "y", "1", "1.0", "won", "ja", "oui", "예", "是")
_FALSE = ("false", "f", "no", "n", "0", "0.0", "lost", "nein", "non", "아니오", "否")


def flag_value(cell: Cell) -> str:
    """SQL: true, false, or null for what is neither."""
    if cell.kind is Kind.FLAG:
        return cell.sql
    if cell.kind is not Kind.TEXT:
        return f"try_cast(({cell.sql}) as BOOLEAN)"
    text = bare(cell.sql)
    return f"(case when {in_list(text, _TRUE)} then true when {in_list(text, _FALSE)} then false end)"


def text_value(cell: Cell) -> str:
    """SQL: the cell as text."""
    return cell.sql if cell.kind is Kind.TEXT else f"cast(({cell.sql}) as VARCHAR)"
