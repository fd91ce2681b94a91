"""Suggestions: what a shell may complete where names are the catalogue's, the clients' or the machine's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from reportgen.errors import ReportgenError

if TYPE_CHECKING:
    from reportgen.config.client import ClientConfig

Complete: TypeAlias = "Callable[[click.Context, click.Parameter, str], list[str]]"


def from_names(names: Callable[[click.Context], Iterable[str]], *, listed: bool = False) -> Complete:
    """Completes one of the names; with ``listed`` the last one of a comma-separated list, none twice."""

    def complete(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
        before, comma, last = begun.rpartition(",") if listed else ("", "", begun)
        taken = before.split(",")
        return [f"{before}{comma}{name}" for name in names(context) if name.startswith(last) and name not in taken]

    return complete


def kpis(context: click.Context) -> list[str]:
    """The catalogue's KPIs and the client's own."""
    from reportgen.kpis import load_catalog

    own = [kpi.id for config in _configs(context) for kpi in config.custom_kpis]
    return [*load_catalog().kpis, *own]


def clients(context: click.Context) -> list[str]:
    """The ids of the clients that were named, those chosen already left out."""
    chosen = context.params.get("only") or ()
    return [config.id for config in _configs(context) if config.id not in chosen]


def tags(context: click.Context) -> list[str]:
    """The tags that these clients bear."""
    return sorted({tag for config in _configs(context) for tag in config.tags})


def dimensions(_context: click.Context) -> Iterable[str]:
    """The catalogue's dimensions."""
    from reportgen.facts.model import dimensions as known

    return known()


def formats(_context: click.Context) -> Iterable[str]:
    """A report's formats."""
    from reportgen import pipeline

    return pipeline.FORMATS


def baselines(_context: click.Context) -> Iterable[str]:
    """What a period is held against."""
    from reportgen import pipeline

    return pipeline.BASELINES


def kinds(_context: click.Context) -> Iterable[str]:
    """The report kinds."""
    from reportgen.report.kind import kinds as known

    return known()


def timezones(_context: click.Context) -> list[str]:
    """The machine's time zones."""
    from zoneinfo import available_timezones

    return sorted(available_timezones())


def _configs(context: click.Context) -> list[ClientConfig]:
    """The clients that stand on the line already; one that cannot be read is no help."""
    from reportgen import pipeline

    # Where an option still lacks its value, click leaves the words before it unparsed.
    given = context.params.get("paths") or context.args or [context.params.get("path")]
    found: list[ClientConfig] = []
    with suppress(ReportgenError):
        for folder in pipeline.find_clients([Path(path) for path in given if path is not None]):
            with suppress(ReportgenError):
                found.append(pipeline.load_one(folder))
    return found
