"""Square's items: moments from three columns, signed money, refunds; numbers worked by hand from the fixture.

| transaction | Qty | Net Sales | each | local time | UTC |
| --- | --- | --- | --- | --- | --- |
| A1 flat white | 2 | $9.90 (11.00 − 1.10) | 4.95 | 2 October 00:30:15 in New York | 04:30:15 |
| A1 custom | 1 | $5.00 | 5.00 | the same | |
| B2 beans | 1.5 | $1,029.00 | 686.00 | 1 October 18:05 in Los Angeles | 2 October 01:05 |
| C3 refund of a flat white | −1 | −$4.95 | 4.95 | 3 October 09:00 in New York | 13:00 |
| D4 refund of a mug | −1 | −$14.95 | 14.95 | 3 October 09:10 in New York | 13:10 |
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reportgen.errors import SourceError

D = Decimal
READER, OCTOBER = "square-items", "square_items_2026_10.csv"
Read = Callable[..., Any]
Text = Callable[[str], str]


def test_lines_have_their_price_after_discounts_and_refunds_a_negative_quantity(read: Read) -> None:
    assert read(READER, OCTOBER).rows("order_lines", "order_id", "sku", "quantity", "unit_price") == [
        ("TXN-A1", "FW-L", D(2), D("4.95")),
        ("TXN-A1", "Custom Amount", D(1), D(5)),
        ("TXN-B2", "House blend, 1 lb", D("1.5"), D(686)),
        ("TXN-C3", "FW-L", D(-1), D("4.95")),
        ("TXN-D4", "MG-1", D(-1), D("14.95")),
    ]


def test_products_categories_and_customers_are_the_tills(read: Read) -> None:
    assert read(READER, OCTOBER).rows("order_lines", "product", "category", "customer_id") == [
        ("Flat white – Large", "Coffee", "CUST-1"),
        ("Custom Amount", None, "CUST-1"),
        ("House blend, 1 lb", "Beans", None),
        ("Flat white – Large", "Coffee", "CUST-1"),
        ("Mug", "Beans", None),
    ]


@pytest.mark.parametrize("zone", ["America/Chicago", "Europe/London", "Asia/Seoul"])
def test_date_time_and_zone_are_one_moment(read: Read, zone: str) -> None:
    found = [row[0] for row in read(READER, OCTOBER, client_timezone=zone).rows("order_lines", "ordered_at")]
    at = [(2, 4, 30, 15), (2, 4, 30, 15), (2, 1, 5, 0), (3, 13, 0, 0), (3, 13, 10, 0)]
    moments = [datetime(2026, 10, *parts, tzinfo=UTC).astimezone(ZoneInfo(zone)) for parts in at]
    assert found == [moment.replace(tzinfo=None) for moment in moments]


def test_every_row_is_accounted_for_and_discounts_are_told(read: Read) -> None:
    export = read(READER, OCTOBER)
    found = export["order_lines"].provenance
    assert (found.rows_read, found.rows_used, dict(found.dropped)) == (5, 5, {})
    assert {rule: issue.rows for rule, issue in export.issues().items()} == {"after-discounts": 2}


def test_facts_have_two_orders_and_two_returns(read: Read) -> None:
    facts = read(READER, OCTOBER).facts()
    # A1: 9.90 + 5.00; B2: 1029.00; C3 and D4 go back: 4.95 + 14.95
    assert facts.connection.execute("select order_id, amount from orders order by 1").fetchall() == [
        ("TXN-A1", D("14.9")),
        ("TXN-B2", D(1029)),
    ]
    assert facts.connection.execute("select sum(amount) from refunds").fetchall() == [(D("19.9"),)]


def test_a_refund_in_a_later_file_does_not_replace_the_sale(read: Read, fixture_text: Text) -> None:
    header, *rows = fixture_text(OCTOBER).replace("rings\ntwice", "rings").splitlines()
    later = rows[3].replace("TXN-C3", "TXN-A1")
    export = read(
        READER,
        files={"1.csv": "\n".join([header, *rows]) + "\n", "2.csv": f"{header}\n{rows[0]}\n{rows[1]}\n{later}\n"},
    )
    assert export["order_lines"].provenance.rows_used == 6
    assert export.dropped("order_lines") == {"overlap": 2}


def test_a_refund_with_a_positive_quantity_is_one_all_the_same(read: Read, fixture_text: Text) -> None:
    text = fixture_text(OCTOBER).replace("Mug,-1.0,", "Mug,1.0,")
    assert read(READER, files={"a.csv": text}).rows("order_lines", "quantity")[-1] == (D(-1),)


def test_an_unknown_zone_leaves_the_sources_time(read: Read, fixture_text: Text) -> None:
    text = fixture_text(OCTOBER).replace("Eastern Time (US & Canada)", "Harbour time")
    export = read(READER, files={"a.csv": text}, timezone="America/New_York")
    assert export.rows("order_lines", "ordered_at") == read(READER, OCTOBER).rows("order_lines", "ordered_at")


def test_dates_with_slashes_are_moments_where_the_file_proves_them(read: Read, fixture_text: Text) -> None:
    text = fixture_text(OCTOBER).replace("2026-10-0", "10/0").replace(",Payment,", ",Payment,")
    slashed = text.replace("10/01", "10/01/2026").replace("10/02", "10/02/2026").replace("10/03", "10/03/2026")
    assert read(READER, files={"a.csv": slashed}).issues()["ambiguous-date"].rows == 5
    proof = slashed.splitlines()[-1].replace("10/03/2026", "10/31/2026").replace("TXN-D4", "TXN-E5")
    export = read(READER, files={"a.csv": slashed + proof + "\n"})
    assert export.rows("order_lines", "ordered_at")[:5] == read(READER, OCTOBER).rows("order_lines", "ordered_at")


def test_a_cut_file_and_a_missing_column_say_so(read: Read, fixture_text: Text) -> None:
    text = fixture_text(OCTOBER)
    assert read(READER, files={"a.csv": text[: text.index("TXN-D4")]}).dropped("order_lines") == {"cut": 1}
    with pytest.raises(SourceError, match=r"a\.csv:1: there is no column 'Event Type'[\s\S]*Items Detail CSV"):
        read(READER, files={"a.csv": text.replace("Event Type", "Kind")})
