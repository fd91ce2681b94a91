"""Shopify's orders, each trap of the export once; sums are worked by hand from the fixtures."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from reportgen.errors import SourceError
from reportgen.issues import Severity

D = Decimal
OLD, NEW, TAXED = "shopify_orders_2025.csv", "shopify_orders_2026.csv", "shopify_tax_included.csv"


def test_an_order_is_its_first_row_and_every_row_is_a_line(read: Callable[..., Any]) -> None:
    export = read("shopify-orders", OLD)
    assert export.dropped("orders") == {"further-line": 2}
    assert export["orders"].provenance.rows_read == 10
    assert [row[0] for row in export.rows("orders", "order_id")] == [
        "1008", "1007", "1006", "1005", "1004", "1003", "1002", "1001",
    ]  # fmt: skip
    lines = export.rows("order_lines", "order_id", "sku", "product", "quantity", "unit_price")
    assert len(lines) == 10
    assert lines[-2:] == [
        ("1001", "TW-1", "Café mug", D(2), D(30)),
        ("1001", "LT-1", "Oak lamp", D(1), D(40)),
    ]
    assert ("1007", "Vase", "Vase", D(1), D(25)) in lines  # without a SKU the name is the article's


def test_amounts_are_merchandise_before_discounts(read: Callable[..., Any]) -> None:
    found = read("shopify-orders", OLD).by("orders", "order_id", "amount", "discount", "tax", "shipping")
    assert found["1001"] == (D(100), D(10), D(9), D(5))  # subtotal 90 + discount 10 = 2 × 30 + 40
    assert found["1004"] == (D(80), D(0), D(8), D(10))
    assert found["1008"] == (D(70), D(0), D(0), D(0))  # the code took 7.95 off shipping, not off merchandise


def test_discounts_that_only_the_lines_know_are_discounts(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(OLD).replace("70.00,SHIPFREE,7.95", "63.00,,0.00")  # total and code, discount amount
    text = text.replace(
        "paid,,unfulfilled,,,USD,70.00,0.00,0.00,63.00", "paid,,unfulfilled,,,USD,63.00,0.00,0.00,63.00"
    )
    text = text.replace("web,0.00,,,,\n#1007", "web,7.00,,,,\n#1007")  # Lineitem discount
    found = read("shopify-orders", files={"orders.csv": text}).by("orders", "order_id", "amount", "discount")
    assert found["1008"] == (D(70), D(7))


def test_the_merchandise_in_a_refund_is_worked_out(read: Callable[..., Any]) -> None:
    found = read("shopify-orders", OLD).by("orders", "order_id", "refund_amount")
    assert found["1003"] == D(20)  # all of it: 22 with 2 tax
    assert found["1004"] == D(20)  # 22 × 80 / 88
    assert found["1001"] == D(0)


def test_what_is_worked_out_is_said(read: Callable[..., Any]) -> None:
    notes = {rule: issue.rows for rule, issue in read("shopify-orders", OLD).issues().items()}
    assert notes == {"refunds-worked-out": 2}
    taxed = read("shopify-orders", TAXED, client_timezone="Europe/Berlin").issues()
    assert {rule: (issue.rows, issue.severity) for rule, issue in taxed.items()} == {
        "refunds-worked-out": (1, Severity.NOTE),
        "tax-taken-out": (2, Severity.NOTE),
    }


def test_an_export_without_refunds_knows_of_none(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    export = read("shopify-orders", files={"orders.csv": fixture_text(OLD).replace("Refunded Amount", "Something")})
    assert "refund_amount" not in export.facts().tables["orders"].columns


def test_tax_that_prices_include_is_taken_out(read: Callable[..., Any]) -> None:
    export = read("shopify-orders", TAXED, client_timezone="Europe/Berlin")
    found = export.by("orders", "order_id", "amount", "discount", "shipping", "refund_amount")
    assert found["2001"] == (D(100), D(0), D(10), D(50))  # 119.00, 11.90 and 59.50 with 19 % in them
    assert found["2002"] == (D(110), D(10), D(0), D(0))
    assert export.rows("order_lines", "unit_price") == [(D(50),), (D(50),), (D(10),)]


def test_a_cancelled_order_is_cancelled_whatever_its_payment_says(read: Callable[..., Any]) -> None:
    found = read("shopify-orders", OLD).by("orders", "order_id", "status")
    assert found == {
        "1001": "paid", "1002": "cancelled", "1003": "refunded", "1004": "partially_refunded", "1005": "pending",
        "1006": "voided", "1007": "authorized", "1008": "paid",
    }  # fmt: skip


def test_net_revenue_of_the_fixture_is_245(read: Callable[..., Any]) -> None:
    facts = read("shopify-orders", OLD).facts()
    orders, gross, discounts = facts.connection.execute(
        "select count(*), sum(amount), sum(discount) from orders"
    ).fetchall()[0]
    refunds = facts.connection.execute("select sum(amount) from refunds").fetchall()[0][0]
    assert (orders, gross, discounts, refunds) == (5, D(295), D(10), D(40))
    rules = {issue.rule for issue in facts.issues}
    assert {"excluded-orders", "refunds-basis"} <= rules
    assert not rules & {"lines-gap", "unknown-orders", "unparsable"}


def test_times_keep_the_shops_wall_clock_across_the_change_of_the_clocks(read: Callable[..., Any]) -> None:
    export = read("shopify-orders", OLD)
    found = export.by("orders", "order_id", "ordered_at", "shipped_at")
    assert found["1001"] == (datetime(2025, 11, 1, 23, 30), datetime(2025, 11, 3, 9, 30))  # noqa: DTZ001
    assert found["1002"][0] == datetime(2025, 11, 2, 12, 0)  # noqa: DTZ001
    abroad = read("shopify-orders", OLD, client_timezone="UTC").by("orders", "order_id", "ordered_at")
    assert (abroad["1001"].day, abroad["1001"].hour) == (2, 4)  # -0500, the next day in UTC
    assert abroad["1002"].hour == 18  # -0600


def test_customers_are_known_by_a_hash_of_e_mail_or_phone(read: Callable[..., Any]) -> None:
    export = read("shopify-orders", OLD)
    found = export.by("orders", "order_id", "customer_id")
    assert found["1001"] == found["1004"]  # whichever way the address is written
    assert found["1001"] == hashlib.sha256(b"ada@example.com").hexdigest()[:16]
    assert found["1003"] == hashlib.sha256(b"13125550100").hexdigest()[:16]
    assert len({found[name] for name in ("1001", "1002", "1003", "1006", "1007", "1008")}) == 6
    assert found["1005"] is None  # neither e-mail nor phone: a guest
    assert all(len(name) == 16 and int(name, 16) >= 0 for name in found.values() if name)
    assert set(export.by("order_lines", "order_id", "customer_id").values()) == set(found.values())
    seen = str([export.rows(t, *sorted(export[t].columns)) for t in ("orders", "order_lines")])
    assert "example.com" not in seen.lower()
    assert "555" not in seen


def test_channel_and_device_come_from_note_attributes_else_from_the_source(read: Callable[..., Any]) -> None:
    export = read("shopify-orders", OLD)
    found = export.by("orders", "order_id", "channel", "device", "campaign")
    assert found["1001"] == ("Paid search", "desktop", "brand")
    assert found["1004"] == ("Email", "mobile", "autumn")
    assert found["1008"] == ("Organic search", None, None)
    assert found["1003"] == ("Point of sale", None, None)
    assert found["1007"] == ("Draft orders", None, None)
    assert found["1002"] == (None, None, None)  # "web" says nothing of where the buyer came from
    assert export.by("order_lines", "sku", "channel")["LT-1"] == "Paid search"  # on the order's later row


def test_country_is_where_it_is_sent_else_where_it_is_paid(read: Callable[..., Any]) -> None:
    found = read("shopify-orders", OLD).by("orders", "order_id", "country")
    assert (found["1001"], found["1003"], found["1008"]) == ("CA", "US", "US")


def test_of_an_order_in_two_exports_the_later_one_counts(read: Callable[..., Any]) -> None:
    export = read("shopify-orders", OLD, NEW)
    found = export.by("orders", "order_id", "status", "refund_amount")
    assert found["1004"] == ("refunded", D(80))
    assert len(found) == 9
    assert export.dropped("orders") == {"further-line": 3, "overlap": 1}
    assert export.dropped("order_lines") == {"overlap": 2}
    issue = export.issues("orders")["overlap"]
    assert (issue.severity, issue.rows) == (Severity.WARN, 1)
    assert issue.message.arguments == {"rows": 1, "file": OLD, "other": NEW}
    units = export.connection.execute(f'select sum(quantity) from "{export["order_lines"].relation}"').fetchall()
    assert units == [(D(13),)]  # 2+1+1+1+1+1+1+1+1 of the old export without #1004, 3 of #1004, 1 new


@pytest.mark.parametrize("names", [("orders_9.csv", "orders_10.csv"), ("orders.csv", "orders (1).csv")])
def test_later_by_name_reads_numbers_as_numbers(
    read: Callable[..., Any], fixture_text: Callable[[str], str], names: tuple[str, str]
) -> None:
    export = read("shopify-orders", files={names[0]: fixture_text(OLD), names[1]: fixture_text(NEW)})
    assert export.by("orders", "order_id", "status")["1004"] == "refunded"


def test_the_same_export_twice_counts_once(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(OLD)
    export = read("shopify-orders", files={"a.csv": text, "b.csv": text})
    assert export["orders"].provenance.rows_used == 8
    assert export["order_lines"].provenance.rows_used == 10
    assert export["orders"].provenance.rows_read == 20


def test_a_row_that_is_cut_off_is_left_out_and_shown(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(OLD)
    whole = text[: text.rindex("#1001")]  # the last order's second row goes
    export = read("shopify-orders", files={"orders.csv": whole + "#1001,Ada@Example.com,,,,,,,,,,,,,,2025-11-0"})
    assert export["order_lines"].provenance.rows_used == 9
    assert export.dropped("order_lines") == {"cut": 1}
    issue = export.issues()["cut-file"]
    assert (issue.severity, issue.examples) == (Severity.WARN, ("orders.csv:18",))
    assert [issue.rule for issue in export.facts().issues if issue.rule == "lines-gap"] == ["lines-gap"]


def test_a_file_cut_within_a_quoted_cell_is_no_trap_either(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(OLD)
    export = read("shopify-orders", files={"orders.csv": text[: text.index("utm_campaign: brand")]})
    assert "1001" not in export.by("orders", "order_id", "amount")
    assert export.dropped("order_lines") == {"cut": 1}


def test_a_file_saved_by_excel_in_cp1252_needs_its_encoding(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    content = fixture_text(OLD).replace("\n", "\r\n").encode("cp1252")
    with pytest.raises(SourceError, match=r"orders\.csv:\d+.*\n.*0xe9[\s\S]*cp1252"):
        read("shopify-orders", files={"orders.csv": content})
    export = read("shopify-orders", files={"orders.csv": content}, encoding="cp1252")
    assert ("Café mug",) in export.rows("order_lines", "product")


def test_a_german_spreadsheets_copy_has_the_same_amounts(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    rows = list(csv.reader(io.StringIO(fixture_text(OLD))))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(
        [re.sub(r"^(\d+)\.(\d\d)$", r"\1,\2", cell) for cell in row] for row in rows
    )
    export = read("shopify-orders", files={"orders.csv": out.getvalue()})
    plain = read("shopify-orders", OLD)
    columns = ("order_id", "amount", "discount", "tax", "refund_amount", "customer_id")
    assert export.rows("orders", *columns) == plain.rows("orders", *columns)


def test_packed_files_are_read_too(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    export = read("shopify-orders", files={"orders.csv.gz": gzip.compress(fixture_text(OLD).encode(), mtime=0)})
    assert export["orders"].provenance.rows_used == 8


def test_an_amount_that_is_no_number_is_counted_and_shown(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(OLD).replace("USD,25.00,5.00", "USD,25.00 USD net,5.00")
    issue = read("shopify-orders", files={"orders.csv": text}).issues("orders")["unparsable"]
    assert issue.severity is Severity.BLOCK
    assert issue.examples == ("orders.csv:4: 25.00 USD net",)  # the order before it takes two lines


def test_a_missing_column_names_what_may_be_it(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(OLD).replace("Lineitem quantity", "Line item quantity")
    with pytest.raises(SourceError) as caught:
        read("shopify-orders", files={"orders.csv": text})
    said = str(caught.value)
    assert "orders.csv:1: there is no column 'Lineitem quantity'" in said
    assert "is it 'Line item quantity', under a new name? export the orders from Shopify again" in said


def test_where_sees_the_exports_own_columns(read: Callable[..., Any]) -> None:
    export = read("shopify-orders", OLD, where="Source <> 'pos' and Vendor = 'Lumen & Oak'")
    assert "1003" not in export.by("orders", "order_id", "amount")
    assert export.dropped("orders")["where"] == 1


def test_where_sees_what_the_reader_made_of_them_too(read: Callable[..., Any]) -> None:
    export = read("shopify-orders", OLD, where="Channel = 'Email' and Status <> 'cancelled'")
    assert export.by("orders", "order_id", "channel") == {"1004": "Email"}
    assert export.rows("order_lines", "sku") == [("FN-1",), ("ST-1",)]


def test_mixed_currencies_are_seen(read: Callable[..., Any]) -> None:
    facts = read("shopify-orders", OLD, TAXED).facts()
    issue = next(issue for issue in facts.issues if issue.rule == "mixed-currencies")
    assert issue.message.arguments["counts"] == ("EUR: 2", "USD: 8")
