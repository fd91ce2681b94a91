"""The KPI change log: what a report says of its set of KPIs against the last report's."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.journey
ORDERS = "order_id,ordered_at,amount,customer_id\n1,2026-09-02,10,a\n2,2026-10-20,12,a\n3,2026-10-21,8,b\n"
Run = Callable[..., subprocess.CompletedProcess[str]]


def _build(run: Run, folder: Path, out: Path, period: str) -> tuple[dict[str, Any], str]:
    done = run("build", folder, "--period", period, "--today", "2026-11-09", "--out", out, "--format", "html")
    assert done.returncode == 0, done.stderr
    stem = out / "shop" / f"shop_{period}"
    page = re.sub(r"<[^>]+>", "", stem.with_suffix(".html").read_text("utf-8"))
    page = page.replace("\u2060", "").replace("\u00a0", " ")
    return json.loads(Path(f"{stem}.manifest.json").read_text("utf-8")), page


def test_a_new_target_and_owner_are_logged_in_the_next_report(
    run: Run, client: Callable[..., Path], tmp_path: Path
) -> None:
    folder, out = client(ORDERS, "targets: {revenue: 25}"), tmp_path / "out"
    first, page = _build(run, folder, out, "2026-09")
    assert "KPI change log" not in page
    entries = {entry["kpi"]: entry for entry in first["kpi_set"]["kpis"]}
    assert (entries["revenue"]["target"], entries["revenue"]["owner"]) == ("25", None)
    report = folder / "report.yaml"
    report.write_text(report.read_text("utf-8").replace("{revenue: 25}", "{revenue: 30}\nowners: {aov: Ann}"), "utf-8")
    _, page = _build(run, folder, out, "2026-10")
    assert "KPI change log" in page
    assert "The target for net revenue is $30.00, after $25.00 in the report on September 2026." in page
    assert "Ann now answers for average order value" in page


def test_the_log_is_that_of_the_reports_before_and_the_same_when_built_again(
    run: Run, client: Callable[..., Path], tmp_path: Path
) -> None:
    folder, out = client(ORDERS), tmp_path / "out"
    _build(run, folder, out, "2026-10")
    _, page = _build(run, folder, out, "2026-09")
    assert "KPI change log" not in page, "a later report is not the last one"
    again, page = _build(run, folder, out, "2026-10")
    assert "KPI change log" not in page
    assert again == _build(run, folder, out, "2026-10")[0]
