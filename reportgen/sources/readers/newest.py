"""Newest: where two exports hold the same things, the later one counts.

Exports overlap (a month and its year, a file downloaded twice), and tools go on changing their numbers, so
the same order or the same day of a campaign can stand in two files with different numbers. Rows that are
alike in what the reader calls their key are the same thing; those of the file that comes last by name are
used. "By name" reads numbers as numbers and takes ``export (1).csv`` for later than ``export.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import Place, Problem, SourceError
from reportgen.issues import Issue, Severity
from reportgen.messages import message
from reportgen.sources.raw import identifier
from reportgen.sources.readers.model import Newest, Output
from reportgen.sources.readers.parts import BY, KEY, Part, day_sql
from reportgen.sources.records import EXAMPLES

if TYPE_CHECKING:
    import duckdb

_SUFFIXES = re.compile(r"(\.(csv|tsv|txt|xlsx|xlsm|gz|zip))+$", re.IGNORECASE)
_COPY = re.compile(r"^(.*?)(?:\s*\((\d+)\))?$")


def by_age(files: Iterable[Path]) -> tuple[Path, ...]:
    """The files, the oldest export first: by name, numbers in it as numbers, copies after their original."""
    return tuple(sorted(files, key=lambda file: (file.parent.as_posix(), _rank(file), file.name)))


def _rank(file: Path) -> tuple[object, ...]:
    copied = _COPY.match(_SUFFIXES.sub("", file.name))
    stem, copy = (copied[1], int(copied[2] or 0)) if copied else (file.name, 0)
    return ([int(piece) if place % 2 else piece for place, piece in enumerate(re.split(r"(\d+)", stem))], copy)


def replace_older(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part], newest: Newest) -> None:
    """Mark in each part the rows that a later part has too, with the number of the last that has them.

    Raises SourceError where two parts break the same days down differently.
    """
    if newest.day is not None:
        for earlier, later in combinations(parts, 2):
            _same_breakdown(connection, earlier, later, newest)
    tables = tuple(dict.fromkeys(part.table for part in parts))
    keys = " union all ".join(
        f"select {identifier(KEY)} as key, _file from {identifier(table)} where {identifier(KEY)} is not null"
        for table in tables
    )
    connection.execute(
        f"create or replace temp table newest as select key, max(_file) as place from ({keys})"
        " group by key having min(_file) < max(_file)"
    )
    if connection.execute("select count(*) from newest").fetchall()[0][0]:
        for table in tables:
            connection.execute(
                f"update {identifier(table)} as part set {identifier(BY)} = cast(newest.place as VARCHAR)"
                f" from newest where part.{identifier(KEY)} = newest.key and part._file < newest.place"
            )
    connection.execute("drop table newest")


def _same_breakdown(connection: duckdb.DuckDBPyConnection, earlier: Part, later: Part, newest: Newest) -> None:
    one, other = (tuple(name for name in newest.by if part.layout.has(name)) for part in (earlier, later))
    if one == other:
        return
    day = day_sql(newest.day or "")
    rows, others = (
        f"{identifier(part.table)} where _file = {part.place} and {identifier(KEY)} is not null"
        for part in (earlier, later)
    )
    shared = connection.execute(
        f"select min({day}), count(distinct {day}) from {rows} and {day} in (select {day} from {others})"
    ).fetchall()[0]
    if shared[1]:
        names = (earlier.raw.file.name, later.raw.file.name)
        raise SourceError(
            Problem(
                f"{names[0]} and {names[1]} have the same days, broken down differently: both would be counted",
                where=Place(names[1]),
                found=f"{shared[1]} days in both, such as {shared[0]}; by {_listed(one)} and by {_listed(other)}",
                expected="each day once",
                todo="keep one of the files, or export both with the same columns",
            )
        )


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(columns) or "nothing"


def replaced_rows(
    connection: duckdb.DuckDBPyConnection, label: str, parts: Sequence[Part], output: Output
) -> tuple[Issue, ...]:
    """The issue of an output's rows that a later file replaces, if there are any."""
    dropped = "".join(f" and not coalesce({identifier(flag)}, false)" for _, flag in output.drops)
    pairs: list[tuple[int, str, str]] = []
    for table in dict.fromkeys(part.table for part in parts):
        found = connection.execute(
            f"select _file, cast({identifier(BY)} as INTEGER), count(*) from {identifier(table)}"
            f" where {identifier(BY)} is not null{dropped} group by 1, 2 order by 1, 2"
        ).fetchall()
        pairs += [(int(count), parts[old].raw.file.name, parts[new].raw.file.name) for old, new, count in found]
    if not pairs:
        return ()
    rows = sum(count for count, _, _ in pairs)
    examples = tuple(f"{lost} = {kept}: {count}" for count, lost, kept in pairs[:EXAMPLES])
    said = message("check.overlap", rows=rows, file=pairs[0][1], other=pairs[0][2])
    return (Issue("overlap", Severity.WARN, label, said, rows, examples),)
