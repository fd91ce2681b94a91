from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reportgen.facts.model import TABLES, columns_by_table
from reportgen.facts.rules import RULES
from reportgen.facts.store import FactStore
from reportgen.issues import Issue
from reportgen.sources.expressions import compile_expression
from reportgen.sources.model import FieldType

SAMPLES = {
    FieldType.ID: "x1", FieldType.TEXT: "word", FieldType.MONEY: "12.50", FieldType.NUMBER: "3.5",
    FieldType.COUNT: "4", FieldType.TIME: "2026-10-05 10:00", FieldType.DATE: "2026-10-05", FieldType.FLAG: "yes",
}  # fmt: skip


def test_there_are_the_sixteen_tables_of_the_manual() -> None:
    assert len(TABLES) == 16
    assert columns_by_table()["costs"] == ("date", "amount", "category", "subcategory")
    assert [field.name for field in TABLES["orders"].fields if field.required] == ["order_id", "ordered_at", "amount"]
    assert TABLES["subscriptions"].key == ("subscription_id", "started_at")
    assert TABLES["inventory"].field("purchases").type is FieldType.MONEY
    assert TABLES["traffic"].field("purchases").type is FieldType.COUNT


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_table_is_built_from_its_model_alone(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]], table: str
) -> None:
    fields = TABLES[table].fields
    text = ",".join(field.name for field in fields) + "\n" + ",".join(SAMPLES[field.type] for field in fields)
    store = build(**{table: text}, currency="WORD")
    fact = store.tables[table]
    assert {field.name for field in fields} - {"status"} <= fact.columns | {"status"}
    assert (fact.rows, fact.first, fact.last) == (1, date(2026, 10, 5), date(2026, 10, 5))
    assert query(store, f"select day from {table}") == [(date(2026, 10, 5),)]


def test_money_is_decimal_and_counts_are_whole_unless_they_are_not(build: Callable[..., FactStore]) -> None:
    whole = build(ads="date,spend,clicks,conversions\n2026-10-01,5.25,3,1.5\n2026-10-02,1,4,2").tables["ads"]
    assert whole.types["spend"] == "DECIMAL(18,4)"
    assert whole.types["clicks"] == "BIGINT"
    assert whole.types["conversions"] == "DECIMAL(18,4)"


def test_several_sources_of_one_table_are_added(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    store = build(
        ads=["date,spend,platform\n2026-10-01,5,Google", "date,spend,clicks\n2026-10-01,7,3"],
    )
    assert query(store, "select sum(spend), sum(clicks), count(platform) from ads") == [(Decimal(12), 3, 1)]
    assert len(store.tables["ads"].sources) == 2
    assert len(store.coverage) == 2


def test_keyed_tables_keep_the_last_row_of_a_key(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    store = build(
        subscriptions="""subscription_id,customer_id,started_at,ended_at,mrr
        s1,ann,2026-01-01,2026-06-01,10
        s1,ann,2026-06-01,,20
        s1,ann,2026-06-01,2026-09-01,20"""
    )
    assert query(store, "select started_at::date, ended_at::date from subscriptions order by 1") == [
        (date(2026, 1, 1), date(2026, 6, 1)), (date(2026, 6, 1), date(2026, 9, 1)),
    ]  # fmt: skip


def test_rows_do_not_depend_on_their_order(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    lines = [f"2026-10-{day:02},0.{day:02},c{day % 3}" for day in range(1, 29)]
    forward = build(ads="date,spend,campaign\n" + "\n".join(lines))
    backward = build(ads="date,spend,campaign\n" + "\n".join(reversed(lines)))
    sums = "select campaign, sum(spend) from ads group by 1 order by 1"
    assert query(forward, sums) == query(backward, sums)


def test_afterwards_the_connection_reaches_no_file(build: Callable[..., FactStore], tmp_path: Path) -> None:
    store = build(costs="date,amount,category\n2026-10-01,5,rent")
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with pytest.raises(duckdb.Error):
        store.connection.execute(f"select * from read_csv('{tmp_path / 'secret.csv'}')").fetchall()
    assert store.connection.execute("select sum(amount) from costs").fetchall() == [(Decimal(5),)]


def test_a_table_gives_its_columns_to_measures(
    build: Callable[..., FactStore], query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    store = build(orders="order_id,ordered_at,amount,channel\n1,2026-10-01,5,gift\n2,2026-10-02,6,web")
    cell = compile_expression(
        "channel = 'gift' and amount > 1 and day >= '2026-10-01'",
        store.tables["orders"].references(),
        where="gift_orders",
    )
    assert query(store, f"select count(*) from orders where {cell.sql}") == [(1,)]


def test_mixed_or_foreign_currencies_block_and_one_of_the_clients_own_does_not(
    build: Callable[..., FactStore], rules: Callable[..., dict[str, Issue]]
) -> None:
    head = "order_id,ordered_at,amount,currency\n"
    mixed = build(orders=head + "1,2026-10-01,5,EUR\n2,2026-10-01,5,usd\n3,2026-10-01,5,EUR")
    issue = rules(mixed)["mixed-currencies"]
    assert (issue.severity, issue.rows) == ("block", 1)
    assert issue.message.arguments == {"rows": 1, "currency": "EUR", "counts": ("EUR: 2", "USD: 1")}
    assert rules(build(orders=head + "1,2026-10-01,5,USD"))["mixed-currencies"].severity == "block"
    assert "mixed-currencies" not in rules(build(orders=head + "1,2026-10-01,5,eur"))


def test_what_cannot_be_true_is_noted(build: Callable[..., FactStore], rules: Callable[..., dict[str, Issue]]) -> None:
    store = build(ads="date,spend,clicks,impressions\n2026-10-01,5,11,10\n2026-10-02,-5,1,10")
    assert rules(store)["impossible"].message.arguments["part"] == "clicks"
    assert rules(store)["negative-values"].message.arguments == {"rows": 1, "table": "ads", "column": "spend"}


def test_every_rule_that_is_raised_is_listed(build: Callable[..., FactStore]) -> None:
    text = "order_id,ordered_at,amount,customer_id,currency\n1,2026-10-01,5,,USD\n1,x,-5,a,USD\n1,01/02/2026,5,a,USD"
    assert {issue.rule for issue in build(orders=text).issues} <= set(RULES)
