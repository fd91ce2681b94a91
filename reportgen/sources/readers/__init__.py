"""Readers: one file here for each export format of a known tool, and the table that finds it.

A reader knows one tool's exports and says so as data (``model.Reader``): the columns with their spellings in
other versions and languages, those that it needs and how to get them, which columns tell its files from
other tools', and for each canonical table which columns fill it and which rows are none of its. What needs a
decision about a file (a period in the lines before the header, a breakdown that cannot be added up) is its
``look``; what needs arithmetic is SQL over the file's columns. Finding the header, encodings, delimiters,
decimal signs, totals rows, overlapping exports, the casting and the counting are the same for all.

To add one: write ``readers/<tool>.py`` with a ``Reader`` and add it to ``READERS``; a fixture for it shows
each trap of the format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from reportgen.sources.model import Field, StagedTable, TableSpec
from reportgen.sources.readers.ahrefs import AHREFS_KEYWORDS
from reportgen.sources.readers.detect import AUTO, reader_for
from reportgen.sources.readers.exports import read_with
from reportgen.sources.readers.ga4 import GA4
from reportgen.sources.readers.google_ads import GOOGLE_ADS
from reportgen.sources.readers.google_business import GOOGLE_BUSINESS
from reportgen.sources.readers.hubspot_deals import HUBSPOT_DEALS
from reportgen.sources.readers.klaviyo import KLAVIYO_CAMPAIGNS
from reportgen.sources.readers.linkedin_ads import LINKEDIN_ADS
from reportgen.sources.readers.mailchimp import MAILCHIMP_CAMPAIGNS
from reportgen.sources.readers.meta_ads import META_ADS
from reportgen.sources.readers.meta_business import META_BUSINESS
from reportgen.sources.readers.model import Reader
from reportgen.sources.readers.naver_ads import NAVER_ADS
from reportgen.sources.readers.nps_survey import NPS_SURVEY
from reportgen.sources.readers.salesforce_opportunities import SALESFORCE_OPPORTUNITIES
from reportgen.sources.readers.search_console import SEARCH_CONSOLE
from reportgen.sources.readers.semrush import SEMRUSH_POSITIONS
from reportgen.sources.readers.seranking import SERANKING_POSITIONS
from reportgen.sources.readers.shopify_orders import SHOPIFY_ORDERS
from reportgen.sources.readers.square_items import SQUARE_ITEMS
from reportgen.sources.readers.stripe_payments import STRIPE_PAYMENTS
from reportgen.sources.readers.woocommerce_orders import WOOCOMMERCE_ORDERS
from reportgen.sources.readers.x_posts import X_POSTS

if TYPE_CHECKING:
    import duckdb

__all__ = ["AUTO", "READERS", "read_export", "settle_days"]

_ALL = (
    SHOPIFY_ORDERS,
    WOOCOMMERCE_ORDERS,
    SQUARE_ITEMS,
    STRIPE_PAYMENTS,
    GA4,
    GOOGLE_ADS,
    SEARCH_CONSOLE,
    META_ADS,
    LINKEDIN_ADS,
    NAVER_ADS,
    META_BUSINESS,
    X_POSTS,
    GOOGLE_BUSINESS,
    MAILCHIMP_CAMPAIGNS,
    KLAVIYO_CAMPAIGNS,
    SEMRUSH_POSITIONS,
    AHREFS_KEYWORDS,
    SERANKING_POSITIONS,
    HUBSPOT_DEALS,
    SALESFORCE_OPPORTUNITIES,
    NPS_SURVEY,
)
READERS: Mapping[str, Reader] = MappingProxyType({reader.name: reader for reader in _ALL})
"""Every reader by the name that ``format:`` gives it."""


def read_export(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    declared: TableSpec,
    fields: Mapping[str, Sequence[Field]],
    workspace: Path,
    relation: str,
) -> tuple[StagedTable, ...]:
    """The canonical tables of a source with ``format: name`` (see ``exports.read_with``, for auto ``detect``)."""
    readers = tuple(READERS.values())
    reader = reader_for(declared, readers, workspace) if name == AUTO else READERS[name]
    return read_with(connection, reader, readers, declared, fields, workspace, relation)


def settle_days(name: str | None, declared: int | None) -> int:
    """Days after a period's end before a source's numbers are final: as declared, else the reader's own."""
    if declared is not None:
        return declared
    return READERS[name].settle_days if name is not None and name in READERS else 0
