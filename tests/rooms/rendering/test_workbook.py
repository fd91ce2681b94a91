"""The workbook: its formulas compute what the report says, and nothing in it computes but our formulas."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.errors import MachineError
from reportgen.rendering.packages import import_pptx, import_xlsxwriter
from reportgen.rendering.workbook import render_workbook
from reportgen.rendering.workbook.figures import HEAD_ROWS
from reportgen.report.kpi_csv import FORMULA
from reportgen.report.model import Outcome, Table
from tests.rooms.rendering.formulas import Calculator, Content
from tests.rooms.rendering.office_sample import MEMBERS, NAMES, Ready, hostile, ready, sample

EVERY_SAMPLE = pytest.mark.parametrize("name", NAMES)
SHEET = {"lumen-oak": "KPIs", "hanbit-beauty": "지표", "tungwah-industrial": "指標"}
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension")  # openpyxl drops what it does not know
SOFFICE = shutil.which("soffice")
CURRENT, PREVIOUS, YEAR_AGO, TARGET, NOTE = 3, 4, 7, 10, 14  # columns from 1 of the sheet of all KPIs


def made(one: Ready) -> bytes:
    return render_workbook(one.report, one.teller, *one.look)


@cache
def workbook(name: str) -> bytes:
    return made(sample(name))


def opened(content: bytes, *, values: bool) -> Content:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def same(found: Content, expected: Content) -> bool:
    """Equal, numbers to fifteen figures; no figure and an empty text are the same emptiness."""
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return bool(found == pytest.approx(expected, rel=1e-12, abs=1e-12))
    return (found or None) == (expected or None)


def rows_of(content: bytes, sheet: str) -> dict[str, list[Any]]:
    """The KPI sheet's rows of cached values by the KPI's name."""
    book = opened(content, values=True)[sheet]
    rows = book.iter_rows(min_row=HEAD_ROWS + 1, values_only=True)
    return {str(row[0]): list(row) for row in rows}


def number(text: str) -> float:
    """A cell of a CSV file that LibreOffice wrote: rates stand in per cent."""
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


@EVERY_SAMPLE
def test_every_formula_has_the_value_that_it_computes(name: str) -> None:
    calculator, cached = Calculator(opened(workbook(name), values=False)), opened(workbook(name), values=True)
    found = list(calculator.formulas())
    assert len(found) > 200
    wrong = [
        (sheet, cell, cached[sheet][cell].value, calculator.value(sheet, cell))
        for sheet, cell in found
        if not same(cached[sheet][cell].value, calculator.value(sheet, cell))
    ]
    assert wrong == []


@EVERY_SAMPLE
def test_the_sheet_of_kpis_has_the_numbers_of_the_json(name: str) -> None:
    one = sample(name)
    rows = rows_of(workbook(name), SHEET[name])
    assert len(rows) == len(one.document["kpis"])
    for kpi in one.document["kpis"]:
        row = rows[kpi["name"]]
        expected = {CURRENT: kpi["value"]}
        if kpi["value"] is not None:
            for column, baseline in ((PREVIOUS, "previous"), (YEAR_AGO, "year_ago")):
                held = kpi["comparisons"].get(baseline, {})
                keys = ("value", "change", "relative")
                expected |= {column + place: held.get(key) for place, key in enumerate(keys)}
        target = kpi["comparisons"].get("target", {})
        keys = ("value", "change", "attainment")
        expected |= {TARGET + place: target.get(key) for place, key in enumerate(keys)}
        wrong = {column: row[column - 1] for column, value in expected.items() if not same(row[column - 1], value)}
        assert wrong == {}, (kpi["id"], expected)
        if kpi["status"] != "ok":
            assert row[CURRENT - 1] is None
            assert kpi["reason"] in row[NOTE - 1]


def test_lower_is_better_turns_the_attainment_over(tmp_path: Path) -> None:
    """cac is good when low: a target of 30 over a value of v is 30 / v."""
    folder = tmp_path / "shop"
    shutil.copytree(Path(__file__).parents[3] / "sample_data" / "lumen-oak", folder)
    written = (folder / "report.yaml").read_text(encoding="utf-8")
    (folder / "report.yaml").write_text(
        re.sub(r"^targets:\n", "targets:\n  cac: 30\n", written, flags=re.MULTILINE), "utf-8"
    )
    one = ready(folder)
    kpi = next(kpi for kpi in one.document["kpis"] if kpi["id"] == "cac")
    row = rows_of(made(one), "KPIs")[kpi["name"]]
    assert row[TARGET - 1] == 30
    assert row[TARGET + 1] == pytest.approx(30 / kpi["value"], rel=1e-12)


@EVERY_SAMPLE
def test_there_is_a_sheet_for_each_table_and_none_is_empty(name: str) -> None:
    one, book = sample(name), opened(workbook(name), values=True)
    tables = [block for block in one.report.blocks if block.outcome is Outcome.OK and isinstance(block.content, Table)]
    assert len(book.sheetnames) == 4 + len(tables)
    assert len({sheet.casefold() for sheet in book.sheetnames}) == len(book.sheetnames)
    assert [sheet for sheet in book.sheetnames if not re.fullmatch(r"[^\[\]:*?/\\]{1,31}", sheet)] == []
    assert [sheet.title for sheet in book if sheet.max_row < 3 or sheet["A1"].value is None] == [
        sheet.title
        for sheet in book
        if sheet.title == book.sheetnames[0]  # a logo stands there
    ]


@EVERY_SAMPLE
def test_the_summary_says_what_the_report_says(name: str) -> None:
    one = sample(name)
    sheet = opened(workbook(name), values=True).worksheets[0]
    said = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    flat = said.replace("\u2060", "")
    assert one.report.client in flat
    missing = [
        insight["text"] for insight in one.document["insights"] if insight["text"].replace("\u2060", "") not in flat
    ]
    assert missing == []


def test_money_is_written_with_the_currency_of_the_client() -> None:
    """Dollars before the figure; won and yuan behind it, in the word of the language, without decimals."""
    codes = {}
    for name in NAMES:
        one = sample(name)
        kpi = next(kpi for kpi in one.document["kpis"] if kpi["id"] == "revenue" or kpi["id"] == "ad_spend")
        sheet = opened(workbook(name), values=False)[SHEET[name]]
        row = next(row for row in sheet.iter_rows(min_row=HEAD_ROWS + 1) if row[0].value == kpi["name"])
        codes[name] = row[CURRENT - 1].number_format
    assert codes["lumen-oak"] == '"$"#,##0;-"$"#,##0'
    assert codes["hanbit-beauty"] == '#,##0"원";-#,##0"원"'
    assert codes["tungwah-industrial"] == '#,##0"元";-#,##0"元"'


@EVERY_SAMPLE
def test_charts_are_native_and_have_their_figures(name: str) -> None:
    book = opened(workbook(name), values=False)
    with zipfile.ZipFile(io.BytesIO(workbook(name))) as package:
        charts = [package.read(one).decode() for one in package.namelist() if one.startswith("xl/charts/chart")]
    assert len(charts) > 5
    assert [chart for chart in charts if "<c:v>" not in chart] == []  # drawn also where nothing is computed
    ranges = {found for chart in charts for found in re.findall(r"<c:f>([^<]+)</c:f>", chart)}
    assert {re.match(r"'?([^'!]+)'?!", one)[1] for one in ranges} <= set(book.sheetnames)  # type: ignore[index]


@EVERY_SAMPLE
def test_the_same_report_has_the_same_bytes(name: str) -> None:
    assert made(sample(name)) == workbook(name)
    with zipfile.ZipFile(io.BytesIO(workbook(name))) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-10-31T00:00:00Z" in package.read("docProps/core.xml")


def test_no_word_of_the_data_is_ever_computed(tmp_path: Path) -> None:
    one = ready(hostile(tmp_path / "hostile"))
    content = made(one)
    book = opened(content, values=False)
    calculator = Calculator(book)
    for sheet, cell in calculator.formulas():
        calculator.value(sheet, cell)  # fails for a formula that is none of ours
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"]
    dangerous = [cell for cell in texts if FORMULA.search(str(cell.value))]
    assert {"=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1)"} <= {cell.value for cell in dangerous}
    assert [cell.value for cell in dangerous if not cell.quotePrefix] == []
    assert [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink] == []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        relations = [package.read(name).decode() for name in package.namelist() if name.endswith(".rels")]
    assert [one for one in relations if "External" in one] == []
    assert MEMBERS[0] in {cell.value for cell in book["Charts"]["A"]}


@pytest.mark.parametrize(
    ("module", "extra", "door"), [("xlsxwriter", "xlsx", import_xlsxwriter), ("pptx", "pptx", import_pptx)]
)
def test_without_the_package_the_message_says_what_to_install(
    module: str, extra: str, door: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MachineError, match=re.escape(f"pip install 'reportgen[{extra}]'")):
        door()


@pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not installed: no second engine computes the formulas"
)
def test_libreoffice_computes_the_same(tmp_path: Path) -> None:
    """The cached values are taken out, so that LibreOffice has to compute; its figures are read as CSV."""
    name = "lumen-oak"
    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(io.BytesIO(workbook(name))) as old, zipfile.ZipFile(bare, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data) if "worksheets/sheet" in member else data)
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,2"  # sheet 2, as stored
    command = [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    subprocess.run(
        [*command, "--convert-to", options, "--outdir", tmp_path, bare], check=True, capture_output=True, timeout=120
    )
    written = next(tmp_path.glob("bare*.csv")).read_text(encoding="utf-8")
    computed = {row[0]: row for row in list(csv.reader(io.StringIO(written)))[HEAD_ROWS:]}
    expected = rows_of(workbook(name), "KPIs")
    compared = 0
    for kpi, row in expected.items():
        for column, value in enumerate(row[:NOTE]):
            if isinstance(value, float | int):
                assert number(computed[kpi][column]) == pytest.approx(value, rel=1e-6, abs=1e-9), (kpi, column)
                compared += 1
    assert compared > 300
