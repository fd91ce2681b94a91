"""Google Ads' campaign report by day: totals, encodings, languages; sums are worked by hand from the fixtures."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.errors import SourceError

D = Decimal
DAYS = "google_ads_days.csv"
COLUMNS = ("date", "campaign", "spend", "impressions", "clicks", "conversions", "conversion_value")


def test_rows_are_campaigns_days_and_totals_are_left_out(read: Callable[..., Any]) -> None:
    export = read("google-ads", DAYS)
    assert export.rows("ads", *COLUMNS) == [
        (date(2026, 10, 1), "Search – Brand", D("22.65"), 1415, 61, D("1.85"), D("234.82")),
        (date(2026, 10, 1), "Performance Max", D("642.33"), 2472851, 1053, D("1.94"), D("249.21")),
        (date(2026, 10, 1), "Shopping", D(0), 40, 0, D(0), D(0)),
        (date(2026, 10, 2), "Search – Brand", D("20.88"), 1390, 58, D(1), D(99)),
    ]
    assert export.dropped("ads") == {"totals": 3}
    assert sum(row[0] for row in export.rows("ads", "spend")) == D("685.86")  # what "Total: Campaigns" says
    assert set(export.issues()) == {"totals-row"}
    assert export.issues()["totals-row"].examples == tuple(f"{DAYS}:{line}" for line in (8, 9, 10))


def test_the_channel_follows_the_campaign_type_as_in_analytics(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    found = read("google-ads", DAYS).rows("ads", "platform", "channel")
    assert [row[1] for row in found] == ["Paid search", "Cross-network", "Paid shopping", "Paid search"]
    assert {row[0] for row in found} == {"Google Ads"}
    bare = fixture_text(DAYS).replace("Campaign type", "Ad rotation")
    assert {row[0] for row in read("google-ads", files={"a.csv": bare}).rows("ads", "channel")} == {"Paid search"}


def test_the_excel_download_says_the_same(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    out = io.StringIO(newline="")
    title, period, *table = fixture_text(DAYS).splitlines()
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(csv.reader(table))
    content = f"{title}\r\n{period}\r\n{out.getvalue()}".encode("utf-16")
    excel, plain = read("google-ads", files={"a.csv": content}), read("google-ads", DAYS)
    assert excel.rows("ads", *COLUMNS) == plain.rows("ads", *COLUMNS)
    assert excel.dropped("ads") == {"totals": 3}


def test_german_names_dates_and_numbers_are_read(read: Callable[..., Any]) -> None:
    export = read("google-ads", "google_ads_de.csv")
    assert export.rows("ads", *COLUMNS) == [
        (date(2026, 10, 1), "Marke", D("1022.65"), 1415, 61, D("1.85"), D("1234.82")),
        (date(2026, 10, 2), "Regale & Tische", D("20.88"), 1390, 58, D(1), D(99)),
    ]
    assert export.dropped("ads") == {"totals": 2}
    assert export["ads"].currencies == (("EUR", 2),)


def test_korean_names_and_totals_are_read(read: Callable[..., Any]) -> None:
    export = read("google-ads", "google_ads_ko.csv")
    assert export.rows("ads", "date", "campaign", "spend", "conversions") == [
        (date(2026, 10, 1), "브랜드", D(120500), D("1.5")),
        (date(2026, 10, 2), "겨울", D(80000), D(1)),
    ]
    assert export.dropped("ads") == {"totals": 2}


def test_a_campaign_may_be_called_total(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(DAYS).replace("Enabled,Performance Max,", "Enabled,Total: Furniture,")
    export = read("google-ads", files={"a.csv": text})
    assert sum(row[0] for row in export.rows("ads", "spend")) == D("685.86")


def test_totals_in_a_language_unknown_do_not_count_either(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    export = read("google-ads", files={"a.csv": fixture_text(DAYS).replace("Total: ", "Yhteensä: ")})
    assert sum(row[0] for row in export.rows("ads", "spend")) == D("685.86")
    assert export.dropped("ads") == {"missing:date": 3}
    assert export.issues()["missing-required"].examples[0] == "a.csv:8"


def test_without_a_day_the_report_must_be_of_one_day(read: Callable[..., Any]) -> None:
    export = read("google-ads", "google_ads_one_day.csv")
    assert export.rows("ads", "date", "campaign", "spend") == [
        (date(2026, 10, 5), "Search – Brand", D("22.65")),
        (date(2026, 10, 5), "Shopping", D("7.35")),
    ]
    with pytest.raises(SourceError) as caught:
        read("google-ads", "google_ads_no_day.csv")
    assert "google_ads_no_day.csv:3: has no Day column" in str(caught.value)
    assert "the period 2026-10-01 to 2026-10-31" in str(caught.value)
    assert "segment the report by day" in str(caught.value)


def test_amounts_in_two_currencies_are_seen(read: Callable[..., Any]) -> None:
    facts = read("google-ads", DAYS, "google_ads_de.csv").facts()
    (issue,) = [issue for issue in facts.issues if issue.rule == "mixed-currencies"]
    assert issue.message.arguments["counts"] == ("EUR: 2", "USD: 4")


def test_a_later_export_replaces_what_an_earlier_one_says_of_the_same_campaign_and_day(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    late = fixture_text(DAYS).replace("1.85,234.82", "2.85,333.82").replace("Enabled,Search", "Paused,Search")
    export = read("google-ads", files={"a.csv": fixture_text(DAYS), "b.csv": late})
    assert sum(row[0] for row in export.rows("ads", "spend")) == D("685.86")
    assert sum(row[0] for row in export.rows("ads", "conversions")) == D("5.79")
    assert export.dropped("ads") == {"overlap": 4, "totals": 6}


def test_accounts_that_the_report_names_are_added_up(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(DAYS).replace("Campaign status", "Account").replace("Paused", "Enabled")
    export = read("google-ads", files={"a.csv": text, "b.csv": text.replace("Enabled,", "Other,")})
    assert sum(row[0] for row in export.rows("ads", "spend")) == 2 * D("685.86")


def test_a_column_of_costs_is_needed(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    with pytest.raises(SourceError) as caught:
        read("google-ads", files={"a.csv": fixture_text(DAYS).replace(",Cost,", ",Costs,")})
    assert "there is no column 'Cost'" in str(caught.value)
    assert "is it 'Costs', under a new name? add the column Cost" in str(caught.value)


@pytest.mark.parametrize(
    ("fixture", "names"), [("google_ads_fr.csv", ("Marque", "Chaises")), ("google_ads_es.csv", ("Marca", "Sillas"))]
)
def test_french_and_spanish_are_read(read: Callable[..., Any], fixture: str, names: tuple[str, str]) -> None:
    """01/10/2026 is in October, as the period says; ``Total :`` has a no-break blank."""
    export = read("google-ads", fixture)
    assert export.rows("ads", *COLUMNS) == [
        (date(2026, 10, 1), names[0], D("1022.65"), 1415, 61, D("1.85"), D("1234.82")),
        (date(2026, 10, 2), names[1], D("20.88"), 900, 58, D(1), D(99)),
    ]
    assert [row[0] for row in export.rows("ads", "channel")] == ["Paid search", "Cross-network"]
    assert export["ads"].provenance.rows_read == 4
    assert export.dropped("ads") == {"totals": 2}
    assert export["ads"].currencies == (("EUR", 2),)


@pytest.mark.parametrize(
    ("period", "second", "days"),
    [
        ("3 April 2026 - 4 April 2026", "04/04/2026", [date(2026, 4, 3), date(2026, 4, 4)]),
        ("March 4, 2026 - March 5, 2026", "03/05/2026", [date(2026, 3, 4), date(2026, 3, 5)]),
    ],
)
def test_the_period_tells_the_day_from_the_month(
    read: Callable[..., Any], fixture_text: Callable[[str], str], period: str, second: str, days: list[date]
) -> None:
    text = fixture_text("google_ads_uk.csv").replace("3 April 2026 - 4 April 2026", period)
    export = read("google-ads", files={"a.csv": text.replace("04/04/2026", second)})  # the first is 03/04/2026
    assert [row[0] for row in export.rows("ads", "date")] == days
    assert export.dropped("ads") == {"totals": 1}
    assert export["ads"].currencies == (("GBP", 2),)


def test_where_the_period_leaves_both_orders_open_nothing_is_guessed(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text("google_ads_uk.csv").replace("3 April 2026 - 4 April 2026", "1 January 2026 - 31 May 2026")
    export = read("google-ads", files={"a.csv": text.replace("04/04/2026", "05/04/2026")})
    assert export["ads"].provenance.rows_used == 0
    assert "ambiguous-date" in export.issues()


def test_a_card_of_the_overview_has_no_days(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError, match="has no Day column"):
        read("google-ads", files={"a.csv": 'Device,Cost,Impressions,Clicks\nMobile phones,US$135.81,"1,200",40\n'})
