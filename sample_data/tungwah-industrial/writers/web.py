"""Google Analytics 4 by day and channel, and LinkedIn's campaigns by day (UTF-16LE, tabs, five lines above)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from simulation.model import AdDay, Company, Visits
from simulation.story import EXPORTED_AT

from writers.text import half, save, table

_VISITS = (
    "Session primary channel group (Default Channel Group)", "Date", "Sessions", "Engaged sessions",
    "Average engagement time per session", "Total users", "New users", "Returning users", "Views", "Key events",
)  # fmt: skip
_ADS = (
    "Start Date (in UTC)", "Account Name", "Currency", "Campaign Group Name", "Campaign Name", "Total Spent",
    "Impressions", "Clicks", "Click Through Rate", "Conversions",
)  # fmt: skip


def _comments(first: date, last: date) -> str:
    rule = "# " + "-" * 40
    lines = (rule, "# Traffic acquisition: Session primary channel group (Default Channel Group)",
             "# Account: 東華工業", "# Property: 東華工業官網", rule, "# All Users", f"# Start date: {first:%Y%m%d}",
             f"# End date: {last:%Y%m%d}")  # fmt: skip
    return "".join(line + "\n" for line in lines)


def _visit(row: Visits) -> tuple[object, ...]:
    return (
        row.channel, f"{row.day:%Y%m%d}", row.sessions, row.engaged_sessions,
        repr(row.engagement_seconds / row.sessions), row.users, row.new_users, row.users - row.new_users,
        row.pageviews, row.forms,
    )  # fmt: skip


def _ad(row: AdDay) -> tuple[object, ...]:
    rate = f"{row.clicks / row.impressions * 100:.3f}%"
    return (
        f"{row.day:%m/%d/%Y}", "Tungwah Industrial", "TWD", "2024-2026", row.campaign, f"{row.spend}.00",
        row.impressions, row.clicks, rate, row.conversions,
    )  # fmt: skip


def write(company: Company, data: Path) -> None:
    """Write a file of each per half-year."""
    for part in sorted({half(row.day) for row in company.visits}):
        visits = [row for row in company.visits if half(row.day) == part]
        ends = visits[0].day, visits[-1].day
        text = table(_VISITS, map(_visit, visits), before=_comments(*ends))
        save(data / "ga4" / f"traffic_{part}.csv", text)
        title = (
            "Campaign Performance Report (in UTC)\n"
            f"Report Start: {ends[0]:%B} {ends[0].day}, {ends[0].year}, 12:00 AM\n"
            f"Report End: {ends[1]:%B} {ends[1].day}, {ends[1].year}, 11:59 PM\n"
            f"Date Generated: {EXPORTED_AT:%B} {EXPORTED_AT.day}, {EXPORTED_AT.year}, {EXPORTED_AT:%I:%M %p}\n\n"
        )
        rows = (_ad(row) for row in company.ads if half(row.day) == part)
        text = table(_ADS, rows, before=title, delimiter="\t")
        save(data / "linkedin" / f"campaigns_{part}.csv", "\ufeff" + text, "utf-16-le")
