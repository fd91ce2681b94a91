"""Facts: staged canonical rows come in, the fact tables that every number rests on go out.

``model`` says which tables and columns there are; ``build`` makes them in DuckDB (``keyed`` for any
table, ``orders``, ``lines`` and ``refunds`` with the rules of sales); ``coverage`` says which days
a source has; ``checks`` looks for what cannot be true.
"""

from reportgen.facts.opening import open_facts
from reportgen.facts.store import FactStore, FactTable

__all__ = ["FactStore", "FactTable", "open_facts"]
