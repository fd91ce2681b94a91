"""A worker: a process that builds one client's report at a time and is warm for the next.

This module imports nothing heavy: the network is left before the first library starts a thread.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from reportgen.batch.limits import leave_network, set_limits
from reportgen.errors import Problem, PublishError, ReportgenError
from reportgen.tether import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.batch.order import Task


def main(pipe: Connection, parent: int, *, network: bool) -> None:
    """Answer tasks until the pipe closes: ("say", text)…, then ("done", paths) or ("failed", error)."""
    if hasattr(os, "setsid"):
        os.setsid()  # so that all that this worker starts can be ended with it
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends us
    sys.stdout = sys.stderr  # results are the first process's to print
    if not network:
        leave_network()
    importlib.import_module("reportgen.pipeline")
    set_limits()
    while True:
        try:
            task: Task = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(task, partial(_say, pipe)))


def _say(pipe: Connection, text: str) -> None:
    pipe.send(("say", text))


def _answer(task: Task, say: Any) -> tuple[str, Any]:  # noqa: ANN401  # what a pipe carries
    try:
        return "done", make(task, say)
    except ReportgenError as error:
        return "failed", error
    except Exception as error:  # noqa: BLE001  # a fault of ours costs one client, not the run
        if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":  # which is DuckDB's
            todo = "split the data, or use a database"
            return "failed", PublishError(Problem("the report needs more memory than a worker may take", todo=todo))
        return "failed", PublishError(
            Problem("the report could not be made", found=f"{type(error).__name__}: {error}", todo="please report this")
        )


def make(task: Task, say: Any) -> tuple[Path, ...]:  # noqa: ANN401
    """Build one client's report in a folder of its own. Raises ReportgenError."""
    from reportgen import pipeline
    from reportgen.delivery.canary import refuse_foreign

    config = pipeline.load_one(task.folder)
    question = pipeline.Question(period=task.period, today=task.today, baselines=task.baselines)
    with _apart(task):
        return pipeline.build(
            config,
            question,
            task.formats,
            task.out,
            final=task.final,
            fresh=task.fresh,
            say=say,
            inspect=lambda artefacts: refuse_foreign(artefacts, task.foreign),
        )


@contextmanager
def _apart(task: Task) -> Iterator[None]:
    """The client's own working directory, temporary folder and secrets, until it is done."""
    before, environment = os.getcwd(), dict(os.environ)  # noqa: PTH109  # as chdir takes it
    os.environ.update({**(task.secrets or {}), "TMPDIR": str(task.home)})
    tempfile.tempdir = str(task.home)
    os.chdir(task.home)
    try:
        yield
    finally:
        os.chdir(before)
        tempfile.tempdir = None
        fonts = os.environ.get("FONTCONFIG_FILE")
        os.environ.clear()
        os.environ.update(environment)
        if fonts is not None:
            os.environ["FONTCONFIG_FILE"] = fonts
