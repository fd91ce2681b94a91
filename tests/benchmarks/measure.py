"""Run a command and measure it: wall-clock seconds and the peak memory of the process, in MiB."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took. ``output`` is its stdout."""

    seconds: float
    mebibytes: float
    output: str


def measure(command: Sequence[object], cwd: Path | None = None, environment: Mapping[str, str] | None = None) -> Run:
    """Run to the end; RuntimeError with its stderr when it fails."""
    start = time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**os.environ, **(environment or {})},
    ) as process:
        output, errors = process.communicate()
        seconds = time.perf_counter() - start
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]} … ended with {process.returncode}: {errors[-2000:]}")
    return Run(seconds, _peak(errors), output)


def _peak(errors: str) -> float:
    """The peak that ``peak.py`` printed last, in MiB; 0 where the command was not run through it."""
    last = errors.strip().rsplit("\n", 1)[-1]
    return float(last.removeprefix("peak ")) if last.startswith("peak ") else 0.0


def best(command: Sequence[object], times: int, cwd: Path | None = None) -> Run:
    """The fastest of several runs: the one that the machine's other work disturbed least."""
    return min((measure(command, cwd) for _ in range(times)), key=lambda run: run.seconds)


def tool(*names: str) -> str | None:
    """The first of these programs that is installed."""
    for name in names:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            path = Path(folder, name)
            if path.is_file() and os.access(path, os.X_OK):
                return str(path)
    return None
