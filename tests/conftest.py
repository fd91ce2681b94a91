"""What holds for the whole suite, and the servers that several rooms' tests talk to."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.commands import Commands
from tests.servers import postgres_lacks, postgres_server, spark_lacks, spark_server

# A slow machine is not a failure, and a suite that is run twice tries the same examples twice.
settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("house")


# A shell starts what runs in the background with Ctrl-C ignored, and so would be the programs that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


FIRST = ("test_docs_examples.py", "test_reproducible.py", "test_walkthrough.py", "documents/", "journeys/", "batch/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files with the longest tests first: two workers that share the files then end at about the same time."""

    def place(item: pytest.Item) -> int:
        file = item.path.relative_to(Path(__file__).parent).as_posix()
        return next((at for at, name in enumerate(FIRST) if name in file), len(FIRST))

    items.sort(key=place)


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    """Runs commands of reportgen."""
    running = Commands()
    yield running
    running.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server."""
    if lacks := postgres_lacks():
        pytest.skip(lacks)
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def spark() -> Iterator[str]:
    """The URL of a Spark Connect server."""
    if lacks := spark_lacks():
        pytest.skip(lacks)
    with spark_server() as url:
        yield url
