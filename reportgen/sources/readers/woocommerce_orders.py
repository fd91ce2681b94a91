"""WooCommerce: the orders of Analytics → Orders → Download.

A refund is a row of its own with the number of its order, a negative amount and the refund's date; the order
keeps its row and its amount. A refund is given to its order, also when the order stands in another file of the
source: ``refund_amount`` is the sum, ``refunded_at`` the last one's date. Of two rows with one number, the one
that is not positive is the refund, so that a refund of the shipping alone (0) is no second order.

- ``amount`` is net revenue as WooCommerce counts it: without tax and shipping, but after coupons; how much these
  took off is not in the export.
- ``N. Revenue (formatted)`` shows what was paid and what is left after refunds (``$47.08 $0.00``), with tax and
  shipping: it is not read. Where the plain column has two amounts like that, the first counts.
- Names, coupons and attributions have ``&amp;`` in them. A buyer is known by a hash of the name, the only thing
  that the export says of people: two of one name are one customer.
- The attribution is WooCommerce's own (``Organic: Google``, ``Referral: …``, ``Source: …``, ``Direct``). A
  ``Source`` says neither paid nor organic: without a medium it is Unassigned, but for e-mail and SMS.
"""

from __future__ import annotations

from reportgen.sources.readers.channels import channel_of
from reportgen.sources.readers.model import (
    Carried,
    FilePlan,
    Head,
    Layout,
    Newest,
    Output,
    Reader,
    number,
    text,
)
from reportgen.sources.readers.people import customer_id
from reportgen.sources.readers.stamps import iso_stamp, slashed_order
from reportgen.sources.readers.wording import decimal_text, translated, unescaped

_AGAIN = "download Analytics → Orders again, with this column shown (⋮ beside the table)"
_COLUMNS = (
    text("Date", "Datum", "날짜", "日期", todo=_AGAIN),
    text("Order #", "Order no.", "Order number", "Bestellung #", "Bestellnr.", "주문 #", "訂單 #", todo=_AGAIN),
    number("N. Revenue", "N.Revenue", "Net Revenue", "Net Sales", "Nettoumsatz", "Nettoumsätze", "순매출",
           "淨銷售額", todo=_AGAIN),
    text("Status", "상태", "狀態"),
    text("Customer", "Kunde", "고객", "顧客"),
    text("Customer type", "Kundentyp", "고객 유형", "顧客類型"),
    text("Items sold", "Verkaufte Artikel", "판매된 아이템", "已售商品"),
    text("Coupon(s)", "Coupons", "Gutschein(e)", "Gutscheine", "쿠폰", "折價券"),
    text("Attribution", "Origin", "Herkunft"),
)  # fmt: skip
_STATUSES = {
    "on-hold": "pending",
    "on hold": "pending",
    "pending payment": "pending",
    "draft": "pending",
    "checkout-draft": "pending",
    "trash": "cancelled",
    "zahlung ausstehend": "pending",
    "in wartestellung": "pending",
    "storniert": "cancelled",
    "fehlgeschlagen": "failed",
    "결제 대기중": "pending",
    "보류중": "pending",
    "취소됨": "cancelled",
    "실패": "failed",
    "等待付款中": "pending",
    "保留": "pending",
    "已取消": "cancelled",
    "失敗": "failed",
}

_NET = '"N. Revenue #"'
_TWO = r"^\s*[^0-9-]*(-?[0-9][0-9.,'’]*)[^0-9]*\s+[^0-9-]*-?[0-9][0-9.,'’]*[^0-9]*$"  # $47.08 $0.00


def _first_of_two() -> str:
    """SQL: the first of two amounts in one cell; a last group of two digits is its fraction."""
    shown = f"regexp_extract(\"N. Revenue\", '{_TWO.replace(chr(39), chr(39) * 2)}', 1)"
    fraction = f"regexp_extract({shown}, '[.,]([0-9]{{2}})$', 1)"
    whole = f"regexp_replace(regexp_replace({shown}, '[.,][0-9]{{2}}$', ''), '[^0-9-]', '', 'g')"
    return f"try_cast({whole} || '.' || {fraction} as DOUBLE)"


def _channel() -> str:
    """SQL: the channel by the order's attribution."""
    kind, source = (f"trim(regexp_extract(\"Told\", '^([^:]+):\\s*(.+)$', {group}))" for group in (1, 2))
    organic, referral = (channel_of(source, f"'{medium}'", "null") for medium in ("organic", "referral"))
    return (
        "case when \"Told\" is null or lower(\"Told\") in ('unknown', '(none)') then null"
        " when lower(\"Told\") = 'direct' then 'Direct'"
        f" when lower({kind}) = 'organic' then {organic}"
        f" when lower({kind}) = 'referral' then {referral}"
        f" when lower({kind}) = 'source' and lower({source}) in ('email', 'e-mail', 'newsletter') then 'Email'"
        f" when lower({kind}) = 'source' and lower({source}) = 'sms' then 'SMS'"
        f" when lower({kind}) in ('source', 'campaign', 'utm') then 'Unassigned' else \"Told\" end"
    )


def _look(head: Head, layout: Layout) -> FilePlan:
    order = slashed_order(head, layout, "Date")
    return FilePlan(
        (
            {
                "Order": "nullif(regexp_replace(\"Order #\", '^#', ''), '')",
                "Net": f"coalesce({_NET}, {_first_of_two()})",
                "Placed at": iso_stamp('"Date"', day_first=order),
                "Buyer": unescaped('"Customer"'),
                "Told": unescaped('"Attribution"'),
                "Promotion": unescaped('"Coupon(s)"'),
            },
            {
                "Is refund": 'coalesce("Order" is not null and ("Net" < 0 or ("Net" <= 0 and row_number()'
                ' over (partition by _file, "Order" order by "Net" desc nulls first, _n desc) > 1)), false)',
            },
            {
                "Event": 'case when "Is refund" then concat_ws(\' \', \'refund\', "Placed at", "Net")'
                " else 'order' end",
                "Amount": decimal_text('"Net"', '"N. Revenue"'),
                "Refunded": decimal_text('case when "Is refund" then -"Net" end', "null"),
                "Refund": "null",
                "Refunded at": "null",
                "Order status": translated('"Status"', _STATUSES, 'lower("Status")'),
                "Customer hash": customer_id("Buyer"),
                "Channel": _channel(),
                "Has coupon": '"Promotion" is not null',
            },
        )
    )


WOOCOMMERCE_ORDERS = Reader(
    name="woocommerce-orders",
    doc="WooCommerce's Analytics → Orders, a row for each order and each refund",
    columns=_COLUMNS,
    marks=("Date", "Order #", "N. Revenue", "Items sold"),
    outputs=(
        Output(
            "orders",
            {
                "order_id": "Order",
                "ordered_at": "Placed at",
                "amount": "Amount",
                "customer_id": "Customer hash",
                "refund_amount": "Refund",
                "refunded_at": "Refunded at",
                "status": "Order status",
                "channel": "Channel",
                "promotion": "Promotion",
            },
            drops=(("refund", "Is refund"),),
            notes=(("after-discounts", "Has coupon"),),
        ),
    ),
    newest=Newest(by=("Order", "Event")),
    look=_look,
    carried=Carried(
        flag="Is refund",
        to="Order",
        columns={"Refund": ("Refunded", "sum"), "Refunded at": ("Placed at", "last")},
        rule="refunds-without-order",
    ),
)
