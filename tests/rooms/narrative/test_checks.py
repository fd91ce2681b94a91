"""What the data checks found, in words: every rule has a phrase that takes its arguments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reportgen.facts.model import columns_by_table
from reportgen.facts.rules import RULES
from reportgen.formatting import Formatter
from reportgen.governance import RULES as GOVERNANCE
from reportgen.messages import Argument, Message
from reportgen.narrative import Teller, load_phrases, message_text, plain

ARGUMENTS: dict[str, Argument] = {
    "rows": 3, "share": 0.0125, "column": "amount", "table": "orders", "example": "03/04/2026", "long": 2, "short": 1,
    "filled": 240, "counted": 0, "file": "a.csv", "other": "b.csv", "timezone": "UTC", "client_timezone": "Asia/Seoul",
    "read": 7, "currency": "USD", "counts": ("EUR: 3", "USD: 9"), "days": 2, "first": date(2026, 10, 3),
    "last": date(2026, 10, 4), "end": date(2026, 10, 31), "basis": "both", "refunds": 9, "part": "clicks",
    "whole": "impressions", "lines": Decimal("990.5"), "orders": Decimal(1000), "key": "order_id", "purchases": 80,
    "more": "fewer", "claimed": Decimal(900), "revenue": Decimal(1000), "final": date(2026, 11, 3), "periods": 6,
    "usual": 12, "nearest": "none", "dimension": "channel", "kind": "ecommerce", "kpis": ("revenue", "aov"), "goals": "none", "outcomes": 1,
    "section": "sales", "most": 10, "kpi": "gift_share", "since": date(2025, 10, 31),
}  # fmt: skip


def said(rule: str, locale: str = "en-US", /, **given: Argument) -> str:
    teller = Teller(Formatter(locale, "USD"), load_phrases(locale), {})
    return plain(message_text(Message(f"check.{rule}", {**ARGUMENTS, **given}), teller, "check")).replace("\u00a0", " ")


@pytest.mark.parametrize("locale", ["en-US", "ko-KR", "zh-TW", "zh-CN"])
@pytest.mark.parametrize("rule", sorted((*RULES, *GOVERNANCE)))
def test_every_rule_has_a_clause_in_every_language(rule: str, locale: str) -> None:
    clause = said(rule, locale)
    assert clause
    assert not clause.endswith((".", "。"))


@pytest.mark.parametrize(
    ("locale", "rule", "expected"),
    [
        ("ko-KR", "guest-orders", "고객 정보가 없는 주문 3건(전체의 1.3%)은 고객 지표에서 제외했습니다"),
        ("ko-KR", "missing-days", "2일 치 데이터가 없습니다(2026년 10월 3일~2026년 10월 4일)"),
        ("ko-KR", "days-elsewhere", "날짜가 Asia/Seoul이 아닌 UTC 기준으로 집계되어 있습니다"),
        ("zh-TW", "guest-orders", "3筆訂單沒有顧客資料（占全部的1.3%），不計入顧客指標"),
        ("zh-TW", "overlap", "a.csv有3列同時出現在b.csv，只計一次"),
        ("zh-CN", "missing-days", "2天没有数据（2026年10月3日至2026年10月4日）"),
        ("zh-CN", "totals-row", "已剔除3个合计行"),
    ],
)
def test_clauses_of_other_languages_word_for_word(locale: str, rule: str, expected: str) -> None:
    assert said(rule, locale) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("ko-KR", "1일 치 데이터가 없습니다(2026년 10월 3일)"),
        ("zh-TW", "1天沒有資料（2026年10月3日）"),
        ("zh-CN", "1天没有数据（2026年10月3日）"),
    ],
)
def test_a_single_day_is_no_range_where_the_language_has_no_plural(locale: str, expected: str) -> None:
    assert said("missing-days", locale, days=1) == expected


@pytest.mark.parametrize(
    ("rule", "given", "expected"),
    [
        ("missing-required", {"rows": 1}, "1 row has no amount and is left out (1.3% of the rows)"),
        ("guest-orders", {}, "3 orders have no customer (1.3% of all); customer KPIs leave them out"),
        ("missing-days", {}, "2 days have no rows (October 3, 2026 to October 4, 2026)"),
        ("missing-days", {"days": 1}, "1 day has no row (October 3, 2026)"),
        ("totals-row", {}, "3 totals rows were left out"),
        ("totals-row", {"counted": 3}, "3 rows look like totals and are counted"),
        (
            "refunds-basis",
            {"basis": "order"},
            (
                "refunds have no date of their own and count in their order's period, so late ones can still raise its"
                " refund rate and lower its net revenue"
            ),
        ),
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


@pytest.mark.parametrize(
    ("locale", "reach", "impressions"),
    [
        ("en-US", "reach", "impressions"),
        ("ko-KR", "도달", "노출"),
        ("zh-TW", "觸及人數", "曝光"),
        ("zh-CN", "触达人数", "展示"),
    ],
)
def test_columns_are_called_by_their_names_not_by_their_ids(locale: str, reach: str, impressions: str) -> None:
    clause = said("impossible", locale, table="ads", part="reach", whole="impressions")
    assert reach in clause
    assert impressions in clause
    assert locale == "en-US" or "reach" not in clause


def test_a_column_of_a_file_stands_as_the_file_has_it() -> None:
    assert "amount" in said("schema-drift", "ko-KR", column="amount")


@pytest.mark.parametrize("locale", ["en-US", "ko-KR", "zh-TW", "zh-CN"])
def test_every_column_of_the_tables_has_a_name(locale: str) -> None:
    columns = {column for names in columns_by_table().values() for column in names}
    assert {f"column_name.{column}" for column in columns} <= set(load_phrases(locale).templates)
