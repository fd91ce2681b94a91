"""The sample brand's files are reproducible, shaped as the tools shape them, and agree with one another."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.rooms.sample_data.hanbit_beauty import FOLDER, Hanbit, Month, day_of, month_of, rows_of, text_of, whole

SEP, OCT = (2026, 9), (2026, 10)


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hanbit-beauty")
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


def test_the_files_stay_small(hanbit: Hanbit) -> None:
    assert sum(path.stat().st_size for path in (FOLDER / "data").rglob("*.*")) < 6_000_000
    others = sum(
        text_of(path).count("\n")
        for name in ("*.csv", "email/*", "naver/*", "meta/*")
        for path in (FOLDER / "data").glob(name)
    )
    assert len(hanbit.items) + len(hanbit.traffic) + others < 60_000


def test_every_tool_has_25_whole_months(hanbit: Hanbit) -> None:
    ends = date(2024, 10, 1), date(2026, 10, 31)
    for days in (
        {day_of(row["주문일시"]) for row in hanbit.orders},
        {day for day, _ in hanbit.traffic},
        {row.day for row in hanbit.ads if row.platform == "Naver"},
        {row.day for row in hanbit.ads if row.platform == "Meta"},
    ):
        assert (min(days), max(days)) == ends
        assert len(days) >= 760
    assert len(list((FOLDER / "data/search_console").iterdir())) == 25


def test_naver_names_the_month_above_the_header_and_marks_nothing_with_a_dash() -> None:
    for path in sorted((FOLDER / "data/naver").iterdir()):
        title, _, *rows = text_of(path).splitlines()
        days = [row[:11] for row in rows]
        assert title == f"캠페인 보고서({min(days)}~{max(days)})"
    assert any(row["전환수"] == "-" for row in rows_of("naver/*", before=1))


def test_meta_begins_with_a_total_that_has_no_name_and_a_reach_that_is_no_sum() -> None:
    for path in sorted((FOLDER / "data/meta").iterdir()):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        total, *rows = csv.DictReader(text_of(path).splitlines())
        assert (total["캠페인 이름"], total["일"]) == ("", "")
        assert int(total["지출 금액 (KRW)"]) == sum(int(row["지출 금액 (KRW)"]) for row in rows)
        assert int(total["도달"]) < sum(int(row["도달"]) for row in rows) / 4


def test_an_order_s_amounts_stand_on_its_first_article_and_agree_with_the_articles(hanbit: Hanbit) -> None:
    amounts: Counter[str] = Counter()
    for row in hanbit.items:
        amounts[row["주문번호"]] += int(row["수량"]) * int(row["판매가"])
        assert bool(row["주문상태"]) == row["품목별 주문번호"].endswith("-01")
    assert {row["주문번호"]: int(row["총 상품금액"]) for row in hanbit.items if row["주문상태"]} == dict(amounts)


def test_named_queries_are_less_than_the_dates(hanbit: Hanbit) -> None:
    for month in (SEP, OCT):
        dates, queries = (sum(int(r["Clicks"]) for r in hanbit.search(month, t)) for t in ("Dates", "Queries"))
        pages, devices = (sum(int(r["Clicks"]) for r in hanbit.search(month, t)) for t in ("Pages", "Devices"))
        assert queries < dates * 0.92
        assert pages == devices == dates


def test_media_invoices_equal_the_ad_spend(hanbit: Hanbit) -> None:
    booked: Counter[Month] = Counter()
    for row in rows_of("costs.csv"):
        if row["세부"] == "광고비":
            booked[month_of(day_of(row["전기일"]))] += whole(row["금액(원)"])
    assert booked == {month: hanbit.ad("spend", month) for month in booked}
    assert len(booked) == 25
