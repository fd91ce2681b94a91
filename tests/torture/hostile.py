"""Every hostile input against the command line: its verdict, and what the process did meanwhile.

Under strace each run is watched: no connection to a network, and the file outside the client's folder is never
opened. Its content and the case's forbidden words stand in no output; no run ends in a traceback, by a signal or
beyond its time.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from tests.torture.hostile_inputs import LINES, REPORT, Case, cases

FOREIGN = "4d1f0c9ea7-belongs-to-another-client"
SECONDS = 240
OUTSIDE = re.compile(r"reportgen-hostile-[^/\"]+/(?:outside|agency)/(?:[^/\"]+/\.\./)*secret\.\w+\".* = \d+$")
NETWORK = re.compile(r"(?:connect|sendto|sendmsg)\(.*sa_family=AF_INET6?")


def torture_hostile() -> list[str]:
    """Runs the corpus; a line for each case that did not end as it must."""
    strace = shutil.which("strace")
    if strace is None:
        click.echo("hostile: without strace (apt-get install strace), so unwatched; verdicts only")
    every = list(cases())
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = [failure for failures in pool.map(lambda case: _run(case, strace), every) for failure in failures]
    click.echo(f"hostile: {len(every)} inputs, {len(found)} failures, {'watched' if strace else 'unwatched'}")
    return found


def _run(case: Case, strace: str | None) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="reportgen-hostile-") as name:
        root = Path(name)
        client, outside, log = root / "agency" / "good-client", root / "outside", root / "trace"
        outside.mkdir()
        for ending in ("csv", "yaml", "svg", "db"):
            (outside / f"secret.{ending}").write_text(FOREIGN)
            client.parent.mkdir(exist_ok=True)
            (client.parent / f"secret.{ending}").write_text(FOREIGN)
        _lay(client, {"report.yaml": REPORT, "data/lines.csv": LINES, **case.files}, outside)
        command = [sys.executable, "-m", "reportgen", case.command, str(client), "--period", "2026-10"]
        if case.command == "build":
            command += ["--out", str(root / "out"), "--today", "2026-11-05"]
        if strace is not None:
            watched = "trace=connect,sendto,sendmsg,open,openat"
            command = [
                strace,
                "-f",
                "-qq",
                "--seccomp-bpf",
                "-e",
                watched,
                "-e",
                "signal=none",
                "-o",
                str(log),
                *command,
            ]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                timeout=SECONDS,
                cwd=root,
                check=False,
                env={**os.environ, "NO_COLOR": "1"},
            )
        except subprocess.TimeoutExpired:
            return [f"{case.name}: not done after {SECONDS} s"]
        found = [f"{case.name}: {fault}" for fault in _faults(case, done, root, log)]
        for fault in found:
            click.echo(f"hostile: {fault}", err=True)
        return found


def _faults(case: Case, done: subprocess.CompletedProcess[bytes], root: Path, log: Path) -> list[str]:
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    allowed = case.status if isinstance(case.status, tuple) else (case.status,)
    faults = []
    if done.returncode not in allowed:
        faults.append(f"status {done.returncode}, not {allowed}: {said[-200:]!r}")
    if "Traceback" in said:
        faults.append(f"a traceback: {said[-300:]!r}")
    if case.says.lower() not in said.lower():
        faults.append(f"no word of {case.says!r}: {said[-200:]!r}")
    made = [path for path in (root / "out").rglob("*") if path.is_file()]
    everything = said.encode() + b"".join(path.read_bytes() for path in made)
    faults += [f"{word!r} in an output" for word in (FOREIGN, *case.never) if word.encode() in everything]
    if done.returncode and made:
        faults.append(f"published although it failed: {made[0].name}")
    if log.is_file():
        calls = log.read_text(errors="replace").splitlines()
        faults += [f"a network call: {call[:120]}" for call in calls if NETWORK.search(call)][:1]
        opened = [call for call in calls if OUTSIDE.search(call)]
        faults += [f"a foreign file opened: {call[:120]}" for call in opened[:1]]
    return faults


def _lay(client: Path, files: dict[str, str | bytes | None], outside: Path) -> None:
    secret = str(outside / "secret.csv")
    client.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = client / name
        if content is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            text = content.replace("{secret_folder}", str(outside)).replace("{secret}", secret)
            if text.startswith("->"):
                path.unlink(missing_ok=True)
                path.symlink_to(text[2:])
                continue
            path.write_text(text, encoding="utf-8", newline="")
        else:
            path.write_bytes(content)
