"""Automated KPI reports: exports in, a branded report out, every number traceable.

The rooms of the package, in the order in which data flows through them, are described in
docs/architecture.md; ``reportgen.pipeline`` is the one module that calls every room.
"""

__version__ = "0.1.0"
