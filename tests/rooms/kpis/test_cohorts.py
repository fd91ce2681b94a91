"""Who ordered again, months on: five customers of three months."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from reportgen.facts.store import FactStore
from tests.rooms.kpis.asking import ask, month, reason

StoreOf = Callable[..., FactStore]

# customer  Dec  Jan  Feb  Mar      first  +1  +2  +3
# ann        1    1    –    2       Dec    ×   –   ×
# bob        1    –    –    1       Dec    –   –   ×
# cy         –    1    1    –       Jan    ×   –
# dee        –    1    –    –       Jan    –   –
# eve        –    –    –    1       Mar
ORDERS = """order_id,ordered_at,amount,customer_id
1,2025-12-31 23:59,10,ann
2,2025-12-01,10,bob
3,2026-01-01,10,ann
4,2026-01-31,10,cy
5,2026-01-15,10,dee
6,2026-02-28,10,cy
7,2026-03-01,10,ann
8,2026-03-31,10,ann
9,2026-03-31,10,bob
10,2026-03-02,10,eve
11,2026-03-03,10,
12,2026-04-01,10,eve
"""


def test_every_month_of_first_orders_is_a_row_and_every_month_on_a_share(store_of: StoreOf) -> None:
    found = ask(store_of(orders=ORDERS), "cohort_retention")["cohort_retention"]
    half = Decimal("0.5")
    assert [(cohort.month, cohort.customers, cohort.shares) for cohort in found.cohorts] == [
        (date(2025, 12, 1), 2, (half, 0, 1)),
        (date(2026, 1, 1), 2, (half, 0)),
        (date(2026, 3, 1), 1, ()),  # nobody began in February
    ]


def test_the_value_stays_the_last_cohorts_first_return(store_of: StoreOf) -> None:
    store = store_of(orders=ORDERS)
    found = ask(store, "cohort_retention", in_="2026-02")["cohort_retention"]
    assert found.windows["current"].number == Decimal("0.5")  # cy of cy and dee
    assert reason(store, "cohort_retention")[:2] == ("undefined", "reason.zero_denominator")  # nobody began in February


def test_months_that_are_not_over_are_left_out(store_of: StoreOf) -> None:
    under_way = month("2026-03", to=date(2026, 3, 30))
    found = ask(store_of(orders=ORDERS), "cohort_retention", in_=under_way)["cohort_retention"]
    assert [(cohort.month.month, cohort.returned) for cohort in found.cohorts] == [(12, (1, 0)), (1, (1,))]


def test_only_the_last_twelve_months_begin_a_row(store_of: StoreOf) -> None:
    rows = [f"{n},{2024 + n // 12}-{n % 12 + 1:02d}-10,5,c{n}\n" for n in range(27)]
    found = ask(store_of(orders="order_id,ordered_at,amount,customer_id\n" + "".join(rows)), "cohort_retention")
    cohorts = found["cohort_retention"].cohorts
    assert [cohorts[0].month, cohorts[-1].month, len(cohorts)] == [date(2025, 4, 1), date(2026, 3, 1), 12]
    assert len(cohorts[0].returned) == 11


def test_without_customers_there_are_no_cohorts(store_of: StoreOf) -> None:
    found = ask(store_of(orders="order_id,ordered_at,amount\n1,2026-03-01,5\n"), "cohort_retention")
    assert found["cohort_retention"].cohorts == ()
