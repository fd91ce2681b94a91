"""A dated note of the client's beside what happened then; that one led to the other is never said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from reportgen.insights.days import day_anomaly
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.scope import DatedNote, Scope
from reportgen.insights.trends import trend_break
from reportgen.insights.unusual import unusual
from reportgen.periods.model import Span
from reportgen.units import Direction

_MOST = 3  # notes beside one finding


def annotation(scope: Scope) -> Iterator[Insight]:
    """What is unusual, a day that stands out, a trend that turned: each once more, with the notes dated then."""
    if not scope.annotations:
        return
    for insight in (*unusual(scope), *day_anomaly(scope), *trend_break(scope)):
        if insight.kind == "unusual" and not _is_noted(insight, scope):
            continue
        found = _within(scope.annotations, window(insight, scope))
        if not found:
            continue
        stem = f"{insight.kpi}.note"
        facts = {**insight.facts, f"{stem}.of": FactValue(insight.kind, "text", scope.period)}
        for place, note in enumerate(found, start=1):
            facts[f"{stem}[{place}]"] = FactValue(note.text, "text", note.day.isoformat())
        yield replace(insight, kind="annotation", facts=facts)


def _is_noted(insight: Insight, scope: Scope) -> bool:
    """Whether something happened, and in a period so short that a note in it is near."""
    return insight.direction is not Direction.NONE and scope.results.state.period.days <= scope.thresholds.note_period


def window(insight: Insight, scope: Scope) -> Span:
    """The days in which a note belongs to the finding: about its own day, about the turn, or the short period.

    A trend turns where the turning period ends: a note elsewhere in two whole months is of something else.
    """
    if insight.kind == "day_anomaly":
        first, _, last = str(insight.member).partition("..")
        around = timedelta(days=scope.thresholds.note_days)
        return Span(date.fromisoformat(first) - around, date.fromisoformat(last or first) + around)
    turn = insight.facts.get(f"{insight.kpi}.break.turn")
    ends = [point.end for point in scope.results.kpis[insight.kpi].series if turn and point.period == turn.value]
    if not ends:
        return scope.results.state.period.span
    near = timedelta(days=scope.thresholds.note_period)
    return Span(ends[0] - near, ends[0] + near)


def _within(notes: tuple[DatedNote, ...], span: Span) -> list[DatedNote]:
    """The latest of the notes dated in the span, oldest first."""
    return [note for note in notes if note.day in span][-_MOST:]


def says_the_same(one: Insight, other: Insight) -> bool:
    """Whether a finding and the same one with its notes are one: other findings about the KPI are not."""
    for noted, plain in ((one, other), (other, one)):
        if noted.kind == "annotation" and plain.kind != "annotation":
            of = noted.facts.get(f"{noted.kpi}.note.of")
            return of is not None and of.value == plain.kind and noted.member == plain.member
    return True
