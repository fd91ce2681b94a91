"""``reportgen explain``: a number down to its rows and files."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.journey
ORDERS = """order_id,ordered_at,amount,discount,customer_id,status
1,2026-09-02,10,,a,paid
2,2026-10-20,12,2,a,paid
3,2026-10-21,8,,b,paid
4,2026-10-22,99,,b,cancelled
"""
Run = Callable[..., subprocess.CompletedProcess[str]]
ASKED = ("--period", "2026-10", "--today", "2026-11-05")


def test_a_number_is_told_down_to_rows_and_files(run: Run, client: Callable[..., Path]) -> None:
    folder = client(ORDERS)
    done = run("explain", folder, "aov", *ASKED, "--rows")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "Average order value (aov), 2026-10: 9"  # (12 − 2 + 8) / 2
    assert "  = revenue / orders" in lines
    assert any(line.endswith("orders = 2") for line in lines)
    assert any(line.endswith("revenue = 18") for line in lines)
    assert any('select sum(amount) from (select * from "orders"' in line for line in lines)
    assert any(" | 2 | 2026-10-20 00:00:00 | 12.0000 | " in line for line in lines), "the first rows are shown"
    assert not any(" | 4 | " in line for line in lines), "a cancelled order is no row of it"
    digest = hashlib.sha256((folder / "data" / "file.csv").read_bytes()).hexdigest()
    assert any("data/file.csv" in line and digest in line for line in lines)
    assert any("excluded-orders" in line for line in lines)


def test_the_same_as_json(run: Run, client: Callable[..., Path]) -> None:
    found = json.loads(run("explain", client(ORDERS), "revenue", *ASKED, "--json").stdout)
    assert (found["kpi"], found["value"], found["status"], found["printed"]) == ("revenue", 18.0, "ok", "$18.00")
    assert [node["measure"] for node in found["tree"]["of"]] == ["gross_amount", "discount_amount", "refund_amount"]
    assert found["tree"]["of"][2]["sql"] is None
    assert found["sources"][0]["rows_read"] == 4


def test_a_number_that_cannot_be_had_says_why(run: Run, client: Callable[..., Path]) -> None:
    done = run("explain", client(ORDERS), "roas", *ASKED)
    assert done.returncode == 0
    assert done.stdout.startswith("Return on ad spend (roas), 2026-10: unavailable: ")


def test_an_unknown_kpi_is_answered_with_the_nearest(run: Run, client: Callable[..., Path]) -> None:
    done = run("explain", client(ORDERS), "revenu", *ASKED)
    assert done.returncode == 2
    assert "did you mean 'revenue'?" in done.stderr
