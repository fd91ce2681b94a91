"""Mailchimp: the campaigns' export (a row for each), or the report of a single campaign (names and values).

Opens and clicks are unique ones, as in Mailchimp's own rates (``Open Rate`` = unique opens / successful
deliveries); rates are not read. Times are those of the account's time zone and may have month names
(``Jun 09, 2018 09:30 pm``). ``n/a`` stands where Mailchimp did not track.

The single report is no table: ``"Bounces:","9 (0.5%)"`` under headings. It becomes one row, and one for each
combination of an A/B or multivariate test. What it says below of links, domains and times of the day is not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from reportgen.sources.dialect import DELIMITERS, SPACES
from reportgen.sources.readers.headers import folded
from reportgen.sources.readers.model import FilePlan, Head, Layout, Newest, Output, Reader, Reshape, number, text
from reportgen.sources.readers.moments import MONTH_NAMES, moment
from reportgen.sources.records import Rows

_REPORT = "All campaigns → Reports → Export, or a campaign's report → Download"

_COLUMNS = (
    text("Title", todo=f"export {_REPORT}"),
    text("Subject", "Subject line"),
    text("List", "Audience"),
    text("Send Date", todo=f"export {_REPORT}"),
    number("Total Recipients", todo=f"export {_REPORT}"),
    number("Successful Deliveries"),
    number("Soft Bounces"),
    number("Hard Bounces"),
    number("Total Bounces"),
    number("Unique Opens"),
    number("Total Opens"),
    number("Unique Clicks"),
    number("Total Clicks"),
    number("Unsubscribes", "Total Unsubs"),
    number("Total Orders"),
    number("Total Revenue"),
)

_OF_A_CAMPAIGN: Mapping[str, str] = MappingProxyType(
    {
        "title": "Title",
        "subject line": "Subject",
        "delivery date/time": "Send Date",
        "total recipients": "Total Recipients",
        "successful deliveries": "Successful Deliveries",
        "bounces": "Total Bounces",
        "recipients who opened": "Unique Opens",
        "total opens": "Total Opens",
        "recipients who clicked": "Unique Clicks",
        "total clicks": "Total Clicks",
        "total unsubs": "Unsubscribes",
        "total orders": "Total Orders",
        "total revenue": "Total Revenue",
    }
)
"""What the single report calls a column, without its colon and in lower case → the column."""
_TEXTS = ("Title", "Subject", "Send Date")
_COMBINATION = re.compile(r"combination\s+\S+.*", re.IGNORECASE)
_SHARE = re.compile(r"\s*\([^)]*\)\s*$")
_FEWEST = 3  # names that make a file a single report

_TIMES = (*MONTH_NAMES, "%m/%d/%y %I:%M%p", "%m/%d/%y %I:%M %p")


def _reshape(head: Head) -> Reshape | None:
    """The row or rows of a single campaign's report; None for a table of campaigns."""
    for delimiter in DELIMITERS:
        found = map(_pair, head.rows(delimiter))
        names = {pair[0] for pair in found if pair is not None}
        if len(names) >= _FEWEST:
            return _single(tuple(name for name in dict.fromkeys(_OF_A_CAMPAIGN.values()) if name in names), delimiter)
    return None


def _single(header: tuple[str, ...], delimiter: str) -> Reshape:
    """The report of one campaign as a table of these columns."""

    def rows(given: Rows) -> Rows:
        for line, values in _sends(given):
            yield line, [values.get(name, "") for name in header]

    return Reshape(header, rows, delimiter)


def _pair(cells: list[str]) -> tuple[str, str] | None:
    """Column and value of a row ``"Bounces:","9 (0.5%)"``; None of any other."""
    if len(cells) < 2 or not cells[0].rstrip(SPACES).endswith(":"):  # noqa: PLR2004
        return None
    name = _OF_A_CAMPAIGN.get(folded(cells[0].rstrip(SPACES)[:-1]))
    if name is None:
        return None
    return name, cells[1] if name in _TEXTS else _SHARE.sub("", cells[1])


def _sends(given: Rows) -> list[tuple[int, dict[str, str]]]:
    """The values of each send in the report, with its line: of the campaign, or of its test's combinations."""
    whole: list[tuple[int, dict[str, str]]] = [(1, {})]
    tested: list[tuple[int, dict[str, str]]] = []
    for line, cells in given:
        if cells and _COMBINATION.fullmatch(cells[0].strip(SPACES)):
            tested.append((line, {}))
        pair = _pair(cells)
        if pair is not None:
            (tested or whole)[-1][1].setdefault(*pair)
    return [(line, {**whole[0][1], **values}) for line, values in tested] or whole


def _look(_head: Head, _layout: Layout) -> FilePlan:
    bounced = '"Soft Bounces #" + "Hard Bounces #"'
    return FilePlan(
        (
            {
                "Sent at": moment('"Send Date"', *_TIMES),
                "Campaign": 'coalesce("Title", "Subject")',
                "Bounced": f'coalesce("Total Bounces", cast(cast({bounced} as BIGINT) as VARCHAR))',
            },
        )
    )


MAILCHIMP_CAMPAIGNS = Reader(
    name="mailchimp-campaigns",
    doc="Mailchimp's export of campaigns, or the report of one",
    columns=_COLUMNS,
    marks=("Title", "Send Date", "Total Recipients", "Successful Deliveries", "Unique Opens"),
    outputs=(
        Output(
            "email",
            {
                "sent_at": "Sent at",
                "campaign": "Campaign",
                "sent": "Total Recipients",
                "delivered": "Successful Deliveries",
                "opens": "Unique Opens",
                "clicks": "Unique Clicks",
                "unsubscribes": "Unsubscribes",
                "bounced": "Bounced",
                "orders": "Total Orders",
                "revenue": "Total Revenue",
            },
        ),
    ),
    newest=Newest(by=("Sent at", "Title", "Subject")),
    reshape=_reshape,
    look=_look,
)
