"""The number lint: in a finished page every figure is a way to write the fact that it names.

A text node with a digit must stand under ``data-fact`` (an id of the report's facts, with which the whole text of
the element must agree) or under ``data-source`` (why the text may hold a digit). ``data-size`` says that the sign of
a fact is said in words; an arrow in the same paragraph or cell says it too, and must point the right way. Nothing
that turns or hides text may stand on a page. Drawings are checked with their charts (``drawings``); the head, styles
and scripts print nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from reportgen.errors import Problem, PublishError
from reportgen.insights.model import FactValue
from reportgen.rendering.lint.agreement import disagreement
from reportgen.rendering.lint.numerals import MINUS, Numerals, numerals, read
from reportgen.rendering.lint.tokens import counted

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
PASSED_OVER = frozenset({"svg", "head", "style", "script", "template"})
SOURCES = frozenset({"name", "date", "page", "scale", "version", "note", "definition", "chart"})
# What turns the direction of text or stands in it unseen: printed and extracted text would differ.
UNSEEN = frozenset(
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup", "u"})
GENERATED = ("data-before", "data-after", "data-continued")  # attributes that the print style sheet writes out
SHOWN = 60
_ARROWS = {"▲": 1, "▼": -1}
_MOVES = frozenset({"percent", "points"})
_DIGIT = re.compile(r"\d")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


@dataclass(slots=True)
class _Open:
    tag: str
    fact: str | None
    source: str | None
    block: str | None
    size: bool
    text: list[str] = field(default_factory=list)
    arrow: int = 0  # of a paragraph or cell: the way of the last arrow in it, till a figure follows


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text, block by block: ``generated`` is what styles may print besides, ``pictures`` the images' places.

    ``sourced`` are the numbers of its names and dates, ``charted`` those of the tables under its charts.
    """

    printed: tuple[str, ...]
    generated: tuple[str, ...]
    pictures: tuple[str, ...]
    sourced: frozenset[str]
    charted: frozenset[str]

    @property
    def numbers(self) -> frozenset[str]:
        """Every number that the page prints."""
        return frozenset(counted(self.printed))


class _Page(HTMLParser):
    def __init__(self, facts: Mapping[str, FactValue], how: Numerals) -> None:
        super().__init__(convert_charrefs=True)
        self.facts, self.how = facts, how
        self.open: list[_Open] = []
        self.problems: list[Problem] = []
        self.texts: list[list[str]] = [[]]
        self.generated: list[str] = []
        self.pictures: list[str] = []
        self.sourced: list[str] = []
        self.charted: list[str] = []

    def _block(self) -> str:
        named = next((element.block for element in reversed(self.open) if element.block), None)
        return f"block '{named}'" if named else "the page's furniture"

    def _fault(self, what: str, text: str, expected: str) -> None:
        shown = " ".join(text.split())
        shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
        self.problems.append(Problem(f"{what} in {self._block()}", found=f"“{shown}”", expected=expected))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        fact, source = attributes.get("data-fact"), attributes.get("data-source")
        self.generated += [value for name in GENERATED if (value := attributes.get(name))]
        if tag == "img":
            self.pictures.append(attributes.get("src") or "")
        if tag not in INLINE:
            self.texts.append([])
        element = _Open(tag, fact, source, attributes.get("data-block"), "data-size" in attributes)
        if tag in VOID:
            return
        self.open.append(element)
        if fact is not None and fact not in self.facts:
            self.problems.append(
                Problem(
                    f"a number names a fact that the report does not hold, in {self._block()}",
                    found=f"'{fact}'",
                    expected="the id of one of the report's facts",
                )
            )
        if source and source not in SOURCES:
            self._fault("an unknown source", source, "one of " + ", ".join(sorted(SOURCES)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # "<path/>" in a drawing opens and closes at once; in HTML only void elements are written so.
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.texts.append([])
        while self.open:
            element = self.open[-1]
            if element.fact is not None:
                self._judge(element)
            self.open.pop()
            if element.tag == tag:
                return

    def close(self) -> None:
        super().close()
        while self.open:
            self.handle_endtag(self.open[-1].tag)

    def handle_data(self, data: str) -> None:
        if any(element.tag in PASSED_OVER for element in self.open):
            return
        self.texts[-1].append(data)
        for element in self.open:
            if element.fact is not None:
                element.text.append(data)
        if not data.isascii():
            if data.strip() in _ARROWS:
                self._holder().arrow = _ARROWS[data.strip()]
            if not UNSEEN.isdisjoint(data):
                self._fault("characters that turn or hide text", ascii(data), "text as it is read")
        if _has_digit(data) and not any(element.fact for element in self.open):
            self._file(data)

    def _file(self, data: str) -> None:
        """A text with a digit that prints no fact goes to its source."""
        source = next((element.source for element in reversed(self.open) if element.source), None)
        if source is None:
            self._fault("a number without a fact", data, "every number marked with the fact or source it comes from")
        else:
            (self.charted if source == "chart" else self.sourced).append(data)

    def updatepos(self, i: int, j: int) -> int:  # noqa: ARG002
        """Lines are not counted: nobody is told of them."""
        return j

    def _holder(self) -> _Open:
        """The paragraph or cell around the place: what an arrow and its figure share."""
        return next(
            (element for element in reversed(self.open) if element.tag in ("p", "td", "th", "li")), self.open[-1]
        )

    def _judge(self, element: _Open) -> None:
        """Whether the text of a closed element agrees with its fact."""
        fact = self.facts.get(element.fact or "")
        text = "".join(element.text)
        if fact is None or not text.strip():
            return
        holder = self._holder()
        arrow, holder.arrow = holder.arrow, 0
        table = any(outer.tag == "td" for outer in self.open)
        why = disagreement(text, fact, self.how, size=element.size or bool(arrow), table=table)
        if why is None and arrow and not isinstance(fact.value, str):
            printed = read(text, self.how)
            if printed is not None and not printed.sign and fact.value * arrow < 0 and fact.unit in _MOVES:
                why = "an arrow that points the other way"
        if why is not None:
            self._fault(
                f"a figure that disagrees with its fact ({why})",
                text,
                f"{element.fact} = {str(fact.value).replace('-', MINUS)} ({fact.unit})",
            )


def _has_digit(text: str) -> bool:
    """Whether a number is written in figures; Han numerals (一, 二, 百) are words of a sentence."""
    if _DIGIT.search(text):
        return True
    return not text.isascii() and any(character.isnumeric() and not _HAN.match(character) for character in text)


def _read(html: str, facts: Mapping[str, FactValue], locale: str, currency: str) -> _Page:
    page = _Page(facts, numerals(locale, currency))
    page.feed(_DRAWING.sub("", html))
    page.close()
    return page


def violations(html: str, facts: Mapping[str, FactValue], locale: str, currency: str) -> tuple[Problem, ...]:
    """What is wrong with the numbers of ``html``, in reading order; figures are read as ``locale`` writes them."""
    return tuple(_read(html, facts, locale, currency).problems)


def check_numbers(html: str, facts: Mapping[str, FactValue], locale: str, currency: str) -> PageText:
    """The text of a page without fault. PublishError naming each number that is unmarked or disagrees, and where."""
    page = _read(html, facts, locale, currency)
    if page.problems:
        raise PublishError(*page.problems)
    return PageText(
        tuple(text for part in page.texts if (text := "".join(part)).strip()),
        tuple(page.generated),
        tuple(page.pictures),
        frozenset(counted(page.sourced)),
        frozenset(counted(page.charted)),
    )
