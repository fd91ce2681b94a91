"""A line over time: this year's in the accent, last year's behind it, labels at the ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportgen.charts.labels import Box, Spread, free_place, spaced, spread
from reportgen.charts.model import Hotspot, LineChart, LinePoint, Mark
from reportgen.charts.sheet import CAP, MAIN_MM, SIZE, STRONG, Area, Dot, Path, Rect, Rule, Scale, Sheet, Words
from reportgen.charts.theme import Theme

HEIGHT_MM = 60.0
AXIS = 36.0  # px for the labels of the value axis
ENDS = 72.0  # px for the labels at the lines' ends
TOP, BOTTOM = 10.5, 37.0  # px above the plot, and below it for the labels and the years
LABEL_DOWN, YEAR_DOWN = 18.5, 33.7  # px from the plot to the baselines under it
LEADING = 12.5
BLOCK_GAP = 5.0  # px between the labels of the two lines
PEAK_UP, PEAK_UNDER = 7.0, 22.0  # px from the point to its label above it, and from that place to one below
MOST_ENDS = 0.34  # of the width, however long the labels
BADGE = 6.5  # px, half the height of a note's letter
MANY = 60  # points from which the line is drawn thinner
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # of the notes: a digit would read as a figure


@dataclass(frozen=True, slots=True)
class _Plot:
    """The plot's edges and scales."""

    left: float
    right: float
    top: float
    bottom: float
    x: Scale
    y: Scale

    def at(self, index: int, value: float) -> tuple[float, float]:
        return self.x.at(index), self.y.at(value)


def lettered(chart: LineChart) -> tuple[tuple[str, Mark], ...]:
    """Several notes with the letters that stand for them in the drawing; what they say is printed below it."""
    if len(chart.annotations) < 2:  # noqa: PLR2004  a lone note stands in the drawing
        return ()
    return tuple(zip(_LETTERS, chart.annotations, strict=False))


def draw_line(chart: LineChart, theme: Theme) -> Sheet:
    """The chart on its sheet. Points without a value leave a gap; a lone point is a dot."""
    sheet = Sheet(MAIN_MM, HEIGHT_MM, theme)
    plot = _plot(chart, sheet)
    values = [point.value for point in chart.points]
    sheet.areas(_bands(chart, theme), x=plot.x, y=plot.y)
    _grid(chart, sheet, plot)
    front, back = _last(values), _last(chart.context)
    badges = _badges(chart, sheet, plot)
    peak = _peak(chart, sheet, plot, front, [_box(sheet, words) for words in badges])
    notes, stems = ([*badges], _stems(chart, sheet, plot)) if badges else _annotations(chart, sheet, plot, peak)
    sheet.paths(stems)
    sheet.rects(_backing(sheet, [*notes, *peak]))
    width = 2.2 if len(values) < MANY else 1.5
    dashed = [point.partial for point in chart.points]
    sheet.paths(
        [
            *_paths(chart.context, [False] * len(chart.context), theme.context_line, 1.2),
            *_paths(values, dashed, theme.accent, width),
        ],
        x=plot.x,
        y=plot.y,
    )
    dots = [*_lone(chart.context, theme.context_line, 1.4), *_lone(values, theme.accent, 2.0)]
    if back is not None:
        dots.append(Dot(back[0], back[1], 2.4, theme.context_line, theme.context_line))
    if front is not None:
        dots.append(Dot(front[0], front[1], 3.2, theme.accent, theme.accent))
    sheet.dots(dots, x=plot.x, y=plot.y)
    sheet.texts([*_axis_labels(chart.points, sheet, plot), *notes, *peak])
    sheet.texts(_end_labels(chart, sheet, plot, front, back))
    sheet.hotspots = tuple(
        Hotspot(*plot.at(index, point.value), point.tooltip)
        for index, point in enumerate(chart.points)
        if point.value is not None and point.tooltip
    )
    return sheet


def _plot(chart: LineChart, sheet: Sheet) -> _Plot:
    ticks = sheet.type.widest((tick.label for tick in chart.ticks), SIZE)
    ends = max(
        sheet.type.width(chart.end_label, SIZE, STRONG),
        sheet.type.widest((*chart.context_label, *chart.end_notes), SIZE),
    )
    left = max(AXIS, ticks + 6)
    right = sheet.width - min(max(ENDS, ends + 9), MOST_ENDS * sheet.width)
    count = len(chart.points)
    values = [
        *(tick.value for tick in chart.ticks),
        *(point.value for point in chart.points if point.value is not None),
        *(value for value in chart.context if value is not None),
        *(end for interval in chart.band if interval is not None for end in interval),
    ]
    low, high = min(values, default=0.0), max(values, default=1.0)
    if low == high:
        low, high = min(low, 0.0), max(high, 0.0) or 1.0
    bottom = sheet.height - BOTTOM
    # One point stands at the right edge, where its label is.
    across = Scale(0, count - 1, left, right) if count > 1 else Scale(-1, 0, left, right)
    top = TOP
    if chart.peak is not None:
        value = chart.points[chart.peak.index].value
        if value is not None and Scale(low, high, bottom, top).at(value) - PEAK_UP < SIZE:
            top = PEAK_UP + SIZE + 1
    if len(chart.annotations) > 1:
        top += 2 * BADGE  # the notes' letters stand above all lines and their labels
    return _Plot(left, right, top, bottom, across, Scale(low, high, bottom, top))


def _grid(chart: LineChart, sheet: Sheet, plot: _Plot) -> None:
    theme = sheet.theme
    crossing = min((tick.value for tick in chart.ticks), default=0.0) < 0
    rules, labels = [], []
    for tick in chart.ticks:
        y = plot.y.at(tick.value)
        zero = crossing and tick.value == 0
        stroke, width = (theme.context_line, 0.8) if zero else (theme.hairline, 0.6)
        rules.append(Rule(plot.left, y, plot.right, y, stroke, width))
        labels.append(Words(plot.left - 6, y + 3.2, tick.label, theme.ink2, "right"))
    sheet.rules(rules)
    sheet.texts(labels)


def _bands(chart: LineChart, theme: Theme) -> list[Area]:
    """The forecast's intervals as one band that opens from the last point before it."""
    points = []
    for index, interval in enumerate(chart.band):
        value = chart.points[index].value
        if interval is not None:
            points.append((float(index), *interval))
        elif value is not None and chart.band[index + 1 : index + 2] not in ((), (None,)):
            points.append((float(index), value, value))
    return [Area(tuple(points), theme.pale)] if len(points) > 1 else []


def _axis_labels(points: Sequence[LinePoint], sheet: Sheet, plot: _Plot) -> Iterable[Words]:
    centres = [plot.x.at(index) for index in range(len(points))]
    labels = [point.label for point in points]
    named = spaced(centres, [sheet.type.width(text, SIZE) for text in labels])
    years = _years(points, named)
    for texts, y in ((labels, plot.bottom + LABEL_DOWN), (years, plot.bottom + YEAR_DOWN)):
        widths = [sheet.type.width(text, SIZE) for text in texts]
        for index in spaced(centres, widths):
            half = widths[index] / 2
            x = min(max(centres[index], half), sheet.width - half)
            yield Words(x, y, texts[index], sheet.theme.ink2, "center")


def _years(points: Sequence[LinePoint], named: Sequence[int]) -> list[str]:
    """The second row under the axis: a year stands under the first point from it on that has a label."""
    years = [""] * len(points)
    for index, point in enumerate(points):
        place = next((at for at in named if at >= index), index)
        is_next = not any(other.sublabel for other in points[index + 1 : place + 1])
        if point.sublabel and is_next:
            years[place] = point.sublabel
    return years


def _last(values: Sequence[float | None]) -> tuple[int, float] | None:
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    return known[-1] if known else None


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Stretches of neighbouring points that have values."""
    runs: list[list[tuple[int, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((index, value))
    return [run for run in runs if run]


def _paths(values: Sequence[float | None], partial: Sequence[bool], stroke: str, width: float) -> Iterable[Path]:
    """Each stretch, cut where it changes from solid to dashed: what leads to a partial point is dashed."""
    for run in _runs(values):
        points: list[tuple[int, float]] = run[:1]
        for before, after in pairwise(run):
            dashed = partial[after[0]]
            if len(points) > 1 and dashed != partial[before[0]]:
                yield Path(tuple(points), stroke, width, partial[before[0]])
                points = [before]
            points.append(after)
        if len(points) > 1:
            yield Path(tuple(points), stroke, width, partial[points[-1][0]])


def _lone(values: Sequence[float | None], stroke: str, radius: float) -> Iterable[Dot]:
    return (Dot(*run[0], radius, stroke, stroke) for run in _runs(values) if len(run) == 1)


def _peak(
    chart: LineChart, sheet: Sheet, plot: _Plot, front: tuple[int, float] | None, taken: Sequence[Box] = ()
) -> tuple[Words, ...]:
    """The peak's label, where no line runs through it; none if the peak is the end, which has its own."""
    if chart.peak is None or front is None or chart.peak.index == front[0]:
        return ()
    value = chart.points[chart.peak.index].value
    if value is None:
        return ()
    x, y = plot.at(chart.peak.index, value)
    half = sheet.type.width(chart.peak.label, SIZE, STRONG) / 2
    choices = {
        _box(sheet, words): words
        for up in (0.0, LEADING, -PEAK_UNDER)
        for across in (x, x + half, x - half)
        for words in (
            Words(
                min(max(across, plot.left + half), plot.right - half),
                y - PEAK_UP - up,
                chart.peak.label,
                sheet.theme.accent,
                "center",
                STRONG,
            ),
        )
        if SIZE <= words.y < plot.bottom
    }
    place = free_place(choices, list(taken), _lines(chart, plot))
    return (choices[place],) if place else ()


def _lines(chart: LineChart, plot: _Plot) -> list[list[tuple[float, float]]]:
    """Both lines as they will lie on the sheet."""
    return [
        [plot.at(index, value) for index, value in run]
        for values in ([point.value for point in chart.points], chart.context)
        for run in _runs(values)
    ]


def _box(sheet: Sheet, words: Words) -> Box:
    width = sheet.type.width(words.text, words.size, words.weight)
    left = {"left": words.x, "center": words.x - width / 2, "right": words.x - width}[words.align]
    return Box(left - 2, words.y - 9, left + width + 2, words.y + 3)


def _backing(sheet: Sheet, labels: Iterable[Words]) -> Iterable[Rect]:
    """Paper under the labels inside the plot, so that no grid line runs through them."""
    boxes = (_box(sheet, words) for words in labels)
    return [Rect(box.left, box.top, box.right, box.bottom, sheet.theme.paper) for box in boxes]


def _annotations(
    chart: LineChart, sheet: Sheet, plot: _Plot, peak: tuple[Words, ...]
) -> tuple[list[Words], list[Path]]:
    """A thin dashed stem at each annotated point, and its text where it covers neither line nor label."""
    marks = [plot.x.at(mark.index) for mark in chart.annotations]
    lines = _lines(chart, plot) + [[(x, plot.top), (x, plot.bottom)] for x in marks]
    taken = [_box(sheet, words) for words in peak]
    texts = []
    for mark, x in zip(chart.annotations, marks, strict=True):
        room = 0.45 * (plot.right - plot.left)
        text = sheet.type.shorten(mark.label, room, SIZE)
        width = sheet.type.width(text, SIZE)
        places = [
            Box(left - 2, top, left + width + 2, top + 12)
            for top in range(round(plot.top) + 3, round(plot.bottom) - 12, 12)
            for left in (x + 5, x - 5 - width)
            if left >= plot.left and left + width <= plot.right
        ]
        box = free_place(places, taken, lines)
        if box is None:
            box = Box(plot.left, plot.top, plot.left + width + 4, plot.top + 12)
        taken.append(box)
        texts.append(Words(box.left + 2, box.top + 9, text, sheet.theme.ink2))
    return texts, _stems(chart, sheet, plot)


def _stems(chart: LineChart, sheet: Sheet, plot: _Plot) -> list[Path]:
    """One dashed rule at each annotated point, however many notes it has."""
    places = sorted({mark.index for mark in chart.annotations})
    return [
        Path(
            ((plot.x.at(index), plot.top), (plot.x.at(index), plot.bottom)), sheet.theme.context_line, 0.7, dashed=True
        )
        for index in places
    ]


def _badges(chart: LineChart, sheet: Sheet, plot: _Plot) -> list[Words]:
    """The notes' letters above their rules; notes of one point share a place. None for a lone note: it has its text."""
    letters: dict[int, list[str]] = {}
    for letter, mark in lettered(chart):
        letters.setdefault(mark.index, []).append(letter)
    texts = [_run_of(found) for _, found in sorted(letters.items())]
    widths = [sheet.type.width(text, SIZE, STRONG) for text in texts]
    wished = [Spread(plot.x.at(index) - width / 2, width) for index, width in zip(sorted(letters), widths, strict=True)]
    lefts = spread(wished, gap=2 * BADGE, low=0.0, high=sheet.width)
    return [
        Words(left + width / 2, BADGE + SIZE / 2 - 2, text, sheet.theme.ink2, "center", STRONG)
        for left, width, text in zip(lefts, widths, texts, strict=True)
    ]


def _run_of(letters: Sequence[str]) -> str:
    """Letters in a row as one text: A, or A, B, or C–F."""
    return ", ".join(letters) if len(letters) < 3 else f"{letters[0]}–{letters[-1]}"  # noqa: PLR2004


def _end_labels(
    chart: LineChart,
    sheet: Sheet,
    plot: _Plot,
    front: tuple[int, float] | None,
    back: tuple[int, float] | None,
) -> Iterable[Words]:
    """The labels right of the plot, each as near to its line's end as the other allows."""
    accent, grey = (sheet.theme.accent, STRONG), (sheet.theme.ink2, 400)
    blocks: list[tuple[float, tuple[tuple[str, tuple[str, int]], ...]]] = []
    if front is not None and chart.end_label:
        notes = tuple((line, grey) for line in chart.end_notes)
        blocks.append((plot.y.at(front[1]), ((chart.end_label, accent), *notes)))
    if back is not None and chart.context_label:
        blocks.append((plot.y.at(back[1]), tuple((line, grey) for line in chart.context_label)))
    blocks.sort(key=lambda block: block[0])
    tops = spread(
        [Spread(y - LEADING / 2, LEADING * len(lines)) for y, lines in blocks],
        gap=BLOCK_GAP,
        low=0,
        high=plot.bottom + LEADING,
    )
    x, room = plot.right + 8, sheet.width - plot.right - 8
    for top, (_, lines) in zip(tops, blocks, strict=True):
        for number, (line, (fill, weight)) in enumerate(lines):
            baseline = top + LEADING * (number + 0.5) + CAP * SIZE
            yield Words(x, baseline, sheet.type.shorten(line, room, SIZE, weight), fill, "left", weight)
