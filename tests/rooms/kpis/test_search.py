"""Search and rankings worked out with a pencil: totals and breakdowns are never added up together."""

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


def of(store: FactStore, kpi: str, by: str = "") -> KpiValues:
    request = Request({kpi: {"current": MARCH}}, (by,) if by else (), ("current",) if by else ())
    return compute(store, load_catalog(), request, Settings(Decimal(12)))[kpi]


def number(store: FactStore, kpi: str) -> Decimal | None:
    return of(store, kpi).windows["current"].number


def members(store: FactStore, kpi: str, by: str) -> dict[str | None, Decimal | None]:
    return {key: value.number for key, value in of(store, kpi, by).segments[by]["current"].items()}


# Two days' totals: 150 clicks of 3,000 impressions. The tool leaves rare queries out, so its tables by query and
# by page sum to less; added to the totals they would give 390 clicks.
CONSOLE = """date,clicks,impressions,position,query,page,device
2026-03-01,100,1000,4,,,
2026-03-02,50,2000,7,,,
2026-03-02,60,1200,3,lamp,,
2026-03-02,40,400,2,brass lamp,,
2026-03-02,90,1500,4,,/lamps,
2026-03-02,50,900,6,,/,
2026-03-02,110,2200,5,,,mobile
2026-03-02,40,800,8,,,desktop
"""


def test_day_totals_are_the_totals_whatever_else_the_export_holds(store_of: StoreOf) -> None:
    store = store_of(search=CONSOLE)
    assert number(store, "organic_ctr") == Decimal("0.05")  # 150 / 3,000
    assert number(store, "keyword_position") == Decimal(6)  # (4 × 1,000 + 7 × 2,000) / 3,000
    assert store.connection.execute("select sum(clicks), count(*) from search").fetchall() == [(150, 2)]


def test_a_segment_rests_on_the_rows_of_its_own_breakdown(store_of: StoreOf) -> None:
    store = store_of(search=CONSOLE)
    assert members(store, "organic_ctr", "query") == {"brass lamp": Decimal("0.1"), "lamp": Decimal("0.05")}
    assert members(store, "organic_ctr", "device") == {"desktop": Decimal("0.05"), "mobile": Decimal("0.05")}
    assert members(store, "keyword_position", "page") == {"/": Decimal(6), "/lamps": Decimal(4)}
    assert of(store, "organic_ctr", "country").segments == {}  # no row has a country


def test_without_day_totals_the_fullest_breakdown_stands_for_them_and_a_note_says_so(store_of: StoreOf) -> None:
    text = "".join(line + "\n" for line in CONSOLE.splitlines() if line.count(",,,") == 0 or "date" in line)
    store = store_of(search=text)  # by query 100 clicks, by page 140: pages leave less out
    assert number(store, "organic_ctr") == pytest.approx(Decimal(140) / 2400)
    (note,) = [issue for issue in store.issues if issue.rule == "search-basis"]
    assert note.message.arguments["dimension"] == ("page",)
    assert not [issue for issue in store_of(search=CONSOLE).issues if issue.rule == "search-basis"]


def test_rows_by_query_and_page_at_once_serve_both_splits(store_of: StoreOf) -> None:
    store = store_of(
        search="date,clicks,impressions,query,page\n2026-03-01,6,100,lamp,/a\n2026-03-01,2,100,rug,/a\n2026-03-01,2,50,rug,/b\n"
    )
    assert number(store, "organic_ctr") == Decimal("0.04")  # 10 / 250
    assert members(store, "organic_ctr", "query") == {"lamp": Decimal("0.06"), "rug": pytest.approx(Decimal(4) / 150)}
    assert members(store, "organic_ctr", "page") == {"/a": Decimal("0.04"), "/b": Decimal("0.04")}


def test_totals_alone_without_any_dimension_column_are_enough(store_of: StoreOf) -> None:
    store = store_of(search="date,clicks,impressions\n2026-03-01,1,4\n")
    assert number(store, "organic_ctr") == Decimal("0.25")
    assert of(store, "keyword_position").windows["current"].status is Status.UNAVAILABLE
    assert of(store, "organic_ctr", "query").segments == {}


def test_days_without_a_position_do_not_pull_the_mean_towards_zero(store_of: StoreOf) -> None:
    store = store_of(
        search="date,clicks,impressions,position\n2026-03-01,1,100,8\n2026-03-02,0,0,\n2026-03-03,3,300,4\n"
    )
    assert number(store, "keyword_position") == Decimal(5)  # (8 × 100 + 4 × 300) / 400


def test_no_impressions_leave_rate_and_position_undefined(store_of: StoreOf) -> None:
    store = store_of(search="date,clicks,impressions,position\n2026-03-01,0,0,5\n")
    for kpi in ("organic_ctr", "keyword_position"):
        value = of(store, kpi).windows["current"]
        assert (value.status, value.reason.key if value.reason else "") == (
            Status.UNDEFINED,
            "reason.zero_denominator",
        )


# In March: lamp 8, later 12; rug 30, later 10 (on two pages: 10 and 14); vase 3, never seen again; urn only in
# February.
RANKS = """date,keyword,position,url
2026-02-20,urn,1,/u
2026-03-02,lamp,8,/a
2026-03-30,lamp,12,/a
2026-03-02,rug,30,/b
2026-03-30,rug,10,/b
2026-03-30,rug,14,/c
2026-03-02,vase,3,/d
"""


def test_a_keyword_counts_with_its_last_position_of_the_period_and_once(store_of: StoreOf) -> None:
    assert number(store_of(rankings=RANKS), "keywords_top10") == Decimal(2)  # rug (10) and vase; lamp fell to 12


def test_no_keyword_in_the_top_ten_is_zero_and_no_rankings_at_all_is_no_number(store_of: StoreOf) -> None:
    assert number(store_of(rankings="date,keyword,position\n2026-03-02,lamp,11\n"), "keywords_top10") == 0
    missing = of(store_of(search=CONSOLE), "keywords_top10").windows["current"]
    assert missing.reason is not None
    assert missing.reason.arguments == {"table": "rankings"}


def test_top_pages_are_landing_pages_or_else_search_pages(store_of: StoreOf) -> None:
    visits = "date,sessions,landing_page\n2026-03-01,70,/\n2026-03-02,20,/lamps\n2026-03-03,10,/\n"
    assert members(store_of(traffic=visits), "top_pages", "landing_page") == {"/": 80, "/lamps": 20}
    assert members(store_of(search=CONSOLE), "top_pages", "landing_page") == {"/": 50, "/lamps": 90}
    both = store_of(search=CONSOLE, traffic=visits)
    assert members(both, "top_pages", "landing_page") == {"/": 80, "/lamps": 20}


def test_top_pages_without_pages_say_what_is_missing(store_of: StoreOf) -> None:
    value = of(store_of(traffic="date,sessions\n2026-03-01,70\n"), "top_pages").windows["current"]
    assert value.reason is not None
    assert value.reason.arguments == {"table": "traffic", "column": "landing_page"}
