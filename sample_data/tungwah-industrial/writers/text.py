"""Cells and files: the same bytes on every machine."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path


def table(
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    before: str = "",
    end: str = "\n",
    quote: bool = False,
    delimiter: str = ",",
) -> str:
    """The rows as text with the given line ends, ``before`` above the header; ``quote`` puts marks around cells."""
    buffer = io.StringIO(newline="")
    buffer.write(before)
    writer = csv.writer(
        buffer, lineterminator=end, delimiter=delimiter, quoting=csv.QUOTE_ALL if quote else csv.QUOTE_MINIMAL
    )
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def save(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write the text, packed if the name ends so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = text.encode(encoding)
    path.write_bytes(gzip.compress(content, 9, mtime=0) if path.suffix == ".gz" else content)


def half(day: date) -> str:
    """2026H2."""
    return f"{day.year}H{(day.month + 5) // 6}"
