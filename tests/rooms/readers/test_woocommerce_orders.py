"""WooCommerce's orders: refunds as rows, odd amounts, HTML in texts; every number is worked by hand from the fixtures.

September (BOM)                              October (header Net Sales)
WC-1005 110.00                               WC-1006   0.00  free
WC-1003 −12.50 refund of 28 September        WC-0988 −31.00 refund of an order in neither file
WC-1004  54.00 failed                        WC-1001 −44.00 refund of September's order
WC-1003  37.50                               WC-1005 110.00 again, now completed
WC-1002  80.00 on hold
WC-1001  44.00, "$47.08 $0.00" beside it
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from reportgen.errors import SourceError
from reportgen.issues import Severity

D = Decimal
READER = "woocommerce-orders"
SEPTEMBER, OCTOBER = "woocommerce_orders_2026_09.csv", "woocommerce_orders_2026_10.csv"
EXCEL = "woocommerce_orders_excel_cp1252.csv"
Read = Callable[..., Any]
Text = Callable[[str], str]


def test_a_refund_is_given_to_its_order_also_to_one_of_another_file(read: Read) -> None:
    export = read(READER, SEPTEMBER, OCTOBER)
    assert export.by("orders", "order_id", "amount", "refund_amount", "refunded_at") == {
        "WC-1001": (D(44), D(44), datetime(2026, 10, 3, 11, 33)),  # noqa: DTZ001
        "WC-1002": (D(80), None, None),
        "WC-1003": (D("37.5"), D("12.5"), datetime(2026, 9, 28, 9, 0)),  # noqa: DTZ001
        "WC-1004": (D(54), None, None),
        "WC-1005": (D(110), None, None),
        "WC-1006": (D(0), None, None),
    }


def test_every_row_is_accounted_for(read: Read) -> None:
    found = read(READER, SEPTEMBER, OCTOBER)["orders"].provenance
    assert (found.rows_read, found.rows_used) == (10, 6)
    assert dict(found.dropped) == {"overlap": 1, "refund": 3}  # WC-1005 of September; WC-1003, WC-0988, WC-1001


def test_a_refund_without_its_order_is_told(read: Read) -> None:
    issue = read(READER, SEPTEMBER, OCTOBER).issues()["refunds-without-order"]
    assert (issue.severity, issue.rows, issue.examples) == (Severity.WARN, 1, ("WC-0988",))
    alone = read(READER, OCTOBER).issues()["refunds-without-order"]
    assert (alone.rows, alone.examples) == (2, ("WC-0988", "WC-1001"))
    assert "refunds-without-order" not in read(READER, SEPTEMBER).issues()


def test_net_revenue_falls_in_the_month_of_the_refund(read: Read) -> None:
    facts = read(READER, SEPTEMBER, OCTOBER).facts()
    sums = "select month(day), sum(amount) from {} group by 1 order by 1"
    # completed in September: 37.50 + 44 + 110; on hold and failed ones are no sales
    assert facts.connection.execute(sums.format("orders")).fetchall() == [(9, D("191.5")), (10, D(0))]
    assert facts.connection.execute(sums.format("refunds")).fetchall() == [(9, D("12.5")), (10, D(44))]
    assert {issue.rule: issue.rows for issue in facts.issues}["excluded-orders"] == 2


def test_several_refunds_of_an_order_add_up_and_the_last_dates_them(read: Read, fixture_text: Text) -> None:
    more = "2026-09-25 10:00:00,WC-1003,'-$5.00,Refunded,,,1× Mug,-1,,'-5,\n2026-09-24 10:00:00,WC-1005,$0.00,Refunded,,,,0,,0,\n"
    export = read(READER, files={"a.csv": fixture_text(SEPTEMBER) + more})
    found = export.by("orders", "order_id", "refund_amount", "refunded_at")
    assert found["WC-1003"] == (D("17.5"), datetime(2026, 9, 28, 9, 0))  # noqa: DTZ001
    assert found["WC-1005"] == (D(0), datetime(2026, 9, 24, 10, 0))  # of the shipping alone: no second order  # noqa: DTZ001
    assert export["orders"].provenance.rows_used == 5


def test_statuses_channels_and_coupons_are_in_our_words(read: Read) -> None:
    export = read(READER, SEPTEMBER)
    assert export.by("orders", "order_id", "status", "channel", "promotion") == {
        "WC-1001": ("refunded", "Unassigned", None),
        "WC-1002": ("pending", "Referral", None),
        "WC-1003": ("completed", "Email", "AUTUMN10, TEA&MUG"),
        "WC-1004": ("failed", "Direct", None),
        "WC-1005": ("processing", "Organic search", None),
    }
    assert export.issues()["after-discounts"].rows == 1


def test_a_buyer_is_a_hash_of_the_name_without_html(read: Read) -> None:
    customers = read(READER, SEPTEMBER).by("orders", "order_id", "customer_id")
    assert customers["WC-1001"] == customers["WC-1003"] == hashlib.sha256(b"smith & sons").hexdigest()[:16]
    assert len({*customers.values()}) == 4


def test_excels_copy_is_read_in_its_encoding(read: Read) -> None:
    with pytest.raises(SourceError, match=r"byte 0xeb[\s\S]*cp1252"):
        read(READER, EXCEL)
    export = read(READER, EXCEL, encoding="cp1252")
    # 8/31/2024 proves that the month comes first, for the refund of 9/2/2024 too; "$12.00 $0.00" counts 12
    assert export.rows("orders", "order_id", "ordered_at", "amount", "refund_amount", "refunded_at") == [
        ("2001", datetime(2024, 8, 9, 11, 33), D("1060.5"), None, None),  # noqa: DTZ001
        ("2002", datetime(2024, 8, 31, 9, 5), D(12), D(12), datetime(2024, 9, 2, 0, 10)),  # noqa: DTZ001
    ]
    assert set(export.by("orders", "order_id", "customer_id").values()) == {
        hashlib.sha256("zoë müller".encode()).hexdigest()[:16]
    }


def test_dates_that_prove_no_order_are_not_guessed(read: Read) -> None:
    text = "Date,Order #,N. Revenue,Items sold\n8/9/2024 11:33,1,5,1\n8/10/2024 9:00,2,6,1\n9/8/2024 8:00,1,-5,-1\n"
    issues = [issue for issue in read(READER, files={"a.csv": text})["orders"].issues if issue.rule == "ambiguous-date"]
    assert [(issue.severity, issue.rows) for issue in issues] == [
        (Severity.BLOCK, 3),
        (Severity.BLOCK, 1),
    ]  # and the refund's
    told = read(READER, files={"a.csv": text}, date_format="%d/%m/%Y %H:%M")
    assert told.rows("orders", "ordered_at", "refunded_at") == [
        (datetime(2024, 9, 8, 11, 33), datetime(2024, 8, 9, 8, 0)),  # noqa: DTZ001
        (datetime(2024, 10, 8, 9, 0), None),  # noqa: DTZ001
    ]


def test_a_date_format_does_no_harm_to_dates_that_are_plain(read: Read, fixture_text: Text) -> None:
    plain = read(READER, SEPTEMBER)
    told = read(READER, files={"a.csv": fixture_text(SEPTEMBER)}, date_format="%m/%d/%Y %H:%M")
    assert told.rows("orders", "order_id", "ordered_at") == plain.rows("orders", "order_id", "ordered_at")


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("$47.08 $0.00", "47.08"),
        ('"$1,047.08 $20.00"', "1047.08"),
        ('"47,08 € 0,00 €"', "47.08"),
        ("₩47000 ₩0", "47000"),
    ],
)
def test_of_two_amounts_in_a_cell_the_first_counts(read: Read, cell: str, amount: str) -> None:
    text = f"Date,Order #,N. Revenue,Items sold\n2026-10-01 10:00:00,7,{cell},1\n"
    assert read(READER, files={"a.csv": text}).rows("orders", "amount") == [(D(amount),)]


def test_an_amount_that_is_none_is_counted_and_shown(read: Read, fixture_text: Text) -> None:
    text = fixture_text(SEPTEMBER).replace(",37.5,", ",see note,")
    issue = read(READER, files={"a.csv": text}).issues()["unparsable"]
    assert issue.examples == ("a.csv:5: see note",)


def test_a_file_cut_in_the_middle_loses_its_last_row_and_says_so(read: Read, fixture_text: Text) -> None:
    text = fixture_text(SEPTEMBER)
    export = read(READER, files={"a.csv": text[: text.index("Ida Berg")]})
    assert export.dropped("orders") == {"cut": 1, "refund": 1}
    assert export.issues()["cut-file"].examples == ("a.csv:6",)


def test_a_missing_column_says_how_to_get_it(read: Read, fixture_text: Text) -> None:
    text = fixture_text(SEPTEMBER).replace("N. Revenue,Attribution", "Net takings,Attribution")
    with pytest.raises(SourceError) as caught:
        read(READER, files={"a.csv": text})
    assert "a.csv:1: there is no column 'N. Revenue'" in str(caught.value)
    assert "download Analytics → Orders again" in str(caught.value)
