"""Spots: which word of a formula or an expression is wrong, and where it stands in the client's file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.config.written import Written
from reportgen.errors import ConfigError, Place, did_you_mean
from reportgen.kpis.expressions import names, parse

_WORD = re.compile(r"\w+|\S")


@dataclass(frozen=True, slots=True)
class Spot:
    """A word of a text, and how many equal ones stand before it; without a word the whole text."""

    word: str = ""
    earlier: int = 0


def spot_of(written: Written | None, spot: Spot, file: str) -> tuple[Place, str | None]:
    """The spot's place in the file and its line underlined; where the text's place is not known, the file."""
    if written is None:
        return Place(file), None
    return written.word(spot.word, spot.earlier) if spot.word else written.whole()


def formula_spots(
    formula: str, known: Sequence[str], functions: Sequence[str]
) -> Iterator[tuple[Spot, str, str | None, str | None]]:
    """What is wrong with a formula: (spot, what, expected, to do), every unknown name or the one thing not allowed."""
    try:
        tree = parse(formula)
    except RecursionError:
        yield Spot(), "is nested too deeply", "fewer brackets and signs within each other", None
        return
    except ConfigError as error:
        problem = error.problems[0]
        called = _unknown_function(formula, functions)
        if called is not None:
            yield called, "uses an unknown function", ", ".join(functions), did_you_mean(called.word, functions)
            return
        cause = error.__cause__
        at = (cause.offset or len(formula) + 1) - 1 if isinstance(cause, SyntaxError) else None
        spot = _spot_at(formula, at) if at is not None else _foreign(formula, problem.what)
        yield spot, problem.what.removeprefix("a formula "), problem.expected, None
        return
    for name in names(tree):
        if name not in known:
            expected = "a measure of its own, a KPI or a shared measure"
            yield Spot(name), "names something unknown", expected, did_you_mean(name, known)


def sql_spot(what: str, text: str) -> Spot:
    """The word of an expression that a message quotes, however the message spells it; else the whole text."""
    quoted = _quoted(what)
    leading = re.match(r"\w+", quoted)
    for candidate in (quoted, leading[0] if leading else ""):
        match = re.search(_pattern(candidate), text, re.IGNORECASE) if candidate else None
        if match:
            return _spot(text, match.start(), match[0])
    return Spot()


def _unknown_function(formula: str, functions: Sequence[str]) -> Spot | None:
    """The first function that the language does not know."""
    try:
        tree = ast.parse(formula, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    unknown = sorted((node.col_offset, node.id) for node in called if node.id not in functions)
    if not unknown:
        return None
    offset, name = unknown[0]
    return _spot(formula, len(formula.encode()[:offset].decode()), name)


def _foreign(formula: str, what: str) -> Spot:
    """What the parser's message quotes, where it stands like that in the formula."""
    quoted = _quoted(what)
    at = formula.find(quoted) if quoted else -1
    return _spot(formula, at, quoted) if at >= 0 else Spot()


def _quoted(what: str) -> str:
    """What stands between a message's first and last quotation mark."""
    return what.partition("'")[2].rpartition("'")[0]


def _spot_at(text: str, at: int) -> Spot:
    """The word at or after a character; the last one where the text ends there."""
    words = list(_WORD.finditer(text))
    match = next((match for match in words if match.end() > at), words[-1] if words else None)
    return _spot(text, match.start(), match[0]) if match else Spot()


def _spot(text: str, at: int, word: str) -> Spot:
    return Spot(word, sum(1 for match in re.finditer(_pattern(word), text) if match.start() < at))


def _pattern(word: str) -> str:
    """A word by itself; anything else as it is written."""
    return rf"(?<!\w){re.escape(word)}(?!\w)" if re.fullmatch(r"\w+", word) else re.escape(word)
