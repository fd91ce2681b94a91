"""The archive under kill -9 and failing disks at every system call, and under thousands of flipped bits.

After each fault: the archive is whole as it stands, no traceback was shown, and the same command run again ends
with the same bytes as one that was never disturbed.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click

from reportgen.delivery.archive import approve, commit, survey, verify
from reportgen.errors import ReportgenError
from tests.rooms.delivery.archive_sample import AT, archive, contents, release
from tests.torture.one_report import MARK, one_report

ROOT = Path(__file__).parents[2]
FLIPS = 2000
# what is done to which calls; a missing name is a call that this system's Python does not make
ERRORS = {
    "ENOSPC": ("write", "fsync", "link", "linkat", "rename", "renameat2", "mkdir", "openat"),
    "EIO": (
        "write",
        "fsync",
        "link",
        "linkat",
        "rename",
        "renameat2",
        "mkdir",
        "openat",
        "read",
        "unlink",
        "flock",
        "fchmod",
        "close",
    ),
    "EMFILE": ("openat",),
    "EPERM": ("link", "linkat"),
}
KILLED = (
    "write",
    "fsync",
    "fchmod",
    "link",
    "linkat",
    "rename",
    "renameat2",
    "mkdir",
    "openat",
    "close",
    "unlink",
    "flock",
)
CALL = re.compile(r"^\d+\s+(\w+)\(")


@dataclass(frozen=True, slots=True)
class Case:
    """One fault: what (an error's name or SIGKILL), at which call, the how-manieth of its name in the process."""

    fault: str
    call: str
    number: int

    def injected(self) -> str:
        what = "signal=SIGKILL" if self.fault == "SIGKILL" else f"error={self.fault}"
        return f"inject={self.call}:{what}:when={self.number}"

    def __str__(self) -> str:
        return f"{self.fault} at {self.call} number {self.number}"


def torture_archive() -> list[str]:
    """Run everything; the failures, in words."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        failures = list(flips(folder / "flips"))
        click.echo(f"{FLIPS} flipped bits: {len(failures)} not found")
        if shutil.which("strace") is None:
            click.echo("skipped: the faults of system calls, for strace is not installed (apt install strace)")
            return failures
        reference = folder / "reference"
        started = run(reference)
        if started.returncode:
            return [*failures, f"undisturbed: {started.stderr}"]
        cases = list(cases_of(traced(folder / "traced")))[:: int(os.environ.get("TORTURE_EVERY", "1"))]
        with ThreadPoolExecutor(max(2, (os.cpu_count() or 2) - 1)) as pool:
            found = pool.map(
                lambda pair: suffer(folder / f"case{pair[0]}", pair[1], contents(reference)), enumerate(cases)
            )
            broken = [failure for one in found for failure in one]
        click.echo(f"{len(cases)} faults of system calls: {len(broken)} failures")
        return [*failures, *broken]


def flips(folder: Path) -> Iterator[str]:
    home, chance = archive(folder), random.Random(7)  # noqa: S311  # the same flips in every run
    for text in ("first", "second", "third"):
        approve(home, commit(home, release(text), at=AT, reason=text), by="Maya Ortiz", at=AT)
    files = [path for part in (home.log, home.objects) for path in sorted(part.rglob("*")) if path.is_file()]
    for _ in range(FLIPS):
        path = chance.choice(files)
        whole = path.read_bytes()
        place, bit = chance.randrange(len(whole)), chance.randrange(8)
        path.chmod(0o644)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
        if path.relative_to(home.home).as_posix() not in {fault.path for fault in verify(home)}:
            yield f"not found: bit {bit} of byte {place} of {path.name}"
        path.write_bytes(whole)
    if verify(home):
        yield "faults where there are none"


def run(
    folder: Path, *options: str, program: str = "one_report", arguments: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """The tortured program, under strace when there are options for it."""
    tracer = ["strace", "-f", "-qq", "--seccomp-bpf", *options] if options else []
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    return subprocess.run(
        [*tracer, sys.executable, "-m", f"tests.torture.{program}", str(folder), *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def traced(folder: Path) -> Path:
    """The trace of an undisturbed run."""
    log = folder.with_suffix(".log")
    done = run(folder, "-o", str(log))
    if done.returncode:
        raise SystemExit(f"the undisturbed run failed: {done.stderr}")
    return log


def cases_of(log: Path, errors: Mapping[str, Sequence[str]] = ERRORS, killed: Sequence[str] = KILLED) -> Iterator[Case]:
    """A case for every fault and every call after the mark."""
    counts: dict[str, int] = {}
    is_after = False
    for line in log.read_text(errors="replace").splitlines():
        match = CALL.match(line)
        if match is None:
            continue
        name = match[1]
        counts[name] = counts.get(name, 0) + 1
        is_after = is_after or MARK in line
        if is_after:
            yield from (Case(fault, name, counts[name]) for fault, names in errors.items() if name in names)
            if name in killed:
                yield Case("SIGKILL", name, counts[name])


def suffer(folder: Path, case: Case, reference: dict[str, bytes]) -> list[str]:
    """What gave way: nothing may."""
    failures = []
    hurt = run(folder, "-o", os.devnull, "-e", f"trace={case.call}", "-e", case.injected())
    if "Traceback" in hurt.stderr:
        failures.append(f"{case}: a traceback: {hurt.stderr[-400:]}")
    found = survey(archive(folder))
    if found.faults:
        failures.append(f"{case}: not whole afterwards: {'; '.join(map(str, found.faults))}")
    try:
        one_report(archive(folder))
    except ReportgenError as error:
        failures.append(f"{case}: the next run failed: {error}")
    if contents(folder) != reference:
        failures.append(f"{case}: other bytes after the next run: {sorted(set(contents(folder)) ^ set(reference))}")
    elif survey(archive(folder)).faults:
        failures.append(f"{case}: not whole after the next run")
    shutil.rmtree(folder, ignore_errors=True)
    return failures
