"""Readers: one file here for each export format of a known tool, and the table that finds it.

A reader knows one tool's exports: the lines before the header, the spellings of the columns, the
totals rows, where the money and the dates are. It takes a client's declared files and gives one or
more canonical tables. It does not parse: it looks at the head of the files, decides on one
``TableSpec`` for each canonical table (``columns`` by the spelling that is there, ``where`` without
the totals rows, ``skip_rows``, ``delimiter``, ``decimal``, ``date_format``) and the reading, the
casting and the counting are those of every other file (``reportgen.sources.reading.read_table``).

To add one: write ``readers/<tool>.py`` with a class that fulfils ``Reader`` and add a row to ``READERS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from reportgen.sources.model import TableSpec


class Reader(Protocol):
    """What a reader is: an id, the canonical tables it can give, and a plan for given files."""

    @property
    def id(self) -> str:
        """The name in ``format:``, such as ``shopify-orders``."""

    @property
    def tables(self) -> tuple[str, ...]:
        """Canonical tables that the export can give."""

    def plan(self, declared: TableSpec, workspace: Path) -> tuple[TableSpec, ...]:
        """The specs to read, from the declared files and options (``declared.table`` is empty).

        ``workspace`` is a folder for files that the reader must rewrite first. Raises SourceError
        when the files are not such an export, with the nearest name of what is missing.
        """


READERS: Mapping[str, Reader] = MappingProxyType({})
