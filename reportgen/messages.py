"""A message is a key with arguments; words are put to it later, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

Argument: TypeAlias = str | int | float | Decimal | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A phrase's key in the catalogues of ``narrative`` and the values that it needs."""

    key: str
    arguments: dict[str, Argument] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.key, tuple(sorted(self.arguments))))


def message(key: str, **arguments: Argument) -> Message:
    """Shorthand for ``Message(key, {...})``."""
    return Message(key, arguments)
