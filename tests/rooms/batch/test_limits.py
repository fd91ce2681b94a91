"""Limits that limit: memory, processor time, file size and the network of a real worker, and what then becomes of others."""

from __future__ import annotations

import resource
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reportgen.batch.limits import can_leave_network
from tests.rooms.batch.real_run import ended, processes, start, workers
from tests.rooms.batch.test_batch import portfolio

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's")
MIB = 1 << 20
HEADER = "order_id, '2026-10-02' as ordered_at, 'c1' as customer_id, 12 as amount"
COUNTING = "with recursive n(i) as (select 1 union all select i + 1 from n"
GREEDY = f"{COUNTING} where i < 60) select i as order_id, '2026-10-02' as ordered_at, 1 as amount, printf('%.*c', 90000000, 'x') as customer_id from n"
ENDLESS = f"{COUNTING}) select count(*) as {HEADER} from n"
PUBLISHED = {"alder", "cedar"}


def ask(folder: Path, client: str, query: str, connection: str = "sqlite:///shop.sqlite") -> None:
    """Have a client of the portfolio read its orders from a database."""
    text = (folder / client / "report.yaml").read_text()
    rows = f'query: "{query}", connection: "{connection}"'
    (folder / client / "report.yaml").write_text(text.replace("path: orders.csv", rows))
    with closing(sqlite3.connect(folder / client / "shop.sqlite")) as database, database:
        database.execute("create table any_table (id)")


def from_a_database(folder: Path) -> None:
    ask(folder, "birch", GREEDY)  # 60 cells of 90 MB


def from_an_expression(folder: Path) -> None:
    report = folder / "birch" / "report.yaml"
    longer = "customer_id"
    for _ in range(5):  # each makes one letter forty: 10^8 letters a row
        longer = f"replace({longer}, 'c', '{'c' * 40}')"
    columns = f'columns: {{customer_id: {{sql: "{longer}"}}}}'
    report.write_text(report.read_text().replace("date_format", f"{columns}, date_format"))


@pytest.mark.parametrize("greedy", [pytest.param(from_a_database, marks=pytest.mark.slow), from_an_expression])
def test_a_client_that_takes_too_much_memory_ends_alone_and_says_why(
    tmp_path: Path, greedy: Callable[[Path], None]
) -> None:
    folder = portfolio(tmp_path / "clients")
    greedy(folder)
    said, published = ended(start(folder, limits={resource.RLIMIT_AS: 2500 * MIB}), folder)
    assert said.startswith("error: birch: the report needs more memory than a worker may take")
    assert published == PUBLISHED


def test_a_client_that_takes_too_much_processor_time_ends_alone_and_says_why(tmp_path: Path) -> None:
    folder = portfolio(tmp_path / "clients")
    ask(folder, "birch", ENDLESS)
    said, published = ended(start(folder, limits={resource.RLIMIT_CPU: 12}), folder)
    assert "SIGXCPU" in said
    assert "birch: the worker process that made the report was killed" in said
    assert "processor time" in said
    assert published == PUBLISHED


def test_a_file_that_is_larger_than_a_worker_may_write_is_not_published_in_part(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from reportgen.batch.limits import set_limits; from reportgen.delivery import *\n"
        "set_limits({'RLIMIT_FSIZE': 4096})\n"
        "publish(Path('shop'), [Artefact('json', 'a', b'1'), Artefact('pdf', 'b', bytes(4097))], 'm', b'{}', bool)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "the report cannot be written" in done.stderr
    assert "File too large" in done.stderr
    assert list((tmp_path / "shop").iterdir()) == []


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A database server that takes calls and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server


def test_a_process_that_left_the_network_cannot_call_the_machine_it_runs_on(listener: socket.socket) -> None:
    if not can_leave_network():
        pytest.skip("the kernel lets nobody here leave the network")
    code = (
        "import socket, sys; from reportgen.batch.limits import leave_network\n"
        "place = ('127.0.0.1', int(sys.argv[1])); socket.create_connection(place, 5).close(); print('before')\n"
        "leave_network(); socket.create_connection(place, 5)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(listener.getsockname()[1])], capture_output=True, text=True, check=False
    )
    assert done.stdout == "before\n"
    assert "Network is unreachable" in done.stderr


def test_a_client_with_a_database_keeps_the_network_and_is_ended_when_that_stays_silent(
    tmp_path: Path, listener: socket.socket
) -> None:
    folder = portfolio(tmp_path / "clients")
    ask(folder, "birch", "select 1", "${SHOP}")
    address = f"postgresql://ann:pw-1234@127.0.0.1:{listener.getsockname()[1]}/shop"
    process = start(folder, "--timeout", "25", SHOP=address)
    listener.settimeout(60)
    with closing(listener.accept()[0]):
        own = Path("/proc/self/ns/net").readlink()
        nets = [Path(f"/proc/{pid}/ns/net").readlink() for pid in workers(folder)]
        said, published = ended(process, folder)
    assert nets.count(own) == (1 if can_leave_network() else len(nets))
    assert said.startswith("error: birch: the report was not done within 25 seconds")
    assert "pw-1234" not in said
    assert published == PUBLISHED
    assert processes(folder) == {}
    assert list((tmp_path / "tmp").iterdir()) == []
