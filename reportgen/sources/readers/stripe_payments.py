"""Stripe: payments (Payments → Export), with all columns or a choice of them.

- Amounts are the converted ones (the account's currency) where the file has them: ``Amount`` is in whatever
  currency the buyer paid in, and cannot be added up. A payment without a converted amount keeps its own, with its
  own currency.
- ``amount`` is what was paid: after discounts, with tax and shipping in it. The export says neither apart.
- Times are UTC, though without a sign of it. ``Created (UTC)`` and ``Created date (UTC)`` are the same.
- Failed, cancelled and unfinished payments have rows too; so have payments that were authorised and not captured.
  They are no sales: their status says so. A payment without an id gets that of its intent, else one that is made
  of its content.
- Customers are Stripe's ids; who has none is known by a hash of the e-mail.
- The channel comes from ``utm_…`` metadata, where the shop writes them.
"""

from __future__ import annotations

from reportgen.sources.readers.channels import channel_of
from reportgen.sources.readers.model import FilePlan, Head, Layout, Newest, Output, Reader, number, text
from reportgen.sources.readers.people import customer_id
from reportgen.sources.readers.stamps import iso_stamp, slashed_order
from reportgen.sources.readers.wording import decimal_text, translated

_AGAIN = "export the payments from Stripe again and choose this column (Export → Columns → Custom or All)"
_COLUMNS = (
    text("id", "ID", "Charge ID", todo=_AGAIN),
    text("Created date (UTC)", "Created (UTC)", "Created at (UTC)", todo=_AGAIN),
    number("Amount", todo=_AGAIN),
    number("Amount Refunded"),
    text("Currency"),
    text("Captured"),
    number("Converted Amount"),
    number("Converted Amount Refunded"),
    text("Converted Currency"),
    text("Description"),
    number("Fee"),
    text("Refunded date (UTC)", "Refunded (UTC)"),
    text("Status", todo=_AGAIN),
    text("PaymentIntent ID", "Payment Intent ID"),
    text("Customer ID"),
    text("Customer Description"),
    text("Customer Email"),
    text("Shipping Address Country", "Shipping Country"),
    text("Card Address Country"),
    text("utm_source (metadata)", "utm_source"),
    text("utm_medium (metadata)", "utm_medium"),
    text("utm_campaign (metadata)", "utm_campaign"),
)
_STATUSES = {
    "succeeded": "paid",
    "partially refunded": "partially_refunded",
    "partial refund": "partially_refunded",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "uncaptured": "pending",
    "processing": "pending",
    "incomplete": "pending",
    "blocked": "failed",
    "requires_payment_method": "pending",
    "requires_confirmation": "pending",
    "requires_action": "pending",
    "requires_capture": "pending",
}

_UTM = tuple(f'"utm_{name} (metadata)"' for name in ("source", "medium", "campaign"))
_CONVERTED = '"Converted Amount #" is not null'
_SAME = '"Created date (UTC)", "Amount", "Currency", "Customer ID", "Customer Email", "Description"'
_PLACE = 'coalesce("Shipping Address Country", "Card Address Country")'


def _status() -> str:
    """SQL: the status in our words; paid without having been captured is still pending."""
    told = translated('"Status"', _STATUSES, 'lower("Status")')
    return (
        f"case when lower(\"Captured\") in ('false', 'no', '0') and lower(\"Status\") in ('paid', 'succeeded')"
        f" then 'pending' else {told} end"
    )


def _made_id() -> str:
    """SQL: an id for a payment without one, made of its content; the second of two alike has another."""
    return (
        f"'payment-' || left(md5(concat_ws('|', {_SAME})), 12) || '-' ||"
        f' row_number() over (partition by _file, {_SAME}, "id" order by _n)'
    )


def _look(head: Head, layout: Layout) -> FilePlan:
    order = slashed_order(head, layout, "Created date (UTC)", "Refunded date (UTC)")
    return FilePlan(
        (
            {
                "Payment": f'coalesce("id", "PaymentIntent ID", {_made_id()})',
                "Paid at": iso_stamp('"Created date (UTC)"', day_first=order, zone="UTC"),
                "Refunded at": iso_stamp('"Refunded date (UTC)"', day_first=order, zone="UTC"),
                "Paid": decimal_text('coalesce("Converted Amount #", "Amount #")', '"Amount"'),
                "Refund": decimal_text(
                    f'case when {_CONVERTED} then coalesce("Converted Amount Refunded #",'
                    ' "Amount Refunded #" * "Converted Amount #" / nullif("Amount #", 0)) else "Amount Refunded #" end',
                    '"Amount Refunded"',
                ),
                "Paid in": f'upper(case when {_CONVERTED} then coalesce("Converted Currency", "Currency")'
                ' else "Currency" end)',
                "Payment status": _status(),
                "Customer": f'coalesce("Customer ID", {customer_id("Customer Email")})',
                "Channel": f"case when coalesce({', '.join(_UTM)}) is not null then {channel_of(*_UTM)} end",
                "Country": f"upper({_PLACE})",
                "Is paid": f"coalesce({_status()}, '') not in ('failed', 'pending', 'cancelled')",
            },
        )
    )


STRIPE_PAYMENTS = Reader(
    name="stripe-payments",
    doc="Stripe's export of payments",
    columns=_COLUMNS,
    marks=("id", "Created date (UTC)", "Amount", "Status"),
    outputs=(
        Output(
            "orders",
            {
                "order_id": "Payment",
                "ordered_at": "Paid at",
                "amount": "Paid",
                "customer_id": "Customer",
                "refund_amount": "Refund",
                "refunded_at": "Refunded at",
                "currency": "Paid in",
                "status": "Payment status",
                "channel": "Channel",
                "campaign": "utm_campaign (metadata)",
                "country": "Country",
            },
            notes=(("amounts-as-paid", "Is paid"),),
        ),
    ),
    newest=Newest(by=("Payment",)),
    look=_look,
)
