"""What the data checks found, in words: every rule has a phrase that takes its arguments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reportgen.facts.rules import RULES
from reportgen.formatting import Formatter
from reportgen.messages import Argument, Message
from reportgen.narrative import Teller, load_phrases, message_text, plain

ARGUMENTS: dict[str, Argument] = {
    "rows": 3, "share": 0.0125, "column": "amount", "table": "orders", "example": "03/04/2026", "long": 2, "short": 1,
    "filled": 240, "counted": 0, "file": "a.csv", "other": "b.csv", "timezone": "UTC", "client_timezone": "Asia/Seoul",
    "read": 7, "currency": "USD", "counts": ("EUR: 3", "USD: 9"), "days": 2, "first": date(2026, 10, 3),
    "last": date(2026, 10, 4), "end": date(2026, 10, 31), "basis": "both", "refunds": 9, "part": "clicks",
    "whole": "impressions", "lines": Decimal("990.5"), "orders": Decimal(1000), "key": "order_id",
}  # fmt: skip


def said(rule: str, **given: Argument) -> str:
    teller = Teller(Formatter("en-US", "USD"), load_phrases("en-US"), {})
    return plain(message_text(Message(f"check.{rule}", {**ARGUMENTS, **given}), teller, "check")).replace("\u00a0", " ")


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_a_clause(rule: str) -> None:
    clause = said(rule)
    assert clause
    assert not clause.endswith(".")


@pytest.mark.parametrize(
    ("rule", "given", "expected"),
    [
        ("missing-required", {"rows": 1}, "1 row has no amount and is left out (1.3% of the rows)"),
        ("guest-orders", {}, "3 orders have no customer (1.3% of all); customer KPIs leave them out"),
        ("missing-days", {}, "2 days have no rows (October 3, 2026 to October 4, 2026)"),
        ("missing-days", {"days": 1}, "1 day has no row (October 3, 2026)"),
        ("totals-row", {}, "3 totals rows were left out"),
        ("totals-row", {"counted": 3}, "3 rows look like totals and are counted"),
        ("refunds-basis", {"basis": "order"}, "refunds have no date of their own and count in their order's period"),
        ("mixed-currencies", {}, "amounts are not all in USD (EUR: 3 and USD: 9); there are no rates to add them up"),
        (
            "lines-gap",
            {},
            (
                "the lines of 3 orders sum to $990.50, the orders themselves to $1,000; figures by product "
                "rest on the lines"
            ),
        ),
    ],
)
def test_clauses_word_for_word(rule: str, given: dict[str, Argument], expected: str) -> None:
    assert said(rule, **given) == expected
