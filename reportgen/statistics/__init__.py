"""Statistics: intervals and tests for proportions, robust scores, trends and breaks, many tests at once.

Ground floor: numbers in, numbers out; knows nothing of reports.
"""

from reportgen.statistics.discoveries import benjamini_hochberg
from reportgen.statistics.proportions import (
    ALPHA,
    Interval,
    minimum_sample,
    newcombe,
    two_proportion_p,
    wilson,
)
from reportgen.statistics.robust import (
    NORMAL_QUARTILE,
    mad,
    robust_z,
    seasonal_differences,
    spread_of,
    student_p,
    tail_p,
    two_sided_p,
    usual_range,
    weekday_residuals,
)
from reportgen.statistics.trends import Break, break_point, mann_kendall, theil_sen

__all__ = [
    "ALPHA",
    "NORMAL_QUARTILE",
    "Break",
    "Interval",
    "benjamini_hochberg",
    "break_point",
    "mad",
    "mann_kendall",
    "minimum_sample",
    "newcombe",
    "robust_z",
    "seasonal_differences",
    "spread_of",
    "student_p",
    "tail_p",
    "theil_sen",
    "two_proportion_p",
    "two_sided_p",
    "usual_range",
    "weekday_residuals",
    "wilson",
]
