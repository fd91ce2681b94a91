"""A note's Markdown → paragraphs of pieces: plain words, strong words and the facts that they quote.

Paragraphs, emphasis (printed strong) and lists (a paragraph an item) are all that a note may hold; a link, a
picture, HTML and the rest of Markdown are faults with their lines. ``{{ fact.id }}`` quotes a fact.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportgen.config.faults import quoted
from reportgen.errors import Place, Problem

if TYPE_CHECKING:
    from markdown_it.token import Token

_QUOTE = re.compile(r"\{\{([^{}\n]*)\}\}")
_BRACES = re.compile(r"\{\{|\}\}")
_STAND_INS = "\ue000-\uf8ff"  # private use: each stands for a quoted fact while Markdown is read
_MARK = 0xE000
_MOST_QUOTES = 1000
_STAND_IN = re.compile(f"([{_STAND_INS}])")
# Han, kana, Bopomofo, the punctuation of CJK and full-width forms (not Hangul, nor its half-width letters).
_UNSPACED = re.compile(
    "[\u2e80-\u2fdf\u3001-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uff60\uff66-\uff9f\U00020000-\U0003ffff]"
)
_UNSEEN = frozenset({"Cc", "Co", "Cs", "Zl", "Zp"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # of the text's direction
_ALLOWED = "paragraphs, *emphasis* and lists"
_REFUSED = {
    "link_open": "a link",
    "image": "a picture",
    "html_inline": "HTML",
    "html_block": "HTML",
    "heading_open": "a heading",
    "blockquote_open": "a quotation",
    "code_inline": "code",
    "code_block": "code",
    "fence": "code",
    "hr": "a rule",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a note, or (``fact``) the id of the fact that stands there; ``line`` counts from 1 in the file."""

    text: str
    line: int
    strong: bool = False
    fact: bool = False


Paragraph = tuple[Piece, ...]


def read_markdown(text: str, shown: str, first: int = 1) -> tuple[tuple[Paragraph, ...], tuple[Problem, ...]]:
    """The paragraphs of ``text`` and what is wrong with it; ``first`` is the file's line at which it begins."""
    problems = list(_characters(text, shown, first))
    if problems:
        return (), tuple(problems)
    facts: list[str] = []

    def stand_in(found: re.Match[str]) -> str:
        facts.append(" ".join(found[1].split()))
        return chr(_MARK + len(facts) - 1)

    prepared = _QUOTE.sub(stand_in, text)
    if len(facts) > _MOST_QUOTES:
        problems.append(Problem("too many quoted facts", Place(shown), f"{len(facts)}", f"at most {_MOST_QUOTES}"))
        return (), tuple(problems)
    for number, line in enumerate(prepared.split("\n"), start=first):
        stray = _BRACES.search(line)
        if stray is not None:
            problems.append(
                Problem("braces that quote nothing", Place(shown, number), quoted(stray[0]), "{{ the id of a fact }}")
            )
    walk = _Walk(shown, first, tuple(facts))
    paragraphs = tuple(walk.paragraphs(_tokens(prepared, walk)))
    return paragraphs, tuple(dict.fromkeys((*problems, *walk.problems)))


def _is_unspaced(before: str, after: str) -> bool:
    """Whether a line's end between these letters is no space: between Han, kana and their punctuation it is none.

    Korean parts its words with spaces and keeps it.
    """
    return _UNSPACED.fullmatch(before) is not None and _UNSPACED.fullmatch(after) is not None


def _characters(text: str, shown: str, first: int) -> Iterator[Problem]:
    """Characters that a page cannot show or that turn its text around, the first of each line."""
    for number, line in enumerate(text.split("\n"), start=first):
        for letter in line:
            if (unicodedata.category(letter) in _UNSEEN and letter != "\t") or letter in _TURNING:
                found = f"U+{ord(letter):04X}"
                yield Problem("a character that a note may not hold", Place(shown, number), found, "plain text")
                break


def _tokens(text: str, walk: _Walk) -> list[Token]:
    from markdown_it import MarkdownIt

    found: dict[str, Any] = {}
    tokens = MarkdownIt("commonmark", {"html": True}).parse(text, found)
    for reference in found.get("references", {}).values():  # the target of a link, which leaves no token
        walk.refuse("link_open", walk.first + reference["map"][0])
    return tokens


class _Walk:
    """Goes through the tokens of a document and gathers paragraphs and problems."""

    def __init__(self, shown: str, first: int, facts: tuple[str, ...]) -> None:
        self.shown = shown
        self.first = first
        self.facts = facts
        self.problems: list[Problem] = []
        self.numbers: list[int | None] = []  # of the lists around: the next item's number, None for bullets
        self.label = ""

    def paragraphs(self, tokens: list[Token]) -> Iterator[Paragraph]:
        for token in tokens:
            if token.type in _REFUSED:
                self.refuse(token.type, self.line(token))
            elif token.type in ("ordered_list_open", "bullet_list_open"):
                start = int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None
                self.numbers.append(start)
            elif token.type in ("ordered_list_close", "bullet_list_close"):
                self.numbers.pop()
            elif token.type == "list_item_open":
                self.next_item()
            elif token.type == "list_item_close":
                self.label = ""
            elif token.type == "inline":
                pieces = tuple(self.inline(token))
                if pieces:
                    yield pieces

    def next_item(self) -> None:
        number = self.numbers[-1]
        self.label = "" if number is None else f"{number}. "
        if number is not None:
            self.numbers[-1] = number + 1

    def line(self, token: Token) -> int:
        return self.first + (token.map[0] if token.map else 0)

    def refuse(self, kind: str, line: int) -> None:
        todo = "write the words alone" if kind in ("link_open", "image") else None
        self.problems.append(
            Problem(f"{_REFUSED[kind]} in a note", Place(self.shown, line), expected=_ALLOWED, todo=todo)
        )

    def inline(self, block: Token) -> Iterator[Piece]:
        line, deep = self.line(block), 0
        label, self.label = self.label, ""
        if label:
            yield Piece(label, line)
        children = block.children or []
        for place, token in enumerate(children):
            if token.type in _REFUSED:
                self.refuse(token.type, line)
            elif token.type in ("em_open", "strong_open"):
                deep += 1
            elif token.type in ("em_close", "strong_close"):
                deep -= 1
            elif token.type in ("softbreak", "hardbreak"):
                line += 1
                if not _is_unspaced(*self.neighbours(children, place)):
                    yield Piece(" ", line, strong=deep > 0)
            elif token.type == "text":
                yield from self.words(token.content, line, strong=deep > 0)

    def neighbours(self, tokens: list[Token], place: int) -> tuple[str, str]:
        """The letters before and after a line's end, "" where there is none or a fact stands."""
        before = next((token.content for token in reversed(tokens[:place]) if token.content), "")
        after = next((token.content for token in tokens[place + 1 :] if token.content), "")
        return before[-1:], after[:1]

    def words(self, text: str, line: int, *, strong: bool) -> Iterator[Piece]:
        for part in _STAND_IN.split(text):
            place = ord(part) - _MARK if len(part) == 1 else -1
            if 0 <= place < len(self.facts):
                yield Piece(self.facts[place], line, strong, fact=True)
            elif part:
                yield Piece(part, line, strong)
