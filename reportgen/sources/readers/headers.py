"""Headers: the line with the columns' names is the one in which a reader knows most of them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from reportgen.errors import Place, Problem, SourceError, nearest
from reportgen.sources.dialect import DELIMITERS, SPACES, header_names
from reportgen.sources.intake import PlainFile
from reportgen.sources.readers.model import HEAD_LINES, Column, Head, Layout, Reader

_SHOWN = 20  # columns of a file that a message lists


_UNIT = re.compile(r"(.*\S)\s*\(([A-Z]{3})\)\s*")  # of an amount: its currency


def head_of(plain: PlainFile, first: int = 0) -> Head:
    """The first lines of a text file, or of the table in it that starts after ``first`` lines."""
    with plain.path.open(encoding="utf-8-sig", newline="") as stream:
        lines = tuple(line.rstrip("\r\n") for line in islice(stream, first + HEAD_LINES))
    return Head(plain.name, plain.path, lines, first)


def folded(name: str) -> str:
    """A column's name as names are compared: without case, apostrophes before it and superfluous blanks."""
    return " ".join(name.strip(SPACES).lstrip("'").replace("’", "'").split()).casefold()


def unit_of(name: str) -> str | None:
    """The currency that a column's name ends with: ``Amount spent (USD)``."""
    found = _UNIT.fullmatch(name.strip(SPACES))
    return found[2] if found else None


def _standard(name: str, known: Mapping[str, str]) -> str | None:
    """The standard name of a column by its spelling, with or without a currency."""
    found = known.get(folded(name))
    if found is None and (amount := _UNIT.fullmatch(name.strip(SPACES))) is not None:
        return known.get(folded(amount[1]))
    return found


def layout_of(head: Head, reader: Reader, *, delimiter: str | None = None, skip_rows: int = 0) -> Layout | None:
    """Where the table is; None when no line has one of the columns that the reader knows."""
    known = _spellings(reader.columns)
    shape = reader.reshape(head)
    if shape is not None:
        header, spelled = _named(shape.header, known)
        return Layout(
            shape.delimiter, header, max(shape.start, 1), head.lines[: max(shape.start - 1, 0)], spelled, shape
        )
    best: tuple[int, int, int] | None = None
    skip_rows = max(skip_rows, head.first)
    for line in range(skip_rows, min(len(head.lines), skip_rows + reader.most_preamble)):
        for place, sign in enumerate(DELIMITERS if delimiter is None else (delimiter,)):
            found = len({_standard(name, known) for name in _cells(head.lines[line], sign)} - {None})
            if found and (best is None or found > best[0]):
                best = (found, line, place)
    if best is None:
        return None
    _, line, place = best
    sign = DELIMITERS[place] if delimiter is None else delimiter
    header, spelled = _named(header_names(_cells(head.lines[line], sign)), known)
    return Layout(sign, header, line + 1, head.lines[:line], spelled)


def _named(names: Iterable[str], known: Mapping[str, str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The columns, known ones by their standard name; and which spelling each of those has."""
    header: list[str] = []
    spelled: dict[str, str] = {}
    for name in names:
        standard = _standard(name, known)
        if standard is None or standard in spelled:
            header.append(name if name not in header else f"{name}_2")
        else:
            spelled[standard] = name
            header.append(standard)
    return tuple(header), spelled


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []


def _spellings(columns: Iterable[Column]) -> dict[str, str]:
    """Folded spelling → standard name; the earlier column has the older right."""
    known: dict[str, str] = {}
    for column in columns:
        for spelling in (column.name, *column.spellings):
            known.setdefault(folded(spelling), column.name)
    return known


def fits(head: Head, reader: Reader) -> float:
    """How well a file fits a reader: the share of its marks, of one kind of file, among the columns, 0 … 1."""
    layout = layout_of(head, reader)
    if layout is None:
        return 0.0
    return max(sum(layout.has(mark) for mark in marks) / len(marks) for marks in (reader.marks, *reader.other_marks))


def fitting(head: Head, readers: Iterable[Reader]) -> Reader | None:
    """The reader that a file fits entirely; the one with most marks where there are several."""
    found = [reader for reader in readers if fits(head, reader) == 1]
    return max(found, key=lambda reader: len(reader.marks), default=None)


def proved(head: Head, reader: Reader, others: Sequence[Reader], layout: Layout | None) -> Layout:
    """The layout, where it has all that is needed.

    Raises SourceError naming the reader that the file is of, or the columns that are missing.
    """
    needed = [column for column in reader.columns if column.is_needed]
    missing = [column for column in needed if layout is None or not layout.has(column.name)]
    if layout is not None and not missing:
        return layout
    other = fitting(head, [candidate for candidate in others if candidate.name != reader.name])
    if other is not None and fits(head, reader) < 1:
        raise SourceError(
            Problem(
                f"is not an export that 'format: {reader.name}' reads",
                where=Place(head.name),
                found=f"the columns of {other.doc}",
                expected=reader.doc,
                todo=f"declare this file as a source of its own with 'format: {other.name}'",
            )
        )
    if layout is None:
        raise SourceError(
            Problem(
                f"is not an export that 'format: {reader.name}' reads: no line has one of its columns",
                where=Place(head.name, 1),
                found=head.lines[0][:120] if head.lines else "nothing",
                expected=f"{reader.doc}, with the columns {', '.join(c.name for c in missing)}",
                todo="export it again, or map its columns with 'table:' and 'columns:'",
            )
        )
    raise SourceError(*(_missing(head, layout, column) for column in missing))


def _missing(head: Head, layout: Layout, column: Column) -> Problem:
    unknown = [name for name in layout.header if name not in layout.spelled]
    near = nearest(column.name, unknown)
    hint = f"is it '{near}', under a new name? " if near else ""
    return Problem(
        f"there is no column '{column.name}'",
        where=Place(head.name, layout.header_line),
        found=", ".join(layout.spelled.get(name, name) for name in layout.header[:_SHOWN]),
        expected=" or ".join(dict.fromkeys((column.name, *column.spellings[:5]))),
        todo=f"{hint}{column.todo}",
    )
