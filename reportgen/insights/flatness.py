"""Directions judged anew where a client calls other changes flat than the default does."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reportgen.comparisons.compare import FLAT_POINTS, FLAT_RELATIVE
from reportgen.comparisons.model import Baseline, Comparison, Results
from reportgen.insights.scope import part_changed
from reportgen.insights.thresholds import Thresholds
from reportgen.kpis.model import Kpi
from reportgen.units import Direction, Unit, sentiment

_PER_CENT = Decimal("0.01")


def judged(results: Results, thresholds: Thresholds) -> Results:
    """The same results with the client's idea of flat; unchanged when that is the default."""
    limits = thresholds.flat_percent * _PER_CENT, thresholds.flat_points * _PER_CENT
    if limits == (FLAT_RELATIVE, FLAT_POINTS):
        return results
    kpis = {
        name: replace(
            result,
            comparisons=_judged(result.kpi, result.comparisons, limits),
            segments={
                dimension: tuple(
                    replace(segment, comparisons=_judged(result.kpi, segment.comparisons, limits))
                    for segment in segments
                )
                for dimension, segments in result.segments.items()
            },
        )
        for name, result in results.kpis.items()
    }
    return replace(results, kpis=kpis)


def _judged(
    kpi: Kpi, comparisons: dict[Baseline, Comparison], limits: tuple[Decimal, Decimal]
) -> dict[Baseline, Comparison]:
    found = {}
    for baseline, comparison in comparisons.items():
        direction = _direction(kpi, comparison, limits)
        found[baseline] = replace(comparison, direction=direction, sentiment=sentiment(kpi.good, direction))
    return found


def _direction(kpi: Kpi, comparison: Comparison, limits: tuple[Decimal, Decimal]) -> Direction:
    change = comparison.change
    if change is None:
        return Direction.NONE
    size, limit = (change, limits[1]) if kpi.unit is Unit.RATE else (part_changed(comparison), limits[0])
    if not change or (size is not None and abs(size) < limit):
        return Direction.FLAT
    return Direction.UP if change > 0 else Direction.DOWN
