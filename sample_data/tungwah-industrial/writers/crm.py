"""HubSpot's export of deals (every cell quoted) and the survey tool's responses."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from simulation.model import Answer, Company, Lead

from writers.text import save, table

_DEALS = (
    "Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Create Date", "Close Date",
    "Original Traffic Source", "Became a marketing qualified lead date",
    'Date entered "Sales qualified lead (Sales Pipeline)"',
)  # fmt: skip
_ANSWERS = ("回覆編號", "時間戳記", "推薦意願", "滿意度", "客群", "意見")


def _stamp(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _deal(lead: Lead) -> tuple[object, ...]:
    closing = _stamp(lead.closed_at) or f"{lead.expected} 18:00"
    amount = "" if lead.amount is None else lead.amount
    return (
        lead.number, lead.name, lead.stage, "Sales Pipeline", amount, _stamp(lead.created_at), closing, lead.source,
        _stamp(lead.mql_at), _stamp(lead.sql_at),
    )  # fmt: skip


def _answer(answer: Answer) -> tuple[object, ...]:
    cells = ("NA" if cell is None else cell for cell in (answer.nps, answer.csat, answer.segment, answer.comment))
    return (f"R{answer.number}", f"{answer.at:%Y/%m/%d %H:%M:%S}", *cells)


def write(company: Company, data: Path) -> None:
    """Write all deals as one file, newest first, and the survey's responses by year."""
    deals = table(_DEALS, (_deal(lead) for lead in reversed(company.leads)), quote=True)
    save(data / "hubspot" / "hubspot-crm-exports-all-deals-2026-11-02.csv", deals)
    for year in sorted({answer.at.year for answer in company.answers}):
        rows = (_answer(answer) for answer in company.answers if answer.at.year == year)
        save(data / "survey" / f"responses_{year}.csv", table(_ANSWERS, rows))
