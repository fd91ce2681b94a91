"""Nouns of starting: what was found in a file, the source that is proposed for it, what somebody wishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Holds(StrEnum):
    """What a column's cells are, by their look."""

    DAYS = "days"
    NUMBERS = "numbers"
    TEXT = "text"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """A column of an unknown file.

    ``formats`` are the date formats of which one has to be named, the likely one of two where both read every cell;
    empty where dates are read without. ``dotted`` is a number such as 1.234 that nothing in the column explains.
    """

    name: str
    holds: Holds
    distinct: bool
    formats: tuple[str, ...] = ()
    example: str = ""
    dotted: str | None = None
    words: tuple[str, ...] = ()  # its different texts, a few


@dataclass(frozen=True, slots=True)
class Look:
    """A file: the reader that it is for, or its columns."""

    file: Path
    reader: str | None = None
    columns: tuple[ColumnLook, ...] = ()
    encoding: str | None = None
    kind: str = ".csv"  # its suffix without packing

    @property
    def group(self) -> tuple[str, ...]:
        """Files of one group are read as one source."""
        return (self.reader or "", self.kind, self.encoding or "", *(column.name for column in self.columns))


@dataclass(frozen=True, slots=True)
class Match:
    """How an unknown file fills a canonical table: canonical column → the file's column or YAML of another source."""

    table: str
    columns: Mapping[str, str]
    given: Mapping[str, str]  # canonical column → flow YAML, {value: …} or {sql: …}
    score: float
    sure: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source to be: its name, files and keys."""

    name: str
    looks: tuple[Look, ...]
    match: Match | None = None
    date_format: str | None = None
    decimal: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the caller has said; None is asked, or guessed where nobody is there to be asked."""

    report: str | None = None
    client: str | None = None
    currency: str | None = None
    timezone: str | None = None
    locale: str | None = None
    date_order: str | None = None  # day or month


Ask = Callable[[str, str, Sequence[str]], str]
"""A question, its default and the answers allowed (any where empty) → the answer."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The folder that was made, and what is in it."""

    folder: Path
    sources: tuple[str, ...]  # a line each
    left_out: tuple[str, ...]  # "file: why"
    first: str | None
    last: str | None
    period: str | None  # the last complete month with data
    checks: tuple[Mapping[str, Any], ...] = field(default=())
