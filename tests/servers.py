"""Servers that tests and benchmarks talk to: started on loopback, stopped afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_PASSWORD = "s3cret-word"  # noqa: S105  # of a server that lives for a minute


def _programs() -> Path | None:
    """The folder of PostgreSQL's programs: on the path, or where Debian puts them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


def postgres_lacks() -> str | None:
    """Why there can be no PostgreSQL server here, or None."""
    if _programs() is None:
        return "no PostgreSQL on this machine (Debian: apt-get install postgresql)"
    return None if find_spec("psycopg") else "psycopg is not installed (pip install 'reportgen[sql]')"


def spark_lacks() -> str | None:
    """Why there can be no Spark Connect server here, or None."""
    lacking = [module for module in ("pysail", "pyspark") if find_spec(module) is None]
    return f"not installed: {', '.join(lacking)} (pip install pysail pyspark-client)" if lacking else None


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own."""
    programs = _programs()
    assert programs is not None
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


@contextmanager
def spark_server() -> Iterator[str]:
    """The URL of a Spark Connect server of our own (Sail, which speaks Spark's protocol and SQL)."""
    serve = (
        "import sys; from pysail.spark import SparkConnectServer; server = SparkConnectServer('127.0.0.1', 0);"
        " server.start(background=True); print(server.listening_address[1], flush=True); sys.stdin.read()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([sys.executable, "-c", serve], text=True, **pipes)
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        yield f"sc://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.stdin.close()
        server.terminate()
        server.wait(20)
        server.stdout.close()
