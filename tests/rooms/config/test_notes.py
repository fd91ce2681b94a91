"""An analyst's note: what it may hold, where it is found, and what is said of one that is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.config.markdown import Paragraph, read_markdown
from reportgen.config.notes import MAX_BYTES, Note, parse_note, read_note
from reportgen.errors import ConfigError, Problem

SECTIONS = ("summary", "sales", "why")


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        parse_note(text, "notes/2026-10.md", SECTIONS)
    return caught.value.problems


def told(text: str) -> list[tuple[str, str]]:
    """(file:line[:column], what) of every problem."""
    return [(str(problem.where), problem.what) for problem in problems(text)]


def words(paragraph: Paragraph) -> str:
    return "".join(f"<{piece.text}>" if piece.fact else piece.text for piece in paragraph)


def note(text: str) -> Note:
    return parse_note(text, "notes/2026-10.md", SECTIONS)


def test_a_note_without_front_matter_is_a_summary_note_of_nobody() -> None:
    found = note("Two lines\nof one paragraph.\n\nAnother.\n")
    assert (found.section, found.author, found.day) == ("summary", None, None)
    assert [words(paragraph) for paragraph in found.paragraphs] == ["Two lines of one paragraph.", "Another."]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("交期拉長，\n年底前恢復", "交期拉長，年底前恢復"),
        ("売上は\nカタログで", "売上はカタログで"),
        ("營收（含稅）\n「達標」", "營收（含稅）「達標」"),
        ("**達標**\n客戶", "達標客戶"),
        ("매출이\n늘었다", "매출이 늘었다"),
        ("使用\nGA4 追蹤", "使用 GA4 追蹤"),
        ("營收\n{{ revenue.current }}", "營收 <revenue.current>"),
    ],
)
def test_a_line_end_is_a_space_except_between_chinese_or_japanese_letters(written: str, read: str) -> None:
    assert words(note(written).paragraphs[0]) == read


def test_front_matter_gives_section_author_and_day() -> None:
    found = note("---\nsection: why\nauthor: Iris Coleman\ndate: 2026-11-03\n---\nWords.")
    assert (found.section, found.author, str(found.day)) == ("why", "Iris Coleman", "2026-11-03")


def test_emphasis_of_either_kind_is_strong() -> None:
    pieces = note("plain *one* and **two**").paragraphs[0]
    assert [piece.text for piece in pieces if piece.strong] == ["one", "two"]


def test_each_item_of_a_list_is_a_paragraph_and_a_numbered_one_keeps_its_number() -> None:
    found = note("- tea\n- coffee\n\nthen\n\n3. stir\n4. drink\n")
    assert [words(paragraph) for paragraph in found.paragraphs] == ["tea", "coffee", "then", "3. stir", "4. drink"]


def test_a_fact_is_quoted_in_double_braces_with_its_line() -> None:
    found = note("---\nauthor: I\n---\n\nUp\n**{{ revenue.channel[Paid *x* [b]].current }}** so.").paragraphs[0]
    assert words(found) == "Up <revenue.channel[Paid *x* [b]].current> so."
    assert [(piece.line, piece.strong) for piece in found if piece.fact] == [(6, True)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("see [us](https://example.com)", "a link in a note"),
        ("see <https://example.com>", "a link in a note"),
        ("[us]: https://example.com", "a link in a note"),
        ("![a cat](cat.png)", "a picture in a note"),
        ("so <b>bold</b>", "HTML in a note"),
        ("<script>x</script>", "HTML in a note"),
        ("<!-- hidden -->", "HTML in a note"),
        ("# Title", "a heading in a note"),
        ("> said he", "a quotation in a note"),
        ("`x`", "code in a note"),
        ("```\nx\n```", "code in a note"),
        ("{{ revenue.current", "braces that quote nothing"),
        ("a }} b", "braces that quote nothing"),
        ("left \u202eright", "a character that a note may not hold"),
        ("bell \x07", "a character that a note may not hold"),
        ("\ue000", "a character that a note may not hold"),
    ],
)
def test_what_a_note_may_not_hold_is_refused_with_its_line(text: str, what: str) -> None:
    assert told(f"Fine.\n\n{text}\n") == [("notes/2026-10.md:3", what)]


def test_every_problem_is_told_at_once_with_the_lines_of_the_file() -> None:
    text = "---\nsection: salse\nauthr: me\ndate: 3/11/2026\n---\n\nGood.\n\n# Bad\n"
    assert told(text) == [
        ("notes/2026-10.md:3:1", "unknown key of a note"),
        ("notes/2026-10.md:2:10", "the report has no such section"),
        ("notes/2026-10.md:4:7", "this is not a day"),
        ("notes/2026-10.md:9", "a heading in a note"),
    ]
    assert [problem.todo for problem in problems(text)][:2] == ["did you mean 'author'?", "did you mean 'sales'?"]


def test_an_empty_note_is_a_mistake() -> None:
    assert told("---\nauthor: I\n---\n\n") == [("notes/2026-10.md:4", "the note says nothing")]


def test_a_client_without_a_note_for_the_period_has_none(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "2026-09.md").write_text("Words.")
    assert read_note(tmp_path, "shop", "2026-10", SECTIONS) is None


def test_a_note_is_read_from_the_clients_folder(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "2026-10.md").write_bytes("\ufeffFrühling.\r\n\r\nHerbst.\r\n".encode())
    found = read_note(tmp_path, "clients/shop", "2026-10", SECTIONS)
    assert found is not None
    assert found.file == "clients/shop/notes/2026-10.md"
    assert [words(paragraph) for paragraph in found.paragraphs] == ["Frühling.", "Herbst."]


def test_a_note_that_a_link_leads_to_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("Not for this client.")
    client = tmp_path / "client"
    (client / "notes").mkdir(parents=True)
    (client / "notes" / "2026-10.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(ConfigError, match="out of the folder through a symbolic link"):
        read_note(client, "client", "2026-10", SECTIONS)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"ok\ncaf\xe9", "shop/notes/2026-10.md:2: the note is not UTF-8"),
        (b"x" * (MAX_BYTES + 1), "shop/notes/2026-10.md: the note is too long"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, what: str) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "2026-10.md").write_bytes(content)
    with pytest.raises(ConfigError, match=re.escape(what)):
        read_note(tmp_path, "shop", "2026-10", SECTIONS)


def test_a_folder_in_a_notes_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes" / "2026-10.md").mkdir(parents=True)
    with pytest.raises(ConfigError, match="the note cannot be read"):
        read_note(tmp_path, "shop", "2026-10", SECTIONS)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_and_no_mark_of_ours_is_left(text: str) -> None:
    paragraphs, _ = read_markdown(text, "n.md")
    assert not any("\ue000" <= letter <= "\uf8ff" for paragraph in paragraphs for letter in words(paragraph))
