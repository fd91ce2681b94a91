"""What all readers share: telling files apart, finding the header, totals, periods, channels, and the table of readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reportgen.errors import SourceError
from reportgen.facts.model import TABLES
from reportgen.pipeline.ask import names
from reportgen.sources.readers import AUTO, READERS, settle_days
from reportgen.sources.readers.channels import channel_name, channel_of
from reportgen.sources.readers.headers import fits
from reportgen.sources.readers.model import Head
from reportgen.sources.readers.preamble import days_in
from reportgen.sources.readers.totals import is_totals_text, totals_sql

FILES = {"shopify-orders": "shopify_orders_2025.csv", "ga4": "ga4_traffic.csv", "google-ads": "google_ads_days.csv"}


@pytest.mark.parametrize("reader", sorted(READERS))
def test_a_reader_knows_what_it_gives(reader: str) -> None:
    known = READERS[reader]
    assert known.name == reader
    standard = {column.name for column in known.columns}
    assert {*known.marks} <= standard
    for output in known.outputs:
        fields = {field.name for field in TABLES[output.table].fields}
        assert set(output.columns) - {"currency"} <= fields
        assert {field.name for field in TABLES[output.table].fields if field.required} <= set(output.columns)


def test_config_knows_the_readers() -> None:
    assert names().readers == (*READERS, AUTO)


@pytest.mark.parametrize("reader", sorted(FILES))
@pytest.mark.parametrize("fixture", sorted(FILES))
def test_a_file_fits_its_own_reader_alone(fixture_text: Callable[[str], str], reader: str, fixture: str) -> None:
    head = Head("a.csv", Path("a.csv"), tuple(fixture_text(FILES[fixture]).splitlines()))
    assert (fits(head, READERS[reader]) == 1) is (reader == fixture)


@pytest.mark.parametrize("reader", sorted(FILES))
@pytest.mark.parametrize("fixture", sorted(FILES))
def test_another_tools_file_is_refused_with_the_reader_that_it_fits(
    read: Callable[..., Any], reader: str, fixture: str
) -> None:
    if reader == fixture:
        return
    with pytest.raises(SourceError) as caught:
        read(reader, FILES[fixture])
    said = str(caught.value)
    assert said.startswith(f"{FILES[fixture]}: is not an export that 'format: {reader}' reads")
    assert f"'format: {fixture}'" in said


def test_a_file_of_no_tool_is_refused_with_what_was_expected(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError) as caught:
        read("google-ads", files={"notes.csv": "a,b\n1,2\n"})
    said = str(caught.value)
    assert "notes.csv:1: is not an export that 'format: google-ads' reads: no line has one of its columns" in said
    assert "Google Ads' campaign report, segmented by day, with the columns Cost, Clicks" in said


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04rubbish"])
def test_what_is_no_text_is_refused_without_a_traceback(read: Callable[..., Any], content: bytes) -> None:
    with pytest.raises(SourceError):
        read("ga4", files={"a.csv": content})


def test_a_header_alone_gives_no_rows_and_says_so(read: Callable[..., Any]) -> None:
    export = read("google-ads", files={"a.csv": "Report\n\nDay,Campaign,Cost,Impr.,Clicks\n"})
    assert export["ads"].provenance.rows_used == 0
    assert set(export.issues()) == {"no-rows"}


def test_a_workbook_is_read_as_its_text_would_be(read: Callable[..., Any], tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Campaign performance"],
        ["October 1, 2026 - October 1, 2026"],
        ["Campaign", "Day", "Cost", "Impr.", "Clicks"],
        ["Brand\nUS", date(2026, 10, 1), 22.65, 1415, 61],
        ["Total: Campaigns", None, 22.65, 1415, 61],
    ):
        sheet.append(row)
    book.save(tmp_path / "report.xlsx")
    export = read("google-ads", files={"report.xlsx": (tmp_path / "report.xlsx").read_bytes()})
    assert export.rows("ads", "date", "campaign", "clicks") == [(date(2026, 10, 1), "Brand US", 61)]
    assert export.issues()["totals-row"].examples == ("report.xlsx:5",)


def test_an_unknown_column_twice_or_in_another_case_does_no_harm(read: Callable[..., Any]) -> None:
    text = "x\ny\nDay,Campaign,Cost,COST,cost,Clicks,Impr.,Note,note\n2026-10-01,A,5,6,7,1,2,p,q\n"
    export = read("google-ads", files={"a.csv": text}, where="Note = 'p'")
    assert export.rows("ads", "spend") == [(5,)]


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("# Start date: 20251001", [date(2025, 10, 1)]),
        ("October 1, 2025 - October 31, 2026", [date(2025, 10, 1), date(2026, 10, 31)]),
        ("1 October 2025 - 31 Oct 2026", [date(2025, 10, 1), date(2026, 10, 31)]),
        ("1. Oktober 2026 - 2. März 2027", [date(2026, 10, 1), date(2027, 3, 2)]),
        ("2026년 10월 1일 - 2026년 10월 31일", [date(2026, 10, 1), date(2026, 10, 31)]),
        ("1 de octubre de 2026", [date(2026, 10, 1)]),
        ("2026.03.01.~2026.03.31.", [date(2026, 3, 1), date(2026, 3, 31)]),
        ("Campaign report 2026", []),
        ("account 123456789012", []),
    ],
)
def test_the_days_that_a_preamble_names(line: str, days: list[date]) -> None:
    assert list(days_in(line)) == days


@pytest.mark.parametrize(
    ("label", "is_one"),
    [
        ("Total: Campaigns", True), ("Grand total", True), ("Gesamt: Konto", True), ("합계: 캠페인", True), ("총계", True),
        ("'Total", True), ("Totals (filtered)", True), ("Total wine", False), ("Totally", False), ("Summer", False),
        ("Sumatra", False), ("", False),
    ],
)  # fmt: skip
def test_labels_of_totals_rows(label: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_totals_text(label) is is_one
    assert duckdb.execute(f"select {totals_sql('$1')}", [label]).fetchall() == [(is_one,)]


@pytest.mark.parametrize(
    ("source", "medium", "campaign", "channel"),
    [
        ("(direct)", "(none)", None, "Direct"),
        ("google", "cpc", "brand", "Paid search"),
        ("google", "cpc", "shopping lamps", "Paid shopping"),
        ("www.google.de", "organic", None, "Organic search"),
        ("naver", "organic", None, "Organic search"),
        ("facebook", "paid_social", None, "Paid social"),
        ("l.instagram.com", "referral", None, "Organic social"),
        ("fb", "social", None, "Organic social"),
        ("youtube.com", "cpv", None, "Paid video"),
        ("newsletter", "email", "autumn", "Email"),
        ("homefinds", "affiliate", None, "Affiliates"),
        ("blog.example.com", "referral", None, "Referral"),
        ("adserver", "display", None, "Display"),
        ("taboola", "cpc", None, "Paid other"),
        ("shop", "sms", None, "SMS"),
        ("google", "cpc", "eu cross-network 2", "Cross-network"),
        ("poster", "print", None, "Unassigned"),
        (None, "organic", None, "Organic search"),
    ],
)
def test_a_channel_is_found_by_source_medium_and_campaign(
    source: str | None, medium: str | None, campaign: str | None, channel: str
) -> None:
    sql = f"select {channel_of('s', 'm', 'c')} from (select $1::VARCHAR as s, $2::VARCHAR as m, $3::VARCHAR as c)"
    assert duckdb.execute(sql, [source, medium, campaign]).fetchall() == [(channel,)]


@pytest.mark.parametrize(
    ("given", "name"),
    [("Organic Search", "Organic search"), ("SMS", "SMS"), ("(not set)", "(not set)"), ("Our Partners", "Our Partners"),
     ("Mobile Push Notifications", "Mobile push notifications"), ("Unassigned", "Unassigned"), (None, None)],
)  # fmt: skip
def test_channels_have_one_spelling(given: str | None, name: str | None) -> None:
    assert duckdb.execute(f"select {channel_name('c')} from (select $1::VARCHAR as c)", [given]).fetchall() == [(name,)]


def test_numbers_settle_after_the_readers_days_unless_declared() -> None:
    assert settle_days("google-ads", None) == 3
    assert settle_days("google-ads", 0) == 0
    assert settle_days("shopify-orders", None) == 0
    assert settle_days(None, None) == 0
