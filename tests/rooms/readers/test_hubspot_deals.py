"""HubSpot's deals: ids as text, stages, blank amounts; values as in the fixtures, read by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from reportgen.errors import SourceError
from reportgen.sources.readers.stages import stage_kind

D = Decimal
READER, DEALS, KOREAN = "hubspot-deals", "hubspot_deals_2026.csv", "hubspot_deals_ko.csv"
Read = Callable[..., Any]
Text = Callable[[str], str]


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute)  # noqa: DTZ001


def test_ids_stay_texts_and_amounts_may_be_blank_or_zero(read: Read) -> None:
    export = read(READER, DEALS)
    assert export.rows("leads", "lead_id", "amount") == [
        ("312400000101", D(12500)),
        ("312400000102", None),
        ("312400000103", D(0)),
        ("312400000104", D(8000)),
        ("312400000105", D("4100.5")),
    ]
    found = export["leads"].provenance
    assert (found.rows_read, found.rows_used, dict(found.dropped)) == (5, 5, {})
    assert export.issues() == {}


def test_the_stage_tells_what_is_won_lost_and_open(read: Read) -> None:
    assert read(READER, DEALS).rows("leads", "won", "created_at", "closed_at") == [
        (True, at(7, 3, 9, 15), at(10, 6, 16, 40)),
        (False, at(8, 11, 11), at(10, 12, 12)),
        (None, at(10, 2, 8, 30), None),  # its close date is an expectation
        (None, at(10, 15, 13), None),
        (None, at(10, 20, 10, 20), None),
    ]


def test_qualified_leads_come_from_their_columns_or_the_stage_that_they_are_in(read: Read) -> None:
    assert read(READER, DEALS).rows("leads", "mql_at", "sql_at") == [
        (at(7, 10, 10), at(7, 20, 10)),
        (None, at(8, 20, 9)),
        (at(10, 5, 7), None),  # in the stage since then
        (None, at(10, 18, 15, 30)),
        (None, None),
    ]


def test_sources_have_the_channels_names(read: Read) -> None:
    assert read(READER, DEALS).rows("leads", "source", "originated_by") == [
        ("Organic search", "marketing"),
        ("Offline", "sales"),
        ("Email", "marketing"),
        (None, None),
        ("Direct", "marketing"),
    ]


def test_korean_columns_and_stages_are_read(read: Read) -> None:
    assert read(READER, KOREAN).rows("leads", "lead_id", "won", "amount", "closed_at") == [
        ("412400000201", True, D(35000000), at(10, 30, 18)),
        ("412400000202", False, None, at(10, 20, 9)),
        ("412400000203", None, D(0), None),
    ]


def test_the_flag_of_a_won_deal_goes_before_the_stages_name(read: Read, fixture_text: Text) -> None:
    text = fixture_text(KOREAN).replace('"파이프라인"', '"Is Closed Won"').replace('"제안","영업"', '"제안","true"')
    text = text.replace('"수주","영업"', '"수주","true"').replace('"실주","영업"', '"실주","false"')
    assert read(READER, files={"a.csv": text}).rows("leads", "won") == [(True,), (False,), (True,)]


def test_the_companys_currency_goes_before_the_deals(read: Read) -> None:
    text = (
        "Record ID,Deal Name,Create Date,Amount,Currency,Amount in company currency,Company currency\n"
        "1,A,2026-10-01 10:00,100,EUR,108.5,USD\n2,B,2026-10-01 10:00,50,usd,,\n"
    )
    export = read(READER, files={"a.csv": text})
    assert export.rows("leads", "amount") == [(D("108.5"),), (D(50),)]
    assert export["leads"].currencies == (("USD", 2),)


def test_ids_that_a_spreadsheet_has_shortened_are_refused(read: Read, fixture_text: Text) -> None:
    text = fixture_text(DEALS).replace("312400000103", "3.124E+11")
    with pytest.raises(SourceError, match=r"row 3 after the header[\s\S]*3\.124E\+11[\s\S]*as it comes"):
        read(READER, files={"a.csv": text})


def test_a_cut_file_and_a_missing_column_say_so(read: Read, fixture_text: Text) -> None:
    text = fixture_text(DEALS)
    assert read(READER, files={"a.csv": text[: text.index("Omega Seals")]}).dropped("leads") == {"cut": 1}
    with pytest.raises(SourceError, match=r"there is no column 'Create Date'[\s\S]*Customize"):
        read(READER, files={"a.csv": text.replace("Create Date", "Born on")})


@pytest.mark.parametrize(
    ("stage", "kind"),
    [("Closed Won", "won"), ("closedwon", "won"), ("CLOSED – WON", "won"), ("Closed won (Sales Pipeline)", "won"),
     ("Geschlossen/Gewonnen", "won"), ("Not won yet", "open"), ("已成交", "won"), ("Closed Lost", "lost"),
     ("未成交", "lost"), ("Marketing-Qualified Lead", "mql"), ("SQL", "sql"), ("Wonderful", "open"), (None, None)],
)  # fmt: skip
def test_what_stages_say(stage: str | None, kind: str | None) -> None:
    assert duckdb.execute(f"select {stage_kind('s')} from (select $1::VARCHAR as s)", [stage]).fetchall() == [(kind,)]
