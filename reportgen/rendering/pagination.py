"""Which piece begins which page: the division of a report's pieces over pages that leaves the fewest holes.

All divisions are weighed at once, as a paragraph's lines are in good typesetting: the best way to end a page before
each piece is found from the best ways to end the pages before it. A page's white counts by its square, so that two
half-empty pages are worse than a full and an empty one; beside it count what a reader would notice: blocks set closer,
a table parted, a section's last lines alone on a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from reportgen.rendering.measured import Piece

# Weights, in pages of white squared.
PAGE = 0.30  # a page more
CLOSER = (0.0, 0.02, 0.07)  # narrower gaps; closer rows and cards too
PARTED = 0.10  # a table that goes on on the next page
PARTED_LOW = 0.20  # … that begins a section below another: it could begin a page
WITHIN_GROUP = 0.04  # … between two rows under one heading
APART = 0.06  # figures that stand on the page after their chart
GOES_ON = 0.02  # a section that does
BELOW = 0.03  # a section that begins below another
LOW = 0.08  # … with its heading in a page's last third
AFTER_SUMMARY = 0.5  # … below the summary, whose page is looked at alone
REMNANT, LONE = 0.12, 0.16  # a section's rest of less than LONE of a page before another begins
SPARSE, NEARLY_EMPTY = 0.5, 0.30  # a page that is less full
WITHIN, AT_END, LAST_WHITE = 1.8, 1.2, 0.35  # white within a section, at its end, on the last page
LOW_FROM = 2 / 3
EXACT = 1.5  # pixels that a measured height may be off by
UNSURE = 40.0  # … on a page with pieces that the layout parts by itself


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the plan: the pieces ``start`` to ``end`` (not included), set at ``step``."""

    start: int
    end: int
    step: int


Saving = Callable[[Piece, int], tuple[float, float]]
"""What a step takes away from a piece: from the gap above it, and from its height; in pixels."""


def divided(
    pieces: Sequence[Piece],
    room: float,
    saving: Saving,
    *,
    joint: float,
    summaries: frozenset[str] = frozenset(),
    slack: float = 0.0,
) -> tuple[Sheet, ...]:
    """The pages, of ``room`` pixels each; a section that begins below another has ``joint`` pixels above it.

    ``slack`` is the part of a page that is left free beyond what the measures ask for. A piece that is
    higher than a page has one of its own. () for no pieces.
    """
    best = [0.0, *[inf] * len(pieces)]
    back: list[Sheet | None] = [None] * (len(pieces) + 1)
    free = room * (1 - slack)
    for start in range(len(pieces)):
        if best[start] == inf:
            continue
        for sheet, filled in _sheets(pieces, start, free, saving, joint):
            cost = best[start] + _cost(pieces, sheet, filled, room, summaries, joint)
            if cost < best[sheet.end]:
                best[sheet.end], back[sheet.end] = cost, sheet
    found: list[Sheet] = []
    end = len(pieces)
    while (last := back[end]) is not None:
        found.append(last)
        end = last.start
    return tuple(reversed(found))


def _sheets(
    pieces: Sequence[Piece], start: int, room: float, saving: Saving, joint: float
) -> Iterator[tuple[Sheet, float]]:
    """The pages that may begin with a piece, each with what it fills."""
    for step in range(len(CLOSER)):
        if step and not pieces[start].is_block:
            return  # rows of one table are not set in two ways
        used, unsure = pieces[start].repeated, False
        for end in range(start + 1, len(pieces) + 1):
            piece = pieces[end - 1]
            gap, height = saving(piece, step)
            above = 0.0 if end - 1 == start else joint if piece.opens else piece.gap - gap
            used += above + piece.height - height
            unsure = unsure or piece.flows
            is_over = used + (UNSURE if unsure else EXACT) > room
            if is_over and end - 1 > start:
                break
            parted = end < len(pieces) and not pieces[end].is_block
            if parted and step:
                continue
            if parted and pieces[end].flows and not _is_full(pieces[end], used, room):
                continue
            yield Sheet(start, end, step), min(used / room, 1.0)
            if is_over:
                break


def _is_full(follows: Piece, used: float, room: float) -> bool:
    """Whether the layout would begin a page by itself."""
    return used + follows.gap + follows.height + UNSURE > room


def _cost(
    pieces: Sequence[Piece], sheet: Sheet, filled: float, room: float, summaries: frozenset[str], joint: float
) -> float:
    is_last = sheet.end == len(pieces)
    weight = LAST_WHITE if is_last else AT_END if pieces[sheet.end].opens else WITHIN
    cost = PAGE + CLOSER[sheet.step] + weight * (1 - filled) ** 2
    if filled < NEARLY_EMPTY:
        cost += SPARSE * (LAST_WHITE if is_last else 1.0)
    if not is_last and not pieces[sheet.end].opens:
        cost += GOES_ON
    if not is_last and not pieces[sheet.end].is_block and not pieces[sheet.end].flows:
        cost += PARTED + (0.0 if any("heading" in mark for mark in pieces[sheet.end].marks[:1]) else WITHIN_GROUP)
        first = next(at for at in range(sheet.end, -1, -1) if pieces[at].is_block)
        cost += PARTED_LOW if first > sheet.start and pieces[first].opens else 0.0
    if not is_last and pieces[sheet.end].follows:
        cost += APART
    at, began = 0.0, pieces[sheet.start].opens
    for number in range(sheet.start, sheet.end):
        piece = pieces[number]
        if number > sheet.start and piece.opens:
            cost += BELOW + (LOW if at / room > LOW_FROM else 0.0)
            cost += AFTER_SUMMARY if pieces[number - 1].section in summaries else 0.0
            cost += REMNANT if not began and at / room < LONE else 0.0
            began = True
        at += piece.height + (piece.gap if number > sheet.start else 0.0) + (joint if piece.opens else 0.0)
    if not began and not is_last and pieces[sheet.end].opens and filled < LONE:
        cost += REMNANT
    return cost
