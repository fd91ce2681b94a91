"""Search as Search Console exports a month: a zip of tables, none of which has days but Dates."""

from __future__ import annotations

import zipfile
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from simulation.model import Brand, Found

from writers.text import rate, table

_SITE = "https://hanbit-beauty.example.com"
_COUNTRIES = (("South Korea", 0.953), ("Japan", 0.014), ("United States", 0.013), ("Taiwan", 0.011), ("Vietnam", 0.009))
_DEVICES = (("Mobile", 0.792, 0.97), ("Desktop", 0.190, 1.14), ("Tablet", 0.018, 1.05))  # share, position
_MEASURES = ("Clicks", "Impressions", "CTR", "Position")


def _cells(rows: Iterable[Found]) -> tuple[object, ...]:
    """Clicks to position; the position is weighed by impressions, blank where there were none."""
    kept = list(rows)
    clicks, impressions = sum(row.clicks for row in kept), sum(row.impressions for row in kept)
    if not impressions:
        return clicks, 0, "", ""
    mean = sum(row.position * row.impressions for row in kept) / impressions
    return clicks, impressions, rate(clicks, impressions, "%"), f"{mean:.2f}"


def _grouped(rows: Iterable[Found], key: Callable[[Found], str]) -> list[tuple[object, ...]]:
    groups: dict[str, list[Found]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    found = [(name, *_cells(chosen)) for name, chosen in groups.items()]
    return sorted(found, key=lambda cells: (-int(str(cells[1])), str(cells[0])))


def _split(rows: list[Found], parts: Iterable[tuple[str, float, float]]) -> list[tuple[object, ...]]:
    """The month's totals shared out; the first part takes what is left over."""
    clicks, impressions, _, position = _cells(rows)
    shares = list(parts)
    found: list[tuple[object, ...]] = []
    for name, share, factor in shares:
        n, m = int(int(str(clicks)) * share), int(int(str(impressions)) * share)
        if name == shares[0][0]:
            n += int(str(clicks)) - sum(int(int(str(clicks)) * s) for _, s, _ in shares)
            m += int(str(impressions)) - sum(int(int(str(impressions)) * s) for _, s, _ in shares)
        found.append((name, n, m, rate(n, m, "%"), f"{float(str(position)) * factor:.2f}"))
    return found


def _files(rows: list[Found], first: date, last: date) -> dict[str, str]:
    named = [row for row in rows if row.query is not None]
    tables = {
        "Queries": ("Top queries", _grouped(named, lambda row: row.query.text if row.query else "")),
        "Pages": ("Top pages", _grouped(rows, lambda row: _SITE + row.page)),
        "Countries": ("Country", _split(rows, ((name, share, 1.0) for name, share in _COUNTRIES))),
        "Devices": ("Device", _split(rows, _DEVICES)),
        "Dates": ("Date", sorted(_grouped(rows, lambda row: row.day.isoformat()), key=lambda cells: str(cells[0]))),
    }
    found = {f"{name}.csv": table((label, *_MEASURES), cells) for name, (label, cells) in tables.items()}
    span = f"{first:%b} {first.day}, {first.year} - {last:%b} {last.day}, {last.year}"
    return found | {"Filters.csv": table(("Filter", "Value"), (("Search type", "Web"), ("Date", span)))}


def write(brand: Brand, folder: Path) -> None:
    """Write a zip per month. Its files are stored as they are, so that no packer can change the bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for year, month in sorted({(row.day.year, row.day.month) for row in brand.found}):
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        rows = [row for row in brand.found if first <= row.day <= last]
        name = f"hanbit-beauty.example.com-Performance-on-Search-{year}-{month:02d}.zip"
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_STORED) as archive:
            for file, text in _files(rows, first, last).items():
                entry = zipfile.ZipInfo(file, (2026, 11, 2, 9, 0, 0))
                entry.create_system, entry.external_attr = 3, 0o644 << 16
                archive.writestr(entry, text.encode())
