"""An issue: something a data or config check found, by rule name, with its severity."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reportgen.messages import Message


class Severity(StrEnum):
    """How much an issue weighs: OFF is not even looked for, BLOCK forbids the report."""

    OFF = "off"
    NOTE = "note"
    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Issue:
    """What a check found: the rule, the source it concerns, the message and the rows."""

    rule: str
    severity: Severity
    source: str  # the source's label, or the config file
    message: Message
    rows: int | None = None
    examples: tuple[str, ...] = ()  # "file:line: text", at most a handful
    labels: tuple[str, ...] = ()  # of the sources, where ``source`` joins several

    def concerns(self, label: str) -> bool:
        """The issue was found in this source."""
        return label in (self.labels or (self.source,))
