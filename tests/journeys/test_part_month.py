"""A month that is not over: the exports end on the 17th and the report is built on the 18th."""

import html
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

FIRST, LAST, TODAY = date(2025, 9, 1), date(2026, 10, 17), "2026-10-18"
pytestmark = pytest.mark.journey
CLIENT = """
client: Corner Shop
id: corner
report: ecommerce
locale: en-US
currency: USD
timezone: America/Chicago
sources:
  - {name: Shop, table: orders, path: orders.csv}
  - {name: Web, table: traffic, path: traffic.csv}
kpis: [revenue, orders, sessions, aov, conversion_rate]
targets: {revenue: 6200, orders: 100, sessions: 3000, aov: 40}
"""


def days() -> list[date]:
    """Every day with rows, in order."""
    return [FIRST + timedelta(days=place) for place in range((LAST - FIRST).days + 1)]


def shop(folder: Path) -> Path:
    """Five orders of 40 a day; 100 sessions a day, of which the web export has those to the 20th.

    A month of 31 days makes 155 orders, 6,200 of revenue and 3,100 sessions: on target, above it, above it.
    """
    folder.mkdir()
    (folder / "report.yaml").write_text(CLIENT, encoding="utf-8")
    orders = [
        f"{day:%y%m%d}{n},{day},{40 + (n - 2) * (day.day % 3)},c{day.day % 9}{n}" for day in days() for n in range(5)
    ]
    (folder / "orders.csv").write_text("order_id,ordered_at,amount,customer_id\n" + "\n".join(orders) + "\n")
    seen = [*days(), *(LAST + timedelta(days=ahead) for ahead in (1, 2, 3))]
    traffic = [f"{day},{100 + day.day % 2},5" for day in seen]
    (folder / "traffic.csv").write_text("date,sessions,purchases\n" + "\n".join(traffic) + "\n")
    return folder


def built(run: Callable, folder: Path, out: Path) -> tuple[dict, str]:  # type: ignore[type-arg]
    done = run("build", folder, "--period", "2026-10", "--today", TODAY, "--format", "html,json", "--out", out)
    assert done.returncode == 0, done.stderr
    stem = out / "corner" / "corner_2026-10"
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", "", stem.with_suffix(".html").read_text("utf-8"), flags=re.DOTALL)
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u2060", ""))
    return json.loads(stem.with_suffix(".json").read_text("utf-8")), words


def test_a_part_month_is_compared_like_for_like_projected_and_not_judged(run: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    report, words = built(run, shop(tmp_path / "corner"), tmp_path / "out")
    assert (report["period"]["complete"], report["period"]["compared_days"]) == (False, 17)
    found = {insight["kind"] for insight in (*report["insights"], *report["silenced"])}
    assert {"to_date", "pace"} <= found
    assert not {"record_streak", "target"} & found  # of complete periods only
    to_date = next(insight for insight in report["insights"] if insight["kind"] == "to_date")
    assert "October 17, 2026" in to_date["text"]
    for insight in report["insights"]:
        if insight["kind"] == "pace":
            low, high = (float(insight["facts"][f"{insight['kpi']}.pace.{end}"]["value"]) for end in ("low", "high"))
            assert low <= high
    targets = {kpi["id"]: kpi["comparisons"].get("target") for kpi in report["kpis"]}
    assert {targets[kpi]["status"] for kpi in ("revenue", "orders", "sessions", "aov")} == {None}
    assert targets["revenue"]["attainment"] == pytest.approx(17 * 200 / 6200)
    # Cards: 3,400 of 6,200 so far and the same every day: on pace. 85 orders of 100, with 14 days to go: ahead.
    assert "54.8% of $6,200 so far" in words
    assert "ahead of pace" in words
    assert re.search(r"Shop reaches only to October 17, 2026 ?;", words)  # the web's go on to the 20th
    assert "October 20, 2026" not in words
    assert not re.search(r"missed|short of (its|the)|meeting its target", words)


def test_a_final_report_of_it_is_refused(run: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    folder = shop(tmp_path / "corner")
    done = run(
        "build",
        folder,
        "--period",
        "2026-10",
        "--today",
        TODAY,
        "--format",
        "json",
        "--out",
        tmp_path / "out",
        "--final",
    )
    assert done.returncode == 1
    assert "leave --final out" in done.stderr
    assert not list((tmp_path / "out").rglob("*.*"))
