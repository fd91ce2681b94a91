"""What the back office knows: order lines (Big5, as its ERP writes), contracts, projects, costs; the form's tests."""

from __future__ import annotations

from pathlib import Path

from simulation.model import Company, Line

from writers.text import save, table

PACKED_BEFORE = 2026
_LINES = ("單號", "單據日期", "客戶代號", "國別", "接單方式", "料號", "品名", "產品線", "數量", "單價", "單位成本")
_SPANS = ("合約編號", "客戶代號", "起始日", "終止日", "月費", "方案")
_STATES = ("日期", "專案", "計畫值", "實獲值", "實際成本", "總預算")
_COSTS = ("日期", "科目", "明細", "金額", "摘要")
_TRIALS = ("日期", "實驗", "版本", "訪客數", "送出表單數")


def _line(line: Line) -> tuple[object, ...]:
    return (
        line.document, f"{line.at:%Y/%m/%d %H:%M}", line.customer.number, line.customer.country, line.customer.channel,
        line.product.sku, line.product.name, line.product.category, line.quantity, line.price, line.cost,
    )  # fmt: skip


def write(company: Company, data: Path) -> None:
    """Write the lines by year, the older ones packed, and a file for each of the others."""
    for year in sorted({line.at.year for line in company.lines}):
        rows = (_line(line) for line in company.lines if line.at.year == year)
        suffix = ".csv.gz" if year < PACKED_BEFORE else ".csv"
        save(data / "erp" / f"sales_{year}{suffix}", table(_LINES, rows, end="\r\n"), "big5")
    spans = (
        (s.contract, s.customer, f"{s.started:%Y/%m/%d}", f"{s.ended:%Y/%m/%d}" if s.ended else "", s.mrr, s.plan)
        for s in company.spans
    )
    save(data / "contracts.csv", table(_SPANS, spans), "utf-8-sig")
    states = ((s.day, s.project, s.planned, s.earned, s.actual, s.budget) for s in company.states)
    save(data / "projects.csv", table(_STATES, states), "utf-8-sig")
    costs = ((b.day, b.account, b.detail, f"{b.amount:,}", b.text) for b in company.bookings)
    save(data / "costs.csv", table(_COSTS, costs), "utf-8-sig")
    trials = ((t.day, t.experiment, t.variant, t.visitors, t.forms) for t in company.trials)
    save(data / "form_tests.csv", table(_TRIALS, trials), "utf-8-sig")
