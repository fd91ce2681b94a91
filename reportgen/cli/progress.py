"""The story of a batch on stderr: a live table on a terminal, plain lines anywhere else; one summary at the end."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from reportgen.cli.console import Console

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table

    from reportgen.batch.order import Outcome

MOST_LINES = 20  # clients that the live table shows


@dataclass(slots=True)
class Progress:
    """What each client is at. A context; Ctrl-C inside it is told with what is done."""

    console: Console
    live: bool
    verbose: bool = False  # details too
    stages: dict[str, str] = field(default_factory=dict)
    begun: dict[str, float] = field(default_factory=dict)
    done: list[Outcome] = field(default_factory=list)
    building: tuple[str, ...] = ()  # clients to be built
    jobs: int = 1
    _live: Live | None = None

    def __enter__(self) -> Self:
        if self.live:
            from rich.console import Console as Terminal
            from rich.live import Live

            terminal = Terminal(stderr=True, no_color=self.console.plain)
            self._live = Live(get_renderable=self._table, console=terminal, refresh_per_second=4, transient=True)
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()
        if kind is KeyboardInterrupt:
            published = [outcome.client for outcome in self.done if outcome.error is None]
            ended = {outcome.client for outcome in self.done}
            undone = [client for client in self.building or self.stages if client not in ended]
            rest = f"; not done: {', '.join(undone)}" if undone else ""
            self.console.say(f"interrupted; published: {', '.join(published) or 'nothing yet'}{rest}")

    def begin(self, clients: Sequence[str], jobs: int) -> None:
        """These clients are to be built, by so many workers."""
        self.building, self.jobs = tuple(clients), jobs

    def stage(self, client: str, text: str) -> None:
        """A client has come to a stage, or tells a detail."""
        from reportgen.pipeline.telling import Detail

        self.begun.setdefault(client, time.monotonic())
        if isinstance(text, Detail):
            (self.console.say if self.verbose else self.console.keep)(f"{client}:   {text}")
            return
        self.stages[client] = text
        (self.console.keep if self.live else self.console.say)(f"{client}: {text}")

    def ended(self, outcome: Outcome) -> None:
        """A client is done, or failed."""
        self.stages.pop(outcome.client, None)
        self.done.append(outcome)
        word = {"published": "done"}.get(outcome.status, outcome.status)
        (self.console.keep if self.live else self.console.say)(f"{outcome.client}: {word} ({outcome.seconds:.1f} s)")

    def _table(self) -> Table:
        from rich.table import Table

        failed = sum(outcome.error is not None for outcome in self.done)
        title = f"{len(self.done) - failed} done, {failed} failed{self._left()}"
        table = Table(title=title, title_justify="left")
        for heading in ("client", "stage", "elapsed"):
            table.add_column(heading)
        now = time.monotonic()
        for client in list(self.stages)[:MOST_LINES]:
            table.add_row(client, self.stages[client], f"{now - self.begun[client]:.0f} s")
        return table

    def _left(self) -> str:
        """About how long the rest will take: the mean of those built so far, shared by the workers."""
        built = [outcome.seconds for outcome in self.done if outcome.status == "published"]
        ahead = len(self.building) - sum(outcome.status != "unchanged" for outcome in self.done)
        if not built or ahead <= 0:
            return ""
        seconds = sum(built) / len(built) * ahead / self.jobs
        return f", about {seconds / 60:.0f} min left" if seconds >= 90 else f", about {seconds:.0f} s left"  # noqa: PLR2004


def summary_table(outcomes: Sequence[Outcome]) -> str:
    """A line for each client: how it ended and how long it took."""
    width = max(len(outcome.client) for outcome in outcomes)
    return "\n".join(
        f"{outcome.client:<{width}}  {outcome.status:<9}  {outcome.seconds:6.1f} s" for outcome in outcomes
    )


def summary_json(outcomes: Sequence[Outcome]) -> str:
    """The same for programs, with paths and errors."""
    return json.dumps([_entry(outcome) for outcome in outcomes], ensure_ascii=False, indent=2)


def _entry(outcome: Outcome) -> dict[str, Any]:
    return {
        "client": outcome.client,
        "status": outcome.status,
        "paths": [str(path) for path in outcome.paths],
        "seconds": round(outcome.seconds, 2),
        "error": str(outcome.error) if outcome.error else None,
    }
