"""``reportgen preview``: the HTML report in a browser, made anew whenever a file changes."""

from __future__ import annotations

import importlib.util
import os
from datetime import date
from pathlib import Path
from threading import Event, Thread

import click

from reportgen.cli.console import Console
from reportgen.cli.options import choices, out_option, output_options, period_option, today_in, today_option
from reportgen.errors import ExitStatus, MachineError, Place, Problem, UsageError

NEEDED = ("starlette", "uvicorn", "watchfiles")
PATIENCE = 3  # seconds for what is being made when the preview ends


@click.command("preview")
@click.argument("path", type=click.Path(path_type=Path))
@period_option()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of 127.0.0.1 (default: a free one).")
@click.option("--open", "opens", is_flag=True, help="Open a browser.")
@click.option("--compare", default="previous,year_ago,target", show_default=True, help="Baselines, with trailing.")
@out_option
@today_option
@output_options
def preview_command(
    *,
    path: Path,
    period: str,
    port: int,
    opens: bool,
    compare: str,
    out: Path,
    today: date | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """Show the report of the client at PATH in a browser of this machine, and keep it in step with its files.

    Prints the address. A fault is shown in the page, with its file and line, until it is mended. What earlier reports
    said is remembered from the archive, else from the output folder; nothing is written. Ctrl-C ends it.
    """
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise MachineError(
            Problem(
                "the preview needs more packages",
                found=f"no {', '.join(missing)}",
                todo="pip install 'reportgen[preview]'",
            )
        )
    from reportgen import pipeline
    from reportgen.preview.rehearsal import Rehearsal
    from reportgen.preview.server import ADDRESS, listening, serve
    from reportgen.preview.watching import Stage, play

    baselines = choices(compare, pipeline.BASELINES, "--compare")
    folders = pipeline.find_clients([path])
    if len(folders) > 1:
        raise UsageError(Problem("this command takes one client", Place(str(path)), found=f"{len(folders)} clients"))
    console = Console(quiet=quiet, color=not no_color)
    rehearsal = Rehearsal(path, period, baselines=baselines, out=out, today=today, today_in=today_in)
    stage, stop = Stage(folders[0].resolve().name), Event()
    with listening(port) as at:
        address = f"http://{ADDRESS}:{at.getsockname()[1]}/"
        click.echo(address)
        player = Thread(target=play, args=(rehearsal, folders[0], stage, stop, console.say, console.error), daemon=True)
        player.start()
        if opens:
            click.launch(address)
        try:
            serve(stage, at)
        finally:
            stop.set()
            player.join(PATIENCE)
    if player.is_alive():  # nothing is being written: what it still computes is for nobody
        os._exit(ExitStatus.INTERRUPTED)
    return ExitStatus.DONE
