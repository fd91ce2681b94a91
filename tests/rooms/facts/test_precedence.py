"""Where a client's own file and a tool's export say the same, the client's own file counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reportgen.facts.build import build_facts
from reportgen.facts.model import TABLES
from reportgen.facts.store import FactStore
from reportgen.sources.model import TableSpec
from reportgen.sources.reading import read_table

D = Decimal
ORDERS = """order_id,ordered_at,amount,customer_id,channel,country
1,2026-10-01 08:00,30,ann,Email,US
2,2026-10-02 09:00,20,bob,,CA
3,2026-10-03 10:00,12,,Direct,US
"""
SHOP_LINES = """order_id,ordered_at,sku,quantity,unit_price,channel
1,2026-10-01,mug,3,10,Email
2,2026-10-02,jar,1,20,Direct
3,2026-10-03,cup,2,6,Direct
"""
OWN_LINES = """order_id,ordered_at,sku,quantity,unit_price,unit_cost
1,2026-10-01,MUG-1,3,10,4
2,2026-10-02,JAR-1,1,20,9
"""


@pytest.fixture
def both(tmp_path: Path) -> Callable[..., FactStore]:
    """Facts of a shop's export (orders and lines, as a reader gives them) and of tables of the client's own."""

    def build_store(**own: str) -> FactStore:
        connection = duckdb.connect()
        given = [
            ("orders", ORDERS, "shop"),
            ("order_lines", SHOP_LINES, "shop"),
            *((t, c, None) for t, c in own.items()),
        ]
        staged = []
        for number, (table, text, reader) in enumerate(given):
            path = tmp_path / f"{number}.csv"
            path.write_text(text, encoding="utf-8")
            spec = TableSpec(f"{reader or 'own'} {table}", table, (path,), tmp_path, "UTC")
            read = read_table(connection, spec, TABLES[table].fields, tmp_path, f"staged{number}")
            staged.append(replace(read, reader=reader))
        return build_facts(connection, staged, currency="USD")

    return build_store


def test_lines_of_the_clients_own_file_replace_those_of_the_same_orders(
    both: Callable[..., FactStore], query: Callable[..., Any]
) -> None:
    store = both(order_lines=OWN_LINES)
    assert query(store, "select order_id, sku, quantity, unit_cost from order_lines order by order_id") == [
        ("1", "MUG-1", D(3), D(4)),
        ("2", "JAR-1", D(1), D(9)),
        ("3", "cup", D(2), None),
    ]


def test_what_is_left_out_is_counted_and_said(both: Callable[..., FactStore], rules: Callable[..., Any]) -> None:
    store = both(order_lines=OWN_LINES)
    provenance = next(source for source in store.sources if source.label == "shop order_lines")
    assert (provenance.rows_read, provenance.rows_used, provenance.dropped) == (3, 1, (("own-table", 2),))
    issue = rules(store)["own-table"]
    assert issue.message.arguments == {"rows": 2, "table": "order_lines", "other": "own order_lines"}
    assert not {"lines-gap", "unknown-orders"} & set(rules(store))


def test_orders_of_another_shop_are_added_to_those_of_the_export(
    both: Callable[..., FactStore], query: Callable[..., Any], rules: Callable[..., Any]
) -> None:
    store = both(orders="order_id,ordered_at,amount\nm-1,2026-10-04,50\n3,2026-10-03,14\n")
    assert query(store, "select order_id, amount from orders order by order_id") == [
        ("1", D(30)), ("2", D(20)), ("3", D(14)), ("m-1", D(50)),
    ]  # fmt: skip
    assert rules(store)["own-table"].rows == 1


def test_a_line_that_names_no_channel_or_country_has_its_orders(
    both: Callable[..., FactStore], query: Callable[..., Any]
) -> None:
    store = both(order_lines=OWN_LINES)
    assert query(store, "select order_id, channel, country, customer_id from order_lines order by order_id") == [
        ("1", "Email", "US", "ann"),
        ("2", None, "CA", "bob"),
        ("3", "Direct", "US", None),
    ]
