"""An analyst's note in the report: above our own words, its figures the report's, its digits accounted for."""

from __future__ import annotations

import pytest

from reportgen.config.notes import parse_note
from reportgen.errors import ConfigError
from reportgen.narrative import plain
from reportgen.report import Report, load_kind
from reportgen.report.model import Block, Paragraphs
from tests.rooms.report import results_sample as sample
from tests.rooms.report.test_compose import make

KIND = load_kind("ecommerce")


def with_note(text: str) -> Report:
    found = parse_note(text, "lumen-oak/notes/2026-10.md", [section.id for section in KIND.sections])
    return make(sample.full(), sample.config(), note=found)


def blocks(report: Report, section: str) -> tuple[Block, ...]:
    return next(found.blocks for found in report.sections if found.id == section)


def content(block: Block) -> Paragraphs:
    assert isinstance(block.content, Paragraphs)
    return block.content


def test_the_note_stands_first_in_its_section_and_is_signed() -> None:
    report = with_note("---\nsection: sales\nauthor: Iris Coleman\ndate: 2026-11-03\n---\nStock *ran out*.")
    first = blocks(report, "sales")[0]
    assert (first.kind, plain(first.title), plain(first.subtitle)) == (
        "note", "Analyst's note", "Iris Coleman, November 3, 2026",
    )  # fmt: skip
    assert [run.text for run in content(first).paragraphs[0] if run.strong] == ["ran out"]
    assert all(block.kind != "note" for block in blocks(report, "summary"))


def test_a_note_without_an_author_has_no_line_under_its_name() -> None:
    assert blocks(with_note("Words."), "summary")[0].subtitle == ()


def test_a_quoted_fact_is_printed_as_the_report_prints_it_and_marked() -> None:
    report = with_note("Email brought {{ revenue.channel[Email].previous.change }} of {{ revenue.previous.change }}.")
    text = content(blocks(report, "summary")[0]).paragraphs[0]
    assert plain(text) == "Email brought $20,310 of $28,077."
    facts = [run.fact for run in text if run.fact]
    assert facts == ["revenue.channel[Email].previous.change", "revenue.previous.change"]
    assert set(facts) <= set(report.facts)


def test_a_fact_that_no_other_block_prints_can_be_quoted() -> None:
    quoted = "cac.year_ago.value"  # in September's place the report prints October's, and the change
    assert "42.10" in plain(content(blocks(with_note(f"It was {{{{ {quoted} }}}}."), "summary")[0]).paragraphs[0])


def test_digits_of_the_analysts_own_are_marked_as_words_of_the_note() -> None:
    text = content(blocks(with_note("We spent 3 days on it."), "summary")[0]).paragraphs[0]
    assert [run.source for run in text] == ["note"]


def test_an_unknown_fact_is_refused_with_its_line_and_the_nearest_one() -> None:
    with pytest.raises(ConfigError) as caught:
        with_note("---\nauthor: I\n---\nFine.\n\nRevenue was {{ revenue.curent }}, {{ nothing.like }}.")
    found = caught.value.problems
    assert [(str(problem.where), problem.found) for problem in found] == [
        ("lumen-oak/notes/2026-10.md:6", "'revenue.curent'"),
        ("lumen-oak/notes/2026-10.md:6", "'nothing.like'"),
    ]
    assert found[0].todo == "did you mean 'revenue.current'?"


def test_a_note_to_a_section_that_is_not_printed_is_not_lost_in_silence() -> None:
    note = parse_note("---\nsection: advertising\n---\nWords.", "n.md", [section.id for section in KIND.sections])
    with pytest.raises(ConfigError, match="nothing to show"):
        make(sample.lines_only(), sample.lines_only_config(), note=note)


def test_without_a_note_the_report_is_as_before() -> None:
    assert all(block.kind != "note" for block in make(sample.full(), sample.config()).blocks)
