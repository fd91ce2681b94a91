"""A heat map in six steps of the ramp; figures only in the cells that the title is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.charts.labels import spaced
from reportgen.charts.line import AXIS
from reportgen.charts.model import HeatMap
from reportgen.charts.sheet import CAP, MAIN_MM, SIZE, STRONG, Rect, Sheet, Words, px
from reportgen.charts.theme import Theme

PITCH_MM, MOST_MM, LEAST_MM = 7.68, 54.0, 4.2  # of a row
FOOT_MM = 4.2  # for the columns' labels
FOOT_BASELINE = 12.5
GAP = 0.06  # of a cell's pitch
FIGURE, LEAST_FIGURE = 9.5, 6.5  # px
FEW = 4  # figures in a quarter of the cells or less are strong
WHITE_FROM = 4  # the fifth step: its figures are in the paper's colour
MOST_NAMES = 0.3  # of the width


@dataclass(frozen=True, slots=True)
class _Grid:
    """Cells of equal pitch, px from the left edge and the top."""

    left: float
    across: float
    down: float

    def rect(self, row: int, column: int, fill: str) -> Rect:
        x, y = self.left + self.across * column, self.down * row
        return Rect(x, y, x + self.across * (1 - GAP), y + self.down * (1 - GAP), fill)

    def centre(self, row: int, column: int) -> tuple[float, float]:
        half = (1 - GAP) / 2
        return self.left + self.across * (column + half), self.down * (row + half)


def draw_heatmap(chart: HeatMap, theme: Theme) -> Sheet:
    """The chart on its sheet; a pair of row and column without a cell stays paper."""
    count = len(chart.rows)
    pitch = max(LEAST_MM, min(PITCH_MM, MOST_MM / max(count, 1)))
    foot = FOOT_MM if any(chart.columns) else 0.0
    sheet = Sheet(MAIN_MM, pitch * max(count, 1) + foot, theme)
    names = max(AXIS, min(sheet.type.widest(chart.rows, SIZE) + 8, MOST_NAMES * sheet.width))
    # The last cell's gap would leave the right edge ragged: the pitch is a little wider.
    grid = _Grid(names, (sheet.width - names) / (max(len(chart.columns), 1) - GAP), px(pitch))
    steps = bins([cell.value for cell in chart.cells], len(theme.heat))
    sheet.rects(
        grid.rect(cell.row, cell.column, theme.heat[step]) for cell, step in zip(chart.cells, steps, strict=True)
    )
    sheet.texts(
        Words(0, grid.centre(row, 0)[1] + CAP * SIZE, sheet.type.shorten(name, names - 8, SIZE), theme.ink)
        for row, name in enumerate(chart.rows)
    )
    sheet.texts(_figures(chart, steps, sheet, grid))
    sheet.texts(_feet(chart, sheet, grid))
    return sheet


def bins(values: Iterable[float], count: int) -> list[int]:
    """The step of the ramp of each value: equal widths between the least and the most."""
    known = list(values)
    low, high = min(known, default=0.0), max(known, default=0.0)
    if low == high:
        return [0 if value == 0 else count // 2 for value in known]
    return [min(count - 1, int(count * ((value - low) / (high - low)))) for value in known]


def _figures(chart: HeatMap, steps: list[int], sheet: Sheet, grid: _Grid) -> Iterable[Words]:
    """The figures, all in one size: the largest at which the widest still stands in its cell."""
    room = grid.across * (1 - GAP) - 1
    labels = [cell.label for cell in chart.cells if cell.label]
    weight = STRONG if len(labels) * FEW <= len(chart.cells) else 400
    widest = sheet.type.widest(labels, FIGURE, weight)
    size = max(LEAST_FIGURE, min(FIGURE, FIGURE * room / widest)) if widest else FIGURE
    for cell, step in zip(chart.cells, steps, strict=True):
        x, y = grid.centre(cell.row, cell.column)
        fill = sheet.theme.paper if step >= WHITE_FROM else sheet.theme.ink
        yield Words(x, y + CAP * size, cell.label, fill, "center", weight, size)


def _feet(chart: HeatMap, sheet: Sheet, grid: _Grid) -> Iterable[Words]:
    """The columns' labels: a few stand at their cell's left edge, many under its middle."""
    y = grid.down * len(chart.rows) + FOOT_BASELINE
    widths = [sheet.type.width(label, SIZE) for label in chart.columns]
    few = 2 * sum(width > 0 for width in widths) <= len(widths)
    if few:
        starts = [grid.left + grid.across * column for column in range(len(widths))]
        centres = [start + width / 2 for start, width in zip(starts, widths, strict=True)]
    else:
        centres = [grid.centre(0, column)[0] for column in range(len(widths))]
    for column in spaced(centres, widths, gap=4.0):
        x = min(centres[column], sheet.width - widths[column] / 2)
        yield Words(x, y, chart.columns[column], sheet.theme.ink2, "center")
