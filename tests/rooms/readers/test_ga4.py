"""Google Analytics 4: reports and explorations, in six languages; sums are worked by hand from the fixtures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.errors import SourceError

D = Decimal
TRAFFIC = "ga4_traffic.csv"


def test_a_report_is_read_by_the_names_of_its_columns(read: Callable[..., Any]) -> None:
    export = read("ga4", TRAFFIC)
    assert export.rows("traffic", "date", "channel", "device", "sessions", "users", "purchases") == [
        (date(2026, 10, 1), "Organic search", "mobile", 120, 110, 3),
        (date(2026, 10, 1), "Paid social", "mobile", 80, 78, 1),
        (date(2026, 10, 1), "(not set)", "desktop", 4, 4, 0),
        (date(2026, 10, 2), "Cross-network", "desktop", 50, 45, 4),
        (date(2026, 10, 2), "SMS", "mobile", 6, 6, 0),
    ]
    columns = ("engaged_sessions", "new_users", "returning_users", "pageviews", "product_views", "add_to_carts")
    more = ("checkouts", "conversions")
    assert export.rows("traffic", *columns, *more)[0] == tuple(map(D, (72, 70, 40, 360, 55, 12, 6, 3)))
    assert export["traffic"].provenance.dropped == ()
    assert export["traffic"].issues == ()


def test_engagement_time_is_the_average_times_the_sessions(read: Callable[..., Any]) -> None:
    seconds = [row[0] for row in read("ga4", TRAFFIC).rows("traffic", "engagement_seconds")]
    assert seconds == [D("7380"), D("1620"), D(0), D("4506.25"), D(72)]  # 120 × 61.5, 80 × 20.25, …


def test_rates_are_never_taken_for_counts(read: Callable[..., Any]) -> None:
    assert "bounces" not in read("ga4", TRAFFIC)["traffic"].columns


def test_source_and_medium_stand_in_one_column_or_two(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    one = read("ga4", "ga4_channels_one_day.csv")
    assert one.rows("traffic", "source", "medium") == [("google", "organic"), ("(direct)", "(none)")]
    text = fixture_text("ga4_channels_one_day.csv").replace(
        "Session source / medium,", "Session source,Session medium,"
    )
    two = read("ga4", files={"a.csv": text.replace("google / organic", "google,organic").replace(") / (", "),(")})
    assert two.rows("traffic", "source", "medium") == one.rows("traffic", "source", "medium")


def test_without_a_date_column_the_period_may_be_one_day(read: Callable[..., Any]) -> None:
    export = read("ga4", "ga4_channels_one_day.csv")
    assert export.rows("traffic", "date", "sessions") == [(date(2026, 10, 3), 30), (date(2026, 10, 3), 12)]


def test_without_a_date_column_a_longer_period_is_refused(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text("ga4_channels_one_day.csv").replace("# End date: 20261003", "# End date: 20261031")
    with pytest.raises(SourceError) as caught:
        read("ga4", files={"a.csv": text})
    said = str(caught.value)
    assert "a.csv:9: has no Date column" in said
    assert "the period 2026-10-03 to 2026-10-31" in said
    assert "add the dimension Date" in said


def test_days_that_are_counted_start_at_the_period(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(TRAFFIC).replace(",Date,", ",Nth day,").replace(",20261001,", ",0000,")
    export = read("ga4", files={"a.csv": text.replace(",20261002,", ",0001,")})
    assert export.rows("traffic", "date") == [(date(2026, 10, 1),)] * 3 + [(date(2026, 10, 2),)] * 2


@pytest.mark.parametrize(("fixture", "total"), [("ga4_exploration.csv", 256), ("ga4_exploration_ko.csv", 1256)])
def test_an_explorations_grand_total_is_no_row_of_it(read: Callable[..., Any], fixture: str, total: int) -> None:
    export = read("ga4", fixture)
    found = export.rows("traffic", "sessions", "channel")
    assert sum(row[0] for row in found) == total
    assert found[0][1] == "Organic search"
    assert export.dropped("traffic") == {"totals": 1}
    assert export["traffic"].provenance.rows_read == 4
    assert export.issues()["totals-row"].message.arguments["counted"] == 0


def test_a_korean_exploration_has_the_same_columns(read: Callable[..., Any]) -> None:
    found = read("ga4", "ga4_exploration_ko.csv").rows("traffic", "device", "users", "engaged_sessions", "pageviews")
    assert found[0] == ("mobile", 110, 72, 360)


def test_german_names_and_numbers_are_read(read: Callable[..., Any]) -> None:
    found = read("ga4", "ga4_de.csv").rows(
        "traffic",
        "date",
        "channel",
        "device",
        "sessions",
        "engaged_sessions",
        "users",
        "pageviews",
        "engagement_seconds",
    )
    assert found == [
        (date(2026, 10, 1), "Organic search", "mobile", 1120, 672, 1010, 3360, D("68880")),  # 1.120 × 61,5
        (date(2026, 10, 2), "Paid search", "desktop", 59, 40, 50, 177, D("4897")),
    ]


@pytest.mark.parametrize("fixture", ["ga4_zh_tw.csv", "ga4_zh_cn.csv"])
def test_chinese_names_are_read(read: Callable[..., Any], fixture: str) -> None:
    export = read("ga4", fixture)
    assert export.rows(
        "traffic", "date", "channel", "device", "sessions", "engaged_sessions", "users", "new_users"
    ) == [
        (date(2026, 10, 1), "Organic search", "mobile", 1120, 672, 1010, 400),
        (date(2026, 10, 2), "Paid social", "desktop", 59, 40, 50, 31),
    ]
    assert export.rows("traffic", "pageviews", "conversions", "engagement_seconds") == [
        (3360, 15, D("68880")),  # 1,120 × 61.5
        (177, 1, D("4897")),  # 59 × 83
    ]


def test_german_numbers_are_read_where_only_the_language_tells(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    lines = fixture_text("ga4_de.csv").splitlines()
    kept = [";".join(line.split(";")[:5]) if ";" in line else line for line in lines[:-1]]  # 1.120 and 672
    found = read("ga4", files={"a.csv": "\n".join(kept) + "\n"}).rows("traffic", "sessions", "engaged_sessions")
    assert found == [(1120, 672)]


def test_spanish_names_are_read(read: Callable[..., Any]) -> None:
    text = (
        "# Fecha de inicio: 20261001\n# Fecha de finalización: 20261001\n"
        "Grupo de canales predeterminado de la sesión,Fecha,Sesiones,Sesiones con interacción,Usuarios activos,Vistas\n"
        "Paid Search,20261001,12,9,11,40\n"
    )
    found = read("ga4", files={"a.csv": text}).rows("traffic", "channel", "sessions", "users", "pageviews")
    assert found == [("Paid search", 12, 11, 40)]


@pytest.mark.parametrize(
    ("fixture", "words"),
    [
        ("ga4_snapshot.csv", ("has several tables", "snapshot", "Traffic acquisition, with Date")),
        ("ga4_events.csv", ("no column 'Sessions'", "Event name", "Traffic acquisition, with Date")),
    ],
)
def test_reports_that_cannot_say_it_are_refused(read: Callable[..., Any], fixture: str, words: tuple[str, ...]) -> None:
    with pytest.raises(SourceError) as caught:
        read("ga4", fixture)
    for word in words:
        assert word in str(caught.value)


def test_a_breakdown_that_counts_a_session_several_times_is_refused(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(TRAFFIC).replace("Device category", "Event name")
    with pytest.raises(SourceError, match=r"a\.csv:9: is broken down by 'Event name', of which a session has several"):
        read("ga4", files={"a.csv": text})


def test_overlapping_exports_count_once_and_the_later_numbers_hold(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    october = fixture_text(TRAFFIC)
    later = "\n".join(line for line in october.splitlines() if "20261001," not in line)
    later = later.replace("Cross-network,20261002,desktop,50,40", "Cross-network,20261002,desktop,53,41") + "\n"
    export = read("ga4", files={"2026-10-02.csv": october, "2026-10-03.csv": later})
    assert sum(row[0] for row in export.rows("traffic", "sessions")) == 120 + 80 + 4 + 53 + 6
    assert export.dropped("traffic") == {"overlap": 2}
    assert export.issues()["overlap"].rows == 2


def test_overlapping_exports_with_more_columns_count_once(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(TRAFFIC)
    wider = text.replace(",Total revenue\n", ",Total revenue,Bounce rate\n")
    wider = "\n".join(line + (",0.4" if line[0] != "#" and ",2026100" in line else "") for line in wider.splitlines())
    export = read("ga4", files={"a.csv": text, "b.csv": wider + "\n"})
    assert sum(row[0] for row in export.rows("traffic", "sessions")) == 260


def test_two_properties_are_added_up(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(TRAFFIC)
    export = read("ga4", files={"us.csv": text, "ca.csv": text.replace("shop\n", "shop Canada\n")})
    assert sum(row[0] for row in export.rows("traffic", "sessions")) == 520


def test_two_reports_of_the_same_days_are_refused(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError) as caught:
        read("ga4", TRAFFIC, "ga4_landing_pages.csv")
    said = str(caught.value)
    assert "the same days, broken down differently: both would be counted" in said
    assert "2 days in both" in said
    assert "Landing page" in said


def test_two_reports_of_different_days_stand_side_by_side(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    pages = fixture_text("ga4_landing_pages.csv").replace("202610", "202609")
    export = read("ga4", files={"a.csv": pages, "b.csv": fixture_text(TRAFFIC)})
    assert sum(row[0] for row in export.rows("traffic", "sessions")) == 256 + 260


def test_a_file_without_an_end_to_its_last_row_loses_that_row_alone(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(TRAFFIC)
    export = read("ga4", files={"a.csv": text[: text.index("6,3,0.5")] + "6,3"})
    assert len(export.rows("traffic", "sessions")) == 4
    assert export.issues()["cut-file"].examples == ("a.csv:14",)


def test_rows_of_nothing_but_separators_are_empty_not_totals(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    export = read("ga4", files={"a.csv": fixture_text(TRAFFIC) + "," * 16 + "\n" + "," * 16 + "\n\n"})
    assert export.dropped("traffic") == {"empty": 2}
    assert len(export.rows("traffic", "sessions")) == 5


def test_utf_16_is_told_by_its_byte_order_mark(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = "\n".join(line if line[0] == "#" else line.replace(",", "\t") for line in fixture_text(TRAFFIC).splitlines())
    export = read("ga4", files={"a.csv": (text + "\n").encode("utf-16")})
    assert sum(row[0] for row in export.rows("traffic", "sessions")) == 260


def test_french_names_are_read(read: Callable[..., Any]) -> None:
    """With either apostrophe; a decimal comma is proved by the averages: 1,120 × 61.5, 59 × 83."""
    export = read("ga4", "ga4_fr.csv")
    first = ("date", "channel", "device", "sessions", "engaged_sessions", "users", "new_users", "pageviews")
    assert export.rows("traffic", *first, "product_views", "purchases", "conversions", "engagement_seconds") == [
        (date(2026, 10, 1), "Organic search", "mobile", 1120, 672, 1010, 400, 3360, 500, 12, 15, D(68880)),
        (date(2026, 10, 2), "Paid social", "desktop", 59, 40, 50, 31, 177, 20, 1, 1, D(4897)),
    ]


def test_a_spanish_report_is_read(read: Callable[..., Any]) -> None:
    found = read("ga4", "ga4_es.csv").rows("traffic", "channel", "device", "sessions", "users", "engagement_seconds")
    assert found == [("Organic search", "mobile", 120, 110, D(7380)), ("Email", "desktop", 40, 38, D(810))]


def test_of_a_snapshot_the_table_with_sessions_by_day_is_read(read: Callable[..., Any]) -> None:
    """Of each period the one that says most; the tables of users, countries and the shorter one are left aside."""
    export = read("ga4", "ga4_snapshot_days.csv")
    assert export.rows("traffic", "date", "channel", "sessions") == [
        (date(2026, 10, 1), "Organic search", 120),
        (date(2026, 10, 1), "Paid social", 80),
        (date(2026, 10, 3), "Direct", 40),
        (date(2026, 9, 2), None, 70),  # a table with a period of its own
    ]
    found = export["traffic"].provenance
    assert (found.rows_read, found.rows_used, dict(found.dropped)) == (9, 4, {"aside": 5})  # 2 + 2 + 1
    assert [(file.path, file.rows) for file in found.files] == [("ga4_snapshot_days.csv", 9)]


def test_lines_of_a_snapshot_keep_their_numbers(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text("ga4_snapshot_days.csv").replace("0002,Direct,40,", "0002,Direct,many,")
    line = text.splitlines().index("0002,Direct,many,22,39") + 1
    issues = read("ga4", files={"a.csv": text}).issues()
    assert issues["unparsable"].examples == (f"a.csv:{line}: many",)


def test_a_comparison_of_periods_is_refused(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(TRAFFIC).replace(
        "# End date: 20261002\n", "# End date: 20261002\n# Start date: 20260901\n# End date: 20260902\n"
    )
    with pytest.raises(SourceError, match=r"a\.csv:11: compares two periods"):
        read("ga4", files={"a.csv": text})
