"""What is asked of the data, and in which windows."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from reportgen.comparisons import Baseline, make_plan
from reportgen.facts.store import FactStore
from reportgen.kpis import blocked, dated_sources, load_catalog, pools, sources_of
from reportgen.kpis.expressions import evaluate, parse, resolve, text
from reportgen.kpis.measures import describe_measure
from reportgen.kpis.model import Value
from reportgen.messages import message
from reportgen.periods import Calendar, from_id
from tests.rooms.kpis.asking import ask, month, number

StoreOf = Callable[..., FactStore]

TRAFFIC = """date,sessions,product_views,add_to_carts,checkouts,purchases,device
2026-02-10,100,50,20,10,5,phone
2026-03-10,200,90,30,20,8,phone
2026-03-11,100,60,10,8,4,desktop
"""
NO_TABLE = Value.unavailable(message("reason.no_table", table="a"))
NO_COLUMN = Value.unavailable(message("reason.no_column", table="b", column="x"))


@pytest.mark.parametrize(
    ("formula", "lacking", "expected"),
    [
        ("first(a, b) / c", {}, "(a / c)"),
        ("first(a, b) / c", {"a": NO_TABLE}, "(b / c)"),
        ("first(a / c, b)", {"c": NO_TABLE}, "b"),
        ("first(a, b)", {"a": NO_TABLE, "b": NO_COLUMN}, "b"),  # a column is less to mend than a table
        ("first(a, b)", {"a": NO_TABLE, "b": NO_TABLE}, "a"),
        ("first(a + given(c), b)", {"c": NO_TABLE}, "(a + given(c))"),
        ("first(total(a, c), b)", {"c": NO_TABLE}, "total(a, c)"),
    ],
)
def test_a_choice_is_settled_by_what_the_client_has(formula: str, lacking: dict[str, Value], expected: str) -> None:
    assert text(resolve(parse(formula), lacking.get)) == expected


def test_the_whole_of_a_segment_is_the_total() -> None:
    here, all_in_all = {"a": Value.of(3)}, {"a": Value.of(12)}
    found = evaluate(parse("a / whole(a)"), here.__getitem__, all_in_all.__getitem__)
    assert found.number == Decimal("0.25")
    assert evaluate(parse("a / whole(a)"), here.__getitem__).number == 1


def test_a_funnels_steps_are_there_in_the_windows_that_pages_show_alone(store_of: StoreOf) -> None:
    more = {"previous": month("2026-02"), "trailing": month("2026-02"), "series:2026-02": month("2026-02")}
    found = ask(store_of(traffic=TRAFFIC), "funnel", more=more, by=("device",))["funnel"]
    assert set(found.windows) == {"current", "previous", "trailing", "series:2026-02"}
    assert {name for step in found.steps for name in step.windows} == {"current", "previous"}
    assert [step.windows["current"].number for step in found.steps] == [300, 150, 40, 28, 12]
    assert [step.windows["previous"].number for step in found.steps] == [100, 50, 20, 10, 5]
    devices = found.steps[0].segments["device"]["current"]
    assert {key: member.number for key, member in devices.items()} == {"desktop": 100, "phone": 200}


def test_what_a_choice_leaves_out_is_no_source(store_of: StoreOf) -> None:
    catalog = load_catalog()
    store = store_of(
        orders="order_id,ordered_at,amount,customer_id,cost\n1,2026-03-01,5,ann,2\n",
        subscriptions="subscription_id,customer_id,started_at,mrr\ns1,ann,2026-01-01,9\n",
    )
    kpis = catalog.kpis
    assert sources_of(store, catalog, kpis["churn_rate"]) == ("subscriptions",)
    assert sources_of(store, catalog, kpis["mrr_forecast"]) == ("subscriptions",)
    assert dated_sources(store, catalog, kpis["churn_rate"]) == ()
    assert dated_sources(store, catalog, kpis["gross_profit"]) == ("orders",)
    assert pools(store, catalog, kpis["gross_margin"])
    assert not pools(store, catalog, kpis["mrr"])
    assert not pools(store, catalog, kpis["cpi"])


def test_a_subscriber_base_without_new_rows_does_not_make_the_period_provisional(store_of: StoreOf) -> None:
    catalog, calendar = load_catalog(), Calendar()
    store = store_of(subscriptions="subscription_id,customer_id,started_at,mrr\ns1,ann,2026-01-01,9\n")
    kpis = [catalog.kpis[kpi] for kpi in ("mrr", "churn_rate", "mrr_forecast")]
    plan = make_plan(
        store, catalog, kpis, from_id("2026-03", calendar), calendar, date(2026, 4, 2), (Baseline.PREVIOUS,)
    )
    assert (plan.complete, plan.compared_days) == (True, 31)
    forecast, mrr = (set(plan.kpis[kpi].windows) for kpi in ("mrr_forecast", "mrr"))
    assert len([name for name in forecast if name.startswith("series:")]) == 24  # the history, asked for or not
    assert not [name for name in mrr if name.startswith("series:")]
    early = make_plan(
        store, catalog, kpis[:1], from_id("2026-03", calendar), calendar, date(2026, 3, 10), (Baseline.PREVIOUS,)
    )
    assert (early.complete, early.compared_days) == (False, 10)
    assert early.kpis["mrr"].windows["current"].end == date(2026, 3, 10)
    assert early.kpis["mrr"].windows["previous"].end == date(2026, 2, 10)


def test_a_check_that_forbids_a_table_withholds_everything_of_it(store_of: StoreOf) -> None:
    text = "subscription_id,customer_id,started_at,mrr\n" + "".join(
        f"s{n},c{n},2025-{n:02d}-01,10\n" for n in range(1, 8)
    )
    more = {f"series:2025-0{n}": month(f"2025-0{n}") for n in range(1, 7)}
    values = ask(store_of(subscriptions=text), "mrr_movement", "mrr_forecast", in_="2025-07", more=more)
    assert values["mrr_forecast"].forecast is not None
    found = blocked(values, {"subscriptions": "impossible"})
    assert {value.status for value in found["mrr_movement"].windows.values()} == {"blocked"}
    assert found["mrr_movement"].parts == ()
    assert found["mrr_forecast"].forecast is None


def test_a_column_that_no_row_fills_is_empty_where_it_is_only_looked_at(store_of: StoreOf) -> None:
    costs = "date,amount,category\n2026-03-01,10,marketing\n2026-03-02,5,sales\n"  # no subcategory anywhere
    store = store_of(orders="order_id,ordered_at,amount,customer_id\n1,2026-03-01,5,ann\n", costs=costs)
    assert number(store, "cac") == 15


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("leads_won", "count(*) from leads where won by closed_at"),
        ("earned_value", "sum(earned_value) from projects at the last day of each project"),
        ("closing_stock", "sum(value) from inventory at the last day"),
        ("live_mrr", "sum(mrr) from subscriptions [end]"),
        ("churned_mrr", "dropped(mrr) from subscriptions [movement]"),
        ("gross_amount", "sum(amount) from orders"),
    ],
)
def test_a_measure_is_described_in_one_line(measure: str, words: str) -> None:
    assert describe_measure(load_catalog().measures[measure]) == words
