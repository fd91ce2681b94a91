"""Cells and files: the same bytes on every machine."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

PACKED_BEFORE = 2026  # files of the years before are kept packed


def suffix(year: int) -> str:
    """What the name of a year's file ends with."""
    return ".csv.gz" if year < PACKED_BEFORE else ".csv"


def money(cents: int) -> str:
    """1234 → '12.34'."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], *, before: str = "", end: str = "\n"
) -> None:
    """Write UTF-8 with the given line ends, packed if the name ends so; ``before`` is put above the header."""
    buffer = io.StringIO(newline="")
    buffer.write(before)
    writer = csv.writer(buffer, lineterminator=end)
    writer.writerow(header)
    writer.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = buffer.getvalue().encode()
    path.write_bytes(gzip.compress(content, 9, mtime=0) if path.suffix == ".gz" else content)
