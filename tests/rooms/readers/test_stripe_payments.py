"""Stripe's payments: converted amounts, UTC, statuses, empty ids; numbers worked by hand from the fixtures."""

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
READER, SHORT, ALL = "stripe-payments", "stripe_payments_short.csv", "stripe_payments_all.csv"
ADA = hashlib.sha256(b"ada@example.com").hexdigest()[:16]
Read = Callable[..., Any]
Text = Callable[[str], str]


def test_converted_amounts_are_summed_and_not_the_buyers(read: Read) -> None:
    export = read(READER, SHORT)
    # ch_2 is £1,200.00, $1,560.00 in the account's currency, of which 390.00 went back
    assert export.rows("orders", "amount", "refund_amount", "currency", "status") == [
        (D(100), D(0), "USD", "paid"),
        (D(1560), D(390), "USD", "paid"),
        (D(40), D(0), "USD", "failed"),
        (D(40), D(0), "USD", "failed"),
        (D(25), D(25), "USD", "refunded"),
        (D(80), D(0), "USD", "pending"),  # authorised, not captured
    ]
    facts = export.facts()
    assert facts.connection.execute("select count(*), sum(amount) from orders").fetchall() == [(3, D(1685))]
    assert facts.connection.execute("select sum(amount) from refunds").fetchall() == [(D(415),)]
    assert "mixed-currencies" not in {issue.rule for issue in facts.issues}


def test_every_row_is_accounted_for_and_the_amounts_nature_told(read: Read) -> None:
    for fixture, rows, paid in ((SHORT, 6, 3), (ALL, 4, 3)):
        export = read(READER, fixture)
        found = export["orders"].provenance
        assert (found.rows_read, found.rows_used, dict(found.dropped)) == (rows, rows, {})
        assert export.issues()["amounts-as-paid"].rows == paid


def test_times_are_utc_under_either_name(read: Read) -> None:
    times = read(READER, SHORT).rows("orders", "ordered_at")
    assert times[0] == (datetime(2026, 9, 30, 22, 30),)  # 03:30 UTC on 1 October is the day before in Chicago  # noqa: DTZ001
    assert read(READER, ALL).rows("orders", "ordered_at", "refunded_at")[1] == (
        datetime(2026, 10, 2, 3, 0),  # 08:00 UTC, summer time  # noqa: DTZ001
        datetime(2026, 11, 5, 3, 15),  # 09:15 UTC, winter time  # noqa: DTZ001
    )


def test_payments_without_an_id_stay_apart(read: Read, fixture_text: Text) -> None:
    ids = [row[0] for row in read(READER, SHORT).rows("orders", "order_id")]
    assert len(set(ids)) == 6
    twice = fixture_text(SHORT).replace("15:01", "15:00")  # two payments that are alike in everything
    again = [row[0] for row in read(READER, files={"a.csv": twice}).rows("orders", "order_id")]
    assert len(set(again)) == 6
    assert read(READER, ALL).rows("orders", "order_id")[2] == ("pi_13",)


def test_customers_are_stripes_ids_else_a_hash_of_the_address(read: Read) -> None:
    short = [row[0] for row in read(READER, SHORT).rows("orders", "customer_id")]
    assert short[:2] == [ADA, ADA]
    assert short[4] is None
    everything = str(read(READER, ALL).rows("orders", "customer_id"))
    assert "cus_A" in everything
    assert "@" not in everything


def test_semicolons_and_decimal_commas_are_read(read: Read) -> None:
    export = read(READER, ALL)
    assert export.rows("orders", "amount", "refund_amount", "currency", "status", "country") == [
        (D("59.5"), D(0), "EUR", "paid", "DE"),
        (D(1119), D(119), "EUR", "partially_refunded", "AT"),
        (D(20), D(0), "EUR", "pending", None),
        (D(10000), D(0), "JPY", "paid", None),  # never converted
    ]
    assert export.rows("orders", "channel", "campaign")[0] == ("Paid search", "brand")
    issue = next(issue for issue in export.facts("EUR").issues if issue.rule == "mixed-currencies")
    assert issue.severity is Severity.BLOCK


def test_without_a_converted_refund_it_is_converted_by_the_payments_rate(read: Read, fixture_text: Text) -> None:
    text = fixture_text(SHORT).replace("Converted Amount Refunded", "Something else")
    assert read(READER, files={"a.csv": text}).rows("orders", "refund_amount")[1] == (D(390),)  # 300 × 1560 / 1200


def test_a_file_without_converted_amounts_keeps_its_currencies(read: Read, fixture_text: Text) -> None:
    text = fixture_text(SHORT).replace("Converted Amount,", "A,").replace("Converted Amount Refunded", "B")
    export = read(READER, files={"a.csv": text})
    assert export.rows("orders", "amount", "currency")[:2] == [(D(100), "USD"), (D(1200), "GBP")]


def test_a_later_export_of_a_payment_counts(read: Read, fixture_text: Text) -> None:
    old = fixture_text(SHORT)
    new = old.replace("ch_1,2026-10-01 03:30,100.00,0.00", "ch_1,2026-10-01 03:30,100.00,100.00").replace(
        "100.00,0.00,usd,Order 1,Paid", "100.00,100.00,usd,Order 1,Refunded"
    )
    export = read(READER, files={"p.csv": old, "p (1).csv": new})
    assert export.by("orders", "order_id", "status", "refund_amount")["ch_1"] == ("refunded", D(100))
    assert export.dropped("orders") == {"overlap": 6}


def test_a_cut_file_and_a_missing_column_say_so(read: Read, fixture_text: Text) -> None:
    text = fixture_text(SHORT)
    assert read(READER, files={"a.csv": text[: text.index("usd,TRUE,25.00")]}).dropped("orders") == {"cut": 1}
    with pytest.raises(SourceError, match=r"there is no column 'Status'[\s\S]*choose this column"):
        read(READER, files={"a.csv": text.replace("Status", "State")})
