"""Where labels go so that none covers another: in a row, in a column, or in a plot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, px from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any area."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def crossed(self, line: Sequence[tuple[float, float]]) -> bool:
        """Whether a line through these points comes into the box."""
        return any(
            self._cut(one, other)
            for one, other in pairwise(line)
            if max(one[0], other[0]) >= self.left and min(one[0], other[0]) <= self.right
        )

    def _cut(self, one: tuple[float, float], other: tuple[float, float]) -> bool:
        (x, y), (x2, y2) = sorted((one, other))
        if x2 == x:
            return min(y, y2) <= self.bottom and max(y, y2) >= self.top
        ends = [y + (y2 - y) * (min(max(edge, x), x2) - x) / (x2 - x) for edge in (self.left, self.right)]
        return min(ends) <= self.bottom and max(ends) >= self.top


@dataclass(frozen=True, slots=True)
class Spread:
    """A label in a column: where its top would best be, and its height."""

    top: float
    height: float


def spread(blocks: Sequence[Spread], *, gap: float, low: float, high: float) -> list[float]:
    """Tops of blocks given from the top down, moved as little as possible so that none overlap.

    Neighbours that meet are joined and share the shift; the whole stays between ``low`` and ``high``.
    """
    groups: list[tuple[float, list[Spread]]] = []
    for block in blocks:
        groups.append((_held(block.top, block.height, low, high), [block]))
        while len(groups) > 1 and groups[-2][0] + _height(groups[-2][1], gap) + gap > groups[-1][0]:
            (_, upper), (_, lower) = groups[-2:]
            joined = upper + lower
            wished, down = [], 0.0
            for member in joined:
                wished.append(member.top - down)
                down += member.height + gap
            top = _held(sum(wished) / len(wished), _height(joined, gap), low, high)
            groups[-2:] = [(top, joined)]
    tops = []
    for top, members in groups:
        at = top
        for member in members:
            tops.append(at)
            at += member.height + gap
    return tops


def spaced(centres: Sequence[float], widths: Sequence[float], *, gap: float = 6.0) -> list[int]:
    """Which labels of a row to print: all, or every second, third, … counted from the last.

    Labels of width 0 do not count; those chosen keep ``gap`` px between them.
    """
    named = [index for index, width in enumerate(widths) if width > 0]
    for stride in range(1, len(named) + 1):
        chosen = named[::-1][::stride][::-1]
        if all(
            centres[right] - centres[left] >= (widths[left] + widths[right]) / 2 + gap
            for left, right in pairwise(chosen)
        ):
            return chosen
    return named[-1:]


def free_place(
    places: Iterable[Box], taken: Sequence[Box], lines: Sequence[Sequence[tuple[float, float]]]
) -> Box | None:
    """The first place that meets no box and no line; else the first that meets no box; else None."""
    open_places = [place for place in places if not any(place.meets(box) for box in taken)]
    clear = (place for place in open_places if not any(place.crossed(line) for line in lines))
    return next(clear, open_places[0] if open_places else None)


def _held(top: float, height: float, low: float, high: float) -> float:
    return max(low, min(top, high - height))


def _height(blocks: Sequence[Spread], gap: float) -> float:
    return sum(block.height for block in blocks) + gap * (len(blocks) - 1)
