"""KPI values in, comparisons out: previous period, year ago, target, trailing, like for like.

``make_plan`` says in which windows each KPI must be computed; ``compare`` holds the values against one another.
"""

from reportgen.comparisons.compare import compare, has_numbers
from reportgen.comparisons.model import Baseline, Comparison, KpiResult, Results, Segment
from reportgen.comparisons.plan import Plan, make_plan

__all__ = [
    "Baseline",
    "Comparison",
    "KpiResult",
    "Plan",
    "Results",
    "Segment",
    "compare",
    "has_numbers",
    "make_plan",
]
