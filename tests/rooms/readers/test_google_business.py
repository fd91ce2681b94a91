"""Google Business Profile by place; sums are worked by hand from the fixture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from reportgen.errors import SourceError

OCTOBER = "google_business_2026-10-1_2026-10-31.csv"
OLD = """Store code,Business name,Address,Labels,Overall rating,Total searches,Direct searches,Discovery searches,Total views,Search views,Maps views,Total actions,Website actions,Directions actions,Phone call actions
,,,,Rating,All searches,By name,By category,All views,On Search,On Maps,All actions,Clicks,Directions,Calls
01,Oak & Linen,"1 Example Street",,4.6,900,300,600,"2,100",700,"1,400",210,90,100,20
"""


def test_the_line_that_describes_the_columns_is_no_row(read: Callable[..., Any]) -> None:
    # views: 1200 + 300 + 450 + 50 = 2000; 310 + 90 + 10 = 410, one kind being empty
    export = read("google-business", OCTOBER)
    assert export.rows("social", "date", "platform", "impressions", "clicks") == [
        (date(2026, 10, 31), "Google Business", 2000, 140),
        (date(2026, 10, 31), "Google Business", 410, 35),
    ]
    assert export.counted("social") == (3, 2, {"description": 1})


def test_a_periods_sums_count_on_its_last_day_and_that_is_said(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    (issue,) = read("google-business", OCTOBER).issues().values()
    assert (issue.rule, issue.rows) == ("period-on-last-day", 2)
    day = read("google-business", files={"GMB insights - 2026-10-7 - 2026-10-7.csv": fixture_text(OCTOBER)})
    assert {row[0] for row in day.rows("social", "date")} == {date(2026, 10, 7)}
    assert day.issues() == {}


def test_the_old_export_has_views_and_actions(read: Callable[..., Any]) -> None:
    name = "GMB insights (Discovery Report) - 2026-9-1 - 2026-9-30.csv"
    export = read("google-business", files={name: OLD})
    assert export.rows("social", "date", "impressions", "clicks") == [(date(2026, 9, 30), 2100, 90)]
    assert export.counted("social") == (2, 1, {"description": 1})
    without = read("google-business", files={name: OLD.replace("Total views", "All views")})
    assert without.rows("social", "impressions") == [(2100,)]  # 700 on Search + 1400 on Maps


def test_months_are_added_up(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    november = fixture_text(OCTOBER).replace(",140,", ",150,")
    export = read("google-business", files={"2026-10-1_2026-10-31.csv": fixture_text(OCTOBER),
                                            "2026-11-1_2026-11-30.csv": november})  # fmt: skip
    assert sum(row[0] for row in export.rows("social", "clicks")) == 140 + 35 + 150 + 35
    assert export.counted("social") == (6, 4, {"description": 2})


def test_the_same_month_twice_counts_once(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text, name = fixture_text(OCTOBER), "insights - 2026-10-1 - 2026-10-31"
    export = read("google-business", files={f"{name}.csv": text, f"{name} (1).csv": text.replace(",140,", ",141,")})
    assert sum(row[0] for row in export.rows("social", "clicks")) == 141 + 35
    assert export.counted("social") == (6, 2, {"description": 2, "overlap": 2})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("insights.csv", "does not say of which days its sums are"),
        ("insights 2026-01-01 2026-12-31.csv", "covers more than a month"),
    ],
)
def test_a_file_without_a_month_is_refused(
    read: Callable[..., Any], fixture_text: Callable[[str], str], name: str, said: str
) -> None:
    with pytest.raises(SourceError) as caught:
        read("google-business", files={name: fixture_text(OCTOBER)})
    assert said in str(caught.value)
    assert "one month at a time" in str(caught.value)


def test_periods_that_meet_are_refused(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(OCTOBER)
    with pytest.raises(SourceError) as caught:
        read("google-business", files={"a 2026-10-1 2026-10-15.csv": text, "b 2026-10-1 2026-10-31.csv": text})
    assert "have days in common: both would be counted" in str(caught.value)


def test_a_cut_row_is_left_out_and_said(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(OCTOBER)
    export = read("google-business", files={OCTOBER: text[: text.index("02,Oak") + 30]})
    assert export.counted("social") == (3, 1, {"cut": 1, "description": 1})
    assert "cut-file" in export.issues()


def test_website_clicks_are_needed(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    with pytest.raises(SourceError, match="there is no column 'Website clicks'"):
        read("google-business", files={OCTOBER: fixture_text(OCTOBER).replace("Website clicks", "Web")})
