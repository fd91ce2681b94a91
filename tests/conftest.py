"""What holds for the whole suite, and the servers that several rooms' tests talk to."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is not a failure, and a suite that is run twice tries the same examples twice.
settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("house")

_PASSWORD = "s3cret-word"  # noqa: S105  # of a server that lives for a minute


def _programs() -> Path | None:
    """The folder of PostgreSQL's programs: on the path, or where Debian puts them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own on loopback, stopped afterwards."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL on this machine (Debian: apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="psycopg is not installed (pip install 'reportgen[sql]')")
    user = "postgres" if os.getuid() == 0 else None  # its server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="reportgen-pg-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "word").write_text(_PASSWORD)
    if user:
        for path in (folder, folder / "word"):
            shutil.chown(path, user, user)
    data = folder / "data"
    init = [programs / "initdb", "-D", data, "-U", "reader", "-A", "scram-sha-256", "--pwfile", folder / "word"]
    subprocess.run([*init, "-E", "UTF8", "--no-sync"], check=True, capture_output=True, user=user, cwd="/")
    start = ["-D", data, "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([programs / "postgres", *start, "-F"], stdout=log, stderr=log, user=user, cwd="/")
    url = f"postgresql://reader:{_PASSWORD}@127.0.0.1:{port}/postgres"
    try:
        _wait(url)
        yield url
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder)


def _wait(url: str) -> None:
    """Until the server takes logins: its port is open a moment before."""
    import psycopg

    for _ in range(300):
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")
