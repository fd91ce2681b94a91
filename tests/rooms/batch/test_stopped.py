"""A batch that is stopped in the middle: it ends at once, says what is done, and leaves nothing lying about."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from reportgen.delivery import Artefact, publish
from reportgen.delivery.publish import clear_away
from tests.rooms.batch.real_run import processes, start, workers
from tests.rooms.batch.test_batch import portfolio

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
CLIENTS = {"alder", "birch", "cedar"}


def read_until(process: subprocess.Popen[str], moment: str) -> str:
    assert process.stderr is not None
    told = ""
    while moment not in told:
        line = process.stderr.readline()
        assert line, told
        told += line
    return told


@pytest.mark.parametrize(
    ("moment", "ending"),
    [
        ("birch: starting", signal.SIGINT),
        ("cedar: reading", signal.SIGINT),
        ("cedar: writing", signal.SIGINT),
        ("cedar: writing", signal.SIGTERM),  # a service manager's
        ("birch: starting", signal.SIGHUP),  # a terminal that was closed
    ],
)
def test_a_signal_ends_a_run_within_seconds_and_leaves_only_what_is_whole(
    tmp_path: Path, moment: str, ending: signal.Signals
) -> None:
    folder = portfolio(tmp_path / "clients")
    process = start(folder)
    told = read_until(process, moment)
    assert processes(folder).keys() > {process.pid}  # there is something to leave behind
    os.killpg(process.pid, ending)
    begun = time.monotonic()
    _, rest = process.communicate(timeout=30)
    assert time.monotonic() - begun < 5
    assert process.returncode == 130
    assert "Traceback" not in rest
    assert rest.endswith("stopped\n")
    (summary,) = [line for line in rest.splitlines() if line.startswith("interrupted; ")]
    done = {name for name in CLIENTS if f"{name}: done" in told + rest}
    published, _, undone = summary.removeprefix("interrupted; published: ").partition("; not done: ")
    assert set(published.replace("nothing yet", "").split(", ")) - {""} == done
    assert set(undone.split(", ")) - {""} == CLIENTS - done
    nothing_is_left(folder)
    assert done <= whole(tmp_path / "out")


def test_a_worker_that_is_stopped_while_it_publishes_leaves_no_half_written_files(tmp_path: Path) -> None:
    folder = portfolio(tmp_path / "clients")
    process = start(folder)
    staged: list[Path] = []
    while not staged and process.poll() is None:
        staged = [path for path in (tmp_path / "out").glob("*/.building-*") if any(path.iterdir())]
    for pid in workers(folder):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)  # so that none gets any further
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=30)
    assert staged
    assert process.returncode == 130
    nothing_is_left(folder)
    whole(tmp_path / "out")


def nothing_is_left(folder: Path) -> None:
    assert processes(folder) == {}
    assert list((folder.parent / "tmp").iterdir()) == []
    assert list((folder.parent / "out").glob("*/.*")) == []


def whole(out: Path) -> set[str]:
    """The clients with a manifest, whose files are as it says."""
    manifests = sorted(out.glob("*/*.manifest.json"))
    for manifest in manifests:
        for entry in json.loads(manifest.read_text())["artefacts"]:
            assert sha256((manifest.parent / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    return {manifest.parent.name for manifest in manifests}


def test_what_a_killed_process_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    shop, new = tmp_path / "shop", tmp_path / "new"
    one, other, third = (f".building-{platform.node()}-{name}" for name in ("17-a", "171-b", "17-c"))
    for left in (shop / one, shop / other, new / third):
        left.mkdir(parents=True)
        (left / "new_2026-10.json").write_text("{")
    (shop / "shop_2026-09.json").write_text("{}")
    for folder in (shop, new, tmp_path / "never"):
        clear_away(folder, 17)
    assert sorted(path.name for path in shop.iterdir()) == [other, "shop_2026-09.json"]
    assert not new.exists()


def test_the_next_build_clears_what_dead_processes_of_this_machine_left(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    dead, living, elsewhere = (
        f".building-{name}-x" for name in (f"{platform.node()}-{ended.pid}", f"{platform.node()}-1", "other.host-17")
    )
    for left in (dead, living, elsewhere):
        (tmp_path / left).mkdir()
    publish(tmp_path, [Artefact("json", "shop.json", b"{}")], "shop.manifest.json", b"{}", lambda _name: False)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [living, elsewhere, "shop.json", "shop.manifest.json"]
    )
