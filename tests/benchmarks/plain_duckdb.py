"""The same KPI set as SQL for DuckDB alone: what the engine can do with nothing around it.

Prints what ``plain_pandas.py`` prints. Orders once as a table, then one statement for all windows and countries.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import duckdb

WINDOWS = [
    ("current", "2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30"),
    ("previous", "2026-09-01", "2026-09-30", "2026-08-01", "2026-08-31"),
    ("year_ago", "2025-10-01", "2025-10-31", "2025-09-01", "2025-09-30"),
]

ORDERS = """
create temp table orders as
select *, case when customer_id is not null then
    row_number() over (partition by customer_id order by ordered_at, order_id) end as number
from (
  select order_id, min(ordered_at) as ordered_at, cast(min(ordered_at) as date) as day,
    arg_min(customer_id, ordered_at) as customer_id, arg_min(country, ordered_at) as country,
    sum(quantity * unit_price) as amount, sum(quantity) as units
  from read_parquet('{path}') where quantity > 0 group by order_id)
"""

NUMBERS = """
with returned as (
  select country, -sum(quantity * unit_price) as refunds from read_parquet('{path}')
  where quantity < 0 and cast(ordered_at as date) between date '{start}' and date '{end}'
  group by grouping sets ((), (country))),
month as (
  select country, grouping(country) as whole, sum(amount) as gross, count(*) as orders, sum(units) as units,
    count(customer_id) as known, count(distinct customer_id) as customers, count(*) filter (number = 1) as new,
    count(distinct customer_id) filter (number >= 2) as repeat
  from orders where day between date '{start}' and date '{end}' group by grouping sets ((), (country))),
year as (
  select country, grouping(country) as whole, count(customer_id) as orders, count(distinct customer_id) as customers
  from orders where day between date '{end}' - 364 and date '{end}' group by grouping sets ((), (country))),
owners as (
  select country, customer_id, grouping(country) as whole,
    bool_or(day between date '{start}' - 90 and date '{start}' - 1) as live,
    bool_or(day between date '{end}' - 89 and date '{end}') as late,
    bool_or(number = 1 and day between date '{from}' and date '{to}') as born,
    bool_or(day between date '{start}' and date '{end}') as here
  from orders where customer_id is not null and day between date '{end}' - 130 and date '{end}'
  group by grouping sets ((customer_id), (country, customer_id))),
kept as (
  select country, whole, count(*) filter (live) as live, count(*) filter (live and late) as kept,
    count(*) filter (born) as born, count(*) filter (born and here) as came
  from owners group by country, whole)
select m.country, m.gross, m.orders, m.units, m.known, m.customers, m.new, m.repeat, coalesce(r.refunds, 0),
  y.orders, y.customers, k.live, k.kept, k.born, k.came
from month m
join year y on y.whole = m.whole and y.country is not distinct from m.country
join kept k on k.whole = m.whole and k.country is not distinct from m.country
left join returned r on r.country is not distinct from m.country
"""


def kpi_set(path: str) -> dict[str, Any]:
    connection = duckdb.connect(config={"memory_limit": "1GB"})
    connection.execute(ORDERS.format(path=path))
    found: dict[str, Any] = {"totals": {}, "country": {}}
    for name, start, end, first, last in WINDOWS:
        sql = NUMBERS.format(**{"path": path, "start": start, "end": end, "from": first, "to": last})
        rows = {row[0]: numbers(*map(float, row[1:])) for row in connection.execute(sql).fetchall()}
        found["totals"][name] = rows.pop(None)
        found["country"][name] = rows
    return found


def numbers(*cells: float) -> dict[str, float | None]:
    gross, orders, units, known, customers, new, repeat, refunds, in_year, of_year, live, kept, born, came = cells
    return {
        "gross_sales": gross,
        "revenue": gross - refunds,
        "orders": orders,
        "aov": (gross - refunds) / orders,
        "units_per_order": units / orders,
        "refund_rate": refunds / gross,
        "customers": customers,
        "new_customers": new,
        "returning_customers": customers - new,
        "purchase_frequency": known / customers,
        "time_between_purchases": 365 / (in_year / of_year),
        "repeat_purchase_rate": repeat / customers,
        "retention_rate": kept / live,
        "churn_rate": 1 - kept / live,
        "cohort_retention": came / born if born else None,
    }


if __name__ == "__main__":
    json.dump(kpi_set(sys.argv[1]), sys.stdout)
