"""Search Console's performance export: what can be added up and what cannot; sums are worked by hand.

Of October the export has the last three days: 40 + 0 + 60 clicks, 1,000 + 0 + 3,000 impressions.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.errors import SourceError

D = Decimal
FIXTURES = Path(__file__).parent / "fixtures"
OCTOBER = "search_console_2026-10.zip"
COLUMNS = ("date", "query", "page", "device", "country", "clicks", "impressions", "position")
SITE = "https://shop.example.com/"
LAST = date(2026, 10, 31)
NONE = (None, None, None, None)
DAYS = {
    (date(2026, 10, 29), *NONE, 40, 1000, D("8.5")),
    (date(2026, 10, 30), *NONE, 0, 0, None),
    (LAST, *NONE, 60, 3000, D("12.5")),
}
LISTED = {
    (LAST, "oak lamp", None, None, None, 30, 900, D("5.1")),
    (LAST, "lumen & oak", None, None, None, 25, 100, D("1.2")),
    (LAST, None, SITE, None, None, 50, 1500, D(6)),
    (LAST, None, f"{SITE}lamps", None, None, 45, 2600, D("13.1")),
    (LAST, None, None, "mobile", None, 70, 3000, D(11)),
    (LAST, None, None, "desktop", None, 30, 1000, D(13)),
    (LAST, None, None, None, "United States", 90, 3600, D("11.4")),
    (LAST, None, None, None, "Canada", 10, 400, D(12)),
}


def members(fixture: str = OCTOBER) -> dict[str, str]:
    with zipfile.ZipFile(FIXTURES / fixture) as archive:
        return {entry.filename: archive.read(entry).decode() for entry in archive.infolist()}


def packed(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_a_zip_gives_each_days_clicks_and_beside_them_queries_and_pages(read: Callable[..., Any]) -> None:
    export = read("search-console", OCTOBER)
    assert set(export.rows("search", *COLUMNS)) == DAYS | LISTED
    found = export["search"].provenance
    # 3 days, 2 queries, 2 pages, 2 countries, 2 devices; 1 appearance and 2 filters are no rows of the table
    assert (found.rows_read, found.rows_used, dict(found.dropped)) == (14, 11, {"aside": 3})
    assert [(file.path, file.rows) for file in found.files] == [(OCTOBER, 14)]
    assert export.issues() == {}


def test_totals_are_those_of_the_days(read: Callable[..., Any]) -> None:
    facts = read("search-console", OCTOBER).facts()
    sums = "select sum(clicks), sum(impressions), sum(position * impressions) / sum(impressions) from"
    found = facts.connection.execute(f"{sums} search").fetchall()
    assert found == [(100, 4000, 11.5)]  # (8.5 × 1,000 + 12.5 × 3,000) / 4,000
    queries = facts.connection.execute("select sum(clicks), sum(impressions) from search_queries").fetchall()
    assert queries == [(55, 1000)]  # 30 + 25: rare queries are not listed


def test_a_folder_says_the_same(read: Callable[..., Any]) -> None:
    export = read("search-console", files=members())
    assert set(export.rows("search", *COLUMNS)) == DAYS | LISTED
    assert export.dropped("search") == {"aside": 3}
    assert [file.path for file in export["search"].provenance.files] == sorted(members())


def test_a_workbook_says_the_same(read: Callable[..., Any], tmp_path: Path) -> None:
    import csv

    from openpyxl import Workbook

    book = Workbook()
    for name, text in members().items():
        sheet = book.create_sheet(name.removesuffix(".csv"))
        for cells in csv.reader(text.splitlines()):
            sheet.append([float(cell[:-1]) / 100 if cell.endswith("%") else _number(cell) for cell in cells])
    book.save(tmp_path / "october.xlsx")
    export = read("search-console", files={"october.xlsx": (tmp_path / "october.xlsx").read_bytes()})
    assert set(export.rows("search", *COLUMNS)) == DAYS | LISTED
    assert export.dropped("search") == {"aside": 3}


def _number(cell: str) -> float | str | None:
    try:
        return float(cell)
    except ValueError:
        return cell or None


def test_french_files_are_known_by_their_columns(read: Callable[..., Any]) -> None:
    export = read("search-console", "search_console_fr.zip")
    assert set(export.rows("search", *COLUMNS)) == {
        (date(2026, 10, 30), *NONE, 12, 500, D("10.5")),
        (LAST, *NONE, 8, 400, D("9.25")),
        (LAST, "lampe chêne", None, None, None, 9, 300, D("4.2")),
        (LAST, None, "https://boutique.example.com/", None, None, 20, 900, D("9.9")),
        (LAST, None, None, None, "France", 20, 900, D("9.9")),
    }
    assert export.dropped("search") == {"aside": 2}  # the filters


@pytest.mark.parametrize("language", ["de", "es", "ko"])
def test_other_languages_are_known(read: Callable[..., Any], language: str) -> None:
    export = read("search-console", f"search_console_{language}.csv")
    assert export.rows("search", *COLUMNS) == [
        (date(2026, 10, 30), *NONE, 12, 500, D("10.5")),
        (LAST, *NONE, 8, 400, D("9.25")),
    ]


def test_the_filters_name_the_range_where_the_days_are_missing(read: Callable[..., Any]) -> None:
    files = {name: text for name, text in members().items() if name in {"Queries.csv", "Filters.csv"}}
    with pytest.raises(SourceError) as caught:
        read("search-console", files=files)
    assert "Queries.csv:1: is of no known days: the file with the days (Dates or Chart) is missing" in str(caught.value)
    files["Filters.csv"] = files["Filters.csv"].replace("Last 3 days", '"Oct 1, 2026 - Oct 28, 2026"')
    found = read("search-console", files=files).rows("search", "date", "query")
    assert found == [(date(2026, 10, 28), "oak lamp"), (date(2026, 10, 28), "lumen & oak")]


def test_a_table_with_days_is_read_as_it_is(read: Callable[..., Any]) -> None:
    export = read("search-console", "search_console_api.csv")
    assert export.rows("search", "date", "query", "device", "country", "clicks", "position") == [
        (date(2026, 10, 1), "oak lamp", "mobile", "usa", 3, D("5.5")),
        (date(2026, 10, 9), "oak lamp", "desktop", "usa", 1, D(7)),
        (date(2026, 10, 20), "desk lamp", "mobile", "can", 0, None),  # 0 is no position
    ]


def test_a_chart_by_week_is_refused(read: Callable[..., Any]) -> None:
    text = members()["Chart.csv"].replace("10-29", "10-17").replace("10-30", "10-24")
    with pytest.raises(SourceError) as caught:
        read("search-console", files={"Chart.csv": text})
    assert "Chart.csv:1: is by week or by month, not by day" in str(caught.value)
    assert "choose Daily" in str(caught.value)


def test_a_list_of_appearances_alone_is_refused(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError, match="has neither days nor queries"):
        read("search-console", files={"a.csv": members()["Search appearance.csv"]})


def test_overlapping_exports_count_once(read: Callable[..., Any]) -> None:
    """The later export has 30 October to 1 November: the days of both count once, its queries alone."""
    later = members() | {
        "Chart.csv": "Date,Clicks,Impressions,CTR,Position\n2026-10-30,1,10,10%,4\n2026-10-31,62,3000,2.07%,12.5\n"
        "2026-11-01,5,100,5%,9\n",
        "Queries.csv": "Top queries,Clicks,Impressions,CTR,Position\noak lamp,33,930,3.55%,5\n",
    }
    files: dict[str, str | bytes] = {"2026-10.zip": packed(members()), "2026-11.zip": packed(later)}
    export = read("search-console", files=files)
    found = export.rows("search", *COLUMNS)
    assert sorted((row[0].isoformat(), row[5]) for row in found if row[1:5] == NONE) == [
        ("2026-10-29", 40),
        ("2026-10-30", 1),
        ("2026-10-31", 62),
        ("2026-11-01", 5),
    ]
    assert [row for row in found if row[1]] == [(date(2026, 11, 1), "oak lamp", None, None, None, 33, 930, D(5))]
    # of the earlier one 2 days, 2 queries, 2 pages, 2 countries and 2 devices
    assert export.dropped("search") == {"aside": 6, "overlap": 10}


def test_exports_of_two_months_stand_side_by_side(read: Callable[..., Any]) -> None:
    september = {
        name: text.replace("2026-10-31", "2026-10-28").replace("-10-", "-09-") for name, text in members().items()
    }
    export = read("search-console", files={"a.zip": packed(september), "b.zip": packed(members())})
    assert export["search"].provenance.rows_used == 22
    assert {row[0] for row in export.rows("search", "date", "query") if row[1]} == {
        date(2026, 9, 30), date(2026, 10, 31),
    }  # fmt: skip


def test_image_search_is_added_to_web_search(read: Callable[..., Any]) -> None:
    images = members() | {"Filters.csv": "Filter,Value\nSearch type,Image\nDate,Last 3 days\n"}
    export = read("search-console", files={"a.zip": packed(members()), "b.zip": packed(images)})
    assert sum(row[5] for row in export.rows("search", *COLUMNS) if row[1:5] == NONE) == 200


def test_the_same_days_filtered_differently_are_refused(read: Callable[..., Any]) -> None:
    brand = members() | {"Filters.csv": "Filter,Value\nSearch type,Web\nDate,Last 3 days\nQuery,+lumen\n"}
    with pytest.raises(SourceError) as caught:
        read("search-console", files={"a.zip": packed(members()), "b.zip": packed(brand)})
    assert "has the days of another export of the source, filtered differently" in str(caught.value)
    assert "the filters none and query: +lumen" in str(caught.value)


def test_one_breakdown_by_day_and_for_the_range_is_refused(read: Callable[..., Any]) -> None:
    devices = "Date,Device,Clicks,Impressions\n2026-10-29,MOBILE,30,800\n2026-10-29,DESKTOP,10,200\n"
    files = {"Chart.csv": members()["Chart.csv"], "by day.csv": devices}
    assert len(read("search-console", files=files).rows("search", "clicks")) == 5
    with pytest.raises(SourceError, match=r"by day\.csv:1: has the clicks that Devices\.csv has, one by day"):
        read("search-console", files={**files, "Devices.csv": members()["Devices.csv"]})


def test_a_comparison_has_no_clicks_of_one_period(read: Callable[..., Any]) -> None:
    text = (
        members()["Chart.csv"].replace("Clicks", "Last 3 days Clicks,Previous 3 days Clicks").replace(",40,", ",40,1,")
    )
    with pytest.raises(SourceError) as caught:
        read("search-console", files={"Chart.csv": text})
    assert "there is no column 'Clicks'" in str(caught.value)
    assert "switch a comparison off" in str(caught.value)


def test_a_cut_file_loses_its_last_row_alone(read: Callable[..., Any]) -> None:
    text = members()["Chart.csv"]
    export = read("search-console", files={"Chart.csv": text[: text.index(",3000")]})
    assert set(export.rows("search", *COLUMNS)) == {row for row in DAYS if row[0].day < 31}
    assert export.issues()["cut-file"].examples == ("Chart.csv:4",)


def test_another_tools_report_is_refused_by_name(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError, match="'format: google-ads'"):
        read("search-console", "google_ads_days.csv")
