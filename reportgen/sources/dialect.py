"""The dialect of a text file: where its header is, what separates its cells, what its columns are called."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from reportgen.errors import Place, Problem, SourceError

DELIMITERS = (",", ";", "\t", "|")
WHITESPACE = "whitespace"
SPACES = " \t\r\n\v\f\u00a0\u202f\u2009\u2007\ufeff"
MOST_COLUMNS = 1_000
_SNIFFED = 25  # records looked at to find the delimiter


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read one text file: ``header`` as unique names, ``header_line`` the line that it ends on."""

    delimiter: str
    header: tuple[str, ...]
    header_line: int


def dialect_of(path: Path, name: str, *, delimiter: str | None = None, skip_rows: int = 0) -> Dialect:
    """Look at the head of a UTF-8 file. Raises SourceError when there is no header."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        head = list(islice(lines, skip_rows + 200))
    body = head[skip_rows:]
    first = next((place for place, line in enumerate(body) if line.strip(SPACES)), None)
    if first is None:
        raise SourceError(
            Problem(
                "there is no header line",
                where=Place(name),
                expected="a line with the columns' names",
                todo="check skip_rows" if skip_rows else "export it again",
            )
        )
    chosen = delimiter or sniff_delimiter(body[first:])
    if chosen == WHITESPACE:
        cells, used = body[first].split(), 1
    else:
        reader = csv.reader(body[first:], delimiter=chosen, skipinitialspace=True)
        cells = next(reader)
        used = reader.line_num
    if len(cells) > MOST_COLUMNS:
        raise SourceError(
            Problem(f"has {len(cells)} columns, more than {MOST_COLUMNS}", where=Place(name, skip_rows + 1))
        )
    return Dialect(chosen, header_names(cells), skip_rows + first + used)


def sniff_delimiter(lines: Sequence[str]) -> str:
    """The delimiter that splits the header into most cells, and the rows into as many."""
    scores = []
    for place, delimiter in enumerate(DELIMITERS):
        try:
            records = list(islice(csv.reader(lines, delimiter=delimiter, skipinitialspace=True), _SNIFFED))
        except csv.Error:
            continue
        width = len(records[0])
        if width > 1:
            alike = sum(len(record) == width for record in records) / len(records)
            scores.append((alike >= 0.5, width, -place))  # noqa: PLR2004
    return DELIMITERS[-max(scores)[2]] if scores else ","


def header_names(cells: Iterable[str]) -> tuple[str, ...]:
    """Unique, trimmed names: an empty one is ``column_3``, the second ``Cost`` is ``Cost_2``."""
    names: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells, start=1):
        plain = " ".join(cell.strip(SPACES).split()) or f"column_{place}"
        name, number = plain, 1
        while name in taken:
            number += 1
            name = f"{plain}_{number}"
        taken.add(name)
        names.append(name)
    return tuple(names)
