"""Salesforce's opportunities: ten decimals, sentinel dates, footers; values as in the fixtures, read by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from reportgen.errors import SourceError

D = Decimal
READER, GERMAN, ENGLISH = (
    "salesforce-opportunities",
    "salesforce_opportunities_de.csv",
    "salesforce_opportunities_en.csv",
)
Read = Callable[..., Any]
Text = Callable[[str], str]


def on(month: int, day: int) -> datetime:
    return datetime(2026, month, day)  # noqa: DTZ001


def test_ten_decimals_german_dates_and_dates_that_stand_for_none(read: Read) -> None:
    assert read(READER, GERMAN).rows("leads", "created_at", "closed_at", "won", "amount") == [
        (on(5, 2), on(6, 19), True, D("12500.5")),
        (on(5, 25), None, None, D(1234)),  # 31.12.3999
        (on(6, 18), on(6, 30), False, None),
        (on(6, 18), on(6, 21), True, D(900)),  # its stage says nothing, its 100 % does
        (on(6, 30), None, None, D(50)),
    ]


@pytest.mark.parametrize("fixture", [GERMAN, ENGLISH])
def test_the_lines_after_the_table_are_no_rows(read: Read, fixture: str) -> None:
    export = read(READER, fixture)
    rows = {GERMAN: 5, ENGLISH: 3}[fixture]
    found = export["leads"].provenance
    assert (found.rows_read, found.rows_used) == (rows + 3, rows)
    assert dict(found.dropped) == {"footer": 2, "totals": 1}
    assert set(export.issues()) == {"totals-row"}


def test_opportunities_without_an_id_are_told_apart_by_a_hash(read: Read) -> None:
    ids = [row[0] for row in read(READER, GERMAN).rows("leads", "lead_id")]
    assert len(set(ids)) == 5
    assert all(len(identity) == 16 and "Hafen" not in identity for identity in ids)
    assert [row[0] for row in read(READER, ENGLISH).rows("leads", "lead_id")] == [
        "0065e00000AbCdE", "0065e00000AbCdF", "0065e00000AbCdG",
    ]  # fmt: skip


def test_american_dates_flags_and_sources(read: Read) -> None:
    assert read(READER, ENGLISH).rows("leads", "created_at", "closed_at", "won", "sql_at", "amount") == [
        (on(3, 5), on(6, 19), True, on(3, 20), D(20000)),  # 6/19/2026 proves the order for 3/5/2026
        (on(6, 7), None, None, None, D(1500)),
        (on(4, 4), on(6, 8), False, on(5, 5), None),
    ]
    assert read(READER, ENGLISH).rows("leads", "source", "originated_by") == [
        ("Trade Show", "marketing"),
        ("Cold Call", "sales"),
        ("Other", "marketing"),  # by its campaign
    ]


def test_a_currency_column_is_checked(read: Read) -> None:
    assert read(READER, GERMAN)["leads"].currencies == (("EUR", 5),)


def test_german_names_are_read(read: Read, fixture_text: Text) -> None:
    text = fixture_text(GERMAN)
    for english, german in (
        ("Opportunity Name", "Opportunity-Name"), ("Stage", "Phase"), ("Probability (%)", "Wahrscheinlichkeit (%)"),
        ("Close Date", "Schlusstermin"), ("Created Date", "Erstelldatum"), ('"Amount"', '"Betrag"'),
        ("Closed Won", "Geschlossen und gewonnen"), ("Closed Lost", "Geschlossen und verloren"),
        ("Grand Totals (5 records)", "Gesamtsummen (5 Datensätze)"), ("Confidential Information", "Vertrauliche Informationen"),
    ):  # fmt: skip
        text = text.replace(english, german)
    columns = ("created_at", "closed_at", "won", "amount")
    export = read(READER, files={"a.csv": text})
    assert export.rows("leads", *columns) == read(READER, GERMAN).rows("leads", *columns)
    assert export.dropped("leads") == {"footer": 2, "totals": 1}


def test_an_opportunity_named_like_a_total_is_one(read: Read, fixture_text: Text) -> None:
    text = fixture_text(ENGLISH).replace("Retrofit", "Total (site)").replace("Seals", "Copyright review")
    assert read(READER, files={"a.csv": text})["leads"].provenance.rows_used == 3


def test_a_file_cut_anywhere_says_so(read: Read, fixture_text: Text) -> None:
    text = fixture_text(GERMAN)
    cut = read(READER, files={"a.csv": text[: text.index("Dichtungen")]})
    assert cut.dropped("leads") == {"cut": 1}
    assert cut["leads"].provenance.rows_used == 3
    in_footer = read(READER, files={"a.csv": text[: text.index("ential Information")]})
    assert in_footer.dropped("leads") == {"cut": 1, "totals": 1}
    no_last_end = read(READER, files={"a.csv": text.rstrip()})
    assert no_last_end.dropped("leads") == {"footer": 2, "totals": 1}


def test_a_missing_column_says_how_to_get_it(read: Read, fixture_text: Text) -> None:
    with pytest.raises(SourceError, match=r"there is no column 'Created Date'[\s\S]*add this column to the report"):
        read(READER, files={"a.csv": fixture_text(GERMAN).replace("Created Date", "Born on")})
