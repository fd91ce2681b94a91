"""LinkedIn Ads' report by day: UTF-16 with tabs, the lines before the header, the order of day and month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.errors import SourceError

D = Decimal
FIXTURES = Path(__file__).parent / "fixtures"
DAYS = "linkedin_ads_days.csv"
COLUMNS = ("date", "campaign", "spend", "impressions", "clicks", "conversions", "conversion_value", "reach")


def text_of(fixture: str) -> str:
    return (FIXTURES / fixture).read_bytes().decode("utf-16")


def test_rows_are_campaigns_and_days(read: Callable[..., Any]) -> None:
    export = read("linkedin-ads", DAYS)
    assert export.rows("ads", *COLUMNS) == [
        (date(2026, 10, 1), "Facility managers", D("1204.5"), 56075, 120, 3, D(900), 30100),
        (date(2026, 10, 1), "Architects", D("95.5"), 4000, 20, 0, D(0), 2500),
        (date(2026, 10, 2), "Facility managers", D(100), 5000, 10, 1, D(300), 3000),
    ]
    found = export["ads"].provenance
    assert (found.rows_read, found.rows_used, found.dropped) == (3, 3, ())
    assert export["ads"].currencies == (("USD", 3),)
    assert set(export.rows("ads", "platform", "channel")) == {("LinkedIn Ads", "Paid social")}


def test_the_period_tells_the_day_from_the_month(read: Callable[..., Any]) -> None:
    """10/1 and 10/2 can be in January and February; the report is of 1–12 October."""
    assert {row[0] for row in read("linkedin-ads", DAYS).rows("ads", "date")} == {date(2026, 10, 1), date(2026, 10, 2)}
    british = text_of(DAYS).replace("10/1/2026", "1/10/2026").replace("10/2/2026", "2/10/2026")
    found = read("linkedin-ads", files={"a.csv": british.encode("utf-16")}).rows("ads", "date")
    assert {row[0] for row in found} == {date(2026, 10, 1), date(2026, 10, 2)}


def test_a_report_of_the_whole_period_is_refused(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError) as caught:
        read("linkedin-ads", "linkedin_ads_period.csv")
    said = str(caught.value)
    assert "linkedin_ads_period.csv:6: is not broken down by day" in said
    assert "the period 2026-10-01 to 2026-10-12; Start Date (in UTC) is always 10/1/2026" in said
    assert "with the time breakdown Daily" in said


def test_a_report_of_one_day_needs_no_breakdown(read: Callable[..., Any]) -> None:
    text = text_of("linkedin_ads_period.csv").replace("October 12, 2026", "October 1, 2026")
    export = read("linkedin-ads", files={"a.csv": text.encode("utf-16")})
    assert export.rows("ads", "date", "spend") == [(date(2026, 10, 1), D("1304.5")), (date(2026, 10, 1), D("95.5"))]


def test_french_names_and_numbers_are_read(read: Callable[..., Any]) -> None:
    export = read("linkedin-ads", "linkedin_ads_fr.csv")
    assert export.rows("ads", *COLUMNS[:-1]) == [
        (date(2026, 10, 1), "Architectes", D("1204.5"), 56075, 690, 3, D(900)),
        (date(2026, 10, 2), "Architectes", D("95.5"), 4000, 20, 1, D("120.25")),
    ]
    assert export["ads"].currencies == (("EUR", 2),)


def test_an_empty_report_has_no_header_and_no_rows(read: Callable[..., Any]) -> None:
    export = read("linkedin-ads", "linkedin_ads_empty.csv")
    assert (export["ads"].provenance.rows_read, set(export.issues())) == (0, {"no-rows"})
    both = read("linkedin-ads", DAYS, "linkedin_ads_empty.csv")
    assert [(file.path, file.rows) for file in both["ads"].provenance.files] == [
        (DAYS, 3),
        ("linkedin_ads_empty.csv", 0),
    ]


def test_leads_are_the_conversions_where_the_report_has_no_others(read: Callable[..., Any]) -> None:
    text = text_of(DAYS).replace("\tConversions\t", "\tViral Clicks\t")
    assert [row[0] for row in read("linkedin-ads", files={"a.csv": text.encode("utf-16")}).rows("ads", "conversions")] == [
        5, 0, 2,
    ]  # fmt: skip


def test_totals_are_left_out(read: Callable[..., Any]) -> None:
    text = text_of(DAYS) + "\t".join(["Total", *[""] * 8, "1,400.00", "65,075", "150", *[""] * 5]) + "\r\n"
    export = read("linkedin-ads", files={"a.csv": text.encode("utf-16")})
    assert sum(row[0] for row in export.rows("ads", "spend")) == 1400
    assert export.dropped("ads") == {"totals": 1}


def test_overlapping_exports_count_once(read: Callable[..., Any]) -> None:
    later = text_of(DAYS).replace("100.00\t5,000", "110.00\t5,500").replace("9:15 AM", "9:20 AM")
    export = read("linkedin-ads", files={"a.csv": text_of(DAYS).encode("utf-16"), "b.csv": later.encode("utf-16")})
    assert sum(row[0] for row in export.rows("ads", "spend")) == 1410  # 1,204.50 + 95.50 + 110.00
    assert export.dropped("ads") == {"overlap": 3}


def test_a_cut_file_loses_its_last_row_alone(read: Callable[..., Any]) -> None:
    text = text_of(DAYS)
    cut = text[: text.index("100.00")]
    export = read("linkedin-ads", files={"a.csv": cut.encode("utf-16")})
    assert sum(row[0] for row in export.rows("ads", "spend")) == 1300
    assert export.issues()["cut-file"].examples == ("a.csv:9",)


@pytest.mark.parametrize("column", ["Total Spent", "Clicks", "Start Date (in UTC)"])
def test_a_needed_column_is_named(read: Callable[..., Any], column: str) -> None:
    text = text_of(DAYS).replace(f"{column}\t", "Something\t", 1)
    with pytest.raises(SourceError) as caught:
        read("linkedin-ads", files={"a.csv": text.encode("utf-16")})
    assert f"a.csv:6: there is no column '{column}'" in str(caught.value)
    assert "time breakdown Daily" in str(caught.value)


def test_another_tools_report_is_refused_by_name(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError, match="'format: meta-ads'"):
        read("linkedin-ads", "meta_ads_days.csv")
