"""Relations: what is read of them as it is of files, what is refused, and that rows stay where they are."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reportgen.errors import ConfigError, ReportgenError, SourceError
from reportgen.facts import FactStore, open_facts
from reportgen.pipeline import Question, load_one, numbers
from reportgen.sources.warehouse import links

REPORT = """client: The Shop
report: ecommerce
currency: EUR
timezone: Asia/Seoul
sources:
  - table: orders
    relation: {relation}
    connection: {url}
    settle_days: 2
    columns: {{{columns}}}
{more}"""
COLUMNS = "order_id: id, ordered_at: placed, amount: total"
ROWS = [
    ("1", "2026-10-01 16:00:00+00", "2026-10-01 12:00:00", 10.0, " Email ", False),
    ("2", "2026-10-01 14:59:59+00", "2026-10-01 10:59:59", 20.5, "", False),
    ("3", "2026-10-02 03:00:00+00", "2026-10-01 23:00:00", 30.25, None, True),
    (None, "2026-10-02 03:00:00+00", "2026-10-01 23:00:00", 1.0, None, False),
    ("5", "2026-10-02 03:00:00+00", "2026-10-01 23:00:00", None, None, False),
]
TYPES = "id varchar, placed timestamptz, local timestamp, total double precision, source varchar, test boolean"


def client(folder: Path, columns: str = COLUMNS, relation: str = "sales.given", more: str = "", url: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    text = REPORT.format(columns=columns, relation=relation, more=more, url=url or "duckdb:///shop.duckdb")
    (folder / "report.yaml").write_text(text, encoding="utf-8")
    with duckdb.connect(str(folder / "shop.duckdb")) as connection:
        connection.execute("create schema if not exists sales")
        connection.execute(f"create or replace table sales.given ({TYPES})")
        connection.executemany("insert into sales.given values (?, ?, ?, ?, ?, ?)", ROWS)
    return folder


def orders(store: FactStore) -> list[tuple[Any, ...]]:
    return store.on("orders").execute("select order_id, day, amount from orders order by order_id").fetchall()


SEOUL = [("1", date(2026, 10, 2), 10), ("2", date(2026, 10, 1), 20.5), ("3", date(2026, 10, 2), 30.25)]
# 16:00 UTC is 01:00 of the next day in Seoul (UTC+9), 14:59:59 is 23:59:59 of the same day.


@pytest.mark.parametrize(
    "columns",
    [COLUMNS, "order_id: id, ordered_at: local, amount: total"],
    ids=["moments", "times on the wall of New York (UTC−4)"],
)
def test_a_day_begins_in_the_clients_zone(tmp_path: Path, columns: str) -> None:
    zone = "    timezone: America/New_York\n" if "local" in columns else ""
    assert orders(open_facts(load_one(client(tmp_path / "shop", columns, more=zone)))) == SEOUL


@pytest.mark.parametrize("column", ["placed", "local"])
def test_a_day_begins_in_the_clients_zone_in_postgresql(
    tmp_path: Path, postgres: str, monkeypatch: pytest.MonkeyPatch, column: str
) -> None:
    import psycopg

    with psycopg.connect(postgres) as connection:
        connection.execute("create schema if not exists sales")
        connection.execute("drop table if exists sales.given")
        connection.execute(f"create table sales.given ({TYPES})")
        connection.cursor().executemany("insert into sales.given values (%s, %s, %s, %s, %s, %s)", ROWS)
    monkeypatch.setenv("SHOP", postgres)
    zone = "    timezone: America/New_York\n" if column == "local" else ""
    columns = f"order_id: id, ordered_at: {column}, amount: total"
    store = open_facts(load_one(client(tmp_path / "shop", columns, more=zone, url="${SHOP}")))
    assert orders(store) == SEOUL


def test_rows_that_lack_something_are_counted_with_the_reason(tmp_path: Path) -> None:
    found = open_facts(load_one(client(tmp_path / "shop"))).sources[0]
    assert (found.rows_read, found.rows_used) == (5, 3)
    assert dict(found.dropped) == {"missing:order_id": 1, "missing:amount": 1}
    assert [(file.path, file.rows, len(file.sha256)) for file in found.files] == [("sales.given", 5, 64)]


def test_the_digest_is_of_the_rows(tmp_path: Path) -> None:
    def digest() -> str:
        return open_facts(load_one(tmp_path / "shop")).sources[0].files[0].sha256

    client(tmp_path / "shop")
    first = digest()
    assert digest() == first
    with duckdb.connect(str(tmp_path / "shop" / "shop.duckdb")) as connection:
        connection.execute("update sales.given set total = 20.51 where id = '2'")
    assert digest() != first


def test_columns_are_mapped_as_those_of_files(tmp_path: Path) -> None:
    columns = f"{COLUMNS}, channel: source, country: {{value: KR}}, currency: {{sql: \"upper('eur')\"}}"
    config = load_one(client(tmp_path / "shop", columns, more='    where: "not test"\n'))
    store = open_facts(config)
    rows = store.on("orders").execute("select order_id, channel, country, currency from orders order by 1").fetchall()
    assert rows == [("1", "Email", "KR", "EUR"), ("2", None, "KR", "EUR")]


def test_a_number_is_explained_from_there(tmp_path: Path) -> None:
    client(tmp_path / "shop")
    command = [sys.executable, "-W", "error", "-m", "reportgen", "explain", str(tmp_path / "shop")]
    asked = [*command, "revenue", "--period", "2026-10", "--today", "2026-11-05", "--rows", "--json"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["value"] == 60.75
    assert told["sources"][0]["files"][0]["path"] == "sales.given"
    rows = told["tree"]["of"][0]["of"][0] if "of" in told["tree"]["of"][0] else told["tree"]["of"][0]
    assert len(rows["first_rows"]) == 3
    assert rows["rows"] == 3


def test_only_aggregates_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 400 orders no answer has more rows than there are days, and no more than the three largest are named."""
    folder = client(tmp_path / "shop")
    with duckdb.connect(str(folder / "shop.duckdb")) as connection:
        connection.execute("delete from sales.given")
        connection.execute(
            "insert into sales.given select 'order-' || i, timestamptz '2026-10-01 00:00:00+00' + i * interval '1 hour',"
            " null, i, null, false from range(400) as r(i)"
        )
    told: list[tuple[Any, ...]] = []
    most = 0
    real = links._DuckDb.rows

    def rows(link: links._DuckDb, sql: str) -> Any:  # noqa: ANN401
        nonlocal most
        names, found = real(link, sql)
        if not sql.startswith("describe"):
            most = max(most, len(found))
            told.extend(found)
        return names, found

    monkeypatch.setattr(links._DuckDb, "rows", rows)
    numbers(load_one(folder), Question("2026-10", date(2026, 11, 5), dimensions=("weekday", "hour")), for_report=True)
    named = {cell for row in told for cell in row if isinstance(cell, str) and cell.startswith("order-")}
    assert len(named) <= 4  # three of the largest, one as an example for a check
    assert most <= 24 * 7  # the cells of the map of weekdays and hours


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"columns": "order_id: id, ordered_at: placed, amount: totel"}, "'total'"),
        ({"columns": "order_id: id, ordered_at: placed"}, "'amount'"),
        ({"relation": "sales.nothing"}, "nothing"),
        ({"columns": f'{COLUMNS}, channel: {{sql: "(select 1)"}}'}, "channel"),
        ({"more": "    where: total + 1\n"}, "where is not a condition"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, change: dict[str, str], said: str) -> None:
    with pytest.raises(SourceError, match="orders") as caught:
        open_facts(load_one(client(tmp_path / "shop", **change)))
    assert said in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://ann:pw-1234@127.0.0.1:1/x", "postgresql://ann:pw-1234@127.0.0.1:1/x", "what"])
def test_an_unknown_or_unreachable_warehouse_is_refused_without_its_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("SHOP", url)
    with pytest.raises(ReportgenError) as caught:
        open_facts(load_one(client(tmp_path / "shop", url="${SHOP}")))
    assert not {"ann", "pw-1234", "127.0.0.1"} & set(str(caught.value).replace(":", " ").replace("@", " ").split())


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("    path: data/orders.csv\n", "`path` and `relation`"),
        ("    query: select 1\n", "`query` and `relation`"),
    ],
)
def test_the_config_says_one_place(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_one(client(tmp_path / "shop", more=more))
    assert said in str(caught.value)


def test_the_config_names_a_table(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"marts\.orders"):
        load_one(client(tmp_path / "shop", relation='"orders; drop table orders"'))


def test_orders_and_their_lines_are_in_one_place(tmp_path: Path) -> None:
    more = "  - {table: order_lines, path: lines.csv}\n"
    folder = client(tmp_path / "shop", more=more)
    (folder / "lines.csv").write_text("order_id,ordered_at,sku,quantity,unit_price\n1,2026-10-01,a,1,10\n")
    with pytest.raises(SourceError, match="in two places"):
        open_facts(load_one(folder))


def test_other_tables_may_be_files(tmp_path: Path) -> None:
    folder = client(tmp_path / "shop", more="  - {table: traffic, path: traffic.csv}\n")
    (folder / "traffic.csv").write_text("date,sessions\n2026-10-01,100\n2026-10-02,300\n")
    found = numbers(load_one(folder), Question("2026-10", date(2026, 11, 5), kpis=("revenue_per_session",)))
    value = next(iter(found.results.kpis.values())).value
    assert (value.number, value.reason) == (Decimal("60.75") / 400, None)
