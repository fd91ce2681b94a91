"""The workers from outside: started, given tasks, watched, ended and replaced."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from reportgen.batch.limits import kept_environment
from reportgen.batch.order import Outcome, Task
from reportgen.batch.worker import main
from reportgen.delivery.publish import clear_away
from reportgen.errors import Problem, PublishError

SPAWN = get_context("spawn")
GRACE = 2.0  # seconds that an idle worker has for leaving
Say = Callable[[Task, str], None]


@dataclass(slots=True)
class Worker:
    """A worker process, our end of its pipe, and what it is busy with since when."""

    process: BaseProcess
    pipe: Connection
    network: bool
    task: Task | None = None
    since: float = 0.0


def run_tasks(tasks: Sequence[Task], jobs: int, timeout: float, say: Say) -> Iterator[tuple[Task, Outcome]]:
    """Every task with its outcome, as they end. ``say`` hears each task's stages.

    Leaves no process and no temporary folder behind, however it ends (KeyboardInterrupt, an iterator closed).
    """
    waiting, workers = deque(tasks), list[Worker]()
    try:
        while waiting or any(worker.task for worker in workers):
            _hand_out(waiting, workers, jobs, say)
            busy = [worker for worker in workers if worker.task]
            next_end = min(worker.since + timeout for worker in busy)
            ready = connection.wait([worker.pipe for worker in busy], max(0.0, next_end - time.monotonic()))
            for worker in busy:
                outcome = _heard(worker, say) if worker.pipe in ready else _overdue(worker, timeout)
                if outcome is None or worker.task is None:
                    continue
                task, worker.task = worker.task, None
                if outcome.error is not None:  # what made it fail may have spoiled the process
                    workers.remove(worker)
                    _end(worker, task)
                shutil.rmtree(task.home, ignore_errors=True)
                yield task, outcome
    finally:
        for worker in workers:
            _end(worker, worker.task)
            if worker.task is not None:
                shutil.rmtree(worker.task.home, ignore_errors=True)


def _hand_out(waiting: deque[Task], workers: list[Worker], jobs: int, say: Say) -> None:
    while waiting:
        task = waiting[0]
        idle = [worker for worker in workers if worker.task is None]
        fit = [worker for worker in idle if worker.network == task.network and worker.process.is_alive()]
        if not fit and idle:
            workers.remove(idle[0])
            _end(idle[0])
        if not fit and len(workers) >= jobs:
            return
        worker = fit[0] if fit else _start(network=task.network)
        if not fit:
            workers.append(worker)
        worker.task, worker.since = waiting.popleft(), time.monotonic()
        task.home.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):  # a worker that died is noticed when it is heard
            worker.pipe.send(task)
        say(task, "starting")


def _start(*, network: bool) -> Worker:
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=main, args=(theirs, os.getpid()), kwargs={"network": network})
    with _plain_environment():
        process.start()
    theirs.close()
    return Worker(process, ours, network)


@contextmanager
def _plain_environment() -> Iterator[None]:
    """No secret in the environment while a worker is started."""
    before = dict(os.environ)
    kept = kept_environment(before)
    for name in before.keys() - kept.keys():
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(before)


def _heard(worker: Worker, say: Say) -> Outcome | None:
    """What a worker says: None for a stage, its outcome at the end or when it died."""
    task = worker.task
    if task is None:
        return None
    try:
        kind, value = worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join(GRACE)
        return _failed(worker, _death(worker.process.exitcode))
    if kind == "say":
        say(task, value)
        return None
    return Outcome(task.client, **_end_of(kind, value), seconds=_seconds(worker))


def _end_of(kind: str, value: Any) -> dict[str, Any]:  # noqa: ANN401  # what a pipe carries
    return {"paths": value} if kind == "done" else {"error": value}


def _overdue(worker: Worker, timeout: float) -> Outcome | None:
    if _seconds(worker) < timeout:
        return None
    todo = "build it alone to see where it stands still, or give it longer with --timeout"
    return _failed(worker, Problem(f"the report was not done within {timeout:g} seconds", todo=todo))


def _failed(worker: Worker, problem: Problem) -> Outcome:
    client = worker.task.client if worker.task else ""
    return Outcome(client, error=PublishError(problem), seconds=_seconds(worker))


def _seconds(worker: Worker) -> float:
    return time.monotonic() - worker.since


def _death(code: int | None) -> Problem:
    """Why a worker is gone, by its exit code: negative for a signal."""
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in list(signal.Signals) else f"signal {-code}"
        todo = _ADVICE.get(name, "build this client alone; if it happens again, please report it")
        return Problem("the worker process that made the report was killed", found=name, todo=todo)
    return Problem(
        "the worker process that made the report ended too early",
        found=f"exit status {code}",
        todo="build this client alone; if it happens again, please report it",
    )


_ADVICE = {
    "SIGKILL": "is memory short? use fewer --jobs, or build this client alone",
    "SIGXCPU": "it used up the processor time that a worker may take: build this client alone",
    "SIGXFSZ": "it wrote a larger file than a worker may: look for an input that unpacks too large",
}


def _end(worker: Worker, task: Task | None = None) -> None:
    """End a worker and all that it started: an idle one kindly, a busy one with what it left half written."""
    process = worker.process.pid
    worker.pipe.close()
    if task is None:
        connection.wait([worker.process.sentinel], GRACE)  # not join: until it is reaped its id stays its own
    if worker.process.pid is not None and hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(worker.process.pid, signal.SIGKILL)
    worker.process.kill()
    worker.process.join()
    worker.process.close()
    if task is not None and process is not None:
        clear_away(task.out / task.client, process)
