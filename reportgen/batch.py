"""Many clients in one run; a client that fails stops no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

from reportgen import pipeline
from reportgen.config.load import shared_ids
from reportgen.errors import ConfigError, ReportgenError


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of every client. ``today_in`` tells the date in a time zone where ``today`` is not given."""

    period: str
    today: date | None
    today_in: Callable[[ZoneInfo], date]
    formats: tuple[str, ...]
    baselines: tuple[str, ...]
    out: Path
    final: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one client ended: the files published, or why none were."""

    client: str
    paths: tuple[Path, ...] = ()
    error: ReportgenError | None = None


Outcomes: TypeAlias = tuple[Outcome, ...]


def build_all(paths: Sequence[Path], order: Order, say: Callable[[str], None]) -> Outcomes:
    """Build every client found at ``paths``, in order. Raises ConfigError when there is none."""
    folders = pipeline.find_clients(paths)
    outcomes: list[Outcome] = []
    seen: list[tuple[str, Path]] = []
    for number, folder in enumerate(folders, start=1):
        label = f"[{number}/{len(folders)}] {folder.name}" if len(folders) > 1 else folder.name
        say(f"{label}: building")
        outcome = _build_one(folder, order, seen, partial(_tell, say, label))
        say(f"{label}: {'failed' if outcome.error else 'done'}")
        outcomes.append(outcome)
    return tuple(outcomes)


def _tell(say: Callable[[str], None], label: str, text: str) -> None:
    say(f"{label}: {text}")


def _build_one(folder: Path, order: Order, seen: list[tuple[str, Path]], say: Callable[[str], None]) -> Outcome:
    try:
        config = pipeline.load_one(folder)
        taken = shared_ids([*seen, (config.id, folder)])
        if taken:
            raise ConfigError(*taken)
        seen.append((config.id, folder))
        question = pipeline.Question(
            period=order.period,
            today=order.today or order.today_in(config.timezone),
            baselines=order.baselines,
        )
        published = pipeline.build(config, question, order.formats, order.out, final=order.final, say=say)
    except ReportgenError as error:
        return Outcome(folder.name, error=error)
    return Outcome(config.id, published)
