"""Meta Business Suite: figures by day and posts; sums are worked by hand from the fixtures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.errors import SourceError

REACH, CLICKS, POSTS = "meta_business_reach.csv", "meta_business_clicks.csv", "meta_business_posts.csv"
COUNTS = ("impressions", "reach", "likes", "comments", "shares", "clicks")


def october(day: int) -> date:
    return date(2026, 10, day)


def utf16(text: str) -> bytes:
    return text.encode("utf-16")


def sums(export, *columns: str) -> tuple[Decimal | None, ...]:
    listed = ", ".join(f"sum({column})" for column in columns)
    found = export.connection.execute(f"select {listed} from {export['social'].relation}").fetchall()
    return tuple(found[0])


def test_a_figure_by_day_is_read_from_utf_16_with_its_separator_line_and_title(read: Callable[..., Any]) -> None:
    export = read("meta-business", REACH)
    assert export.rows("social", "date", "platform", "reach") == [
        (october(1), "Facebook", 1204), (october(2), "Facebook", 998), (october(3), "Facebook", 1310),
    ]  # fmt: skip
    assert export.counted("social") == (3, 3, {})
    assert export.issues() == {}


def test_figures_of_the_same_days_stand_beside_each_other(read: Callable[..., Any]) -> None:
    export = read("meta-business", REACH, CLICKS)
    assert sums(export, "reach", "clicks") == (1204 + 998 + 1310, 31 + 0 + 44)
    assert export.counted("social") == (6, 6, {})


def test_tables_below_each_other_are_told_apart_by_their_titles(read: Callable[..., Any]) -> None:
    # reach: Facebook 100 + 120, Instagram 300 + 310; views 900 on one day; visits have no place in social
    export = read("meta-business", "meta_business_several.csv")
    assert export.counted("social") == (7, 5, {"other-figure": 2})
    found: dict[str, list[Any]] = {}
    for platform, reach, impressions in export.rows("social", "platform", "reach", "impressions"):
        found.setdefault(platform, []).append(reach or impressions)
    assert found == {"Facebook": [100, 120], "Instagram": [300, 310], "Meta": [900]}


def test_new_followers_are_not_the_number_of_followers(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    export = read("meta-business", "meta_business_follows.csv")
    assert export.counted("social") == (2, 0, {"other-figure": 2})
    assert set(export.issues()) == {"no-rows"}
    text = fixture_text("meta_business_follows.csv").replace("Instagram follows", "Instagram followers")
    export = read("meta-business", files={"a.csv": utf16(text)})
    assert export.rows("social", "platform", "followers") == [("Instagram", 5), ("Instagram", 7)]


TITLES = {
    "reach": ("Reach", "Instagram reach", "Instagram-Reichweite", "Alcance de Instagram", "Couverture sur Facebook",
              "Facebook 도달"),
    "impressions": ("Views", "Impressions", "Facebook 조회수", "Aufrufe", "Visualizaciones"),
    "clicks": ("Facebook link clicks", "링크 클릭", "Link-Klicks auf Facebook", "Clics sur un lien"),
    "followers": ("Instagram followers", "Followers"),
    None: ("Paid reach", "3-second views", "Content interactions", "Reach per view", "Facebook New likes"),
}  # fmt: skip


def test_the_title_says_which_figure_it_is(read: Callable[..., Any]) -> None:
    titles = [(title, column) for column, names in TITLES.items() for title in names]
    tables = (
        f'"{title}"\n"Date","Primary"\n"2026-10-01T00:00:00","{place}"\n' for place, (title, _) in enumerate(titles)
    )
    export = read("meta-business", files={"a.csv": utf16("sep=,\n" + "\n".join(tables))})
    known = ("reach", "impressions", "clicks", "followers")
    found = {value: name for row in export.rows("social", *known) for name, value in zip(known, row, strict=True)}
    assert {title: found.get(place) for place, (title, _) in enumerate(titles)} == dict(titles)
    assert export.counted("social") == (22, 17, {"other-figure": 5})


@pytest.mark.parametrize(
    ("fixture", "platform"),
    [("meta_business_reach_ko.csv", "Facebook"), ("meta_business_reach_de.csv", "Instagram")],
)
def test_figures_in_other_languages(read: Callable[..., Any], fixture: str, platform: str) -> None:
    export = read("meta-business", fixture)
    assert export.rows("social", "date", "platform", "reach") == [
        (october(1), platform, 1204), (october(2), platform, 998),
    ]  # fmt: skip
    assert export.counted("social") == (2, 2, {})


def test_the_files_name_tells_the_platform_where_nothing_else_does(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text(REACH).replace("Facebook reach", "Reach")
    for name, platform in (("Instagram Reach.csv", "Instagram"), ("Reach.csv", "Meta")):
        found = read("meta-business", files={name: utf16(text)}).rows("social", "platform")
        assert {row[0] for row in found} == {platform}


def test_posts_count_on_the_day_of_their_publication(read: Callable[..., Any]) -> None:
    export = read("meta-business", POSTS)
    assert export.rows("social", "date", "platform", "post", *COUNTS) == [
        (october(3), "Facebook", "Autumn lamps are here Which one is yours?", 2480, 1985, 44, 9, 8, 75),
        (october(4), "Facebook", "https://www.facebook.com/reel/2", 10420, 9310, 180, 20, 12, None),
        (october(6), "Facebook", "Behind the bench", 310, 300, 0, 0, 0, 12),
    ]
    assert export.counted("social") == (3, 3, {})


def test_instagram_has_views_and_likes(read: Callable[..., Any]) -> None:
    export = read("meta-business", "meta_business_instagram.csv")
    assert export.rows("social", "platform", *COUNTS) == [
        ("Instagram", 5120, 3300, 240, 18, 12, None),
        ("Instagram", 8400, 7100, 510, 25, 33, None),
    ]
    assert export.counted("social") == (2, 2, {})


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("ko", [october(14), october(15)]),
        ("es", [october(14), october(15)]),
        ("fr", [october(14), october(15)]),
        ("de", [october(14), date(2026, 11, 3)]),  # 14/10 can only be the 14th of October
    ],
)
def test_posts_in_other_languages(read: Callable[..., Any], language: str, days: list[date]) -> None:
    export = read("meta-business", f"meta_business_posts_{language}.csv")
    assert [row[0] for row in export.rows("social", "date")] == days
    assert sums(export, *COUNTS) == (2480 + 520, 1985 + 480, 44 + 6, 9 + 1, 8 + 0, 75 + 3)
    assert export.counted("social") == (2, 2, {})


def test_posts_broken_down_by_day_count_on_each_day(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    text = fixture_text("meta_business_instagram.csv").replace("Lifetime", "10/20/2026", 1)
    assert [row[0] for row in read("meta-business", files={"a.csv": text}).rows("social", "date")] == [
        october(20), october(15),
    ]  # fmt: skip
    figure = fixture_text(REACH).replace("2026-10-03", "2026-10-20")
    with pytest.raises(SourceError, match="such as 20261020"):
        read("meta-business", files={"a.csv": text, "b.csv": utf16(figure)})


def test_days_and_posts_of_the_same_time_are_not_added_up(read: Callable[..., Any]) -> None:
    with pytest.raises(SourceError) as caught:
        read("meta-business", REACH, POSTS)
    said = str(caught.value)
    assert "have the same days, broken down differently: both would be counted" in said
    assert "1 days in both" in said  # the 3rd: posts of the 4th and 6th have no reach by day


def test_a_later_export_of_the_same_figure_replaces_the_earlier(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    later = fixture_text(REACH).replace("998", "1000").replace("2026-10-01", "2026-10-04")
    export = read("meta-business", files={"a.csv": utf16(fixture_text(REACH)), "b.csv": utf16(later)})
    assert sums(export, "reach") == (1204 + 1000 + 1310 + 1204,)
    assert export.counted("social") == (6, 4, {"overlap": 2})
    assert export.issues()["overlap"].examples == ("a.csv = b.csv: 2",)


def test_a_later_export_of_posts_replaces_the_earlier(
    read: Callable[..., Any], fixture_text: Callable[[str], str]
) -> None:
    later = fixture_text(POSTS).replace("2480,1985", "2600,2000")
    export = read("meta-business", files={"a.csv": fixture_text(POSTS), "b.csv": later})
    assert sums(export, "impressions", "reach") == (2600 + 10420 + 310, 2000 + 9310 + 300)
    assert export.counted("social") == (6, 3, {"overlap": 3})


def test_a_cut_row_is_left_out_and_said(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(REACH)
    export = read("meta-business", files={"a.csv": utf16(text[: text.index("03T00") + 5])})
    assert sums(export, "reach") == (1204 + 998,)
    assert export.counted("social") == (3, 2, {"cut": 1})
    assert export.issues()["cut-file"].examples == ("a.csv:6",)


def test_what_is_no_number_is_found_on_its_line(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    text = fixture_text(REACH).replace('"998"', '"many"')
    export = read("meta-business", files={"a.csv": utf16(text)})
    assert export.issues()["unparsable"].examples == ("a.csv:5: many",)


def test_posts_without_their_time_are_refused(read: Callable[..., Any], fixture_text: Callable[[str], str]) -> None:
    with pytest.raises(SourceError) as caught:
        read("meta-business", files={"a.csv": fixture_text(POSTS).replace(",Publish time,", ",Published,")})
    said = str(caught.value)
    assert "a.csv:1: there is no column 'Publish time'" in said
    assert "is it 'Published', under a new name? export Insights" in said
