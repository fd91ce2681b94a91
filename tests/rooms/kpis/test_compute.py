"""KPIs of tables small enough to work out with a pencil."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.facts.store import FactStore
from reportgen.kpis import DayWindow, Request, Settings, Status, compute, load_catalog
from reportgen.kpis.model import KpiValues
from reportgen.periods.model import Span

StoreOf = Callable[..., FactStore]
MARCH = DayWindow(
    (Span(date(2026, 3, 1), date(2026, 3, 31)),), Span(date(2026, 2, 1), date(2026, 2, 28)), open_start=True
)
FEBRUARY = DayWindow((Span(date(2026, 2, 1), date(2026, 2, 28)),), Span(date(2026, 1, 1), date(2026, 1, 31)))

# Ann buys in February and March, Bob in March twice, Cy in March; one March order is a guest's. A cancelled
# order counts nowhere. Ann's February refund is made in March.
ORDERS = """order_id,ordered_at,amount,discount,refund_amount,refunded_at,status,customer_id,channel,promotion,shipped_at
1,2026-02-10 10:00,100.00,10.00,30.00,2026-03-05,refunded,ann,Email,SAVE10,2026-02-11 10:00
2,2026-03-01 09:00,50.00,,,,paid,ann,Email,,2026-03-01 21:00
3,2026-03-02 09:00,200.00,20.00,,,paid,bob,Search,SAVE20,2026-03-04 09:00
4,2026-03-20 23:59,30.00,,30.00,2026-04-02,refunded,bob,Search,,
5,2026-03-31 23:59,70.00,,,,paid,,,,2026-04-01 11:59
6,2026-03-15 12:00,999.00,,,,cancelled,dan,Email,,
7,2026-03-16 12:00,40.00,,,,paid,cy,Email,,2026-03-16 18:00
"""
COSTS = """date,amount,category,subcategory
2026-03-01,60.00,marketing,agency
2026-03-15,100.00,marketing,ads
2026-03-20,40.00,sales,
2026-03-25,25.00,operating,rent
"""
ADS = """date,spend,clicks,impressions,conversions,conversion_value
2026-03-10,80.00,40,1000,2,160.00
2026-03-11,20.00,10,1000,0.5,40.00
"""


def values(store: FactStore, *kpis: str, window: DayWindow = MARCH, by: str = "") -> dict[str, KpiValues]:
    request = Request({kpi: {"current": window} for kpi in kpis}, (by,) if by else (), ("current",) if by else ())
    return compute(store, load_catalog(), request, Settings(Decimal(12), lost_after_days=30))


def number(store: FactStore, kpi: str, window: DayWindow = MARCH) -> Decimal | None:
    return values(store, kpi, window=window)[kpi].windows["current"].number


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("gross_sales", "390"),  # 50 + 200 + 30 + 70 + 40
        ("revenue", "340"),  # 390 − 20 discount − 30 refunded in March (of a February order)
        ("orders", "5"),
        ("aov", "68"),  # 340 / 5
        ("refund_rate", "0.0769230769"),  # 30 / 390
        ("discount_rate", "0.0512820513"),  # 20 / 390
        ("promotion_share", "0.2"),  # order 3 of five
        ("order_processing_time", "19.5"),  # (12 + 48 + 12 + 6) / 4 hours; order 4 never left
        ("customers", "3"),  # ann, bob, cy; the guest is not identified
        ("new_customers", "2"),  # bob and cy
        ("returning_customers", "1"),
        ("purchase_frequency", "1.3333333333"),  # four identified orders of three customers
        ("repeat_purchase_rate", "0.6666666667"),  # ann and bob have two orders to date
        ("retention_rate", "0"),  # only ann was active in the 30 days before March; her last order is of March 1,
        ("churn_rate", "1"),  # a day before the last 30 days begin
        ("cohort_retention", "1"),  # ann's first order was in February
        ("time_between_purchases", "219"),  # five identified orders of three customers in a year: 365 / (5 / 3)
    ],
)
def test_a_kpi_is_what_the_pencil_says(store_of: StoreOf, kpi: str, expected: str) -> None:
    found = number(store_of(orders=ORDERS), kpi)
    assert found is not None
    assert found == pytest.approx(Decimal(expected), abs=Decimal("1e-9"))


def test_a_refund_counts_in_the_period_in_which_it_was_made(store_of: StoreOf) -> None:
    store = store_of(orders=ORDERS)
    assert number(store, "revenue", FEBRUARY) == Decimal(90)  # 100 − 10; the refund came in March


def test_the_median_and_the_observed_gap_stand_beside_their_means(store_of: StoreOf) -> None:
    found = values(store_of(orders=ORDERS), "order_processing_time", "time_between_purchases")
    median, gap = (found[kpi].beside for kpi in ("order_processing_time", "time_between_purchases"))
    assert median is not None
    assert gap is not None
    assert median.number == Decimal(12)  # of 12, 48, 12 and 6 hours
    assert gap.number == pytest.approx(Decimal("18.5"))  # ann 19 days, bob 18 days


def test_spend_booked_as_an_invoice_and_reported_by_the_platform_counts_once(store_of: StoreOf) -> None:
    store = store_of(orders=ORDERS, costs=COSTS, ads=ADS)
    assert number(store, "cac") == Decimal(100)  # (ads 100 + agency 60 + sales 40) / 2 new customers
    assert number(store, "marketing_share_of_cac") == Decimal("0.8")


def test_without_platform_data_the_booked_media_cost_stands_for_it(store_of: StoreOf) -> None:
    assert number(store_of(orders=ORDERS, costs=COSTS), "cac") == Decimal(100)  # 60 + 100 + 40 booked


def test_advertising_kpis_rest_on_ads_alone(store_of: StoreOf) -> None:
    store = store_of(orders=ORDERS, ads=ADS)
    assert number(store, "roas") == Decimal(2)
    assert number(store, "cpa") == Decimal(40)  # 100 / 2.5 conversions
    assert number(store, "ctr") == Decimal("0.025")
    assert values(store, "roas")["roas"].sources == ("ads",)


def test_a_kpi_whose_input_is_not_there_names_the_table_and_the_column(store_of: StoreOf) -> None:
    store = store_of(orders="order_id,ordered_at,amount\n1,2026-03-02,10\n")
    found = values(store, "roas", "promotion_share", "gross_margin")
    reasons = {kpi: result.windows["current"].reason for kpi, result in found.items()}
    assert {result.windows["current"].status for result in found.values()} == {Status.UNAVAILABLE}
    assert reasons["roas"] is not None
    assert reasons["roas"].arguments == {"table": "ads"}
    assert reasons["promotion_share"] is not None
    assert reasons["promotion_share"].arguments == {"table": "orders", "column": "promotion"}


def test_a_window_before_the_data_has_no_number_and_one_between_them_has_zero(store_of: StoreOf) -> None:
    store = store_of(orders="order_id,ordered_at,amount\n1,2026-01-10,10\n2,2026-05-10,20\n")
    before = DayWindow((Span(date(2025, 3, 1), date(2025, 3, 31)),))
    late = values(store, "orders", window=before)["orders"].windows["current"]
    assert (late.status, late.reason.key if late.reason else "") == (Status.UNAVAILABLE, "reason.before_data")
    assert number(store, "orders") == Decimal(0)
    nothing = values(store, "aov")["aov"].windows["current"]
    assert nothing.status is Status.UNDEFINED


def test_segments_of_an_additive_kpi_sum_to_the_total_and_rows_without_a_member_are_one(store_of: StoreOf) -> None:
    found = values(store_of(orders=ORDERS), "revenue", by="channel")["revenue"]
    members = {key: value.number for key, value in found.segments["channel"]["current"].items()}
    assert members == {"Email": Decimal(60), "Search": Decimal(210), None: Decimal(70)}
    assert sum(n for n in members.values() if n is not None) == found.windows["current"].number


def test_distinct_customers_are_counted_anew_in_each_segment(store_of: StoreOf) -> None:
    text = "order_id,ordered_at,amount,customer_id,channel\n1,2026-03-01,1,ann,A\n2,2026-03-02,1,ann,B\n"
    found = values(store_of(orders=text), "customers", by="channel")["customers"]
    assert {key: v.number for key, v in found.segments["channel"]["current"].items()} == {"A": 1, "B": 1}
    assert found.windows["current"].number == 1


def test_a_dimension_that_a_kpis_table_lacks_gives_no_segments(store_of: StoreOf) -> None:
    store = store_of(orders=ORDERS, ads=ADS)
    assert values(store, "roas", by="channel")["roas"].segments == {}


LINES = """order_id,ordered_at,sku,quantity,unit_price,unit_cost,category
a,2026-03-01 10:00,lamp,2,30,10,Light
a,2026-03-01 10:01,rug,1,40,25,Textile
b,2026-03-09 10:00,lamp,1,30,10,Light
c,2026-03-12 10:00,lamp,-1,30,10,Light
"""


def test_orders_derive_from_lines_and_a_line_of_negative_quantity_is_a_refund(store_of: StoreOf) -> None:
    store = store_of(order_lines=LINES)
    assert number(store, "gross_sales") == Decimal(130)
    assert number(store, "revenue") == Decimal(100)
    assert number(store, "orders") == Decimal(2)  # the return is not an order
    assert number(store, "units_per_order") == Decimal(2)
    assert number(store, "cogs") == Decimal(45)  # 20 + 25 + 10 − 10: the return lowers it
    assert number(store, "gross_margin") == Decimal("0.55")


def test_sales_split_by_a_dimension_that_only_lines_have(store_of: StoreOf) -> None:
    found = values(store_of(order_lines=LINES), "revenue", "gross_margin", by="category")
    revenue = {key: v.number for key, v in found["revenue"].segments["category"]["current"].items()}
    margin = {key: v.number for key, v in found["gross_margin"].segments["category"]["current"].items()}
    assert revenue == {"Light": 60, "Textile": 40}  # lamps 60 + 30 − 30
    assert margin == {"Light": pytest.approx(Decimal(40) / 60), "Textile": Decimal("0.375")}


ROWS = st.lists(
    st.tuples(st.integers(1, 28), st.integers(0, 9999), st.sampled_from("ABC"), st.sampled_from(["u", "v", "w", ""])),
    min_size=1,
    max_size=25,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.randoms(use_true_random=False))
def test_row_order_changes_nothing_and_segments_sum_to_the_total(store_of: StoreOf, rows: list, random: object) -> None:  # type: ignore[type-arg]
    head = "order_id,ordered_at,amount,channel,customer_id\n"
    lines = [
        f"{n},2026-03-{day:02d} 0{n % 10}:00,{cents / 100:.2f},{channel},{customer}\n"
        for n, (day, cents, channel, customer) in enumerate(rows)
    ]
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    kpis = ("revenue", "orders", "aov", "new_customers", "purchase_frequency")
    first = values(store_of(orders=head + "".join(lines)), *kpis, by="channel")
    second = values(store_of(orders=head + "".join(shuffled)), *kpis, by="channel")
    assert first == second
    for kpi in ("revenue", "orders", "new_customers"):
        members = (
            [v.number or 0 for v in first[kpi].segments["channel"]["current"].values()] if first[kpi].segments else []
        )
        if members:
            assert sum(members) == first[kpi].windows["current"].number
    aov = first["aov"].segments["channel"]["current"]
    defined = [v.number for v in aov.values() if v.number is not None]
    total = first["aov"].windows["current"].number
    assert total is not None
    assert min(defined) <= total <= max(defined)


def test_the_members_are_sorted_and_the_one_without_a_key_comes_last(store_of: StoreOf) -> None:
    keys = list(values(store_of(orders=ORDERS), "orders", by="channel")["orders"].segments["channel"]["current"])
    assert keys[-1] is None
    named = [key for key in keys if key is not None]
    assert all(a < b for a, b in pairwise(named))
