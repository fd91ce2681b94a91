"""Ad spend as Google Ads and Meta export it, with the totals rows that a sum must not include."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from simulation.model import AdDay, Shop

from writers.text import money, write_csv

_GOOGLE_HEADER = (
    "Day", "Campaign", "Currency code", "Cost", "Impr.", "Clicks", "CTR", "Avg. CPC",
    "Conversions", "Conv. value",
)  # fmt: skip
_TYPE = {"Performance Max": "Performance Max", "Shopping": "Shopping"}
_META_HEADER = (
    "Campaign name", "Day", "Amount spent (USD)", "Impressions", "Reach", "Link clicks", "Purchases",
    "Purchases conversion value", "Reporting starts", "Reporting ends",
)  # fmt: skip
_NONE = " --"


def _grouped(cents: int) -> str:
    """123456 → '1,234.56'."""
    return f"{cents // 100:,}.{cents % 100:02d}"


def _long(day: date) -> str:
    """October 1, 2025."""
    return f"{day:%B} {day.day}, {day.year}"


def _type(campaign: str) -> str:
    return _TYPE.get(campaign, "Search")


def _google_cells(rows: Sequence[AdDay]) -> tuple[str, ...]:
    """Cost to conversion value of one row or of a total."""
    spend, impressions, clicks = (
        sum(getattr(row, name) for row in rows) for name in ("spend", "impressions", "clicks")
    )
    return (
        "USD",
        _grouped(spend),
        f"{impressions:,}",
        f"{clicks:,}",
        f"{clicks / impressions * 100:.2f}%" if impressions else _NONE,
        _grouped((spend + clicks // 2) // clicks) if clicks else _NONE,
        _grouped(sum(row.conversions for row in rows)),
        _grouped(sum(row.value for row in rows)),
    )


def _google(rows: list[AdDay], path: Path) -> None:
    body: list[tuple[str, ...]] = [(row.day.isoformat(), row.campaign, *_google_cells([row])) for row in rows]
    kinds = sorted({_type(row.campaign) for row in rows})
    totals = [("Total: Campaigns", rows), ("Total: Account", rows)]
    totals += [(f"Total: {kind}", [row for row in rows if _type(row.campaign) == kind]) for kind in kinds]
    body += [(label, _NONE, *_google_cells(chosen)) for label, chosen in totals]
    title = f'Campaign performance by day\n"{_long(rows[0].day)} - {_long(rows[-1].day)}"\n'
    write_csv(path, _GOOGLE_HEADER, body, before=title)


def _meta_row(name: str, day: str, rows: Sequence[AdDay], ends: tuple[str, str]) -> tuple[str, ...]:
    purchases = sum(row.conversions for row in rows) // 100
    impressions = sum(row.impressions for row in rows)
    return (
        name,
        day,
        money(sum(row.spend for row in rows)),
        str(impressions),
        str(impressions * 100 // 118),
        str(sum(row.clicks for row in rows)),
        str(purchases) if purchases else "",
        money(sum(row.value for row in rows)) if purchases else "",
        *ends,
    )


def _meta(rows: list[AdDay], path: Path) -> None:
    """The totals row comes first and has no name."""
    span = rows[0].day.isoformat(), rows[-1].day.isoformat()
    body = [_meta_row("", "", rows, span)]
    for row in rows:
        day = row.day.isoformat()
        body.append(_meta_row(row.campaign, day, [row], (day, day)))
    write_csv(path, _META_HEADER, body, before="\ufeff")


def write(shop: Shop, folder: Path) -> None:
    """Write a file per platform and year."""
    for year in sorted({row.day.year for row in shop.ads}):
        rows = [row for row in shop.ads if row.day.year == year]
        _google([row for row in rows if row.platform == "Google Ads"], folder / f"google_ads/campaigns_{year}.csv")
        _meta([row for row in rows if row.platform == "Meta"], folder / f"meta/ads_{year}.csv")
