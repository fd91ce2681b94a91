"""Keyword ranks as SE Ranking exports them: wide, a column for each day and one beside it with the change."""

from __future__ import annotations

from pathlib import Path

from simulation.model import Brand, Rank

from writers.text import half, save, table

_HEADER = ("Keyword", "URL", "Tags", "Search vol.")
_SITE = "https://hanbit-beauty.example.com"
_ABOVE = "hanbit-beauty.example.com, Google South Korea (Korean)\n"


def _cells(ranks: list[Rank]) -> list[object]:
    """Position and change by day; ``-`` where the keyword is not found."""
    cells: list[object] = []
    before: int | None = None
    for rank in ranks:
        change = before - rank.position if before is not None and rank.position is not None else 0
        cells += [rank.position or "-", change or ""]
        before = rank.position
    return cells


def write(brand: Brand, folder: Path) -> None:
    """Write a file per half-year."""
    for part in sorted({half(rank.day) for rank in brand.ranks}):
        chosen = [rank for rank in brand.ranks if half(rank.day) == part]
        days = sorted({rank.day for rank in chosen})
        header = [*_HEADER, *(name for day in days for name in (day.isoformat(), "Dynamics"))]
        queries = list(dict.fromkeys(rank.query for rank in chosen))
        rows = [
            (query.text, _SITE + query.page, "", query.volume, *_cells([r for r in chosen if r.query == query]))
            for query in queries
        ]
        save(folder / f"rankings_{part}.csv", table(header, rows, before=_ABOVE), "utf-8-sig")
