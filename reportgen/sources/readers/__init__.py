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
from reportgen.sources.readers.exports import read_with
from reportgen.sources.readers.ga4 import GA4
from reportgen.sources.readers.google_ads import GOOGLE_ADS
from reportgen.sources.readers.model import Reader
from reportgen.sources.readers.shopify_orders import SHOPIFY_ORDERS

if TYPE_CHECKING:
    import duckdb

__all__ = ["READERS", "read_export", "settle_days"]

READERS: Mapping[str, Reader] = MappingProxyType({reader.name: reader for reader in (SHOPIFY_ORDERS, GA4, GOOGLE_ADS)})
"""Every reader by the name that ``format:`` gives it."""


def read_export(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    declared: TableSpec,
    fields: Mapping[str, Sequence[Field]],
    workspace: Path,
    relation: str,
) -> tuple[StagedTable, ...]:
    """The canonical tables of a source with ``format: name`` (see ``exports.read_with``)."""
    return read_with(connection, READERS[name], tuple(READERS.values()), declared, fields, workspace, relation)


def settle_days(name: str | None, declared: int | None) -> int:
    """Days after a period's end before a source's numbers are final: as declared, else the reader's own."""
    if declared is not None:
        return declared
    return READERS[name].settle_days if name is not None and name in READERS else 0
