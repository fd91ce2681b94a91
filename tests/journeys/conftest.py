"""Journeys go through the command line, as a user would."""

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from tests.commands import Commands, run_anew

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run(commands: Commands) -> Run:
    """``run("kpis", path, …)`` runs reportgen and gives its exit status, stdout and stderr.

    With variables of the environment it is a new process: some are read when Python starts.
    """

    def start(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        way = run_anew if environment else commands.run
        return way([str(one) for one in arguments], ROOT, {**os.environ, "NO_COLOR": "1", **environment})

    return start


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data that is too large to ship."""
    if not (SHARED / "online_retail.csv.gz").is_file():
        pytest.skip(f"the real data sets are not in {os.path.relpath(SHARED, ROOT)}")
    return SHARED


@pytest.fixture
def client(tmp_path: Path) -> Callable[..., Path]:
    """``client(data="…", **keys)`` writes a client folder with one CSV and gives its path."""

    def make(data: str | bytes, *lines: str, name: str = "shop", table: str = "orders") -> Path:
        folder = tmp_path / name
        (folder / "data").mkdir(parents=True)
        content = data.encode() if isinstance(data, str) else data
        (folder / "data" / "file.csv").write_bytes(content)
        report = [
            "client: The Shop",
            "report: ecommerce",
            "locale: en-US",
            "currency: USD",
            "timezone: America/Chicago",
            "sources:",
            f"  - table: {table}",
            "    path: data/file.csv",
            *lines,
        ]
        (folder / "report.yaml").write_text("\n".join(report) + "\n", encoding="utf-8")
        return folder

    return make


class Inbox(Message):
    """Keeps what arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[Any] = []

    def handle_message(self, message: Any) -> None:  # noqa: ANN401
        self.arrived.append(message)


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()
