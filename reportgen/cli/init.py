"""``reportgen init``: the first five minutes, from somebody's exports to a client folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from reportgen.cli import suggest
from reportgen.cli.console import Console
from reportgen.cli.options import output_options, today_in, today_option
from reportgen.errors import ExitStatus, Problem, UsageError


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("more", metavar="[FILES]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--report", metavar="KIND", help="ecommerce, marketing, b2b, conversion or executive.",
    shell_complete=suggest.from_names(suggest.kinds),
)  # fmt: skip
@click.option(
    "--from", "files", multiple=True, metavar="FILES", type=click.Path(path_type=Path),
    help="Exports that you have: files, or folders of them.",
)  # fmt: skip
@click.option("--yes", "-y", is_flag=True, help="Ask nothing: take every default.")
@click.option("--client", metavar="NAME", help="The client's name, as printed.")
@click.option("--currency", metavar="CODE", help="USD, EUR, KRW, …")
@click.option(
    "--timezone", metavar="ZONE", help="In which a day begins: America/Chicago, Asia/Seoul, …",
    shell_complete=suggest.from_names(suggest.timezones),
)  # fmt: skip
@click.option("--locale", metavar="LOCALE", help="Language and number format: en-US, ko-KR, zh-TW, …")
@click.option("--date-order", type=click.Choice(["day", "month"]), help="Which is first in dates such as 03/04/2026.")
@today_option
@output_options
def init_command(
    *,
    folder: Path,
    more: tuple[Path, ...],
    report: str | None,
    files: tuple[Path, ...],
    yes: bool,
    client: str | None,
    currency: str | None,
    timezone: str | None,
    locale: str | None,
    date_order: str | None,
    today: date | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """Make DIR a client's folder: report.yaml, brand.yaml and the data, ready to build.

    Looks at the exports that --from names, finds out which tool each is from, proposes how to read the others, and
    asks only what no file can tell. Without --from it writes example data. Nothing that exists is overwritten.
    """
    from reportgen.starting import Wishes, begin

    console = Console(quiet=quiet, color=not no_color)
    if more and not files:
        raise UsageError(
            Problem(
                "files are named with --from", found=" ".join(map(str, more)), todo="reportgen init DIR --from FILES"
            )
        )
    wishes = Wishes(report, client, currency, timezone, locale, date_order)
    asked = _default if yes else _asked
    begun = begin(folder, (*files, *more), wishes, asked, today or today_in(ZoneInfo("UTC")), console.say)
    click.echo(f"{folder}: report.yaml and brand.yaml are written")
    for line in begun.sources:
        click.echo(f"  {line}")
    for line in begun.left_out:
        click.echo(f"  left out: {line}")
    for entry in begun.checks:
        click.echo(f"  {entry['severity']}: {entry['rule']}: {entry['source']}: {entry['message']}")
    if begun.period is None:
        console.warn("there are no rows in any of the files")
        return ExitStatus.INCOMPLETE
    click.echo(f"  data from {begun.first} to {begun.last}; the last complete month is {begun.period}")
    console.say(f"next: reportgen build {folder} --period {begun.period}")
    blocked = any(entry["severity"] == "block" for entry in begun.checks)
    return ExitStatus.INCOMPLETE if blocked or begun.left_out else ExitStatus.DONE


def _asked(question: str, default: str, allowed: Sequence[str]) -> str:
    kind = click.Choice(list(allowed)) if allowed else None
    answer: str = click.prompt(question, default=default, type=kind, err=True, show_choices=len(allowed) < 8)  # noqa: PLR2004
    return answer


def _default(_question: str, default: str, _allowed: Sequence[str]) -> str:
    return default
