import hashlib
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.sources.model import Field, FieldType

HEADER = "order_id,ordered_at,amount,currency\n"


def test_every_row_that_is_read_is_used_or_dropped_with_a_reason(read: Callable[..., Any]) -> None:
    text = HEADER + (
        "1,2026-10-01,5,EUR\n,2026-10-01,5,EUR\n3,,5,EUR\n4,yesterday,5,EUR\n5,2026-10-01,abc,EUR\n,,,\n"
        "7,2026-10-01,0,EUR\n8,2026-10-01,--,EUR\n"
    )
    table = read(text, where="amount <> '0'")
    found = table.staged.provenance
    assert found.rows_read == 8
    assert found.rows_used == 1
    assert table.dropped == {
        "missing:order_id": 1, "missing:ordered_at": 1, "unreadable:ordered_at": 1, "unreadable:amount": 1,
        "empty": 1, "where": 1, "missing:amount": 1,
    }  # fmt: skip
    assert found.rows_used + sum(table.dropped.values()) == found.rows_read
    assert table.rules["missing-required"].severity == "block"


def test_files_are_named_inside_the_clients_folder_and_hashed(read: Callable[..., Any]) -> None:
    text = HEADER + "1,2026-10-01,5,EUR\n"
    (file,) = read(text).staged.provenance.files
    assert file.path == "data.csv"
    assert file.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (file.bytes, file.rows) == (len(text), 1)


def test_rows_that_two_files_share_are_counted_once(read: Callable[..., Any]) -> None:
    first = HEADER + "1,2026-10-01,5,EUR\n2,2026-10-02,6,EUR\n3,2026-10-03,7,EUR\n"
    second = HEADER + "3,2026-10-03,7,EUR\n4,2026-10-04,8,EUR\n"
    table = read({"a.csv": first, "b.csv": second})
    assert table.column("order_id") == ["1", "2", "3", "4"]
    assert table.dropped == {"overlap": 1}
    issue = table.rules["overlap"]
    assert (issue.severity, issue.rows) == ("warn", 1)
    assert issue.message.arguments == {"rows": 1, "file": "b.csv", "other": "a.csv"}


def test_the_same_file_twice_counts_once(read: Callable[..., Any]) -> None:
    text = HEADER + "".join(f"{n},2026-10-01,5,EUR\n" for n in range(50))
    table = read({"october.csv": text, "october (1).csv": text})
    assert len(table.column("order_id")) == 50
    assert table.rules["overlap"].rows == 50


def test_identical_lines_of_one_file_are_kept_and_noted(read: Callable[..., Any]) -> None:
    table = read(HEADER + "1,2026-10-01,5,EUR\n2,2026-10-01,5,EUR\n1,2026-10-01,5,EUR\n")
    assert table.column("order_id") == ["1", "2", "1"]
    issue = table.rules["identical-lines"]
    assert (issue.severity, issue.rows, issue.examples) == ("note", 1, ("data.csv:2",))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(st.lists(st.integers(1, 4), max_size=6), min_size=2, max_size=3))
def test_a_row_is_there_as_often_as_in_the_file_that_has_it_most(
    read: Callable[..., Any], files: list[list[int]]
) -> None:
    fields = (Field("n", FieldType.NUMBER, required=True),)
    named = {f"{place}.csv": "n\n" + "".join(f"{n}\n" for n in rows) for place, rows in enumerate(files)}
    expected: Counter[int] = Counter()
    for rows in files:
        expected |= Counter(rows)
    assert Counter(int(n) for n in read(named, fields).column("n")) == expected


def test_currencies_are_counted(read: Callable[..., Any]) -> None:
    table = read(HEADER + "1,2026-10-01,5,eur\n2,2026-10-01,5,USD\n3,2026-10-01,5,EUR\n4,2026-10-01,5,\n")
    assert table.staged.currencies == (("EUR", 2), ("USD", 1))
    declared = read("order_id,ordered_at,amount\n1,2026-10-01,5\n", currency="gbp")
    assert declared.staged.currencies == (("GBP", 1),)


@pytest.mark.parametrize("label", ["Total", "Grand total", "Gesamt:", "합계"])
def test_a_totals_row_without_a_date_is_left_out_and_noted(read: Callable[..., Any], label: str) -> None:
    fields = (Field("date", FieldType.DATE, required=True), Field("spend", FieldType.MONEY, required=True))
    table = read(f"date,spend\n2026-10-01,5\n2026-10-02,6\n{label},11\n", fields)
    assert table.dropped == {"totals": 1}
    assert table.rules["totals-row"].severity == "note"
    assert "unparsable" not in table.rules


def test_a_totals_row_that_has_a_date_would_count_twice_and_blocks(read: Callable[..., Any]) -> None:
    fields = (
        Field("date", FieldType.DATE, required=True), Field("spend", FieldType.MONEY, required=True),
        Field("campaign", FieldType.TEXT),
    )  # fmt: skip
    table = read("date,campaign,spend\n2026-10-01,Brand,5\n2026-10-01,Total,5\n", fields)
    issue = table.rules["totals-row"]
    assert (issue.severity, issue.rows, issue.examples) == ("block", 1, ("data.csv:3",))
