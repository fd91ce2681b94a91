"""Queries against DuckDB and SQLite files and against a real PostgreSQL server."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
import pytest

from reportgen.errors import MachineError, ReportgenError, SourceError
from reportgen.sources.database import Query, write_rows

PASSWORD = "s3cret-word"  # noqa: S105  # of a server that lives for a minute


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "query.csv"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A client's folder with a DuckDB and an SQLite file of the same three orders."""
    rows = [("b", "2026-10-02", 20.5), ("a", "2026-10-01", 1e-7), ("c", None, 1234567.0)]
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as connection:
        connection.execute("create table orders (id varchar, day date, amount double)")
        connection.executemany("insert into orders values (?, ?, ?)", rows)
    with sqlite3.connect(tmp_path / "shop.sqlite") as lite:
        lite.execute("create table orders (id text, day text, amount real)")
        lite.executemany("insert into orders values (?, ?, ?)", rows)
    lite.close()
    return tmp_path


@pytest.mark.parametrize("url", ["duckdb:///shop.duckdb", "sqlite:///shop.sqlite"])
def test_rows_come_sorted_and_in_one_spelling(shop: Path, target: Path, url: str) -> None:
    write_rows(Query("select id, day, amount as total from orders", url, shop, "Shop"), target)
    assert target.read_text("utf-8") == "id,day,total\na,2026-10-01,0.0000001\nb,2026-10-02,20.5\nc,,1234567.0\n"
    assert [path.name for path in target.parent.iterdir()] == ["query.csv"]


@pytest.mark.parametrize("url", ["duckdb:///shop.duckdb", "sqlite:///shop.sqlite"])
def test_an_order_of_the_query_is_kept(shop: Path, target: Path, url: str) -> None:
    write_rows(Query("select id from orders order by amount desc", url, shop, "Shop"), target)
    assert target.read_text("utf-8").split() == ["id", "c", "b", "a"]


@pytest.mark.parametrize(
    ("url", "sql", "says"),
    [
        ("duckdb:///shop.duckdb", "select * from read_csv('shop.csv')", "the query failed"),
        ("duckdb:///shop.duckdb", "delete from orders", "the query failed"),
        ("duckdb:///shop.duckdb", "select * from order", "the query failed"),
        ("duckdb:///shop.duckdb", "select [1, 2] as l", "no numbers, texts or dates"),
        ("duckdb:///shop.duckdb", "select id, day as ID from orders", "the same name"),
        ("duckdb:///gone.duckdb", "select 1", "not there"),
        ("sqlite:///shop.sqlite", "attach 'other.db' as other", "the query failed"),
        ("sqlite:///shop.sqlite", "delete from orders", "the query failed"),
        ("sqlite:///shop.sqlite", "pragma database_list", "the query failed"),
        ("sqlite:///shop.sqlite", "select x'00ff' as b", "no numbers, texts or dates"),
        ("somewhere", "select 1", "not a database's URL"),
        ("oracle+none://x/y", "select 1", "the connection is not a URL"),
    ],
)
def test_what_a_query_may_not_do_is_refused_in_words(shop: Path, target: Path, url: str, sql: str, says: str) -> None:
    (shop / "shop.csv").write_text("a\n1\n")
    with pytest.raises((SourceError, MachineError)) as refused:
        write_rows(Query(sql, url, shop, "Shop"), target)
    assert says in str(refused.value)
    assert str(refused.value).startswith("Shop: ") or "no numbers" in says


def test_a_deleted_row_is_still_there(shop: Path, target: Path) -> None:
    for url in ("duckdb:///shop.duckdb", "sqlite:///shop.sqlite"):
        with pytest.raises(SourceError):
            write_rows(Query("delete from orders", url, shop, "Shop"), target)
        write_rows(Query("select count(*) as n from orders", url, shop, "Shop"), target)
        assert target.read_text("utf-8") == "n\n3\n"


def _prepare(url: str) -> None:
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute("drop table if exists sales")
        connection.execute(
            "create table sales (id text, at timestamptz, day date, amount numeric(12, 2), n bigint, ok boolean)"
        )
        connection.execute(
            "insert into sales select 'o' || i, timestamptz '2026-10-01 23:30:00+09' + i * interval '1 day',"
            " date '2026-10-01' + i, i * 10.25, i, i % 2 = 0 from generate_series(0, 24999) as i"
        )


def test_postgresql_gives_its_rows_by_the_batch(postgres: str, target: Path, tmp_path: Path) -> None:
    _prepare(postgres)
    sql = "select id, at, amount, n, ok from sales where id like 'o%' and n < 25000 order by n"
    write_rows(Query(sql, postgres, tmp_path, "Warehouse"), target)
    lines = target.read_text("utf-8").splitlines()
    assert len(lines) == 1 + 25000
    assert lines[0] == "id,at,amount,n,ok"
    assert lines[3].split(",")[0::2] == ["o2", "20.50", "true"]
    assert lines[3].split(",")[1].startswith("2026-10-03 ")
    assert sum(float(line.split(",")[2]) for line in lines[1:]) == 10.25 * 24999 * 25000 / 2


def test_unordered_rows_give_the_same_bytes_whatever_their_order(postgres: str, target: Path, tmp_path: Path) -> None:
    _prepare(postgres)
    query = Query("select id, amount from sales where n < 500", postgres, tmp_path, "Warehouse")
    first = write_rows(query, target).read_bytes()
    import psycopg

    with psycopg.connect(postgres) as connection:
        connection.execute("update sales set ok = not ok where n % 3 = 0")  # moves the rows within the table
    assert write_rows(query, target).read_bytes() == first


def test_postgresql_is_only_read(postgres: str, target: Path, tmp_path: Path) -> None:
    _prepare(postgres)
    for sql in ("delete from sales returning id", "with gone as (delete from sales returning id) select * from gone"):
        with pytest.raises(SourceError, match="the query failed"):
            write_rows(Query(sql, postgres, tmp_path, "Warehouse"), target)
    write_rows(Query("select count(*) as n from sales", postgres, tmp_path, "Warehouse"), target)
    assert target.read_text("utf-8") == "n\n25000\n"


@pytest.mark.parametrize("change", [(PASSWORD, "wr0ng-word"), ("reader:", "nobody-here:"), ("127.0.0.1", "127.0.0.2")])
def test_no_message_holds_a_login_or_an_address(
    postgres: str, target: Path, tmp_path: Path, change: tuple[str, str]
) -> None:
    with pytest.raises(ReportgenError) as refused:
        write_rows(Query("select 1", postgres.replace(*change), tmp_path, "Warehouse"), target)
    said = str(refused.value)
    assert said.startswith("Warehouse: the query failed")
    for secret in (PASSWORD, "wr0ng-word", "reader", "nobody-here", "127.0.0.", "postgresql://"):
        assert secret not in said
