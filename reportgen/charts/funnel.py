"""A funnel as bars from zero, with columns for count, step rate, the rate before and its change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.charts.model import FunnelChart
from reportgen.charts.rows import NAMES, Rows, names, rows_of, step_mm
from reportgen.charts.sheet import MAIN_MM, SIZE, STRONG, Rect, Scale, Sheet, Words
from reportgen.charts.theme import Theme

STEP_MM, MOST_MM = 8.7, 66.0
HEAD_MM = 4.5
HEAD_BASELINE = 9.0
COLUMN_GAP, BAR_GAP = 16.0, 18.0
LEAST_COLUMNS = (44.0, 40.0, 32.0, 48.0)  # px, so that funnels of one report share their edges
LONGEST, LEAST = 167.0, 40.0


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of figures: head, a figure a row, its colours and its right edge (px)."""

    head: str
    figures: tuple[str, ...]
    fills: tuple[str, ...]
    weight: int
    edge: float
    width: float


def draw_funnel(chart: FunnelChart, theme: Theme) -> Sheet:
    """The chart on its sheet; a step without a rate leaves its cell empty."""
    step = step_mm(len(chart.steps), STEP_MM, MOST_MM)
    sheet = Sheet(MAIN_MM, HEAD_MM + step * max(len(chart.steps), 1), theme)
    rows = rows_of(len(chart.steps), step, HEAD_MM)
    columns = _columns(chart, sheet)
    first = min((column.edge - column.width for column in columns), default=sheet.width)
    longest = max(LEAST, min(LONGEST, first - BAR_GAP - NAMES))
    high = max([step.value for step in chart.steps if step.value > 0], default=1.0)
    scale = Scale(0, high, NAMES, NAMES + longest)
    sheet.rects(_bars(chart, rows, theme), x=scale)
    sheet.texts(Words(0, HEAD_BASELINE, head, theme.ink2) for head in chart.heads[:1])
    sheet.texts(names(sheet, rows, [step.label for step in chart.steps]))
    sheet.texts(Words(column.edge, HEAD_BASELINE, column.head, theme.ink2, "right") for column in columns)
    sheet.texts(
        Words(column.edge, rows.baseline(row), figure, fill, "right", column.weight)
        for column in columns
        for row, (figure, fill) in enumerate(zip(column.figures, column.fills, strict=True))
    )
    return sheet


def _bars(chart: FunnelChart, rows: Rows, theme: Theme) -> Iterable[Rect]:
    for row, step in enumerate(chart.steps):
        if step.value > 0:
            top, bottom = rows.edges(row)
            yield Rect(0, top, step.value, bottom, theme.accent if step.accent else theme.context_fill)


def _columns(chart: FunnelChart, sheet: Sheet) -> list[_Column]:
    """The columns from left to right; edges are laid from the sheet's right edge."""
    theme, steps = sheet.theme, chart.steps
    heads = (*chart.heads, "", "", "", "", "")[1:5]
    ink = tuple(theme.ink for _ in steps)
    change = tuple(theme.text(step.sentiment, theme.ink2) for step in steps)
    contents = (
        (tuple(step.count for step in steps), ink, 400),
        (tuple(step.rate for step in steps), ink, STRONG),
        (tuple(step.rate_before for step in steps), ink, 400),
        (tuple(step.change for step in steps), change, 400),
    )
    columns: list[_Column] = []
    edge = sheet.width
    for head, (figures, fills, weight), least in zip(
        reversed(heads), reversed(contents), reversed(LEAST_COLUMNS), strict=True
    ):
        wide = max(sheet.type.widest(figures, SIZE, weight), sheet.type.width(head, SIZE))
        if not wide:
            continue
        width = max(wide, least)
        columns.append(_Column(head, figures, fills, weight, edge, width))
        edge -= width + COLUMN_GAP
    return columns[::-1]
