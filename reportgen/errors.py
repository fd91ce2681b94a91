"""The one tree of errors that a user can meet, and the exit status that each ends with.

::

    ReportgenError               exit  says
    ├── ConfigError                2   report.yaml, portfolio.yaml or brand.yaml is wrong
    ├── UsageError                 2   a command was given something it cannot take
    │   └── PeriodError            2   a period that the grammar does not know
    ├── SourceError                2   a file is missing, unreadable or lacks a column
    ├── DataError                  2   the data forbid a report (no rows, mixed currencies, …)
    ├── MachineError               2   this machine lacks something (Pango, a font, an extra)
    ├── PublishError               1   a report was made but must not be published
    └── ArchiveError               1   the archive cannot be written, or is not whole

An error carries one or more problems; each says what is wrong, where, what was found, what was
expected and what to do. Nothing else escapes a room for a fault that a user can cause.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum


class ExitStatus(IntEnum):
    """What the process tells its caller."""

    DONE = 0
    INCOMPLETE = 1  # some report was not published or some check failed
    WRONG = 2  # the command or a config is wrong
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: a file (as the user would type it), and line and column from 1."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.file, *(str(number) for number in (self.line, self.column) if number is not None)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, in the user's terms; ``excerpt`` shows the place, underlined, on lines of its own."""

    what: str
    where: Place | None = None
    found: str | None = None
    expected: str | None = None
    todo: str | None = None
    excerpt: str | None = None

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        rest = (("found", self.found), ("expected", self.expected), ("to do", self.todo))
        shown = [f"  {line}" for line in self.excerpt.splitlines()] if self.excerpt else []
        return "\n".join([head, *shown, *(f"  {label}: {text}" for label, text in rest if text)])


class ReportgenError(Exception):
    """Base of every error that is shown to a user as a message, never as a traceback."""

    exit_status = ExitStatus.WRONG

    def __init__(self, *problems: Problem | str) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            Problem(problem) if isinstance(problem, str) else problem for problem in problems
        )
        super().__init__(str(self))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)

    def __reduce__(self) -> tuple[type[ReportgenError], tuple[Problem, ...]]:
        return type(self), self.problems


class ConfigError(ReportgenError):
    """A configuration file is wrong; every problem found in it is listed."""


class UsageError(ReportgenError):
    """A command was given something that it cannot take."""


class PeriodError(UsageError):
    """A period that the grammar does not know or that does not exist."""


class SourceError(ReportgenError):
    """A source cannot be read: file missing, column missing, not the format it claims to be."""


class DataError(ReportgenError):
    """The data were read, and forbid a report."""


class MachineError(ReportgenError):
    """This machine lacks something that the package needs."""


class PublishError(ReportgenError):
    """A rule forbids publishing the report (a lost chart, an unmarked number, a final one of a period not over)."""

    exit_status = ExitStatus.INCOMPLETE


class ArchiveError(ReportgenError):
    """The archive cannot be written or read, or what it holds is not what was put there."""

    exit_status = ExitStatus.INCOMPLETE


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like ``name``, or None when none is near."""
    names = sorted(set(known))
    by_fold = {known_name.casefold(): known_name for known_name in reversed(names)}
    found = difflib.get_close_matches(name.casefold(), sorted(by_fold), n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


def did_you_mean(name: str, known: Sequence[str], *, most: int = 12) -> str:
    """A hint for an unknown name: the nearest one, else the known ones (at most ``most``)."""
    near = nearest(name, known)
    if near is not None:
        return f"did you mean '{near}'?"
    shown = ", ".join(known[:most])
    return f"known: {shown}{', …' if len(known) > most else ''}"
