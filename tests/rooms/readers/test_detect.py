"""Finding the reader: every fixture is its own reader's and no other's, and what fits none or two is not guessed."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.config.load import load_client
from reportgen.errors import ConfigError, SourceError
from reportgen.facts import open_facts
from reportgen.pipeline.ask import names
from reportgen.sources.model import TableSpec
from reportgen.sources.readers import AUTO, READERS
from reportgen.sources.readers.detect import Finding, findings
from reportgen.sources.readers.model import Newest, Output, Reader, text

FIXTURES = Path(__file__).parent / "fixtures"
PREFIXES = {name.replace("-", "_"): name for name in READERS} | {"shopify": "shopify-orders"}
ENCODINGS = {"cp1252": "cp1252", "latin1": "latin-1"}
NO_READERS_FILE = {"ga4_events.csv"}  # events of a snapshot's kind, without sessions: nothing to tell it by
BESIDE_TABLES = ("Filters.csv", "Filtres.csv")  # of a zip: no table that is read
Read = Callable[..., Any]
Text = Callable[[str], str]
ALL = tuple(READERS.values())


def found_in(file: Path, workspace: Path, encoding: str | None = None) -> tuple[Finding, ...]:
    spec = TableSpec("x", "", (file,), file.parent, client_timezone="UTC", encoding=encoding)
    return findings(file, spec, ALL, workspace)


def own_reader(fixture: str) -> str:
    prefix = max((prefix for prefix in PREFIXES if fixture.startswith(prefix)), key=len)
    return PREFIXES[prefix]


@pytest.mark.parametrize("fixture", sorted(file.name for file in FIXTURES.iterdir()))
def test_a_fixture_is_its_own_readers_and_no_others(fixture: str, tmp_path: Path) -> None:
    encoding = next((codec for word, codec in ENCODINGS.items() if word in fixture), None)
    for finding in found_in(FIXTURES / fixture, tmp_path, encoding):
        beside = fixture in NO_READERS_FILE or finding.name.endswith(BESIDE_TABLES)
        assert [fit.reader.name for fit in finding.whole] == ([] if beside else [own_reader(fixture)])


def test_every_reader_has_a_fixture() -> None:
    assert {own_reader(file.name) for file in FIXTURES.iterdir()} == set(READERS)


@pytest.mark.parametrize(
    "fixture",
    ["square_items_2026_10.csv", "hubspot_deals_ko.csv", "salesforce_opportunities_de.csv", "stripe_payments_all.csv"],
)
def test_auto_reads_as_the_reader_itself_would(read: Read, fixture: str) -> None:
    told, found = read(own_reader(fixture), fixture), read(AUTO, fixture)
    for one, other in zip(told.staged, found.staged, strict=True):
        assert one.reader == other.reader == own_reader(fixture)
        columns = sorted(one.columns)
        assert told.rows(one.table, *columns) == found.rows(other.table, *columns)


REPORT = """client: The Shop
id: the-shop
report: ecommerce
locale: en-US
currency: USD
timezone: America/Chicago
sources:
  - {name: Shop, format: auto, path: woocommerce_orders_2026_*.csv}
  - {name: Ads, format: auto, path: google_ads_days.csv}
"""


def opened(folder: Path, report: str) -> Any:  # noqa: ANN401
    for file in FIXTURES.glob("[gw]*.csv"):
        shutil.copy(file, folder)
    (folder / "report.yaml").write_text(report, encoding="utf-8")
    return open_facts(load_client(folder, names()))


def test_a_client_may_leave_the_tool_to_be_found(tmp_path: Path) -> None:
    store = opened(tmp_path, REPORT)
    assert [(source.label, source.table, source.rows_used) for source in store.sources] == [
        ("Shop", "orders", 6),
        ("Ads", "ads", 4),
    ]
    assert {cover.label: cover.settle_days for cover in store.coverage} == {"Shop": 0, "Ads": 3}  # the reader's own


def test_a_misspelt_auto_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"unknown reader[\s\S]*did you mean 'auto'"):
        opened(tmp_path, REPORT.replace("format: auto, path: woo", "format: autos, path: woo"))


def refused(read: Read, *fixtures: str, files: dict[str, str | bytes] | None = None) -> str:
    with pytest.raises(SourceError) as caught:
        read(AUTO, *fixtures, files=files or {})
    return str(caught.value)


def test_a_file_of_no_tool_is_refused(read: Read) -> None:
    said = refused(read, files={"a.csv": "when,what\n2026-10-01,5\n"})
    assert said.startswith("a.csv: fits no reader\n  found: less than half of the marks of any tool")
    assert "map its columns with 'table:' and 'columns:'" in said


def test_a_needed_column_that_is_a_mark_is_named_with_how_to_get_it(read: Read, fixture_text: Text) -> None:
    said = refused(read, files={"a.csv": fixture_text("woocommerce_orders_2026_09.csv").replace("Order #", "Ref")})
    assert "woocommerce-orders lacks Order #" in said
    assert "if it is WooCommerce's Analytics → Orders, a row for each order and each refund: download Analytics" in said


def test_a_needed_column_that_is_none_is_told_by_the_reader(read: Read, fixture_text: Text) -> None:
    said = refused(read, files={"a.csv": fixture_text("hubspot_deals_2026.csv").replace("Create Date", "Born")})
    assert "a.csv:1: there is no column 'Create Date'" in said


def test_a_file_that_fits_two_readers_is_not_guessed(read: Read) -> None:
    header = "id,Created date (UTC),Amount,Status,Record ID,Deal Name,Create Date"
    said = refused(read, files={"a.csv": f"{header}\n1,2026-10-01 10:00,5,Paid,2,A,2026-10-01\n"})
    assert "a.csv: fits 2 readers, and 'format: auto' does not guess" in said
    assert "stripe-payments by id, Created date (UTC), Amount, Status" in said
    assert "hubspot-deals by Record ID, Deal Name" in said
    assert "write 'format: stripe-payments' or 'format: hubspot-deals'" in said


def test_a_reader_that_knows_all_that_another_does_and_more_is_meant() -> None:
    few, many = (
        Reader(name, name, tuple(map(text, columns)), marks, (Output("ads", {}),), Newest(("A",)))
        for name, columns, marks in (("few", "AB", ("A", "B")), ("many", "ABC", ("A", "C")))
    )
    from reportgen.sources.readers.detect import fit_of
    from reportgen.sources.readers.model import Head

    fits = tuple(fit_of(Head("a.csv", Path("a.csv"), ("A,B,C", "1,2,3")), reader) for reader in (few, many))
    assert all(fit is not None and fit.is_whole for fit in fits)
    found = Finding("a.csv", tuple(fit for fit in fits if fit is not None))
    assert [fit.reader.name for fit in found.whole] == ["many"]


def test_two_tools_files_in_one_source_are_told_apart(read: Read) -> None:
    said = refused(read, "square_items_2026_10.csv", "hubspot_deals_2026.csv")
    assert "the files of 'auto' are of 2 tools" in said
    assert "hubspot_deals_2026.csv is hubspot-deals by Record ID, Deal Name" in said
    assert "declare each tool's files as a source of its own" in said


def test_a_strange_file_among_a_tools_is_told_by_its_reader(read: Read) -> None:
    said = refused(read, "square_items_2026_10.csv", files={"z.csv": "when,what\n1,2\n"})
    assert "z.csv:1: is not an export that 'format: square-items' reads" in said


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"\x00\x01", "Preis €\n".encode("cp1252")])
def test_what_cannot_be_opened_is_refused_without_a_traceback(read: Read, content: bytes) -> None:
    assert refused(read, files={"a.csv": content}).startswith("a.csv")


def test_a_file_cut_within_its_header_fits_nothing(read: Read, fixture_text: Text) -> None:
    assert "fits no reader" in refused(read, files={"a.csv": fixture_text("square_items_2026_10.csv")[:60]})


def test_a_file_cut_within_its_rows_is_known_all_the_same(read: Read, fixture_text: Text) -> None:
    whole = fixture_text("hubspot_deals_2026.csv")
    export = read(AUTO, files={"a.csv": whole[: len(whole) // 2]})
    assert export["leads"].reader == "hubspot-deals"
    assert "cut-file" in export.issues()


def test_sheets_and_files_in_a_zip_are_looked_at_each(tmp_path: Path, fixture_text: Text) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Record ID", "Deal Name", "Create Date"])
    book.create_sheet("Notes").append(["nothing"])
    book.save(tmp_path / "deals.xlsx")
    assert [fit.reader.name for fit in found_in(tmp_path / "deals.xlsx", tmp_path)[0].whole] == ["hubspot-deals"]
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        archive.writestr("square.csv", fixture_text("square_items_2026_10.csv"))
        archive.writestr("deals.csv", fixture_text("hubspot_deals_2026.csv"))
    found = {
        finding.name: [fit.reader.name for fit in finding.whole]
        for finding in found_in(tmp_path / "both.zip", tmp_path)
    }
    assert found == {"both.zip/deals.csv": ["hubspot-deals"], "both.zip/square.csv": ["square-items"]}
