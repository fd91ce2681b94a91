"""``reportgen run``: what a scheduler calls; it does what is due and not yet done, and nothing twice."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.console import Console
from reportgen.cli.options import (
    cluster_option,
    every_option,
    log_option,
    now_in,
    out_option,
    output_options,
    today_in,
    today_option,
    verbose_option,
)
from reportgen.errors import ExitStatus, ReportgenError

if TYPE_CHECKING:
    from reportgen.config.client import ClientConfig
    from reportgen.pipeline.due import Due


@dataclass
class _Case:
    """A client of the run: what is due of it, how that stands now, and what went wrong."""

    folder: Path
    client: str
    config: ClientConfig | None = None
    due: Due | None = None
    standing: str = ""
    detail: str = ""
    error: ReportgenError | None = None
    trouble: bool = False  # not an error of ours, but somebody has to look

    @property
    def open(self) -> bool:
        """Whether anything may still be done for it."""
        return self.error is None and self.config is not None


@click.command("run")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@every_option
@out_option
@click.option("--jobs", type=click.IntRange(1), help="Reports built at a time (default: by cores and memory).")
@cluster_option
@click.option("--no-send", is_flag=True, help="Build what is due; send nothing.")
@click.option("--json", "as_json", is_flag=True, help="How every client stands, as JSON.")
@log_option
@verbose_option
@today_option
@output_options
def run_command(
    *,
    paths: tuple[Path, ...],
    every: str,
    out: Path,
    jobs: int | None,
    cluster: str | None,
    no_send: bool,
    as_json: bool,
    log: Path | None,
    verbose: bool,
    today: date | None,
    quiet: bool,
    no_color: bool,
) -> int:
    """Build, and where it is approved send, the last report that is due of every client at PATHS.

    A report is due when its period is over and its sources have settled. Safe to call every hour: what is built is not
    built again, what waits for approval waits, what is sent is never sent twice.
    """
    from reportgen import pipeline

    console = Console(quiet=quiet, color=not no_color, log=log)
    cases = [_case(folder, every, today) for folder in pipeline.find_clients(paths)]
    _stand(cases, out)
    _build(cases, out, jobs, cluster, today, console, verbose=verbose)
    _stand(cases, out)
    if not no_send:
        for case in cases:
            _send(case, out)
    _tell(cases, out, console, as_json=as_json)
    return ExitStatus.INCOMPLETE if any(case.error or case.trouble for case in cases) else ExitStatus.DONE


def _case(folder: Path, every: str, today: date | None) -> _Case:
    from reportgen import pipeline
    from reportgen.pipeline.due import due

    case = _Case(folder, folder.name)
    try:
        case.config = pipeline.load_one(folder)
        case.client = case.config.id
        case.due = due(case.config, every, today or today_in(case.config.timezone))
    except ReportgenError as error:
        case.error = error
    return case


def _stand(cases: list[_Case], out: Path) -> None:
    from reportgen.pipeline.standing import standing

    for case in cases:
        if case.error is None and case.config is not None and case.due is not None:
            try:
                case.standing = standing(case.config, case.due.period, out).value
            except ReportgenError as error:
                case.error = error


def _build(
    cases: list[_Case],
    out: Path,
    jobs: int | None,
    cluster: str | None,
    today: date | None,
    console: Console,
    *,
    verbose: bool,
) -> None:
    """Build what has to be built, the clients with the same period and formats together."""
    from reportgen import pipeline
    from reportgen.batch.order import Order
    from reportgen.batch.run import build_all, find_all
    from reportgen.cli.progress import Progress
    from reportgen.pipeline.standing import Standing

    groups: dict[tuple[str, tuple[str, ...]], list[_Case]] = {}
    for case in cases:
        if case.standing == Standing.TO_BUILD and case.open and case.config is not None and case.due is not None:
            delivery = case.config.delivery
            wanted = ("pdf", "html", *delivery.formats, *(("email",) if delivery.to else ()))
            formats = tuple(form for form in pipeline.FORMATS if form in wanted)
            groups.setdefault((case.due.period.id, formats), []).append(case)
    for (period, formats), group in sorted(groups.items(), key=lambda pair: pair[0]):
        order = Order(
            period=period,
            today=today,
            today_in=today_in,
            formats=formats,
            baselines=("previous", "year_ago", "target"),
            out=out,
            jobs=jobs,
            cluster=cluster,
        )
        with Progress(console, live=False, verbose=verbose) as progress:
            found = find_all([case.folder for case in group])
            outcomes = build_all(found, order, progress.stage, progress.ended, progress.begin)
        ended = {outcome.client: outcome for outcome in outcomes}
        for case in group:
            case.error = ended[case.client].error


def _send(case: _Case, out: Path) -> None:
    from reportgen.delivery import mail
    from reportgen.pipeline.post import means_of, order_of
    from reportgen.pipeline.standing import Standing

    if case.standing not in (Standing.TO_SEND, Standing.IN_HAND) or not case.open:
        return
    assert case.config is not None  # noqa: S101  # open
    assert case.due is not None  # noqa: S101
    zone = case.config.timezone
    try:
        order = order_of(case.config, case.due.period, out, now_in(zone), dry=False)
        done = mail.send(order, means_of(case.config, order, lambda: now_in(zone), time.sleep))
    except ReportgenError as error:
        case.error = error
        return
    rest = mail.unfinished(done.rows)
    case.standing = Standing.IN_HAND.value if rest or done.stopped else Standing.SENT.value
    case.detail = ", ".join(f"{row.recipient} {row.state.value}" for row in rest)
    case.trouble = done.stopped is not None or any(row.state.value != "deferred" for row in rest)


def _tell(cases: list[_Case], out: Path, console: Console, *, as_json: bool) -> None:
    shown = []
    for case in cases:
        period = case.due.period.id if case.due else None
        if case.error is not None:
            console.error(case.error, case.client)
        shown.append(
            {
                "client": case.client,
                "period": period,
                "standing": "failed" if case.error else case.standing,
                "next": _next(case, out),
            }
        )
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for line in shown:
        after = f"; {line['next']}" if line["next"] else ""
        click.echo(f"{line['client']} {line['period'] or '–'}: {line['standing']}{after}")


def _next(case: _Case, out: Path) -> str:
    """What a person can do, or the day on which there is something again."""
    from reportgen.pipeline.standing import Standing

    if case.error is not None or case.due is None:
        return ""
    command = f"{case.folder} --period {case.due.period.id} --out {out}"
    period, day = case.due.coming
    return {
        Standing.TO_BUILD.value: "its data have not settled; the next run builds it again",
        Standing.TO_APPROVE.value: f"next: reportgen approve {command} --by NAME",
        Standing.TO_SEND.value: f"next: reportgen send {command}",
        Standing.IN_HAND.value: f"{case.detail or 'not yet with everyone'}; next: reportgen send {command}",
    }.get(case.standing, f"{period.id} is due on {day.isoformat()}")
