"""The Python API: what the commands do, as functions that give values instead of printing.

A client's path and a period in; a ``Report``, a data frame of KPIs or an ``Explanation`` out. Faults that a user can
cause are raised as ``reportgen.errors``; nothing is printed.
"""

from reportgen.api.model import Explanation, Insight, Report
from reportgen.api.verbs import build, explain, kpis, report

__all__ = ["Explanation", "Insight", "Report", "build", "explain", "kpis", "report"]
