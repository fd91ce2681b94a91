"""The message format: placeholders, choices, plurals, and the marks that survive them."""

from __future__ import annotations

import pytest

from reportgen.narrative.model import Run, plain
from reportgen.narrative.template import Counted, lower_first, parse, render


def english(number: int) -> str:
    return "one" if number == 1 else "other"


def text(source: str, **arguments: object) -> str:
    return plain(render(parse(source), arguments, english))  # type: ignore[arg-type]


def count(number: int) -> Counted:
    return Counted((Run(str(number), fact="n"),), number)


def test_an_argument_keeps_its_mark_and_plain_text_is_joined() -> None:
    runs = render(parse("It was {value}, no {less}."), {"value": Run("5", fact="f"), "less": "less"}, english)
    assert runs == (Run("It was "), Run("5", fact="f"), Run(", no less."))


def test_select_chooses_by_text_and_falls_back_on_other() -> None:
    source = "{way, select, up {rose} down {fell} other {held}}"
    assert [text(source, way=way) for way in ("up", "down", "sideways")] == ["rose", "fell", "held"]


def test_plural_chooses_by_the_number_and_may_print_it() -> None:
    source = "{n, plural, one {{n} month} other {{n} months}}"
    assert [text(source, n=count(number)) for number in (1, 2, 0)] == ["1 month", "2 months", "0 months"]


def test_choices_nest() -> None:
    source = "{a, select, x {{n, plural, one {one} other {many}}} other {none}}"
    assert text(source, a="x", n=count(3)) == "many"
    assert text(source, a="y", n=count(3)) == "none"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Net revenue", "net revenue"),
        ("CLV : CAC", "CLV : CAC"),
        ("E-mail open rate", "e-mail open rate"),
        ("ROAS", "ROAS"),
        ("", ""),
    ],
)
def test_a_name_in_mid_sentence_begins_small_unless_it_is_an_acronym(name: str, expected: str) -> None:
    assert plain(lower_first((Run(name),), "")) == expected


@pytest.mark.parametrize(
    "broken",
    ["{", "}", "a } b", "{a, select, x {y}}", "{a, plural, one {x}}", "{a, shout}", "{a, select, other {x}"],
)
def test_a_broken_template_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(broken)


def test_a_missing_argument_is_named() -> None:
    with pytest.raises(KeyError, match="who"):
        text("Hello {who}")
