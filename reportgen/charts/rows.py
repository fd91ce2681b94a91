"""The grid of charts with a row a member: names at the left, notes at the right, bars between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.charts.model import Bar
from reportgen.charts.sheet import CAP, SIZE, Sheet, Words, px

NAMES = 96.0  # px for the names: every chart's bars start here
NAME_GAP = 8.0
NOTE_GAP = 22.0  # px between a bar's label and the notes
LABEL_GAP = 5.0  # px between a bar's end and its label
FILL = 0.58  # of a row's height: inner padding 0.42
LEAST_STEP_MM = 4.0  # two lines of chart text must not touch


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of equal height, px from ``top``."""

    top: float
    step: float
    count: int

    def centre(self, row: int) -> float:
        """The middle of a row."""
        return self.top + self.step * (row + 0.5)

    def edges(self, row: int) -> tuple[float, float]:
        """Top and bottom of a row's bar."""
        half = FILL * self.step / 2
        return self.centre(row) - half, self.centre(row) + half

    def baseline(self, row: int) -> float:
        """The baseline of a text in the middle of a row."""
        return self.centre(row) + CAP * SIZE


def step_mm(count: int, ideal: float, most: float) -> float:
    """The height of a row: ``ideal``, or less where so many rows would be higher than ``most`` mm."""
    return max(LEAST_STEP_MM, min(ideal, most / max(count, 1)))


def rows_of(count: int, step: float, top: float = 0.0) -> Rows:
    """Rows of ``step`` mm that start ``top`` mm from the sheet's upper edge."""
    return Rows(px(top), px(step), count)


def names(sheet: Sheet, rows: Rows, labels: Sequence[str], room: float = NAMES) -> Iterable[Words]:
    """The members' names at the left edge, shortened in the middle to their column."""
    for row, label in enumerate(labels):
        short = sheet.type.squeeze(label, room - NAME_GAP, SIZE)
        yield Words(0, rows.baseline(row), short, sheet.theme.ink)


def notes_width(sheet: Sheet, bars: Sequence[Bar]) -> float:
    """The width of the column of notes with the gap before it; 0 where no bar has one."""
    widest = sheet.type.widest((bar.note for bar in bars), SIZE)
    return widest + NOTE_GAP if widest else 0.0


def notes(sheet: Sheet, rows: Rows, bars: Sequence[Bar]) -> Iterable[Words]:
    """The notes at the right edge; the accent's in ink, those that mean something in its colour."""
    theme = sheet.theme
    for row, bar in enumerate(bars):
        fill = theme.ink if bar.accent else theme.ink2
        yield Words(sheet.width, rows.baseline(row), bar.note, theme.text(bar.sentiment, fill), "right")
