"""The waist of the product: everything decided, nothing styled.

Before a ``Report`` all is computed and worded; after it there is only dressing. Every string that a
reader will see stands here as runs; a run that prints a number names the fact it prints, a run
that repeats a string of the data (a product, a date) says so. Templates place runs and never format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from reportgen.charts.model import Chart
from reportgen.comparisons.model import Results
from reportgen.insights.model import FactValue, Insight, Silenced
from reportgen.issues import Issue
from reportgen.narrative.model import Run, Text, plain
from reportgen.units import Sentiment

__all__ = [
    "Block",
    "Card",
    "Cards",
    "Cell",
    "Change",
    "ChartBlock",
    "Column",
    "Columns",
    "Content",
    "Cover",
    "Definitions",
    "Labels",
    "Outcome",
    "Paragraphs",
    "Report",
    "ReportStatus",
    "Row",
    "Run",
    "Section",
    "SourceSummary",
    "Table",
    "TargetBar",
    "Text",
    "plain",
]


class Outcome(StrEnum):
    """How a declared block ended; anything else stops publication."""

    OK = "ok"
    EMPTY = "empty"  # by rule: nothing to show
    SUPPRESSED = "suppressed"  # by rule: switched off, or no such table


class ReportStatus(StrEnum):
    """How final the numbers are."""

    FINAL = "final"
    PROVISIONAL = "provisional"  # the period is not over, or data may still come
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Change:
    """A card's line against one baseline: arrow, figure, words."""

    arrow: str  # up, down, flat or none
    figure: Text
    words: Text
    sentiment: Sentiment


@dataclass(frozen=True, slots=True)
class TargetBar:
    """Bullet: how full (attainment, 0 … 1.15) and the words beside it."""

    attainment: float
    text: Text
    status: Text
    missed: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A KPI card of the summary."""

    name: str
    value: Text
    spark: str | None  # chart id
    changes: tuple[Change, ...]
    target: TargetBar | None
    link: str | None = None  # id of the section or block that says more


@dataclass(frozen=True, slots=True)
class Cards:
    """The summary's cards, four a row, and the line that explains their marks."""

    cards: tuple[Card, ...]
    legend: Text


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Sentences, a paragraph each."""

    paragraphs: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A figure by its chart's id. ``scale`` labels a heat map's ramp in the rail: (low, high)."""

    chart: str
    scale: tuple[Text, Text] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: head, unit under it, the spanner above it, and its side."""

    head: str
    unit: str = ""
    group: str = ""
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; ``arrow`` and ``sentiment`` only where the reader's eye should stop."""

    text: Text
    sentiment: Sentiment = Sentiment.NEUTRAL
    arrow: str = ""
    note: Text = ()  # small print under the text
    whole: str = ""  # the whole name, where the text is a shortened one
    bar: TargetBar | None = None  # a bullet under the text


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. ``total`` rows are set apart; ``heading`` rows name a group of rows."""

    cells: tuple[Cell, ...]
    total: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``wide`` uses all twelve columns instead of the main nine."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    wide: bool = False
    caption: str = ""
    more: Text = ()  # "and 12 more", where rows were left out


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms and what they mean."""

    items: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Short labelled texts side by side (the data status line)."""

    items: tuple[tuple[str, Text], ...]


Content: TypeAlias = Paragraphs | Cards | ChartBlock | Table | Definitions | Columns | None


@dataclass(frozen=True, slots=True)
class Block:
    """A declared block. ``title`` (the finding) and ``subtitle`` (measure, unit, period) go in the rail."""

    id: str
    kind: str
    section: str
    outcome: Outcome
    title: Text = ()
    subtitle: Text = ()
    content: Content = None
    reason: str | None = None  # why it is empty or suppressed


@dataclass(frozen=True, slots=True)
class Section:
    """A section starts a page: its name in the rail, its finding as the heading."""

    id: str
    label: str
    heading: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: (label, text) facts of the report and the cover's chart."""

    period_words: tuple[str, ...]  # one line each, the display type
    title: str
    items: tuple[tuple[str, Text], ...]
    chart: str | None


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the page furniture, in the client's language."""

    running: str  # "Performance report, October 2026"
    foot: Text  # status, data date, confidentiality line
    page: str  # "Page {page} of {pages}" with those two placeholders
    continued: str
    contents: str
    up: str
    down: str
    chart_data: str


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """A source as the data notes print it."""

    label: str
    table: str
    rows_read: int
    rows_used: int
    ends: date | None = None  # the day after which a source of daily rows lacks days of the period


@dataclass(frozen=True, slots=True)
class Report:
    """One client's report of one period, complete but for its looks."""

    client: str
    client_id: str
    kind: str
    locale: str  # BCP 47, as configured
    currency: str
    timezone: str
    status: ReportStatus
    title: str  # document title
    labels: Labels
    cover: Cover
    sections: tuple[Section, ...]
    charts: dict[str, Chart]
    facts: dict[str, FactValue]
    results: Results
    insights: tuple[tuple[Insight, Text], ...]  # in print order, worded
    silenced: tuple[Silenced, ...]
    checks: tuple[Issue, ...]
    sources: tuple[SourceSummary, ...]
    suggestions: tuple[dict[str, Any], ...] = field(default_factory=tuple)  # the action table, see report.actions
    left_out: tuple[Block, ...] = ()  # declared blocks of sections that have nothing to show

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every declared block: those of the printed sections in page order, then the others."""
        return (*(block for section in self.sections for block in section.blocks), *self.left_out)
