"""Social media KPIs of posts small enough to work out with a pencil."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from reportgen.facts.store import FactStore
from reportgen.kpis import DayWindow, Request, Settings, Status, compute, load_catalog
from reportgen.kpis.model import KpiValues
from reportgen.periods.model import Span

StoreOf = Callable[..., FactStore]
MARCH = DayWindow((Span(date(2026, 3, 1), date(2026, 3, 31)),), open_start=True)

# Photo: 30 of a reach of 200 (its 400 impressions do not count); X gives no reach: 10 of 300 impressions. The
# days with followers have no audience; the last post has an audience but nothing is known of what people did.
POSTS = """date,platform,post,impressions,reach,likes,comments,shares,followers
2026-03-03,Photo,Lamp,400,200,20,6,4,
2026-03-05,X,Rug,300,,8,,2,
2026-03-09,Photo,Vase,900,700,,,,
2026-03-10,Photo,,,,,,,1000
2026-03-28,Photo,,,,,,,1100
2026-03-28,Photo,Urn,,,,,,1100
2026-03-15,X,,,,,,,50
2026-04-01,X,,,,,,,9000
"""


def of(store: FactStore, kpi: str, by: str = "") -> KpiValues:
    request = Request({kpi: {"current": MARCH}}, (by,) if by else (), ("current",) if by else ())
    return compute(store, load_catalog(), request, Settings(Decimal(12)))[kpi]


def number(store: FactStore, kpi: str) -> Decimal | None:
    return of(store, kpi).windows["current"].number


def members(store: FactStore, kpi: str, by: str) -> dict[str | None, Decimal | None]:
    return {key: value.number for key, value in of(store, kpi, by).segments[by]["current"].items()}


def test_engagement_is_held_against_reach_and_against_impressions_where_no_reach_is_given(store_of: StoreOf) -> None:
    store = store_of(social=POSTS)
    assert number(store, "engagement_rate") == Decimal("0.08")  # (30 + 10) / (200 + 300)
    found = members(store, "engagement_rate", "platform")
    assert found["Photo"] == Decimal("0.15")
    assert found["X"] == pytest.approx(Decimal(10) / 300)


def test_followers_are_each_platforms_last_count_once(store_of: StoreOf) -> None:
    store = store_of(social=POSTS)
    assert number(store, "followers") == Decimal(1150)  # 1,100 of March 28, in two rows, and 50 of March 15
    assert members(store, "followers", "platform") == {"Photo": 1100, "X": 50}


def test_posts_are_ranked_by_what_people_did(store_of: StoreOf) -> None:
    found = members(store_of(social=POSTS), "top_posts", "post")
    assert {key: found[key] for key in ("Lamp", "Rug")} == {"Lamp": 30, "Rug": 10}


def test_reach_is_summed_as_exported_and_advertising_stands_in_where_social_has_none(store_of: StoreOf) -> None:
    assert number(store_of(social=POSTS), "reach") == Decimal(900)
    assert number(store_of(ads="date,spend,reach\n2026-03-01,5,70\n"), "reach") == Decimal(70)


def test_an_export_without_reach_or_comments_still_has_a_rate(store_of: StoreOf) -> None:
    store = store_of(social="date,platform,impressions,likes\n2026-03-01,X,50,5\n")
    assert number(store, "engagement_rate") == Decimal("0.1")


def test_an_audience_of_nobody_leaves_the_rate_undefined(store_of: StoreOf) -> None:
    store = store_of(social="date,platform,impressions,likes\n2026-03-01,X,0,0\n")
    assert of(store, "engagement_rate").windows["current"].status is Status.UNDEFINED


def test_followers_alone_give_no_engagement_and_posts_alone_no_followers(store_of: StoreOf) -> None:
    alone = store_of(social="date,platform,followers\n2026-03-01,X,50\n")
    assert of(alone, "engagement_rate").windows["current"].status is Status.UNAVAILABLE
    posts = store_of(social="date,platform,likes,impressions\n2026-03-01,X,5,9\n")
    assert of(posts, "followers").windows["current"].status is Status.UNAVAILABLE


def test_a_month_without_a_count_of_followers_has_no_number_and_not_zero(store_of: StoreOf) -> None:
    store = store_of(social="date,platform,followers\n2026-01-05,X,50\n2026-05-05,X,70\n")
    value = of(store, "followers").windows["current"]
    assert (value.number, value.status) == (None, Status.UNDEFINED)
