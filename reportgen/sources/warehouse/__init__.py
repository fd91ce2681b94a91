"""Warehouses: facts and measures computed where the rows are, so that only aggregates leave.

The rooms below write their SQL once, in DuckDB's dialect, and say ``execute``. A ``Warehouse`` answers as DuckDB
would: what they make (temporary tables and views) it keeps as named queries, what they ask goes to the warehouse as
one statement in its own dialect, with those queries before it.

``links`` run a statement there, ``dialects`` spell it, ``engine`` does the keeping, ``relations`` makes a source.
"""

from reportgen.sources.warehouse.engine import Warehouse
from reportgen.sources.warehouse.links import Link, open_link
from reportgen.sources.warehouse.relations import read_relation

__all__ = ["Link", "Warehouse", "open_link", "read_relation"]
