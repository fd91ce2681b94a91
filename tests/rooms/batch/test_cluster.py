"""A run on a cluster: a real scheduler and two workers as processes of this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest

from reportgen.batch.cluster import scheduler_of
from reportgen.errors import UsageError
from tests.rooms.batch.test_batch import files

ROOT = Path(__file__).parents[3]
CLIENTS = [f"shop{number}" for number in range(4)]

needs_dask = pytest.mark.skipif(
    find_spec("distributed") is None, reason="distributed is not installed (pip install 'reportgen[cluster]')"
)


@dataclass
class Processes:
    """A scheduler and its workers, each a process group of its own."""

    address: str
    environment: dict[str, str]
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def worker(self, name: str, **variables: str) -> subprocess.Popen[str]:
        command = ["worker", self.address.replace("dask", "tcp"), "--name", name, "--nthreads", "1", "--no-dashboard"]
        return self.start(*command, "--host", "127.0.0.1", **variables)

    def start(self, *command: str, **variables: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + command[0], *command[1:]],
            env={**self.environment, **variables},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            cwd=self.environment["TMPDIR"],
        )
        self.running.append(process)
        return process

    def stop(self) -> None:
        for process in reversed(self.running):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            assert process.stderr is not None
            process.stderr.close()


def heard(process: subprocess.Popen[str], pattern: str) -> re.Match[str]:
    """The first line of its log that matches; the rest of the log goes unread."""
    assert process.stderr is not None
    for line in process.stderr:
        if match := re.search(pattern, line):
            return match
    raise AssertionError(f"the process ended without a word of {pattern}")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Processes]:
    (tmp_path / "scratch").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "scratch")}
    made = Processes("", environment)
    scheduler = made.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    try:
        made.address = "dask://" + heard(scheduler, r"Scheduler at:\s+tcp://(\S+)")[1]
        yield made
    finally:
        made.stop()


@pytest.fixture
def two(cluster: Processes) -> tuple[Processes, list[subprocess.Popen[str]]]:
    workers = [cluster.worker("left"), cluster.worker("right")]
    for worker in workers:
        heard(worker, r"Starting established connection|Registered to")
    return cluster, workers


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    for number, name in enumerate(CLIENTS):
        folder = tmp_path / "clients" / name
        folder.mkdir(parents=True)
        (folder / "report.yaml").write_text(
            f"client: Shop {number}\nreport: ecommerce\nlocale: en-US\ncurrency: USD\ntimezone: UTC\n"
            "sources:\n  - {table: orders, path: orders.csv, date_format: '%Y-%m-%d'}\n"
        )
        rows = [f"{n},2026-{9 + n % 2:02}-{n % 30 + 1:02},c{n % (20 + number)},{n % 7 + 10}" for n in range(300)]
        (folder / "orders.csv").write_text("\n".join(["order_id,ordered_at,customer_id,amount", *rows]) + "\n")
    return tmp_path / "clients"


def build(portfolio: Path, out: str, *options: str, **variables: str) -> subprocess.Popen[str]:
    """From the portfolio's parent, with relative paths, as a user would type them."""
    command = [
        "build",
        portfolio.name,
        "--period",
        "2026-10",
        "--today",
        "2026-11-09",
        "--format",
        "json",
        "--out",
        out,
    ]
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "reportgen", *command, *options],
        cwd=portfolio.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **variables},
    )


def half_made(folder: Path) -> list[Path]:
    return [*folder.rglob(".building-*"), *folder.rglob(".reportgen-*")]


@needs_dask
def test_the_reports_are_those_of_this_machine(two: tuple[Processes, object], portfolio: Path) -> None:
    here = build(portfolio, "here", "--jobs", "1")
    there = build(portfolio, "there", "--cluster", two[0].address)
    said, errors = there.communicate(timeout=120)
    assert there.returncode == 0, errors
    assert here.wait(120) == 0
    here.communicate()
    assert "(on left)" in errors
    assert "(on right)" in errors
    assert len(said.splitlines()) == 2 * len(CLIENTS)  # a report and its manifest
    assert said.startswith("there/shop0/")
    root = portfolio.parent
    assert files(root / "there") == files(root / "here")
    assert half_made(root) == []
    assert list((root / "scratch").glob("reportgen-*")) == []


@needs_dask
def test_a_killed_worker_loses_nothing(two: tuple[Processes, list[subprocess.Popen[str]]], portfolio: Path) -> None:
    run = build(portfolio, "out", "--cluster", two[0].address)
    assert run.stderr is not None
    for line in run.stderr:
        if "computing (on right)" in line:
            os.killpg(two[1][1].pid, signal.SIGKILL)
            break
    _, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors
    reports = {path.parent.name for path in (portfolio.parent / "out").glob("*/*.json")} - {"_portfolio"}
    assert reports == set(CLIENTS)
    assert len(list((portfolio.parent / "out").glob("shop*/*.manifest.json"))) == len(CLIENTS)


@needs_dask
def test_a_run_that_is_interrupted_stops_the_workers_builds(
    two: tuple[Processes, list[subprocess.Popen[str]]], portfolio: Path
) -> None:
    run = build(portfolio, "out", "--cluster", two[0].address)
    assert run.stderr is not None
    for line in run.stderr:
        if "(on " in line:
            run.send_signal(signal.SIGINT)
            break
    run.communicate(timeout=60)
    assert run.returncode == 130
    scratch = portfolio.parent / "scratch"
    until = time.monotonic() + 60
    while list(scratch.glob("reportgen-run-*")) and time.monotonic() < until:
        time.sleep(0.2)
    assert list(scratch.glob("reportgen-run-*")) == []
    assert half_made(portfolio.parent) == []


@needs_dask
def test_a_worker_of_another_program_is_refused(cluster: Processes, portfolio: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "reportgen").parent.mkdir()
    subprocess.run(
        ["cp", "-r", ROOT / "reportgen", ROOT / "templates", ROOT / "styles", ROOT / "pyproject.toml", other],
        check=True,
    )
    with (other / "reportgen" / "units.py").open("a") as file:
        file.write("# another version\n")
    heard(cluster.worker("stranger", PYTHONPATH=str(other)), r"Registered to|Starting established connection")
    run = build(portfolio, "out", "--cluster", cluster.address)
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 2, errors
    assert "another version" in errors
    assert "stranger" in errors
    assert "Traceback" not in errors
    assert not list((portfolio.parent / "out").glob("shop*"))


@needs_dask
def test_a_cluster_without_workers_is_refused(cluster: Processes, portfolio: Path) -> None:
    run = build(portfolio, "out", "--cluster", cluster.address)
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 2
    assert "no workers" in errors


@needs_dask
def test_a_scheduler_that_does_not_answer_is_said(portfolio: Path) -> None:
    run = build(portfolio, "out", "--cluster", "dask://127.0.0.1:9")
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 2
    assert "does not answer" in errors
    assert "Traceback" not in errors


def test_secrets_go_over_loopback_or_tls_only(portfolio: Path) -> None:
    with (portfolio / "shop0" / "report.yaml").open("a") as file:
        file.write("  - {table: costs, query: select 1, connection: '${SHOP_WAREHOUSE}'}\n")
    run = build(portfolio, "out", "--cluster", "dask://cluster.example.com:8786", SHOP_WAREHOUSE="postgresql://x")
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 2
    assert "unencrypted" in errors
    assert "shop0" in errors


def test_without_the_extra_it_says_how_to_get_it(portfolio: Path) -> None:
    hide = "import sys; sys.modules['distributed'] = None; from reportgen.cli.main import main; main()"
    command = ["build", portfolio, "--period", "2026-10", "--cluster", "dask://127.0.0.1:1"]
    run = subprocess.run([sys.executable, "-c", hide, *map(str, command)], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "pip install 'reportgen[cluster]'" in run.stderr


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://x:1", "dask://x", "dask://x:1/path", "dask://a b:1"])
def test_an_address_is_of_a_cluster(address: str) -> None:
    with pytest.raises(UsageError, match="not the address"):
        scheduler_of(address)
    assert scheduler_of("dask+tls://host.example.com:8786") == "tls://host.example.com:8786"
