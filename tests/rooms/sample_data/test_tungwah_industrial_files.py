"""The sample company's files are reproducible, shaped as the tools shape them, and agree with one another."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tests.rooms.sample_data.tungwah_industrial import (
    FOLDER,
    MQL,
    SQL,
    Month,
    Tungwah,
    day_of,
    month_of,
    rows_of,
    text_of,
)

ENDS = date(2024, 10, 1), date(2026, 10, 31)


@pytest.fixture(scope="module")
def company() -> Tungwah:
    return Tungwah()


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("tungwah-industrial")
    subprocess.run([sys.executable, "-B", FOLDER / "make_data.py", "--out", out], check=True, timeout=120)
    return out


def test_the_script_writes_the_same_files_again(again: Path) -> None:
    made, kept = (
        {
            path.relative_to(folder): gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            for path in (folder / "data").rglob("*.*")
        }
        for folder in (again, FOLDER)
    )
    assert sorted(made) == sorted(kept)
    assert [str(name) for name in sorted(made) if made[name] != kept[name]] == []


def test_the_files_stay_small(company: Tungwah) -> None:
    assert sum(path.stat().st_size for path in (FOLDER / "data").rglob("*.*")) < 4_000_000
    rows = len(company.lines) + len(company.deals) + len(company.answers) + len(company.visits) + len(company.ads)
    assert rows + sum(map(len, map(rows_of, ("contracts.csv", "projects.csv", "costs.csv", "form_tests.csv")))) < 50_000


def test_every_tool_has_25_whole_months(company: Tungwah) -> None:
    for days in (
        {day for day, _ in company.visits},
        {day for day, _ in company.ads},
        {day_of(row["Create Date"]) for row in company.deals if day_of(row["Create Date"]) >= ENDS[0]},
    ):
        assert (min(days), max(days)) == ENDS
        assert len(days) >= 730
    assert len({month_of(line.day) for line in company.lines}) == 25
    assert len({month_of(day_of(row["時間戳記"])) for row in company.answers}) == 25
    assert len({month_of(day_of(row["日期"])) for row in rows_of("projects.csv")}) == 25


def test_a_deal_s_id_has_12_digits_every_cell_is_quoted_and_amounts_may_be_blank_or_0(company: Tungwah) -> None:
    (path,) = (FOLDER / "data" / "hubspot").iterdir()
    assert all(line.startswith('"') and line.endswith('"') for line in text_of(path).splitlines())
    ids = [row["Record ID"] for row in company.deals]
    assert {len(number) for number in ids} == {12}
    assert len(set(ids)) == len(ids)
    amounts = Counter(
        "blank" if not row["Amount"] else "0" if row["Amount"] == "0" else "some" for row in company.deals
    )
    assert min(amounts["blank"], amounts["0"]) > 400


def test_a_deal_goes_from_marketing_to_sales_to_its_end(company: Tungwah) -> None:
    for row in company.deals:
        times = [row[name] for name in ("Create Date", MQL, SQL) if row[name]]
        closed = row["Deal Stage"] in {"Closed won", "Closed lost"}
        assert times == sorted(times)
        assert bool(row[MQL]) >= bool(row[SQL]) >= (row["Deal Stage"] == "Closed won")
        assert (row["Close Date"] > "2026-11-02") != closed  # of an open deal it is an expectation


def test_the_erp_writes_big5_with_letters_that_hold_a_backslash() -> None:
    content = (FOLDER / "data/erp/sales_2026.csv").read_bytes()
    assert "功率繼電器".encode("big5") in content  # 功 is A5 5C
    assert b"\\" in "功".encode("big5")
    assert "防塵蓋".encode("big5")[-1:] == b"\\"
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


def test_returns_have_documents_of_their_own_and_bring_back_what_was_sold(company: Tungwah) -> None:
    sold: dict[tuple[str, str], int] = defaultdict(int)
    for line in company.lines:
        assert (line.quantity < 0) == line.document.startswith("R")
        sold[line.customer, line.sku] += line.quantity
    assert min(sold.values()) >= 0


def test_a_contract_s_spans_meet_and_only_the_last_may_be_open(company: Tungwah) -> None:
    spans: dict[str, list[tuple[date, date, int]]] = defaultdict(list)
    for contract, _, started, ended, fee, _ in company.spans:
        spans[contract].append((started, ended, fee))
    changed = 0
    for found in spans.values():
        for (_, ended, fee), (started, _, next_fee) in pairwise(found):
            assert ended == started
            assert fee != next_fee
            changed += 1
    assert changed > 80
    assert len({customer for _, customer, *_ in company.spans}) == len(spans)


def test_linkedin_has_utf_16_tabs_and_five_lines_before_the_header() -> None:
    for path in sorted((FOLDER / "data/linkedin").iterdir()):
        assert path.read_bytes().startswith(b"\xff\xfe")
        lines = text_of(path, "utf-16").splitlines()
        assert (lines[0], lines[4]) == ("Campaign Performance Report (in UTC)", "")
        assert lines[5].startswith("Start Date (in UTC)\tAccount Name\tCurrency\t")


def test_answers_may_be_missing_and_comments_have_several_lines(company: Tungwah) -> None:
    for column in ("推薦意願", "滿意度", "意見"):
        assert any(row[column] == "NA" for row in company.answers)
    assert any("\n" in row["意見"] for row in company.answers)
    for path in sorted((FOLDER / "data/survey").iterdir()):
        assert len(text_of(path).splitlines()) > 1 + len(list(csv.DictReader(text_of(path).splitlines(keepends=True))))


def test_the_media_invoice_equals_linkedin_s_spend_and_key_events_are_the_crm_s_web_leads(company: Tungwah) -> None:
    spent: Counter[Month] = Counter()
    for day, row in company.ads:
        spent[month_of(day)] += int(float(row["Total Spent"]))
    booked = {
        month_of(day_of(row["日期"])): int(row["金額"].replace(",", ""))
        for row in rows_of("costs.csv")
        if row["明細"] == "廣告費"
    }
    assert booked == spent
    forms = sum(int(row["Key events"]) for day, row in company.visits if month_of(day) == (2026, 10))
    assert forms == company.reached(
        "Create Date", (2026, 10), lambda row: row["Original Traffic Source"] != "Offline sources"
    )
