"""Results and findings in, the ``Report`` out: everything decided and worded, nothing styled.

A report kind (``kinds/*.yaml``) declares sections and blocks; ``compose_report`` makes each block or
records by which rule there is none; ``report_json`` writes the result for machines.
"""

from reportgen.report.compose import choose_insights, compose_report, scope_of
from reportgen.report.kind import Kind, kind_of, kinds, load_kind, parse_kind
from reportgen.report.kpi_json import kpis_json
from reportgen.report.model import Report, ReportStatus, SourceSummary
from reportgen.report.serialise import report_json
from reportgen.verbs import callable_room

__all__ = [
    "Kind",
    "Report",
    "ReportStatus",
    "SourceSummary",
    "choose_insights",
    "compose_report",
    "kind_of",
    "kinds",
    "kpis_json",
    "load_kind",
    "parse_kind",
    "report_json",
    "scope_of",
]

callable_room(__name__)
