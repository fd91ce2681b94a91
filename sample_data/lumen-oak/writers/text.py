"""Cells and files: the same bytes on every machine."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path


def money(cents: int) -> str:
    """1234 → '12.34'."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], *, before: str = "", end: str = "\n"
) -> None:
    """Write UTF-8 with the given line ends; ``before`` is put above the header as it is."""
    buffer = io.StringIO(newline="")
    buffer.write(before)
    writer = csv.writer(buffer, lineterminator=end)
    writer.writerow(header)
    writer.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue().encode())
