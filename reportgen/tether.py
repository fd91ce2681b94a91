"""A process that dies with the one that started it, where the system can see to that (Linux)."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent ends; it ends now when ``parent`` (its id) is already gone."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def lift_memory_limit() -> None:
    """Let this process address what the hard limit allows: a JavaScript engine reserves far more than it uses."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


@contextmanager
def own_main_hidden() -> Iterator[None]:
    """Processes spawned meanwhile do not import the program's main module.

    Multiprocessing imports it anew in every child, which would run a script without a guard once more from its start;
    none of our processes needs anything of it.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")  # neither file nor spec: there is nothing to import
    try:
        yield
    finally:
        sys.modules["__main__"] = main
