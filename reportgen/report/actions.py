"""The action table as data: each KPI that is off, its gap, who answers for it, and what the playbook suggests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.insights.playbook import Action, Suggestion, actions
from reportgen.insights.scope import Scope
from reportgen.narrative.actions import evidence_text, suggestion_text
from reportgen.narrative.model import plain
from reportgen.narrative.teller import Teller
from reportgen.report.kpi_json import number


def suggestions_of(scope: Scope, teller: Teller, owners: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    """An entry for each KPI that misses its target or is out of its healthy range.

    Current, target and gap are unrounded (rates as fractions); ``band`` is its range where it is out of one.
    ``teller`` words the evidence; use one of its own, so that the report's facts stay those that were printed.
    """
    return tuple(_entry(action, scope, teller, owners) for action in actions(scope))


def _entry(action: Action, scope: Scope, teller: Teller, owners: Mapping[str, str]) -> dict[str, Any]:
    result, target = action.result, action.result.target
    return {
        "kpi": result.kpi.id,
        "name": teller.kpi_name(result.kpi.id),
        "unit": result.kpi.unit.value,
        "current": number(result.value.number),
        "target": None if target is None else number(target.target),
        "gap": None if target is None else number(target.change),
        "status": None if target is None or target.status is None else target.status.value,
        "band": None
        if action.band is None
        else {"side": action.band.side, "low": number(action.band.low), "high": number(action.band.high)},
        "owner": owners.get(result.kpi.id),
        "suggestions": [_suggestion(one, action, scope, teller) for one in action.suggestions],
    }


def _suggestion(suggestion: Suggestion, action: Action, scope: Scope, teller: Teller) -> dict[str, Any]:
    evidence = suggestion.evidence
    return {
        "id": suggestion.id,
        "text": plain(suggestion_text(suggestion, teller)),
        "evidence": {
            "rule": evidence.rule,
            "kpi": evidence.kpi,
            "dimension": evidence.dimension,
            "member": evidence.member,
            "step": evidence.step,
            "text": plain(evidence_text(evidence, action, scope.results, teller)),
        },
    }
