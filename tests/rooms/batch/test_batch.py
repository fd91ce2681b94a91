"""Workers: a killed or hung one costs its client alone; results do not depend on their number."""

from __future__ import annotations

import os
import signal
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reportgen.batch.limits import kept_environment
from reportgen.batch.order import Order, Outcome, Outcomes
from reportgen.batch.run import build_all, find_all
from reportgen.delivery.canary import Token, refuse_foreign
from reportgen.delivery.publish import Artefact
from reportgen.errors import PublishError

ACME = Token("acme-tools", "name", "Acme Tools")


def today(_zone: ZoneInfo) -> date:
    return date(2026, 11, 9)


def portfolio(folder: Path) -> Path:
    for name in ("alder", "birch", "cedar"):
        (folder / name).mkdir(parents=True)
        (folder / name / "report.yaml").write_text(
            f"client: {name.title()} Goods\nreport: ecommerce\nlocale: en-US\ncurrency: USD\ntimezone: UTC\n"
            "sources:\n  - {table: orders, path: orders.csv, date_format: '%Y-%m-%d'}\n"
        )
        rows = [f"{n},2026-{9 + n % 2:02}-{n % 30 + 1:02},c{n % 40},{n % 7 + 10}" for n in range(300)]
        header = "order_id,ordered_at,customer_id,amount"
        (folder / name / "orders.csv").write_text("\n".join([header, *rows]) + "\n")
    return folder


def build(folder: Path, out: Path, *, jobs: int, timeout: float = 300, kill: str = "") -> Outcomes:
    order = Order("2026-10", None, today, ("json",), ("previous",), out, jobs=jobs, timeout=timeout)

    before = _children() if kill else set()

    def say(client: str, text: str) -> None:
        if client == kill and text != "starting":
            for child in _children() - before:  # others in this process have children of their own
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    os.kill(int(child), signal.SIGKILL)

    ended: list[Outcome] = []
    outcomes = build_all(find_all([folder]), order, say, ended.append)
    assert len(ended) == len(outcomes)
    return outcomes


def _children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def files(out: Path) -> dict[str, bytes]:
    """What is published: not what the next build may take up again."""
    found = {path.relative_to(out).as_posix(): path for path in sorted(out.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(".kept/")}


def test_results_and_bytes_do_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    clients = portfolio(tmp_path / "clients")
    one, two = build(clients, tmp_path / "1", jobs=1), build(clients, tmp_path / "2", jobs=2)
    assert [(o.client, str(o.error)) for o in one] == [(name, "None") for name in ("alder", "birch", "cedar")]
    assert [o.client for o in two] == [o.client for o in one]
    assert files(tmp_path / "1") == files(tmp_path / "2")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the worker in /proc")
def test_a_killed_worker_costs_its_client_alone_and_the_signal_is_named(tmp_path: Path) -> None:
    alder, birch, cedar = build(portfolio(tmp_path / "clients"), tmp_path / "out", jobs=1, kill="birch")
    assert alder.error is None
    assert cedar.error is None
    assert "SIGKILL" in str(birch.error)
    assert not (tmp_path / "out" / "birch").exists()


def test_a_client_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    outcomes = build(portfolio(tmp_path / "clients"), tmp_path / "out", jobs=3, timeout=0.05)
    assert ["within 0.05 seconds" in str(outcome.error) for outcome in outcomes] == [True] * 3
    assert not (tmp_path / "out").exists()


def test_a_worker_starts_without_secrets() -> None:
    assert kept_environment({"PATH": "/bin", "LC_ALL": "C", "SMTP_PASSWORD": "x"}) == {"LC_ALL": "C", "PATH": "/bin"}


@pytest.mark.parametrize(
    ("name", "content", "hit"),
    [
        ("a.html", "<p>Sold at Acme\n Tools.</p>", True),
        ("a.html", '<img alt="Acme Tools">', True),
        ("a.html", "<style>/* Acme Tools */</style><p>ours</p>", False),
        ("a.html", "<p>acme tools</p>", False),
        ("a.html", "<p>Acme Toolsmith</p>", False),
        ("a.json", '{"text": "Acme\\u00a0Tools"}', True),
    ],
)
def test_another_clients_name_is_found_as_a_whole_token_only(name: str, content: str, *, hit: bool) -> None:
    artefact = Artefact(name.rpartition(".")[2], name, content.encode())
    if hit:
        with pytest.raises(PublishError, match="acme-tools"):
            refuse_foreign([artefact], (ACME,))
    else:
        refuse_foreign([artefact], (ACME,))
