"""The number lint: in a finished page every digit stands under a fact or under a source.

A text node with a digit must have an ancestor with ``data-fact`` (an id in ``Report.facts``) or
``data-source`` (why the text may hold a digit: a name, a date, a page, a scale). Drawings are checked where
they are drawn, so text inside ``<svg>`` is passed over, as are the head, styles and scripts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from html.parser import HTMLParser

from reportgen.errors import Problem, PublishError

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
PASSED_OVER = frozenset({"svg", "head", "style", "script", "template"})
SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    marked: bool
    block: str | None


class _Lint(HTMLParser):
    def __init__(self, facts: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = facts
        self.open: list[_Open] = []
        self.problems: list[Problem] = []

    def _block(self) -> str:
        named = next((element.block for element in reversed(self.open) if element.block), None)
        return f"block '{named}'" if named else "the page's furniture"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        fact, source = attributes.get("data-fact"), attributes.get("data-source")
        if fact is not None and fact not in self.facts:
            self.problems.append(
                Problem(
                    f"a number names a fact that the report does not hold, in {self._block()}",
                    found=f"'{fact}'",
                    expected="the id of one of the report's facts",
                )
            )
        if tag not in VOID:
            self.open.append(_Open(tag, bool(fact or source), attributes.get("data-block")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # "<path/>" in a drawing opens and closes at once; in HTML only void elements are written so.
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(character.isnumeric() and not _is_letter_number(character) for character in data):
            return
        if any(element.marked or element.tag in PASSED_OVER for element in self.open):
            return
        text = " ".join(data.split())
        shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
        self.problems.append(
            Problem(
                f"a number without a fact in {self._block()}",
                found=f"“{shown}”",
                expected="every number marked with the fact or the source that it comes from",
            )
        )


def _is_letter_number(character: str) -> bool:
    """Han numerals (一, 二, 百) are words of a sentence."""
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"


def violations(html: str, facts: Collection[str]) -> tuple[Problem, ...]:
    """What is wrong with the numbers of ``html``, in reading order."""
    lint = _Lint(facts)
    lint.feed(html)
    lint.close()
    return tuple(lint.problems)


def check_numbers(html: str, facts: Collection[str]) -> None:
    """Raise PublishError naming each unmarked number and its block."""
    problems = violations(html, facts)
    if problems:
        raise PublishError(*problems)
