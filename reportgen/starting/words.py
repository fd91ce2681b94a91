"""Words: by which names people call the canonical columns (``synonyms.yaml``), and how names are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from reportgen.shipped import shipped_table

_UNIT = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")


def bare(name: str) -> str:
    """A name without case, blanks, signs and what stands in parentheses."""
    return "".join(letter for letter in _UNIT.sub("", name).casefold() if letter.isalnum()) or name.casefold()


@cache
def _known() -> dict[str, Any]:
    return shipped_table("reportgen.starting", "synonyms.yaml")


@cache
def spellings(column: str) -> tuple[str, ...]:
    """The names of a canonical column, bare, its own first."""
    return tuple(dict.fromkeys(map(bare, (column, *_known()["columns"].get(column, ())))))


@cache
def file_words(table: str) -> frozenset[str]:
    """The words by which a file's name says that it holds the table."""
    return frozenset(map(bare, (table, *_known()["files"].get(table, ()))))


def cost_words() -> Mapping[str, frozenset[str]]:
    """Category → the words that ledgers have for it."""
    return {category: frozenset(map(bare, words)) for category, words in _known()["costs"].items()}


def ad_words() -> frozenset[str]:
    """What ledgers call money that went to advertising platforms."""
    return frozenset(map(bare, _known()["ads"]))


@cache
def _every() -> frozenset[str]:
    return frozenset(name for column in _known()["columns"] for name in spellings(column))


def known_headers(header: Iterable[str]) -> int:
    """How many of the names are known."""
    return sum(bare(name.strip().strip('"')) in _every() for name in header)
