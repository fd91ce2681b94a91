"""One task in a process of its own that no library shares, for where the caller's process must not have children.

``python -m reportgen.batch.alone``: a pickled (task, timeout, parent) comes in, pickled ("say", text)… and
("done", outcome) go out. The task is built as locally: in a limited worker below this process.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import IO, Any

from reportgen.batch.order import Outcome, Task
from reportgen.errors import Problem, PublishError

GLANCE = 0.5  # seconds between two looks at whether the task is still wanted
GRACE = 15.0  # seconds that a build has for clearing away what it left half made


def build_apart(
    task: Task, timeout: float, folder: str, say: Callable[[str], None], wanted: Callable[[], bool]
) -> Outcome:
    """The outcome of a task that is built below a process of its own, in a temporary folder of this machine.

    ``folder`` is where relative paths begin. ``wanted`` is asked now and then; where it says no, the build ends and
    leaves nothing half made.
    """
    with tempfile.TemporaryDirectory(prefix="reportgen-run-", ignore_cleanup_errors=True) as scratch:
        here = replace(task, home=Path(scratch) / "home")
        process = subprocess.Popen(
            [sys.executable, "-m", "reportgen.batch.alone"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
        )
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101  # both are pipes
        try:
            pickle.dump((here, timeout, os.getpid()), process.stdin)
            process.stdin.close()
            return _followed(process, task, say, wanted)
        finally:
            _end(process)
            process.stdout.close()


def _followed(
    process: subprocess.Popen[bytes], task: Task, say: Callable[[str], None], wanted: Callable[[], bool]
) -> Outcome:
    heard: queue.SimpleQueue[tuple[str, Any] | None] = queue.SimpleQueue()
    assert process.stdout is not None  # noqa: S101
    Thread(target=_listen, args=(process.stdout, heard), daemon=True).start()
    while True:
        try:
            message = heard.get(timeout=GLANCE)
        except queue.Empty:
            if not wanted():
                return _failed(task, Problem("the run was stopped before this report was done"))
            continue
        if message is None:
            todo = "build this client alone; if it happens again, please report it"
            found = f"exit status {process.wait()}"
            return _failed(task, Problem("the process that made the report ended too early", found=found, todo=todo))
        kind, value = message
        if kind == "done":
            outcome: Outcome = value
            return outcome
        say(value)


def _listen(stream: IO[bytes], heard: queue.SimpleQueue[tuple[str, Any] | None]) -> None:
    with suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
        while True:
            heard.put(pickle.load(stream))  # noqa: S301  # from our own process
    heard.put(None)


def _failed(task: Task, problem: Problem) -> Outcome:
    return Outcome(task.client, error=PublishError(problem))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it, kindly first: it clears away what it left half made."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
    process.kill()
    process.wait()


def main() -> None:
    """Build the task that stands on stdin."""
    from reportgen.batch.pool import run_tasks
    from reportgen.tether import die_with_parent

    task, timeout, parent = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our own process
    die_with_parent(parent)
    signal.signal(signal.SIGTERM, _stop)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what anything prints is no message

    def tell(kind: str, value: object) -> None:
        pickle.dump((kind, value), out)
        out.flush()

    with suppress(KeyboardInterrupt):
        for _, outcome in run_tasks([task], 1, timeout, lambda _, text: tell("say", text)):
            tell("done", outcome)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
