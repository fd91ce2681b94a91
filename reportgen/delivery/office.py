"""Everything in a workbook or a presentation that can be read: texts, properties, names, pictures, files inside it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from xml.etree import ElementTree as ET

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".emf")
INSIDE = (".xlsx", ".pptx")


def office_texts(content: bytes) -> Iterator[tuple[str, str]]:
    """Every text and attribute of the members by their name, and the digests of the pictures.

    A paragraph's runs are read as one text: a name may be written in several. What is no archive is read as text.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        yield "text", content.decode(errors="replace")
        return
    with archive:
        for member in archive.namelist():
            data = archive.read(member)
            if member.endswith((".xml", ".rels")):
                with suppress(ET.ParseError):
                    root = ET.fromstring(data)  # noqa: S314  # our own, written by the rendering room
                    yield member, " ".join(_texts(root))
            elif member.endswith(PICTURES):
                yield "pictures", " ".join((sha256(data).hexdigest(), *_pixels(data)))
            elif member.endswith(INSIDE):
                for where, text in office_texts(data):
                    yield f"{member}, {where}", text


def _texts(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        kind = element.tag.rpartition("}")[2]
        if kind in {"si", "is", "p"}:  # a string of a sheet, a paragraph of a slide
            yield "".join(element.itertext())
        elif element.text and kind not in {"t", "r"}:
            yield element.text
        yield from element.attrib.values()


def _pixels(picture: bytes) -> Iterator[str]:
    """The digest of the pixels, as ``legible.pixels`` has it; nothing for what cannot be opened."""
    from PIL import Image

    from reportgen.delivery.legible import pixels

    with suppress(OSError, ValueError), Image.open(io.BytesIO(picture)) as opened:
        yield pixels(opened)
