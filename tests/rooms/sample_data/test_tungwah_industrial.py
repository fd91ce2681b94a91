"""What STORY.md plants in the sample company's files can be seen in them, and the product sees the same."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from statistics import mean

import pytest

from tests.rooms.sample_data.tungwah_industrial import (
    FOLDER,
    MARKETING,
    MQL,
    SALES,
    SQL,
    Row,
    Tungwah,
    net_promoters,
    rows_of,
)

AUG, SEP, OCT = (2026, 8), (2026, 9), (2026, 10)
SEGMENTS = ("北區", "中區", "南區", "外銷")


@pytest.fixture(scope="module")
def company() -> Tungwah:
    return Tungwah()


def from_the_web(row: Row) -> bool:
    return row["Original Traffic Source"] != "Offline sources"


def test_the_largest_service_customer_leaves_on_october_16_and_another_takes_a_smaller_plan(company: Tungwah) -> None:
    fees = company.live(date(2026, 10, 15))
    largest, fee = fees.most_common(1)[0]
    assert fee == 430_000 > 2 * fees.most_common(2)[1][1]
    assert largest not in company.live(date(2026, 10, 16))
    found = company.movement(OCT)
    assert found.opening + found.new + found.expansion - found.contraction - found.churned == found.closing
    assert (found.opening, found.closing) == (6_129_800, 5_733_900)
    assert (found.churned, found.contraction) == (430_000, 74_200)
    falls = {month: company.movement(month) for month in ((2026, m) for m in range(1, 11))}
    assert max(falls, key=lambda month: falls[month].churned) == OCT


def test_the_standard_plan_costs_6_per_cent_more_from_july_2026(company: Tungwah) -> None:
    before = {contract: fee for contract, _, _, ended, fee, _ in company.spans if ended == date(2026, 7, 1)}
    after = {
        contract: (fee, plan) for contract, _, started, _, fee, plan in company.spans if started == date(2026, 7, 1)
    }
    raised = {contract: after[contract][0] / before[contract] for contract in before.keys() & after.keys()}
    assert len(raised) == 41
    assert {after[contract][1] for contract in raised} == {"標準監測"}
    assert all(abs(ratio - 1.06) < 0.003 for ratio in raised.values())
    expansion = {m: company.movement((2026, m)).expansion for m in range(1, 11)}
    assert max(expansion, key=expansion.__getitem__) == 7
    assert company.movement(AUG).lost + company.movement(SEP).lost == 5


def test_deals_take_longer_to_win(company: Tungwah) -> None:
    days = {month: round(company.cycle(month), 1) for month in ((2025, 10), (2026, 6), (2026, 7), AUG, SEP, OCT)}
    assert list(days.values()) == [40.8, 36.1, 46.4, 50.1, 53.6, 59.7]


def test_a_shorter_form_brings_more_leads_of_which_fewer_are_good(company: Tungwah) -> None:
    tests = {
        (name, variant): sum(int(row["送出表單數"]) for row in rows) / sum(int(row["訪客數"]) for row in rows)
        for name, variant in {(row["實驗"], row["版本"]) for row in rows_of("form_tests.csv")}
        if (rows := [row for row in rows_of("form_tests.csv") if (row["實驗"], row["版本"]) == (name, variant)])
    }
    assert tests["詢價表單縮短", "短表單"] > 1.35 * tests["詢價表單縮短", "對照組"]
    web = {month: company.reached("Create Date", month, from_the_web) for month in (AUG, SEP, OCT)}
    assert web[OCT] > 1.3 * web[AUG]
    assert (company.reached(MQL, SEP), company.reached(MQL, OCT)) == (113, 154)
    assert (company.reached(SQL, SEP), company.reached(SQL, OCT)) == (48, 45)
    web_rate = company.reached(SQL, OCT, from_the_web) / company.reached(MQL, OCT, from_the_web)
    assert web_rate < 0.7 * company.reached(SQL, AUG, from_the_web) / company.reached(MQL, AUG, from_the_web)


def test_only_the_south_would_no_longer_recommend(company: Tungwah) -> None:
    before, after = ({s: net_promoters(company.scores("推薦意願", m, s)) for s in SEGMENTS} for m in (SEP, OCT))
    assert (round(before["南區"]), round(after["南區"])) == (32, -29)
    assert all(abs(after[s] - before[s]) < 8 for s in SEGMENTS if s != "南區")
    assert mean(company.scores("滿意度", OCT, "南區")) < mean(company.scores("滿意度", SEP, "南區")) - 0.6
    assert [round(net_promoters(company.scores("推薦意願", m)), 1) for m in (SEP, OCT)] == [31.7, 14.7]


def test_one_project_costs_far_more_than_it_earns(company: Tungwah) -> None:
    indices = {name: earned / cost for name, (_, earned, cost) in company.projects(OCT).items()}
    assert round(indices.pop("台中二廠自動倉儲"), 2) == 0.76
    assert min(indices.values()) > 0.95
    assert (
        company.projects((2026, 7))["台中二廠自動倉儲"][1] / company.projects((2026, 7))["台中二廠自動倉儲"][2] > 0.97
    )


def test_the_week_of_double_tenth_is_quiet(company: Tungwah) -> None:
    sold = company.daily_orders()
    week = mean(sold[date(2026, 10, d)] for d in (5, 6, 7, 8))
    around = mean(sold[date(2026, 10, d)] for d in (1, 2, 12, 13, 14, 15, 16, 19, 21, 22, 23, 27, 28, 29, 30))
    assert week < 0.7 * around
    assert sold[date(2026, 10, 9)] == 5


def test_one_order_is_seven_times_the_next_largest(company: Tungwah) -> None:
    totals: dict[str, int] = {}
    for line in company.lines:
        if line.quantity > 0:
            totals[line.document] = totals.get(line.document, 0) + line.amount
    (first, largest), (_, second) = sorted(totals.items(), key=lambda item: -item[1])[:2]
    assert (first, largest) == ("S2610-0231", 3_666_040)
    assert largest > 6.5 * second
    assert {line.day for line in company.lines if line.document == first} == {date(2026, 10, 20)}
    assert company.revenue(OCT) > 1.1 * company.revenue(SEP)
    assert company.revenue(OCT) - largest < 0.93 * company.revenue(SEP)


def test_a_faulty_batch_of_sensors_comes_back_in_october(company: Tungwah) -> None:
    assert company.returned(OCT, lambda line: line.sku == "SN-501") == 883_240
    rates = [company.returned((2026, m)) / company.sold((2026, m)) for m in range(1, 11)]
    assert rates[-1] > 3 * max(rates[:-1])
    assert max(rates[:-1]) < 0.015


def test_the_months_of_lunar_new_year_are_the_weakest(company: Tungwah) -> None:
    sold = company.daily_orders()
    for year, first, last in (
        (2025, date(2025, 1, 25), date(2025, 2, 2)),
        (2026, date(2026, 2, 14), date(2026, 2, 22)),
    ):
        assert max(n for day, n in sold.items() if first <= day <= last) <= 6
        assert mean(company.revenue((year, m)) for m in (1, 2)) < mean(company.revenue((year, m)) for m in (3, 4))
    assert min(((2026, m) for m in range(1, 11)), key=company.revenue) == (2026, 2)


@pytest.mark.journey
def test_the_product_finds_the_same_numbers(company: Tungwah) -> None:
    ids = ("mrr", "mrr_movement", "nrr", "churn_rate", "mqls", "sqls", "mql_to_sql_rate", "sales_cycle",
           "lead_conversion_rate", "marketing_originated", "nps", "csat", "cpi", "cost_variance", "revenue",
           "refund_rate", "gross_margin", "new_customers", "cac", "sessions", "ad_spend")  # fmt: skip
    command = [sys.executable, "-m", "reportgen", "kpis", str(FOLDER), "--period", "2026-10", "--json"]
    command += ["--today", "2026-11-05"]
    done = subprocess.run(
        [*command, *(word for name in ids for word in ("--kpi", name))], capture_output=True, check=True
    )
    kpis = {kpi["id"]: kpi for kpi in json.loads(done.stdout)["kpis"]}
    moved, won = company.movement(OCT), company.won(OCT)
    states = company.projects(OCT).values()
    earned, spent = sum(state[1] for state in states), sum(state[2] for state in states)
    csat = company.scores("滿意度", OCT)
    mqls, sqls = company.reached(MQL, OCT), company.reached(SQL, OCT)
    expected = {
        "mrr": moved.closing,
        "mrr_movement": moved.closing - moved.opening,
        "nrr": (moved.opening + moved.expansion - moved.contraction - moved.churned) / moved.opening,
        "churn_rate": moved.lost / moved.customers,
        "mqls": mqls,
        "sqls": sqls,
        "mql_to_sql_rate": sqls / mqls,
        "sales_cycle": company.cycle(OCT),
        "lead_conversion_rate": len(won) / company.reached("Create Date", OCT),
        "marketing_originated": sum(map(from_the_web, won)) / len(won),
        "nps": net_promoters(company.scores("推薦意願", OCT)),
        "csat": sum(csat) / len(csat),
        "cpi": earned / spent,
        "cost_variance": earned - spent,
        "revenue": company.revenue(OCT),
        "refund_rate": company.returned(OCT) / company.sold(OCT),
        "gross_margin": company.margin(OCT),
        "new_customers": company.new_customers(OCT),
        "cac": company.booked(OCT, MARKETING, SALES) / company.new_customers(OCT),
        "sessions": sum(int(row["Sessions"]) for day, row in company.visits if (day.year, day.month) == OCT),
        "ad_spend": sum(float(row["Total Spent"]) for day, row in company.ads if (day.year, day.month) == OCT),
    }
    assert {name: kpis[name]["value"] for name in ids} == pytest.approx(expected)
    parts = {part["id"]: part["current"] for part in kpis["mrr_movement"]["parts"]}
    assert parts == pytest.approx(
        {"new": moved.new, "expansion": moved.expansion, "contraction": -moved.contraction, "churned": -moved.churned}
    )
