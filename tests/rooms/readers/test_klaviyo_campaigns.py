"""Klaviyo's campaigns: what is sent follows from opens and their rate; numbers are worked by hand from the fixtures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from reportgen.errors import SourceError
from reportgen.issues import Severity

PERCENT, FRACTION, RECIPIENTS = (f"klaviyo_campaigns_{name}.csv" for name in ("percent", "fraction", "recipients"))
COUNTS = ("sent", "delivered", "opens", "clicks", "unsubscribes", "bounced")


def sends(export, *columns: str) -> dict[str, Any]:
    return export.by("email", "campaign", *columns)


def test_what_was_delivered_follows_from_opens_and_open_rate(read: Callable[..., Any]) -> None:
    # 8000 / 40.00 % = 20000, and 200 bounced; 1416 / 70.80 % = 2000
    export = read("klaviyo-campaigns", PERCENT)
    assert sends(export, *COUNTS) == {
        "Autumn opening": (20200, 20000, 8000, 500, 20, 200),
        "Members first": (2000, 2000, 1416, 0, 0, 0),
    }
    assert export.counted("email") == (3, 2, {"not-email": 1})


def test_that_it_is_worked_out_is_said(read: Callable[..., Any]) -> None:
    (issue,) = read("klaviyo-campaigns", PERCENT).issues().values()
    assert (issue.rule, issue.severity, issue.rows) == ("recipients-worked-out", Severity.NOTE, 2)


def test_rates_may_be_fractions_and_counts_have_a_point(read: Callable[..., Any]) -> None:
    # 35904 / 0.53213 = 67472.2 → 67472, and 135 bounced; nobody opened: 2 bounces are half of 4
    export = read("klaviyo-campaigns", FRACTION)
    assert sends(export, *COUNTS) == {
        "Winter preview": (67607, 67472, 35904, 675, 34, 135),
        "Nobody opened": (4, 2, 0, 0, 0, 2),
    }
    assert export.counted("email") == (2, 2, {})


def test_a_send_of_which_nothing_tells_the_recipients_is_not_guessed(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(FRACTION).replace("0,0,0,0.5,0,", "0,0,0,0,0,").replace(",2.0,Hush", ",0.0,Hush")
    export = read("klaviyo-campaigns", files={"a.csv": text})
    assert export.counted("email") == (2, 1, {"missing:sent": 1})
    assert export.issues()["missing-required"].examples == ("a.csv:3",)


def test_clicks_and_unsubscribes_help_where_opens_were_not_tracked(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    # 675 / 0.01001 = 67432.6; without clicks 34 / 0.0005 = 68000
    text = fixture_text(FRACTION).replace("0.53213,", "0,")
    assert sends(read("klaviyo-campaigns", files={"a.csv": text}), "delivered")["Winter preview"] == 67433
    text = text.replace("0.01001,", "0,")
    assert sends(read("klaviyo-campaigns", files={"a.csv": text}), "delivered")["Winter preview"] == 68000


def test_recipients_are_taken_as_they_stand_where_they_are_given(read: Callable[..., Any]) -> None:
    export = read("klaviyo-campaigns", RECIPIENTS)
    assert sends(export, *COUNTS) == {"Autumn opening": (20200, 20000, 8000, 500, 20, 200)}
    assert sends(export, "orders", "revenue") == {"Autumn opening": (41, Decimal("4120.50"))}
    assert export.counted("email") == (2, 1, {"not-email": 1})
    assert export.issues() == {}


def test_text_messages_are_left_out_by_their_channel_or_for_want_of_opens(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(PERCENT).replace("Campaign Message Channel", "Way")
    assert read("klaviyo-campaigns", files={"a.csv": text}).counted("email") == (3, 2, {"not-email": 1})
    text = fixture_text(PERCENT).replace("Friday,email\n01B", "Friday,mobile_push\n01B")
    assert read("klaviyo-campaigns", files={"a.csv": text}).counted("email") == (3, 1, {"not-email": 2})


def test_the_day_and_the_time_stand_in_two_cells_or_one(read: Callable[..., Any]) -> None:
    at = datetime(2026, 10, 9, 21, 30)  # noqa: DTZ001
    assert sends(read("klaviyo-campaigns", PERCENT), "sent_at")["Autumn opening"] == at
    assert sends(read("klaviyo-campaigns", RECIPIENTS), "sent_at")["Autumn opening"] == at


def test_the_older_export_of_the_same_send_is_replaced(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    later = fixture_text(PERCENT).replace("8000.0", "8080.0").replace("40.00%", "40.40%")
    export = read("klaviyo-campaigns", files={"1.csv": fixture_text(PERCENT), "2.csv": later})
    assert sends(export, "opens", "delivered")["Autumn opening"] == (8080, 20000)
    assert export.counted("email") == (6, 2, {"not-email": 2, "overlap": 2})


def test_a_cut_subject_is_left_out_and_said(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(PERCENT)
    export = read("klaviyo-campaigns", files={"a.csv": text[: text.index("and so is oak")]})
    assert export.counted("email") == (1, 0, {"cut": 1})
    assert set(export.issues()) == {"cut-file", "no-rows"}


def test_opens_are_needed(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(PERCENT).replace("Unique Opens", "Opens")
    with pytest.raises(SourceError, match=r"there is no column 'Unique Opens'[\s\S]*add the column Unique Opens"):
        read("klaviyo-campaigns", files={"a.csv": text})
