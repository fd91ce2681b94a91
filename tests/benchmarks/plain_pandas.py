"""The same KPI set, written plainly in pandas: the reference for speed, memory and the numbers themselves.

Prints JSON: KPI → window → value, and KPI → country → value for the current period. Independent of the package.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pandas as pd

WINDOWS = {
    "current": ("2026-10-01", "2026-10-31"),
    "previous": ("2026-09-01", "2026-09-30"),
    "year_ago": ("2025-10-01", "2025-10-31"),
}
BEFORE = {
    "current": ("2026-09-01", "2026-09-30"),
    "previous": ("2026-08-01", "2026-08-31"),
    "year_ago": ("2025-09-01", "2025-09-30"),
}
LOST_AFTER = pd.Timedelta(days=90)
DAY = pd.Timedelta(days=1)


def kpi_set(path: str) -> dict[str, Any]:
    lines = pd.read_parquet(path)
    lines["day"] = lines["ordered_at"].dt.normalize()
    lines["amount"] = lines["quantity"] * lines["unit_price"].astype("float64")
    sold, returned = lines[lines["quantity"] > 0], lines[lines["quantity"] < 0]
    orders = (
        sold.sort_values("ordered_at", kind="stable")
        .groupby("order_id", sort=False)
        .agg(
            ordered_at=("ordered_at", "first"),
            day=("day", "first"),
            customer_id=("customer_id", "first"),
            country=("country", "first"),
            amount=("amount", "sum"),
            units=("quantity", "sum"),
        )
        .reset_index()
    )
    orders = orders.sort_values(["ordered_at", "order_id"])
    orders["number"] = orders.groupby("customer_id").cumcount() + 1
    orders.loc[orders["customer_id"].isna(), "number"] = 0
    found: dict[str, Any] = {"totals": {}, "country": {}}
    for name, (start, end) in WINDOWS.items():
        found["totals"][name] = numbers(orders, returned, pd.Timestamp(start), pd.Timestamp(end), BEFORE[name])
    start, end = (pd.Timestamp(day) for day in WINDOWS["current"])
    for name, (start, end) in WINDOWS.items():
        by: dict[str, Any] = {}
        for country in sorted(orders["country"].unique()):
            by[country] = numbers(
                orders[orders["country"] == country],
                returned[returned["country"] == country],
                pd.Timestamp(start),
                pd.Timestamp(end),
                BEFORE[name],
            )
        found["country"][name] = by
    return found


def numbers(
    orders: pd.DataFrame, returned: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp, before: tuple[str, str]
) -> dict[str, float]:
    window = orders[orders["day"].between(start, end)]
    known = window.dropna(subset=["customer_id"])
    refunds = -returned.loc[returned["day"].between(start, end), "amount"].sum()
    gross, count = window["amount"].sum(), len(window)
    customers = known["customer_id"].nunique()
    new = int((known["number"] == 1).sum())
    repeat = known.loc[known["number"] >= 2, "customer_id"].nunique()
    year = orders[orders["day"].between(end - pd.Timedelta(days=364), end)].dropna(subset=["customer_id"])
    live = orders.loc[orders["day"].between(start - LOST_AFTER, start - DAY), "customer_id"].dropna().unique()
    late = orders.loc[orders["day"].between(end - LOST_AFTER + DAY, end), "customer_id"].dropna().unique()
    kept = pd.Index(live).isin(late).sum()
    past = orders[orders["day"].between(pd.Timestamp(before[0]), pd.Timestamp(before[1])) & (orders["number"] == 1)]
    cohort = past["customer_id"].dropna().unique()
    returned_customers = pd.Index(cohort).isin(known["customer_id"].unique()).sum()
    revenue = gross - refunds
    return {
        "gross_sales": gross,
        "revenue": revenue,
        "orders": count,
        "aov": revenue / count,
        "units_per_order": window["units"].sum() / count,
        "refund_rate": refunds / gross,
        "customers": customers,
        "new_customers": new,
        "returning_customers": customers - new,
        "purchase_frequency": len(known) / customers,
        "time_between_purchases": 365 / (len(year) / year["customer_id"].nunique()),
        "repeat_purchase_rate": repeat / customers,
        "retention_rate": kept / len(live),
        "churn_rate": 1 - kept / len(live),
        "cohort_retention": returned_customers / len(cohort),
    }


if __name__ == "__main__":
    json.dump(kpi_set(sys.argv[1]), sys.stdout, default=float)
