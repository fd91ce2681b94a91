"""A client of raw exports: report.yaml names the readers, and the fact store holds what the exports say."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.config.load import load_client
from reportgen.errors import ConfigError
from reportgen.facts import FactStore, open_facts
from reportgen.pipeline.ask import names

FIXTURES = Path(__file__).parent / "fixtures"
D = Decimal
REPORT = """client: The Shop
id: the-shop
report: ecommerce
locale: en-US
currency: USD
timezone: America/Chicago
sources:
  - {name: Shop, format: shopify-orders, path: shopify_orders_*.csv}
  - {name: Web, format: ga4, path: ga4_traffic.csv}
  - {name: Ads, format: google-ads, path: google_ads_days.csv}
"""
LINES = """  - name: Back office
    table: order_lines
    path: lines.csv
    columns: {order_id: Order, ordered_at: Placed, sku: Code, quantity: Qty, unit_price: Price, unit_cost: Cost}
"""


def opened(folder: Path, report: str) -> FactStore:
    for file in FIXTURES.iterdir():
        shutil.copy(file, folder)
    (folder / "lines.csv").write_text(
        "Order,Placed,Code,Qty,Price,Cost\n1001,2025-11-01,TW-1,2,30.00,12.00\n1001,2025-11-01,LT-1,1,40.00,18.00\n",
        encoding="utf-8",
    )
    (folder / "report.yaml").write_text(report, encoding="utf-8")
    return open_facts(load_client(folder, names()))


def test_the_exports_fill_the_fact_tables(tmp_path: Path) -> None:
    store = opened(tmp_path, REPORT)
    assert {name: table.rows for name, table in store.tables.items()} == {
        "ads": 4, "order_lines": 8, "orders": 6, "refund_lines": 3, "refunds": 2, "traffic": 5,
    }  # fmt: skip
    assert [(source.label, source.table, source.rows_read, source.rows_used) for source in store.sources] == [
        ("Shop", "orders", 13, 9),
        ("Shop", "order_lines", 13, 11),
        ("Web", "traffic", 5, 5),
        ("Ads", "ads", 7, 4),
    ]
    assert [file.path for file in store.sources[0].files] == ["shopify_orders_2025.csv", "shopify_orders_2026.csv"]


def test_costs_come_from_the_clients_own_lines_where_the_shop_knows_none(tmp_path: Path) -> None:
    store = opened(tmp_path, REPORT + LINES)
    costs = store.connection.execute(
        "select order_id, sum(cost_amount), sum(amount) from order_lines where cost_amount is not null group by 1"
    ).fetchall()
    assert costs == [("1001", D(42), D(100))]
    assert [issue.source for issue in store.issues if issue.rule == "own-table"] == ["Shop"]


def test_no_address_or_phone_number_is_in_the_facts(tmp_path: Path) -> None:
    store = opened(tmp_path, REPORT)
    everything = str([store.connection.execute(f'select * from "{name}"').fetchall() for name in store.tables])
    assert "ada@" not in everything.lower()
    assert "5550100" not in everything
    assert "@" not in str(store.issues) + str(store.sources)


def test_a_reader_that_does_not_exist_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"shopify-order[\s\S]*shopify-orders"):
        opened(tmp_path, REPORT.replace("format: shopify-orders", "format: shopify-order"))
