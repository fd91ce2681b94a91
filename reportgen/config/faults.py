"""A fault: something wrong at a path of a document, before it is a problem at a line of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from reportgen.errors import Place, Problem

Value: TypeAlias = "bool | int | Decimal | str | tuple[Value, ...] | dict[str, Value] | None"
Where: TypeAlias = tuple[str | int, ...]  # keys and list indices from the top of a document

MOST = 100  # problems listed at once; a file with more has one cause
_LONGEST = 60
_SECRET_KEYS = frozenset({"smtp", "connection"})
_REFERENCE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}")
_CREDENTIAL_VALUE = re.compile(r"(?i)((?:password|passwd|pwd|secret|token|connection)[\"']?\s*[=:]\s*)([^,}]+)")
_CREDENTIAL_IN_URL = re.compile(r"(://)([^\s/]*)(?=@)")
_CREDENTIAL = re.compile(r"(?i)((?:password|passwd|pwd|secret|token)\s*[=:]\s*)\S+")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong. ``at_key`` points at the key instead of its value; ``place`` overrides both."""

    path: Where
    what: str
    found: str | None = None
    expected: str | None = None
    todo: str | None = None
    at_key: bool = False
    place: Place | None = None


def spell(path: Where) -> str:
    """A path as people write it: ``sources[0].columns.sku``."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return printable(text.removeprefix("."))


def describe(value: Value, path: Where = ()) -> str:
    """What stands in the file, short, and never a secret."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, tuple):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    if _SECRET_KEYS.intersection(path) and not _REFERENCE.fullmatch(text):
        return "a literal value (not shown)"
    scheme, at = text.find("://"), text.rfind("@")
    if 0 <= scheme < at:
        text = f"{text[: scheme + 3]}…{text[at:]}"
    text = _CREDENTIAL.sub(r"\1…", text[: 10 * _LONGEST])
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return quoted(text) if isinstance(value, str) else text


def quoted(text: str) -> str:
    """The text in quotes, its control characters escaped so that a terminal is not fooled."""
    return f"'{printable(text)}'"


def printable(text: str) -> str:
    """The text with control characters written as escapes."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def masked(line: str) -> str:
    """A line of a config with what may be a password made unreadable, every character in its place."""
    for pattern in (_CREDENTIAL_VALUE, _CREDENTIAL_IN_URL):
        line = pattern.sub(lambda found: found[1] + "•" * len(found[2]), line)
    return line


def distinct(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The first fault of each key and value: two passes may stumble over the same stone."""
    first: dict[tuple[Where, bool], Fault] = {}
    for fault in faults:
        first.setdefault((fault.path, fault.at_key), fault)
    return tuple(first.values())


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by file, line and column, at most ``MOST`` of them and a line that says how many more."""
    ordered = sorted(problems, key=_position)
    if len(ordered) <= MOST:
        return tuple(ordered)
    return (*ordered[:MOST], Problem(f"and {len(ordered) - MOST} more problems"))


def _position(problem: Problem) -> tuple[str, int, int, str]:
    where = problem.where or Place("")
    return where.file, where.line or 0, where.column or 0, problem.what
