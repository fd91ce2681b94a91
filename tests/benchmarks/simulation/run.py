"""Running it: a process pool over the seeds, and the table."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .events import EVENTS
from .scoring import alarms, names_event, printed
from .shop import last_month, make_shop, write, write_history

if TYPE_CHECKING:
    from reportgen.report.model import Report

    from .shop import Shop

FRESH = 1000
"""The first seed that no threshold was set by."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One shop and event: whether it was named, the alarms, and all that was printed."""

    seed: int
    event: str
    named: bool
    alarms: tuple[str, ...]
    printed: tuple[str, ...]
    truth: str


def seed_outcomes(seed: int, events: Sequence[str] = tuple(EVENTS)) -> list[Outcome]:
    """The shop of a seed, its history written once and its last month once for each event."""
    shop = make_shop(seed)
    found = []
    with tempfile.TemporaryDirectory(prefix="reportgen-simulation-") as name:
        folder = Path(name)
        customers = write_history(shop, folder)
        for event in events:
            month = last_month(shop)
            truth = EVENTS[event](shop, month, np.random.default_rng([seed, 3, list(EVENTS).index(event)]))
            write(shop, month, folder, "month", 2, customers)
            report = report_of(folder, shop)
            said = tuple(
                f"{one.kind} {one.kpi} {one.dimension or ''} {one.member or ''} {one.direction.value}"
                for one in printed(report)
            )
            quiet = event == "none"
            wrong = tuple(alarms(report, shop)) if quiet else ()
            found.append(Outcome(seed, event, not quiet and names_event(truth, report), wrong, said, str(truth)))
    return found


def report_of(folder: Path, shop: Shop) -> Report:
    """The report as ``build`` makes it, up to drawing."""
    from reportgen import pipeline
    from reportgen.pipeline.make import dimensions_of, kind_for, make_report

    config = pipeline.load_one(folder)
    question = pipeline.Question(shop.period, shop.today)
    kind = kind_for(config, question)
    question = pipeline.Question(shop.period, shop.today, dimensions=dimensions_of(config, kind))
    shown = config.kpis or kind.asked()
    return make_report(config, kind, pipeline.numbers(config, question, for_report=True, cover=kind.cover, shown=shown))


def run(seeds: Iterable[int]) -> list[Outcome]:
    """All seeds and events, on every core."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return [outcome for outcomes in pool.map(seed_outcomes, seeds) for outcome in outcomes]


def table(outcomes: Sequence[Outcome]) -> str:
    """Event, seeds, named, rate; and the quiet shops' alarms by kind."""
    lines = ["event          seeds  named  rate"]
    for event in EVENTS:
        own = [one for one in outcomes if one.event == event]
        if event != "none" and own:
            named = sum(one.named for one in own)
            lines.append(f"{event:<14} {len(own):>5} {named:>6}  {named / len(own):.1%}")
    planted = [one for one in outcomes if one.event != "none"]
    if planted:
        named = sum(one.named for one in planted)
        lines.append(f"{'all':<14} {len(planted):>5} {named:>6}  {named / len(planted):.1%}")
    quiet = [one for one in outcomes if one.event == "none"]
    if quiet:
        loud = sum(bool(one.alarms) for one in quiet)
        lines.append(f"quiet shops    {len(quiet):>5} {loud:>6}  {loud / len(quiet):.1%} with an alarm")
        kinds = Counter(kind for one in quiet for kind in {alarm.split()[0] for alarm in one.alarms})
        lines += [f"  {kind:<17} {count:>9}" for kind, count in sorted(kinds.items(), key=lambda entry: -entry[1])]
    return "\n".join(lines)
