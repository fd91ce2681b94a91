"""Numbers: how a column's texts become numbers, decided on all of its cells, never on a guess.

``1,234.56`` · ``1.234,56 €`` · ``1 234,5`` · ``1'234.50`` · ``(12,00)`` · ``-$14.95`` · ``$-5`` ·
``12.00-`` · ``3.5%`` (0.035) · ``USD 12`` · ``'-44``. Which of "." and "," is the decimal sign is
given, or follows from the cells that can be read in one way only. Where nothing decides: groups of
three after commas are thousands (``1,234``), after dots they are an error (``1.234`` is 1234 in
Germany, and 1.234 elsewhere).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
    counts = counts_of(connection, rows, columns, is_dotted=decimal != ".")
    return decided(connection, rows, columns, counts, {0: decimal}, {0: place}, lenient=lenient)[0]


@dataclass(frozen=True, slots=True)
class Counts:
    """Cells of a column: those filled, of them the ones that no plain cast reads, with a ".", with one that decides."""

    filled: int = 0
    odd: int = 0
    dotted: int = 0
    decisive: int = 0

    def is_plain(self, decimal: str | None) -> bool:
        """A plain cast reads every cell, and rightly."""
        if self.odd:
            return False
        return decimal == "." or self.dotted == 0 or (decimal is None and self.decisive > 0)


def counts_of(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    columns: Sequence[tuple[str, Cell]],
    *,
    file: str | None = None,
    is_dotted: bool = True,
) -> dict[int, list[Counts]]:
    """The counts of each column, by the number of the file (its SQL; none: 0); dots where they are asked for."""
    parts: list[str] = []
    for _, cell in columns:
        text = cell.sql if cell.kind is Kind.TEXT else "null"
        dotted = f"contains({text}, '.')"
        parts += [
            f"count({cell.sql})",
            f"count(*) filter ({cell.sql} is not null and try_cast(({cell.sql}) as {PRECISION}) is null)",
        ]
        parts += (
            [
                f"count(*) filter ({dotted})",
                f"count(*) filter ({dotted} and length({text}) - strpos({text}, '.') <> 3)",
            ]
            if is_dotted
            else ["0", "0"]
        )
    grouped = " group by 1 order by 1" if file else ""
    found = connection.execute(f"select {file or 0}, {', '.join(parts)} from ({rows}){grouped}").fetchall()
    return {number: [Counts(*cells[at : at + 4]) for at in range(0, len(cells), 4)] for number, *cells in found}


def decided(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    columns: Sequence[tuple[str, Cell]],
    counts: Mapping[int, Sequence[Counts]],
    decimals: Mapping[int, str | None],
    places: Mapping[int, str],
    *,
    file: str | None = None,
    lenient: bool = False,
) -> dict[int, list[NumberColumn]]:
    """The decision for each column in each file, by its number; what ``number_columns`` says of one file."""
    every = {number: counts.get(number, [Counts()] * len(columns)) for number in decimals}
    open_ = {
        (number, at)
        for number, found in every.items()
        for at, (_, cell) in enumerate(columns)
        if cell.kind is Kind.TEXT and not found[at].is_plain(decimals[number])
    }
    looked = _look_at(connection, rows, columns, open_, file) if open_ else {}
    return {
        number: [
            _decide(name, cell, looked.get((number, at), _Looked()), decimals[number], places[number], lenient=lenient)
            if (number, at) in open_
            else NumberColumn(cell, ".", plain=True, filled=found[at].filled, failed=found[at].odd)
            for at, (name, cell) in enumerate(columns)
        ]
        for number, found in every.items()
    }


@dataclass(frozen=True, slots=True)
class _Looked:
    """Cells of a column: filled, numbers with "." or with "," as decimal sign; different ones that only one fits."""

    filled: int = 0
    dots: int = 0
    commas: int = 0
    only_dot: int = 0
    only_comma: int = 0
    dotted: str | None = None


def _look_at(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    columns: Sequence[tuple[str, Cell]],
    wanted: Collection[tuple[int, int]],
    file: str | None,
) -> dict[tuple[int, int], _Looked]:
    """Look at every cell of the columns that are not plain; each different text once."""
    cells = " union all ".join(
        f"select {file or 0} as f, {at} as k, {columns[at][1].sql} as t, count(*) as n from ({rows})"
        f" where {columns[at][1].sql} is not null group by all"
        for at in sorted({at for _, at in wanted})
    )
    query = (
        f"with cells as materialized ({cells}),"
        f" read as (select f, k, t, n, {_matches('t', '.')} as dot, {_matches('t', ',')} as comma from cells"
        f" where {is_filled(Cell('t'))})"
        " select f, k, coalesce(sum(n), 0), coalesce(sum(n) filter (dot), 0), coalesce(sum(n) filter (comma), 0),"
        " count(*) filter (dot and not comma), count(*) filter (comma and not dot),"
        " min(t) filter (dot and comma and contains(t, '.')) from read group by 1, 2"
    )
    return {(number, at): _Looked(*found) for number, at, *found in connection.execute(query).fetchall()}


def _decide(name: str, cell: Cell, found: _Looked, decimal: str | None, place: str, *, lenient: bool) -> NumberColumn:
    """How a column that is not plain is read."""
    if decimal is None:
        if found.only_dot or found.only_comma:
            decimal = "." if (found.only_dot, found.dots) >= (found.only_comma, found.commas) else ","
        elif found.dotted is not None and not lenient:
            raise SourceError(
                Problem(
                    f"nothing in the column for '{name}' tells whether '.' is the decimal sign",
                    where=Place(place),
                    found=str(found.dotted),
                    todo=f"declare decimal: '.' ({found.dotted} is a fraction) or decimal: ',' (it is thousands)",
                )
            )
        else:
            decimal = "."
    right = found.dots if decimal == "." else found.commas
    return NumberColumn(cell, decimal, plain=False, filled=int(found.filled), failed=int(found.filled - right))
