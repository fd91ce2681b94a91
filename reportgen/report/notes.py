"""The analyst's note: its words, and the report's facts where it quotes them, above our own in its section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.comparisons.model import KpiResult
from reportgen.config.markdown import Paragraph, Piece
from reportgen.config.notes import Note
from reportgen.errors import ConfigError, Place, Problem, did_you_mean
from reportgen.insights.facts import (
    PERCENT,
    Facts,
    comparison_facts,
    current_fact,
    member_prefix,
    segment_facts,
    target_facts,
)
from reportgen.insights.model import FactValue
from reportgen.narrative.model import Run, Text, joined
from reportgen.report.desk import Desk
from reportgen.report.model import Block, Outcome, Paragraphs, Section

KIND = "note"
_WORDS = frozenset({"text", "period"})  # units of facts that are no figures


def with_note(desk: Desk, sections: Sequence[Section], note: Note | None) -> tuple[Section, ...]:
    """The sections, the note first in its own.

    Raises ConfigError, with the line, for a fact that the report does not have, and for a note to a section
    that has nothing to show.
    """
    if note is None:
        return tuple(sections)
    if all(section.id != note.section for section in sections):
        names = tuple(section.id for section in sections)
        raise ConfigError(
            Problem(
                "the note's section is not in this report, for it has nothing to show",
                Place(note.file),
                found=note.section,
                expected=", ".join(names),
                todo="choose another section",
            )
        )
    block = _block(desk, note)
    return tuple(
        replace(section, blocks=(block, *section.blocks)) if section.id == note.section else section
        for section in sections
    )


def _block(desk: Desk, note: Note) -> Block:
    facts = known_facts(desk)
    unknown = [piece for paragraph in note.paragraphs for piece in paragraph if piece.fact and piece.text not in facts]
    if unknown:
        raise ConfigError(*(_unknown(note, piece, facts) for piece in unknown))
    paragraphs = tuple(_text(desk, paragraph, facts) for paragraph in note.paragraphs)
    signed = [desk.teller.name(note.author)] if note.author else []
    signed += [desk.teller.date(note.day)] if note.day else []
    byline = joined(run for at, part in enumerate(signed) for run in ((*desk.teller.comma, *part) if at else part))
    title = desk.teller.say("block.note")
    return Block(f"{note.section}-{KIND}", KIND, note.section, Outcome.OK, title, byline, Paragraphs(paragraphs))


def _unknown(note: Note, piece: Piece, facts: Facts) -> Problem:
    return Problem(
        "the report has no such fact",
        Place(note.file, piece.line),
        found=f"'{piece.text}'",
        expected="the id of a figure, such as revenue.current or revenue.previous.relative",
        todo=did_you_mean(piece.text, tuple(facts), most=6),
    )


def known_facts(desk: Desk) -> Facts:
    """Every figure that a note may quote, by id: those of all results, and those that the report prints."""
    found: Facts = {}
    for result in desk.results.kpis.values():
        found |= dict(_facts_of(result, desk.state.period.id))
    for insight, _ in desk.worded:
        found |= insight.facts
    found |= desk.teller.facts
    return {name: fact for name, fact in sorted(found.items()) if fact.unit not in _WORDS}


def _facts_of(result: KpiResult, period: str) -> Iterator[tuple[str, FactValue]]:
    yield from current_fact(result, period).items()
    for comparison in result.comparisons.values():
        yield from comparison_facts(result.kpi.id, result.kpi.unit, comparison).items()
    if result.target is not None:
        yield from target_facts(result.kpi.id, result.kpi.unit, result.target).items()
    for dimension, segments in result.segments.items():
        for segment in segments:
            yield from segment_facts(result, dimension, segment, period).items()
            whole, part = result.value.number, segment.value.number
            if result.kpi.additive and whole and part is not None:
                prefix = member_prefix(result.kpi.id, dimension, segment.key)
                yield f"{prefix}.share", FactValue(part / whole, PERCENT, period)


def _text(desk: Desk, paragraph: Paragraph, facts: Facts) -> Text:
    return joined(run for piece in paragraph for run in _runs(desk, piece, facts))


def _runs(desk: Desk, piece: Piece, facts: Facts) -> Text:
    if piece.fact:
        return desk.teller.figure(piece.text, facts[piece.text], bold=piece.strong)
    digits = any(letter.isnumeric() for letter in piece.text)
    return (Run(piece.text, source="note" if digits else None, strong=piece.strong),)
