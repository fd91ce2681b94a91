"""``reportgen send``: approved reports to their recipients."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.console import Console
from reportgen.cli.options import now_in, out_option, output_options, period_option, today_in, today_option
from reportgen.errors import ExitStatus, Problem, ReportgenError, UsageError

if TYPE_CHECKING:
    from reportgen.delivery.mail import Dispatch, Row


@click.command("send")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@period_option()
@out_option
@click.option("--dry-run", is_flag=True, help="Write the very messages as .eml files; send nothing.")
@click.option(
    "--to-folder",
    type=click.Path(path_type=Path),
    default=Path("outbox"),
    show_default=True,
    help="Where --dry-run writes.",
)
@click.option(
    "--resolve",
    nargs=2,
    type=(click.Choice(["sent", "retry"]), str),
    metavar="sent|retry RECIPIENT",
    help="Settle a message that may or may not have arrived.",
)
@click.option("--json", "as_json", is_flag=True, help="How every recipient stands, as JSON.")
@today_option
@output_options
def send_command(
    *,
    paths: tuple[Path, ...],
    period: str,
    out: Path,
    dry_run: bool,
    to_folder: Path,
    resolve: tuple[str, str] | None,
    as_json: bool,
    today: date | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """Mail the approved reports of the clients at PATHS, one message a recipient.

    Only archived bytes are sent. The ledger in the client's archive knows who has got them: run the same command
    again to go on with what was deferred. One client's failure stops no other.
    """
    from reportgen import pipeline

    console = Console(quiet=quiet, color=not no_color)
    folders = pipeline.find_clients(paths)
    if resolve is not None and len(folders) > 1:
        raise UsageError(Problem("--resolve is for one client", found=f"{len(folders)} clients"))
    folder = to_folder if dry_run else None
    statuses: list[int] = []
    shown: list[dict[str, object]] = []
    for client in folders:
        try:
            dispatch = _one(client, period, out, today, folder, resolve)
        except ReportgenError as error:
            console.error(error, client.name)
            statuses.append(error.exit_status)
            continue
        if isinstance(dispatch, tuple):
            for path in dispatch:
                click.echo(path)
            statuses.append(ExitStatus.DONE)
            continue
        shown += [_shown(row) for row in dispatch.rows]
        statuses.append(_tell(dispatch, client, period, console, as_json=as_json))
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    failed = [status for status in statuses if status]
    if not failed and not as_json:
        named = " ".join(map(str, paths))
        console.say(f"next: reportgen {f'send {named} --period {period}' if dry_run else f'archive list {named}'}")
    return failed[0] if len(statuses) == 1 and failed else ExitStatus.INCOMPLETE if failed else ExitStatus.DONE


def _one(
    client: Path, period: str, out: Path, today: date | None, folder: Path | None, resolve: tuple[str, str] | None
) -> Dispatch | tuple[Path, ...]:
    from reportgen import pipeline
    from reportgen.delivery import mail
    from reportgen.periods import parse_period
    from reportgen.pipeline.post import means_of, order_of

    config = pipeline.load_one(client)
    found = parse_period(period, config.calendar, today=today or today_in(config.timezone))
    now = now_in(config.timezone)
    order = order_of(config, found, out, now, dry=folder is not None)
    if folder is not None:
        return mail.write_messages(order, folder, now)
    if resolve is not None:
        return mail.resolve(order, resolve[1], resolve[0], now)
    return mail.send(order, means_of(config, order, lambda: now_in(config.timezone), time.sleep))


def _tell(dispatch: Dispatch, client: Path, period: str, console: Console, *, as_json: bool) -> int:
    """Say how each recipient stands and what is to be done; the exit status."""
    from reportgen.delivery.mail import unfinished

    if not as_json:
        for row in dispatch.rows:
            said = f" ({row.code} {row.reply})".replace("(0 ", "(") if row.reply and row.state != "sent" else ""
            click.echo(f"{row.client} {row.period} r{row.revision} {row.recipient}: {row.state.value}{said}")
    again = f"reportgen send {client} --period {period}"
    if dispatch.stopped is not None:
        console.warn(f"the mail server does not take our mail: {dispatch.stopped.code} {dispatch.stopped.reply}")
        console.warn(f"next: mend delivery.smtp, then {again}; nothing was lost")
        return ExitStatus.WRONG
    rest = unfinished(dispatch.rows)
    _advise(rest, again, console)
    return ExitStatus.INCOMPLETE if rest else ExitStatus.DONE


def _advise(rest: Sequence[Row], again: str, console: Console) -> None:
    for row in rest:
        if row.state == "in_doubt":
            console.warn(
                f"next: ask {row.recipient} whether it came, then {again} --resolve sent|retry {row.recipient}"
            )
        elif row.state == "deferred":
            console.warn(f"next: {again} after {row.next_at}")
        elif row.state == "approved":
            console.warn(f"next: {again}")
        else:
            console.warn(f"next: mend the address {row.recipient}, or {again} --resolve retry {row.recipient}")


def _shown(row: Row) -> dict[str, object]:
    names = ("client", "period", "revision", "recipient", "state", "attempts", "next_at", "code", "reply")
    return {name: getattr(row, name) for name in names}
