"""A process that helps another one does not outlive it, not even when the other is gone before it has begun."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the tether is the Linux kernel's")
TETHERED = "import sys, time; from reportgen.tether import die_with_parent; die_with_parent(int(sys.argv[1]));"


def test_a_process_whose_parent_is_gone_before_it_begins_ends_at_once() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    late = subprocess.run([sys.executable, "-c", f"{TETHERED} time.sleep(60)", str(gone.pid)], check=False, timeout=30)
    assert late.returncode == 1


def test_a_process_ends_with_the_parent_that_is_killed() -> None:
    parent = (
        "import os, subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {TETHERED + ' print(1, flush=True); time.sleep(60)'!r},"
        " str(os.getpid())], stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\nprint(child.pid, flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        child = int(killed.stdout.readline())
        killed.kill()
    for _ in range(100):
        if not lives(child):
            return
        time.sleep(0.05)
    os.kill(child, 9)
    pytest.fail("it outlived its parent by five seconds")


def lives(process: int) -> bool:
    """Whether it runs; one that ended and was not yet waited for does not."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
