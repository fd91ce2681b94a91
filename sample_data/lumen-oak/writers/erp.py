"""What the back office knows: the lines of completed orders with their costs, and the ledger."""

from __future__ import annotations

from pathlib import Path

from simulation.model import Order, Shop

from writers.text import money, suffix, write_csv

_LINE_HEADER = ("Order", "Placed", "Item code", "Item", "Department", "Qty", "Price", "Unit cost")
_COST_HEADER = ("date", "category", "subcategory", "amount", "text")


def _line_rows(order: Order) -> list[tuple[object, ...]]:
    return [
        (order.number, f"{order.placed_at:%m/%d/%Y %H:%M}", line.product.sku, line.product.name,
         line.product.category, line.quantity, money(line.price), money(line.cost))
        for line in order.lines
    ]  # fmt: skip


def write(shop: Shop, folder: Path) -> None:
    """Write the lines by year, in the order of the shop's numbers."""
    for year in sorted({order.placed_at.year for order in shop.orders}):
        rows = (row for o in shop.orders if o.placed_at.year == year and o.completed for row in _line_rows(o))
        write_csv(folder / f"erp_lines_{year}{suffix(year)}", _LINE_HEADER, rows)


def write_costs(shop: Shop, path: Path) -> None:
    """Write the ledger's bookings, in canonical columns."""
    write_csv(
        path,
        _COST_HEADER,
        ((b.day.isoformat(), b.category, b.subcategory, money(b.amount), b.text) for b in shop.bookings),
    )
