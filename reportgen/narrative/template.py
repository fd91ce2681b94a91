"""Message templates: a small part of ICU MessageFormat, rendered to text with marks.

::

    {name}                                        the argument, its marks kept
    {name, select, up {rose} other {moved}}       by the argument's text
    {n, plural, one {{n} month} other {{n} months}}   by the language's plural rule
    {name, lower}                                 a function of ``FUNCTIONS``, with an optional third part
    {name, particle, 은}                          the argument with the Korean particle that its sound takes

Every ``select`` and ``plural`` has an ``other``. There is no quoting: a phrase holds no literal brace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from reportgen.narrative.model import Run, Text, joined, plain
from reportgen.narrative.particles import particle


@dataclass(frozen=True, slots=True)
class Counted:
    """A printed number that also chooses a plural form."""

    text: Text
    number: int


def counted(number: int) -> Counted:
    """A plain number, where no fact is behind it."""
    return Counted((Run(str(number)),), number)


Argument: TypeAlias = "Text | Run | Counted | str"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for an argument; ``choices`` for select and plural, ``option`` for a function."""

    name: str
    function: str = ""
    option: str = ""
    choices: tuple[tuple[str, Template], ...] = ()


Template: TypeAlias = "tuple[str | Slot, ...]"


def lower_first(text: Text, option: str) -> Text:
    """The first letter small, unless its word has another capital or a digit (ROAS, CLV)."""
    del option
    return _first(text, lambda word: word if _keeps(word) else word[0].lower() + word[1:])


def upper_first(text: Text, option: str) -> Text:
    """The first letter large."""
    del option
    return _first(text, lambda word: word[0].upper() + word[1:])


def with_particle(text: Text, option: str) -> Text:
    """The text and, unmarked, the form of the Korean particle ``option`` that follows its sound."""
    return (*text, Run(particle(plain(text), option))) if text else text


FUNCTIONS: dict[str, Callable[[Text, str], Text]] = {
    "lower": lower_first,
    "upper": upper_first,
    "particle": with_particle,
}
"""What ``{name, function, option}`` can do."""


@lru_cache(maxsize=4096)
def parse(source: str) -> Template:
    """The template of a phrase. Raises ValueError for unbalanced braces or an unknown function."""
    parts, end = _parse(source, 0)
    if end != len(source):
        raise ValueError(f"a brace closes nothing: {source!r}")
    return parts


def render(template: Template, arguments: Mapping[str, Argument], plural: Callable[[int], str]) -> Text:
    """The text. Raises KeyError for an argument not given, TypeError for a plural without a number."""
    return joined(_render(template, arguments, plural))


def names_of(template: Template) -> set[str]:
    """Every argument that a template may ask for."""
    found: set[str] = set()
    for part in template:
        if isinstance(part, Slot):
            found.add(part.name)
            for _, choice in part.choices:
                found |= names_of(choice)
    return found


def literals_of(template: Template) -> Iterator[str]:
    """Every piece of literal text of a template, of all its choices."""
    for part in template:
        if isinstance(part, Slot):
            for _, choice in part.choices:
                yield from literals_of(choice)
        else:
            yield part


def _render(template: Template, arguments: Mapping[str, Argument], plural: Callable[[int], str]) -> Iterator[Run]:
    for part in template:
        if isinstance(part, str):
            yield Run(part)
            continue
        argument = arguments[part.name]
        if part.choices:
            key = _choice(part, argument, plural)
            choices = dict(part.choices)
            yield from _render(choices.get(key, choices["other"]), arguments, plural)
        elif part.function:
            yield from FUNCTIONS[part.function](as_text(argument), part.option)
        else:
            yield from as_text(argument)


def as_text(argument: Argument) -> Text:
    """An argument as text."""
    if isinstance(argument, str):
        return (Run(argument),)
    if isinstance(argument, Run):
        return (argument,)
    return argument.text if isinstance(argument, Counted) else argument


def _choice(slot: Slot, argument: Argument, plural: Callable[[int], str]) -> str:
    if slot.function == "select":
        return plain(as_text(argument))
    if not isinstance(argument, Counted):
        raise TypeError(f"{slot.name} needs a number for its plural")
    return plural(argument.number)


def _parse(source: str, start: int) -> tuple[Template, int]:
    parts: list[str | Slot] = []
    place = start
    while place < len(source) and source[place] != "}":
        if source[place] == "{":
            slot, place = _slot(source, place + 1)
            parts.append(slot)
        else:
            ends = [end for end in (source.find("{", place), source.find("}", place)) if end >= 0]
            end = min(ends, default=len(source))
            parts.append(source[place:end])
            place = end
    return tuple(parts), place


def _slot(source: str, place: int) -> tuple[Slot, int]:
    name, place = _word(source, place)
    if source[place] == "}":
        return Slot(name), place + 1
    function, place = _word(source, place + 1)
    if function in FUNCTIONS:
        if source[place] == "}":
            return Slot(name, function), place + 1
        option, place = _word(source, place + 1)
        return Slot(name, function, option), place + 1
    if function not in ("select", "plural"):
        raise ValueError(f"unknown function {function!r} in {source!r}")
    choices: list[tuple[str, Template]] = []
    place += 1
    while True:
        while source[place : place + 1].isspace():
            place += 1
        if source[place : place + 1] == "}":
            break
        opening = source.find("{", place)
        if opening < 0:
            raise ValueError(f"a choice is not closed: {source!r}")
        choice, end = _parse(source, opening + 1)
        choices.append((source[place:opening].strip(), choice))
        place = end + 1
    if "other" not in dict(choices):
        raise ValueError(f"{name} has no 'other' in {source!r}")
    return Slot(name, function, choices=tuple(choices)), place + 1


def _word(source: str, place: int) -> tuple[str, int]:
    ends = [end for end in (source.find(",", place), source.find("}", place)) if end >= 0]
    if not ends:
        raise ValueError(f"a brace is not closed: {source!r}")
    return source[place : min(ends)].strip(), min(ends)


def _keeps(word: str) -> bool:
    head, _, _ = word.partition(" ")
    return any(letter.isupper() or letter.isdigit() for letter in head[1:])


def _first(text: Text, change: Callable[[str], str]) -> Text:
    if not text or not text[0].text:
        return text
    head = text[0]
    return (Run(change(head.text), head.fact, head.source, head.strong), *text[1:])
