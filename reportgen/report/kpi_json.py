"""``reportgen kpis --json``: KPI values and comparisons for machines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from reportgen.comparisons.model import Baseline, Comparison, KpiResult, Results, Segment, TargetComparison
from reportgen.narrative.model import plain
from reportgen.narrative.reasons import message_text
from reportgen.narrative.teller import Teller

_BASELINES = (Baseline.PREVIOUS, Baseline.YEAR_AGO, Baseline.TRAILING)


def kpis_json(
    client_id: str,
    currency: str,
    results: Results,
    teller: Teller,
    kpis: Iterable[str] | None = None,
    names: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The document of ``kpis --json``; ``kpis`` chooses and orders, None takes all of the results.

    Values are unrounded floats, rates fractions; a figure that cannot be had is None with a reason.
    """
    state = results.state
    chosen = list(results.kpis) if kpis is None else [kpi for kpi in kpis if kpi in results.kpis]
    return {
        "client": client_id,
        "currency": currency,
        "period": {
            "id": state.period.id,
            "start": state.period.start.isoformat(),
            "end": state.period.end.isoformat(),
            "complete": state.complete,
            "compared_days": state.compared_days,
        },
        "kpis": [_kpi(results.kpis[kpi], teller, names or teller.names) for kpi in chosen],
    }


def number(value: Decimal | None) -> float | int | None:
    """A number as JSON has it: whole ones stay whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() and value.as_tuple().exponent == 0 else float(value)


def _kpi(result: KpiResult, teller: Teller, names: Mapping[str, str]) -> dict[str, Any]:
    kpi, value = result.kpi, result.value
    comparisons = {
        baseline.value: _comparison(result.comparisons[baseline])
        for baseline in _BASELINES
        if baseline in result.comparisons
    }
    if result.target is not None:
        comparisons[Baseline.TARGET.value] = _target(result.target)
    reason = value.reason
    return {
        "id": kpi.id,
        "name": kpi.name or names.get(kpi.id, kpi.id),
        "unit": kpi.unit.value,
        "good": kpi.good.value,
        "status": value.status.value,
        "reason": None if reason is None else plain(message_text(reason, teller, f"reason[{kpi.id}]")),
        "value": number(value.number),
        "comparisons": comparisons,
        "segments": {
            dimension: [_segment(segment) for segment in segments] for dimension, segments in result.segments.items()
        },
        "sources": list(result.sources),
        **_more(result),
    }


def _more(result: KpiResult) -> dict[str, Any]:
    """What only some KPIs have; the keys are left out for the others."""
    found: dict[str, Any] = {}
    if result.kpi.beside is not None and result.beside is not None:
        found["beside"] = {"id": result.kpi.beside[0], "value": number(result.beside.number)}
    if result.parts:
        found["parts"] = [
            {
                "id": part.id,
                "unit": (part.unit or result.kpi.unit).value,
                **{name: number(value.number) for name, value in part.windows.items()},
            }
            for part in result.parts
        ]
    if result.forecast is not None:
        found["forecast"] = {
            "of": result.forecast.kpi,
            "method": result.forecast.method.removeprefix("forecast."),
            "level": number(result.forecast.level),
            "history": result.forecast.history,
            "points": [
                {"offset": point.offset, **{name: number(getattr(point, name)) for name in ("value", "low", "high")}}
                for point in result.forecast.points
            ],
        }
    if result.cohorts:
        found["cohorts"] = [
            {
                "month": f"{cohort.month:%Y-%m}",
                "customers": cohort.customers,
                "shares": [number(share) for share in cohort.shares],
            }
            for cohort in result.cohorts
        ]
    return found


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "period": comparison.period,
        "value": number(comparison.value.number),
        "change": number(comparison.change),
        "relative": number(comparison.relative),
        "significant": comparison.significant,
    }


def _target(target: TargetComparison) -> dict[str, Any]:
    return {
        "value": number(target.target),
        "change": number(target.change),
        "attainment": number(target.attainment),
        "status": target.status.value if target.status is not None else None,
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "key": segment.key,
        "value": number(segment.value.number),
        "comparisons": {
            baseline.value: {
                "value": number(comparison.value.number),
                "change": number(comparison.change),
                "relative": number(comparison.relative),
            }
            for baseline in _BASELINES
            if (comparison := segment.comparisons.get(baseline)) is not None
        },
    }
