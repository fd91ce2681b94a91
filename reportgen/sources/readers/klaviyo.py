"""Klaviyo: the export of campaigns' performance.

It has no number of recipients, unless the account's older export is used (``Total Recipients``, ``Successful
Deliveries``). Klaviyo's rates are shares of what was delivered, so the number delivered is worked out: unique
opens / open rate, else unique clicks / click rate, else unsubscribes / their rate, whichever is there and not 0.
As rates are rounded (``70.80%``; newer exports ``0.53213``), it may be off: at an open rate of 20.00 % by up to one in
4,000. The issue ``recipients-worked-out`` says so. Sent = delivered + bounces.

Text messages and push notifications have no opens: their rows are left out as ``not-email``. Counts may be written
``35904.0``, subjects may have several lines. Times are those of the account's time zone.
"""

from __future__ import annotations

from reportgen.sources.raw import quoted
from reportgen.sources.readers.model import FilePlan, Head, Layout, Newest, Output, Reader, number, text
from reportgen.sources.readers.moments import MONTH_NAMES, moment

_REPORT = "Analytics → Custom reports → Campaign performance → Export, with counts and rates"

_COLUMNS = (
    text("Campaign Message ID", "Campaign ID"),
    text("Campaign Message Name", "Campaign Name", todo=f"export {_REPORT}"),
    text("Variation Name", "Variation"),
    text("Subject"),
    text("List"),
    text("Campaign Message Channel", "Campaign Channel", "Channel"),
    text("Send Date"),
    text("Send Time", todo=f"add the column Send Time: {_REPORT}"),
    number("Recipients", "Total Recipients"),
    number("Delivered", "Successful Deliveries", "Received Email", "Received"),
    number("Bounces", "Bounced"),
    number("Bounce Rate"),
    number("Unique Opens", todo=f"add the column Unique Opens: {_REPORT}"),
    number("Total Opens"),
    number("Open Rate"),
    number("Unique Clicks"),
    number("Total Clicks"),
    number("Click Rate"),
    number("Unique Unsubscribes"),
    number("Total Unsubscribes", "Unsubscribes"),
    number("Unsubscribe Rate"),
    number("Unique Placed Order", "Placed Order", "Orders"),
    number("Revenue", "Placed Order Value"),
)
_TIMES = (
    *(f"%Y-%m-%d {clock}" for clock in ("%H:%M:%S", "%H:%M", "%I:%M %p", "%I:%M:%S %p")),
    *MONTH_NAMES,
)
_OTHER_CHANNELS = "sms|mms|push|whatsapp|text|문자|푸시"
_RATES = (("Unique Opens", "Open Rate"), ("Unique Clicks", "Click Rate"), ("Unsubscribed", "Unsubscribe Rate"))


def _sent_at() -> str:
    """SQL: day and time from their two cells, or from the one that has both."""
    both = (
        'case when regexp_matches("Send Time", \'[0-9]{4}\') then "Send Time"'
        ' else concat_ws(\' \', "Send Date", "Send Time") end'
    )
    return moment(f"nullif(coalesce({both}, \"Send Date\"), '')", *_TIMES)


def _count(sql: str) -> str:
    """SQL: a count as text."""
    return f"cast(cast(round({sql}) as BIGINT) as VARCHAR)"


def _look(_head: Head, _layout: Layout) -> FilePlan:
    worked_out = ", ".join(f'case when "{count} #" > 0 then "{count} #" / nullif("{rate} #", 0) end'
                           for count, rate in _RATES)  # fmt: skip
    other = f'regexp_matches(lower("Campaign Message Channel"), {quoted(_OTHER_CHANNELS)})'
    silent = 'coalesce("Unique Opens", "Open Rate") is null'
    return FilePlan(
        (
            {"Unsubscribed": 'coalesce("Unique Unsubscribes", "Total Unsubscribes")',
             "Unsubscribed #": 'coalesce("Unique Unsubscribes #", "Total Unsubscribes #")'},
            {"Worked out": f"round(coalesce({worked_out}))",
             "Known": 'coalesce("Delivered #", "Recipients #" - coalesce("Bounces #", 0))',
             "Not email": f"coalesce({other}, {silent})"},
            {"Sends": 'coalesce("Recipients #", coalesce("Known", "Worked out") + coalesce("Bounces #", 0),'
                      ' "Bounces #" / nullif("Bounce Rate #", 0))'},
            {"Sent at": _sent_at(),
             "Campaign": 'coalesce("Campaign Message Name", "Subject")',
             "Sent": f'coalesce({_count(_SENDS)}, "Recipients")',
             "Delivered count": f'coalesce({_count(_DELIVERED)}, "Delivered")',
             "Is worked out": '"Recipients #" is null and "Known" is null and "Sends" is not null'},
        )
    )  # fmt: skip


_SENDS = '"Sends"'
_DELIVERED = 'coalesce("Known", "Worked out", "Sends" - coalesce("Bounces #", 0))'

KLAVIYO_CAMPAIGNS = Reader(
    name="klaviyo-campaigns",
    doc="Klaviyo's export of campaigns' performance",
    columns=_COLUMNS,
    marks=("Campaign Message Name", "Send Time", "Unique Opens", "Open Rate"),
    outputs=(
        Output(
            "email",
            {
                "sent_at": "Sent at",
                "campaign": "Campaign",
                "sent": "Sent",
                "delivered": "Delivered count",
                "opens": "Unique Opens",
                "clicks": "Unique Clicks",
                "unsubscribes": "Unsubscribed",
                "bounced": "Bounces",
                "orders": "Unique Placed Order",
                "revenue": "Revenue",
            },
            drops=(("not-email", "Not email"),),
            notes=(("recipients-worked-out", "Is worked out"),),
        ),
    ),
    newest=Newest(by=("Sent at", "Campaign Message ID", "Campaign Message Name", "Variation Name")),
    look=_look,
)
