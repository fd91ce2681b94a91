"""Naver Search Ads' report by day: the title line, Korean dates, rates without a sign; sums are worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from reportgen.errors import SourceError

DAYS = "naver_ads_days.csv"
COLUMNS = ("date", "campaign", "channel", "spend", "impressions", "clicks", "conversions", "conversion_value")


def test_rows_are_campaigns_and_days(read: Callable[..., Any]) -> None:
    export = read("naver-ads", DAYS)
    assert export.rows("ads", *COLUMNS) == [
        (date(2026, 3, 1), "브랜드_파워링크", "Paid search", 110_000, 12_500, 250, 5, 450_000),
        (date(2026, 3, 1), "쇼핑_의자", "Paid shopping", 44_000, 8_000, 160, None, None),
        (date(2026, 3, 15), "브랜드_파워링크", "Paid search", 99_000, 10_000, 200, 4, 396_000),
    ]
    found = export["ads"].provenance
    assert (found.rows_read, found.rows_used, dict(found.dropped)) == (4, 3, {"totals": 1})
    assert sum(row[0] for row in export.rows("ads", "spend")) == 253_000  # what 합계 says
    assert set(export.rows("ads", "platform")) == {("Naver Ads",)}
    assert set(export.issues()) == {"totals-row"}


def test_amounts_are_in_won(read: Callable[..., Any]) -> None:
    export = read("naver-ads", DAYS)
    assert export["ads"].currencies == (("KRW", 3),)
    assert "mixed-currencies" in {issue.rule for issue in export.facts("USD").issues}


def test_a_report_of_one_day_needs_no_column_of_days(read: Callable[..., Any]) -> None:
    export = read("naver-ads", "naver_ads_one_day.csv")
    assert export.rows("ads", "date", "device", "spend") == [
        (date(2026, 3, 2), "mobile", 20_900),
        (date(2026, 3, 2), "desktop", 1_100),
    ]
    assert export.dropped("ads") == {"totals": 1}


def test_a_longer_report_without_days_is_refused(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError) as caught:
        read("naver-ads", "naver_ads_period.csv")
    assert "naver_ads_period.csv:2: has no column 일별" in str(caught.value)
    assert "the period 2026-03-01 to 2026-03-31" in str(caught.value)


def test_totals_under_an_unknown_label_do_not_count(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    export = read("naver-ads", files={"a.csv": fixture_text(DAYS).replace("합계", "전부")})
    assert sum(row[0] for row in export.rows("ads", "spend")) == 253_000
    assert export.dropped("ads") == {"unreadable:date": 1}


def test_overlapping_exports_count_once(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    later = fixture_text(DAYS).replace('"99,000",4', '"99,000",6')
    export = read("naver-ads", files={"1.csv": fixture_text(DAYS), "2.csv": later})
    assert sum(row[0] for row in export.rows("ads", "spend")) == 253_000
    assert sum(row[0] or 0 for row in export.rows("ads", "conversions")) == 11
    assert export.dropped("ads") == {"overlap": 3, "totals": 2}


def test_korean_windows_text_is_read_when_declared(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    files = {"a.csv": fixture_text(DAYS).encode("cp949")}
    with pytest.raises(SourceError, match="euc-kr"):
        read("naver-ads", files=files)
    assert len(read("naver-ads", files=files, encoding="cp949").rows("ads", "spend")) == 3


def test_a_cut_file_loses_its_last_row_alone(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(DAYS)
    export = read("naver-ads", files={"a.csv": text[: text.index('"99,000"')]})
    assert sum(row[0] for row in export.rows("ads", "spend")) == 154_000
    assert export.issues()["cut-file"].examples == ("a.csv:5",)


def test_a_needed_column_is_named(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    with pytest.raises(SourceError) as caught:
        read("naver-ads", files={"a.csv": fixture_text(DAYS).replace('"총비용(VAT포함,원)"', "예산")})
    assert "a.csv:2: there is no column '총비용'" in str(caught.value)
    assert "총비용(VAT포함,원)" in str(caught.value)


def test_googles_korean_report_is_refused_by_name(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError, match="'format: google-ads'"):
        read("naver-ads", "google_ads_ko.csv")
