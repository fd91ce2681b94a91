"""Governance: whether these are the right KPIs, and who answers for them.

In: the client's configuration, the catalogue, which KPIs the report shows where, and the KPI sets of earlier
reports. Out: warnings by rule name (they never stop a report), and what changed since the last report.
The rules are the usual mistakes with KPI sets: too many, no target, no owner, nothing but activity or vanity,
the same set as everyone's, the same set for years.
"""

from reportgen.governance.changes import KpiChange, KpiEntry, KpiSet, changes, kpi_set
from reportgen.governance.model import Shown
from reportgen.governance.rules import RULES, governance_issues, latest

__all__ = ["RULES", "KpiChange", "KpiEntry", "KpiSet", "Shown", "changes", "governance_issues", "kpi_set", "latest"]
