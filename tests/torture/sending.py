"""Sending under kill -9 and failing disks and sockets at every system call.

After each fault: no traceback was shown, the archive is whole, the next run ends, everybody has the message once or it
is marked in doubt, and the server has no recipient's message twice.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from reportgen.delivery.archive import archive_of, survey
from reportgen.delivery.mail import State
from reportgen.errors import ReportgenError
from tests.rooms.delivery.mail.mail_sample import Script, ScriptedServer
from tests.torture.archive import Case, cases_of, run
from tests.torture.one_send import send_later

DISK = ("write", "pwrite64", "fsync", "fdatasync", "openat", "ftruncate")
ERRORS = {
    "ENOSPC": DISK,
    "EIO": (*DISK, "read", "pread64", "unlink", "close", "flock"),
    "ECONNRESET": ("sendto", "recvfrom", "connect"),
}
KILLED = (*DISK, "read", "pread64", "unlink", "close", "flock", "connect", "sendto", "recvfrom", "shutdown")
RECIPIENT = re.compile(rb"^To: (\S+)", re.MULTILINE)


def torture_sending() -> list[str]:
    """Run everything; the failures, in words."""
    if shutil.which("strace") is None:
        click.echo(
            "skipped: the faults of system calls while sending, for strace is not installed (apt install strace)"
        )
        return []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        log = folder / "trace.log"
        server = ScriptedServer(Script())
        try:
            done = run(folder / "traced", "-o", str(log), program="one_send", arguments=[str(server.port)])
        finally:
            server.close()
        if done.returncode or done.stdout.split() != ["sent", "sent"]:
            return [f"undisturbed: {done.stdout} {done.stderr}"]
        cases = list(cases_of(log, ERRORS, KILLED))[:: int(os.environ.get("TORTURE_EVERY", "1"))]
        with ThreadPoolExecutor(max(2, (os.cpu_count() or 2) - 1)) as pool:
            found = list(pool.map(lambda pair: suffer(folder / f"case{pair[0]}", pair[1]), enumerate(cases)))
        failures = [failure for one, _ in found for failure in one]
        doubts = sum(doubt for _, doubt in found)
        click.echo(f"{len(cases)} faults while sending: {len(failures)} failures, {doubts} messages in doubt")
        return failures


def suffer(folder: Path, case: Case) -> tuple[list[str], int]:
    """What gave way (nothing may), and how many messages are in doubt."""
    server = ScriptedServer(Script())
    failures: list[str] = []
    try:
        options = ("-o", os.devnull, "-e", f"trace={case.call}", "-e", case.injected())
        hurt = run(folder, *options, program="one_send", arguments=[str(server.port)])
        if "Traceback" in hurt.stderr:
            failures.append(f"{case}: a traceback: {hurt.stderr[-400:]}")
        faults = survey(archive_of(folder, "lumen-oak")).faults
        if faults:
            failures.append(f"{case}: the archive is not whole: {'; '.join(map(str, faults))}")
        try:
            rows = send_later(folder, server.port).rows
        except ReportgenError as error:
            return [*failures, f"{case}: the next run failed: {error}"], 0
    finally:
        server.close()
    copies = copies_of(server.accepted)
    for row in rows:
        got = copies[row.recipient]
        if (row.state is State.SENT and got == 1) or (row.state is State.IN_DOUBT and got <= 1):
            continue
        failures.append(f"{case}: {row.recipient} is {row.state.value} and has {got} copies")
    shutil.rmtree(folder, ignore_errors=True)
    return failures, sum(row.state is State.IN_DOUBT for row in rows)


def copies_of(messages: Iterable[bytes]) -> Counter[str]:
    """How many messages each recipient was sent."""
    return Counter(match[1].decode() for message in messages if (match := RECIPIENT.search(message)))
