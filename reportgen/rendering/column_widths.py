"""How wide a table's columns are: what their figures and words need, measured in the fonts that print them."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.measure import Typesetter
from reportgen.report.model import Table, plain

MAIN_MM = 130.0
WIDE_MM = 175.0
MM_PER_POINT = 25.4 / 72
BODY_POINTS = 9.0
SMALL_POINTS = 7.5
STRONG = 600
WIDE_GUTTER_MM, NARROW_GUTTER_MM = 4.0, 2.8
# Type size, gutter, and whether the heads may wrap: what gives way first when a table has many columns.
WAYS = (
    (BODY_POINTS, WIDE_GUTTER_MM, False),
    (BODY_POINTS, NARROW_GUTTER_MM, False),
    (BODY_POINTS, NARROW_GUTTER_MM, True),
    (SMALL_POINTS, WIDE_GUTTER_MM, False),
    (SMALL_POINTS, NARROW_GUTTER_MM, True),
)
TABULAR = str.maketrans("123456789", "000000000")
REFERENCE_ROWS = 30  # a table this long is looked up, not read: it is set small
EASY_MM = 34.0  # what a column of words should get before a gutter or a size gives way
STEPS_MM = (22.5, 20.0, 17.5, 15.0)  # shared widths of numeric columns, so that tables share edges
TEXT_CAP_MM = 70.0
WORD_CAP_MM = 40.0
HEAD_CAP_MM, WRAPS_FROM_MM = 27.0, 20.0  # a head's line; the shared columns in which it may take two
NARROWEST_MM = 16.0
ARROW_MM = 3.0
BAR_MM = 31.0  # a bullet beside a name, and what is between them


@dataclass(frozen=True, slots=True)
class Measure:
    """Text widths in millimetres, from the fonts that print them."""

    typesetter: Typesetter

    def width(self, text: str, points: float = BODY_POINTS, weight: int = 400) -> float:
        """The width of ``text`` on one line at a size in points; figures are tabular, as wide as a zero."""
        return self.typesetter.width(text.translate(TABULAR), points, weight) * MM_PER_POINT

    def longest_word(self, text: str, points: float = BODY_POINTS, weight: int = 400) -> float:
        """The width of the longest word, which no line break can shorten."""
        return max((self.width(word, points, weight) for word in text.split(" ")), default=0.0)

    def two_lines(self, text: str, points: float = BODY_POINTS) -> float:
        """The width in which the words take two lines at most."""
        words = text.split(" ")
        breaks = range(1, len(words))
        halves = ((" ".join(words[:at]), " ".join(words[at:])) for at in breaks)
        return min(
            (max(self.width(half, points) for half in pair) for pair in halves), default=self.width(text, points)
        )


def _gap(table: Table, index: int, gutter: float) -> float:
    """Gutter of a column, with the bar beside its words; words after figures keep away from them too."""
    after_figures = index > 0 and table.columns[index - 1].numeric and not table.columns[index].numeric
    barred = any(row.cells[index].bar for row in table.rows if index < len(row.cells))
    return gutter + (4.5 if after_figures else 0.0) + (BAR_MM if barred else 0.0)


def _natural(table: Table, index: int, points: float, measure: Measure, *, wrapped: bool, whole: bool = True) -> float:
    """Width that the column's cells need on one line; when ``wrapped``, a head takes as many lines as it has words.

    A plain head, with no unit under it and in no group, takes two unless ``whole``.
    """
    column = table.columns[index]
    widest = 0.0
    for row in table.rows:
        if not row.heading and index < len(row.cells):
            cell = row.cells[index]
            arrow = ARROW_MM if cell.arrow else 0.0
            bold = row.total or any(run.strong for run in cell.text)
            widest = max(widest, measure.width(plain(cell.text), points, STRONG if bold else 400) + arrow)
            widest = max(widest, measure.width(plain(cell.note), SMALL_POINTS))
    if (column.unit or column.group) and not wrapped:
        text = ", ".join(filter(None, (column.head, column.unit))) if column.group else column.head
        line = measure.width(text, SMALL_POINTS)
        if not column.group:  # a long head over its unit takes two lines rather than a wide column
            line = min(line, max(measure.two_lines(text, SMALL_POINTS), HEAD_CAP_MM))
            line = max(line, measure.width(column.unit, SMALL_POINTS))
        return max(widest, line, _share_of_spanner(table, index, measure))
    word = measure.longest_word(column.head, SMALL_POINTS)
    unit = measure.width(column.unit, SMALL_POINTS)
    if wrapped or not column.numeric:
        return max(widest, word, unit)
    halves = measure.two_lines(column.head, SMALL_POINTS)
    line = min(measure.width(column.head, SMALL_POINTS), max(halves, HEAD_CAP_MM)) if whole else halves
    return max(widest, word, line, unit)


def _share_of_spanner(table: Table, index: int, measure: Measure) -> float:
    group = table.columns[index].group
    members = sum(column.group == group for column in table.columns)
    return measure.width(group, SMALL_POINTS) / members if group else 0.0


def _floor(table: Table, index: int, points: float, measure: Measure) -> float:
    """The least width of a column of words: its longest word, within reason."""
    words = (
        measure.longest_word(plain(row.cells[index].text), points)
        for row in table.rows
        if not row.heading and index < len(row.cells)
    )
    return max(min(max(words, default=0.0), WORD_CAP_MM), NARROWEST_MM - WIDE_GUTTER_MM)


def least_width(table: Table, measure: Measure) -> float:
    """The width below which figures would run into each other, however the table is set."""
    points, gutter, wrapped = WAYS[-1]
    return sum(
        (
            _natural(table, index, points, measure, wrapped=wrapped)
            if column.numeric
            else _floor(table, index, points, measure)
        )
        + _gap(table, index, gutter)
        for index, column in enumerate(table.columns)
    )


def column_widths(table: Table, total: float, measure: Measure) -> tuple[tuple[float, ...], bool]:
    """Column widths, and whether the table is dense: of the WAYS the first in which all columns are at ease."""
    columns = range(len(table.columns))
    numeric = [index for index in columns if table.columns[index].numeric]
    words = [index for index in columns if not table.columns[index].numeric]
    natural: list[float] = []
    floors: dict[int, float] = {}
    points = BODY_POINTS
    small = tuple(way for way in WAYS if way[0] == SMALL_POINTS)
    for points, gutter, wrapped in small if len(table.rows) > REFERENCE_ROWS else WAYS:
        gaps = [_gap(table, index, gutter) for index in columns]
        natural = [_natural(table, index, points, measure, wrapped=wrapped) + gaps[index] for index in columns]
        floors = {index: _floor(table, index, points, measure) + gaps[index] for index in words}
        easy = (max(floors[index], min(natural[index], EASY_MM)) for index in words)
        if sum(natural[index] for index in numeric) + sum(easy) <= total:
            break
    narrow = [_natural(table, index, points, measure, wrapped=wrapped, whole=False) + gaps[index] for index in columns]
    widths = (
        _shared(natural, numeric, words, floors, total)
        or _shared(narrow, numeric, words, floors, total, least=WRAPS_FROM_MM)
        or _spread(natural, numeric, words, floors, total)
    )
    return tuple(round(width, 2) for width in widths), points == SMALL_POINTS


def _shared(
    natural: list[float],
    numeric: list[int],
    words: list[int],
    floors: dict[int, float],
    total: float,
    *,
    least: float = 0.0,
) -> list[float] | None:
    """One column of words and numeric columns of one width, so that tables on a page share their edges."""
    if len(words) != 1 or not numeric:
        return None
    rest = total - max(floors[words[0]], min(natural[words[0]], TEXT_CAP_MM))
    equal = next((step for step in STEPS_MM if step * len(numeric) <= rest), 0.0)
    if equal < least or any(natural[index] > equal for index in numeric):
        return None
    return [equal if index in numeric else total - equal * len(numeric) for index in range(len(natural))]


def _cap(natural: dict[int, float], floors: dict[int, float], room: float) -> float:
    """The width at which long columns of words wrap so that all fit in ``room``; short ones keep theirs."""
    cap = TEXT_CAP_MM
    while cap > NARROWEST_MM and sum(max(floors[index], min(natural[index], cap)) for index in natural) > room:
        cap -= 1.0
    return cap


def _spread(
    natural: list[float], numeric: list[int], words: list[int], floors: dict[int, float], total: float
) -> list[float]:
    """Figures get what they need; words share the rest by what they would like."""
    room = total - sum(natural[index] for index in numeric)
    cap = _cap({index: natural[index] for index in words}, floors, room)
    wanted = {index: max(floors[index], min(natural[index], cap)) for index in words}
    spare = room - sum(wanted.values())
    widths = [wanted.get(index, natural[index]) for index in range(len(natural))]
    extra = max(spare, 0.0) / max(len(widths), 1)
    widths = [width + extra for width in widths]
    scale = total / sum(widths)
    return [width * scale for width in widths]
