"""Shopify: orders as the admin exports them (Orders → Export → Plain CSV or CSV for Excel).

An order has a row for each of its line items; what concerns the whole order (status, sums, dates, discount
code) stands on its first row only. From that follow an ``orders`` row from the first and an ``order_lines``
row from each.

- ``amount`` is merchandise before discounts: Subtotal (which is after them) + the discount on merchandise.
  That is the Discount Amount, but for a code that only took off shipping (the lines sum to the Subtotal: none)
  and for discounts that only the lines know (added).
- Where prices include tax (Total = Subtotal + Shipping), the tax is taken out of every amount, by its share.
- The Refunded Amount has tax and perhaps shipping in it. The merchandise in it is its part Subtotal /
  (Subtotal + Taxes), at most the Subtotal. Shopify does not say here when a refund was made.
- A cancelled order keeps its payment's status; its ``Cancelled at`` decides.
- Channel, device and campaign come from the order's Note Attributes where the shop writes
  ``utm_source: …``, ``utm_medium: …``, ``utm_campaign: …``, ``device: …`` there (``channels``); without
  such lines the order's Source tells only the till and drafts.
- Customers are known by a hash of their e-mail or phone (``people``); an order with neither is a guest's.
- The newest export of an order counts, all its rows together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from reportgen.sources.raw import quoted
from reportgen.sources.readers.channels import channel_of
from reportgen.sources.readers.model import FilePlan, Head, Layout, Newest, Output, Reader, number, text
from reportgen.sources.readers.people import customer_id
from reportgen.sources.readers.steps import ByValue, Fetched, Gathered

_AGAIN = "export the orders from Shopify again, with all columns"
_COLUMNS = (
    text("Name", todo=_AGAIN),
    text("Email"),
    text("Financial Status", todo=_AGAIN),
    text("Fulfilled at"),
    text("Currency"),
    number("Subtotal", todo=_AGAIN),
    number("Shipping"),
    number("Taxes"),
    number("Total"),
    text("Discount Code"),
    number("Discount Amount"),
    text("Created at", todo=_AGAIN),
    number("Lineitem quantity", todo=_AGAIN),
    text("Lineitem name", todo=_AGAIN),
    number("Lineitem price", todo=_AGAIN),
    number("Lineitem discount"),
    text("Lineitem sku"),
    text("Lineitem type", "Lineitem product type", "Product Type"),
    text("Billing Country"),
    text("Shipping Country"),
    text("Billing Phone"),
    text("Phone"),
    text("Note Attributes"),
    text("Cancelled at"),
    number("Refunded Amount"),
    text("Source"),
)
_SOURCES = {"pos": "Point of sale", "iphone": "Point of sale", "android": "Point of sale",
            "shopify_draft_order": "Draft orders"}  # fmt: skip
_NO_SOURCES = ("web", "shopify")  # and the numbers of apps: they say nothing of where the buyer came from
_STATUSES = {"expired": "voided"}  # an authorisation that was never captured


def _on_first(sql: str) -> str:
    """SQL: a value that is looked for in the order's first row alone."""
    return f'case when not "Later row" then {sql} end'


def _attribute(name: str) -> str:
    """SQL: the value of a line ``name: value`` of the Note Attributes, null without one."""
    return f"nullif(regexp_extract(\"Note Attributes\", '(?im)^\\s*{name}\\s*:\\s*(.*?)\\s*$', 1), '')"


def _channel() -> str:
    """SQL: the channel by the order's utm lines, else what its Source tells."""
    source = 'lower("Source")'
    utm = [f'"Told {column}"' for column in _UTM]
    told = " ".join(f"when {source} = {quoted(name)} then {quoted(channel)}" for name, channel in _SOURCES.items())
    silent = ", ".join(map(quoted, _NO_SOURCES))
    return (
        f"case when coalesce({', '.join(utm)}) is not null then {channel_of(*utm)} {told}"
        f" when {source} in ({silent}) or regexp_full_match({source}, '[0-9]+') then null else \"Source\" end"
    )


def _status() -> str:
    """SQL: cancelled where there is a date of it, else the payment's status."""
    others = " ".join(
        f'when lower("Financial Status") = {quoted(old)} then {quoted(new)}' for old, new in _STATUSES.items()
    )
    return f'case when "Cancelled at" is not null then \'cancelled\' {others} else lower("Financial Status") end'


def _amount(sql: str, cell: str) -> str:
    """SQL: an amount as text; the cell that it is made from where that is no number, so that it is found."""
    return f'coalesce(cast(cast(round({sql}, 4) as DECIMAL(18,4)) as VARCHAR), "{cell}")'


_UTM = {"UTM source": "utm_source", "UTM medium": "utm_medium", "Campaign": "utm_campaign"}
_SUBTOTAL, _REFUNDED = '"Subtotal #"', '"Refunded Amount #"'
_TAX, _SHIPPING = 'coalesce("Taxes #", 0)', 'coalesce("Shipping #", 0)'
_DISCOUNT = 'coalesce("Discount Amount #", 0)'
_WITHOUT_TAX = f'abs("Total #" - {_SUBTOTAL} - {_SHIPPING})'
_WITH_TAX = f'abs("Total #" - {_SUBTOTAL} - {_SHIPPING} - {_TAX})'
_INCLUDED = f"coalesce({_TAX} > 0 and {_WITHOUT_TAX} < {_WITH_TAX}, false)"  # prices include tax

_OF_THE_NOTES = ByValue(
    ("Note Attributes", "Source"),
    (
        {
            "Told device": f"lower({_attribute('device')})",
            **{f"Told {column}": _attribute(name) for column, name in _UTM.items()},
        },
        {"Told channel": _channel()},
    ),
)
_TOGETHER = Gathered(
    ("Name",),
    {
        "First row": "min(_n)",
        "Lines": 'sum("Lineitem quantity #" * "Lineitem price #")',
        "Line discounts": 'sum(coalesce("Lineitem discount #", 0))',
    },
)
_OF_THE_FILE: Mapping[str, str] = MappingProxyType(
    {
        "Later row": '_n > "First row" and "Name" is not null',
        "Net of tax": f"case when {_INCLUDED} then 1 - {_TAX} / nullif({_SUBTOTAL} + {_SHIPPING}, 0) else 1 end",
        "Merchandise": f"case when {_INCLUDED} then 1 else {_SUBTOTAL} / nullif({_SUBTOTAL} + {_TAX}, 0) end",
    }
)
_OF_THE_ORDER: Mapping[str, str] = MappingProxyType(
    {
        "Order status": _status(),
        "Buyer": _on_first(customer_id("Email", "Phone", "Billing Phone")),
        "Place": _on_first('coalesce("Shipping Country", "Billing Country")'),
        "Device": _on_first('"Told device"'),
        **{column: _on_first(f'"Told {column}"') for column in _UTM},
        "Discount": f'case when abs("Lines" - {_SUBTOTAL}) < 0.01 then 0'
        f' when abs("Lines" - {_SUBTOTAL} - {_DISCOUNT} - "Line discounts") < 0.01 then {_DISCOUNT} + "Line discounts"'
        f" else {_DISCOUNT} end",
    }
)
_OF_THE_FIRST = Fetched(
    "First row",
    {
        "Status": '"Order status"',
        "Customer": '"Buyer"',
        "Country": '"Place"',
        "Channel": '"Told channel"',
        "Net of the order": '"Net of tax"',
    },
)
_OF_THE_ROW: Mapping[str, str] = MappingProxyType(
    {
        "Is refunded": f"coalesce({_REFUNDED} > 0, false)",
        "Has tax in prices": 'coalesce("Net of tax" < 1, false)',
        "Order": "nullif(regexp_replace(\"Name\", '^#', ''), '')",
        "Amount": _amount(f'({_SUBTOTAL} + "Discount") * "Net of tax"', "Subtotal"),
        "Merchandise discount": _amount('"Discount" * "Net of tax"', "Discount Amount"),
        "Shipping charge": _amount(f'{_SHIPPING} * "Net of tax"', "Shipping"),
        "Refund": _amount(
            f"case when {_REFUNDED} is not null"
            f' then round(least({_SUBTOTAL}, {_REFUNDED} * "Merchandise") * "Net of tax", 2) end',
            "Refunded Amount",
        ),
        "Item": 'coalesce("Lineitem sku", "Lineitem name")',
        "Unit price": _amount('"Lineitem price #" * "Net of the order"', "Lineitem price"),
    }
)


def _look(_head: Head, _layout: Layout) -> FilePlan:
    return FilePlan((_TOGETHER, _OF_THE_NOTES, _OF_THE_FILE, _OF_THE_ORDER, _OF_THE_FIRST, _OF_THE_ROW))


SHOPIFY_ORDERS = Reader(
    name="shopify-orders",
    doc="Shopify's export of orders, a row for each line item",
    columns=_COLUMNS,
    marks=("Name", "Financial Status", "Created at", "Lineitem quantity", "Lineitem price"),
    outputs=(
        Output(
            "orders",
            {
                "order_id": "Order",
                "ordered_at": "Created at",
                "amount": "Amount",
                "customer_id": "Customer",
                "discount": "Merchandise discount",
                "tax": "Taxes",
                "shipping": "Shipping charge",
                "refund_amount": "Refund",
                "currency": "Currency",
                "status": "Status",
                "channel": "Channel",
                "campaign": "Campaign",
                "promotion": "Discount Code",
                "device": "Device",
                "country": "Country",
                "shipped_at": "Fulfilled at",
            },
            drops=(("further-line", "Later row"),),
            notes=(("refunds-worked-out", "Is refunded"), ("tax-taken-out", "Has tax in prices")),
        ),
        Output(
            "order_lines",
            {
                "order_id": "Order",
                "ordered_at": "Created at",
                "sku": "Item",
                "quantity": "Lineitem quantity",
                "unit_price": "Unit price",
                "product": "Lineitem name",
                "category": "Lineitem type",
                "customer_id": "Customer",
                "country": "Country",
                "channel": "Channel",
            },
        ),
    ),
    newest=Newest(by=("Name",)),
    rows_of="Name",
    look=_look,
)
