"""Is a change of a proportion more than noise? The two-proportion z-test, pooled, two-sided."""

from __future__ import annotations

from reportgen.statistics import ALPHA, two_proportion_p

__all__ = ["ALPHA", "two_proportion_p"]
