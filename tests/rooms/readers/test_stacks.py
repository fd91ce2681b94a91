"""Files that are alike are read together; each still says what it would say if it were read alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

D = Decimal
ADS = "Campaign,Day,Cost,Clicks,Impr.\n"
ORDERS = (
    "Name,Financial Status,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Note Attributes\n"
)
MONTHS = {
    "a.csv": ORDERS + "#1,paid,30.00,30.00,2026-08-01 10:00:00 -0500,1,Cup,10.00,utm_source: google\n"
    "#1,,,,2026-08-01 10:00:00 -0500,2,Mug,10.00,\n#2,paid,5.00,5.00,2026-08-02 10:00:00 -0500,1,Pin,5.00,\n",
    "b.csv": ORDERS + "#1,refunded,40.00,40.00,2026-08-01 10:00:00 -0500,4,Cup,10.00,utm_source: bing\n"
    "#3,paid,7.00,7.00,2026-09-01 10:00:00 -0500,1,Jar,7.00,\n",
    "c.csv": ORDERS
    + "#3,voided,7.00,7.00,2026-09-01 10:00:00 -0500,1,Jar,7.00,\n#3,,,,2026-09-01 10:00:00 -0500,1,Lid,3.00,\n",
}


def tables_of(connection: Any) -> list[str]:  # noqa: ANN401
    return [row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()]


def test_what_files_say_together_is_what_each_says_alone(read: Callable[..., Any]) -> None:
    days = {
        f"ads_{day}.csv": f"{ADS}Brand,2026-10-0{day},{day}.50,{day},{day}00\nTotal,,{day}.50,{day},{day}00\n"
        for day in range(1, 6)
    }
    columns = ("date", "campaign", "spend", "clicks", "impressions")
    alone = [read("google-ads", files={name: text}) for name, text in days.items()]
    together = read("google-ads", files=days)
    assert together.rows("ads", *columns) == [row for export in alone for row in export.rows("ads", *columns)]
    assert together.rows("ads", "date", "spend")[4] == (date(2026, 10, 5), D("5.50"))
    assert together.counted("ads") == (10, 5, {"totals": 5})
    assert [file.rows for file in together["ads"].provenance.files] == [2, 2, 2, 2, 2]
    assert together.issues()["totals-row"].examples == ("ads_1.csv:3", "ads_2.csv:3", "ads_3.csv:3")


def test_each_file_proves_its_own_decimal_sign(read: Callable[..., Any]) -> None:
    files = {
        "a.csv": ADS + 'Brand,2026-10-01,"1,234.50",1,10\n',
        "b.csv": ADS + 'Brand,2026-10-02,"1.234,50",2,20\n',
        "c.csv": ADS + "Brand,2026-10-03,1234.50,3,30\n",
    }
    assert read("google-ads", files=files).rows("ads", "spend", "clicks") == [
        (D("1234.50"), 1),
        (D("1234.50"), 2),
        (D("1234.50"), 3),
    ]


def test_an_order_is_looked_for_in_its_own_file_and_the_newest_file_counts(read: Callable[..., Any]) -> None:
    export = read("shopify-orders", files=MONTHS)
    orders = export.by("orders", "order_id", "amount", "status", "channel")
    assert orders == {
        "1": (D(40), "refunded", "Organic search"),  # of b.csv
        "2": (D(5), "paid", None),  # of a.csv
        "3": (D(7), "voided", None),  # of c.csv
    }
    assert export.rows("order_lines", "order_id", "product", "quantity") == [
        ("2", "Pin", 1),
        ("1", "Cup", 4),
        ("3", "Jar", 1),
        ("3", "Lid", 1),
    ]
    assert export.dropped("orders") == {"further-line": 2, "overlap": 2}  # the Mug and the Lid; #1 of a, #3 of b
    assert export.dropped("order_lines") == {"overlap": 3}
    assert export.issues("orders")["overlap"].examples == ("a.csv = b.csv: 1", "b.csv = c.csv: 1")


def test_a_file_that_is_not_regular_keeps_its_place_among_those_that_are(read: Callable[..., Any]) -> None:
    files = {
        "a.csv": ADS + "Brand,2026-10-01,1.00,1,10\n",
        "b.csv": ADS + "Brand,2026-10-02,2.00,2,20,more,and more\nBrand,2026-10-03,3.00,x,30\n",
        "c.csv": ADS + "Brand,2026-10-04,4.00,4,40\n\nBrand,2026-10-05,5.00,5,oops\n",
    }
    export = read("google-ads", files=files)
    assert [row[0].day for row in export.rows("ads", "date")] == [1, 3, 4, 5]
    assert export.counted("ads") == (5, 4, {"ragged": 1})
    unread = [issue for issue in export["ads"].issues if issue.rule == "unparsable"]
    assert [issue.examples for issue in unread] == [("c.csv:4: oops",), ("b.csv:3: x",)]


@pytest.mark.parametrize("where", [None, "\"Financial Status\" = 'paid'"])
def test_files_of_other_columns_stand_between_alike_ones(read: Callable[..., Any], where: str | None) -> None:
    wide = ORDERS.replace("Note Attributes", "Note Attributes,Currency")
    files = {
        "a.csv": ORDERS + "#1,paid,1.00,1.00,2026-08-01 10:00:00 -0500,1,Cup,1.00,\n",
        "b.csv": wide + "#2,paid,2.00,2.00,2026-08-02 10:00:00 -0500,1,Cup,2.00,,EUR\n",
        "c.csv": ORDERS + "#3,paid,3.00,3.00,2026-08-03 10:00:00 -0500,1,Cup,3.00,\n",
    }
    export = read("shopify-orders", files=files, where=where)
    assert export.rows("orders", "order_id", "amount", "currency") == [
        ("1", D(1), None),
        ("2", D(2), "EUR"),
        ("3", D(3), None),
    ]
    assert export.issues("orders")["schema-drift"].examples == ("a.csv", "c.csv")


def test_what_reading_needed_is_gone_afterwards(read: Callable[..., Any]) -> None:
    export = read("shopify-orders", files=MONTHS)
    assert sorted(tables_of(export.connection)) == ["source_0_order_lines_all", "source_0_orders_all"]
