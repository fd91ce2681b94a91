"""Numbers: how a column's texts become numbers, decided on all of its cells, never on a guess.

``1,234.56`` · ``1.234,56 €`` · ``1 234,5`` · ``1'234.50`` · ``(12,00)`` · ``-$14.95`` · ``$-5`` ·
``12.00-`` · ``3.5%`` (0.035) · ``USD 12`` · ``'-44``. Which of "." and "," is the decimal sign is
given, or follows from the cells that can be read in one way only. Where nothing decides: groups of
three after commas are thousands (``1,234``), after dots they are an error (``1.234`` is 1234 in
Germany, and 1.234 elsewhere).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.cells import Cell, Kind, is_filled

if TYPE_CHECKING:
    import duckdb

PRECISION = "DECIMAL(18,4)"  # of every amount and quantity: sums are exact in any order
_SP = "[ \\t\\x{00A0}\\x{202F}\\x{2009}\\x{2007}]*"
_GAP = "[ \\x{00A0}\\x{202F}\\x{2009}\\x{2007}'’]"
_SIGN = "[-+\\x{2212}]"
_MONEY = "(?:[A-Z]{0,3}\\p{Sc}|[A-Z]{3}|kr|zł|Kč|Ft|원|円|元)"


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """The decision for one column: its decimal sign, whether a plain cast is enough, what failed."""

    cell: Cell
    decimal: str
    plain: bool
    filled: int
    failed: int

    @property
    def is_numeric(self) -> bool:
        """Every filled cell is a number, and there is one."""
        return self.filled > 0 and self.failed == 0

    def value(self, type_: str = PRECISION) -> str:
        """SQL: the number, or null."""
        if self.plain:
            return f"try_cast(({self.cell.sql}) as {type_})"
        return _value(self.cell.sql, self.decimal, type_)


def _pattern(decimal: str) -> str:
    """RE2 pattern of a whole cell: sign, currency, digits in groups, fraction, percent."""
    point, comma = ("\\.", ",") if decimal == "." else (",", "\\.")
    groups = f"[1-9]\\d{{0,2}}(?:{comma}\\d{{2,3}})*{comma}\\d{{3}}|\\d{{1,3}}(?:{_GAP}\\d{{3}})+|\\d+"
    digits = f"(?:(?:{groups})(?:{point}\\d*)?|{point}\\d+)"
    before = f"(?:(?:{_SIGN}{_SP})?(?:{_MONEY}{_SP})?|{_MONEY}{_SP}{_SIGN}{_SP})"
    after = f"(?:{_SP}{_MONEY})?(?:{_SP}%)?"
    plain = f"{before}{digits}{after}"
    trailing = f"(?:{_MONEY}{_SP})?{digits}{after}{_SP}[-\\x{{2212}}]"
    bracketed = f"(?:{_MONEY}{_SP})?\\({_SP}(?:{_MONEY}{_SP})?{digits}{after}{_SP}\\){after}"
    return f"'?{_SP}(?:{plain}|{trailing}|{bracketed}){_SP}".replace("'", "''")


def _matches(sql: str, decimal: str) -> str:
    shape = f"regexp_full_match({sql}, '{_pattern(decimal)}')"
    return f"(try_cast(({sql}) as {PRECISION}) is not null or {shape})" if decimal == "." else shape


def _value(sql: str, decimal: str, type_: str) -> str:
    """SQL: the number in a cell of any of the shapes."""
    digits = f"regexp_replace({sql}, '[^0-9{decimal}]', '', 'g')"
    if decimal == ",":
        digits = f"replace({digits}, ',', '.')"
    negative = f"regexp_matches({sql}, '[-(\\x{{2212}}]')"
    factor = f"(case when {negative} then -1 else 1 end) * (case when contains({sql}, '%') then 0.01 else 1 end)"
    shaped = (
        f"case when regexp_full_match({sql}, '{_pattern(decimal)}')"
        f" then try_cast(try_cast({digits} as DECIMAL(24,8)) * {factor} as {type_}) end"
    )
    if decimal == ".":
        return f"coalesce(try_cast(({sql}) as {type_}), {shaped})"
    return f"({shaped})"


def number_columns(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    columns: Sequence[tuple[str, Cell]],
    *,
    decimal: str | None,
    place: str,
    lenient: bool = False,
) -> list[NumberColumn]:
    """Decide for each (name, cell) of the query ``rows`` how its texts are read.

    Raises SourceError for a column in which nothing tells 1.234 from 1234; ``lenient`` (for
    ``where`` and ``sql``) reads it with "." as the decimal sign.
    """
    if not columns:
        return []
    parts: list[str] = []
    for _, cell in columns:
        text = cell.sql if cell.kind is Kind.TEXT else "null"
        dotted = f"contains({text}, '.')"
        parts += [
            f"count({cell.sql})",
            f"count(*) filter ({cell.sql} is not null and try_cast(({cell.sql}) as {PRECISION}) is null)",
            f"count(*) filter ({dotted})",
            f"count(*) filter ({dotted} and length({text}) - strpos({text}, '.') <> 3)",
        ]
    counts = connection.execute(f"select {', '.join(parts)} from ({rows})").fetchall()[0]
    decided = []
    for number, (name, cell) in enumerate(columns):
        filled, odd, dotted, decisive = counts[4 * number : 4 * number + 4]
        plain = odd == 0 and (decimal == "." or (decimal is None and (dotted == 0 or decisive > 0)))
        plain = plain or (odd == 0 and dotted == 0)
        if plain or cell.kind is not Kind.TEXT:
            decided.append(NumberColumn(cell, ".", plain=True, filled=filled, failed=odd))
        else:
            decided.append(_decide(connection, rows, name, cell, decimal, place, lenient=lenient))
    return decided


def _decide(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    name: str,
    cell: Cell,
    decimal: str | None,
    place: str,
    *,
    lenient: bool,
) -> NumberColumn:
    """Look at every cell of a column that is not plain."""
    query = (
        f"with cells as materialized (select {cell.sql} as t, count(*) as n from ({rows})"
        f" where {is_filled(cell)} group by 1),"
        f" read as (select t, n, {_matches('t', '.')} as dot, {_matches('t', ',')} as comma from cells)"
        " select coalesce(sum(n), 0), coalesce(sum(n) filter (dot), 0), coalesce(sum(n) filter (comma), 0),"
        " count(*) filter (dot and not comma), count(*) filter (comma and not dot),"
        " min(t) filter (dot and comma and contains(t, '.')) from read"
    )
    filled, dots, commas, only_dot, only_comma, dotted = connection.execute(query).fetchall()[0]
    if decimal is None:
        if only_dot or only_comma:
            decimal = "." if (only_dot, dots) >= (only_comma, commas) else ","
        elif dotted is not None and not lenient:
            raise SourceError(
                Problem(
                    f"nothing in the column for '{name}' tells whether '.' is the decimal sign",
                    where=Place(place),
                    found=str(dotted),
                    todo=f"declare decimal: '.' ({dotted} is a fraction) or decimal: ',' (it is thousands)",
                )
            )
        else:
            decimal = "."
    return NumberColumn(
        cell, decimal, plain=False, filled=int(filled), failed=int(filled - (dots if decimal == "." else commas))
    )
