"""Changes of files: which folders a client's page depends on, and the loop that makes it anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock
from time import perf_counter

from watchfiles import DefaultFilter, watch

from reportgen.config.find import PORTFOLIO, portfolio_of
from reportgen.config.overrides import SUFFIXES
from reportgen.errors import ReportgenError
from reportgen.preview.page import fault_page, live, waiting_page
from reportgen.preview.rehearsal import Rehearsal
from reportgen.resources import styles_dir, templates_dir

FIRST_MS = 100  # what changes while the first page is made must not be missed, so watching begins before
STEP_MS, QUIET_MS = 50, 200  # a change is taken up when no other follows within a step, at the latest after the second


class Stage:
    """The page that is shown now and its number, for as many readers as like to look."""

    def __init__(self, client: str) -> None:
        self._lock = Lock()
        self._version, self._page = 0, waiting_page(client)

    @property
    def version(self) -> int:
        """The number of the page: it grows with every new one."""
        return self._version

    def shown(self) -> bytes:
        """The page, with the script that follows its number."""
        with self._lock:
            return live(self._page, self._version)

    def show(self, page: bytes) -> None:
        """Put another page there."""
        with self._lock:
            self._page, self._version = page, self._version + 1


def play(
    rehearsal: Rehearsal,
    folder: Path,
    stage: Stage,
    stop: Event,
    say: Callable[[str], None],
    fault: Callable[[ReportgenError], None],
) -> None:
    """Make the page now and after every change, until ``stop``; a fault is shown in its place."""
    program = (templates_dir(), styles_dir())
    watched = (folder, *around(folder), *program)
    changes = watch(
        *watched,
        watch_filter=DefaultFilter(),
        step=STEP_MS,
        debounce=QUIET_MS,
        stop_event=stop,
        raise_interrupt=False,
        rust_timeout=FIRST_MS,
        yield_on_timeout=True,
    )
    begun = False
    with rehearsal:
        for found in changes:  # an empty set each time that nothing changed: the first one begins
            if begun and not found:
                continue
            begun = True
            if any(Path(path).is_relative_to(root) for _, path in found for root in program):
                rehearsal.forget_templates()
            _make(rehearsal, folder, stage, say, fault)


def around(folder: Path) -> tuple[Path, ...]:
    """What the portfolio around a client gives it: its file, and its templates, styles and kinds."""
    outer = portfolio_of(folder)
    if outer is None:
        return ()
    return tuple(path for path in (outer / name for name in (PORTFOLIO, *SUFFIXES)) if path.exists())


def _make(
    rehearsal: Rehearsal,
    folder: Path,
    stage: Stage,
    say: Callable[[str], None],
    fault: Callable[[ReportgenError], None],
) -> None:
    begun = perf_counter()
    try:
        page = rehearsal.page()
    except ReportgenError as error:
        fault(error)
        page = fault_page(error, folder.name)
    else:
        say(f"made in {perf_counter() - begun:.1f} s")
    stage.show(page)
