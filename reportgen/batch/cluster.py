"""A cluster in place of this machine's workers: each task goes to a Dask worker, which builds it in its own process.

The clients' folders and the output folder have to be the same on every machine (a shared disk), and so has the
program; both are looked at before anything is sent. A worker that dies costs its task a second try elsewhere, which
publishes whole or not at all like the first.
"""

from __future__ import annotations

import logging
import queue
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from reportgen.batch.alone import build_apart
from reportgen.batch.order import Outcome, Task
from reportgen.errors import MachineError, Problem, PublishError, UsageError

SCHEMES: Mapping[str, str] = {"dask": "tcp", "dask+tls": "tls"}
PATIENCE = 10.0  # seconds for reaching the scheduler
DESERTED = 30.0  # seconds without any worker, before the rest is given up
GLANCE = 0.5
Say = Callable[[Task, str], None]
_Client: TypeAlias = Any  # distributed.Client, which has no types


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that was looked at. ``places`` is how many tasks it takes at a time."""

    client: _Client
    program: str
    places: int


def scheduler_of(address: str) -> str:
    """Dask's own address of ``dask://HOST:PORT`` or ``dask+tls://HOST:PORT``. Raises UsageError for another."""
    match = re.fullmatch(r"(dask(?:\+tls)?)://(\[[0-9a-fA-F:]+\]|[\w.-]+):(\d{1,5})/?", address.strip())
    if match is None:
        raise UsageError(
            Problem("--cluster is not the address of a cluster", found=address, expected="dask://HOST:PORT")
        )
    return f"{SCHEMES[match[1]]}://{match[2]}:{match[3]}"


def _is_here(scheduler: str) -> bool:
    """The address is one of this machine that no other reaches."""
    return urlsplit(scheduler).hostname in ("127.0.0.1", "localhost", "::1")


@contextmanager
def open_cluster(address: str, out: Path, secret: Sequence[str] = ()) -> Iterator[Cluster]:
    """The cluster behind the address, once every worker has the same program and sees the same ``out``.

    ``secret`` are the clients whose tasks carry secrets: those go over loopback or TLS only. Raises UsageError where
    they would not, and where nothing answers, MachineError where the extra is not installed or a worker is not fit.
    """
    scheduler = scheduler_of(address)
    if secret and scheduler.startswith("tcp:") and not _is_here(scheduler):
        raise UsageError(
            Problem(
                "secrets of the clients' sources would go over the network unencrypted",
                found=", ".join(secret),
                expected="dask+tls://HOST:PORT, with Dask's own TLS configuration",
            )
        )
    try:
        import distributed
    except ModuleNotFoundError:
        todo = "pip install 'reportgen[cluster]'"
        raise MachineError(Problem("--cluster needs Dask, which is not installed", todo=todo)) from None
    for name in ("distributed", "distributed.client", "distributed.comm", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters of it is said in our own words
    try:
        client: _Client = distributed.Client(scheduler, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, RuntimeError, ValueError) as error:
        raise UsageError(
            Problem(
                "the cluster's scheduler does not answer",
                found=f"{address} ({type(error).__name__})",
                todo="check the address, and that 'dask scheduler' runs there",
            )
        ) from None
    try:
        yield _looked_at(client, out)
    finally:
        client.close(timeout=PATIENCE)


def _looked_at(client: _Client, out: Path) -> Cluster:
    from reportgen.pipeline.unchanged import program_digest

    program = program_digest()
    found = client.scheduler_info(n_workers=-1)["workers"]
    if not found:
        raise UsageError(Problem("the cluster has no workers", todo="start some with 'dask worker HOST:PORT'"))
    out.mkdir(parents=True, exist_ok=True)
    token = out / f".reportgen-{secrets.token_hex(8)}"
    token.write_text("", encoding="utf-8")
    try:
        asked = {
            name: client.submit(unfit_for, program, str(token), workers=[name], allow_other_workers=False, pure=False)
            for name in found
        }
        said = {name: future.exception(PATIENCE) or future.result() for name, future in asked.items()}
    except TimeoutError:
        raise MachineError(Problem("a worker of the cluster does not answer", todo="look at the workers")) from None
    finally:
        token.unlink()
    unfit = {name: text for name, text in said.items() if text is not None}
    if unfit:
        raise MachineError(
            *(
                Problem(
                    "a worker of the cluster cannot build these reports",
                    found=f"{found.get(name, {}).get('name', name)}: {_worded(text)}",
                    todo="install the same reportgen and libraries there, and mount --out at the same path",
                )
                for name, text in sorted(unfit.items())
            )
        )
    return Cluster(client, program, sum(int(worker["nthreads"]) for worker in found.values()))


def _worded(text: object) -> str:
    if isinstance(text, ModuleNotFoundError):
        return "reportgen is not installed"
    return text if isinstance(text, str) else f"{type(text).__name__}: {text}"


def unfit_for(program: str, token: str) -> str | None:
    """On a worker: why it cannot build what the sender would, or None."""
    from reportgen.pipeline.unchanged import program_digest

    if program_digest() != program:
        return "another version of reportgen, of a library or of Python"
    return None if Path(token).exists() else "it does not see the output folder"


def run_on_cluster(cluster: Cluster, tasks: Sequence[Task], timeout: float, say: Say) -> Iterator[tuple[Task, Outcome]]:
    """Every task with its outcome, as they end; the contract is that of ``pool.run_tasks``."""
    topic = f"reportgen-{secrets.token_hex(8)}"
    stages: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()
    by_place = {task.place: task for task in tasks}
    cluster.client.subscribe_topic(topic, lambda event: stages.put(tuple(event[1])))
    executor = cluster.client.get_executor(pure=False, retries=0)
    futures: dict[Future[Outcome], Task] = {}
    try:
        for task in tasks:
            futures[executor.submit(build_there, task, timeout, str(Path.cwd()), topic, cluster.program)] = task
            say(task, "sent to the cluster")
        seen = time.monotonic()
        while futures:
            done, _ = wait(futures, GLANCE, FIRST_COMPLETED)
            while not stages.empty():
                place, text = stages.get()
                say(by_place[place], text)
            for future in done:
                task = futures.pop(future)
                yield task, _outcome(future, task)
            seen = time.monotonic() if done or _has_workers(cluster.client) else seen
            if time.monotonic() - seen > DESERTED:
                problem = Problem("the cluster has lost all its workers", todo="start workers, and run this again")
                yield from ((task, Outcome(task.client, error=PublishError(problem))) for task in futures.values())
                return
    finally:
        with suppress(Exception):
            cluster.client.unsubscribe_topic(topic)
        executor.shutdown(wait=False)  # which cancels what is left


def _has_workers(client: _Client) -> bool:
    try:
        return bool(client.scheduler_info()["workers"])
    except Exception:  # noqa: BLE001  # a scheduler that is gone has none
        return False


def _outcome(future: Future[Outcome], task: Task) -> Outcome:
    try:
        return future.result()
    except CancelledError:
        problem = Problem("the cluster gave the report up", todo="is its scheduler still running? run this again")
    except Exception as error:  # noqa: BLE001  # whatever a cluster can think of
        todo = "build this client alone; if it happens again, please report it"
        if type(error).__name__ == "KilledWorker":
            todo = "is memory short on the workers? give each fewer threads"
        text = str(error).splitlines()[0][:200] if str(error) else ""
        found = f"{type(error).__name__}: {text}"
        problem = Problem("the report could not be made on the cluster", found=found, todo=todo)
    return Outcome(task.client, error=PublishError(problem))


def build_there(task: Task, timeout: float, folder: str, topic: str, program: str) -> Outcome:
    """On a worker: build the task below a process of its own, in the sender's working folder."""
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def say(text: str) -> None:
        with suppress(Exception):  # a stage that nobody hears costs nothing
            worker.log_event(topic, (task.place, f"{text} (on {worker.name})"))

    def wanted() -> bool:
        known: Any = worker.state.tasks.get(key)
        return known is not None and known.state == "executing"

    unfit = unfit_for(program, str(task.out))
    if unfit is not None:
        return Outcome(task.client, error=PublishError(Problem("the worker cannot build this report", found=unfit)))
    if not Path(folder, task.folder).is_dir():
        problem = Problem(
            "the worker does not see the client's folder",
            found=f"{Path(folder, task.folder)} on {worker.name}",
            todo="mount the clients at the same path on every machine",
        )
        return Outcome(task.client, error=PublishError(problem))
    return build_apart(task, timeout, folder, say, wanted)
