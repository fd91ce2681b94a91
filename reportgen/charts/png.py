"""A figure as pixels, for e-mail."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from reportgen.charts.draw import renderer
from reportgen.charts.measure import Typesetter
from reportgen.charts.model import Figure
from reportgen.charts.sheet import px
from reportgen.charts.theme import Theme

_NAMESPACE = "http://www.w3.org/2000/svg"
_TEXT = f"{{{_NAMESPACE}}}text"


def png(figure: Figure, theme: Theme, *, width: int) -> bytes:
    """The figure as a PNG of this width (pixels) on the theme's paper.

    ``width`` twice what the page gives it looks sharp on most screens. A text in a script that the
    first family lacks is set whole in one that has it: the rasteriser takes the first font
    it finds for a missing letter, whatever its weight.
    """
    ET.register_namespace("", _NAMESPACE)
    root = ET.fromstring(figure.svg)  # noqa: S314 - our own, written by ``svg.finish``
    typesetter = Typesetter(theme.families)
    for text in root.iter(_TEXT):
        text.set("font-family", typesetter.family_for(text.text or ""))
    paper = ET.Element(f"{{{_NAMESPACE}}}rect", {"width": "100%", "height": "100%", "fill": theme.paper})
    root.insert(1, paper)  # behind all marks, after the title
    source = ET.tostring(root, encoding="unicode")
    return bytes(renderer().svg_to_png(source, scale=width / px(figure.width_mm), ppi=72))
