"""Synthetic order lines: 25 months to October 2026, made by DuckDB from row numbers alone (no randomness)."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb


def make_lines(path: Path, rows: int) -> None:
    """Write ``rows`` order lines to a Parquet file: 2.5 lines an order, 3 % of them returns."""
    days, orders, customers = 761, int(rows / 2.5), max(10, rows // 12)
    duckdb.execute(
        f"""
        copy (
          select
            'o' || o as order_id,
            timestamp '2024-10-01' + to_days(cast((o * {days}) // {orders} as integer))
              + to_seconds(cast(hash(o, 1) % 86400 as integer)) as ordered_at,
            'sku' || (hash(i, 2) % 2000) as sku,
            cast(case when hash(i, 3) % 100 < 3 then -1 else 1 + hash(i, 4) % 4 end as integer) as quantity,
            cast((199 + hash(i, 5) % 9800) / 100.0 as decimal(10, 2)) as unit_price,
            case when hash(o, 6) % 25 = 0 then null else 'c' || cast(floor(
              {customers} * pow((hash(o, 7) % 1000000) / 1e6, 1.7)) as bigint) end as customer_id,
            ['United States', 'Canada', 'Mexico', 'United Kingdom', 'Germany', 'Japan', 'France', 'Spain', 'Italy',
             'Brazil'][1 + cast(floor(10 * pow((hash(o, 8) % 1000) / 1000.0, 2)) as bigint)] as country
          from (select i, (i * {orders}) // {rows} as o from range({rows}) as t(i))
        ) to '{path}' (format parquet, row_group_size 200000)
        """
    )


if __name__ == "__main__":
    make_lines(Path(sys.argv[1]), int(sys.argv[2]))
