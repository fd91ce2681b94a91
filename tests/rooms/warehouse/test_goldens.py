"""The SQL that warehouses get which no machine of ours runs: written down, and read again in their dialects."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel

from reportgen.kpis.model import DayWindow
from reportgen.kpis.records import largest_orders
from reportgen.periods.model import Span
from reportgen.pipeline import Question, load_one, numbers
from reportgen.sources.cells import Kind
from reportgen.sources.warehouse import links

GOLDENS = Path(__file__).parent / "goldens"
RENEW = bool(os.environ.get("REPORTGEN_RENEW_GOLDENS"))
DIALECTS = ["bigquery", "snowflake", "trino", "clickhouse", "databricks"]
KPIS = (
    "revenue",
    "aov",
    "gross_margin",
    "repeat_purchase_rate",
    "retention_rate",
    "time_between_purchases",
    "orders_peak",
    "cohort_retention",
    "units_per_order",
    "typical_order",
)

REPORT = """client: The Shop
report: ecommerce
currency: EUR
timezone: Europe/Berlin
sources:
  - {table: orders, relation: marts.orders, connection: "${SHOP}", columns: {ordered_at: placed_at}, where: "not test"}
  - {table: order_lines, relation: marts.lines, connection: "${SHOP}"}
custom_kpis:
  - {id: typical_order, name: Typical order, formula: middle, unit: money, good: up,
     measures: {middle: {table: orders, aggregate: median, column: amount, where: "channel = 'Email'"}}}
"""
ORDERS = "order_id varchar, placed_at timestamptz, amount double, discount double, customer_id bigint, channel varchar"
LINES = (
    "order_id varchar, ordered_at timestamp, sku varchar, quantity integer, unit_price decimal(9,2), category varchar"
)


@dataclass(slots=True)
class Telling:
    """A warehouse that writes down what it is asked, and knows the answers from one that was asked the same."""

    dialect: str
    known: Mapping[str, Mapping[str, Kind]]
    answers: Sequence[tuple[Sequence[str], Sequence[tuple[Any, ...]]]]
    asked: list[str] = field(default_factory=list)

    def columns(self, relation: str) -> Mapping[str, Kind]:
        return self.known[relation]

    def rows(self, sql: str) -> tuple[Sequence[str], Sequence[tuple[Any, ...]]]:
        self.asked.append(sql)
        return self.answers[len(self.asked) - 1]

    def keep(self, _name: str, _sql: str) -> bool:
        return False

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "report.yaml").write_text(REPORT, encoding="utf-8")
    with duckdb.connect(str(folder / "shop.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute(f"create table marts.orders ({ORDERS}, test boolean)")
        connection.execute(f"create table marts.lines ({LINES})")
        connection.execute(
            "insert into marts.orders select 'o' || i, timestamptz '2026-10-12 22:30:00+00' + i * interval '5 hours',"
            " 20 + i, i % 3, i % 7, case when i % 2 = 0 then 'Email' end, i = 5 from range(90) as r(i)"
        )
        connection.execute(
            "insert into marts.lines select 'o' || i, timestamp '2026-10-13 00:30:00' + i * interval '5 hours',"
            " 's' || i % 4, 1, 20 + i, 'Lamps' from range(90) as r(i)"
        )
    return folder


def ask(folder: Path) -> None:
    """Everything that goes to a warehouse for these KPIs of one week."""
    config = load_one(folder)
    question = Question("2026-W43", date(2026, 11, 5), ("previous",), KPIS, ("channel",))
    answer = numbers(config, question)
    largest_orders(answer.store, DayWindow((Span(date(2026, 10, 19), date(2026, 10, 25)),)))


@pytest.fixture(scope="module")
def told(shop: Path) -> tuple[dict[str, Mapping[str, Kind]], list[tuple[Sequence[str], Sequence[tuple[Any, ...]]]]]:
    """What a DuckDB file says to each statement: its columns and its answers in order."""
    columns: dict[str, Mapping[str, Kind]] = {}
    answers = []
    with pytest.MonkeyPatch.context() as patch:
        real_columns, real_rows = links._DuckDb.columns, links._DuckDb.rows

        def keep_columns(link: links._DuckDb, relation: str) -> Mapping[str, Kind]:
            columns[relation] = dict(real_columns(link, relation))
            answers.clear() if len(columns) == 1 else answers.pop()  # what it asked itself
            return columns[relation]

        def keep_rows(link: links._DuckDb, sql: str) -> Any:  # noqa: ANN401
            answers.append(real_rows(link, sql))
            return answers[-1]

        patch.setattr(links._DuckDb, "columns", keep_columns)
        patch.setattr(links._DuckDb, "rows", keep_rows)
        patch.setattr(links._DuckDb, "keep", lambda *_: False)
        patch.setenv("SHOP", "duckdb:///shop.duckdb")
        ask(shop)
    return columns, answers


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_a_warehouse_is_asked(
    dialect: str, shop: Path, told: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    telling = Telling(dialect, *told)
    monkeypatch.setattr("reportgen.sources.warehouse.open_link", lambda *_: telling)
    monkeypatch.setenv("SHOP", f"{dialect}://warehouse")
    ask(shop)
    assert len(telling.asked) == len(told[1])
    golden = GOLDENS / f"{dialect}.sql"
    text = "".join(f"{sql};\n\n" for sql in telling.asked)
    if RENEW:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text("utf-8")
    for sql in telling.asked:
        tree = sqlglot.parse_one(sql, dialect=dialect, error_level=ErrorLevel.RAISE)
        assert isinstance(tree, exp.Query)
        lowered = sql.lower()
        assert not [
            word
            for word in ("arg_min_null", "epoch_us", "quantile_cont(", "hugeint", "order by all")
            if word in lowered
        ]
