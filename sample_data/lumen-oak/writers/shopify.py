"""Orders as Shopify's admin exports them: a row per line item, order-level cells on the first only."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from simulation.model import Line, Order, Shop

from writers.clock import stamp
from writers.text import money, suffix, write_csv

_ADDRESS = (
    "Name",
    "Street",
    "Address1",
    "Address2",
    "Company",
    "City",
    "Zip",
    "Province",
    "Country",
    "Phone",
)
_HEADER = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing",
    "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount",
    "Shipping Method", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price",
    "Lineitem compare at price", "Lineitem sku", "Lineitem requires shipping", "Lineitem taxable",
    "Lineitem fulfillment status", *(f"Billing {part}" for part in _ADDRESS),
    *(f"Shipping {part}" for part in _ADDRESS),
    "Notes", "Note Attributes", "Cancelled at", "Payment Method", "Payment Reference", "Refunded Amount",
    "Vendor", "Outstanding Balance", "Employee", "Location", "Device ID", "Id", "Tags", "Risk Level", "Source",
    "Lineitem discount", "Tax 1 Name", "Tax 1 Value", "Tax 2 Name", "Tax 2 Value", "Tax 3 Name",
    "Tax 3 Value", "Tax 4 Name", "Tax 4 Value", "Tax 5 Name", "Tax 5 Value", "Phone", "Receipt Number", "Duties",
)  # fmt: skip
_LATER = (  # columns that the newer files have besides
    "Billing Province Name", "Shipping Province Name", "Payment ID", "Payment Terms Name",
    "Next Payment Due At", "Payment References",
)  # fmt: skip
_LATER_SINCE = 2026
_UTM = {  # how the shop's theme notes where a visit came from
    "Affiliates": ("homefinds", "affiliate"),
    "Direct": ("(direct)", "(none)"),
    "Email": ("newsletter", "email"),
    "Organic search": ("google", "organic"),
    "Paid search": ("google", "cpc"),
    "Paid social": ("facebook", "paid_social"),
}
_ZIP = {"US": "'60614", "CA": "M5V 2T6"}


def _refunded(order: Order) -> int:
    """What went back to the buyer: with tax, and with shipping where everything was refunded."""
    net = order.amount - order.discount
    if order.status == "refunded":
        return net + order.tax + order.shipping
    return order.refund + (order.refund * order.tax + net // 2) // net if order.refund else 0


def _order_cells(order: Order) -> dict[str, str]:
    """Cells that stand on an order's first row only."""
    net = order.amount - order.discount
    total = net + order.tax + order.shipping
    paid = order.status not in {"pending", "voided"}
    dropped = order.status in {"cancelled", "voided"}
    source, medium = _UTM[order.channel]
    return {
        # a cancelled order keeps its payment's status
        "Financial Status": "paid" if order.status == "cancelled" else order.status,
        "Paid at": stamp(order.placed_at + timedelta(seconds=2)) if paid else "",
        "Fulfillment Status": "fulfilled" if order.shipped_at else "unfulfilled",
        "Fulfilled at": stamp(order.shipped_at) if order.shipped_at else "",
        "Accepts Marketing": "yes" if order.channel == "Email" else "no",
        "Currency": "USD",
        "Subtotal": money(net),
        "Shipping": money(order.shipping),
        "Taxes": money(order.tax),
        "Total": money(total),
        "Discount Code": order.promo or "",
        "Discount Amount": money(order.discount),
        "Shipping Method": "Free shipping" if order.shipping == 0 else "Standard",
        "Billing Country": order.country,
        "Shipping Zip": _ZIP[order.country],
        "Shipping Country": order.country,
        "Note Attributes": f"utm_source: {source}\nutm_medium: {medium}\ndevice: {order.device}",
        "Cancelled at": stamp(order.placed_at + timedelta(hours=3)) if dropped else "",
        "Refunded Amount": money(_refunded(order)),
        "Outstanding Balance": money(0 if paid or dropped else total),
        "Id": str(5_000_000_000_000 + order.number * 37),
        "Risk Level": "Low",
        "Source": "shopify_draft_order" if order.promo == "TRADE15" else "web",
        "Tax 1 Name": "Sales tax" if order.tax else "",
        "Tax 1 Value": money(order.tax) if order.tax else "",
    }


def _line_cells(order: Order, line: Line) -> dict[str, str]:
    """Cells that every row of an order has."""
    return {
        "Name": f"#{order.number}",
        "Email": f"{order.customer.lower()}@example.com" if order.customer else "",
        "Created at": stamp(order.placed_at),
        "Lineitem quantity": str(line.quantity),
        "Lineitem name": line.product.name,
        "Lineitem price": money(line.price),
        "Lineitem sku": line.product.sku,
        "Lineitem requires shipping": "true",
        "Lineitem taxable": "true",
        "Lineitem fulfillment status": "fulfilled" if order.shipped_at else "pending",
        "Vendor": "Lumen & Oak",
        "Lineitem discount": "0.00",
    }


def _half(moment: datetime) -> tuple[int, int]:
    return moment.year, (moment.month + 5) // 6


def write(shop: Shop, folder: Path) -> None:
    """Write a file per half-year, newest order first; the shop's trial orders are not in them."""
    orders = [o for o in shop.orders if o.status != "test"]
    for year, half in sorted({_half(order.placed_at) for order in orders}):
        header = _HEADER + (_LATER if year >= _LATER_SINCE else ())
        rows = []
        for order in reversed([o for o in orders if _half(o.placed_at) == (year, half)]):
            for i, line in enumerate(order.lines):
                cells = _line_cells(order, line) | (_order_cells(order) if i == 0 else {})
                rows.append([cells.get(column, "") for column in header])
        write_csv(folder / f"orders_{year}H{half}{suffix(year)}", header, rows)
