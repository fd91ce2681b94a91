"""How parts add up from one period to the next: zero is the period before, drawn as a base line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.charts.model import Step, Waterfall
from reportgen.charts.sheet import MAIN_MM, SIZE, STRONG, Rect, Rule, Scale, Sheet, Words
from reportgen.charts.theme import Theme

HEIGHT_MM = 63.0
NAME_SIZE = 12.0  # 9 pt, the size of the page's sentences
BAR = 0.46  # of a step's width
TOP = 19.0  # px above the highest bar, for its label
NAME_DOWN, SUBLABEL_DOWN, LEADING = 17.0, 33.0, 13.0  # px from the plot to the baselines under it
LABEL_UP = 7.0
AIR = 6.0  # px between the texts of two steps


@dataclass(frozen=True, slots=True)
class _Steps:
    """Steps of equal width across the sheet."""

    width: float

    def centre(self, number: int) -> float:
        return self.width * (number + 0.5)

    def left(self, number: int) -> float:
        return self.centre(number) - BAR * self.width / 2

    def right(self, number: int) -> float:
        return self.centre(number) + BAR * self.width / 2


def draw_waterfall(chart: Waterfall, theme: Theme) -> Sheet:
    """The chart on its sheet. Every step is drawn, also one that moved nothing."""
    sheet = Sheet(MAIN_MM, HEIGHT_MM, theme)
    steps = _Steps(sheet.width / max(len(chart.steps), 1))
    sublabels = [sheet.type.wrap(step.sublabel, steps.width - AIR, SIZE) for step in chart.steps]
    lines = max((len(sublabel) for sublabel in sublabels), default=0)
    bottom = sheet.height - SUBLABEL_DOWN - LEADING * max(lines - 1, 0) - 3
    ends = [value for step in chart.steps for value in (step.start, step.end)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    if low == high:
        high = 1.0
    scale = Scale(low, high, bottom, TOP)
    sheet.rects(_bars(chart, steps, theme), y=scale)
    sheet.rules(_connectors(chart, steps, theme), y=scale)
    sheet.rules([Rule(0, 0, sheet.width, 0, theme.ink, 0.75)], y=scale)
    sheet.texts(_labels(chart, sheet, steps, scale))
    sheet.texts(_names(chart, sheet, steps, bottom))
    sheet.texts(
        Words(steps.centre(number), bottom + SUBLABEL_DOWN + LEADING * row, line, theme.ink2, "center")
        for number, sublabel in enumerate(sublabels)
        for row, line in enumerate(sublabel)
    )
    return sheet


def _fill(step: Step, theme: Theme) -> str:
    return theme.total if step.total else theme.fill(step.sentiment, theme.context_fill)


def _bars(chart: Waterfall, steps: _Steps, theme: Theme) -> Iterable[Rect]:
    for number, step in enumerate(chart.steps):
        if step.start != step.end:
            yield Rect(steps.left(number), step.start, steps.right(number), step.end, _fill(step, theme))


def _connectors(chart: Waterfall, steps: _Steps, theme: Theme) -> Iterable[Rule]:
    """From each bar's end to the next bar; through a step that moved nothing."""
    for number, step in enumerate(chart.steps):
        if step.start == step.end and number:
            yield Rule(steps.left(number), step.end, steps.right(number), step.end, theme.ink2, 0.7)
        if number and number + 1 < len(chart.steps):
            yield Rule(steps.right(number), step.end, steps.left(number + 1), step.end, theme.ink2, 0.7)


def _size(sheet: Sheet, texts: Iterable[str], room: float) -> float:
    return NAME_SIZE if sheet.type.widest(texts, NAME_SIZE, STRONG) <= room else SIZE


def _labels(chart: Waterfall, sheet: Sheet, steps: _Steps, scale: Scale) -> Iterable[Words]:
    room = steps.width - AIR
    size = _size(sheet, (step.value_label for step in chart.steps), room)
    for number, step in enumerate(chart.steps):
        y = scale.at(max(step.start, step.end)) - LABEL_UP
        text = sheet.type.shorten(step.value_label, room, size, STRONG)
        yield Words(steps.centre(number), y, text, sheet.theme.ink, "center", STRONG, size)


def _names(chart: Waterfall, sheet: Sheet, steps: _Steps, bottom: float) -> Iterable[Words]:
    room = steps.width - AIR
    size = _size(sheet, (step.label for step in chart.steps), room)
    for number, step in enumerate(chart.steps):
        text = sheet.type.shorten(step.label, room, size, STRONG)
        yield Words(steps.centre(number), bottom + NAME_DOWN, text, sheet.theme.ink, "center", STRONG, size)
