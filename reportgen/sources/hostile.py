"""Archives are looked at before they are opened: a bomb is refused, not survived."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from reportgen.errors import Place, Problem, SourceError

MOST_ENTRIES = 1_000
MOST_INFLATED = 300 * 2**20  # bytes of a workbook
MOST_RATIO = 200
RATIO_FLOOR = 1 * 2**20  # small members compress well without harm
MOST_CELLS = 10_000_000  # a workbook is read as a dense rectangle
CHUNK = 2**20

_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_DIMENSION = re.compile(rb'<dimension[^>]*\bref="(?:[A-Z]{1,3}[0-9]{1,7}:)?([A-Z]{1,3})([0-9]{1,7})"')


def refuse(name: str, what: str, todo: str) -> SourceError:
    """The error for a file that is not opened."""
    return SourceError(Problem(what, where=Place(name), todo=todo))


def open_zip(path: Path, name: str) -> zipfile.ZipFile:
    """Open a zip, or say that it is none.

    Raises SourceError for a damaged file, too many entries or an encrypted one.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise refuse(name, f"is not a readable zip archive ({error})", "export the file again") from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise refuse(name, f"has {len(entries)} entries, more than {MOST_ENTRIES}", "export fewer sheets")
    if any(entry.flag_bits & 1 for entry in entries):
        raise refuse(name, "is encrypted", "save it without a password")
    return archive


def check_ratio(name: str, packed: int, inflated: int) -> None:
    """Refuse what inflates to more than MOST_RATIO times its size."""
    if inflated > RATIO_FLOOR and inflated > MOST_RATIO * max(packed, 1):
        raise refuse(name, f"inflates to more than {MOST_RATIO} times its size", "export it again, without compression")


def check_workbook(path: Path, name: str) -> None:
    """Refuse a workbook that would take the machine's memory when opened.

    Every entry is really inflated, in pieces, so that a header that lies does not help.
    """
    with open_zip(path, name) as archive:
        if "[Content_Types].xml" not in archive.namelist():
            raise refuse(name, "is not an .xlsx workbook", "save it as .xlsx or .csv")
        total = 0
        for entry in archive.infolist():
            sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
            inflated, cells = _inflate(archive, entry, name, sheet=sheet, budget=MOST_INFLATED - total)
            check_ratio(name, entry.compress_size, inflated)
            total += inflated
            if cells > MOST_CELLS:
                raise refuse(
                    name,
                    f"has a sheet that spans {cells:,} cells, more than {MOST_CELLS:,}",
                    "delete the empty rows and columns after the data, or save it as .csv",
                )


def _inflate(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, *, sheet: bool, budget: int
) -> tuple[int, int]:
    """Bytes of the inflated entry and, of a sheet, rows × columns of the rectangle that it spans."""
    inflated, rows, columns, tail = 0, 0, 0, b""
    try:
        with archive.open(entry) as stream:
            for chunk in _chunks(stream):
                inflated += len(chunk)
                if inflated > budget:
                    raise refuse(name, f"inflates to more than {MOST_INFLATED // 2**20} MB", "save it as .csv")
                check_ratio(name, entry.compress_size, inflated)
                if sheet:
                    piece = tail + chunk
                    for letters, number in (*_CELL.findall(piece), *_DIMENSION.findall(piece)):
                        rows, columns = max(rows, int(number)), max(columns, _column(letters))
                    tail = piece[-200:]
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as error:
        raise refuse(name, f"is damaged ({error})", "export the file again") from error
    return inflated, rows * columns


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(CHUNK), b"")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
