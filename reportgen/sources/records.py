"""Records: the careful way through a file whose lines are not simply its rows.

DuckDB reads a regular file fast, and this room lets it only where one line is one row. Quoted line
breaks, blank lines, rows with too many or too few cells, lone carriage returns, columns set by
spaces and workbooks come this way: they are rewritten as a regular file whose first cell is the
line in the original.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from reportgen.errors import Place, Problem, SourceError, did_you_mean
from reportgen.sources.dialect import WHITESPACE, Dialect, header_names
from reportgen.sources.hostile import check_workbook, refuse

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Records:
    """A regular copy of a file: ``path`` has line number and cells, all quoted, no header.

    ``long`` rows had more filled cells than the header and were left out (their cells may have
    shifted), ``short`` ones had fewer and were filled up with nothing.
    """

    path: Path
    header: tuple[str, ...]
    rows: int
    long: int
    short: int
    examples: tuple[str, ...]  # "file:line: text" of long and short rows


Rows: TypeAlias = Iterable[tuple[int, list[str]]]  # the line that a row starts on, its cells


def text_records(
    path: Path, name: str, dialect: Dialect, target: Path, sift: Callable[[Rows], Rows] | None = None
) -> Records:
    """Rewrite a text file that is not regular; ``sift`` may leave out rows before they are made regular."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for _ in range(dialect.header_line):
            next(lines, None)
        if dialect.delimiter == WHITESPACE:
            rows: Rows = ((number, line.split()) for number, line in enumerate(lines, start=dialect.header_line + 1))
        else:
            rows = _csv_rows(lines, dialect)
        try:
            return _write(sift(rows) if sift else rows, dialect.header, name, target)
        except csv.Error as error:
            raise SourceError(
                Problem(
                    f"cannot be read as a table ({error})",
                    where=Place(name),
                    todo="look for a quotation mark that is not closed",
                )
            ) from error


def _csv_rows(lines: Iterable[str], dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=dialect.delimiter, skipinitialspace=True)
    before = 0
    for cells in reader:
        yield dialect.header_line + before + 1, cells
        before = reader.line_num


def workbook_records(path: Path, name: str, target: Path, *, sheet: str | None = None, skip_rows: int = 0) -> Records:
    """Rewrite a sheet of an .xlsx workbook (the first that has rows, or the one named)."""
    body = _sheet_rows(path, name, sheet, skip_rows)
    return _write(body[1:], header_names(_trimmed(body[0][1])), name, target)


def workbook_text(path: Path, name: str, target: Path, *, sheet: str | None = None) -> int:
    """Write the sheet as a CSV file of its own, a line for each of its rows; returns the number of lines."""
    lines = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for number, cells in _sheet_rows(path, name, sheet, 0):
            out.write("\n" * (number - lines - 1))
            writer.writerow([" ".join(cell.splitlines()) for cell in cells])
            lines = number
    return lines


def sheets_of(path: Path, name: str) -> tuple[str, ...]:
    """The sheets of a workbook, in its order. Raises SourceError when it cannot be read."""
    from python_calamine import CalamineError, CalamineWorkbook

    check_workbook(path, name)
    try:
        return tuple(CalamineWorkbook.from_path(str(path)).sheet_names)
    except CalamineError as error:
        raise refuse(name, f"is not a readable workbook ({error})", "save it as .csv") from error


def _sheet_rows(path: Path, name: str, sheet: str | None, skip_rows: int) -> list[tuple[int, list[str]]]:
    """Number (from 1) and cells of the rows that are not empty."""
    from python_calamine import CalamineError, CalamineWorkbook

    check_workbook(path, name)
    try:
        book = CalamineWorkbook.from_path(str(path))
        for candidate in _sheets(list(book.sheet_names), sheet, name):
            opened = book.get_sheet_by_name(candidate)
            top = (opened.start or (0, 0))[0]
            rows = list(enumerate(opened.to_python(skip_empty_area=True), start=top + 1))
            body = [(number, [cell_text(cell) for cell in cells]) for number, cells in rows if number > skip_rows]
            body = [(number, cells) for number, cells in body if any(cells)]
            if body:
                return body
    except CalamineError as error:
        raise refuse(name, f"is not a readable workbook ({error})", "save it as .csv") from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # how the Rust reader gives up; no Exception
            raise refuse(name, "is not a readable workbook", "save it as .csv") from error
        raise
    raise refuse(name, "has no rows", "check the sheet and skip_rows")


def _sheets(names: list[str], wanted: str | None, name: str) -> list[str]:
    """The sheets to look into: all, or the one that is wanted. Raises SourceError when it is not there."""
    if wanted is None:
        return names
    if wanted not in names:
        raise SourceError(Problem(f"has no sheet '{wanted}'", where=Place(name), todo=did_you_mean(wanted, names)))
    return [wanted]


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Cells without the empty ones at the end."""
    last = max(place for place, cell in enumerate(cells, start=1) if cell)
    return list(cells[:last])


def cell_text(cell: Any) -> str:  # noqa: ANN401
    """A workbook's cell as the text that a CSV export would have: ISO dates, plain numbers."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{Decimal(repr(cell)):f}"  # noqa: PLR2004
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell.total_seconds())
    return str(cell)


def _write(rows: Iterable[tuple[int, list[str]]], header: tuple[str, ...], name: str, target: Path) -> Records:
    width, written, long, short = len(header), 0, 0, 0
    examples: list[str] = []
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for line, cells in rows:
            if not cells or (len(cells) == 1 and width > 1 and not cells[0].strip()):
                continue  # a blank line
            if len(cells) != width:
                ragged = any(cell.strip() for cell in cells[width:])
                if ragged or len(cells) < width:
                    long, short = long + ragged, short + (not ragged)
                    if len(examples) < EXAMPLES:
                        examples.append(f"{name}:{line}: {', '.join(cells)[:120]}")
                if ragged:
                    continue
                cells = [*cells[:width], *[""] * (width - len(cells))]  # noqa: PLW2901
            writer.writerow([line, *cells])
            written += 1
    return Records(target, header, written, long, short, tuple(examples))


def line_of_row(path: Path, dialect: Dialect, row: int) -> int:
    """The line that a row (from 0, blank lines not counted) of a text file starts on."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for _ in range(dialect.header_line):
            next(lines, None)
        filled = (line for line, cells in _csv_rows(lines, dialect) if cells)
        return next(islice(filled, row, None))


def line_of_record(path: Path, record: int) -> int:
    """The line in the original of the record with this number (from 0) in a regular copy."""
    with path.open(encoding="utf-8", newline="") as lines:
        for number, cells in enumerate(csv.reader(lines)):
            if number == record:
                return int(cells[0])
    raise ValueError(f"there is no record {record}")
