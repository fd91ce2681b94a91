"""``reportgen approve``: a person's word for a built report, bound to its bytes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from reportgen.cli.console import Console
from reportgen.cli.options import now_in, out_option, output_options, period_option, today_in, today_option
from reportgen.errors import ExitStatus


@click.command("approve")
@click.argument("path", type=click.Path(path_type=Path))
@period_option()
@click.option("--by", required=True, metavar="NAME", help="Who approves.")
@click.option("--reason", metavar="TEXT", help="Why there is another revision of a period that is archived.")
@out_option
@today_option
@output_options
def approve_command(
    *,
    path: Path,
    period: str,
    by: str,
    reason: str | None,
    out: Path,
    today: date | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """Put the report that was built for the client at PATH into its archive, and record who approved it.

    What is approved are those bytes: a report that is built again with other bytes needs approval again, and a
    reason for being another revision. The receipt is printed; `reportgen archive verify --receipt` proves it.
    """
    from reportgen import pipeline
    from reportgen.delivery import archive
    from reportgen.periods import parse_period

    console = Console(quiet=quiet, color=not no_color)
    config = pipeline.load_one(path)
    found = parse_period(period, config.calendar, today=today or today_in(config.timezone))
    release = archive.release_in(out, config.id, found)
    home, now = archive.archive_of(config.archive, config.id), now_in(config.timezone)
    if release.status != "final":
        console.warn(f"{config.id}: this report is {release.status}: its numbers may still change")
    entry = archive.commit(home, release, at=now, reason=reason)
    approval = archive.approve(home, entry, by=by, at=now)
    console.say(f"{config.id}: {found.id}, revision {entry.revision}, approved by {by}; archived in {home.home}")
    click.echo(archive.receipt(approval))
    console.say(f"next: reportgen send {path} --period {found.id}")
    return ExitStatus.DONE
