"""Suggestions and their evidence in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reportgen.comparisons.model import Results
from reportgen.insights.playbook import Action, Evidence, Suggestion
from reportgen.insights.scope import main_comparison
from reportgen.narrative.baselines import baseline_name
from reportgen.narrative.model import Text
from reportgen.narrative.teller import Teller


def suggestion_text(suggestion: Suggestion, teller: Teller) -> Text:
    """What to do."""
    return teller.say(f"suggestion.{suggestion.id}")


def evidence_text(evidence: Evidence, action: Action, results: Results, teller: Teller) -> Text:
    """What selected the suggestion, in figures."""
    return _RULES[evidence.rule](evidence, action, results, teller)


def _figure(evidence: Evidence, fact_id: str, teller: Teller) -> Text:
    return teller.figure(fact_id, evidence.facts[fact_id])


def _step(evidence: Evidence, action: Action, results: Results, teller: Teller) -> Text:
    del action
    main = main_comparison(results.kpis["funnel"].comparisons)
    assert main is not None  # noqa: S101  # the rule compared
    stem = f"funnel.{evidence.step}.rate"
    return teller.say(
        "evidence.step",
        step=teller.say(f"insight.funnel_step.{evidence.step}"),
        now=_figure(evidence, f"{stem}.current", teller),
        before=_figure(evidence, f"{stem}.previous", teller),
        baseline=baseline_name("funnel", main, teller),
    )


def _weak(evidence: Evidence, action: Action, results: Results, teller: Teller) -> Text:
    del results
    kpi = action.result.kpi.id
    return teller.say(
        "evidence.weak",
        kpi=teller.kpi(kpi),
        dimension=teller.dimension(evidence.dimension or ""),
        member=teller.member(evidence.member),
        value=_figure(evidence, f"{kpi}.{evidence.dimension}[{evidence.member}].current", teller),
        whole=_figure(evidence, f"{kpi}.current", teller),
    )


def _uneven(evidence: Evidence, action: Action, results: Results, teller: Teller) -> Text:
    del action, results
    stem = f"inefficiency.{evidence.dimension}[{evidence.member or ''}]"
    result = "revenue" if f"{stem}.revenue_share" in evidence.facts else "conversions"
    spend, share = (
        teller.figure(f"{stem}.{name}_share", evidence.facts[f"{stem}.{name}_share"], decimals=0)
        for name in ("spend", result)
    )
    return teller.say(
        "evidence.uneven",
        member=teller.member(evidence.member),
        spend=spend,
        share=share,
        result=teller.say(f"insight.inefficiency.{result}"),
    )


def _kpi(evidence: Evidence, action: Action, results: Results, teller: Teller) -> Text:
    del action, results
    kpi = evidence.kpi or ""
    value = teller.counted(kpi, _figure(evidence, f"{kpi}.current", teller))
    return teller.say("evidence.kpi", kpi=teller.kpi(kpi), value=value)


def _gap(evidence: Evidence, action: Action, results: Results, teller: Teller) -> Text:
    del results
    kpi = action.result.kpi.id
    evidence = replace(evidence, facts={**action.facts, **evidence.facts})
    value = teller.counted(kpi, _figure(evidence, f"{kpi}.current", teller))
    words = {"kpi": teller.kpi(kpi), "value": value}
    if f"{kpi}.target.value" in evidence.facts:
        target = teller.counted(kpi, _figure(evidence, f"{kpi}.target.value", teller))
        return teller.say("evidence.target", **words, target=target)
    edges = {
        name: _figure(evidence, f"{kpi}.band.{name}", teller)
        for name in ("low", "high")
        if f"{kpi}.band.{name}" in evidence.facts
    }
    key = "range" if len(edges) > 1 else next(iter(edges), "low")
    return teller.say(f"evidence.{key}", **words, **edges)


_RULES: dict[str, Callable[[Evidence, Action, Results, Teller], Text]] = {
    "step": _step,
    "weak": _weak,
    "uneven": _uneven,
    "kpi": _kpi,
    "gap": _gap,
}
