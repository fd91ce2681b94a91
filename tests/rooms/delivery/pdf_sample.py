"""A report's PDF made by hand: lines of text, a KPI table and facts inside, each of which can be made to lie."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

import pikepdf

CSV = "id,name,unit,status,value,previous_value\r\norders,Orders,count,ok,1687,1587\r\nrevenue,Net revenue,money,ok,177988.74,\r\ncarts,Carts,count,unavailable,,\r\n"
LINES = ("Orders 1,687 +100", "Net", "revenue $177,989", "Carts n/a")


def facts(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  # parsed JSON
    def number(kpi: str, value: float | None, status: str = "ok", **comparisons: float) -> dict[str, Any]:
        return {"kpi": kpi, "value": value, "status": status, "comparisons": comparisons, "formula": f"sum({kpi})"}

    body = {
        "reportgen": "1.0",
        "client": "lumen-oak",
        "locale": "en-US",
        "currency": "USD",
        "period": {"id": "2026-10", "start": "2026-10-01", "end": "2026-10-31"},
        "config": {"sha256": "c0"},
        "inputs": [{"files": [{"path": "data/orders.csv", "sha256": "aa"}]}],
        "numbers": [
            number("orders", 1687, previous=1587),
            number("revenue", 177988.74),
            number("carts", None, "unavailable"),
        ],
        "checks": [{"rule": "missing-days", "severity": "warn", "message": "two days are missing"}],
        "notes": [{"text": ["We opened a second shop."]}],
        "told": [{"kind": "change", "text": "Orders rose 6%."}],
    }
    return {**body, **changes}


def pdf(lines: Sequence[str] = LINES, table: str | None = CSV, body: object = None) -> bytes:
    """The PDF's bytes; no table or facts inside where they are None or False."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(600, 800))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page = document.pages[0]
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    shown = "".join(f"1 0 0 1 50 {700 - 20 * at} Tm ({line}) Tj\n" for at, line in enumerate(lines))
    page.Contents = document.make_stream(f"BT /F1 12 Tf\n{shown}ET".encode())
    if table is not None:
        document.attachments["lumen-oak_2026-10.kpis.csv"] = table.encode()
    if body is not False:
        document.attachments["lumen-oak_2026-10.facts.json"] = json.dumps(facts() if body is None else body).encode()
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
