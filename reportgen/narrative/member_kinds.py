"""Sentences about members: who moved, what the mix did, where the funnel leaks, who holds or wastes most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from reportgen.comparisons.model import Baseline, Comparison
from reportgen.insights.factors import rounded
from reportgen.insights.facts import member_prefix
from reportgen.insights.mix import split_stem
from reportgen.insights.movers import GROUPS
from reportgen.insights.scope import called, main_comparison
from reportgen.narrative.baselines import against, baseline_name, size_of_change
from reportgen.narrative.model import Text
from reportgen.narrative.moving import moved_to
from reportgen.narrative.saying import NOTHING, Saying
from reportgen.narrative.teller import sentences
from reportgen.narrative.template import Argument
from reportgen.units import Direction, Unit

_TELL_CHANGE = ("change", "yoy_conflict", "record_streak", "target", "unusual")
_BEFORE = (Baseline.PREVIOUS.value, Baseline.YEAR_AGO.value)
_MOST = Decimal("0.5")  # a step with more of the fall than this has most of it
_RATE_PLACES = 2  # decimals that a fraction has and its per cent has not


def _comparison(saying: Saying) -> Comparison:
    comparison = main_comparison(saying.result.comparisons)
    assert comparison is not None  # noqa: S101  # the detector saw one
    return comparison


def _count(saying: Saying, fact_id: str) -> Argument:
    fact = saying.insight.facts[fact_id]
    return saying.teller.count(fact_id, int(fact.value), fact.period)


def _dimension(saying: Saying) -> Text:
    return saying.teller.dimension(saying.insight.dimension or "")


def broad(saying: Saying) -> Text:
    """How many of a dimension's members moved with the whole."""
    stem = f"{saying.insight.kpi}.{saying.insight.dimension}.broad"
    return saying.say(
        "insight.broad",
        dimension=_dimension(saying),
        moved=_count(saying, f"{stem}.moved"),
        count=_count(saying, f"{stem}.members"),
        way=saying.insight.direction.value,
    )


def mix_rate(saying: Saying) -> Text:
    """A ratio's change in two parts, rounded so that they add up to the printed change; or the paradox."""
    kpi, dimension = saying.result.kpi, saying.insight.dimension or ""
    comparison, stem = _comparison(saying), split_stem(kpi.id, dimension)
    if f"{stem}.opposed" in saying.insight.facts:
        return _opposed(saying, comparison, stem)
    year_ago = saying.result.comparisons.get(Baseline.YEAR_AGO)
    other = split_stem(kpi.id, dimension, Baseline.YEAR_AGO)
    if year_ago is not None and f"{other}.opposed" in saying.insight.facts:
        return _opposed(saying, year_ago, other)
    effects = _effects(saying, comparison, stem)
    told = any((kind, kpi.id) in saying.said for kind in _TELL_CHANGE)
    moves = not told and called(comparison) in (Direction.UP, Direction.DOWN)
    split = saying.say(
        "insight.mix_rate.split",
        led="yes" if moves or _just_said(saying) else "no",
        dimension=_dimension(saying),
        tail=_shift(saying, stem),
        **effects,
    )
    return sentences((moved_to(saying, comparison, NOTHING), split), saying.teller.space) if moves else split


def mix_offset(saying: Saying) -> Text:
    """The two parts of a change that was flat, after that it was, unless that was said."""
    kpi, comparison = saying.result.kpi, _comparison(saying)
    stem = split_stem(kpi.id, saying.insight.dimension or "")
    return saying.say(
        f"insight.mix_offset.{'after' if any((kind, kpi.id) in saying.said for kind in _TELL_CHANGE) else 'alone'}",
        value=saying.value(),
        dimension=_dimension(saying),
        tail=_shift(saying, stem),
        **_effects(saying, comparison, stem),
        **{name: word for name, word in against(saying.result, comparison, saying.teller).items() if name != "moves"},
    )


def _opposed(saying: Saying, comparison: Comparison, stem: str) -> Text:
    """The whole against every member, or nearly every one."""
    opposed, members = (int(saying.insight.facts[f"{stem}.{name}"].value) for name in ("opposed", "members"))
    return saying.say(
        "insight.mix_rate.opposed",
        figure=size_of_change(saying.result, comparison, saying.teller),
        way=saying.insight.direction.value,
        baseline=baseline_name(saying.insight.kpi, comparison, saying.teller),
        dimension=_dimension(saying),
        chance="yes" if comparison.significant is False else "no",
        every="yes" if opposed == members else "no",
        opposed=_count(saying, f"{stem}.opposed"),
        count=_count(saying, f"{stem}.members"),
        tail=_shift(saying, stem),
    )


def _effects(saying: Saying, comparison: Comparison, stem: str) -> dict[str, Argument]:
    """The change and its two parts, printed so that they add up."""
    facts, teller, kpi = saying.insight.facts, saying.teller, saying.result.kpi
    change_id = f"{kpi.id}.{comparison.baseline.value}.change"
    change, level = Decimal(facts[change_id].value), saying.result.value.number or Decimal(0)
    shown = teller.formatter.decimals([change, level], kpi.unit)
    places = shown + _RATE_PLACES if kpi.unit is Unit.RATE else shown
    names = {name: f"{stem}.{name}_effect" for name in ("rate", "mix")}
    parts = rounded([Decimal(facts[name].value) for name in names.values()], change, places)
    printed = {
        word: teller.figure(name, replace(facts[name], value=part), sign=True, decimals=shown)
        for (word, name), part in zip(names.items(), parts, strict=True)
    }
    return {"change": saying.fact(change_id, sign=True, decimals=shown), **printed}


def _just_said(saying: Saying) -> bool:
    """Whether the sentence before told the KPI's change."""
    before = saying.before
    return before is not None and before.kpi == saying.insight.kpi and before.kind in _TELL_CHANGE


def _shift(saying: Saying, stem: str) -> Text:
    """The member whose weight in the whole shifted most tellingly."""
    insight, teller = saying.insight, saying.teller
    prefix = f"{member_prefix(insight.kpi, insight.dimension or '', insight.member)}.weight"
    if f"{prefix}.current" not in insight.facts:
        return teller.say("insight.mix_rate.shift.none")
    then = next(name for name in _BEFORE if f"{prefix}.{name}" in insight.facts)
    now, before = (Decimal(insight.facts[f"{prefix}.{side}"].value) for side in ("current", then))
    base = insight.facts.get(f"{stem}.weighed_by")
    return teller.say(
        f"insight.mix_rate.shift.{'bare' if base is None else 'of'}",
        member=teller.member(insight.member),
        base=NOTHING if base is None else teller.kpi(str(base.value)),
        way=(Direction.UP if now > before else Direction.DOWN).value,
        before=saying.fact(f"{prefix}.{then}"),
        now=saying.fact(f"{prefix}.current"),
    )


def funnel_step(saying: Saying) -> Text:
    """A step's rate then and now, and about how many purchases that is; most of the fall, where it is."""
    insight, teller = saying.insight, saying.teller
    stem = next(name for name in insight.facts if name.endswith(".rate.current")).removesuffix(".rate.current")
    step = stem.rpartition(".")[2]
    funnel = saying.results.kpis["funnel"]
    main = main_comparison(funnel.comparisons)
    assert main is not None  # noqa: S101  # the detector compared
    key, part = "member", insight.facts.get(f"{stem}.part")
    if insight.dimension is None:
        moved = called(main_comparison(saying.result.comparisons)) is insight.direction
        most = part is not None and Decimal(part.value) > _MOST and moved and insight.kpi == "conversion_rate"
        key = "most" if most else "whole"
    return saying.say(
        f"insight.funnel_step.{key}",
        by=insight.dimension or "",
        member=teller.member(insight.member) if insight.dimension else NOTHING,
        step=teller.say(f"insight.funnel_step.{step}"),
        way=insight.direction.value,
        before=saying.fact(f"{stem}.rate.previous"),
        baseline=baseline_name("funnel", main, teller),
        now=saying.fact(f"{stem}.rate.current"),
        effect=saying.fact(f"{stem}.effect", size=True, decimals=0),
    )


def movers(saying: Saying) -> Text:
    """The largest members of each group with what they moved by, or what they brought or bring."""
    insight, teller = saying.insight, saying.teller
    groups: dict[str, list[Text]] = {group: [] for group in GROUPS}
    baseline = _comparison(saying).baseline.value
    for member, _ in insight.members:
        prefix = member_prefix(insight.kpi, insight.dimension or "", member)
        now, before = (Decimal(insight.facts[f"{prefix}.{side}"].value) for side in ("current", f"{baseline}.value"))
        name = teller.member(member)
        if now and before:
            figure = saying.fact(f"{prefix}.{baseline}.change", sign=True)
            group = "up" if now > before else "down"
        else:
            figure = saying.fact(f"{prefix}.{'current' if now else f'{baseline}.value'}")
            group = "new" if now else "gone"
        groups[group].append(teller.say("member.with_change", member=name, change=figure))
    listed: Text = ()
    for group in (name for name in GROUPS if groups[name]):
        text = teller.say(f"insight.movers.{group}", members=teller.join(groups[group]))
        listed = (*listed, *teller.say("insight.movers.next", group=text)) if listed else text
    return saying.say("insight.movers.line", dimension=_dimension(saying), groups=listed)


def concentration(saying: Saying) -> Text:
    """How few members hold how much, by name where there are few."""
    insight, teller = saying.insight, saying.teller
    stem = f"{insight.kpi}.{insight.dimension}"
    named = int(insight.facts[f"{stem}.largest"].value)
    text = saying.say(
        f"insight.concentration.{'one' if named == 1 else 'few' if insight.members else 'many'}",
        dimension=_dimension(saying),
        members=teller.join(teller.member(member) for member, _ in insight.members) if insight.members else NOTHING,
        named=_count(saying, f"{stem}.largest"),
        count=_count(saying, f"{stem}.holding"),
        share=saying.fact(f"{stem}.largest.share", decimals=0),
    )
    if insight.direction is not Direction.UP:
        return text
    baseline = baseline_name(insight.kpi, _comparison(saying), teller)
    return sentences((text, teller.say("insight.concentration.risen", baseline=baseline)), teller.space)


def inefficiency(saying: Saying) -> Text:
    """A member's share of the spend beside its share of what the spend brings."""
    insight, teller = saying.insight, saying.teller
    stem = f"inefficiency.{insight.dimension}[{insight.member or ''}]"
    result = "revenue" if f"{stem}.revenue_share" in insight.facts else "conversions"
    return saying.say(
        "insight.inefficiency.line",
        member=teller.member(insight.member),
        spend=saying.fact(f"{stem}.spend_share", decimals=0),
        share=saying.fact(f"{stem}.{result}_share", decimals=0),
        result=teller.say(f"insight.inefficiency.{result}"),
    )


MEMBER_KINDS: dict[str, Callable[[Saying], Text]] = {
    "broad": broad,
    "mix_rate": mix_rate,
    "mix_offset": mix_offset,
    "funnel_step": funnel_step,
    "movers": movers,
    "concentration": concentration,
    "inefficiency": inefficiency,
}
