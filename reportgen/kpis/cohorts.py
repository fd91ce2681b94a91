"""Cohorts: who ordered again, by the month of the first order and months on."""

from __future__ import annotations

from datetime import date, timedelta

from reportgen.facts import FactStore
from reportgen.kpis.model import Cohort

MONTHS = 12  # cohorts of so many months, the last one that of the window's end


def cohorts(store: FactStore, end: date) -> tuple[Cohort, ...]:
    """Cohorts of the calendar months up to ``end``, oldest first; months that end later are left out.

    Needs ``orders`` with customers. Months without a first order have no cohort.
    """
    last = _month(end + timedelta(days=1)) - 1  # the last month that is over
    first = last - MONTHS + 1
    month = "(year({0}) * 12 + month({0}) - 1)"
    within = f"day between date '{_first_day(first)}' and date '{end}'"
    rows = (
        store.on("orders")
        .execute(
            f"with firsts as (select customer_id, {month.format('day')} as born from orders"
            f" where customer_order_number = 1 and {within}),"
            f" seen as (select distinct customer_id, {month.format('day')} as month from orders"
            f" where customer_id is not null and {within})"
            " select born, month - born as months_on, count(*) from firsts join seen using (customer_id)"
            " group by born, months_on order by born, months_on"
        )
        .fetchall()
    )
    counts = {(born, months_on): int(count) for born, months_on, count in rows}
    return tuple(
        Cohort(
            _first_day(born),
            counts[born, 0],
            tuple(counts.get((born, months_on), 0) for months_on in range(1, last - born + 1)),
        )
        for born in range(first, last + 1)
        if (born, 0) in counts
    )


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
