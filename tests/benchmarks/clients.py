"""Many clients in one run: time and memory a client as their number grows, one worker against two, and a second run."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from threading import Event, Thread

from measure import measure

REPORT = """client: Shop {number:03}
report: ecommerce
locale: en-US
currency: EUR
timezone: Europe/Berlin
sources:
  - {{table: orders, path: orders.csv}}
"""
PERIOD = ["--period", "2026-10", "--today", "2026-11-05", "--quiet"]


def clients(folder: Path, numbers: tuple[int, ...] = (10, 50, 200)) -> None:
    """Print, for each number of clients, seconds a client and the most memory that all processes took together."""
    first = None
    for number in numbers:
        portfolio, out = folder / f"clients-{number}", folder / f"out-{number}"
        make(portfolio, number)
        seconds, peak = watched(build(portfolio, out, 2))
        first = first or (seconds / number, peak)
        say(
            f"{number} clients, 2 workers: {seconds / number:.2f} s a client = {seconds / number / first[0]:.2f},"
            f" all processes at most {peak:,.0f} MiB = {peak / first[1]:.2f}"
        )
        if number == numbers[0]:
            again = measure(build(portfolio, out, 2)).seconds
            say(f"the same again, nothing changed: {again:.2f} / {seconds:.2f} s = {again / seconds:.3f} (limit 0.05)")
            shutil.rmtree(out)
            alone = measure(build(portfolio, out, 1)).seconds
            say(f"one worker against two: {alone:.1f} / {seconds:.1f} s = {alone / seconds:.2f} (limit 1.7)")
        shutil.rmtree(out)


def say(text: str) -> None:
    """A line, at once."""
    print(text, flush=True)  # noqa: T201


def build(portfolio: Path, out: Path, jobs: int) -> list[object]:
    """The command."""
    command = [sys.executable, "-m", "reportgen", "build", portfolio, *PERIOD, "--out", out]
    return [*command, "--jobs", jobs]


def make(portfolio: Path, number: int) -> None:
    """Client folders with two years of orders, three a day, each a little different."""
    for client in range(number):
        folder = portfolio / f"shop-{client:03}"
        folder.mkdir(parents=True)
        (folder / "report.yaml").write_text(REPORT.format(number=client), encoding="utf-8")
        rows = ["order_id,ordered_at,amount,customer_id,channel"]
        for at in range(2190):
            month, day = divmod(at // 3, 30)
            moment = (
                f"{2024 + (month + 10) // 12}-{(month + 10) % 12 + 1:02}-{min(day + 1, 28):02} {8 + at % 11:02}:15:00"
            )
            amount = 20 + (at * 37 + client * 11) % 90
            rows.append(f"o{at},{moment},{amount}.{at % 10}0,c{(at * 17 + client) % 900},{('Email', 'Search')[at % 2]}")
        (folder / "orders.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def watched(command: list[object]) -> tuple[float, float]:
    """Seconds, and the most that the command and all its processes held together (proportional set size), in MiB."""
    done, most = Event(), [0.0]

    def watch() -> None:
        while not done.wait(0.5):
            most[0] = max(most[0], sum(_held(pid) for pid in _family(os.getpid())))

    watcher = Thread(target=watch)
    watcher.start()
    begun = time.perf_counter()
    try:
        measure(command)
    finally:
        done.set()
        watcher.join()
    return time.perf_counter() - begun, most[0]


def _family(root: int) -> set[int]:
    """All processes below ``root``."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        children.setdefault(parent, []).append(int(folder.name))
    found, waiting = set(), [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found.update(below)
        waiting += below
    return found


def _held(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)
