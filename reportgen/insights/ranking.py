"""Which insights are said, where, and why the others are not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from reportgen.comparisons.model import KpiResult, TargetStatus
from reportgen.insights.catalog import BY_ID, DETECTORS
from reportgen.insights.discoveries import chance_findings
from reportgen.insights.model import Insight, Silenced
from reportgen.insights.noted import says_the_same
from reportgen.insights.ripeness import is_unripe
from reportgen.insights.scope import Scope, called, main_comparison, part_changed
from reportgen.insights.scoring import score
from reportgen.insights.thresholds import Thresholds
from reportgen.units import Direction, Sentiment

_KIND_ORDER = {detector.id: place for place, detector in enumerate(DETECTORS)}


@dataclass(frozen=True, slots=True)
class Selection:
    """Insights in print order: the summary's, each section's further ones, and those left unsaid."""

    summary: tuple[Insight, ...]
    sections: dict[str, tuple[Insight, ...]]
    silenced: tuple[Silenced, ...]


def find_insights(scope: Scope, *, off: Collection[str] = ()) -> tuple[tuple[Insight, ...], tuple[Silenced, ...]]:
    """Everything that the detectors see, scored; and what was switched off, is not ripe or may be chance."""
    found, silenced = [], []
    for detector in DETECTORS:
        for insight in detector.find(scope):
            scored = replace(insight, score=score(insight, scope))
            if detector.id in off:
                silenced.append(Silenced(scored, "silence.off"))
            elif is_unripe(insight, scope):
                silenced.append(Silenced(scored, "silence.unripe"))
            else:
                found.append(scored)
    chance = chance_findings(found, scope)
    silenced += [Silenced(one, "silence.chance") for place, one in enumerate(found) if place in chance]
    return tuple(one for place, one in enumerate(found) if place not in chance), tuple(silenced)


@dataclass(frozen=True, slots=True)
class _Case:
    """A finding that asks to be said: what is said here already, and what is said anywhere."""

    insight: Insight
    chosen: tuple[Insight, ...]
    taken: tuple[Insight, ...]
    room: int
    thresholds: Thresholds
    lead: str | None = None  # the KPI that the summary opens with; None in a section

    @property
    def kpi_most(self) -> int:
        """How much may be said about the KPI: in the summary one thing, but for its lead."""
        return self.thresholds.kpi_most if self.lead in (None, self.insight.kpi) else 1

    @property
    def free(self) -> tuple[Insight, ...]:
        """What uses up the budgets of this place."""
        return tuple(taken for taken in self.chosen if not taken.mandatory and not _follows(taken))


def _is_said(case: _Case) -> bool:
    within = BY_ID[case.insight.kind].within
    return any(
        taken.kpi == case.insight.kpi and taken.kind in within and says_the_same(case.insight, taken)
        for taken in case.taken
        if not is_reversal(taken)
    )


def _is_named(case: _Case) -> bool:
    """One member is named once; a reversal, said in any case, keeps no other KPI's finding from naming it."""
    others = [taken for taken in case.taken if taken.kpi == case.insight.kpi or not is_reversal(taken)]
    return bool(set(_members(case.insight)) & {name for taken in others for name in _members(taken)})


def _is_alone(case: _Case) -> bool:
    return not any(_same_split(case.insight, taken) for taken in case.chosen)


def _is_flat(case: _Case) -> bool:
    return case.insight.kind == "change" and case.insight.direction is Direction.FLAT


def _kpi_is_full(case: _Case) -> bool:
    """A few findings about a KPI are enough, and one of a kind; a record told beside another is half a sentence."""
    same = [taken for taken in case.free if taken.kpi == case.insight.kpi]
    if any(taken.kind == case.insight.kind for taken in same):
        return True
    full = [taken for taken in same if not _is_beside(taken, (*case.chosen, case.insight))]
    return len(full) >= case.kpi_most and not _is_beside(case.insight, case.chosen)


def _kind_is_full(case: _Case) -> bool:
    return sum(taken.kind == case.insight.kind for taken in case.free) >= case.thresholds.kind_most


def _place_is_full(case: _Case) -> bool:
    if _is_beside(case.insight, case.chosen):
        return False
    together = (*case.chosen, case.insight)
    return sum(_takes_a_place(taken, together) for taken in case.chosen) >= case.room


_Rules = tuple[tuple[str, Callable[[_Case], bool]], ...]
_FOLLOWER: _Rules = (("silence.said", _is_said), ("silence.member", _is_named), ("silence.alone", _is_alone))
_FREE: _Rules = (
    ("silence.said", _is_said),
    ("silence.member", _is_named),
    ("silence.flat", _is_flat),
    ("silence.kpi", _kpi_is_full),
    ("silence.kind", _kind_is_full),
    ("silence.budget", _place_is_full),
)


def _refusal(case: _Case) -> str | None:
    """Why the finding may not be said here: the first rule that forbids it, or None."""
    if case.insight.mandatory:
        return None
    rules = _FOLLOWER if _follows(case.insight) else _FREE
    return next((reason for reason, forbids in rules if forbids(case)), None)


def _fill(
    candidates: Iterable[Insight], room: int, thresholds: Thresholds, lead: str | None
) -> tuple[tuple[Insight, ...], dict[int, str]]:
    """Take from ``candidates``, best first, while there is room; and the refusals, by the finding's id().

    Whom a weightier finding of another KPI would have named is left to that one, in its own section.
    """
    chosen: tuple[Insight, ...] = ()
    refusals: dict[int, str] = {}
    waiting: set[tuple[str, tuple[str | None, str | None, bool]]] = set()
    for insight in candidates:
        refusal = _refusal(_Case(insight, chosen, chosen, room, thresholds, lead))
        others = {name for kpi, name in waiting if kpi != insight.kpi}
        if refusal is None and not insight.mandatory and others & set(_members(insight)):
            refusal = "silence.member"
        if refusal is None:
            chosen += (insight,)
        else:
            refusals[id(insight)] = refusal
            waiting |= {(insight.kpi, name) for name in _members(insight)}
    return chosen, refusals


def select(
    scope: Scope,
    found: Iterable[Insight],
    *,
    sections: dict[str, str],
    silenced: Iterable[Silenced] = (),
    places: Mapping[str, str] | None = None,
) -> Selection:
    """Choose what is said: the summary first, then what is left for each KPI's own section.

    ``sections`` maps a KPI to the section that it belongs to; sections are filled in the order in
    which they first appear there. ``places`` maps a kind of finding to the one section where it is said, whatever
    KPI it is about.
    """
    thresholds, places = scope.thresholds, places or {}
    ranked = sorted(found, key=lambda insight: _rank(insight, scope))
    worth = [
        insight
        for insight in ranked
        if (insight.kind not in places and _worth_the_summary(insight, scope))
        or (is_reversal(insight) and insight.kpi not in sections)  # that it be said somewhere
    ]
    lead = None if scope.lead is None else scope.lead.kpi.id
    summary, reasons = _fill(worth, thresholds.summary_most, thresholds, lead)
    summary = _with_bad_news(summary, worth, thresholds, lead)
    taken, left = summary, [insight for insight in ranked if not _among(insight, summary)]
    by_section: dict[str, tuple[Insight, ...]] = dict.fromkeys((*sections.values(), *places.values()), ())
    quiet = []
    for insight in left:  # best first, whatever its section: who is named once is named by the weightiest finding
        section = places.get(insight.kind, sections.get(insight.kpi))
        if section is None:
            quiet.append(Silenced(insight, reasons.get(id(insight), "silence.budget")))
            continue
        refusal = _refusal(_Case(insight, by_section[section], taken, thresholds.section_most, thresholds))
        if refusal is not None:
            quiet.append(Silenced(insight, refusal))
            continue
        by_section[section] += (insight,)
        taken += (insight,)
    ordered = {name: tuple(_print_order(chosen)) for name, chosen in by_section.items()}
    return Selection(tuple(_print_order(summary)), ordered, (*silenced, *quiet))


def _worth_the_summary(insight: Insight, scope: Scope) -> bool:
    """The lead's own; of others what their cards or their targets are about, or what is exceptional."""
    result = scope.results.kpis[insight.kpi]
    if result is scope.lead:
        return True
    if insight.mandatory:  # a caveat to a figure without a card stands where the figure does
        return not is_reversal(insight) or insight.kpi in scope.headlines
    if insight.members:  # who made the change of another figure belongs to that figure's section
        return False
    missed = result.target is not None and result.target.status is TargetStatus.MISSED
    behind = insight.kind == "pace" and insight.sentiment is Sentiment.UNFAVOURABLE
    if insight.kpi in scope.headlines or missed or behind:
        return True
    return insight.kind != "target" and _is_exceptional(result, scope)


def _is_exceptional(result: KpiResult, scope: Scope) -> bool:
    """A large change of a whole period: in a part of one, what is booked once in it jumps."""
    comparison = main_comparison(result.comparisons)
    if comparison is None or called(comparison) not in (Direction.UP, Direction.DOWN):
        return False
    part = part_changed(comparison)
    large = part is None or abs(part) >= scope.thresholds.exceptional_change
    return large and scope.results.state.complete


def _with_bad_news(
    summary: tuple[Insight, ...], ranked: list[Insight], thresholds: Thresholds, lead: str | None
) -> tuple[Insight, ...]:
    """At least one unfavourable finding, if any exists that may stand in the place of a weaker one.

    What is said about the lead KPI gives way last.
    """
    if not summary or any(insight.sentiment is Sentiment.UNFAVOURABLE for insight in summary):
        return summary
    bad = [one for one in ranked if one.sentiment is Sentiment.UNFAVOURABLE and not _follows(one)]
    weakest_first = [one for one in reversed(summary) if not one.mandatory and not _follows(one)]
    for victim in sorted(weakest_first, key=lambda one: one.kpi == lead):
        rest = tuple(one for one in summary if one is not victim and not _same_split(one, victim))
        for candidate in bad:
            if _refusal(_Case(candidate, rest, rest, thresholds.summary_most, thresholds, lead)) is None:
                return (*rest, candidate)
    return summary


def _takes_a_place(insight: Insight, others: Iterable[Insight]) -> bool:
    """Followers stand beside their leaders; which days are compared or lack data is no finding."""
    aside = insight.kind in ("to_date", "data_caveat") or is_reversal(insight)
    return not _follows(insight) and not aside and not _is_beside(insight, others)


def is_reversal(insight: Insight) -> bool:
    """Simpson's paradox: said in any case, and of nobody's budget."""
    return insight.kind == "mix_rate" and insight.mandatory


def _is_beside(insight: Insight, others: Iterable[Insight]) -> bool:
    """A record beside another finding about its KPI is half a sentence and takes no place of its own."""
    return insight.kind == "record_streak" and any(
        other.kpi == insight.kpi and other.kind in ("change", "target", "unusual") for other in others
    )


def _among(insight: Insight, others: Iterable[Insight]) -> bool:
    return any(other is insight for other in others)


def _follows(insight: Insight) -> bool:
    return BY_ID[insight.kind].follows is not None


def _same_split(insight: Insight, leader: Insight) -> bool:
    return (insight.kpi, insight.dimension, BY_ID[insight.kind].follows) == (
        leader.kpi, leader.dimension, leader.kind,
    )  # fmt: skip


_RATIOS = frozenset({"mix_rate", "mix_offset", "funnel_step"})
"""Kinds that name a member for its ratio or its weight; the others name it for how much it has or brings."""


def _members(insight: Insight) -> list[tuple[str | None, str | None, bool]]:
    """The members that an insight names, each with its dimension, and whether for a ratio: named once as to either."""
    ratio = insight.kind in _RATIOS
    if insight.dimension is not None and insight.member is not None and not insight.members:
        return [(insight.dimension, insight.member, ratio)]
    return [(insight.dimension, member, ratio) for member, _ in insight.members]


def _place(kpi: str, scope: Scope) -> int:
    return scope.kpis.index(kpi) if kpi in scope.kpis else len(scope.kpis)


def _dimension_place(dimension: str | None, scope: Scope) -> int:
    """Findings about the whole first, then the client's dimensions in order, then those that blocks ask for."""
    if dimension is None:
        return 0
    return scope.segments.index(dimension) if dimension in scope.segments else len(scope.segments)


def _rank(insight: Insight, scope: Scope) -> tuple[object, ...]:
    """Mandatory ones first, then followers after their leaders' turn, then by score; ties by config order."""
    return (
        not insight.mandatory,
        _follows(insight),
        -insight.score,
        _place(insight.kpi, scope),
        _KIND_ORDER[insight.kind],
        _dimension_place(insight.dimension, scope),
        insight.dimension or "",
        insight.member or "",
    )


def _print_order(insights: Iterable[Insight]) -> list[Insight]:
    """What the data lack first; then KPI by KPI in the order chosen; of one KPI its change, target, record and split.

    Each follower stands right after the one that it follows.
    """
    chosen = list(insights)
    leaders = [insight for insight in chosen if not _follows(insight)]
    kpis = list(dict.fromkeys(insight.kpi for insight in leaders))
    ordered: list[Insight] = []

    def place(insight: Insight) -> tuple[bool, int, tuple[int, int]]:
        return insight.kind != "data_caveat", kpis.index(insight.kpi), _place_in_kpi(insight, leaders)

    for leader in sorted(leaders, key=place):
        ordered.append(leader)
        ordered += [insight for insight in chosen if _follows(insight) and _same_split(insight, leader)]
    return ordered


def _place_in_kpi(insight: Insight, leaders: list[Insight]) -> tuple[int, int]:
    """A record that tells the change itself stands where the change would stand."""
    place = _KIND_ORDER[insight.kind]
    alone = not any((other.kind, other.kpi) == ("change", insight.kpi) for other in leaders)
    if insight.kind == "record_streak" and alone:
        return _KIND_ORDER["change"], 1
    return place, 0
