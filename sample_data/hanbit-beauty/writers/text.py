"""Cells and files: the same bytes on every machine."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path


def table(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, before: str = "", end: str = "\n", quote: bool = False
) -> str:
    """CSV text with the given line ends, ``before`` above its header; ``quote`` puts marks around every cell."""
    buffer = io.StringIO(newline="")
    buffer.write(before)
    writer = csv.writer(buffer, lineterminator=end, quoting=csv.QUOTE_ALL if quote else csv.QUOTE_MINIMAL)
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


def rate(part: float, whole: float, sign: str = "") -> str:
    """A share in per cent with two decimals; ``-`` where there is no whole."""
    return f"{part / whole * 100:.2f}{sign}" if whole else "-"
