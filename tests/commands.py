"""The command line without its start: a process that has imported the program forks for each command.

A command started anew spends more than a second on imports. A fork has a process, an environment and a folder of its own
and ends as any process does; only what Python reads at its own start (hash seed, warnings) is shared. Linux only:
elsewhere each command is a new process.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parents[1]
TIMEOUT = 300.0  # seconds that a command may take

Done = subprocess.CompletedProcess[str]


class Commands:
    """Runs commands of reportgen, one at a time."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[bytes] | None = None

    def run(self, arguments: list[str], cwd: Path, environment: Mapping[str, str]) -> Done:
        """Exit status, stdout and stderr of a command."""
        if sys.platform != "linux":
            return run_anew(arguments, cwd, environment)
        if self._server is None:
            self._server = subprocess.Popen(
                [sys.executable, "-W", "error", "-m", "tests.commands"], cwd=ROOT, stdin=-1, stdout=-1
            )
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        with tempfile.TemporaryDirectory(prefix="command-") as name:
            out, err = Path(name) / "out", Path(name) / "err"
            request = {"arguments": arguments, "cwd": str(cwd), "environment": dict(environment)}
            line = json.dumps(request | {"out": str(out), "err": str(err)})
            self._server.stdin.write(line.encode() + b"\n")
            self._server.stdin.flush()
            status = json.loads(self._server.stdout.readline())
            said = [file.read_text(encoding="utf-8") for file in (out, err)]
        if status is None:
            raise subprocess.TimeoutExpired(arguments, TIMEOUT, *said)
        return Done(arguments, status, *said)

    def close(self) -> None:
        """End the process that forks."""
        if self._server is not None:
            assert self._server.stdin is not None
            assert self._server.stdout is not None
            self._server.stdin.close()
            self._server.wait()
            self._server.stdout.close()


def run_anew(arguments: list[str], cwd: Path, environment: Mapping[str, str]) -> Done:
    """The same by a new process."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "reportgen", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=TIMEOUT,
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), **environment},
        check=False,
    )


def serve() -> None:
    """Fork for every line of stdin; answer with the exit status, null for a command that took too long."""
    from reportgen.cli.main import COMMANDS

    for module, _ in COMMANDS.values():
        importlib.import_module(module)
    for module in ("reportgen.pipeline", "reportgen.batch.run", "reportgen.batch.portfolio", "pandas", "duckdb"):
        importlib.import_module(module)
    with os.fdopen(os.dup(0), "rb") as requests, os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        for line in requests:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # libraries have threads; none of them is Python's
                child = os.fork()
            if child == 0:
                requests.close()
                answers.close()
                become(json.loads(line))
            answers.write(json.dumps(_status(child)).encode() + b"\n")
            answers.flush()


def become(request: dict[str, Any]) -> NoReturn:
    """Be the command that is asked for."""
    from reportgen.cli.main import main

    for number, name in ((1, "out"), (2, "err")):
        file = os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
        os.close(file)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["environment"])
    os.environ.setdefault("PYTHONPATH", str(ROOT))  # for the processes that the command starts
    time.tzset()
    sys.argv = ["reportgen", *request["arguments"]]
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    status = 1
    try:
        main()
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 1
    except BaseException:  # noqa: BLE001  # printed, as Python does
        traceback.print_exc()
    # What Python does at its end, but for taking a thousand modules to pieces.
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _status(child: int) -> int | None:
    watched = os.pidfd_open(child)
    try:
        ended = select.select([watched], [], [], TIMEOUT)[0]
        if not ended:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status) if ended else None
    finally:
        os.close(watched)


if __name__ == "__main__":
    serve()
