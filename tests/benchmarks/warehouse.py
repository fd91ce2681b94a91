"""Order lines in a warehouse against the same lines in a file: equal to the cent, and how long each takes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import duckdb
from lines import make_lines
from measure import Run, measure

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.servers import postgres_lacks, postgres_server, spark_lacks, spark_server

REPORT = """client: Benchmark
report: ecommerce
locale: en-US
currency: USD
timezone: America/Chicago
sources:
  - {{table: order_lines, {rows}}}
"""
COLUMNS = (
    "order_id text, ordered_at timestamp, sku text, quantity integer, unit_price numeric(10, 2), customer_id text,"
    " country text"
)


def warehouse(folder: Path, rows: int, equal: Callable[[dict, dict], int]) -> None:  # type: ignore[type-arg]
    """``equal`` compares two answers and gives how many numbers it compared."""
    file = folder / "lines.parquet"
    # In the order in which a relation's rows are numbered: lines of a day share its cents in that order.
    make_lines(folder / "unordered.parquet", rows)
    duckdb.execute(
        f"copy (select * from '{folder / 'unordered.parquet'}' order by ordered_at, order_id, sku, quantity, unit_price)"
        f" to '{file}' (format parquet)"
    )
    ours = ask(folder / "file", f"path: {file.name}", file)
    print(f"{rows:,} order lines in a Parquet file: {ours.seconds:.1f} s", flush=True)  # noqa: T201
    for name, lacks, server, fill in (
        ("PostgreSQL", postgres_lacks, postgres_server, _into_postgres),
        ("Spark Connect (Sail)", spark_lacks, spark_server, _into_spark),
    ):
        if reason := lacks():
            print(f"{name}: skipped, {reason}")  # noqa: T201
            continue
        _against(name, ours, folder, server, fill, file, equal)


def _against(
    name: str,
    ours: Run,
    folder: Path,
    server: Callable[[], AbstractContextManager[str]],
    fill: Callable[[str, Path], str],
    file: Path,
    equal: Callable[[dict, dict], int],  # type: ignore[type-arg]
) -> None:
    with server() as url:
        relation = fill(url, file)
        theirs = ask(folder / name.split(maxsplit=1)[0], f"relation: {relation}, connection: '${{BENCH_URL}}'", url=url)
    compared = equal(json.loads(ours.output), json.loads(theirs.output))
    ratio = theirs.seconds / ours.seconds
    print(f"the same in {name}: {theirs.seconds:.1f} s = {ratio:.2f}, {compared:,} numbers equal", flush=True)  # noqa: T201


def ask(client: Path, rows: str, file: Path | None = None, url: str = "") -> Run:
    """All KPIs of October 2026 by country."""
    client.mkdir()
    (client / "report.yaml").write_text(REPORT.format(rows=rows), encoding="utf-8")
    if file is not None:
        (client / file.name).hardlink_to(file)
    command = [sys.executable, "-m", "reportgen", "kpis", client, "--period", "2026-10", "--by", "country", "--json"]
    return measure([*command, "--today", "2026-11-05"], environment={"BENCH_URL": url})


def _into_postgres(url: str, file: Path) -> str:
    import psycopg

    with psycopg.connect(url) as connection, duckdb.connect() as source:
        connection.execute(f"create table lines ({COLUMNS})")
        found = source.execute(f"select * from '{file}'")
        with connection.cursor().copy("copy lines from stdin") as stream:
            while rows := found.fetchmany(20_000):
                for row in rows:
                    stream.write_row(row)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze lines")
    return "lines"


def _into_spark(_url: str, file: Path) -> str:
    return f"parquet.`{file}`"
