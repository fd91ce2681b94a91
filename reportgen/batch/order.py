"""The nouns of a batch: what is wanted, one client's task, how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

from reportgen.delivery.canary import Foreign
from reportgen.errors import ReportgenError

TIMEOUT = 900.0  # seconds that one client may take


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of every client. ``today_in`` tells the date in a time zone where ``today`` is not given.

    ``jobs`` None: by cores and memory. ``only``, ``without`` and ``tags`` choose clients by id and tag.
    """

    period: str
    today: date | None
    today_in: Callable[[ZoneInfo], date]
    formats: tuple[str, ...]
    baselines: tuple[str, ...]
    out: Path
    final: bool = False
    jobs: int | None = None
    timeout: float = TIMEOUT
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    force: bool = False  # build also what nothing has changed of, and all of it anew
    cluster: str | None = None  # the address of a cluster that builds instead of this machine

    def day_in(self, timezone: ZoneInfo) -> date:
        """The date that counts as today in a time zone."""
        return self.today or self.today_in(timezone)


@dataclass(frozen=True, slots=True)
class Task:
    """One client's report, as a worker is told of it. ``folder`` is as typed; ``out`` and ``home`` are absolute."""

    place: int  # among the run's clients, from 0
    client: str
    folder: Path
    period: str
    today: date
    formats: tuple[str, ...]
    baselines: tuple[str, ...]
    out: Path
    home: Path  # the folder to work in, made before and removed after
    final: bool
    fresh: bool  # take up nothing of an earlier build
    foreign: Foreign
    network: bool = False
    secrets: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one client ended: the files published, or why none were. ``seconds`` is what it took.

    ``unchanged`` says that the files are an earlier run's, for all that they were made from is as it was.
    """

    client: str
    paths: tuple[Path, ...] = ()
    error: ReportgenError | None = None
    seconds: float = 0.0
    unchanged: bool = False

    @property
    def status(self) -> str:
        """published, unchanged or failed."""
        return "failed" if self.error is not None else "unchanged" if self.unchanged else "published"


Outcomes: TypeAlias = tuple[Outcome, ...]
