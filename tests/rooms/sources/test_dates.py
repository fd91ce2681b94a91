from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from reportgen.errors import SourceError
from reportgen.sources.dates import formats_of
from reportgen.sources.model import Field, FieldType

at = datetime.fromisoformat


def _sales(*times: str) -> str:
    return "order_id;ordered_at;amount\n" + "".join(f"{n};{time};1\n" for n, time in enumerate(times))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-31", at("2026-10-31")),
        ("2026-10-31 23:59:01", at("2026-10-31 23:59:01")),
        ("2026-10-31T08:05", at("2026-10-31 08:05:00")),
        ("2023-07-08T00:00:00.125", at("2023-07-08 00:00:00.125000")),
        ("2023-07-08T00:00:00.1234567", at("2023-07-08 00:00:00.123456")),
        ("2026-10-31 23:59:59.9999999", at("2026-10-31 23:59:59.999999")),
        ("20231010", at("2023-10-10")),
        ("2023/1/9", at("2023-01-09")),
        ("2026.03.15.", at("2026-03-15")),
        ("2026. 3. 15.", at("2026-03-15")),
        ("31.01.2026", at("2026-01-31")),
        ("1.2.2026 7:30", at("2026-02-01 07:30:00")),
        ("'2026-10-31", at("2026-10-31")),
        ("2026-10-31T10:00:00Z", at("2026-10-31 10:00:00")),
        ("2026-10-31 10:00:00 UTC", at("2026-10-31 10:00:00")),
        ("2026-10-31 10:00:00 -0700", at("2026-10-31 17:00:00")),
        ("2026-10-31T10:00:00+02:00", at("2026-10-31 08:00:00")),
        ("2026-10-31 10:00:00+02", at("2026-10-31 08:00:00")),
    ],
)
def test_the_shapes_that_say_one_thing_are_read_without_being_told(
    read: Callable[..., Any], text: str, expected: object
) -> None:
    assert read(_sales(text)).column("ordered_at") == [expected]


@pytest.mark.parametrize(
    "text",
    ["2026-01-03x", "2026-02-30", "26-01-03", "2023101", "9999-12-31", "tomorrow", "2026-01-03 25:00", "1712345678"],
)
def test_what_is_no_date_is_never_made_one(read: Callable[..., Any], text: str) -> None:
    table = read(_sales("2026-01-03", text))
    assert table.column("ordered_at") == [at("2026-01-03")]
    assert table.rules["unparsable"].examples == (f"data.csv:3: {text}",)


def test_two_offsets_in_one_file_become_the_clients_time(read: Callable[..., Any]) -> None:
    table = read(
        _sales("2023-11-04 12:19:55 -0700", "2023-11-06 12:19:55 -0800"), client_timezone="America/Los_Angeles"
    )
    assert table.column("ordered_at") == [at("2023-11-04 12:19:55"), at("2023-11-06 12:19:55")]


def test_times_without_an_offset_are_in_the_sources_zone(read: Callable[..., Any]) -> None:
    table = read(_sales("2026-01-01 02:00:00"), timezone="UTC", client_timezone="America/Chicago")
    assert table.column("ordered_at") == [at("2025-12-31 20:00:00")]


def test_days_without_a_time_stay_days_and_the_other_midnight_is_noted(read: Callable[..., Any]) -> None:
    table = read(_sales("2026-01-01"), timezone="UTC", client_timezone="America/Chicago")
    assert table.column("ordered_at") == [at("2026-01-01")]
    assert table.rules["days-elsewhere"].severity == "warn"


def test_slashes_that_fit_both_ways_block_and_are_not_guessed(read: Callable[..., Any]) -> None:
    table = read(_sales("01/02/2026", "03/04/2026"))
    assert table.column("ordered_at") == []
    issue = table.rules["ambiguous-date"]
    assert issue.severity == "block"
    assert issue.message.arguments["example"] == "01/02/2026"
    assert "unparsable" not in table.rules


def test_one_impossible_cell_decides_for_the_whole_column(read: Callable[..., Any]) -> None:
    month_first = read(_sales("01/02/2026", "10/31/2026"))
    assert month_first.column("ordered_at") == [at("2026-01-02"), at("2026-10-31")]
    day_first = read(_sales("01/02/2026 10:00", "31/10/2026 11:00"))
    assert day_first.column("ordered_at") == [at("2026-02-01 10:00:00"), at("2026-10-31 11:00:00")]


def test_a_column_that_proves_both_orders_blocks(read: Callable[..., Any]) -> None:
    assert read(_sales("31/10/2026", "10/31/2026", "01/02/2026")).rules["ambiguous-date"].severity == "block"


def test_cells_that_say_the_same_either_way_are_fine(read: Callable[..., Any]) -> None:
    assert read(_sales("05/05/2026", "6/6/2026")).column("ordered_at") == [at("2026-05-05"), at("2026-06-06")]


@pytest.mark.parametrize(
    ("date_format", "text", "expected"),
    [
        ("%m/%d/%Y %H:%M", "1/2/2026 3:04", at("2026-01-02 03:04:00")),
        ("%d/%m/%y", "01/02/26", at("2026-02-01")),
        ("%b %d, %Y %I:%M %p", "Jun 09, 2018 09:30 pm", at("2018-06-09 21:30:00")),
        ("%d %B %Y", "3 March 2026", at("2026-03-03")),
    ],
)
def test_a_declared_format_reads_what_cannot_be_known(
    read: Callable[..., Any], date_format: str, text: str, expected: object
) -> None:
    assert read(_sales(text), date_format=date_format).column("ordered_at") == [expected]


def test_a_declared_format_is_the_only_one(read: Callable[..., Any]) -> None:
    assert read(_sales("2026-10-31", "31/10/2026"), date_format="%d/%m/%Y").dropped == {"unreadable:ordered_at": 1}


def test_a_format_that_is_none_is_an_error(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError, match="date format"):
        read(_sales("2026-10-31"), date_format="%Q")


def test_a_day_column_takes_the_day_in_the_clients_zone(read: Callable[..., Any]) -> None:
    fields = (Field("date", FieldType.DATE, required=True),)
    table = read("date\n2026-10-01 03:00:00Z\n2026-10-02\n", fields, client_timezone="America/New_York")
    assert table.column("date") == [date(2026, 9, 30), date(2026, 10, 2)]


def test_odd_shapes_deep_in_the_file_are_found_too(read: Callable[..., Any]) -> None:
    table = read(_sales(*["2026-10-01"] * 25_000, "02.10.2026"))
    assert table.column("ordered_at")[-1] == at("2026-10-02")


def test_a_shape_has_at_most_two_readings() -> None:
    assert [way.text for way in formats_of("99/99/9999 99:99")] == ["%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M"]
    assert formats_of("99/99/99") == ()
