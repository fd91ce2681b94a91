"""Overlap: the same rows from two files are counted once; identical lines within a file are kept.

A row that stands n times in one file and m times in another is there max(n, m) times: the file that
has it most often keeps its rows (the first such file), the others give theirs up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.sources.staging import KEPT, OVERLAP, Staged

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Overlap:
    """What was found: rows that another file has too (dropped), lines that repeat within their file.

    ``pairs`` are (file that gave up rows, file that keeps them, rows); ``repeated`` counts the
    copies beyond the first.
    """

    dropped: int
    pairs: tuple[tuple[str, str, int], ...]
    repeated: int
    repeated_row: int | None


def drop_overlap(connection: duckdb.DuckDBPyConnection, staged: Staged) -> Overlap:
    """Mark the rows that another file of the source has too, and count what repeats in one file."""
    rows, files = staged.all_rows, staged.raw.files
    pairs: list[tuple[str, str, int]] = []
    if len(files) > 1:
        connection.execute(
            "create or replace temp table _overlap as"
            f" with counts as (select _hash, _file, count(*) as n from {rows} where _reject = {KEPT} group by all),"
            " shared as (select _hash, arg_max(_file, n * 65536 - _file) as keeper from counts"
            " group by 1 having count(*) > 1)"
            " select counts._hash, counts._file, shared.keeper, counts.n from counts join shared using (_hash)"
            " where counts._file <> shared.keeper"
        )
        found = connection.execute("select _file, keeper, sum(n) from _overlap group by all order by all").fetchall()
        pairs = [(files[lost].file.name, files[kept].file.name, int(count)) for lost, kept, count in found]
        if pairs:
            connection.execute(
                f"update {rows} set _reject = {OVERLAP} from _overlap"
                f" where {rows}._hash = _overlap._hash and {rows}._file = _overlap._file and _reject = {KEPT}"
            )
        connection.execute("drop table _overlap")
    repeated, first = connection.execute(
        f"select coalesce(sum(n - 1), 0), min(first) from (select count(*) as n, min(rowid) as first from {rows}"
        f" where _reject = {KEPT} group by _hash having count(*) > 1)"
    ).fetchall()[0]
    return Overlap(sum(pair[2] for pair in pairs), tuple(pairs), int(repeated), first)
