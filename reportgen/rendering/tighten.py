"""A second look at a printed page: where its sections and pages begin, and what stands closer to take a few lines in.

The first layout gives every piece's height. From these the pages are divided anew (see ``pagination``): a section
begins below the one before it where that spares white, a block or a table's rows move to the next page together,
and narrower gaps, then closer rows and cards, take in what would spill. Type sizes and drawings never change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from reportgen.rendering.measured import Piece, body_of, first_pages, pieces
from reportgen.rendering.pagination import Sheet, divided

PX = 4 / 3  # CSS pixels, in which the layout is measured, in a point
ROOM = 0.95  # of what the rules take away, what is counted on
JOINED = "break-before:auto;margin-top:28pt;border-top:0.75pt solid var(--ink);padding-top:14pt"
JOINT = 42.75 * PX  # what stands between two sections on one page
SLACK = (0.0, 0.03)  # of a page, what is left free: first, and where the layout then went another way


class Rule(NamedTuple):
    """A rule of CSS and what it takes away, in points, wherever a box has all its ``classes``.

    ``{}`` in the selector is the block. ``gap`` of the points come from the gap above it.
    """

    selector: str
    css: str
    classes: tuple[str, ...]
    points: float
    gap: float = 0.0


# What a rule takes away comes on top of what the rules before it took; of two rows of cards the second gives all.
GAPS = (
    Rule("{}.ruled", "margin-top:14pt;padding-top:5.25pt", ("block", "ruled"), 1.75, 10.5),
    Rule("{}.bare", "margin-top:12.25pt", ("block", "bare"), 0.0, 5.25),
    Rule("{}.cards", "margin-top:19.25pt", ("block", "cards"), 0.0, 3.5),
    Rule("{} .card-row + .card-row", "margin-top:17.5pt", ("card-row",), 5.25),
    Rule("{} .legend", "margin-top:14pt", ("legend",), 10.5),
    Rule("{}.bare.columns", "margin-top:14pt", ("block", "bare", "columns"), 0.0, 12.25),
    Rule("{}.table.bare.wide", "margin-top:14pt", ("block", "bare", "table", "wide"), 0.0, 5.25),
)
ROWS = (
    Rule("{} .card-row + .card-row", "margin-top:12.25pt", ("card-row",), 2.6),
    Rule("{} .card .sparkline,{} .card .changes,{} .card .bullet", "margin-top:1.75pt", ("card-row",), 7.0),
    Rule("{}.bare", "margin-top:8.75pt", ("block", "bare"), 0.0, 3.5),
    Rule("{}.bare.paragraphs p + p", "margin-top:3.5pt", ("block", "bare", "paragraphs"), 3.5),
    Rule("{}.cards", "margin-top:12.25pt", ("block", "cards"), 0.0, 3.5),
    Rule("{} .legend", "margin-top:8.75pt", ("legend",), 5.25),
    Rule("{}.bare.columns", "margin-top:8.75pt", ("block", "bare", "columns"), 0.0, 1.75),
    Rule("{} .data tbody th,{} .data tbody td", "padding-top:1.1pt;padding-bottom:1pt", ("row", "plain"), 1.0),
    Rule("{} .dense tbody th,{} .dense tbody td", "padding-top:1.7pt;padding-bottom:1.6pt", ("row", "dense"), 1.4),
    Rule("{} .roomy tbody th,{} .roomy tbody td", "padding-top:2.4pt;padding-bottom:2.4pt", ("row", "roomy"), 3.95),
)
STEPS = ((), GAPS, GAPS + ROWS)


def saved(piece: Piece, step: int) -> tuple[float, float]:
    """What a step takes away, in pixels: from the gap above the piece, and from its height."""
    found = [rule for mark in piece.marks for rule in STEPS[step] if mark.issuperset(rule.classes)]
    gap = sum(rule.gap for rule in found) * PX
    height = sum(rule.points for rule in found) * PX * ROOM
    return (0.0, height + gap) if piece.opens else (gap, height)


def plans(
    document: Any,  # noqa: ANN401  WeasyPrint has no types
    sections: tuple[str, ...],
    summaries: frozenset[str],
) -> Iterator[tuple[str, dict[str, int]]]:
    """Styles for a second layout, each with the pages that blocks and sections must begin on if it went as planned.

    The second plan leaves more room, for a layout that went another way.
    """
    found = pieces(document, sections)
    if not found:
        return
    starts = first_pages(document)
    first = starts[found[0].section]
    _, room = body_of(document.pages[first])
    for slack in SLACK:
        sheets = divided(found, room, saved, joint=JOINT, summaries=summaries, slack=slack)
        yield "\n".join(_styles(found, sheets)), _expected(found, sheets, first)


def went(document: Any, expected: dict[str, int]) -> bool:  # noqa: ANN401
    """Whether a layout put everything on the page that the plan has for it."""
    starts = first_pages(document)
    return all(starts.get(name) == page for name, page in expected.items())


def _expected(found: Sequence[Piece], sheets: Sequence[Sheet], first: int) -> dict[str, int]:
    pages = [page for page, sheet in enumerate(sheets, start=first) for _ in range(sheet.start, sheet.end)]
    after_flow = False
    expected: dict[str, int] = {}
    for piece, page in zip(found, pages, strict=True):
        after_flow = (after_flow or piece.flows) and not piece.opens
        if piece.is_block and not after_flow:
            expected[piece.block] = page
    return expected


def _styles(found: Sequence[Piece], sheets: Sequence[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        begins = found[sheet.start]
        if not begins.opens and not begins.flows:
            yield f"#{begins.block} {begins.place}".rstrip() + "{break-before:page;margin-top:0}"
        for piece in found[sheet.start + 1 : sheet.end]:
            if piece.opens:
                yield f"#{piece.section}{{{JOINED}}}"
        blocks = [piece for piece in found[sheet.start : sheet.end] if piece.is_block]
        for piece in blocks if sheet.step else ():
            yield from tighter(piece.block, STEPS[sheet.step])
        if sheet.step and not begins.opens and begins.is_block:
            yield f"#{begins.block}.block.block{{margin-top:0}}"


def tighter(block: str, rules: Sequence[Rule]) -> Iterator[str]:
    """CSS that sets a block tighter."""
    for rule in rules:
        yield f"{rule.selector.replace('{}', '#' + block)}{{{rule.css}}}"
