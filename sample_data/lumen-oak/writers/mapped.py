"""The shop's own files, in data/: report.yaml maps their columns."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from simulation.model import Order, Shop

from writers.text import money, write_csv

_ORDER_HEADER = (
    "Order", "Placed", "Customer", "Merchandise", "Discount", "Tax", "Shipping", "Refunded", "Refunded on",
    "State", "Channel", "Device", "Country", "Promo code", "Shipped",
)  # fmt: skip
_LINE_HEADER = ("Order", "Placed", "Item code", "Item", "Department", "Qty", "Price", "Unit cost", "Channel")
_TRAFFIC_HEADER = (
    "Date", "Session default channel group", "Device category", "Sessions", "Total users", "New users",
    "Engaged sessions", "User engagement", "Views", "Items viewed", "Add to carts", "Checkouts",
    "Ecommerce purchases",
)  # fmt: skip
_ADS_HEADER = ("Day", "Platform", "Campaign", "Cost", "Impr.", "Clicks", "Conversions", "Conv. value")
_COST_HEADER = ("date", "category", "subcategory", "amount", "text")


def _us(moment: datetime | None) -> str:
    """10/05/2026 19:42, or nothing."""
    return f"{moment:%m/%d/%Y %H:%M}" if moment else ""


def _filled(cents: int) -> str:
    return money(cents) if cents else ""


def _order_row(order: Order) -> tuple[object, ...]:
    return (
        order.number, _us(order.placed_at), order.customer or "", money(order.amount), money(order.discount),
        money(order.tax), money(order.shipping), _filled(order.refund), _us(order.refunded_at), order.status,
        order.channel, order.device, order.country, order.promo or "", _us(order.shipped_at),
    )  # fmt: skip


def _line_rows(order: Order) -> list[tuple[object, ...]]:
    return [
        (order.number, _us(order.placed_at), line.product.sku, line.product.name, line.product.category,
         line.quantity, money(line.price), money(line.cost), order.channel)
        for line in order.lines
    ]  # fmt: skip


def write(shop: Shop, folder: Path) -> None:
    """Write orders and lines by year, traffic, ads and costs. Lines are those of completed orders."""
    for year in sorted({order.placed_at.year for order in shop.orders}):
        orders = [order for order in shop.orders if order.placed_at.year == year]
        write_csv(folder / f"orders_{year}.csv", _ORDER_HEADER, (_order_row(order) for order in orders))
        lines = (row for order in orders if order.completed for row in _line_rows(order))
        write_csv(folder / f"order_lines_{year}.csv", _LINE_HEADER, lines)
    write_csv(
        folder / "traffic.csv",
        _TRAFFIC_HEADER,
        (
            (f"{t.day:%Y%m%d}", t.channel, t.device, t.sessions, t.users, t.new_users, t.engaged_sessions,
             t.engagement_seconds, t.pageviews, t.product_views, t.add_to_carts, t.checkouts, t.purchases)
            for t in shop.traffic
        ),
    )  # fmt: skip
    write_csv(
        folder / "ads.csv",
        _ADS_HEADER,
        (
            (a.day.isoformat(), a.platform, a.campaign, money(a.spend), a.impressions, a.clicks,
             money(a.conversions), money(a.value))
            for a in shop.ads
        ),
    )  # fmt: skip
    write_costs(shop, folder / "costs.csv")


def write_costs(shop: Shop, path: Path) -> None:
    """Write the ledger's bookings, in canonical columns."""
    write_csv(
        path,
        _COST_HEADER,
        ((b.day.isoformat(), b.category, b.subcategory, money(b.amount), b.text) for b in shop.bookings),
    )
