"""What a scheduler calls every hour: due, built, approved, sent; nothing twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.journeys.conftest import Inbox, Run

DAYS = [date(2026, 7, 1) + timedelta(days=number) for number in range(123)]  # to the end of October
ROWS = "order_id,ordered_at,amount,customer_id\n" + "".join(
    f"o{number},{day},{100 + day.day},c{number % 9}\n" for number, day in enumerate(DAYS)
)
IN_NOVEMBER = ("--today", "2026-11-05")


def standing(done: Any) -> dict[str, str]:  # noqa: ANN401
    return {line["client"]: line["standing"] for line in json.loads(done.stdout)}


def delivered(port: int, approval: str) -> tuple[str, ...]:
    smtp = f"{{host: 127.0.0.1, port: {port}, security: none, per_minute: 6000}}"
    to = "to: [ceo@example.com], from: reports@example.com, formats: [html]"
    return (f"delivery: {{{to}, approval: {approval}, smtp: {smtp}}}",)


def test_without_recipients_a_report_is_built_once(run: Run, client: Callable[..., Path], tmp_path: Path) -> None:
    folder, out = client(ROWS), tmp_path / "out"
    first = run("run", folder, "--out", out, "--json", *IN_NOVEMBER)
    assert (first.returncode, standing(first)) == (0, {"shop": "done"})
    made = {path.name: path.stat().st_mtime_ns for path in (out / "shop").iterdir()}
    assert {"shop_2026-10.pdf", "shop_2026-10.html"} < set(made)
    again = run("run", folder, "--out", out, *IN_NOVEMBER)
    assert again.stdout == "shop 2026-10: done; 2026-11 is due on 2026-12-01\n"
    assert {path.name: path.stat().st_mtime_ns for path in (out / "shop").iterdir()} == made


def test_it_waits_for_approval_then_sends_once(
    run: Run, client: Callable[..., Path], tmp_path: Path, inbox: tuple[Inbox, int]
) -> None:
    handler, port = inbox
    folder, out = client(ROWS, *delivered(port, "required")), tmp_path / "out"
    waiting = run("run", folder, "--out", out, *IN_NOVEMBER)
    assert "shop 2026-10: waiting for approval; next: reportgen approve" in waiting.stdout
    assert not handler.arrived
    approved = run("approve", folder, "--period", "2026-10", "--by", "Maya Ortiz", "--out", out)
    assert approved.returncode == 0
    sent = run("run", folder, "--out", out, "--json", *IN_NOVEMBER)
    assert (sent.returncode, standing(sent)) == (0, {"shop": "sent"}), sent.stderr
    again = run("run", folder, "--out", out, "--json", *IN_NOVEMBER)
    assert standing(again) == {"shop": "sent"}
    assert [message["To"] for message in handler.arrived] == ["ceo@example.com"]


def test_one_client_that_fails_stops_no_other(run: Run, client: Callable[..., Path], tmp_path: Path) -> None:
    client(ROWS, name="good")
    client("not,an,export\n", name="wrong")
    done = run("run", tmp_path, "--out", tmp_path / "out", "--json", *IN_NOVEMBER)
    assert done.returncode == 1
    assert standing(done) == {"good": "done", "wrong": "failed"}
    assert "wrong" in done.stderr


def test_a_month_that_is_not_over_is_not_due(run: Run, client: Callable[..., Path], tmp_path: Path) -> None:
    done = run("run", client(ROWS), "--out", tmp_path / "out", "--today", "2026-10-31", "--json")
    assert [line["period"] for line in json.loads(done.stdout)] == ["2026-09"]
