"""Cost of goods from stock, profit, return on investment, and projects, worked out by hand."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from reportgen.facts.store import FactStore
from tests.rooms.kpis.asking import ask, members, month, number, parts, reason

StoreOf = Callable[..., FactStore]

ORDERS = """order_id,ordered_at,amount,channel
1,2026-02-10,600.00,Web
2,2026-03-10,1000.00,Web
3,2026-03-20,500.00,
"""
# February: nothing before it. March opens with 800, buys 300 and 100, closes with 700: 800 + 400 − 700 = 500.
STOCK = """date,value,purchases
2026-02-28,800.00,
2026-03-05,1080.00,300.00
2026-03-15,950.00,100.00
2026-03-31,700.00,
"""
COSTS = """date,amount,category,subcategory
2026-03-01,200.00,operating,rent
2026-03-02,100.00,marketing,ads
2026-03-02,50.00,marketing,agency
2026-03-09,999.00,cogs,
"""
ADS = "date,spend\n2026-03-02,90.00\n2026-03-03,60.00\n"


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("cogs", "500"),
        ("gross_profit", "1000"),  # 1,500 − 500
        ("gross_margin", "1000/1500"),
        ("net_profit", "600"),  # 1,000 − 200 − 50 − 150 of the platforms, not the 100 booked for the same ads
        ("net_margin", "600/1500"),
        ("roi", "600/900"),  # cost: 500 + 200 + 50 + 150
    ],
)
def test_profit_with_stock_valuations_is_what_the_pencil_says(store_of: StoreOf, kpi: str, expected: str) -> None:
    above, _, below = expected.partition("/")
    found = number(store_of(orders=ORDERS, inventory=STOCK, costs=COSTS, ads=ADS), kpi)
    assert found is not None
    assert found == pytest.approx(Decimal(above) / Decimal(below or 1), abs=Decimal("1e-12"))


def test_unit_costs_are_taken_before_stock_valuations(store_of: StoreOf) -> None:
    lines = "order_id,ordered_at,sku,quantity,unit_price,unit_cost\n1,2026-03-01,lamp,2,30,11\n"
    assert number(store_of(order_lines=lines, inventory=STOCK), "cogs") == 22


def test_goods_booked_as_costs_count_in_roi_where_nothing_else_tells_of_them(store_of: StoreOf) -> None:
    store = store_of(orders=ORDERS, costs=COSTS)
    assert number(store, "roi") == pytest.approx(Decimal(151) / 1349)  # cost: 999 + 200 + 100 + 50
    assert reason(store, "net_profit")[0] == "unavailable"  # it needs the cost of what was sold


def test_stock_needs_a_valuation_before_the_period_and_one_in_it(store_of: StoreOf) -> None:
    store = store_of(orders=ORDERS, inventory=STOCK)
    assert reason(store, "cogs", "2026-02") == ("unavailable", "reason.before_data", {"first": date(2026, 2, 28)})
    assert reason(store, "cogs", "2026-04") == ("unavailable", "reason.after_data", {"last": date(2026, 3, 31)})
    bare = store_of(orders=ORDERS, inventory="date,value\n2026-02-28,800\n2026-03-31,700\n")
    assert reason(bare, "cogs")[:2] == ("unavailable", "reason.no_column")  # purchases, or a cost of the orders


def test_two_months_of_stock_cost_what_each_of_them_costs(store_of: StoreOf) -> None:
    text = "date,value,purchases\n2026-01-31,100,0\n2026-02-28,80,50\n2026-03-31,90,30\n"
    store = store_of(orders=ORDERS, inventory=text)
    assert (number(store, "cogs", "2026-02"), number(store, "cogs", "2026-03")) == (70, 20)
    both = month("2026-02").spans + month("2026-03").spans
    assert number(store, "cogs", type(month("2026-02"))(both)) == 90


def test_without_any_cost_there_is_no_return_on_it(store_of: StoreOf) -> None:
    assert reason(store_of(orders=ORDERS), "roi") == ("unavailable", "reason.no_table", {"table": "costs"})
    none = "date,amount,category\n2026-02-01,10,operating\n2026-04-01,10,operating\n"
    assert reason(store_of(orders=ORDERS, costs=none), "roi")[:2] == ("undefined", "reason.zero_denominator")


def test_a_month_of_refunds_has_a_loss_but_no_margin(store_of: StoreOf) -> None:
    text = (
        "order_id,ordered_at,amount,refund_amount,refunded_at,cost\n"
        "1,2026-02-10,100,100,2026-03-05,40\n2,2026-03-02,30,,,10\n"
    )
    store = store_of(orders=text)
    assert number(store, "revenue") == -70
    assert number(store, "gross_profit") == -80
    assert reason(store, "gross_margin") == ("undefined", "reason.negative_denominator", {"measure": "revenue"})


# Each project's last state in March: alpha's of the 25th; beta's of the 31st, in two rows; gamma's of the 5th,
# which tells no plan, while its earlier one does; delta has none in March.
PROJECTS = """date,project,planned_value,earned_value,actual_cost
2026-03-10,alpha,100,80,100
2026-03-25,alpha,200,180,200
2026-03-31,beta,50,30,20
2026-03-31,beta,50,30,20
2026-03-02,gamma,20,19,1
2026-03-05,gamma,,10,5
2026-02-20,delta,500,500,500
2026-04-02,alpha,300,300,300
"""


def test_projects_count_as_they_last_stood_in_the_period(store_of: StoreOf) -> None:
    store = store_of(projects=PROJECTS)
    assert number(store, "cpi") == pytest.approx(Decimal(250) / 245)  # 180 + 60 + 10 over 200 + 40 + 5
    found = ask(store, "cost_variance")["cost_variance"]
    assert found.windows["current"].number == 5
    assert parts(found) == {"planned": 320, "earned": 250, "actual": 245}  # gamma plans 20, as last told
    assert members(store, "cost_variance", "project") == {"alpha": -20, "beta": 20, "gamma": 5}
    assert members(store, "cpi", "project") == {"alpha": Decimal("0.9"), "beta": Decimal("1.5"), "gamma": 2}


def test_a_period_without_states_has_no_figures_rather_than_none_earned(store_of: StoreOf) -> None:
    text = "date,project,earned_value,actual_cost\n2026-02-01,a,1,0\n2026-04-01,a,1,1\n"
    store = store_of(projects=text)
    assert reason(store, "cost_variance") == ("undefined", "reason.no_rows", {"table": "projects"})
    assert reason(store, "cpi", "2026-02") == ("undefined", "reason.zero_denominator", {"measure": "actual_cost"})
