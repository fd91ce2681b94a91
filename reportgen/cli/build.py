"""``reportgen build``: the reports of one or many clients."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import suggest
from reportgen.cli.console import Console
from reportgen.cli.options import (
    choices,
    cluster_option,
    compare_option,
    log_option,
    out_option,
    output_options,
    period_option,
    today_in,
    today_option,
    verbose_option,
)
from reportgen.errors import ExitStatus, ReportgenError

if TYPE_CHECKING:
    from reportgen.batch.order import Outcomes


@click.command("build")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@period_option()
@click.option(
    "--format", "formats", default="pdf,html", show_default=True, help="Of pdf, html, xlsx, pptx, email, json.",
    shell_complete=suggest.from_names(suggest.formats, listed=True),
)  # fmt: skip
@out_option
@compare_option
@click.option("--final", is_flag=True, help="Refuse a period that is not over or whose data stop early.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Worker processes (default: by cores and memory).")
@cluster_option
@click.option("--timeout", type=click.FloatRange(1), default=900, show_default=True, help="Seconds for one client.")
@click.option(
    "--only", multiple=True, metavar="ID", help="Only this client (repeatable).",
    shell_complete=suggest.from_names(suggest.clients),
)  # fmt: skip
@click.option(
    "--except", "without", multiple=True, metavar="ID", help="Not this client (repeatable).",
    shell_complete=suggest.from_names(suggest.clients),
)  # fmt: skip
@click.option(
    "--tag", "tags", multiple=True, metavar="TAG", help="Clients that bear this tag (repeatable).",
    shell_complete=suggest.from_names(suggest.tags),
)  # fmt: skip
@click.option("--force", is_flag=True, help="Build also the clients of which nothing has changed.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcomes as JSON.")
@log_option
@verbose_option
@today_option
@output_options
def build_command(
    *,
    paths: tuple[Path, ...],
    period: str,
    formats: str,
    out: Path,
    compare: str,
    final: bool,
    jobs: int | None,
    cluster: str | None,
    timeout: float,
    only: tuple[str, ...],
    without: tuple[str, ...],
    tags: tuple[str, ...],
    force: bool,
    as_json: bool,
    log: Path | None,
    verbose: bool,
    today: date | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """Build the reports of the clients at PATHS: client folders, or folders of them.

    One client's failure stops no other. Files appear whole or not at all, as OUT/<id>/<id>_<period>.<ext>
    with a manifest beside them; their paths are printed. A final report of which nothing has changed since it was
    built (data, configuration, notes, brand, program) is kept as it is.
    """
    from reportgen import pipeline
    from reportgen.batch.order import Order
    from reportgen.batch.portfolio import publish_portfolio
    from reportgen.batch.run import build_all, find_all
    from reportgen.cli.progress import Progress, summary_json

    console = Console(quiet=quiet, color=not no_color, log=log)
    order = Order(
        period=period,
        today=today,
        today_in=today_in,
        formats=choices(formats, pipeline.FORMATS, "--format"),
        baselines=choices(compare, pipeline.BASELINES, "--compare"),
        out=out,
        final=final,
        jobs=jobs,
        cluster=cluster,
        timeout=timeout,
        only=only,
        without=without,
        tags=tags,
        force=force,
    )
    clients = find_all(paths)
    with Progress(console, live=sys.stderr.isatty() and not quiet and not verbose, verbose=verbose) as progress:
        outcomes = build_all(clients, order, progress.stage, progress.ended, progress.begin)
    if as_json:
        click.echo(summary_json(outcomes))
    status = report(outcomes, console, paths=not as_json)
    try:
        for path in publish_portfolio(clients[1], outcomes, order):
            console.say(f"portfolio page: {path}")
    except ReportgenError as error:
        console.error(error, "portfolio page")
        return max(status, ExitStatus.INCOMPLETE)
    if status == ExitStatus.DONE and len(outcomes) == 1:
        console.say(f"next: read it, then reportgen approve {paths[0]} --period {period} --by NAME")
    return status


def report(outcomes: Outcomes, console: Console, *, paths: bool = True) -> int:
    """Print every outcome; the exit status is the worst that several clients allow."""
    from reportgen.cli.progress import summary_table

    for outcome in outcomes:
        for path in outcome.paths if paths else ():
            click.echo(path)
        if outcome.error is not None:
            console.error(outcome.error, outcome.client)
    failed = [outcome for outcome in outcomes if outcome.error is not None]
    if len(outcomes) > 1:
        console.say(summary_table(outcomes))
        console.say(f"{len(outcomes) - len(failed)} of {len(outcomes)} reports published")
    if not failed:
        return ExitStatus.DONE
    if len(outcomes) == 1 and failed[0].error is not None:
        return ExitStatus(failed[0].error.exit_status)
    return ExitStatus.INCOMPLETE
