"""What STORY.md plants in the sample brand's files can be seen in them, and the product sees the same."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.rooms.sample_data.hanbit_beauty import FOLDER, Hanbit, Month, day_of, mean, month_of, rows_of, whole

AUG, SEP, OCT = (2026, 8), (2026, 9), (2026, 10)


def test_clicks_of_naver_s_shopping_search_cost_a_third_more_from_september_28(hanbit: Hanbit) -> None:
    def cost(first: date, last: date) -> Decimal:
        rows = [row for row in hanbit.ads if "쇼핑검색" in row.campaign and first <= row.day <= last]
        return Decimal(sum(row.spend for row in rows)) / sum(row.clicks for row in rows)

    rise = cost(date(2026, 9, 28), date(2026, 10, 31)) / cost(date(2026, 8, 24), date(2026, 9, 27))
    assert Decimal("1.35") < rise < Decimal("1.42")
    assert round(hanbit.cpc(SEP, "쇼핑검색")) == 382
    assert round(hanbit.cpc(OCT, "쇼핑검색")) == 519
    for steady in ("파워링크", "브랜드검색"):
        assert abs(hanbit.cpc(OCT, steady) / hanbit.cpc(SEP, steady) - 1) < Decimal("0.02")
    assert abs(hanbit.sessions(OCT, "Paid Shopping") / hanbit.sessions(SEP, "Paid Shopping") - 1) < 0.02


def test_the_weakest_meta_campaign_ends_on_october_11(hanbit: Hanbit) -> None:
    days = {row.day for row in hanbit.ads if row.campaign == "릴스_체험단_신규"}
    assert (min(days), max(days)) == (date(2024, 10, 1), date(2026, 10, 11))
    returns = {}
    for name in {row.campaign for row in hanbit.ads if row.platform == "Meta"}:
        chosen = [row for row in hanbit.ads if row.campaign == name and row.day.year == 2026]
        returns[name] = sum(row.value for row in chosen) / sum(row.spend for row in chosen)
    assert min(returns, key=returns.__getitem__) == "릴스_체험단_신규"
    assert returns["릴스_체험단_신규"] < 0.8
    assert 0.65 < hanbit.sessions(OCT, "Paid Social") / hanbit.sessions(SEP, "Paid Social") < 0.8


def test_analytics_is_dark_on_october_20_while_the_mall_sells(hanbit: Hanbit) -> None:
    sessions, sold = hanbit.daily_sessions(), hanbit.daily_orders()
    assert date(2026, 10, 20) not in sessions
    assert sessions[date(2026, 10, 21)] == 399
    assert sold[date(2026, 10, 20)] == 29
    assert min(n for day, n in sessions.items() if day != date(2026, 10, 21)) > 500


def test_chuseok_moves_gifts_and_quiet_days_between_months(hanbit: Hanbit) -> None:
    sold = hanbit.daily_orders()
    for quiet in ([date(2026, 9, d) for d in (24, 25, 26, 27)], [date(2025, 10, d) for d in range(3, 10)]):
        around = [quiet[0] - timedelta(days=d) for d in range(8, 15)] + [
            quiet[-1] + timedelta(days=d) for d in range(3, 10)
        ]
        assert mean(sold[d] for d in quiet) < 0.7 * mean(sold[d] for d in around)

    completed = {row["주문번호"] for row in hanbit.orders}

    def sets(month: Month) -> int:
        return sum(
            int(row["수량"]) * int(row["판매가"])
            for row in hanbit.items
            if row["상품분류"] == "세트·기프트"
            and row["주문번호"] in completed
            and month_of(day_of(row["주문일시"])) == month
        )

    assert sets(SEP) > 2.3 * sets(OCT)
    assert sets(SEP) > 2.3 * sets(AUG)


def test_a_draw_brings_five_thousand_subscribers_who_read_less(hanbit: Hanbit) -> None:
    joined: Counter[date] = Counter()
    for row in rows_of("email/signups.csv"):
        joined[date.fromisoformat(row["일자"])] += int(row["신규 구독자"])
    assert sum(n for day, n in joined.items() if month_of(day) == OCT) == 5085
    draw = [date(2026, 9, 28) + timedelta(days=i) for i in range(14)]
    assert min(joined[day] for day in draw) > 4 * max(n for day, n in joined.items() if day not in draw)
    everyone = [(day, row) for day, row in hanbit.sends if "VIP" not in row["List"]]
    sizes = {day: int(row["Total Recipients"]) for day, row in everyone}
    assert sizes[date(2026, 10, 28)] - sizes[date(2026, 9, 24)] > 5000
    rates = {m: hanbit.mailed(m, "Unique Opens") / hanbit.mailed(m, "Successful Deliveries") for m in (SEP, OCT)}
    assert (round(rates[SEP], 3), round(rates[OCT], 3)) == (0.323, 0.278)
    assert hanbit.mailed(OCT, "Unsubscribes") > 2 * hanbit.mailed(SEP, "Unsubscribes")
    assert hanbit.sessions(OCT, "Email") > 1.2 * hanbit.sessions(SEP, "Email")


def test_one_reel_has_more_impressions_than_a_year_of_posts(hanbit: Hanbit) -> None:
    seen = sorted((int(row["Impressions"]) for row in hanbit.posts), reverse=True)
    assert seen[0] == 486_000 > 14 * seen[1]
    reel = next(row for row in hanbit.posts if row["Impressions"] == "486000")
    assert reel["Publish time"] == "2026-10-14T19:30:00"
    followers = {(r["기준일"], r["플랫폼"]): whole(r["팔로워수"]) for r in rows_of("social/followers.csv")}
    assert followers["2026-10-31", "Instagram"] - followers["2026-09-30", "Instagram"] == 5470
    sessions = hanbit.daily_sessions("Organic Social")
    usual = mean(sessions[date(2026, 10, d)] for d in range(1, 14))
    assert sessions[date(2026, 10, 15)] > 4 * usual


def test_google_ranks_three_queries_five_places_lower_and_their_clicks_halve(hanbit: Hanbit) -> None:
    before, after = ({r["Top queries"]: r for r in hanbit.search(m, "Queries")} for m in (SEP, OCT))
    for query in ("수분크림 추천", "건성 수분크림", "장벽크림 추천"):
        assert float(after[query]["Position"]) > float(before[query]["Position"]) + 4
        assert int(after[query]["Clicks"]) < 0.55 * int(before[query]["Clicks"])
        assert int(after[query]["Impressions"]) > int(before[query]["Impressions"])
    clicks = {m: sum(int(r["Clicks"]) for r in hanbit.search(m, "Dates")) for m in (SEP, OCT)}
    assert (clicks[SEP], clicks[OCT]) == (5296, 4774)
    assert 0.80 < hanbit.sessions(OCT, "Organic Search") / hanbit.sessions(SEP, "Organic Search") < 0.88


def test_skincare_costs_a_tenth_more_from_october_5(hanbit: Hanbit) -> None:
    prices: dict[str, dict[bool, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row in hanbit.items:
        prices[row["상품코드"]][day_of(row["주문일시"]) >= date(2026, 10, 5)].add(int(row["판매가"]))
    for code, by_time in prices.items():
        (old,), (new,) = by_time[False], by_time[True]
        assert round(new / old, 2) == (1.10 if code.startswith("HB-S") else 1)


def test_black_week_is_the_peak_of_each_year(hanbit: Hanbit) -> None:
    sold = hanbit.daily_orders()
    for year in (2024, 2025):
        week = [date(year, 11, d) for d in range(20, 31)]
        assert mean(sold[d] for d in week) > 2 * mean(sold[date(year, 11, d)] for d in range(1, 20))
        months = [(year, m) for m in (10, 11, 12)] + [(year + 1, m) for m in range(1, 10)]
        assert max(months, key=hanbit.revenue) == (year, 11)


@pytest.mark.journey
def test_the_product_finds_the_same_numbers(hanbit: Hanbit) -> None:
    ids = ("revenue", "orders", "ad_spend", "roas", "cpc", "sessions", "conversion_rate", "emails_delivered",
           "open_rate", "list_growth", "followers", "organic_ctr")  # fmt: skip
    asked = ["kpis", str(FOLDER), "--period", "2026-10", "--today", "2026-11-05", "--json"]
    asked += [word for name in ids for word in ("--kpi", name)]
    done = subprocess.run([sys.executable, "-m", "reportgen", *asked], capture_output=True, check=True, timeout=240)
    found = {kpi["id"]: kpi["value"] for kpi in json.loads(done.stdout)["kpis"]}
    spend, sessions = hanbit.ad("spend", OCT), hanbit.sessions(OCT)
    delivered = hanbit.mailed(OCT, "Successful Deliveries")
    search = hanbit.search(OCT, "Dates")
    expected = {
        "revenue": hanbit.revenue(OCT),
        "orders": hanbit.count(OCT),
        "ad_spend": spend,
        "roas": hanbit.ad("value", OCT) / spend,
        "cpc": spend / hanbit.ad("clicks", OCT),
        "sessions": sessions,
        "conversion_rate": hanbit.sessions(OCT, column="전자상거래 구매") / sessions,
        "emails_delivered": delivered,
        "open_rate": hanbit.mailed(OCT, "Unique Opens") / delivered,
        "list_growth": 5085 - hanbit.mailed(OCT, "Unsubscribes"),
        "followers": sum(whole(r["팔로워수"]) for r in rows_of("social/followers.csv") if r["기준일"] == "2026-10-31"),
        "organic_ctr": sum(int(r["Clicks"]) for r in search) / sum(int(r["Impressions"]) for r in search),
    }
    assert found == pytest.approx(expected)
