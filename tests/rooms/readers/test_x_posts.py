"""X's analytics of posts, of both kinds; sums are worked by hand from the fixtures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from reportgen.errors import SourceError

OLD, NEW, OVERVIEW = "x_posts_tweets.csv", "x_posts_content.csv", "x_posts_overview.csv"
COUNTS = ("impressions", "likes", "comments", "shares", "clicks")


def test_texts_over_several_lines_are_one_post(read: Callable[..., Any]) -> None:
    export = read("x-posts", OLD)
    assert export.rows("social", "post", *COUNTS) == [
        ('Three ways to fold a napkin: 1. Bishop\'s hat 2. "Fan" 3. Just fold it', 2210, 52, 6, 11, 19),
        ("Restocked", 800, 12, 1, 2, 5),
        ("https://x.com/oaklinen/status/1843", 0, 0, 0, 0, None),
    ]
    assert export.counted("social") == (3, 3, {})
    assert export.issues() == {}


@pytest.mark.parametrize(
    ("timezone", "days"),
    [
        ("UTC", [3, 4, 5]),
        ("America/Chicago", [3, 3, 5]),  # 03:30 UTC is 22:30 of the day before
        ("Asia/Seoul", [3, 4, 6]),  # 18:00 UTC is 03:00 of the day after
    ],
)
def test_a_post_counts_on_its_day_in_the_clients_time_zone(
    read: Callable[..., Any], timezone: str, days: list[int]
) -> None:
    found = read("x-posts", OLD, client_timezone=timezone).rows("social", "date")
    assert [row[0] for row in found] == [date(2026, 10, day) for day in days]


def test_the_new_export_says_reposts_and_days_in_words(read: Callable[..., Any]) -> None:
    export = read("x-posts", NEW)
    assert export.rows("social", "date", "platform", "post", *COUNTS) == [
        (date(2026, 10, 14), "X", "Oak from the valley", 1500, 30, 5, 7, 14),
        (date(2026, 10, 15), "X", "Oiled not lacquered", 2400, 44, 8, 10, 22),
    ]
    assert export.counted("social") == (2, 2, {})


def test_the_accounts_overview_has_days_without_posts(read: Callable[..., Any]) -> None:
    export = read("x-posts", OVERVIEW)
    assert export.rows("social", "date", "post", "impressions", "likes", "comments", "shares") == [
        (date(2026, 10, 14), None, 1900, 34, 6, 7),
        (date(2026, 10, 15), None, 2650, 46, 8, 10),
    ]
    assert export.counted("social") == (2, 2, {})
    with pytest.raises(SourceError, match="same days, broken down differently"):
        read("x-posts", NEW, OVERVIEW)


def test_a_posts_latest_numbers_count(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(OLD)
    export = read("x-posts", files={"1.csv": text, "2.csv": text.replace('"2210"', '"2300"')})
    assert [row[0] for row in export.rows("social", "impressions")] == [2300, 800, 0]
    assert export.counted("social") == (6, 3, {"overlap": 3})


def test_long_texts_are_cut_for_the_report(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(NEW).replace("Oak from the valley", "word " * 60)
    name = read("x-posts", files={"a.csv": text}).rows("social", "post")[0][0]
    assert name == "word " * 23 + "word…"


def test_a_cut_text_is_left_out_and_said(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(OLD)
    export = read("x-posts", files={"a.csv": text[: text.index("'1842") + 30]})
    assert export.counted("social") == (2, 1, {"cut": 1})
    assert set(export.issues()) == {"cut-file"}


def test_a_rate_does_not_stand_in_for_a_count(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    with pytest.raises(SourceError, match="there is no column 'replies'"):
        read("x-posts", files={"a.csv": fixture_text(OLD).replace('"replies"', '"reply rate"')})
