"""KPI results as a data frame: a row for each KPI and, where it was split, for each member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reportgen.comparisons import Baseline, Results
from reportgen.comparisons.model import Comparison, KpiResult
from reportgen.kpis.model import Value
from reportgen.narrative import Teller, plain
from reportgen.narrative.reasons import message_text
from reportgen.report.kpi_json import number

if TYPE_CHECKING:
    import pandas as pd

TEXT, NUMBER, TRUTH = "str", "float64", "boolean"
HEAD = {
    "id": TEXT,
    "name": TEXT,
    "unit": TEXT,
    "good": TEXT,
    "dimension": TEXT,
    "member": TEXT,
    "status": TEXT,
    "reason": TEXT,
    "value": NUMBER,
}
OF_BASELINE = {"period": TEXT, "value": NUMBER, "change": NUMBER, "relative": NUMBER, "significant": TRUTH}
OF_TARGET = {"value": NUMBER, "change": NUMBER, "attainment": NUMBER, "status": TEXT}


def columns(baselines: Sequence[str]) -> dict[str, str]:
    """The columns in order, and the type of each."""
    of = {name: OF_TARGET if name == Baseline.TARGET.value else OF_BASELINE for name in baselines}
    return HEAD | {f"{name}_{column}": kind for name in baselines for column, kind in of[name].items()}


def kpi_frame(results: Results, teller: Teller, baselines: Sequence[str], by: Sequence[str] = ()) -> pd.DataFrame:
    """The frame: KPIs in the catalogue's order, each before its members by dimension and name.

    ``value`` and all that compares is unrounded, rates are fractions; what cannot be had is missing, and ``status`` and
    ``reason`` say why. ``dimension`` is missing in a KPI's own row; ``member`` there too, and for rows of the data
    without a member.
    """
    import pandas as pd

    kinds = columns(baselines)
    rows = [row for result in results.kpis.values() for row in _rows(result, teller, by)]
    frame = pd.DataFrame([{name: row.get(name) for name in kinds} for row in rows], columns=list(kinds), dtype=object)
    return frame.astype(kinds)


def _rows(result: KpiResult, teller: Teller, by: Sequence[str]) -> Iterator[dict[str, Any]]:
    kpi = result.kpi
    names = {
        "id": kpi.id,
        "name": kpi.name or teller.names.get(kpi.id, kpi.id),
        "unit": kpi.unit.value,
        "good": kpi.good.value,
    }
    target = result.target
    yield {
        **names,
        **_value(result.value, teller),
        **_compared(result.comparisons),
        **(
            {}
            if target is None
            else {
                "target_value": number(target.target),
                "target_change": number(target.change),
                "target_attainment": number(target.attainment),
                "target_status": None if target.status is None else target.status.value,
            }
        ),
    }
    for dimension in by:
        for segment in result.segments.get(dimension, ()):
            at = {"dimension": dimension, "member": segment.key}
            yield {**names, **at, **_value(segment.value, teller), **_compared(segment.comparisons)}


def _value(value: Value, teller: Teller) -> dict[str, Any]:
    reason = None if value.reason is None else plain(message_text(value.reason, teller, "kpis"))
    return {"status": value.status.value, "reason": reason, "value": number(value.number)}


def _compared(comparisons: Mapping[Baseline, Comparison]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for baseline, comparison in comparisons.items():
        found |= {
            f"{baseline.value}_period": comparison.period,
            f"{baseline.value}_value": number(comparison.value.number),
            f"{baseline.value}_change": number(comparison.change),
            f"{baseline.value}_relative": number(comparison.relative),
            f"{baseline.value}_significant": comparison.significant,
        }
    return found
