"""A second look at a printed page: what to do with a section that spills onto a new page, or hardly needs one.

From the first layout the spill is measured. If narrower gaps, and after them closer rows and cards, take it in, the
section is set so; if they do not, its last blocks move together, so that the last page holds more than a few lines.
A small section that would be alone on its page begins below the one before it, if both stand there whole. Type
sizes and drawings never change, and the second layout is taken as it comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

SPILL = 0.3  # a section's last page filled less than this is a spill
STAYS = 0.4  # of the page before, what must be left on it when blocks move to the last one
ROOM = 0.95  # of what the rules take away, what is counted on
PX = 4 / 3  # CSS pixels, in which the layout is measured, in a point
SMALL = 0.5  # a section that fills less of its only page may begin on the page before it
JOINT = 36.0 * PX  # what stands between two sections on one page
JOINED = "break-before:auto;break-inside:avoid;margin-top:21pt;border-top:0.75pt solid var(--ink);padding-top:10.5pt"
GAP = 31.5 * PX  # the most that stands above a block, but not where it begins a page
LEAST_ROWS = 3  # of a table, before a page's end


class Rule(NamedTuple):
    """A rule of CSS and what it takes away, in points, wherever a box has all its ``classes``."""

    selector: str
    css: str
    classes: tuple[str, ...]
    points: float


# What a rule takes away comes on top of what the rules before it took; of two rows of cards the second gives all.
GAPS = (
    Rule(".block.ruled", "margin-top:14pt;padding-top:5.25pt", ("block", "ruled"), 12.25),
    Rule(".block.bare", "margin-top:12.25pt", ("block", "bare"), 5.25),
    Rule(".block.cards", "margin-top:19.25pt", ("block", "cards"), 3.5),
    Rule(".card-row + .card-row", "margin-top:17.5pt", ("card-row",), 5.25),
    Rule(".legend", "margin-top:14pt", ("legend",), 10.5),
    Rule(".block.bare.columns", "margin-top:14pt", ("block", "bare", "columns"), 12.25),
    Rule(".block.table.bare.wide", "margin-top:14pt", ("block", "bare", "table", "wide"), 5.25),
    Rule(".roomy tbody th,{} .roomy tbody td", "padding-top:3.5pt;padding-bottom:3.5pt", ("row", "roomy"), 1.75),
)
ROWS = (
    Rule(".card-row + .card-row", "margin-top:12.25pt", ("card-row",), 2.6),
    Rule(".card .sparkline,{} .card .changes,{} .card .bullet", "margin-top:1.75pt", ("card-row",), 7.0),
    Rule(".block.bare", "margin-top:8.75pt", ("block", "bare"), 3.5),
    Rule(".paragraphs p + p", "margin-top:3.5pt", ("block", "bare", "paragraphs"), 3.5),
    Rule(".block.cards", "margin-top:12.25pt", ("block", "cards"), 3.5),
    Rule(".legend", "margin-top:8.75pt", ("legend",), 5.25),
    Rule(".block.bare.columns", "margin-top:8.75pt", ("block", "bare", "columns"), 1.75),
    Rule(".data tbody th,{} .data tbody td", "padding-top:1.1pt;padding-bottom:1pt", ("row", "plain"), 1.0),
    Rule(".dense tbody th,{} .dense tbody td", "padding-top:1.7pt;padding-bottom:1.6pt", ("row", "dense"), 1.4),
    Rule(".roomy tbody th,{} .roomy tbody td", "padding-top:2.4pt;padding-bottom:2.4pt", ("row", "roomy"), 2.2),
)
STEPS = (GAPS, GAPS + ROWS)


@dataclass(frozen=True, slots=True)
class Part:
    """What one page shows of a block: its id, from where to where in pixels, what rules can shorten.

    ``rows`` are a table's, each with its height and whether a page may begin with it.
    """

    block: str
    top: float
    bottom: float
    marks: tuple[frozenset[str], ...]
    rows: tuple[tuple[float, bool], ...]

    def saved(self, rules: Sequence[Rule], *, goes_on: bool = False) -> float:
        """What these rules take away, in pixels; of a block that ``goes_on`` from the page before, not above it."""
        marks = (mark for mark in self.marks if not goes_on or "block" not in mark)
        return sum(rule.points for mark in marks for rule in rules if mark.issuperset(rule.classes)) * PX


def mended(document: Any, sections: tuple[str, ...]) -> str:  # noqa: ANN401  WeasyPrint has no types
    """CSS for a second layout, in which sections do not end in a few lines on a page; "" when none does."""
    places = _places(document, sections)
    joined = _joined(document, places)
    css = list(joined.values())
    for section, (start, end) in places.items():
        if end - start > 1 and section not in joined:
            css += _mending(section, document.pages[start:end])
    return "\n".join(css)


def _joined(document: Any, places: dict[str, tuple[int, int]]) -> dict[str, str]:  # noqa: ANN401
    """CSS that lets a small section begin on the last page of the one before it, by the latter's id.

    Both are set tighter if they must be. No page takes more than one such section.
    """
    found: dict[str, str] = {}
    taken = 0  # the page that the last one left
    for (upper, (_, end)), (lower, (start, after)) in pairwise(places.items()):
        above, below = document.pages[end - 1], document.pages[start]
        if after - start > 1 or filled(below) >= SMALL or end == taken:
            continue
        wanted = (filled(above) + filled(below) - 1) * _body(above)[1] + JOINT
        shown = [*parts(above), *parts(below)]
        rules = next((step for step in ((), *STEPS) if wanted <= ROOM * sum(part.saved(step) for part in shown)), None)
        if rules is not None:
            taken = after
            found[upper] = "\n".join((f"#{lower}{{{JOINED}}}", tighter((upper, lower), rules)))
    return found


def _places(document: Any, sections: tuple[str, ...]) -> dict[str, tuple[int, int]]:  # noqa: ANN401
    """The pages of each printed section, from the first to the one after the last."""
    starts: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for anchor in page.anchors:
            if anchor in sections:
                starts.setdefault(anchor, number)  # a section's id stands on each of its pages
    ends = [*list(starts.values())[1:], len(document.pages)]
    return {section: (start, end) for (section, start), end in zip(starts.items(), ends, strict=True)}


def _mending(section: str, pages: Sequence[Any]) -> Iterator[str]:
    *earlier, before, last = pages
    stay, spill = parts(before), parts(last)
    if not stay or not spill:
        return
    top, height = _body(last)
    _, room = _body(before)
    free = top + room - max(part.bottom for part in stay)
    used = max(part.bottom for part in spill) - top
    is_split = stay[-1].block == spill[0].block
    wanted = used + (0.0 if is_split else GAP)
    flowing = [*(part for page in earlier for part in parts(page)), *stay] if is_split else stay
    for rules in STEPS:
        saved = sum(part.saved(rules) for part in flowing)
        saved += sum(part.saved(rules, goes_on=is_split and part is spill[0]) for part in spill)
        if wanted <= free + saved * ROOM:
            yield tighter((section,), rules)
            return
    if filled(last) >= SPILL:
        return
    most = max(part.bottom for part in stay) - top - STAYS * room
    least = SPILL * height - used
    found = _rows_moved(stay[-1], spill[0], least, most) if is_split else _blocks_moved(stay, least, most)
    yield found or tighter((section,), STEPS[-1])


def _blocks_moved(stay: Sequence[Part], least: float, most: float) -> str:
    """The last blocks of a page, so many that they fill ``least`` pixels more of the last one; "" if they cannot."""
    for part in reversed(stay[1:]):
        if least <= stay[-1].bottom - part.top <= most:
            return f"#{part.block}{{break-before:page}}"
    return ""


def _rows_moved(stay: Part, spill: Part, least: float, most: float) -> str:
    """A split table's last rows, so many that they fill ``least`` pixels more of the last page; "" if they cannot."""
    moved = 0.0
    for place, (height, may_begin) in enumerate(reversed(stay.rows), start=1):
        moved += height
        if moved > most or place > len(stay.rows) - LEAST_ROWS:
            break
        if moved >= least and may_begin:
            return f"#{spill.block} tbody tr:nth-last-child({place + len(spill.rows)}){{break-before:page}}"
    return ""


def parts(page: Any) -> list[Part]:  # noqa: ANN401  WeasyPrint has no types
    """The blocks of a page, from top to bottom."""
    found = []
    for box in page._page_box.children[0].descendants():  # noqa: SLF001
        classes = _classes(box)
        if box.element_tag == "div" and "block" in classes and box.element.get("id"):
            bottom = box.position_y + box.margin_height()
            marks = tuple(_marks(box))
            found.append(Part(box.element.get("id"), box.position_y, bottom, marks, tuple(_rows(box))))
    return found


def _marks(block: Any) -> Iterator[frozenset[str]]:  # noqa: ANN401
    """The classes of the block, of what it holds, and of its tables' rows below the head."""
    manner, in_body = "plain", False
    known: set[int] = set()
    for box in block.descendants():  # the block itself first
        if id(box.element) in known:  # its lines name the same element
            continue
        known.add(id(box.element))
        inner = _classes(box)
        if box.element_tag == "table":
            manner = next((name for name in ("roomy", "dense") if name in inner), "plain")
        elif box.element_tag in ("thead", "tbody"):
            in_body = box.element_tag == "tbody"
        elif box.element_tag == "tr" and in_body:
            yield frozenset({"row", manner})
        elif box.element_tag in ("div", "p") and inner:
            yield inner


def _rows(block: Any) -> Iterator[tuple[float, bool]]:  # noqa: ANN401
    """The rows of a block's tables; one after a heading, or one that goes on from the one above, begins no page."""
    after_heading = False
    for box in block.descendants():
        if box.element_tag == "tbody":
            for row in box.children:
                classes = _classes(row)
                yield row.height, not after_heading and "on" not in classes
                after_heading = "heading" in classes


def _classes(box: Any) -> frozenset[str]:  # noqa: ANN401
    return frozenset() if box.element is None else frozenset((box.element.get("class") or "").split())


def _body(page: Any) -> tuple[float, float]:  # noqa: ANN401
    """Where a page's body begins, and how high it is."""
    box = page._page_box  # noqa: SLF001
    return box.content_box_y(), box.height


def filled(page: Any) -> float:  # noqa: ANN401  WeasyPrint has no types
    """How far down a page's body its last text or picture ends: 0 … 1, and 1 where that cannot be seen."""
    box = getattr(page, "_page_box", None)
    if box is None or not box.children:
        return 1.0
    from weasyprint.formatting_structure import boxes

    top, height = box.content_box_y(), box.height
    bottoms = (
        inner.position_y + inner.height
        for inner in box.children[0].descendants()
        if isinstance(inner, boxes.TextBox | boxes.ReplacedBox) and isinstance(inner.height, int | float)
    )
    return float(max(0.0, (max(bottoms, default=top) - top) / height))


def tighter(sections: tuple[str, ...], rules: Sequence[Rule] = GAPS) -> str:
    """CSS that sets these sections tighter."""
    return "\n".join(
        f"#{section} {rule.selector.replace('{}', '#' + section)}{{{rule.css}}}"
        for section in sections
        for rule in rules
    )
