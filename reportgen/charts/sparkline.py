"""A card's line: rings at the two baselines, a dot at the end."""

from __future__ import annotations

from reportgen.charts.model import Sparkline
from reportgen.charts.sheet import Dot, Path, Scale, Sheet
from reportgen.charts.theme import Theme

WIDTH_MM, HEIGHT_MM = 40.0, 15.0
MARGIN = 3.5
LINE, RING, DOT = 1.1, 1.9, 2.5


def draw_sparkline(chart: Sparkline, theme: Theme) -> Sheet:
    """The line on its sheet; it breaks where there is no value."""
    sheet = Sheet(WIDTH_MM, HEIGHT_MM, theme)
    count = len(chart.values)
    known = [(index, value) for index, value in enumerate(chart.values) if value is not None]
    low, high = min((v for _, v in known), default=0.0), max((v for _, v in known), default=0.0)
    if low == high:
        low, high = low - 1, high + 1
    right = sheet.width - MARGIN
    x = Scale(0, count - 1, MARGIN, right) if count > 1 else Scale(-1, 0, MARGIN, right)
    y = Scale(low, high, sheet.height - MARGIN, MARGIN)
    runs: list[list[tuple[int, float]]] = []
    for at in known:
        if runs and runs[-1][-1][0] + 1 == at[0]:
            runs[-1].append(at)
        else:
            runs.append([at])
    paths = [Path(tuple(run), theme.context_line, LINE) for run in runs if len(run) > 1]
    sheet.paths(paths, x=x, y=y)
    dots = [Dot(*run[0], LINE, theme.context_line, theme.context_line) for run in runs if len(run) == 1]
    dots += [Dot(index, value, RING, theme.paper, theme.ink2, 0.9) for index, value in known if index in chart.rings]
    dots += [Dot(index, value, DOT, theme.accent, theme.accent) for index, value in known[-1:]]
    sheet.dots(dots, x=x, y=y)
    return sheet
