"""Meta Ads' report by day: the total on top, currencies in the header, languages; sums are worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.errors import SourceError

D = Decimal
DAYS = "meta_ads_days.csv"
COLUMNS = ("date", "campaign", "spend", "impressions", "reach", "clicks", "conversions", "conversion_value")


def test_rows_are_ads_and_days_and_the_first_row_is_their_total(read: Callable[..., Any]) -> None:
    export = read("meta-ads", DAYS)
    assert export.rows("ads", *COLUMNS) == [
        (date(2026, 10, 1), "Autumn lamps", D("100.25"), 2500, 2100, 40, 5, D("501.25")),
        (date(2026, 10, 2), "Autumn lamps", D("80.5"), 2400, 2000, 38, 5, D("498.25")),
        (date(2026, 10, 1), "Chairs – retargeting", D(50), 2000, 900, 40, 1, D(116)),
        (date(2026, 10, 2), "Chairs – retargeting", D(0), 2000, 950, None, None, None),
    ]
    found = export["ads"].provenance
    assert (found.rows_read, found.rows_used, dict(found.dropped)) == (5, 4, {"totals": 1})
    assert sum(row[0] for row in export.rows("ads", "spend")) == D("230.75")  # what the first row says
    assert export.issues()["totals-row"].examples == (f"{DAYS}:2",)


def test_the_currency_is_in_the_header_and_the_platform_is_known(read: Callable[..., Any]) -> None:
    export = read("meta-ads", DAYS)
    assert export["ads"].currencies == (("USD", 4),)
    assert set(export.rows("ads", "platform", "channel")) == {("Meta Ads", "Paid social")}


def test_accounts_in_two_currencies_are_seen(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    euros = fixture_text(DAYS).replace("(USD)", "(EUR)")  # rows in euros are not those in dollars
    facts = read("meta-ads", files={"eu.csv": euros, "us.csv": fixture_text(DAYS)}).facts()
    (issue,) = [issue for issue in facts.issues if issue.rule == "mixed-currencies"]
    assert issue.message.arguments["counts"] == ("EUR: 4", "USD: 4")


def test_clicks_are_link_clicks_else_all_clicks(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    export = read("meta-ads", files={"a.csv": fixture_text(DAYS).replace('"Link clicks"', "Saves")})
    assert [row[0] for row in export.rows("ads", "clicks")] == [55, 50, 55, 0]


def test_without_a_day_the_report_must_be_of_one_day(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError) as caught:
        read("meta-ads", "meta_ads_period.csv")
    said = str(caught.value)
    assert "meta_ads_period.csv:1: has no column Day" in said
    assert "the period 2026-10-01 to 2026-10-31" in said
    assert "Breakdown → By time → Day" in said


def test_a_total_without_a_known_label_is_the_first_row_that_equals_the_sum_of_the_others(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    export = read("meta-ads", "meta_ads_one_day.csv")  # 30.00 + 20.50 + 9.50 = 60.00; 1,500 + 1,000 + 500 = 3,000
    assert export.rows("ads", "date", "campaign", "gender", "age", "spend", "clicks", "conversions") == [
        (date(2026, 10, 5), "Catalogue", "female", "25-34", D(30), 18, 4),
        (date(2026, 10, 5), "Catalogue", "male", "25-34", D("20.5"), 10, 2),
        (date(2026, 10, 5), "Catalogue", "unknown", "35-44", D("9.5"), 5, None),
    ]
    assert export.dropped("ads") == {"totals": 1}
    text = fixture_text("meta_ads_one_day.csv").replace("60.00,3000", "60.00,3001")
    assert read("meta-ads", files={"a.csv": text}).dropped("ads") == {}  # then it is no sum, and an ad as others


@pytest.mark.parametrize(
    "label", ["Ergebnisse aus 3 Kampagnen", "Results from 3 campaigns", "캠페인 3개의 결과", "총계"]
)
def test_labels_of_the_first_row_are_known(
    read: Callable[..., Any], fixture_text: Callable[[str], str], label: str
) -> None:
    text = fixture_text("meta_ads_one_day.csv").replace("Tulokset 3 kampanjasta", label).replace("60.00", "59.00")
    assert read("meta-ads", files={"a.csv": text}).dropped("ads") == {"totals": 1}


def test_a_campaign_may_be_called_total(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(DAYS).replace("\nAutumn lamps", "\nTotal: Lamps")
    assert sum(row[0] for row in read("meta-ads", files={"a.csv": text}).rows("ads", "spend")) == D("230.75")


def test_subtotals_without_a_day_are_left_out(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(DAYS).replace(
        "\nChairs", "\nAutumn lamps,Lookalike 1%,All,,All,,,,180.75,4900,,78,,,,,,,,\nChairs", 1
    )
    export = read("meta-ads", files={"a.csv": text})
    assert sum(row[0] for row in export.rows("ads", "spend")) == D("230.75")
    assert export.dropped("ads") == {"totals": 2}


def test_german_names_and_numbers_are_read(read: Callable[..., Any]) -> None:
    export = read("meta-ads", "meta_ads_de.csv")
    assert export.rows("ads", *COLUMNS) == [
        (date(2026, 10, 1), "Herbst", D("1234.56"), 10345, 5000, 120, 6, D("2100.1")),
        (date(2026, 10, 2), "Stühle & Tische", D("88.09"), 2000, 4100, 41, 1, D("245.5")),
    ]
    assert export.dropped("ads") == {"totals": 1}
    assert export["ads"].currencies == (("EUR", 2),)


def test_korean_names_are_read(read: Callable[..., Any]) -> None:
    export = read("meta-ads", "meta_ads_ko.csv")
    assert export.rows("ads", *COLUMNS) == [
        (date(2026, 10, 1), "가을 신상", D(150500), 18100, 12500, 200, 6, D(803000)),
        (date(2026, 10, 2), "리타게팅", D(100000), 12000, 9000, 110, 3, D(400000)),
    ]
    assert export.dropped("ads") == {"totals": 1}
    assert export["ads"].currencies == (("KRW", 2),)


def test_the_value_follows_from_the_return_on_ad_spend(read: Callable[..., Any]) -> None:
    found = read("meta-ads", "meta_ads_roas.csv").rows("ads", "conversions", "conversion_value")
    assert found == [(2, D("100.5")), (None, None)]  # 2.5125 × 40.00


def test_no_data_is_no_error_and_no_row(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    bare = read("meta-ads", "meta_ads_no_data.csv")
    assert (bare["ads"].provenance.rows_read, set(bare.issues())) == (0, {"no-rows"})
    header = fixture_text(DAYS).splitlines()[0] + "\nNo data available.\n"
    assert read("meta-ads", files={"a.csv": header}).dropped("ads") == {"empty": 1}
    both = read("meta-ads", DAYS, "meta_ads_no_data.csv")
    assert both["ads"].provenance.rows_used == 4
    assert [(file.path, file.rows) for file in both["ads"].provenance.files] == [
        (DAYS, 5),
        ("meta_ads_no_data.csv", 0),
    ]


def test_overlapping_exports_count_once_and_the_later_numbers_hold(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    late = fixture_text(DAYS).replace("5,498.25", "6,598.25")
    export = read("meta-ads", files={"2026-10.csv": fixture_text(DAYS), "2026-11.csv": late})
    assert sum(row[0] for row in export.rows("ads", "spend")) == D("230.75")
    assert sum(row[0] or 0 for row in export.rows("ads", "conversions")) == 12
    assert export.dropped("ads") == {"overlap": 4, "totals": 2}


def test_the_same_days_by_age_and_without_are_refused(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    aged = fixture_text("meta_ads_roas.csv").replace('"Clicks (all)"', "Age").replace("2026-10-03", "2026-10-01")
    with pytest.raises(SourceError, match="the same days, broken down differently"):
        read("meta-ads", files={"a.csv": fixture_text(DAYS), "b.csv": aged})


def test_a_cut_file_loses_its_last_row_alone(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(DAYS)
    export = read("meta-ads", files={"a.csv": text[: text.rindex(",0,2000,0,,0")]})
    assert sum(row[0] for row in export.rows("ads", "spend")) == D("230.75")
    assert export.issues()["cut-file"].examples == ("a.csv:6",)
    assert export.dropped("ads") == {"cut": 1, "totals": 1}


def test_the_amount_spent_is_needed(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    with pytest.raises(SourceError) as caught:
        read("meta-ads", files={"a.csv": fixture_text(DAYS).replace("Amount spent (USD)", "Amount used (USD)")})
    assert "there is no column 'Amount spent'" in str(caught.value)
    assert "is it 'Amount used (USD)', under a new name?" in str(caught.value)


def test_a_google_report_is_refused_by_name(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError, match="'format: google-ads'"):
        read("meta-ads", "google_ads_days.csv")
