"""A hundred clients on the first of the month while somebody kills the run's processes at random.

``reportgen run`` builds, archives and sends; workers and the run itself are killed again and again, and it is called
again as a scheduler would. In the end every client has one whole report, equal to what an undisturbed build gives, one
entry in its archive, and its reader one message, or none and a mark that it is in doubt.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import click

from reportgen.delivery.archive import archive_of, entries, survey
from reportgen.delivery.archive.model import EntryKind
from reportgen.delivery.mail import State
from reportgen.delivery.mail.ledger import opened
from reportgen.delivery.mail.sending import LEDGER
from reportgen.pipeline import load_one
from tests.rooms.batch.real_run import processes, workers
from tests.rooms.delivery.mail.mail_sample import Script, ScriptedServer
from tests.torture.sending import copies_of

CLIENTS = int(os.environ.get("TORTURE_CLIENTS", "100"))
KILLS = CLIENTS * 3 // 5  # then the weather clears and the work is finished
BETWEEN = (0.5, 15.0)  # seconds from one to the next: sooner than a report is made, and later
COMPARED = 10  # clients that are also built undisturbed
PERIOD = "2026-10"
DAYS = [date(2026, 8, 1) + timedelta(days=number) for number in range(92)]  # to the end of October


@dataclass
class Storm:
    """What happened: calls of the command, and how often the run itself and its workers were killed."""

    calls: int = 0
    mains: int = 0
    workers: int = 0
    said: list[str] = field(default_factory=list)


def torture_storm() -> list[str]:
    """Run everything; the failures, in words."""
    if sys.platform != "linux":
        click.echo("skipped: the storm over a hundred clients, for it finds processes in /proc")
        return []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "clients"
        server = ScriptedServer(Script())
        try:
            names = list(portfolio(folder, CLIENTS, server.port))
            begun = time.monotonic()
            storm = weather(folder, random.Random(11))  # noqa: S311  # the same choices in every run
            seconds = time.monotonic() - begun
            failures = [*storm.said, *lost(folder, names, server.accepted), *left_over(folder)]
            failures += differing(folder, names[:: max(1, len(names) // COMPARED)])
        finally:
            server.close()
    click.echo(
        f"{len(names)} clients, {storm.workers} workers and {storm.mains} runs killed, {storm.calls} calls in"
        f" {seconds:.0f} s: {len(failures)} failures"
    )
    return failures


def portfolio(folder: Path, count: int, port: int) -> Iterator[str]:
    """Small clients with different numbers, each with a reader; their names."""
    smtp = f"{{host: 127.0.0.1, port: {port}, security: none, per_minute: 6000}}"
    for number in range(count):
        name = f"shop{number:03}"
        home = folder / name
        home.mkdir(parents=True)
        mail = f"{{to: [{name}@example.com], from: reports@example.com, approval: none, formats: [pdf], smtp: {smtp}}}"
        (home / "report.yaml").write_text(
            f"client: Shop {number}\nreport: ecommerce\nlocale: en-US\ncurrency: USD\ntimezone: UTC\n"
            f"kpis: [revenue, orders, aov]\nsources:\n  - {{table: orders, path: orders.csv}}\ndelivery: {mail}\n"
        )
        rows = [f"o{place},{day},{100 + (place * (number + 3)) % 97},c{place % 19}" for place, day in enumerate(DAYS)]
        (home / "orders.csv").write_text("\n".join(["order_id,ordered_at,amount,customer_id", *rows]) + "\n")
        yield name


def weather(folder: Path, chance: random.Random) -> Storm:
    """Call the command until everything is done; while the storm lasts, kill something every few moments."""
    storm = Storm()
    (folder.parent / "tmp").mkdir()
    while True:
        storm.calls += 1
        before = storm.mains + storm.workers
        process = started(folder)
        while process.poll() is None and storm.mains + storm.workers < KILLS:
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(*BETWEEN))
            strike(process, folder, chance, storm)
        out, err = process.communicate()
        if "Traceback" in err:
            storm.said.append(f"a traceback: {err[-600:]}")
        if process.returncode >= 0:
            standings = {line["client"]: line["standing"] for line in json.loads(out)}
            if set(standings.values()) <= {"sent", "being sent"}:
                return storm
            if storm.mains + storm.workers == before:
                storm.said.append(f"not done without any disturbance: {standings} {err[-600:]}")
                return storm


def started(folder: Path) -> subprocess.Popen[str]:
    """``reportgen run`` over the clients; what it prints fits into its pipes."""
    command = ["run", str(folder), "--today", "2026-11-09", "--json", "--quiet", "--jobs", "2"]
    return subprocess.Popen(
        [sys.executable, "-m", "reportgen", *command, "--out", str(folder.parent / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "TMPDIR": str(folder.parent / "tmp")},
    )


def strike(process: subprocess.Popen[str], folder: Path, chance: random.Random, storm: Storm) -> None:
    """kill -9 of a worker, or one time in six of the run itself."""
    if process.poll() is not None:
        return
    busy = workers(folder)
    if chance.random() < 1 / 6:
        process.kill()
        storm.mains += 1
    elif busy:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(busy), signal.SIGKILL)
            storm.workers += 1


def lost(folder: Path, names: list[str], accepted: list[bytes]) -> Iterator[str]:
    """Reports, entries and messages that are missing or there twice."""
    copies = copies_of(accepted)
    for name in names:
        archive = archive_of(load_one(folder / name).archive, name)
        faults = survey(archive).faults
        if faults:
            yield f"{name}: the archive is not whole: {'; '.join(map(str, faults))}"
        reports = [entry for entry in entries(archive) if entry.kind is EntryKind.REPORT]
        if len(reports) != 1:
            yield f"{name}: {len(reports)} reports in the archive"
        if not (archive.home / LEDGER).is_file():
            yield f"{name}: nothing was sent"
            continue
        with opened(archive.home / LEDGER) as ledger:
            rows = ledger.rows(name, PERIOD, 1)
        got = copies[f"{name}@example.com"]
        states = [row.state for row in rows]
        if (states, got) not in (([State.SENT], 1), ([State.IN_DOUBT], 0), ([State.IN_DOUBT], 1)):
            yield f"{name}: {[state.value for state in states]} and {got} messages"


def left_over(folder: Path) -> Iterator[str]:
    """Processes, and half-written files in the folder of the reports."""
    for number, command in processes(folder).items():
        yield f"process {number} is left: {command}"
    for path in sorted((folder.parent / "out").glob("*/.*")):
        yield f"{path.name} is left"


def differing(folder: Path, names: list[str]) -> Iterator[str]:
    """Clients whose files are not those of an undisturbed build, byte for byte."""
    for name in names:
        there, again = folder.parent / "out" / name, folder.parent / "again" / name
        command = [
            "build",
            str(folder / name),
            "--period",
            PERIOD,
            "--today",
            "2026-11-09",
            "--format",
            "html,pdf,email",
        ]
        done = subprocess.run(
            [sys.executable, "-m", "reportgen", *command, "--out", str(again.parent)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            yield f"{name}: cannot be built undisturbed: {done.stderr[-300:]}"
            continue
        one, two = ({path.name: path.read_bytes() for path in home.iterdir()} for home in (there, again))
        if one != two:
            other = sorted(key for key in one.keys() | two.keys() if one.get(key) != two.get(key))
            yield f"{name}: differs from an undisturbed build: {', '.join(other)}"
