"""From the renderer's SVG to ours: nothing lost, nothing unexpected in it, the same bytes every time.

The renderer numbers its ids by what it drew before and writes coordinates to 15 digits; here ids get the
chart's name and their own count, coordinates two decimals. Elements and attributes are those of the
lists below, or the chart is refused: no links, images, styles or scripts, no gradients (blank in some
viewers).
"""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping

from reportgen.charts.sheet import Layer, Sheet
from reportgen.errors import Problem, PublishError

_NAMESPACE = "http://www.w3.org/2000/svg"
_ELEMENTS = {"svg", "g", "path", "line", "text", "defs", "clipPath", "rect"}
_GEOMETRY = {"d", "transform", "x", "y", "x1", "y1", "x2", "y2", "width", "height"}
_PAINT = {
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin",
    "stroke-linecap", "stroke-miterlimit", "opacity", "clip-path",
}  # fmt: skip
_TEXT = {"text-anchor", "font-family", "font-size", "font-weight"}
_KEPT = {*_GEOMETRY, *_PAINT, *_TEXT, "id"}
_DROPPED = {"class", "role", "version", "viewBox"}  # and aria-*: the root gets its own viewBox
_FRAME = {"background", "foreground"}  # of a view: ours have none
_SILENT = {("transform", "translate(0,0)"), ("stroke-dasharray", ""), ("opacity", "1")}  # say nothing
_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?|-?\d+e-?\d+")
_REFERENCE = re.compile(r"url\(#([^)]*)\)")
_UNSAFE = re.compile(r"url\((?!#)|javascript:|data:", re.IGNORECASE)
_ID = re.compile(r"[^A-Za-z0-9_-]+")
_VERTEX = re.compile(r"[ML]")
_DECIMALS = 2


def finish(svg: str, sheet: Sheet, chart_id: str, alt: str) -> str:
    """The SVG of a chart, ready to be embedded. PublishError where a mark is lost or not allowed."""
    source = ET.fromstring(svg)  # noqa: S314 - written by the renderer a moment ago, without a DTD
    _count(source, sheet.layers, chart_id)
    ids = _ids(source, chart_id)
    root = ET.Element(
        "svg",
        {
            "xmlns": _NAMESPACE,
            "width": f"{_round(sheet.width_mm)}mm",
            "height": f"{_round(sheet.height_mm)}mm",
            "viewBox": f"0 0 {_round(sheet.width)} {_round(sheet.height)}",
            "role": "img",
        },
    )
    ET.SubElement(root, "title").text = _legal(alt)
    for child in source:
        root.extend(list(_kept(child, ids, chart_id)))
    for text in root.iter("text"):
        text.set("font-family", sheet.theme.font_family)
    return ET.tostring(root, encoding="unicode")


def _count(source: ET.Element, layers: Iterable[Layer], chart_id: str) -> None:
    """Every row of every layer must have become a mark (of a line or area: a corner)."""
    by_name: dict[str, list[ET.Element]] = {}
    for element in source.iter(f"{{{_NAMESPACE}}}g"):
        for name in element.get("class", "").split():
            by_name.setdefault(name, []).append(element)
    for layer in layers:
        marks = [mark for group in by_name.get(f"{layer.name}_marks", []) for mark in group]
        if layer.mark["type"] in ("line", "area"):
            found = sum(len(_VERTEX.findall(mark.get("d", ""))) for mark in marks)
        else:
            found = len(marks)
        if found != layer.expected:
            raise PublishError(
                Problem(
                    f"the chart '{chart_id}' lost marks while it was drawn",
                    found=f"{found} of {layer.expected} in layer {layer.name}",
                    todo="report this; the report is not published with a chart that lacks data",
                )
            )


def _ids(source: ET.Element, chart_id: str) -> dict[str, str]:
    """New names for the ids, by the order in which they appear: the old ones count what was drawn before."""
    prefix = _ID.sub("-", chart_id)
    found = [element.attrib["id"] for element in source.iter() if "id" in element.attrib]
    return {name: f"{prefix}-{number}" for number, name in enumerate(dict.fromkeys(found), start=1)}


def _kept(element: ET.Element, ids: Mapping[str, str], chart_id: str) -> Iterator[ET.Element]:
    """The element as it may stay; its children alone where a group says nothing."""
    tag = element.tag.removeprefix(f"{{{_NAMESPACE}}}")
    if tag not in _ELEMENTS:
        raise _refused(chart_id, f"<{tag}>")
    if element.get("class") in _FRAME:
        return
    attributes = dict(_attributes(element, ids, chart_id))
    children = [kept for child in element for kept in _kept(child, ids, chart_id)]
    if tag == "g":
        if not children:
            return
        if not attributes:
            yield from children
            return
    made = ET.Element(tag, attributes)
    made.text = element.text if tag == "text" else None
    made.extend(children)
    yield made


def _attributes(element: ET.Element, ids: Mapping[str, str], chart_id: str) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name in _DROPPED or name.startswith("aria-") or (name, value) in _SILENT:
            continue
        if name not in _KEPT or _UNSAFE.search(value):
            raise _refused(chart_id, f"{name}={value!r}")
        if name == "id":
            yield name, ids[value]
        elif name in _GEOMETRY:
            yield name, _NUMBER.sub(lambda found: _round(float(found[0])), value)
        else:
            yield name, _REFERENCE.sub(lambda found: f"url(#{ids[found[1]]})", value)


def _round(value: float) -> str:
    text = f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _legal(text: str) -> str:
    """The text without what XML cannot hold."""
    kept = (" " if char.isspace() else char for char in text)
    return "".join(char for char in kept if unicodedata.category(char) not in ("Cc", "Cs", "Cn"))


def _refused(chart_id: str, what: str) -> PublishError:
    return PublishError(
        Problem(
            f"the chart '{chart_id}' has something in it that a chart never has",
            found=what,
            expected="shapes and text only",
        )
    )
