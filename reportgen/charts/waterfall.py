"""How parts add up from one period to the next: zero is the period before, drawn as a base line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.charts.model import Step, Waterfall
from reportgen.charts.sheet import CAP, MAIN_MM, SIZE, STRONG, Rect, Rule, Scale, Sheet, Words
from reportgen.charts.theme import Theme

HEIGHT_MM = 63.0
NAME_SIZE = 12.0  # 9 pt, the size of the page's sentences
BAR = 0.46  # of a step's width
TOP = 19.0  # px above the highest bar, for its label
NAME_DOWN, SUBLABEL_DOWN, LEADING = 17.0, 33.0, 13.0  # px from the plot to the baselines under it
LABEL_UP = 7.0
LABEL_DOWN, UNDER = 6.0, 18.0  # px under a bar: to its label's top, and what the plot leaves for it
NAME_LINES = 3
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
    names = _names(chart, sheet, steps)
    down = SUBLABEL_DOWN + LEADING * (max((len(name) for name in names), default=1) - 1)
    bottom = sheet.height - down - LEADING * max(lines - 1, 0) - 3
    ends = [value for step in chart.steps for value in (step.start, step.end)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    if low == high:
        high = 1.0
    scale = Scale(low, high, bottom, TOP)
    if any(_is_under(step, scale) for step in chart.steps):
        scale = Scale(low, high, bottom - UNDER, TOP)
    sheet.rects(_bars(chart, steps, theme), y=scale)
    sheet.rules(_connectors(chart, steps, theme), y=scale)
    sheet.rules([Rule(0, 0, sheet.width, 0, theme.ink, 0.75)], y=scale)
    sheet.texts(_labels(chart, sheet, steps, scale))
    size = _size(sheet, (line for name in names for line in name), steps.width - AIR)
    sheet.texts(
        Words(steps.centre(number), bottom + NAME_DOWN + LEADING * row, line, theme.ink, "center", STRONG, size)
        for number, name in enumerate(names)
        for row, line in enumerate(name)
    )
    sheet.texts(
        Words(steps.centre(number), bottom + down + LEADING * row, line, theme.ink2, "center")
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
        if _is_under(step, scale):
            y = scale.at(min(step.start, step.end)) + LABEL_DOWN + CAP * 2 * size
        text = sheet.type.shorten(step.value_label, room, size, STRONG)
        yield Words(steps.centre(number), y, text, sheet.theme.ink, "center", STRONG, size)


def _is_under(step: Step, scale: Scale) -> bool:
    """Whether the base line would run through a label above the step's bar: it is written below the bar then."""
    top = max(step.start, step.end)
    return top < 0 and scale.at(top) - LABEL_UP - NAME_SIZE < scale.at(0.0)


def _names(chart: Waterfall, sheet: Sheet, steps: _Steps) -> list[tuple[str, ...]]:
    """Each step's name, on more lines where one has no room."""
    room = steps.width - AIR
    size = _size(sheet, (step.label for step in chart.steps), room)
    return [sheet.type.wrap(step.label, room, size, STRONG, NAME_LINES) for step in chart.steps]
