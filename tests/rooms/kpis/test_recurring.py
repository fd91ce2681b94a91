"""Recurring revenue of a handful of subscriptions, worked out by hand."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.facts.store import FactStore
from reportgen.kpis import DayWindow, load_catalog
from reportgen.periods.model import Span
from tests.rooms.kpis.asking import ask, members, month, number, parts, reason

StoreOf = Callable[..., FactStore]

# customer   February's end   March's end   what happened
# acme       100              150           the price rose on March 10: two spans of one id that meet
# bolt       200              120           moved to a smaller plan on March 1
# core       80               –             ended on March 31: out on that day
# dune       –                60            began on March 31: in on that day
# echo       40 + 10          40            one of two subscriptions ended: still a customer
# fern       –                –             came and went within March: in no end-of-month figure
# total      430              370
SUBSCRIPTIONS = """subscription_id,customer_id,started_at,ended_at,mrr,plan
s1,acme,2025-06-01,2026-03-10,100.00,Pro
s1,acme,2026-03-10,,150.00,Pro
s2,bolt,2025-07-15,2026-03-01,200.00,Pro
s3,bolt,2026-03-01,,120.00,Basic
s4,core,2025-08-01,2026-03-31,80.00,Basic
s5,dune,2026-03-31 23:30,,60.00,Basic
s6,echo,2025-09-01,,40.00,Basic
s7,echo,2025-09-01,2026-03-15,10.00,Basic
s8,fern,2026-03-05,2026-03-20,500.00,Pro
"""


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("mrr", "370"),
        ("arr", "4440"),
        ("mrr_movement", "-60"),
        ("nrr", "310/430"),  # 430 + 50 expansion − 90 contraction − 80 churned
        ("retention_rate", "3/4"),  # of acme, bolt, core and echo, core left; dune is new, fern never counted
        ("churn_rate", "1/4"),
    ],
)
def test_a_recurring_kpi_is_what_the_pencil_says(store_of: StoreOf, kpi: str, expected: str) -> None:
    above, _, below = expected.partition("/")
    found = number(store_of(subscriptions=SUBSCRIPTIONS), kpi)
    assert found is not None
    assert found == pytest.approx(Decimal(above) / Decimal(below or 1), abs=Decimal("1e-12"))


def test_the_parts_of_the_movement_are_by_customer_and_sum_to_the_change(store_of: StoreOf) -> None:
    store = store_of(subscriptions=SUBSCRIPTIONS)
    found = ask(store, "mrr_movement")["mrr_movement"]
    assert parts(found) == {"new": 60, "expansion": 50, "contraction": -90, "churned": -80}
    before = number(store, "mrr", "2026-02")
    assert before == 430
    assert found.windows["current"].number == Decimal(370) - before


def test_within_a_plan_a_customer_who_changes_it_leaves_the_one_and_joins_the_other(store_of: StoreOf) -> None:
    store = store_of(subscriptions=SUBSCRIPTIONS)
    assert members(store, "mrr", "plan") == {"Basic": 220, "Pro": 150}
    assert members(store, "mrr_movement", "plan") == {"Basic": 90, "Pro": -150}  # 130 → 220, 300 → 150
    found = ask(store, "mrr_movement", by=("plan",))["mrr_movement"]
    churned = next(part for part in found.parts if part.id == "churned").segments["plan"]["current"]
    assert {plan: member.number for plan, member in churned.items()} == {"Basic": -80, "Pro": -200}


def test_subscriptions_go_on_without_further_rows(store_of: StoreOf) -> None:
    store = store_of(subscriptions="subscription_id,customer_id,started_at,mrr\ns1,acme,2025-01-01,99.5\n")
    assert number(store, "mrr", "2026-03") == Decimal("99.5")
    assert number(store, "nrr", "2026-03") == 1
    assert number(store, "churn_rate", "2026-03") == 0


def test_other_tables_say_when_the_data_are_over(store_of: StoreOf) -> None:
    store = store_of(
        subscriptions="subscription_id,customer_id,started_at,mrr\ns1,acme,2025-01-01,99.5\n",
        orders="order_id,ordered_at,amount\n1,2026-03-02,10\n",
    )
    assert number(store, "mrr", "2026-03") == Decimal("99.5")
    assert reason(store, "mrr", "2026-04") == ("unavailable", "reason.after_data", {"last": date(2026, 3, 2)})


def test_the_month_in_which_the_first_subscription_begins_opens_with_none(store_of: StoreOf) -> None:
    store = store_of(subscriptions=SUBSCRIPTIONS)
    found = ask(store, "mrr_movement", in_="2025-06")["mrr_movement"]
    assert parts(found) == {"new": 100, "expansion": 0, "contraction": 0, "churned": 0}
    assert reason(store, "nrr", "2025-06") == ("undefined", "reason.zero_denominator", {"measure": "opening_mrr"})
    assert reason(store, "churn_rate", "2025-06")[:2] == ("undefined", "reason.zero_denominator")
    assert reason(store, "mrr", "2025-05") == ("unavailable", "reason.before_data", {"first": date(2025, 6, 1)})


def test_a_period_that_is_not_over_counts_what_is_live_on_its_last_day_with_data(store_of: StoreOf) -> None:
    under_way = month("2026-03", to=date(2026, 3, 9))
    assert number(store_of(subscriptions=SUBSCRIPTIONS), "mrr", under_way) == 850  # acme 100, fern 500 still there


def test_a_leap_day_is_the_end_of_its_february(store_of: StoreOf) -> None:
    text = "subscription_id,customer_id,started_at,ended_at,mrr\ns1,a,2024-02-29,,10\ns2,b,2024-01-05,2024-02-29,7\n"
    store = store_of(subscriptions=text)
    assert number(store, "mrr", "2024-02") == 10
    assert number(store, "churn_rate", "2024-02") == 1


ORDERS = "order_id,ordered_at,amount,customer_id\n1,2026-02-10,10,ann\n2,2026-02-11,10,bob\n3,2026-03-30,10,ann\n"


def test_churn_is_of_subscriptions_unless_the_settings_say_orders(store_of: StoreOf) -> None:
    store = store_of(subscriptions=SUBSCRIPTIONS, orders=ORDERS)
    by_orders = load_catalog().with_custom((), churn_from="orders")
    first = ask(store, "churn_rate", "churn_rate_annual")
    second = ask(store, "churn_rate", "churn_rate_annual", catalog=by_orders)
    assert first["churn_rate"].windows["current"].number == Decimal("0.25")
    assert first["churn_rate"].sources == ("subscriptions",)
    assert second["churn_rate"].windows["current"].number == Decimal("0.5")  # bob did not come back
    assert second["churn_rate"].sources == ("orders",)
    annual = first["churn_rate_annual"].windows["current"].number
    assert annual == pytest.approx(1 - Decimal("0.75") ** 12, abs=Decimal("1e-12"))


def test_churn_falls_back_to_the_table_that_is_there(store_of: StoreOf) -> None:
    by_orders = load_catalog().with_custom((), churn_from="orders")
    found = ask(store_of(subscriptions=SUBSCRIPTIONS), "retention_rate", catalog=by_orders)["retention_rate"]
    assert found.windows["current"].number == Decimal("0.75")
    assert found.counts["current"] == (3, 4)
    neither = store_of(orders="order_id,ordered_at,amount\n1,2026-03-02,10\n")
    status, key, arguments = reason(neither, "churn_rate")
    assert (status, key, arguments) == (
        "unavailable", "reason.no_column", {"table": "orders", "column": "customer_id"},
    )  # fmt: skip


DAYS = st.dates(date(2026, 1, 1), date(2026, 4, 30))
SPANS = st.lists(
    st.tuples(st.sampled_from("abcd"), DAYS, st.none() | DAYS, st.integers(0, 99_99), st.sampled_from("PQ")),
    min_size=1,
    max_size=14,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SPANS)
def test_whatever_happens_the_parts_sum_to_the_change_and_the_plans_to_the_whole(
    store_of: StoreOf, spans: list[tuple[str, date, date | None, int, str]]
) -> None:
    lines = [
        f"s{at},{customer},{start},{end if end and end >= start else ''},{cents / 100:.2f},{plan}\n"
        for at, (customer, start, end, cents, plan) in enumerate(spans)
    ]
    store = store_of(subscriptions="subscription_id,customer_id,started_at,ended_at,mrr,plan\n" + "".join(lines))
    window = DayWindow((Span(date(2026, 2, 1), date(2026, 4, 30)),))

    def live(day: date, plan: str | None = None) -> Decimal:
        return sum(
            (
                Decimal(cents) / 100
                for _, start, end, cents, of in spans
                if start <= day and not (end and end >= start and end <= day) and plan in (None, of)
            ),
            Decimal(0),
        )

    change = live(date(2026, 4, 30)) - live(date(2026, 1, 31))
    found = ask(store, "mrr_movement", "mrr", in_=window, by=("plan",))
    movement, mrr = found["mrr_movement"], found["mrr"]
    assert mrr.windows["current"].number == live(date(2026, 4, 30))
    assert movement.windows["current"].number == change
    numbers = parts(movement)
    assert sum(part for part in numbers.values() if part is not None) == change
    assert all((numbers[name] or 0) >= 0 for name in ("new", "expansion"))
    assert all((numbers[name] or 0) <= 0 for name in ("contraction", "churned"))
    for kpi, total in ((mrr, live(date(2026, 4, 30))), (movement, change)):
        assert sum(m.number or 0 for m in kpi.segments.get("plan", {}).get("current", {}).values()) == total
