"""Positions of keywords from Semrush, Ahrefs and SE Ranking; rows are worked by hand from the fixtures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reportgen.errors import SourceError

SEMRUSH, AHREFS = "semrush_positions_us.csv", "ahrefs_keywords_organic.csv"
SERANKING = "seranking_positions_days.csv"
COLUMNS = ("date", "keyword", "position", "volume", "url")
SHOP = "https://shop.example.com"


def october(day: int) -> date:
    return date(2026, 10, day)


RANKED = [
    (october(3), "oak lamp", 3, 1300, f"{SHOP}/oak"),
    (october(2), "linen sheets", 12, 880, f"{SHOP}/linen"),
]


def test_semrush_has_a_row_for_each_keyword_the_best_position_counting(read: Callable[..., Any]) -> None:
    export = read("semrush-positions", SEMRUSH)
    assert export.rows("rankings", *COLUMNS) == RANKED
    assert export.counted("rankings") == (5, 2, {"further-result": 1, "not-ranked": 2})
    assert export.issues() == {}


def test_semrush_as_a_workbook_says_the_same(
    read: Callable[..., Any], fixture_text: Callable[[str], str], tmp_path: Path
) -> None:
    import csv

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in csv.reader(fixture_text(SEMRUSH).splitlines()):
        sheet.append([int(cell) if cell.isdigit() else cell for cell in cells])
    book.save(tmp_path / "a.xlsx")
    export = read("semrush-positions", files={"a.xlsx": (tmp_path / "a.xlsx").read_bytes()})
    assert export.rows("rankings", *COLUMNS) == RANKED
    assert export.counted("rankings") == (5, 2, {"further-result": 1, "not-ranked": 2})


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("shop.example.com-organic.Positions-us-20261005-2026-10-06T10_00_00Z.csv", ""),
        ("positions 2026-10-05.csv", ""),
        ("positions.csv", "Report: Positions\nPeriod: 20261001 - 20261005\n\n"),
    ],
)
def test_the_day_is_in_the_files_name_or_before_the_header(
    read: Callable[..., Any], fixture_text: Callable[[str], str], name: str, before: str
) -> None:
    text = before + fixture_text(SEMRUSH).replace("Timestamp", "Seen")
    found = read("semrush-positions", files={name: text}).rows("rankings", "date")
    assert {row[0] for row in found} == {october(5)}


def test_positions_without_a_day_are_refused(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    with pytest.raises(SourceError) as caught:
        read("semrush-positions", files={"a.csv": fixture_text(SEMRUSH).replace("Timestamp", "Seen")})
    said = str(caught.value)
    assert "a.csv:1: does not say of which day its positions are" in said
    assert "keep the file's name as Semrush gives it" in said


def test_two_countries_are_two_rankings_and_a_later_file_of_one_replaces_the_earlier(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(SEMRUSH)
    names = [f"shop.example.com-organic.Positions-{country}-2026100{day}-x.csv" for country, day in
             (("uk", 3), ("us", 3), ("us", 4))]  # fmt: skip
    export = read("semrush-positions", files={names[0]: text, names[1]: text, names[2]: text.replace(",3,5,", ",2,5,")})
    assert [row[0] for row in export.rows("rankings", "position")] == [3, 12, 2, 12]
    assert export.counted("rankings") == (15, 4, {"further-result": 3, "not-ranked": 6, "overlap": 2})


def test_ahrefs_is_read_from_utf_16_with_tabs_and_quotation_marks(read: Callable[..., Any]) -> None:
    export = read("ahrefs-keywords", AHREFS)
    assert export.rows("rankings", *COLUMNS) == RANKED
    assert export.counted("rankings") == (4, 2, {"not-ranked": 2})
    assert export.issues() == {}


def test_ahrefs_current_date_is_the_positions_day(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    lines = fixture_text(AHREFS).splitlines()
    dated = [f'{lines[0]}\t"Current date"', *(f'{line}\t"2026-10-31"' for line in lines[1:])]
    export = read("ahrefs-keywords", files={"a.csv": "\r\n".join(dated).encode("utf-16")})
    assert {row[0] for row in export.rows("rankings", "date")} == {october(31)}


def test_ahrefs_countries_are_kept_apart(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(AHREFS)
    british = text.replace('"US"', '"GB"').replace("United States", "United Kingdom")
    export = read("ahrefs-keywords", files={"gb.csv": british, "us.csv": text, "us (1).csv": text})
    assert export.counted("rankings") == (12, 4, {"not-ranked": 6, "overlap": 2})


def test_se_ranking_has_a_column_for_each_day(read: Callable[..., Any]) -> None:
    # 3 keywords on 3 days; "-", blank, "No data", ">100" and 0 are no positions
    export = read("seranking-positions", SERANKING)
    assert export.rows("rankings", *COLUMNS) == [
        (october(1), "oak lamp", 5, 1300, f"{SHOP}/oak"),
        (october(2), "oak lamp", 4, 1300, f"{SHOP}/oak"),
        (october(3), "oak lamp", 3, 1300, f"{SHOP}/oak"),
        (october(2), "linen sheets, washed", 12, 880, f"{SHOP}/linen"),
    ]
    assert export.counted("rankings") == (9, 4, {"not-ranked": 5})


def test_the_days_of_two_exports_are_united_and_count_once(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    # the later file has the 2nd to the 4th: the 1st comes from the earlier one
    text = fixture_text(SERANKING)
    later = text.replace("2026-10-01", "2026-10-04").replace("1300", "1400")
    export = read("seranking-positions", files={"a.csv": text, "b.csv": later})
    days = [row[0] for row in export.rows("rankings", "date") if row[0] != october(2)]
    assert days == [october(1), october(4), october(3)]
    assert export.counted("rankings") == (18, 5, {"not-ranked": 10, "overlap": 3})


def test_two_search_engines_are_kept_apart(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(SERANKING)
    export = read("seranking-positions", files={"a.csv": text, "b.csv": text.replace("Google USA", "Bing USA")})
    assert export.counted("rankings") == (18, 8, {"not-ranked": 10})


def test_the_line_of_a_strange_position_is_found(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    export = read("seranking-positions", files={"a.csv": fixture_text(SERANKING).replace(",12,88,", ",twelve,88,")})
    assert export.issues()["unparsable"].examples == ("a.csv:4: twelve",)


def test_a_cut_row_is_left_out_and_said(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(SERANKING)
    export = read("seranking-positions", files={"a.csv": text[: text.index(">100")]})
    assert export.counted("rankings") == (7, 4, {"cut": 1, "not-ranked": 2})
    assert export.issues()["cut-file"].examples == ("a.csv:5",)


@pytest.mark.parametrize(
    ("reader", "fixture", "column"),
    [
        ("semrush-positions", SEMRUSH, "Position"),
        ("ahrefs-keywords", AHREFS, "Current position"),
        ("seranking-positions", SERANKING, "Keyword"),
    ],
)
def test_what_is_needed_is_named(
    read: Callable[..., Any], fixture_text: Callable[[str], str], reader: str, fixture: str, column: str
) -> None:
    text = fixture_text(fixture).replace(column, "Something", 1)
    with pytest.raises(SourceError) as caught:
        read(reader, files={"a.csv": text})
    assert f"there is no column '{column}'" in str(caught.value)


def test_without_a_column_of_a_day_se_rankings_file_is_refused(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError) as caught:
        read("seranking-positions", files={"a.csv": 'Shop\nKeyword,URL,Tags,"Search vol."\noak,,,90\n'})
    assert "a.csv:2: there is no column 'Date'" in str(caught.value)
    assert "with a column for each day" in str(caught.value)
