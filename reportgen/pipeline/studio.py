"""The studio: a second process that draws a report's charts and dresses its HTML.

Drawing holds Python's lock while it runs, and one report's bad chart can spoil the next one drawn in the same
process; so every report has a process of its own for it, which warms up while this one reads the data.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from reportgen.charts.draw import draw, renderer
from reportgen.charts.model import Chart, Figure
from reportgen.charts.theme import Theme
from reportgen.errors import Problem, PublishError
from reportgen.issues import Issue
from reportgen.rendering.brand import Brand
from reportgen.rendering.html import render_html
from reportgen.rendering.mail import MailBody, render_mail
from reportgen.report.model import Report
from reportgen.resources import prepare_fonts
from reportgen.shelf import Shelf
from reportgen.tether import die_with_parent, lift_memory_limit, own_main_hidden

T = TypeVar("T")


class Studio:
    """A context in which charts are drawn and pages dressed beside this process's own work."""

    def __init__(self, font_folders: Sequence[Path], shelf: Shelf | None = None) -> None:
        self._shelf = shelf
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), _warm_up, (tuple(font_folders), os.getpid()))

    def __enter__(self) -> Self:
        with own_main_hidden():
            self._pool.submit(_ready)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def broken(self) -> bool:
        """Whether its process died."""
        return bool(getattr(self._pool, "_broken", False))

    def draw(self, charts: Iterable[Chart], theme: Theme) -> Future[dict[str, Figure]]:
        """The figures of the charts; pictures of an earlier build are taken from the shelf."""
        return self._pool.submit(draw, tuple(charts), theme, self._shelf)

    def html(
        self, report: Report, figures: dict[str, Figure], theme: Theme, brand: Brand
    ) -> Future[tuple[bytes, list[Issue]]]:
        """The HTML edition, and what was noted while it was dressed."""
        return self._pool.submit(_html, report, figures, theme, brand)

    def mail(
        self, report: Report, figures: dict[str, Figure], theme: Theme, brand: Brand, *, attached: bool
    ) -> Future[MailBody]:
        """The mail's texts and pictures."""
        return self._pool.submit(partial(render_mail, report, figures, theme, brand, attached=attached))


def result_of(future: Future[T]) -> T:
    """What the studio made. Its errors are raised here; PublishError when its process died."""
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise PublishError(
            Problem("the process that draws the charts died", found=str(error), todo="build again; is memory short?")
        ) from error


def _warm_up(font_folders: tuple[Path, ...], parent: int) -> None:
    """Import what drawing needs, before it is needed."""
    die_with_parent(parent)
    lift_memory_limit()
    sys.stdout = sys.stderr  # results are the first process's to print
    prepare_fonts(font_folders)
    importlib.import_module("altair")

    renderer()


def _ready() -> None:
    """A first task, so that the process starts at once."""


def _html(report: Report, figures: dict[str, Figure], theme: Theme, brand: Brand) -> tuple[bytes, list[Issue]]:
    notes: list[Issue] = []
    return render_html(report, figures, theme, brand, notes=notes), notes
