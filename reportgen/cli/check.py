"""``reportgen check``: config, files and data, before any report."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from reportgen.cli.console import Console
from reportgen.cli.options import output_options, period_option, today_in, today_option
from reportgen.errors import ExitStatus, ReportgenError


@click.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@period_option(required=False)
@click.option(
    "--out",
    default="out",
    show_default=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Where earlier builds put their reports (for what is said of a KPI set over time).",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@today_option
@output_options
def check_command(
    *,
    paths: tuple[Path, ...],
    period: str | None,
    out: Path,
    as_json: bool,
    today: date | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """Check the clients at PATHS: faults of their configs and files, their data, and their set of KPIs.

    Exit status 2 when a config is wrong, 1 when a check forbids a report, else 0.
    """
    from reportgen import pipeline

    console = Console(quiet=quiet, color=not no_color)
    status = ExitStatus.DONE
    entries: list[dict[str, object]] = []
    for folder in pipeline.find_clients(paths):
        try:
            config = pipeline.load_one(folder)
            found = pipeline.check(config, period, today or today_in(config.timezone), out)
        except ReportgenError as error:
            console.error(error, folder.name)
            entries.append({"client": folder.name, "error": [str(problem) for problem in error.problems]})
            status = max(status, ExitStatus(error.exit_status))
            continue
        entries.append({"client": config.id, "checks": found})
        if any(entry["severity"] == "block" for entry in found):
            status = max(status, ExitStatus.INCOMPLETE)
        if not as_json:
            for entry in found:
                click.echo(f"{config.id}: {entry['severity']}: {entry['rule']}: {entry['source']}: {entry['message']}")
            console.say(f"{config.id}: {len(found)} finding(s)")
    if status is ExitStatus.DONE and not as_json:
        console.say(f"next: reportgen build {' '.join(map(str, paths))} --period {period or 'last-month'}")
    if as_json:
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
    return status
