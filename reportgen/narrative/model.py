"""Text with a memory: every piece says which fact it prints or why it may hold a digit without one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text.

    ``fact`` is the id of the fact it prints; ``source`` is why it may hold a digit without one: name, date,
    page, scale, version, note (a footnote's number, an analyst's words) or definition. ``size`` says that the
    fact is printed without its sign, which the words around it tell. ``link`` is the id of
    a section or block that it leads to; in a run with a link, ``{page}`` stands for that place's page number
    in print (elsewhere the whole run becomes the place's name).
    """

    text: str
    fact: str | None = None
    source: str | None = None
    strong: bool = False
    link: str | None = None
    size: bool = False


Text: TypeAlias = tuple[Run, ...]


def plain(text: Text) -> str:
    """The text without its marks."""
    return "".join(run.text for run in text)


def joined(runs: Iterable[Run]) -> Text:
    """The runs with neighbours of the same mark put together, and empty ones left out."""
    merged: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if merged and merged[-1].fact is None is run.fact and _marks(merged[-1]) == _marks(run):
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return tuple(merged)


def strong(text: Text) -> Text:
    """The same text, set apart."""
    return tuple(replace(run, strong=True) for run in text)


def _marks(run: Run) -> tuple[str | None, bool, str | None]:
    return run.source, run.strong, run.link
