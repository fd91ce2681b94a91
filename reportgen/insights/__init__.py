"""Comparisons in, findings without words out.

Each detector of the catalogue is a small function over the results; ranking scores what they find,
fills the summary's and the sections' budgets and logs what is left unsaid, with the reason.
"""

from reportgen.insights.catalog import DETECTORS, Detector
from reportgen.insights.flatness import judged
from reportgen.insights.ranking import Selection, find_insights, select
from reportgen.insights.scope import Scope
from reportgen.insights.thresholds import Thresholds

__all__ = ["DETECTORS", "Detector", "Scope", "Selection", "Thresholds", "find_insights", "judged", "select"]
