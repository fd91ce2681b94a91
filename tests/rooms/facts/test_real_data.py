"""Real exports, with figures worked out apart from this code. They are not part of the project."""

import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from reportgen.facts.build import build_facts
from reportgen.facts.model import TABLES
from reportgen.facts.store import FactStore
from reportgen.sources.model import FileColumn, RowNumber, TableSpec
from reportgen.sources.reading import read_table

DATA = Path(__file__).parents[4] / "shared" / "data"
RETAIL, CDNOW = DATA / "online_retail.csv.gz", DATA / "CDNOW_master.txt"


def _store(spec: TableSpec, workspace: Path) -> FactStore:
    connection = duckdb.connect(str(workspace / "facts.duckdb"))
    staged = read_table(connection, spec, TABLES[spec.table].fields, workspace, "staged")
    return build_facts(connection, [staged], currency="GBP")


@pytest.mark.skipif(not RETAIL.exists(), reason="the Online Retail data set is not beside the project")
def test_online_retail_in_november(tmp_path: Path) -> None:
    names = {
        "order_id": "InvoiceNo", "ordered_at": "InvoiceDate", "sku": "StockCode", "quantity": "Quantity",
        "unit_price": "UnitPrice", "customer_id": "CustomerID", "country": "Country",
    }  # fmt: skip
    spec = TableSpec(
        "lines", "order_lines", (RETAIL,), RETAIL.parent, "Europe/London",
        {name: FileColumn(column) for name, column in names.items()},
        where="UnitPrice > 0 and InvoiceNo not like 'A%'",
    )  # fmt: skip
    started = time.process_time()
    store = _store(spec, tmp_path)
    assert time.process_time() - started < 20  # seconds of all cores; usually 3
    november = "day between date '2011-11-01' and date '2011-11-30'"
    orders = store.connection.execute(
        "select sum(amount), count(*), count(distinct customer_id), count(*) filter (customer_order_number = 1),"
        " count(distinct customer_id) filter (customer_order_number >= 2), count(customer_id)"
        f" from orders where {november}"
    ).fetchall()
    assert orders == [(Decimal("1509496.33"), 2769, 1664, 323, 1397, 2657)]
    ((refunds,),) = store.connection.execute(f"select sum(amount) from refunds where {november}").fetchall()
    assert orders[0][0] - refunds == Decimal("1461756.25")
    by_line = store.connection.execute(
        f"select (select sum(net_amount) from order_lines where {november}),"
        f" (select sum(amount) from refund_lines where {november})"
    ).fetchall()
    assert by_line == [(orders[0][0], refunds)]
    assert store.sources[0].rows_read == 541_909
    assert store.coverage[0].last == date(2011, 12, 9)
    store.connection.close()


@pytest.mark.skipif(not CDNOW.exists(), reason="the CDNOW data set is not beside the project")
def test_cdnow(tmp_path: Path) -> None:
    spec = TableSpec(
        "purchases", "orders", (CDNOW,), CDNOW.parent, "UTC",
        {
            "order_id": RowNumber(), "ordered_at": FileColumn("date"), "customer_id": FileColumn("customer_id"),
            "amount": FileColumn("dollar_value"),
        },
        date_format="%Y%m%d", delimiter="whitespace",
    )  # fmt: skip
    store = _store(spec, tmp_path)
    assert store.connection.execute(
        "select count(*), count(distinct customer_id), sum(amount), min(day), max(day),"
        " count(*) filter (customer_order_number = 1) from orders"
    ).fetchall() == [(69_659, 23_570, Decimal("2500315.63"), date(1997, 1, 1), date(1998, 6, 30), 23_570)]
    assert not [issue for issue in store.issues if issue.severity in {"warn", "block"}]
    store.connection.close()
