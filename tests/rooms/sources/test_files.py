import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from reportgen.errors import SourceError
from reportgen.sources.dialect import header_names, sniff_delimiter
from reportgen.sources.model import Constant, Field, FieldType, RowNumber

at = datetime.fromisoformat


HEADER = "order_id,ordered_at,amount,channel\n"
ROWS = "a1,2026-10-01,10.50,Email\na2,2026-10-02,4,NA\n"
EXPECTED = [("a1", at("2026-10-01"), Decimal("10.5"), "Email"), ("a2", at("2026-10-02"), Decimal(4), "NA")]
COLUMNS = ("order_id", "ordered_at", "amount", "channel")


def _zip(content: str, name: str = "orders.csv") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def _workbook(*rows: list[object], sheet: str = "Orders", skip: int = 0) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for _ in range(skip):
        page.append(["Report of October"])
    for row in rows:
        page.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data.csv", HEADER + ROWS),
        ("data.csv", "\ufeff" + HEADER + ROWS),
        ("data.csv", (HEADER + ROWS).replace("\n", "\r\n")),
        ("data.csv", (HEADER + ROWS).replace("\n", "\r")),
        ("data.csv", (HEADER + ROWS).rstrip("\n")),
        ("data.csv", (HEADER + ROWS).replace(",", ";")),
        ("data.tsv", (HEADER + ROWS).replace(",", "\t")),
        ("data.txt", (HEADER + ROWS).replace(",", "|")),
        ("data.csv", (HEADER + ROWS).encode("utf-16")),
        ("data.csv", "\ufeff".encode("utf-16-be") + (HEADER + ROWS).replace(",", "\t").encode("utf-16-be")),
        ("data.csv.gz", gzip.compress((HEADER + ROWS).encode(), mtime=0)),
        ("data.zip", _zip(HEADER + ROWS)),
        ("data.csv", HEADER + "\n" + ROWS.replace("\n", "\n\n") + ",,,\n"),
        ("data.csv", " order_id , ordered_at ,amount,channel\n" + ROWS.replace(",", " , ")),
        ("data.csv", HEADER.replace("\n", ",\n") + ROWS.replace("\n", ",\n")),
        ("data [1].csv", HEADER + ROWS),
    ],
)
def test_the_same_table_is_read_from_every_spelling_of_a_text_file(
    read: Callable[..., Any], name: str, content: object
) -> None:
    assert read({name: content}).rows(*COLUMNS) == EXPECTED


def test_brackets_and_stars_in_a_name_are_letters(read: Callable[..., Any], tmp_path: Path) -> None:
    for name, order in (("d [1].csv", "a"), ("d 1.csv", "b"), ("d *.csv", "c"), ("d ?.csv", "d")):
        (tmp_path / name).write_text(f"order_id,ordered_at,amount\n{order},2026-10-01,5\n")
        assert read([tmp_path / name]).column("order_id") == [order]


def test_a_trailing_delimiter_in_every_row_shifts_nothing(read: Callable[..., Any]) -> None:
    table = read(HEADER + ROWS.replace("\n", ",\n"))
    assert table.rows(*COLUMNS) == EXPECTED
    assert table.staged.issues == ()


def test_a_workbook_is_read_with_real_dates_numbers_and_ids(read: Callable[..., Any]) -> None:
    rows = [
        ["order_id", "ordered_at", "amount", "channel"],
        [536365, at("2026-10-01 08:30:00"), 10.5, "Email"],
        ["a2", date(2026, 10, 2), 4, None],
    ]
    table = read({"data.xlsx": _workbook(*rows)})
    assert table.rows(*COLUMNS) == [
        ("536365", at("2026-10-01 08:30:00"), Decimal("10.5"), "Email"),
        ("a2", at("2026-10-02"), Decimal(4), None),
    ]
    again = read({"data.xlsx": _workbook(*rows, skip=2)}, skip_rows=2, date_format="%d/%m/%Y")
    assert again.column("order_id") == ["536365", "a2"]


def test_the_sheet_is_the_one_that_is_named_and_a_wrong_name_gets_a_hint(read: Callable[..., Any]) -> None:
    book = _workbook(["order_id", "ordered_at", "amount"], ["1", "2026-10-01", "5"])
    assert read({"data.xlsx": book}, sheet="Orders").column("order_id") == ["1"]
    with pytest.raises(SourceError, match="did you mean 'Orders'"):
        read({"data.xlsx": book}, sheet="Order")


def test_parquet_keeps_its_types(read: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "data.parquet"
    duckdb.sql(
        "select 536365 as order_id, timestamptz '2026-10-01 03:00:00+00' as ordered_at, 1.234::double as amount,"
        " 'NA' as channel"
    ).write_parquet(str(path))
    table = read([path], client_timezone="America/New_York")
    assert table.rows(*COLUMNS) == [("536365", at("2026-09-30 23:00:00"), Decimal("1.234"), "NA")]


def test_columns_set_by_spaces_with_a_leading_one_and_crlf(read: Callable[..., Any]) -> None:
    text = " customer  date  n dollars\r\n 00001 19970101  1   11.77\r\n 00002 19970112  1   12.00\r\n"
    table = read(
        text, delimiter="whitespace", date_format="%Y%m%d",
        columns={"order_id": RowNumber(), "ordered_at": "date", "amount": "dollars", "customer_id": "customer"},
    )  # fmt: skip
    assert table.rows("order_id", "customer_id", "amount") == [
        ("1", "00001", Decimal("11.77")), ("2", "00002", Decimal(12)),
    ]  # fmt: skip


def test_lines_before_the_header_are_skipped_and_counted_in_places(read: Callable[..., Any]) -> None:
    table = read("Report\nOctober; 2026\n" + HEADER + "a1,2026-10-01,x,Email\n", skip_rows=2)
    assert table.staged.provenance.failures[0].examples == ("data.csv:4: x",)


def test_quoted_line_breaks_stay_in_their_cell_and_places_are_lines_of_the_file(read: Callable[..., Any]) -> None:
    text = HEADER + 'a1,2026-10-01,1,"two\nlines"\na2,2026-10-02,oops,"x ""y"""\na3,2026-10-03,3,z\n'
    table = read(text)
    assert table.column("channel") == ["two\nlines", "z"]
    assert table.staged.provenance.failures[0].examples == ("data.csv:4: oops",)


def test_rows_with_too_many_cells_are_left_out_and_counted_never_shifted(read: Callable[..., Any]) -> None:
    text = HEADER + ROWS + "a3,2026-10-03,1,000,Email\n" + "a4,2026-10-04,7\n"
    table = read(text)
    assert table.column("order_id") == ["a1", "a2", "a4"]
    assert table.dropped == {"ragged": 1}
    issue = table.rules["ragged-rows"]
    assert (issue.severity, issue.rows) == ("block", 2)
    assert issue.message.arguments == {"rows": 2, "long": 1, "short": 1}
    assert issue.examples[0].startswith("data.csv:4: a3, ")


def test_every_row_one_cell_longer_than_the_header_gives_no_rows_instead_of_wrong_ones(
    read: Callable[..., Any],
) -> None:
    table = read("order_id,ordered_at,amount\n1,2026-10-01,5,9\n2,2026-10-02,6,9\n")
    assert table.column("order_id") == []
    assert table.rules["ragged-rows"].severity == "block"


def test_undecodable_bytes_say_the_line_and_what_to_declare(read: Callable[..., Any]) -> None:
    latin = (HEADER + ROWS + "a3,2026-10-03,1,Caf\xe9\n").encode("cp1252")
    with pytest.raises(SourceError, match=r"data\.csv:4: has bytes(.|\n)*cp1252"):
        read(latin)
    assert read(latin, encoding="cp1252").column("channel")[-1] == "Café"


@pytest.mark.parametrize("encoding", ["utf-9", "hex", "zlib", "undefined"])
def test_an_encoding_that_is_none_is_an_error(read: Callable[..., Any], encoding: str) -> None:
    with pytest.raises(SourceError, match="unknown encoding"):
        read(HEADER + ROWS, encoding=encoding)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"\n\n", "no header"), (b"\x00\x01\x02", "NUL"), (b'a,b\n1,"2\n', "no column|not there")],
)
def test_a_file_that_is_no_table_is_an_error_in_words(read: Callable[..., Any], content: object, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read(content)


def test_a_header_without_rows_is_a_table_without_rows(read: Callable[..., Any]) -> None:
    table = read(HEADER)
    assert table.rows(*COLUMNS) == []
    assert table.rules["no-rows"].severity == "warn"
    assert table.staged.provenance.rows_read == 0


def test_header_names_are_trimmed_and_unique() -> None:
    assert header_names([" Cost ", "", "Cost", "Cost", "cost"]) == ("Cost", "column_2", "Cost_2", "Cost_3", "cost")


def test_a_comma_inside_the_cells_does_not_make_a_delimiter() -> None:
    assert sniff_delimiter(["Date;Cost;Name\n", '1;"2,50";a, b, c\n']) == ";"
    assert sniff_delimiter(["only\n", "1\n"]) == ","


def test_columns_that_differ_in_case_only_are_kept_apart(read: Callable[..., Any]) -> None:
    text = "order_id,ordered_at,Amount,amount\n1,2026-10-01,5,7\n"
    assert read(text).column("amount") == [Decimal(7)]
    assert read(text, columns={"amount": "Amount"}).column("amount") == [Decimal(5)]
    assert read("ORDER_ID,ordered_at,Amount\n1,2026-10-01,5\n").column("amount") == [Decimal(5)]


def test_a_missing_column_names_the_nearest(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError, match="did you mean 'Amount_paid'"):
        read("order_id,ordered_at,Amount_paid\n1,2026-10-01,5\n", columns={"amount": "Amount paid"})
    with pytest.raises(SourceError, match="'amount', which the table 'orders' needs"):
        read("order_id,ordered_at,paid\n1,2026-10-01,5\n")
    with pytest.raises(SourceError, match="did you mean 'discount'"):
        read(HEADER + ROWS, columns={"discounts": "amount"})


def test_several_files_are_one_table_by_column_name(read: Callable[..., Any]) -> None:
    table = read(
        {"1.csv": HEADER + "a1,2026-10-01,1,x\n", "2.csv": "amount,note,order_id,ordered_at\n2,n,b1,2026-10-02\n"}
    )
    assert table.rows("order_id", "amount", "channel") == [("a1", Decimal(1), "x"), ("b1", Decimal(2), None)]
    assert [file.rows for file in table.staged.provenance.files] == [1, 1]


def test_a_file_that_lacks_a_needed_column_is_named(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError, match=r"2\.csv: there is no column 'amount'"):
        read({"1.csv": HEADER + ROWS, "2.csv": "order_id,ordered_at\n1,2026-10-01\n"})


def test_many_files_and_many_rows_keep_their_order(read: Callable[..., Any]) -> None:
    head = "order_id,ordered_at,amount\n"
    files = {f"{n}.csv": head + "".join(f"{n}-{i},2026-10-01,{i}\n" for i in range(30_000)) for n in range(3)}
    table = read(files, columns={"channel": RowNumber()}, where="amount in (0, 1, 2, 3, 4, 29999) and order_id <> 'x'")
    kept = [(f"{n}-{i}", str(n * 30_000 + i + 1)) for n in range(3) for i in (0, 1, 2, 3, 4, 29_999)]
    assert table.rows("order_id", "channel") == kept


def test_constants_and_row_numbers_stand_in_for_columns(read: Callable[..., Any]) -> None:
    table = read(
        "when,paid\n2026-10-01,5\n2026-10-02,6\n",
        columns={"order_id": RowNumber(), "ordered_at": "when", "amount": "paid", "channel": Constant("it's"),
                 "discount": Constant("1.5")},
    )  # fmt: skip
    assert table.rows("order_id", "channel", "discount") == [
        ("1", "it's", Decimal("1.5")),
        ("2", "it's", Decimal("1.5")),
    ]


def test_counts_may_be_fractions_and_flags_are_words(read: Callable[..., Any]) -> None:
    fields = (Field("clicks", FieldType.COUNT), Field("won", FieldType.FLAG))
    table = read("clicks,won\n1.5,Yes\n2,false\n,maybe\n", fields)
    assert table.rows("clicks", "won") == [(Decimal("1.5"), True), (Decimal(2), False), (None, None)]
    assert table.staged.provenance.failures[0].column == "won"
