import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.errors import SourceError


def _book(sheet_xml: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["order_id", "ordered_at", "amount"])
    plain = io.BytesIO()
    book.save(plain)
    packed = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(packed, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, sheet_xml if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return packed.getvalue()


_NS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_END = b"</sheetData></worksheet>"


def test_a_workbook_that_inflates_without_end_is_refused(read: Callable[..., Any]) -> None:
    bomb = _book(_NS + b'<row r="1"><c r="A1"><v>1</v></c></row>' + b" " * 60_000_000 + _END)
    with pytest.raises(SourceError, match="200 times"):
        read({"data.xlsx": bomb})


def test_three_cells_at_the_corners_of_a_sheet_are_refused(read: Callable[..., Any]) -> None:
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(SourceError, match="spans"):
        read({"data.xlsx": _book(_NS + cells + _END)})


@pytest.mark.parametrize("sheet", [b"", b"<worksheet><sheetData><row", b'<worksheet><c r="A1" t="s"><v>99</v></c>'])
def test_a_workbook_with_a_broken_sheet_is_an_error_in_words(read: Callable[..., Any], sheet: bytes) -> None:
    with pytest.raises(SourceError, match=r"workbook|has no rows"):
        read({"data.xlsx": _book(sheet)})


def test_a_gzip_bomb_is_refused(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError, match="200 times"):
        read({"data.csv.gz": gzip.compress(b"0" * 50_000_000, 9)})


def test_a_zip_of_several_files_is_refused(read: Callable[..., Any]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "x")
        archive.writestr("b.csv", "y")
    with pytest.raises(SourceError, match="2 files"):
        read({"data.zip": packed.getvalue()})


@pytest.mark.parametrize("name", ["data.xlsx", "data.zip", "data.csv.gz", "data.parquet"])
def test_a_file_that_is_not_what_its_name_says_is_refused(read: Callable[..., Any], name: str) -> None:
    with pytest.raises(SourceError, match="data"):
        read({name: b"order_id,ordered_at,amount\n1,2026-10-01,5\n"})


def test_a_truncated_gzip_is_refused(read: Callable[..., Any]) -> None:
    whole = gzip.compress(b"order_id,ordered_at,amount\n" + b"1,2026-10-01,5\n" * 500)
    with pytest.raises(SourceError, match="damaged"):
        read({"data.csv.gz": whole[:-20]})


def test_an_old_workbook_says_how_to_save_it(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError, match="save it as"):
        read({"data.xls": b"\xd0\xcf\x11\xe0"})


def test_a_file_that_went_away_is_an_error_in_words(read: Callable[..., Any], tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read([tmp_path / "gone.csv"])


def test_a_quotation_mark_that_is_never_closed_is_an_error_in_words(read: Callable[..., Any]) -> None:
    text = 'order_id,ordered_at,amount\n1,2026-10-01,"5\n' + "2,2026-10-02,6\n" * 20_000
    with pytest.raises(SourceError, match="not closed"):
        read(text)


def test_hostile_names_reach_no_sql(read: Callable[..., Any]) -> None:
    header = 'order_id,ordered_at,amount,"x""; drop table t1; --"\n'
    table = read(header + "1,2026-10-01,5,9\n", columns={"channel": 'x"; drop table t1; --'})
    assert table.column("channel") == ["9"]
