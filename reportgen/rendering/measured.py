"""What a first layout says of a printed page's pieces: how high each is, and where a page may begin.

WeasyPrint's boxes are read here and nowhere else; all lengths are CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LEAST_ROWS = 3  # of a table, before a page's end and after it
PLAIN, ROOMY, DENSE = "plain", "roomy", "dense"  # the manners of a table


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, or a part of one with which a page may begin.

    ``gap`` stands above it except at a page's top, where ``repeated`` (a table's head) stands instead. ``marks``
    are the classes of every box in it that a rule can shorten. A piece with ``flows`` is parted from the one before by
    the layout alone, wherever a page is full.
    """

    section: str
    block: str
    place: str  # CSS, within the block: the box with which the piece begins; "" for the block itself
    gap: float
    height: float
    repeated: float
    marks: tuple[frozenset[str], ...]
    opens: bool  # a section begins with it; its heading is part of the height
    follows: bool  # it puts the chart before it into figures
    flows: bool = False

    @property
    def is_block(self) -> bool:
        """Whether a block begins with the piece."""
        return not self.place


@dataclass(frozen=True, slots=True)
class _Item:
    """A row, a card row, a paragraph or a term with its meaning: where it stands and whether a page may begin there."""

    place: str
    gap: float
    height: float
    may_begin: bool
    marks: tuple[frozenset[str], ...]
    flows: bool


@dataclass(slots=True)
class _Found:
    """A block while its boxes are gathered from page after page."""

    section: str
    block: str
    classes: frozenset[str]
    gap: float
    heading: float  # of the section that it opens
    parts: list[Any]


def body_of(page: Any) -> tuple[float, float]:  # noqa: ANN401  WeasyPrint has no types
    """Where a page's body begins, and how high it is."""
    box = page._page_box  # noqa: SLF001
    return float(box.content_box_y()), float(box.height)


def first_pages(document: Any) -> dict[str, int]:  # noqa: ANN401
    """The number, from 0, of the page on which each section, block or marked row first stands, by its id."""
    starts: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for anchor in page.anchors:
            starts.setdefault(anchor, number)
    return starts


def pieces(document: Any, sections: tuple[str, ...]) -> list[Piece]:  # noqa: ANN401
    """The sections' pieces in page order."""
    return [piece for found in _blocks(document, frozenset(sections)) for piece in _pieces(found)]


def _blocks(document: Any, sections: frozenset[str]) -> list[_Found]:  # noqa: ANN401
    known: dict[str, _Found] = {}
    section, heading = "", 0.0
    for page in document.pages:
        for box in page._page_box.children[0].descendants():  # noqa: SLF001
            classes, name = classes_of(box), _id(box)
            if box.element_tag == "section" and name in sections:
                section = name
            elif "section-head" in classes and box.element_tag == "header":
                heading = box.margin_height()
            elif box.element_tag == "div" and "block" in classes and name and section:
                if name not in known:
                    known[name] = _Found(section, name, classes, _margin(box), heading, [])
                    heading = 0.0
                if not known[name].parts or known[name].parts[-1] is not box:
                    known[name].parts.append(box)
    return [found for found in known.values() if found.parts]


def _pieces(found: _Found) -> Iterator[Piece]:
    own = frozenset(found.classes)
    opens = found.heading > 0
    above = found.heading + (found.gap if opens else 0.0)
    gap = 0.0 if opens else found.gap
    items = list(_items(found))
    if not items:
        marks = (own, *(mark for part in found.parts for mark in _marks(part)))
        height = sum(part.border_height() for part in found.parts)
        yield Piece(found.section, found.block, "", gap, above + height, 0.0, marks, opens, "follows" in own)
        return
    first, last = found.parts[0], found.parts[-1]
    tops = [box.position_y for box, _ in _item_boxes(first)]
    bottoms = [_bottom(box) for box, _ in _item_boxes(last)]
    top = min(tops, default=_border_top(first) + first.border_height()) - _border_top(first)
    foot = _border_top(last) + last.border_height() - max(bottoms, default=_border_top(last))
    repeated = _head(first)
    runs = _runs(items)
    for number, run in enumerate(runs):
        height = sum(item.height for item in run) + sum(item.gap for item in run[1:])
        height += (above + top if number == 0 else 0.0) + (foot if number == len(runs) - 1 else 0.0)
        marks = tuple(mark for item in run for mark in item.marks)
        if number == 0:
            yield Piece(found.section, found.block, "", gap, height, 0.0, (own, *marks), opens, "follows" in own)
        else:
            begins = run[0]
            yield Piece(
                found.section,
                found.block,
                begins.place,
                begins.gap,
                height,
                repeated,
                marks,
                opens=False,
                follows=False,
                flows=begins.flows,
            )


def _runs(items: list[_Item]) -> list[list[_Item]]:
    runs: list[list[_Item]] = []
    for item in items:
        if not runs or item.may_begin:
            runs.append([])
        runs[-1].append(item)
    return runs


def _items(found: _Found) -> Iterator[_Item]:
    """What a block that may break consists of; nothing for one that stays whole."""
    if "cards" in found.classes:
        boxes = [box for part in found.parts for box, _ in _item_boxes(part)]
        others = tuple(mark for part in found.parts for mark in _marks(part) if "legend" in mark)
        for place, box in enumerate(boxes, start=1):
            marks = (classes_of(box), *_marks(box), *(others if place == len(boxes) else ()))
            yield _Item(f".card-row:nth-child({place})", _margin(box), box.border_height(), True, marks, False)
    elif "breaks" not in found.classes:
        return
    elif "table" in found.classes:
        rows = [row for part in found.parts for row, _ in _item_boxes(part)]
        manner = _manner(found.parts[0])
        for place, row in enumerate(rows, start=1):
            begins = LEAST_ROWS < place <= len(rows) - LEAST_ROWS + 1
            begins = begins and "on" not in classes_of(row) and "heading" not in classes_of(rows[place - 2])
            mark = (frozenset({"row", manner}) | classes_of(row) & {"heading"},)
            yield _Item(f"tbody tr:nth-child({place})", 0.0, row.height, begins, mark, False)
    else:
        for part in found.parts:
            for box, share in _item_boxes(part):
                yield _Item("*", _margin(box) * share, box.border_height() * share, True, (classes_of(box),), True)


def _item_boxes(part: Any) -> list[tuple[Any, float]]:  # noqa: ANN401
    """Rows, card rows, paragraphs or terms of one page's part of a block, each with its share of the full width."""
    classes = classes_of(part)
    if "cards" in classes:
        return [(box, 1.0) for box in part.descendants() if "card-row" in classes_of(box) and _is_block(box)]
    if "table" in classes:
        return [(row, 1.0) for box in part.descendants() if box.element_tag == "tbody" for row in box.children]
    if "broad" in classes:
        return [(box, 0.5) for box in part.descendants() if box.element_tag in ("dt", "dd") and _is_block(box)]
    return [(box, 1.0) for box in part.descendants() if box.element_tag in ("p", "tr") and _in_content(box)]


def _is_block(box: Any) -> bool:  # noqa: ANN401
    return not type(box).__name__.startswith(("Line", "Text", "Inline"))


def _in_content(box: Any) -> bool:  # noqa: ANN401
    return _is_block(box) and not classes_of(box) & {"note", "scale", "label"}


def _marks(block: Any) -> Iterator[frozenset[str]]:  # noqa: ANN401
    """The classes of what a box holds, and of its tables' rows below the head."""
    manner, in_body = PLAIN, False
    known: set[int] = set()
    for box in block.descendants():
        if box is block or box.element is block.element or id(box.element) in known:
            continue  # a box's lines name the same element
        known.add(id(box.element))
        inner = classes_of(box)
        if box.element_tag == "table":
            manner = next((name for name in (ROOMY, DENSE) if name in inner), PLAIN)
        elif box.element_tag in ("thead", "tbody"):
            in_body = box.element_tag == "tbody"
        elif box.element_tag == "tr" and in_body:
            yield frozenset({"row", manner})
        elif box.element_tag in ("div", "p") and inner:
            yield inner


def _manner(part: Any) -> str:  # noqa: ANN401
    tables = (classes_of(box) for box in part.descendants() if box.element_tag == "table")
    found = next(tables, frozenset())
    return next((name for name in (ROOMY, DENSE) if name in found), PLAIN)


def _head(part: Any) -> float:  # noqa: ANN401
    return next((float(box.height) for box in part.descendants() if box.element_tag == "thead"), 0.0)


def _border_top(box: Any) -> float:  # noqa: ANN401
    return float(box.position_y + box.margin_top)


def _bottom(box: Any) -> float:  # noqa: ANN401
    return float(box.position_y + box.margin_height())


def _margin(box: Any) -> float:  # noqa: ANN401
    value = box.style["margin_top"]
    return 0.0 if value == "auto" else float(value.value)


def _id(box: Any) -> str:  # noqa: ANN401
    return "" if box.element is None else box.element.get("id") or ""


def classes_of(box: Any) -> frozenset[str]:  # noqa: ANN401
    """The classes of a box's element."""
    return frozenset() if box.element is None else frozenset((box.element.get("class") or "").split())
