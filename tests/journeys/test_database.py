"""A client whose rows come from a database has the numbers of one whose rows come from files."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

pytestmark = pytest.mark.journey
ORDERS = [("1", "2026-09-02 10:00:00", 10.0), ("2", "2026-10-20 23:59:59", 12.5), ("3", "2026-10-31 00:00:00", 8.25)]
SOURCE = """client: Shop
report: ecommerce
currency: EUR
timezone: UTC
sources:
  - table: orders
    {rows}
    columns: {{order_id: id, ordered_at: placed, amount: total}}
"""
QUERY = "query: 'select id, placed, total from sales where total > 0'\n    connection: {url}"

Run = Callable[..., subprocess.CompletedProcess[str]]


def _client(folder: Path, rows: str) -> Path:
    folder.mkdir()
    (folder / "report.yaml").write_text(SOURCE.format(rows=rows), encoding="utf-8")
    return folder


def _numbers(run: Run, folder: Path, **environment: str) -> Any:  # noqa: ANN401
    done = run("kpis", folder, "--period", "2026-10", "--today", "2026-11-05", "--json", **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["kpis"]


def test_the_numbers_are_those_of_a_file(run: Run, tmp_path: Path) -> None:
    file = _client(tmp_path / "file", "path: sales.csv")
    (file / "sales.csv").write_text("id,placed,total\n" + "\n".join(",".join(map(str, row)) for row in ORDERS) + "\n")
    expected = _numbers(run, file)
    assert next(kpi["value"] for kpi in expected if kpi["id"] == "revenue") == 20.75

    lite = _client(tmp_path / "lite", QUERY.format(url="sqlite:///sales.sqlite"))
    with sqlite3.connect(lite / "sales.sqlite") as connection:
        connection.execute("create table sales (id text, placed text, total real)")
        connection.executemany("insert into sales values (?, ?, ?)", ORDERS)
    connection.close()
    assert _numbers(run, lite) == expected

    duck = _client(tmp_path / "duck", QUERY.format(url="${SHOP_DATABASE}"))
    with duckdb.connect(str(duck / "sales.duckdb")) as opened:
        opened.execute("create table sales (id varchar, placed timestamp, total decimal(9, 2))")
        opened.executemany("insert into sales values (?, ?, ?)", ORDERS)
    assert _numbers(run, duck, SHOP_DATABASE="duckdb:///sales.duckdb") == expected


def test_a_connection_stays_out_of_every_output(run: Run, tmp_path: Path) -> None:
    folder = _client(tmp_path / "shop", QUERY.format(url="${SHOP_DATABASE}"))
    done = run("kpis", folder, "--period", "2026-10", SHOP_DATABASE="postgresql://ann:pw-1234@127.0.0.1:1/x")
    assert done.returncode == 2
    assert "the query failed" in done.stderr
    assert not {"ann", "pw-1234", "127.0.0.1"} & set(done.stderr.replace(":", " ").replace("@", " ").split())
    assert "Traceback" not in done.stderr
    unset = run("kpis", folder, "--period", "2026-10", SHOP_DATABASE="")
    assert unset.returncode == 2
    assert "SHOP_DATABASE is not set" in unset.stderr


@pytest.mark.parametrize("url", ["postgresql://ann:pw@host/x", "sqlite:////etc/passwd", "sqlite:///../other.db"])
def test_a_connection_in_the_file_is_a_file_of_the_folder(run: Run, tmp_path: Path, url: str) -> None:
    folder = _client(tmp_path / "shop", QUERY.format(url=url))
    done = run("kpis", folder, "--period", "2026-10")
    assert done.returncode == 2
    assert "connection" in done.stderr
    assert "Traceback" not in done.stderr
