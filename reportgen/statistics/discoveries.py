"""Many tests at once: which of their findings to believe.

Source: Benjamini and Hochberg, "Controlling the false discovery rate" (J. R. Statist. Soc. B 1995).
"""

from __future__ import annotations

from collections.abc import Sequence


def benjamini_hochberg(ps: Sequence[float], q: float, tests: int | None = None) -> tuple[bool, ...]:
    """For each p-value whether it is a discovery when at most the share ``q`` of all may be chance.

    ``tests`` counts the tests whose p-values are not given too; they are taken to have found nothing.
    """
    count = max(len(ps), tests or 0)
    passed = [p for rank, p in enumerate(sorted(ps), start=1) if p <= q * rank / count]
    limit = max(passed, default=-1.0)
    return tuple(p <= limit for p in ps)
