"""The brand's own sheets: the ledger and the newsletter's sign-ups."""

from __future__ import annotations

from pathlib import Path

from simulation.model import Brand

from writers.text import save, table

_LEDGER = ("전기일", "구분", "세부", "금액(원)", "적요")
_SIGNUPS = ("일자", "가입 경로", "신규 구독자")


def write(brand: Brand, data: Path) -> None:
    """Write both sheets."""
    booked = ((f"{b.day:%Y-%m-%d}", b.category, b.subcategory, f"{b.amount:,}", b.text) for b in brand.bookings)
    save(data / "costs.csv", table(_LEDGER, booked), "utf-8-sig")
    joined = ((f"{row.day:%Y-%m-%d}", row.door, row.count) for row in brand.signups)
    save(data / "email/signups.csv", table(_SIGNUPS, joined))
