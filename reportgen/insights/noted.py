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
    """The days in which a note belongs to the finding: around its days, the turning period and the next, the period."""
    if insight.kind == "day_anomaly":
        first, _, last = str(insight.member).partition("..")
        around = timedelta(days=scope.thresholds.note_days)
        return Span(date.fromisoformat(first) - around, date.fromisoformat(last or first) + around)
    points = scope.results.kpis[insight.kpi].series
    turn = insight.facts.get(f"{insight.kpi}.break.turn")
    places = [place for place, point in enumerate(points) if turn is not None and point.period == turn.value]
    if not places:
        return scope.results.state.period.span
    return Span(points[places[0]].start, points[min(places[0] + 1, len(points) - 1)].end)


def _within(notes: tuple[DatedNote, ...], span: Span) -> list[DatedNote]:
    """The latest of the notes dated in the span, oldest first."""
    return [note for note in notes if note.day in span][-_MOST:]
