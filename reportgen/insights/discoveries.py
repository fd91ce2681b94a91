"""Which of many findings about members are more than chance.

Source: Benjamini and Hochberg, "Controlling the false discovery rate" (J. R. Statist. Soc. B 1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import erfc, sqrt

from reportgen.insights.model import Insight


def count_p(before: Decimal, now: Decimal) -> float | None:
    """The p-value for two counts of independent events being alike: their difference varies with their sum."""
    if before < 0 or now < 0 or before + now <= 0:
        return None
    return erfc(float(abs(now - before)) / sqrt(2 * float(before + now)))


def discovered(ps: Sequence[float], q: float) -> tuple[bool, ...]:
    """For each p-value whether it is a discovery when a share ``q`` of the discoveries may be false."""
    passed = [p for rank, p in enumerate(sorted(ps), start=1) if p <= q * rank / len(ps)]
    limit = max(passed, default=-1.0)
    return tuple(p <= limit for p in ps)


def chance_findings(found: Sequence[Insight], q: float) -> frozenset[int]:
    """Places of the findings about members that may be chance.

    A finding is the clearest of the members that were tested with it: its p-value counts as often as there were
    (Bonferroni). Among the findings Benjamini and Hochberg's procedure decides.
    """
    held = [
        (place, min(1.0, one.p * one.tested)) for place, one in enumerate(found) if one.p is not None and one.dimension
    ]
    verdicts = discovered([p for _, p in held], q)
    return frozenset(place for (place, _), real in zip(held, verdicts, strict=True) if not real)
