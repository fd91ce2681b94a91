"""From lead to customer, and what a lead costs: eight leads of two quarters."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from reportgen.facts.store import FactStore
from tests.rooms.kpis.asking import ask, members, number, reason

StoreOf = Callable[..., FactStore]

# Closed in March: l1 (won), l2 (lost), l4 and l6 (won). Created in March: l4 … l7. l7 was won in April, l8 never.
# Cycles of the won ones: l1 40 days, l4 12.5 days, l6 3 days.
LEADS = """lead_id,created_at,source,originated_by,mql_at,sql_at,closed_at,won,amount
l1,2026-02-01,Fair,marketing,2026-02-03,2026-03-02,2026-03-13,yes,900
l2,2026-02-10,Web,sales,2026-03-01,,2026-03-05,no,
l3,2026-02-20,Web,marketing,,,,,
l4,2026-03-01 00:00,Web,Marketing,2026-03-02,2026-03-04,2026-03-13 12:00,yes,500
l5,2026-03-05,Fair,sales,2026-03-31 23:59,2026-04-01,,,
l6,2026-03-10,Web,sales,,2026-03-11,2026-03-13,yes,100
l7,2026-03-31,Fair,marketing,2026-04-02,2026-04-03,2026-04-20,yes,50
l8,2026-04-02,Fair,sales,,,2026-04-30,no,
"""
COSTS = """date,amount,category,subcategory
2026-03-01,120.00,marketing,agency
2026-03-02,80.00,Marketing,Ads
2026-03-03,55.00,sales,
"""


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("mqls", 3),  # l2, l4 and l5, on the last minute of the month
        ("sqls", 3),  # l1, l4, l6
        ("mql_to_sql_rate", 1),
        ("lead_conversion_rate", Decimal("0.75")),  # l1, l4 and l6 won of four created in March
        ("sales_cycle", Decimal("12.5")),  # the middle one of 3, 12.5 and 40 days
        ("cost_per_lead", 50),  # (120 + 80) / 4
    ],
)
def test_a_pipeline_kpi_is_what_the_pencil_says(store_of: StoreOf, kpi: str, expected: Decimal) -> None:
    assert number(store_of(leads=LEADS, costs=COSTS), kpi) == expected


def test_two_of_three_won_leads_came_from_marketing(store_of: StoreOf) -> None:
    found = ask(store_of(leads=LEADS), "marketing_originated")["marketing_originated"]
    assert found.counts["current"] == (2, 3)
    assert found.windows["current"].number == pytest.approx(Decimal(2) / 3)


def test_beside_the_closing_period_stands_the_cohort(store_of: StoreOf) -> None:
    found = ask(store_of(leads=LEADS), "lead_conversion_rate")["lead_conversion_rate"]
    assert found.beside is not None
    assert found.beside.number == Decimal("0.75")  # l4, l6, l7 of l4 … l7: l7's later closing counts here
    april = ask(store_of(leads=LEADS), "lead_conversion_rate", in_="2026-04")["lead_conversion_rate"]
    assert april.windows["current"].number == 1  # l7 won, l8 created
    assert april.beside is not None
    assert april.beside.number == 0


def test_leads_split_by_their_source(store_of: StoreOf) -> None:
    store = store_of(leads=LEADS)
    assert members(store, "mqls", "source") == {"Fair": 1, "Web": 2}
    assert members(store, "lead_conversion_rate", "source") == {"Fair": Decimal("0.5"), "Web": 1}


def test_a_month_in_which_leads_close_but_none_is_created_has_no_rate(store_of: StoreOf) -> None:
    text = "lead_id,created_at,mql_at,closed_at,won\nl1,2026-02-01,2026-02-02,2026-03-13,yes\n"
    store = store_of(leads=text)
    assert reason(store, "lead_conversion_rate") == (
        "undefined", "reason.zero_denominator", {"measure": "leads_created"},
    )  # fmt: skip
    assert number(store, "mqls") == 0
    assert number(store, "sales_cycle") == 40
    assert reason(store, "sales_cycle", "2026-02")[:2] == ("undefined", "reason.no_rows")
    assert reason(store, "mqls", "2026-04") == ("unavailable", "reason.after_data", {"last": date(2026, 3, 13)})


@pytest.mark.parametrize(
    ("kpi", "column"),
    [
        ("mqls", "mql_at"),
        ("sqls", "sql_at"),
        ("lead_conversion_rate", "won"),
        ("sales_cycle", "won"),
        ("marketing_originated", "won"),
    ],
)
def test_what_a_lead_list_lacks_is_named(store_of: StoreOf, kpi: str, column: str) -> None:
    bare = store_of(leads="lead_id,created_at,source\nl1,2026-03-01,Web\n")
    assert reason(bare, kpi) == ("unavailable", "reason.no_column", {"table": "leads", "column": column})


def test_cost_per_lead_needs_leads_and_costs(store_of: StoreOf) -> None:
    assert reason(store_of(leads=LEADS), "cost_per_lead") == ("unavailable", "reason.no_table", {"table": "ads"})
    bare = "date,amount,category\n2026-03-01,70,marketing\n"  # without subcategories nothing is known to be ads
    assert number(store_of(leads=LEADS, costs=bare), "cost_per_lead") == Decimal("17.5")
