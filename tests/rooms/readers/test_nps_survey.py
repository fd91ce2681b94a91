"""Survey responses: NA, comments over lines, encodings, scales; values as in the fixtures, read by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from reportgen.errors import SourceError

D = Decimal
READER = "nps-survey"
LATIN, DESCRIBED, KOREAN, CSAT = (f"nps_survey_{name}.csv" for name in ("latin1", "described", "ko", "csat_only"))
Read = Callable[..., Any]
Text = Callable[[str], str]


def test_na_is_missing_in_a_score_and_a_segment_in_a_segment(read: Read) -> None:
    export = read(READER, LATIN, encoding="latin-1")
    assert export.rows("surveys", "nps_score", "csat_score", "segment") == [
        (D(10), D(5), "NA"),
        (D(9), D(4), "EU"),
        (None, D(3), "EU"),
        (D(6), None, "NA"),
        (D(8), D(5), "APAC"),
    ]
    found = export["surveys"].provenance
    assert (found.rows_read, found.rows_used, dict(found.dropped)) == (6, 5, {"unanswered": 1})
    assert export.issues() == {}


def test_latin_1_must_be_declared(read: Read) -> None:
    with pytest.raises(SourceError, match=r"has bytes that are not in its encoding[\s\S]*cp1252"):
        read(READER, LATIN)


def test_lines_that_describe_the_columns_are_no_responses(read: Read) -> None:
    export = read(READER, DESCRIBED)
    assert export.rows("surveys", "responded_at", "nps_score", "csat_score", "segment") == [
        (datetime(2026, 10, 1, 9, 3), D(10), D(5), "North"),  # "10 - Extremely likely"  # noqa: DTZ001
        (datetime(2026, 10, 1, 10, 2), D(0), D(1), "South"),  # "0 (Not at all likely)"  # noqa: DTZ001
        (datetime(2026, 10, 2, 10, 2), None, D(4), "South"),  # noqa: DTZ001
    ]
    assert export.dropped("surveys") == {"described": 2}


def test_a_score_outside_its_scale_is_shown(read: Read) -> None:
    assert read(READER, DESCRIBED).issues()["unparsable"].examples == (f"{DESCRIBED}:6: 11 (not 0 to 10)",)


def test_korean_columns_and_dates_are_read(read: Read) -> None:
    export = read(READER, KOREAN)
    assert export.rows("surveys", "responded_at", "nps_score", "csat_score", "segment") == [
        (datetime(2026, 10, 1), D(9), D(5), "신규"),  # noqa: DTZ001
        (datetime(2026, 10, 2), D(6), D(3), "재구매"),  # noqa: DTZ001
    ]


def test_satisfaction_alone_or_a_score_alone_is_a_survey_too(read: Read) -> None:
    assert read(READER, CSAT).rows("surveys", "nps_score", "csat_score") == [(None, D(5)), (None, D(2))]
    text = "Created at,Score,Comment\n2026-10-01,9,good\n2026-10-02,3,\n"
    assert read(READER, files={"a.csv": text}).rows("surveys", "nps_score") == [(D(9),), (D(3),)]


def test_no_comment_reaches_the_facts(read: Read) -> None:
    facts = read(READER, LATIN, encoding="latin-1").facts()
    assert "Livraison" not in str(facts.connection.execute("select * from surveys").fetchall())


def test_a_response_in_two_exports_counts_once(read: Read, fixture_text: Text) -> None:
    text = fixture_text(CSAT)
    export = read(READER, files={"a.csv": text, "b.csv": text + "2026-10-03,4,\n"})
    assert export["surveys"].provenance.rows_used == 3
    assert export.dropped("surveys") == {"overlap": 2}


def test_without_any_score_or_time_it_is_refused(read: Read, fixture_text: Text) -> None:
    with pytest.raises(SourceError, match=r"has no column of scores[\s\S]*NPS \(0 to 10\)"):
        read(READER, files={"a.csv": fixture_text(CSAT).replace("Satisfaction", "Mood")})
    with pytest.raises(SourceError, match=r"there is no column 'Responded at'[\s\S]*time of each"):
        read(READER, files={"a.csv": fixture_text(CSAT).replace("Submitted at", "Sent")})


def test_a_file_cut_within_a_comment_loses_that_response(read: Read, fixture_text: Text) -> None:
    text = fixture_text(KOREAN)
    export = read(READER, files={"a.csv": text[: text.index("빨라요")]})
    assert (export.dropped("surveys"), export["surveys"].provenance.rows_used) == ({}, 1)
    assert read(READER, files={"a.csv": text[: text.index(",재구매")]}).dropped("surveys") == {"cut": 1}
