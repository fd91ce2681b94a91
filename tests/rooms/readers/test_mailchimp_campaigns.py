"""Mailchimp's campaigns and the report of a single one; sums are worked by hand from the fixtures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from reportgen.errors import SourceError

LIST, SINGLE, TEST = (f"mailchimp_campaigns_{name}.csv" for name in ("list", "single", "test"))
COUNTS = ("sent", "delivered", "opens", "clicks", "unsubscribes", "bounced")
D = Decimal


def sends(export, *columns: str) -> dict[str, Any]:
    return export.by("email", "campaign", *columns)


def test_a_campaign_is_a_send_with_unique_opens_and_clicks(read: Callable[..., Any]) -> None:
    export = read("mailchimp-campaigns", LIST)
    assert sends(export, *COUNTS) == {
        "Autumn opening": (1820, 1800, 500, 90, 4, 20),
        "Restock note": (900, 900, None, None, 1, 0),  # n/a: opens were not tracked
        "Members first": (400, 396, 198, 40, 0, 4),
    }
    assert sends(export, "orders", "revenue") == {
        "Autumn opening": (12, D("1240.50")), "Restock note": (None, None), "Members first": (0, 0),
    }  # fmt: skip
    assert export.counted("email") == (3, 3, {})
    assert export.issues() == {}


def test_the_tools_own_open_rate_follows_from_the_counts(read: Callable[..., Any]) -> None:
    opens, delivered = sends(read("mailchimp-campaigns", LIST), "opens", "delivered")["Autumn opening"]
    assert round(100 * opens / delivered, 2) == D("27.78")


def test_times_have_month_names_and_twelve_hours(read: Callable[..., Any]) -> None:
    assert sends(read("mailchimp-campaigns", LIST), "sent_at") == {
        "Autumn opening": datetime(2026, 10, 9, 21, 30),  # noqa: DTZ001
        "Restock note": datetime(2026, 10, 16, 0, 5),  # noqa: DTZ001
        "Members first": datetime(2026, 10, 23, 12, 0),  # noqa: DTZ001
    }


def test_times_are_those_of_the_accounts_time_zone(read: Callable[..., Any]) -> None:
    export = read("mailchimp-campaigns", LIST, timezone="America/New_York")
    assert sends(export, "sent_at")["Autumn opening"] == datetime(2026, 10, 9, 20, 30)  # noqa: DTZ001


def test_a_time_that_cannot_be_read_is_found(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(LIST).replace("Oct 16, 2026", "Okt 16, 2026")
    export = read("mailchimp-campaigns", files={"a.csv": text})
    assert export.counted("email") == (3, 2, {"unreadable:sent_at": 1})
    assert export.issues()["unparsable"].examples == ("a.csv:3: Okt 16, 2026 12:05 am",)


def test_the_report_of_a_single_campaign_is_one_row(read: Callable[..., Any]) -> None:
    export = read("mailchimp-campaigns", SINGLE)
    assert sends(export, "sent_at", *COUNTS) == {
        "Autumn opening": (datetime(2026, 10, 9, 21, 30), 1820, 1811, 519, 94, 4, 9)  # noqa: DTZ001
    }
    assert export.counted("email") == (1, 1, {})


def test_each_combination_of_a_test_is_a_send(read: Callable[..., Any]) -> None:
    export = read("mailchimp-campaigns", TEST)
    assert export.rows("email", "campaign", *COUNTS) == [
        ("Which subject", 1751, 1742, 141, 20, 1, 9),
        ("Which subject", 1750, 1745, 210, 33, 3, 5),
    ]
    assert export.counted("email") == (2, 2, {})
    assert export.issues() == {}


def test_a_campaigns_own_report_and_the_list_count_it_once(read: Callable[..., Any]) -> None:
    # by name the single report is the later one: 1811 delivered, not 1800
    export = read("mailchimp-campaigns", LIST, SINGLE)
    assert sends(export, "delivered") == {"Restock note": 900, "Members first": 396, "Autumn opening": 1811}
    assert export.counted("email") == (4, 3, {"overlap": 1})


def test_a_single_report_without_its_recipients_is_refused(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(SINGLE)
    with pytest.raises(SourceError) as caught:
        read("mailchimp-campaigns", files={"a.csv": text[: text.index('"Total Recipients:"')]})
    assert "a.csv:1: there is no column 'Total Recipients'" in str(caught.value)


def test_a_cut_row_is_left_out_and_said(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(LIST)
    export = read("mailchimp-campaigns", files={"a.csv": text[: text.index('"Oct 23') + 12]})
    assert export.counted("email") == (3, 2, {"cut": 1})
    assert set(export.issues()) == {"cut-file"}


def test_recipients_are_needed(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(LIST).replace("Total Recipients", "Total Recipient")
    with pytest.raises(SourceError, match="is it 'Total Recipient', under a new name"):
        read("mailchimp-campaigns", files={"a.csv": text})
