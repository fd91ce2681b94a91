"""A logo as it may be put on a page: rebuilt, not trusted.

It comes from outside, so it is made anew from an allow-list: of an SVG only drawing elements with
plain attributes survive, of a PNG only the chunks that make the picture.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from reportgen.errors import ConfigError, Place, Problem

SVG = "http://www.w3.org/2000/svg"

ELEMENTS = frozenset(
    {
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "defs",
        "title",
        "desc",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
    }
)
# Dropping one of these would change the picture in silence, so the file is refused instead.
CHANGING = frozenset({"style", "use", "image", "text", "foreignObject", "filter", "mask", "pattern", "symbol"})
ATTRIBUTES = frozenset(
    {
        "viewBox",
        "width",
        "height",
        "preserveAspectRatio",
        "id",
        "d",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "points",
        "transform",
        "offset",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
        "clipPathUnits",
        "fill",
        "fill-rule",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-opacity",
        "opacity",
        "clip-path",
        "clip-rule",
        "stop-color",
        "stop-opacity",
    }
)
LOCAL = re.compile(r"url\(\s*['\"]?#([A-Za-z_][\w.-]*)['\"]?\s*\)")
SAFE_VALUE = re.compile(r"[\w\s.,;:#%+()/-]*")
LARGEST_BYTES = 1_000_000
LARGEST_PIXELS = 20_000_000
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"})


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that is safe to embed: ``kind`` is svg or png; ``aspect`` is width / height."""

    kind: str
    data: bytes
    aspect: float

    @property
    def media_type(self) -> str:
        """The MIME type."""
        return "image/svg+xml" if self.kind == "svg" else "image/png"


def read_logo(data: bytes, file: str = "logo") -> Logo:
    """The logo in ``data``, rebuilt from allowed parts; ConfigError names ``file`` and what is wrong."""
    if len(data) > LARGEST_BYTES:
        raise _refused(file, "the logo is too large", f"{len(data)} bytes", f"at most {LARGEST_BYTES} bytes")
    if data.startswith(PNG_SIGNATURE):
        return _read_png(data, file)
    return _read_svg(data, file)


def _refused(file: str, what: str, found: str, expected: str, todo: str | None = None) -> ConfigError:
    return ConfigError(Problem(what, Place(file), found=found, expected=expected, todo=todo))


def _read_png(data: bytes, file: str) -> Logo:
    chunks: list[bytes] = []
    position = len(PNG_SIGNATURE)
    size = (0, 0)
    while position + 12 <= len(data):
        (length,) = struct.unpack(">I", data[position : position + 4])
        kind = data[position + 4 : position + 8]
        if kind == b"IHDR" and length == 13:  # noqa: PLR2004  the header's fixed length
            size = struct.unpack(">II", data[position + 8 : position + 16])
        if kind in PNG_CHUNKS:
            chunks.append(data[position : position + 12 + length])
        position += 12 + length
        if kind == b"IEND":
            break
    width, height = size
    if not width or not height or not chunks[-1].endswith(b"IEND\xaeB`\x82") or position > len(data):
        raise _refused(file, "the logo cannot be read", "a broken PNG", "a PNG or SVG file")
    if width * height > LARGEST_PIXELS:
        raise _refused(file, "the logo is too large", f"{width} × {height} pixels", f"at most {LARGEST_PIXELS} pixels")
    return Logo("png", PNG_SIGNATURE + b"".join(chunks), width / height)


def _read_svg(data: bytes, file: str) -> Logo:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(file, "the logo cannot be read", "neither PNG nor UTF-8 text", "a PNG or SVG file") from None
    # A plain DOCTYPE is harmless and usual; one with definitions of its own is not read at all.
    text = re.sub(r"<!DOCTYPE[^\[\]>]*>", "", text, count=1)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise _refused(
            file,
            "the logo defines entities",
            "<!DOCTYPE … [",
            "a plain SVG",
            "export the logo again as plain SVG or as PNG",
        )
    try:
        root = ET.fromstring(text)  # noqa: S314  no entities can be left
    except ET.ParseError as error:
        raise _refused(file, "the logo cannot be read", str(error), "a PNG or SVG file") from None
    if root.tag != f"{{{SVG}}}svg":
        raise _refused(file, "the logo cannot be read", f"<{root.tag}>", "<svg> as the root element")
    clean = _clean(root, file)
    if clean is None or not any(element.tag not in {"g", "defs", "svg", "title", "desc"} for element in clean.iter()):
        raise _refused(file, "the logo draws nothing", "no shapes", "paths, rectangles, circles …")
    aspect = _size(clean, file)
    clean.set("xmlns", SVG)
    return Logo("svg", ET.tostring(clean, encoding="utf-8"), aspect)


def _clean(element: ET.Element, file: str) -> ET.Element | None:
    namespace, _, name = element.tag.rpartition("}")
    if namespace != f"{{{SVG}":
        return None  # an editor's own notes
    if name in CHANGING:
        raise _refused(
            file,
            f"the logo uses <{name}>",
            f"<{name}>",
            "shapes with plain attributes",
            "convert text to outlines and styles to attributes, or use a PNG",
        )
    if name not in ELEMENTS:
        return None
    clean = ET.Element(name, dict(_attributes(element)))
    if name in {"title", "desc"}:
        return clean  # the page gives the logo its text
    for child in element:
        kept = _clean(child, file)
        if kept is not None:
            clean.append(kept)
    return clean


def _attributes(element: ET.Element) -> Iterator[tuple[str, str]]:
    """The allowed attributes, styles among them, sorted; ids get a prefix, for pages hold other pictures too."""
    for key, value in sorted((*element.attrib.items(), *_declarations(element.get("style", "")))):
        plain = LOCAL.sub("", value).replace("'", "").replace('"', "")
        harmless = SAFE_VALUE.fullmatch(plain) and "url" not in plain.casefold() and "script" not in plain.casefold()
        if key in ATTRIBUTES and harmless:
            yield key, f"logo-{value}" if key == "id" else LOCAL.sub(r"url(#logo-\1)", value)


def _declarations(style: str) -> list[tuple[str, str]]:
    pairs = (declaration.partition(":") for declaration in style.split(";"))
    return [(name.strip(), value.strip()) for name, colon, value in pairs if colon]


def _size(root: ET.Element, file: str) -> float:
    numbers = re.findall(r"-?[\d.]+", root.get("viewBox", ""))
    if len(numbers) == 4:  # noqa: PLR2004  min-x, min-y, width, height
        width, height = float(numbers[2]), float(numbers[3])
    else:
        sides = [re.match(r"[\d.]+", root.get(side, "")) for side in ("width", "height")]
        if sides[0] is None or sides[1] is None:
            raise _refused(file, "the logo has no size", "<svg> without viewBox", "a viewBox")
        width, height = float(sides[0][0]), float(sides[1][0])
        root.set("viewBox", f"0 0 {sides[0][0]} {sides[1][0]}")
    if width <= 0 or height <= 0:
        raise _refused(file, "the logo has no size", "an empty viewBox", "a viewBox with width and height")
    for side in ("width", "height"):
        root.attrib.pop(side, None)
    return width / height
