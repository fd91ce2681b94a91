"""The command line itself over a few clients, its processes found and its folders looked into."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def start(
    folder: Path, *options: str, limits: Mapping[int, int] | None = None, **variables: str
) -> subprocess.Popen[str]:
    """``reportgen build`` of the clients in ``folder`` by two workers, as a group of its own under these soft limits.

    Its temporary files go to ``tmp`` beside ``folder``, its reports to ``out``.
    """
    (folder.parent / "tmp").mkdir()

    def lower() -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)  # a suite that runs in the background may ignore them
        for kind, value in (limits or {}).items():
            resource.setrlimit(kind, (value, resource.getrlimit(kind)[1]))

    command = ["build", str(folder), "--period", "2026-10", "--today", "2026-11-09", "--format", "json", "--jobs", "2"]
    return subprocess.Popen(
        [sys.executable, "-m", "reportgen", *command, "--out", str(folder.parent / "out"), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lower,  # noqa: PLW1509  no threads here
        start_new_session=True,
        env={**os.environ, "NO_COLOR": "1", "TMPDIR": str(folder.parent / "tmp"), **variables},
    )


def ended(process: subprocess.Popen[str], folder: Path) -> tuple[str, set[str]]:
    """What the run said of the errors, and the clients that it published; its status is that of a part done."""
    _, said = process.communicate(timeout=120)
    assert process.returncode == 1, said
    out = folder.parent / "out"
    return said[said.index("error:") :], {
        path.name for path in out.iterdir() if path.name not in {"_portfolio", ".kept"}
    }


def processes(folder: Path) -> dict[int, str]:
    """The living processes of the run over ``folder``, known by its temporary folder, and their command lines."""
    mark, found = f"TMPDIR={folder.parent / 'tmp'}".encode(), {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and mark in (entry / "environ").read_bytes().split(b"\0"):
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return found


def workers(folder: Path) -> list[int]:
    """The worker processes of the run over ``folder``."""
    return sorted(pid for pid, command in processes(folder).items() if "spawn_main" in command)
