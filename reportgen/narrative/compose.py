"""Findings in, sentences out: which phrase a finding takes and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.comparisons.model import Baseline, Comparison, KpiResult, Results
from reportgen.formatting import Style
from reportgen.formatting.myriads import CARD_COUNTED_FROM
from reportgen.insights.factors import effect_fact, rounded
from reportgen.insights.facts import member_prefix
from reportgen.insights.model import Insight
from reportgen.insights.scope import called, main_comparison
from reportgen.narrative.baselines import against, baseline_name, manner, on_baseline, size_of_change
from reportgen.narrative.member_kinds import MEMBER_KINDS
from reportgen.narrative.model import Text
from reportgen.narrative.moving import moved_to
from reportgen.narrative.saying import NOTHING as _NOTHING
from reportgen.narrative.saying import Saying
from reportgen.narrative.series_kinds import SERIES_KINDS
from reportgen.narrative.standing_kinds import STANDING_KINDS
from reportgen.narrative.teller import Teller
from reportgen.narrative.template import Argument
from reportgen.units import Direction, Good

_MOVED = (Direction.UP, Direction.DOWN)
_TELL_VALUE = frozenset({"change", "yoy_conflict", "record_streak"})
_TELL_CHANGE = _TELL_VALUE | {"mix_rate"}
_NEARLY_ALL = Decimal("0.95")


def compose(
    insights: Sequence[Insight], results: Results, teller: Teller, starts: Collection[int] = ()
) -> tuple[Text, ...]:
    """A sentence for each finding, in order; each knows what was said before it.

    ``starts`` are the places where the text begins again elsewhere: nothing stands just before those findings.
    """
    texts: list[Text] = []
    said: set[tuple[str, str]] = set()
    before, opening = None, insights[0].kpi if insights else ""
    for place, insight in enumerate(insights):
        if place in starts:  # what the text before began with is out of sight here
            before, opening = None, insight.kpi if insight.kind in _TELL_CHANGE else ""
        saying = Saying(insight, results, teller, before, frozenset(said), opening)
        texts.append(_COMPOSERS[insight.kind](saying))
        said.add((insight.kind, insight.kpi))
        before = insight
    return tuple(texts)


def change_clause(result: KpiResult, teller: Teller) -> Text:
    """A KPI's two comparisons in one clause: ``up 6.0% on September and up 14.2% on October 2025``."""
    found = [
        comparison
        for baseline in (Baseline.PREVIOUS, Baseline.YEAR_AGO)
        if (comparison := result.comparisons.get(baseline)) is not None and comparison.change is not None
    ]
    clauses = [on_baseline(result, comparison, teller) for comparison in found]
    if len(clauses) < 2:  # noqa: PLR2004  # a pair of baselines
        return clauses[0] if clauses else _NOTHING
    ways = [called(comparison) for comparison in found]
    if all(way is Direction.FLAT for way in ways):
        names = [baseline_name(result.kpi.id, comparison, teller) for comparison in found]
        return teller.say("change.both_flat", first=names[0], second=names[1])
    manners = {manner(comparison) for comparison in found}
    if len(manners) == 1 and manners <= {way.value for way in _MOVED}:
        return _same_way(result, found, teller)
    key = "change.conflict" if set(ways) == set(_MOVED) else "change.both"
    return teller.say(key, first=clauses[0], second=clauses[1])


def _same_way(result: KpiResult, found: Sequence[Comparison], teller: Teller) -> Text:
    """Two changes in one direction: the direction may be said once."""
    arguments: dict[str, Argument] = {"way": manner(found[0]), "moves": teller.moves(result.kpi.id)}
    for name, comparison in zip(("first", "second"), found, strict=True):
        words = against(result, comparison, teller)
        arguments |= {name: words["baseline"], f"{name}_basis": words["basis"]}
        arguments[f"{name}_figure"] = size_of_change(result, comparison, teller)
    return teller.say("change.same", **arguments)


def _change(saying: Saying) -> Text:
    result, comparison = saying.result, main_comparison(saying.result.comparisons)
    if comparison is None:
        return saying.say("insight.change.alone", value=saying.value())
    if saying.insight.mandatory or saying.insight.direction not in _MOVED:
        return saying.say("insight.change.lead", value=saying.value(), changes=change_clause(result, saying.teller))
    return moved_to(saying, comparison, _then(saying))


def _then(saying: Saying) -> Text:
    """The comparison with the year before, after one with the previous period."""
    year_ago = saying.result.comparisons.get(Baseline.YEAR_AGO)
    main = main_comparison(saying.result.comparisons)
    if year_ago is None or year_ago is main or year_ago.change is None:
        return _NOTHING
    conflict = {called(year_ago), saying.insight.direction} == set(_MOVED)
    clause = on_baseline(saying.result, year_ago, saying.teller)
    return saying.say("insight.change.but" if conflict else "insight.change.and", clause=clause)


def _target(saying: Saying) -> Text:
    result, kpi = saying.result, saying.insight.kpi
    after = saying.before is not None and saying.before.kpi == kpi and saying.before.kind in _TELL_VALUE
    lower = result.kpi.good is Good.DOWN
    # How it moved comes before how it stands to its target, unless that was told already or nothing clear moved.
    comparison = main_comparison(result.comparisons)
    told = any((kind, kpi) in saying.said for kind in _TELL_CHANGE)
    moves = not told and comparison is not None and called(comparison) in _MOVED
    key = "after" if after else "then" if moves else "alone"
    attainment = f"{kpi}.target.attainment"
    standing = saying.say(
        f"insight.target.{'lower' if lower else 'higher'}.{key}",
        way=saying.insight.direction.value,
        value=saying.value(),
        target=saying.teller.counted(kpi, saying.fact(f"{kpi}.target.value")),
        gap=saying.teller.stepped(kpi, saying.fact(f"{kpi}.target.change", size=True, level=result.value.number)),
        attainment=_NOTHING if lower else saying.fact(attainment),
    )
    return moved_to(saying, comparison, standing) if moves and comparison is not None else standing


def _to_date(saying: Saying) -> Text:
    state = saying.results.state
    last = state.known_to or state.period.end
    named = [
        saying.teller.period(comparison.period)
        for baseline in (Baseline.PREVIOUS, Baseline.YEAR_AGO)
        if (comparison := saying.result.comparisons.get(baseline)) is not None and comparison.change is not None
    ]
    return saying.say(
        "insight.to_date.compared" if named else "insight.to_date.alone",
        last=saying.teller.date(last),
        elapsed=saying.teller.count("period.compared_days", state.compared_days, state.period.id),
        days=saying.teller.count("period.days", state.period.days, state.period.id),
        baselines=saying.teller.join(named) if named else _NOTHING,
    )


def _yoy_conflict(saying: Saying) -> Text:
    year_ago = saying.result.comparisons.get(Baseline.YEAR_AGO)
    if year_ago is not None and any((kind, saying.insight.kpi) in saying.said for kind in (*_TELL_CHANGE, "target")):
        clause = on_baseline(saying.result, year_ago, saying.teller)
        return saying.say("insight.change.year", clause=clause)  # the other half was told before
    return saying.say("insight.change.lead", value=saying.value(), changes=change_clause(saying.result, saying.teller))


def _record_streak(saying: Saying) -> Text:
    insight, teller = saying.insight, saying.teller
    name = "record" if f"{insight.kpi}.record" in insight.facts else "streak"
    length = insight.facts[f"{insight.kpi}.{name}"]
    kind = saying.results.state.period.kind.value
    count = teller.count(f"{insight.kpi}.{name}", int(length.value), length.period)
    claim = teller.say(
        f"insight.record.{name}",
        way=insight.direction.value,
        moves=teller.moves(insight.kpi),
        periods=teller.say(f"periods.{kind}", count=count),
    )
    told = {(kind, insight.kpi) for kind in ("change", "target", "mix_rate", "mix_offset")}
    if told & saying.said:
        near = saying.before is not None and (saying.before.kind, saying.before.kpi) in told
        return saying.say("insight.record.it" if near else "insight.record.after", claim=claim, name=name)
    comparison = main_comparison(saying.result.comparisons)
    if comparison is None or called(comparison) not in _MOVED:
        return saying.say("insight.record.alone", value=saying.value(), claim=claim, name=name)
    return moved_to(saying, comparison, teller.say("insight.record.then", claim=claim, name=name))


def _factors(saying: Saying) -> Text:
    """What each factor added or took back, rounded so that the parts add up to the printed change."""
    insight, teller, kpi = saying.insight, saying.teller, saying.result.kpi
    change = Decimal(insight.facts[f"{kpi.id}.{Baseline.PREVIOUS.value}.change"].value)
    before = Decimal(insight.facts[f"{kpi.id}.{Baseline.PREVIOUS.value}.value"].value)
    decimals = teller.formatter.decimals([before, before + change], kpi.unit)
    effects = rounded([Decimal(fact.value) for _, fact in insight.members], change, decimals)
    sides: dict[bool, list[Text]] = {True: [], False: []}
    signed = bool(teller.phrases.grammar.get("signed_effects"))
    short = all(abs(effect) >= CARD_COUNTED_FROM for effect in effects if effect)  # counted alike, or none is
    for (factor, fact), effect in zip(insight.members, effects, strict=True):
        if not effect:
            continue
        along = effect * change > 0
        sides[along].append(
            teller.say(
                f"insight.factors.{'next' if sides[along] else 'with' if along else 'against'}",
                way=insight.direction.value,
                factor=teller.say(f"factor.{factor}.{'up' if effect > 0 else 'down'}"),
                amount=teller.figure(
                    effect_fact(kpi.id, factor or ""),
                    replace(fact, value=effect),
                    style=Style.CARD if short else Style.TEXT,
                    size=not signed,
                    sign=signed,
                    decimals=teller.shared(decimals, kpi.unit),
                ),
            )
        )
    return teller.say(
        f"insight.factors.{'both' if sides[False] else 'one'}",
        way=insight.direction.value,
        **teller.kpi_words(kpi.id),
        added=teller.join(sides[True]),
        back=teller.join(sides[False]) if sides[False] else _NOTHING,
    )


def _drivers(saying: Saying) -> Text:
    insight = saying.insight
    stem = f"{insight.kpi}.{insight.dimension}.{insight.kind}"
    baseline = main_comparison(saying.result.comparisons)
    assert baseline is not None  # noqa: S101  # the detector saw one
    share = Decimal(insight.facts[f"{stem}.share"].value)
    return saying.say(
        f"insight.drivers.{'one' if len(insight.members) == 1 else 'many'}",
        way=insight.direction.value,
        whole=_whole(share, many=len(insight.members) > 1),
        members=_members(saying, baseline.baseline, with_figures=len(insight.members) > 1),
        amount=saying.teller.counted(insight.kpi, saying.fact(f"{stem}.change", size=True)),
        share=saying.fact(f"{stem}.share", decimals=0),
        total=saying.teller.counted(
            insight.kpi, saying.fact(f"{insight.kpi}.{baseline.baseline.value}.change", size=True)
        ),
        lead="yes" if insight.kpi == saying.opening and ("change", insight.kpi) in saying.said else "no",
    )


def _whole(share: Decimal, *, many: bool) -> str:
    """How much of a change a share is, in words: more, all, most (nearly all) or part."""
    if share >= 1:
        return "more" if share > 1 else "all"
    return "most" if many and share >= _NEARLY_ALL else "part"


def _detractors(saying: Saying) -> Text:
    insight = saying.insight
    baseline = main_comparison(saying.result.comparisons)
    assert baseline is not None  # noqa: S101  # the detector saw one
    return saying.say(
        f"insight.detractors.{'one' if len(insight.members) == 1 else 'many'}",
        way=insight.direction.value,
        members=_members(saying, baseline.baseline, with_figures=len(insight.members) > 1),
        amount=saying.teller.counted(
            insight.kpi, saying.fact(f"{insight.kpi}.{insight.dimension}.{insight.kind}.change", size=True)
        ),
    )


def _members(saying: Saying, baseline: Baseline, *, with_figures: bool) -> Text:
    insight, teller = saying.insight, saying.teller
    named = []
    for member, _ in insight.members:
        name = teller.member(member)
        if with_figures:
            fact = f"{member_prefix(insight.kpi, insight.dimension or '', member)}.{baseline.value}.change"
            change = teller.counted(insight.kpi, saying.fact(fact, sign=True))
            name = teller.say("member.with_change", member=name, change=change)
        named.append(name)
    return teller.join(named)


_COMPOSERS: dict[str, Callable[[Saying], Text]] = {
    "to_date": _to_date,
    "change": _change,
    "target": _target,
    "yoy_conflict": _yoy_conflict,
    "record_streak": _record_streak,
    "factors": _factors,
    "drivers": _drivers,
    "detractors": _detractors,
    **MEMBER_KINDS,
    **SERIES_KINDS,
    **STANDING_KINDS,
}

COMPOSED = tuple(_COMPOSERS)
"""The kinds that have words; a test holds them against the catalogue of detectors."""
