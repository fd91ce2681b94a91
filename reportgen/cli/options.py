"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from reportgen.cli import suggest
from reportgen.errors import Problem, UsageError, did_you_mean

F = TypeVar("F", bound=Callable[..., Any])

PERIODS = ("last-month", "last-week", "last-quarter", "last-year")


def period_option(*, required: bool = True) -> Callable[[F], F]:
    """--period."""
    return click.option(
        "--period",
        required=required,
        metavar="PERIOD",
        shell_complete=lambda _ctx, _param, begun: [word for word in PERIODS if word.startswith(begun)],
        help="2026-10, 2026-W44, 2026-W43/2, 2026-Q3, 2026, 2026-10-01..2026-10-14, last-month, …",
    )


def today_option(command: F) -> F:
    """--today: the date against which last-month and unfinished periods are judged."""
    return click.option(
        "--today",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda _ctx, _param, value: value.date() if value else None,
        help="The date to reckon from (default: now, in the client's time zone).",
    )(command)


def log_option(command: F) -> F:
    """--log: a file that keeps the story of the run."""
    return click.option(
        "--log", type=click.Path(path_type=Path), metavar="FILE", help="Add every line, with its moment, to this file."
    )(command)


def verbose_option(command: F) -> F:
    """--verbose: details beside the stages."""
    return click.option("--verbose", "-v", is_flag=True, help="Tell of rows used and left out, checks, and sizes too.")(
        command
    )


def cluster_option(command: F) -> F:
    """--cluster: the machines that build instead of this one."""
    return click.option("--cluster", metavar="ADDRESS", help="Build on a Dask cluster: dask://HOST:PORT.")(command)


def compare_option(command: F) -> F:
    """--compare: what the period is held against."""
    return click.option(
        "--compare",
        default="previous,year_ago,target",
        show_default=True,
        help="Baselines, with trailing.",
        shell_complete=suggest.from_names(suggest.baselines, listed=True),
    )(command)


def out_option(command: F) -> F:
    """--out: the folder in which reports are published."""
    return click.option(
        "--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="Output folder."
    )(command)


def every_option(command: F) -> F:
    """--every: how often a client's report is due."""
    return click.option(
        "--every",
        type=click.Choice(["week", "month", "quarter", "year"]),
        default="month",
        show_default=True,
        help="How often a report is due.",
    )(command)


def output_options(command: F) -> F:
    """--quiet and --no-color."""
    command = click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")(command)
    return click.option("--no-color", is_flag=True, help="Plain text (NO_COLOR does the same).")(command)


def today_in(timezone: ZoneInfo) -> date:
    """The client's date now: the one look at a clock."""
    return datetime.now(timezone).date()


def now_in(timezone: ZoneInfo) -> datetime:
    """The moment now, to the second, as the client's clocks show it."""
    return datetime.now(timezone).replace(microsecond=0)


def choices(text: str, known: tuple[str, ...], option: str) -> tuple[str, ...]:
    """A comma-separated list of known names, without repeats. Raises UsageError with the nearest name."""
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [name for name in found if name not in known]
    if unknown or not found:
        wrong = unknown[0] if unknown else ""
        raise UsageError(
            Problem(
                f"{option} does not know '{wrong}'" if unknown else f"{option} is empty",
                found=text,
                expected=f"one or more of {', '.join(known)}, separated by commas",
                todo=did_you_mean(wrong, known) if unknown else None,
            )
        )
    return found
