"""A second look at a printed page: a section that spills a few lines onto a new page is set a little tighter.

Gaps between blocks give way, never type sizes or drawings; the second layout is taken as it comes.
"""

from __future__ import annotations

from typing import Any

SPILL = 0.3  # a section's last page filled less than this is a spill
RULES = (
    (".block.ruled", "margin-top:14pt;padding-top:5.25pt"),
    (".block.bare", "margin-top:12.25pt"),
    (".block.cards", "margin-top:19.25pt"),
    (".card-row + .card-row", "margin-top:17.5pt"),
    (".legend", "margin-top:14pt"),
    (".block.bare.columns", "margin-top:14pt"),
    (".block.table.bare.wide", "margin-top:14pt"),
    (".roomy tbody th,{} .roomy tbody td", "padding-top:3.5pt;padding-bottom:3.5pt"),
)


def spilling(document: Any, sections: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ANN401  WeasyPrint has no types
    """The ids (in page order) of sections of more than one page whose last is nearly empty."""
    starts: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for anchor in page.anchors:
            if anchor in sections:
                starts.setdefault(anchor, number)  # a section's id stands on each of its pages
    ordered = [section for section in sections if section in starts]
    ends = [*(starts[section] for section in ordered[1:]), len(document.pages)]
    return tuple(
        section
        for section, end in zip(ordered, ends, strict=True)
        if end - starts[section] > 1 and filled(document.pages[end - 1]) < SPILL
    )


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


def tighter(sections: tuple[str, ...]) -> str:
    """CSS that sets these sections tighter."""
    return "\n".join(
        f"#{section} {selector.format('#' + section)}{{{rule}}}" for section in sections for selector, rule in RULES
    )
