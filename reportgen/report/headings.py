"""Headings: a section's finding with its number. Each kind says nothing when it has nothing to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from reportgen.comparisons.model import Comparison, KpiResult, TargetStatus
from reportgen.insights.contributions import split_of
from reportgen.insights.facts import change_unit
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.pace import PaceStatus
from reportgen.insights.scope import called, main_comparison
from reportgen.narrative.baselines import against, baseline_name, manner, size_of_change
from reportgen.narrative.model import Text
from reportgen.periods.model import Period, Span
from reportgen.report.blocks.experiments import experiments_heading
from reportgen.report.blocks.factors import factors_heading
from reportgen.report.blocks.figures import with_targets
from reportgen.report.blocks.line import shown_points, year_before
from reportgen.report.desk import Desk
from reportgen.report.kind import SectionPlan
from reportgen.units import Direction, Good

_MOVED = (Direction.UP, Direction.DOWN)
_LEADS = Decimal("0.33"), Decimal("1.25")  # a member that led a change made so much of it
_YEAR_RUN = 6  # periods in a row above or below the year before


def heading(desk: Desk, section: SectionPlan) -> Text:
    """The first of the section's headings that has something to say, else the section's name."""
    for kind in section.heading:
        text = HEADINGS[kind](desk, section)
        if text:
            return text
    return desk.section_label(section.id)


def _lead(desk: Desk, section: SectionPlan) -> Text:
    """The lead KPI: how it moved, which member led it, how it stands to its target."""
    del section
    result = desk.lead()
    if result is None:
        return ()
    comparison, teller, kpi = main_comparison(result.comparisons), desk.teller, result.kpi.id
    assert result.value.number is not None  # noqa: S101  # the lead has a number
    fact = FactValue(result.value.number, result.kpi.unit.value, desk.state.period.id)
    value = teller.counted(kpi, teller.figure(f"{kpi}.current", fact))
    tail = _tail(desk, result)
    words = teller.kpi_words(kpi)
    if comparison is None:
        period = teller.period(desk.state.period)
        return teller.say("heading.lead.alone", **words, value=value, period=period, tail=tail)
    way = manner(comparison)
    baseline = baseline_name(kpi, comparison, teller)
    if way in ("from_none", "tenfold"):
        return teller.say(f"heading.lead.{way}", **words, value=value, baseline=baseline, tail=tail)
    if called(comparison) not in _MOVED:
        still = "unclear" if way == "unclear" else "held"
        return teller.say(f"heading.lead.{still}", **words, value=value, tail=tail)
    figure = size_of_change(result, comparison, teller)
    driver = desk.finding("drivers", kpi)
    if driver is not None and driver.member is not None and _leads(driver):
        return teller.say(
            "heading.lead.driven",
            **words,
            member=teller.member(driver.member),
            way=way,
            figure=figure,
            tail=tail,
        )
    words |= against(result, comparison, teller)
    return teller.say("heading.lead.moved", **words, way=way, figure=figure, tail=tail)


def _leads(driver: Insight) -> bool:
    """Whether the first member made a good part of the change, and not a multiple that others undid."""
    part = Decimal(driver.members[0][1].value)
    share = Decimal(driver.facts[f"{driver.kpi}.{driver.dimension}.{driver.kind}.share"].value)
    together = Decimal(driver.facts[f"{driver.kpi}.{driver.dimension}.{driver.kind}.change"].value)
    return _LEADS[0] <= share * part / together <= _LEADS[1]


def _tail(desk: Desk, result: KpiResult) -> Text:
    if result.target is None:
        return desk.teller.say("heading.tail.none")
    key = "lower" if result.kpi.good is Good.DOWN else "higher"
    if result.target.status is None:
        pace = desk.pace(result)
        return desk.teller.say("heading.tail.none" if pace is None else f"heading.tail.{key}_pace", status=pace or "")
    return desk.teller.say(f"heading.tail.{key}", status=result.target.status.value)


def _year_run(desk: Desk, section: SectionPlan) -> Text:
    """Every period shown was above (or below) the same period of the year before."""
    found = desk.with_numbers(section.about)
    if not found or not found[0].kpi.additive:
        return ()
    result, teller, kind = found[0], desk.teller, desk.state.period.kind
    points = shown_points(result)
    before = year_before(result, len(points), kind)
    pairs = [(point.value.number, earlier.value.number) for point, earlier in zip(points, before, strict=False)]
    if len(pairs) < max(_YEAR_RUN, len(points)) or points[-1].partial:
        return ()
    gains = [now - then for now, then in pairs if now is not None and then is not None]
    if len(gains) < len(pairs):
        return ()
    key = "year_run" if min(gains) > 0 else "year_fall" if max(gains) < 0 else None
    latest = main_comparison(result.comparisons)
    against_it = Direction.DOWN if key == "year_run" else Direction.UP
    if key is None or (latest is not None and called(latest) is against_it):  # a heading hides no turn
        return ()
    first = Period(points[0].period, kind, Span(points[0].start, points[0].end))
    return teller.say(
        f"heading.{key}",
        kpi=teller.kpi(result.kpi.id),
        unit=teller.word(f"per_period.{kind.value}"),
        period=teller.period(first),
        periods=teller.say(f"periods.{kind.value}", count=teller.count(f"series.points[{len(points)}]", len(points))),
    )


def _moves(desk: Desk, section: SectionPlan) -> Text:
    """The first two of the section's KPIs that moved, or the first one's value."""
    teller = desk.teller
    lead = desk.lead()
    results = [result for result in desk.with_numbers(section.about) if result is not lead]
    results = results or desk.with_numbers(section.about) or desk.with_numbers(desk.of_section(section.id))
    moved = [
        (result, comparison)
        for result in results
        if (comparison := main_comparison(result.comparisons)) is not None
        and manner(comparison) in (Direction.UP.value, Direction.DOWN.value)
    ]
    if len(moved) > 1:
        (first, one), (second, other) = moved[:2]
        ways = called(one), called(other)
        return teller.say(
            "heading.two.same" if ways[0] is ways[1] else "heading.two.apart",
            way=ways[0].value,
            first_moves=teller.moves(first.kpi.id),
            second_moves=teller.moves(second.kpi.id),
            first=teller.kpi(first.kpi.id),
            first_figure=size_of_change(first, one, teller),
            second=teller.kpi(second.kpi.id),
            second_figure=size_of_change(second, other, teller),
        )
    if moved:
        result, comparison = moved[0]
        return _turned(desk, result, comparison) or teller.say(
            "heading.one",
            **(teller.kpi_words(result.kpi.id) | against(result, comparison, teller)),
            way=called(comparison).value,
            figure=size_of_change(result, comparison, teller),
        )
    for result in results:
        assert result.value.number is not None  # noqa: S101  # with_numbers
        fact = FactValue(result.value.number, result.kpi.unit.value, desk.state.period.id)
        value = teller.counted(result.kpi.id, teller.figure(f"{result.kpi.id}.current", fact))
        key = _still(main_comparison(result.comparisons))
        return teller.say(key, **teller.kpi_words(result.kpi.id), value=value)
    return ()


def _turned(desk: Desk, result: KpiResult, comparison: Comparison) -> Text:
    """A change that one order made: without it the KPI went the other way."""
    found = desk.finding("outlier_record", result.kpi.id)
    if found is None or found.dimension is not None or comparison.relative is None:
        return ()
    name = f"{result.kpi.id}.order[{found.member}].without.relative"
    if name not in found.facts or Decimal(found.facts[name].value) * comparison.relative >= 0:
        return ()
    return desk.teller.say(
        "heading.one_off",
        kpi=desk.teller.kpi(result.kpi.id),
        way=called(comparison).value,
        figure=size_of_change(result, comparison, desk.teller),
        without=desk.teller.figure(name, found.facts[name], size=True),
    )


def _still(comparison: Comparison | None) -> str:
    """The phrase of a KPI that cannot be said to have moved: it held, its change can be chance, or its value alone."""
    if comparison is not None and manner(comparison) == "unclear":
        return "heading.unclear"
    return "heading.held" if called(comparison) is Direction.FLAT else "heading.value"


def _why(desk: Desk, section: SectionPlan) -> Text:
    """What the named members added, and what others took back, in the first dimension that has any."""
    found = desk.with_numbers(section.about)
    comparison = main_comparison(found[0].comparisons) if found else None
    if comparison is None:
        return ()
    result, teller = found[0], desk.teller
    splits = [(name, parts) for name in desk.segments if (parts := split_of(result, name, desk.thresholds)) is not None]
    for dimension, parts in splits:
        if not parts.drivers:
            continue
        unit, kpi = change_unit(result.kpi.unit), result.kpi.id
        sums = {
            kind: sum((member.change for member in chosen), Decimal(0))
            for kind, chosen in (("drivers", parts.drivers), ("detractors", parts.detractors))
        }
        figures = {
            kind: teller.figure(
                f"{kpi}.{dimension}.{kind}.change", FactValue(amount, unit, comparison.period), size=True
            )
            for kind, amount in sums.items()
            if amount
        }
        total = FactValue(parts.change, unit, comparison.period)
        return teller.say(
            "heading.why.both" if parts.detractors else "heading.why.drivers",
            drivers=teller.join(teller.member(member.key) for member in parts.drivers),
            detractors=teller.join(teller.member(member.key) for member in parts.detractors),
            way=called(comparison).value,
            whole="more" if abs(sums["drivers"]) > abs(parts.change) else "part",
            amount=figures["drivers"],
            counter=figures.get("detractors", ()),
            total=teller.figure(f"{kpi}.{comparison.baseline.value}.change", total, size=True),
        )
    if not splits:
        return ()
    dimension, parts = splits[0]
    moved = sum(member.change * parts.change > 0 for member in parts.members)
    stem = f"{result.kpi.id}.{dimension}"
    return teller.say(
        "heading.why.broad",
        moved=teller.count(f"{stem}.moved", moved),
        count=teller.count(f"{stem}.members", len(parts.members)),
        dimension=teller.dimension(dimension),
        way=called(comparison).value,
    )


def _targets(desk: Desk, section: SectionPlan) -> Text:
    """How many targets were missed, met and nearly met; of a period under way how many are behind their pace."""
    del section
    held = with_targets(desk)
    if not held:
        return ()
    if any(result.target is not None and result.target.status is None for result in held):
        return _paces(desk, held)
    counts = {
        status: sum(result.target is not None and result.target.status is status for result in held)
        for status in TargetStatus
    }
    figures = {status: desk.teller.count(f"targets.{status.value}", counts[status]) for status in TargetStatus}
    return desk.teller.say(
        "heading.targets",
        missed=figures[TargetStatus.MISSED],
        met=figures[TargetStatus.MET],
        near=figures[TargetStatus.NEAR],
        any="yes" if counts[TargetStatus.MISSED] else "no",
        near_any="yes" if counts[TargetStatus.NEAR] else "no",
        count=desk.teller.count("targets.count", len(held)),
    )


def _plain(desk: Desk, section: SectionPlan) -> Text:
    """The phrase of the section's own heading."""
    key = f"heading.{section.id}"
    return desk.teller.say(key) if key in desk.teller.phrases else ()


def _factors(desk: Desk, section: SectionPlan) -> Text:
    """What the factors of the section's figure added and took back."""
    found = desk.with_numbers(section.about)
    return factors_heading(desk, found[0].kpi.id) if found else ()


def _experiments(desk: Desk, section: SectionPlan) -> Text:
    """How many of the experiments are decided."""
    del section
    return experiments_heading(desk)


def _paces(desk: Desk, held: Sequence[KpiResult]) -> Text:
    known = [pace for result in held if (pace := desk.pace(result)) is not None]
    behind = sum(pace is PaceStatus.BEHIND for pace in known)
    return desk.teller.say(
        "heading.targets_pace",
        any="yes" if known else "no",
        behind=desk.teller.count("targets.behind", behind),
        on=desk.teller.count("targets.on_pace", len(known) - behind),
        some="yes" if len(known) > behind else "no",
        open="yes" if len(known) < len(held) else "no",
        count=desk.teller.count("targets.count", len(held)),
    )


HEADINGS: dict[str, Callable[[Desk, SectionPlan], Text]] = {
    "lead": _lead,
    "year_run": _year_run,
    "moves": _moves,
    "factors": _factors,
    "why": _why,
    "experiments": _experiments,
    "targets": _targets,
    "plain": _plain,
}
