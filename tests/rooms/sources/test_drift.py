"""Schema drift: a column that some files of a source have and others lack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SEPTEMBER = "order_id,ordered_at,amount,channel\na,2026-09-01,10,Web\n"
RENAMED = "order_id,ordered_at,amount,Chanel\nb,2026-10-01,20,Web\n"


def test_a_column_that_was_renamed_is_told_with_the_nearest_name(read: Callable[..., Any]) -> None:
    table = read({"2026-09.csv": SEPTEMBER, "2026-10.csv": RENAMED})
    issue = table.rules["schema-drift"]
    assert issue.message.arguments == {"rows": 0, "column": "channel", "file": "2026-10.csv", "nearest": "Chanel"}
    assert table.rows("order_id", "channel") == [("a", "Web"), ("b", None)]


def test_a_column_that_is_gone_has_no_nearest_name(read: Callable[..., Any]) -> None:
    gone = "order_id,ordered_at,amount\nb,2026-10-01,20\n"
    issue = read({"2026-09.csv": SEPTEMBER, "2026-10.csv": gone}).rules["schema-drift"]
    assert issue.message.arguments["nearest"] == "none"
    assert issue.examples == ("2026-10.csv",)


def test_columns_that_nothing_uses_may_come_and_go(read: Callable[..., Any]) -> None:
    more = "order_id,ordered_at,amount,channel,note\nb,2026-10-01,20,Web,hello\n"
    assert "schema-drift" not in read({"2026-09.csv": SEPTEMBER, "2026-10.csv": more}).rules


def test_one_file_cannot_drift(read: Callable[..., Any]) -> None:
    assert "schema-drift" not in read(SEPTEMBER).rules
