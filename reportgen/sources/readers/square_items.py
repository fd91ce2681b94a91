"""Square: the detail report of items sold (Transactions or Sales reports → Export → Items Detail CSV).

- Date, Time and Time Zone stand apart, and the zone has the name that Square shows (``Eastern Time (US & Canada)``):
  together they are a moment. Where the zone is not known, the times are the source's ``timezone``.
- A refund's lines have Event Type Refund and a negative Qty; they are returns, dated as they are.
- The unit price is Net Sales / Qty: after discounts, which lines have no column for, and without tax. Rounded to
  four decimals, a line of several pieces can be off by less than a cent.
- A line is known by its SKU, else by its item and price point. Customers have ids that say nothing of them.
- A transaction can have the same line twice; so the newest export of a payment or refund counts, all its lines
  together.
"""

from __future__ import annotations

from reportgen.sources.raw import quoted
from reportgen.sources.readers.model import FilePlan, Head, Layout, Newest, Output, Reader, number, text
from reportgen.sources.readers.stamps import iso_stamp, slashed_order
from reportgen.sources.readers.wording import decimal_text

_AGAIN = "export Items Detail CSV from Square again; it always has this column"
_COLUMNS = (
    text("Date", todo=_AGAIN),
    text("Time", todo=_AGAIN),
    text("Time Zone"),
    text("Category"),
    text("Item", todo=_AGAIN),
    number("Qty", "Quantity", todo=_AGAIN),
    text("Price Point Name"),
    text("SKU"),
    number("Gross Sales"),
    number("Discounts"),
    number("Net Sales", todo=_AGAIN),
    number("Tax"),
    text("Transaction ID", todo=_AGAIN),
    text("Payment ID"),
    text("Event Type", todo=_AGAIN),
    text("Location"),
    text("Customer ID"),
    text("Channel"),
)
_ZONES = {
    "Eastern Time (US & Canada)": "America/New_York",
    "Central Time (US & Canada)": "America/Chicago",
    "Mountain Time (US & Canada)": "America/Denver",
    "Pacific Time (US & Canada)": "America/Los_Angeles",
    "Atlantic Time (Canada)": "America/Halifax",
    "Indiana (East)": "America/Indiana/Indianapolis",
    "Arizona": "America/Phoenix",
    "Alaska": "America/Anchorage",
    "Hawaii": "Pacific/Honolulu",
    "Newfoundland": "America/St_Johns",
    "Saskatchewan": "America/Regina",
    "Puerto Rico": "America/Puerto_Rico",
    "London": "Europe/London",
    "Edinburgh": "Europe/London",
    "Dublin": "Europe/Dublin",
    "Paris": "Europe/Paris",
    "Madrid": "Europe/Madrid",
    "Tokyo": "Asia/Tokyo",
    "Osaka": "Asia/Tokyo",
    "Sapporo": "Asia/Tokyo",
    "Sydney": "Australia/Sydney",
    "Melbourne": "Australia/Melbourne",
    "Brisbane": "Australia/Brisbane",
    "Canberra": "Australia/Sydney",
    "Hobart": "Australia/Hobart",
    "Adelaide": "Australia/Adelaide",
    "Darwin": "Australia/Darwin",
    "Perth": "Australia/Perth",
    "UTC": "UTC",
}
"""Square's names of zones → those of the time zone database; these stand for themselves too."""

_QTY, _NET = '"Qty #"', '"Net Sales #"'
_IS_REFUND = "lower(\"Event Type\") = 'refund'"


def _zone() -> str:
    """SQL: the row's zone by its name, null for one that is not known."""
    known = _ZONES | {zone: zone for zone in _ZONES.values()}
    names, zones = (", ".join(map(quoted, texts)) for texts in (known, known.values()))
    return f'([{zones}])[list_position([{names}], "Time Zone")]'


def _moment() -> str:
    """SQL: the moment in UTC; without a known zone the time as it stands."""
    local = "try_strptime(\"Clock\", '%Y-%m-%d %H:%M:%S')"
    utc = f"timezone('UTC', timezone(\"Zone\", {local}))"
    return (
        f"coalesce(case when \"Zone\" is not null then strftime({utc}, '%Y-%m-%d %H:%M:%S') || ' UTC' end, \"Clock\")"
    )


def _look(head: Head, layout: Layout) -> FilePlan:
    order = slashed_order(head, layout, "Date")
    return FilePlan(
        (
            {
                "Clock": iso_stamp('concat_ws(\' \', "Date", "Time")', day_first=order),
                "Zone": _zone(),
                "Order": 'coalesce("Transaction ID", "Payment ID")',
                "Point": 'case when lower("Price Point Name") <> \'regular\' then "Price Point Name" end',
            },
            {
                "Placed at": _moment(),
                "Quantity": decimal_text(f"case when {_IS_REFUND} then -abs({_QTY}) else {_QTY} end", '"Qty"'),
                "Unit price": decimal_text(f"abs({_NET}) / nullif(abs({_QTY}), 0)", '"Net Sales"'),
                "Product": "nullif(concat_ws(' – ', \"Item\", \"Point\"), '')",
                "Group": 'case when lower("Category") <> \'none\' then "Category" end',
                "Has discount": 'coalesce("Discounts #" <> 0, false)',
            },
            {"Line": 'coalesce("SKU", "Product")'},
        )
    )


SQUARE_ITEMS = Reader(
    name="square-items",
    doc="Square's items detail, a row for each item of a payment or refund",
    columns=_COLUMNS,
    marks=("Time Zone", "Item", "Qty", "Net Sales", "Transaction ID", "Event Type"),
    outputs=(
        Output(
            "order_lines",
            {
                "order_id": "Order",
                "ordered_at": "Placed at",
                "sku": "Line",
                "quantity": "Quantity",
                "unit_price": "Unit price",
                "product": "Product",
                "category": "Group",
                "customer_id": "Customer ID",
                "channel": "Channel",
            },
            notes=(("after-discounts", "Has discount"),),
        ),
    ),
    newest=Newest(by=("Order", "Event Type", "Placed at")),
    look=_look,
)
