"""``make bench``: ratios measured in one run, printed as a table. Slow, and no test: figures, not verdicts."""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from clients import clients  # noqa: E402 - the folder is not a package
from lines import make_lines  # noqa: E402 - the folder is not a package
from measure import Run, best, measure, tool  # noqa: E402
from plain_chromium import prepare  # noqa: E402
from simulation.run import FRESH, run, table  # noqa: E402
from warehouse import warehouse  # noqa: E402

ROOT = HERE.parents[1]
MOST_FOR_PANDAS = 20_000_000
REPORT = """client: Benchmark
report: ecommerce
locale: en-US
currency: USD
timezone: America/Chicago
sources:
  - table: order_lines
    path: lines.parquet
"""


def main() -> None:
    """Run the benchmarks that were asked for (all of them by default) and print their figures."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--rows", type=int, default=10_000_000, help="order lines of the data benchmark")
    parser.add_argument(
        "--only", choices=["data", "report", "door", "clients", "simulation", "warehouse"], help="one of the benchmarks"
    )
    parser.add_argument("--seeds", type=int, default=200, help="shops of the simulation")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as name:
        folder = Path(name)
        if asked.only in (None, "door"):
            door()
        if asked.only in (None, "report"):
            report(folder)
        if asked.only in (None, "data"):
            data(folder, asked.rows)
        if asked.only in (None, "clients"):
            clients(folder)
        if asked.only in (None, "warehouse"):
            warehouse(folder, min(asked.rows, 1_000_000), equal_answers)
        if asked.only in (None, "simulation"):
            print(table(run(range(FRESH, FRESH + asked.seeds))))  # noqa: T201


def line(name: str, ours: Run, theirs: Run, limit: float) -> None:
    """One row: both figures and their ratios."""
    ratio = ours.seconds / theirs.seconds
    text = f"{name}: {ours.seconds:.2f} / {theirs.seconds:.2f} s = {ratio:.2f} (limit {limit})"
    if theirs.mebibytes:
        share = ours.mebibytes / theirs.mebibytes
        text += f", memory {ours.mebibytes:,.0f} / {theirs.mebibytes:,.0f} MiB = {share:.2f} (limit {limit})"
    print(text, flush=True)  # noqa: T201


def door() -> None:
    """reportgen --help against the import of click alone."""
    program = Path(sys.executable).parent / "reportgen"
    ours, theirs = (best(command, 9) for command in ([program, "--help"], [sys.executable, "-c", "import click"]))
    line("--help against import click", ours, theirs, 2)


def report(folder: Path) -> None:
    """A cold build of the sample (PDF and HTML) against the same charts and page through Chromium."""
    chromium = tool("chromium", "chromium-browser", "google-chrome")
    if chromium is None:
        print("report: skipped, no Chromium on this machine (apt-get install chromium)")  # noqa: T201
        return
    client, period, today = ROOT / "sample_data" / "lumen-oak", "2026-10", date(2026, 11, 5)
    build = [
        sys.executable,
        "-m",
        "reportgen",
        "build",
        "--force",
        client,
        "--period",
        period,
        "--today",
        today,
        "--quiet",
    ]
    measure([*build, "--out", folder / "out"])
    page = folder / "out" / "lumen-oak" / f"lumen-oak_{period}.html"
    charts = prepare(folder, page, client, period, today)
    plain = [sys.executable, HERE / "plain_chromium.py", folder, chromium]
    ours, theirs = best([*build, "--out", folder / "out"], 3), best(plain, 3)
    line(f"cold build, {charts} charts, against Altair and Chromium", ours, theirs, 1.0)
    times = measure([sys.executable, HERE / "warm.py", client, period, today, folder / "warm"]).output.split()
    _, warm, _, kept = (Run(float(seconds), 0, "") for seconds in times)
    again = Run(float(measure([*plain, "warm"]).output), 0, "")
    line("the same in a process that has made it before, against Altair and Chromium in such a one", warm, again, 1.3)
    line("the same, facts and charts of an earlier build taken up", kept, again, 1.3)


def data(folder: Path, rows: int) -> None:
    """The KPI set over order lines against the same numbers in plain pandas; equal to the cent."""
    client = folder / "bench"
    client.mkdir()
    (client / "report.yaml").write_text(REPORT, encoding="utf-8")
    make_lines(client / "lines.parquet", rows)
    peak = [sys.executable, HERE / "peak.py"]
    ours = measure(
        [
            *peak,
            "reportgen",
            "kpis",
            client,
            "--period",
            "2026-10",
            "--by",
            "country",
            "--json",
            "--today",
            "2026-11-05",
        ]
    )
    for name, limit in (("duckdb", 1.3), ("pandas", 0.35)):
        if name == "pandas" and rows > MOST_FOR_PANDAS:
            print(f"{rows:,} order lines: plain pandas would need half a kilobyte of memory a line")  # noqa: T201
            continue
        theirs = measure([*peak, HERE / f"plain_{name}.py", client / "lines.parquet"])
        compared = equal(json.loads(ours.output), json.loads(theirs.output))
        line(f"{rows:,} order lines, {compared:,} numbers equal, against plain {name}", ours, theirs, limit)


def equal(ours: dict, theirs: dict) -> int:  # type: ignore[type-arg]
    """How many numbers were compared; raises where one differs by half a cent or by 1e-9 of itself."""
    compared = 0
    for kpi in ours["kpis"]:
        for window, expected in theirs["totals"].items():
            if kpi["id"] in expected:
                found = kpi["value"] if window == "current" else kpi["comparisons"][window]["value"]
                compared += same(kpi["id"], window, found, expected[kpi["id"]])
        for member in kpi["segments"].get("country", ()):
            for window, countries in theirs["country"].items():
                if kpi["id"] in countries[member["key"]]:
                    found = member["value"] if window == "current" else member["comparisons"][window]["value"]
                    compared += same(kpi["id"], f"{window} {member['key']}", found, countries[member["key"]][kpi["id"]])
    return compared


def equal_answers(one: dict, other: dict) -> int:  # type: ignore[type-arg]
    """How many numbers of two answers of ours were compared; raises where they differ."""
    compared = 0
    for a, b in zip(one["kpis"], other["kpis"], strict=True):
        for where, x, y in numbers_of(a, b):
            if (x is None) != (y is None):
                raise SystemExit(f"{a['id']} ({where}): {x} in the file, {y} in the warehouse")
            compared += x is None or same(a["id"], where, y, x)
    return compared


def numbers_of(one: dict, other: dict) -> Iterator[tuple[str, float | None, float | None]]:  # type: ignore[type-arg]
    """The values and changes of a KPI and its members, side by side."""
    yield "value", one["value"], other["value"]
    for name, compared in one["comparisons"].items():
        for key in ("value", "change", "relative"):
            yield f"{name}.{key}", compared.get(key), other["comparisons"][name].get(key)
    for dimension, members in one["segments"].items():
        for member, twin in zip(members, other["segments"][dimension], strict=True):
            yield f"{dimension} {member['key']}", member["value"], twin["value"]


def same(kpi: str, where: str, found: float | None, expected: float | None) -> int:
    """1 when equal or missing in both; SystemExit naming the number when not."""
    if found is expected is None:
        return 1
    if found is None or expected is None or not math.isclose(found, expected, rel_tol=1e-9, abs_tol=0.005):
        raise SystemExit(f"{kpi} ({where}): {found} here, {expected} by other means")
    return 1


if __name__ == "__main__":
    main()
