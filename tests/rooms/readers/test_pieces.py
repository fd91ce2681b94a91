"""Files that hold several tables: zips, and what is refused in them; which reader a table is of."""

from __future__ import annotations

import codecs
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.errors import SourceError
from reportgen.sources import hostile
from reportgen.sources.readers import READERS
from reportgen.sources.readers.headers import fits
from reportgen.sources.readers.model import Head

FIXTURES = Path(__file__).parent / "fixtures"
OWN = {
    "google_ads_days.csv": "google-ads", "google_ads_de.csv": "google-ads", "google_ads_ko.csv": "google-ads",
    "google_ads_fr.csv": "google-ads", "google_ads_es.csv": "google-ads", "google_ads_uk.csv": "google-ads",
    "meta_ads_days.csv": "meta-ads", "meta_ads_de.csv": "meta-ads", "meta_ads_ko.csv": "meta-ads",
    "linkedin_ads_days.csv": "linkedin-ads", "linkedin_ads_fr.csv": "linkedin-ads",
    "naver_ads_days.csv": "naver-ads", "ga4_traffic.csv": "ga4", "ga4_fr.csv": "ga4", "ga4_es.csv": "ga4",
    "search_console_chart.csv": "search-console", "search_console_queries.csv": "search-console",
    "search_console_de.csv": "search-console", "search_console_ko.csv": "search-console",
    "search_console_api.csv": "search-console",
}  # fmt: skip


@pytest.mark.parametrize("fixture", sorted(OWN))
def test_a_file_fits_its_own_reader_alone(fixture: str) -> None:
    content = (FIXTURES / fixture).read_bytes()
    text = content.decode("utf-16" if content.startswith(codecs.BOM_UTF16_LE) else "utf-8-sig")
    head = Head(fixture, Path(fixture), tuple(text.splitlines()))
    assert [name for name, reader in READERS.items() if fits(head, reader) == 1] == [OWN[fixture]]


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_of_several_reports_is_read_as_they_are(read: Callable[..., Any]) -> None:
    names = ("google_ads_days.csv", "google_ads_one_day.csv")
    content = packed({f"reports/{name}": (FIXTURES / name).read_bytes() for name in names} | {"__MACOSX/._a": b"x"})
    export, apart = read("google-ads", files={"october.zip": content}), read("google-ads", *names)
    assert export.rows("ads", "date", "campaign", "spend") == apart.rows("ads", "date", "campaign", "spend")
    (file,) = export["ads"].provenance.files
    assert (file.path, file.bytes, file.rows) == ("october.zip", len(content), 10)  # 7 rows and 3
    assert export.issues()["totals-row"].examples[0] == "october.zip/reports/google_ads_days.csv:8"


def test_a_wrong_file_in_a_zip_is_named(read: Callable[..., Any]) -> None:
    content = packed({"a.csv": (FIXTURES / "google_ads_days.csv").read_bytes(), "b.csv": b"x,y\n1,2\n"})
    with pytest.raises(SourceError, match=r"o\.zip/b\.csv:1: is not an export that 'format: google-ads' reads"):
        read("google-ads", files={"o.zip": content})


def test_a_bomb_among_several_files_is_refused(read: Callable[..., Any]) -> None:
    content = packed({"a.csv": b"x", "b.csv": b"0" * 20_000_000}, zipfile.ZIP_DEFLATED)
    with pytest.raises(SourceError, match=r"o\.zip/b\.csv: inflates to more than 200 times its size"):
        read("google-ads", files={"o.zip": content})


def test_several_files_may_not_inflate_to_more_than_a_workbook(
    read: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = (FIXTURES / "google_ads_days.csv").read_bytes()
    monkeypatch.setattr(hostile, "MOST_INFLATED", 2**10)  # less than two of it
    with pytest.raises(SourceError, match=r"o\.zip/b\.csv: makes its archive inflate to more than"):
        read("google-ads", files={"o.zip": packed({"a.csv": one, "b.csv": one})})


@pytest.mark.parametrize("files", [{}, {"__MACOSX/._a.csv": b"x"}, {"a.csv": b"Campaign,Cost", "b.csv": b""}])
def test_an_empty_zip_or_file_in_it_is_refused(read: Callable[..., Any], files: dict[str, bytes]) -> None:
    with pytest.raises(SourceError, match="the file is empty"):
        read("google-ads", files={"o.zip": packed(files)})


def test_a_damaged_file_in_a_zip_is_refused(read: Callable[..., Any]) -> None:
    content = bytearray(packed({"a.csv": b"Campaign,Cost\n", "b.csv": b"Campaign,Clicks\n"}))
    content[content.index(b"Campaign,Clicks")] = 0
    with pytest.raises(SourceError, match=r"o\.zip/b\.csv: is damaged"):
        read("google-ads", files={"o.zip": bytes(content)})
