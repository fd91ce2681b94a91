"""Everything in a file of ours that can be read: texts, metadata, what is inside or attached, pictures and fonts.

Pictures are told by the digest of their bytes, those of a PDF (which keeps pixels, not files) by that of their pixels;
fonts, of which a page holds only the letters it needs, by their families' names.
"""

from __future__ import annotations

import io
import json
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from email import policy
from email.parser import BytesParser
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

from reportgen.delivery.facts import pdf_contents
from reportgen.delivery.office import office_texts

EMBEDDED = re.compile(r"data:image/[a-z+]+;base64,([A-Za-z0-9+/=]+)")
FONT = re.compile(r"data:font/[a-z0-9]+;base64,([A-Za-z0-9+/=]+)")
DRAWN = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
SUBSET = re.compile(r"^[A-Z]{6}[+-]")  # how a PDF marks a font of which it holds a part
NOT_READ = frozenset({"style", "script"})
FAMILY, WHOLE_FAMILY = 1, 16  # name records; the second where the first names the weight too


def texts_of(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Everything in a file that can be read, by where it stands in it."""
    if content.startswith(b"%PDF-"):
        yield from _pdf(name, content)
    elif name.endswith((".html", ".htm")):
        page, text = _Page(), content.decode(errors="replace")
        page.feed(text)
        yield "text", " ".join(page.texts)
        yield "attributes", " ".join(page.attributes)
        yield "pictures", " ".join(_pictures(text))
        yield "fonts", " ".join(font_name(b64decode(font)) for font in FONT.findall(text))
    elif name.endswith(".eml"):
        yield from _mail(content)
    elif name.endswith((".xlsx", ".pptx")):
        yield from office_texts(content)
    else:
        text = content.decode(errors="replace")
        yield "text", _plain(text) if name.endswith(".json") else text


def _mail(content: bytes) -> Iterator[tuple[str, str]]:
    """A message's headers and parts, decoded; what is attached is read as the file that it is."""
    message = BytesParser(policy=policy.SMTP).parsebytes(content)
    yield "mail headers", " ".join(str(value) for value in message.values())
    for part in message.walk():
        inner = part.get_payload(decode=True)
        if isinstance(inner, bytes) and part.get_content_maintype() == "image":
            yield "mail's pictures", sha256(inner).hexdigest()
        if isinstance(inner, bytes) and part.get_content_maintype() in {"text", "application"}:
            name = part.get_filename() or f"mail.{part.get_content_subtype()}"
            for where, text in texts_of(name, inner):
                yield f"mail's {name}, {where}", text


def _pictures(page: str) -> Iterator[str]:
    """The digests of the pictures that a page holds, encoded or drawn in it."""
    for encoded in EMBEDDED.findall(page):
        with suppress(ValueError):  # not base64: no picture
            yield sha256(b64decode(encoded)).hexdigest()
    for drawing in DRAWN.findall(page):
        yield sha256(drawing.encode()).hexdigest()


def _plain(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text


def _pdf(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    import pypdfium2

    found = pdf_contents(content, name)
    yield "text", " ".join(found.pages)
    with pypdfium2.PdfDocument(content) as document:
        yield "metadata", " ".join(document.get_metadata_dict().values())
        yield "pictures", " ".join(_pixels_in(document))
        yield "fonts", " ".join(_fonts_in(document))
        yield "alternative texts", " ".join(_alternatives(document))
    yield "XMP", " ".join(match.decode(errors="replace") for match in XMP.findall(content))
    for inner in sorted(found.files):
        yield f"attachment {inner}", f"{inner} {_plain(found.files[inner].decode(errors='replace'))}"


def pixels(picture: Any) -> str:  # noqa: ANN401  # Pillow has its own types
    """The digest of a picture's size and colours, whatever file it came from; transparency is not told."""
    width, height = picture.size
    return sha256(f"{width}x{height}".encode() + picture.convert("RGB").tobytes()).hexdigest()


def font_name(font: bytes) -> str:
    """The name of a font file's family; nothing for what is no font."""
    from fontTools.ttLib import TTFont

    try:
        with TTFont(io.BytesIO(font), lazy=True) as opened:
            names = opened["name"]
            return names.getDebugName(WHOLE_FAMILY) or names.getDebugName(FAMILY) or ""
    except Exception:  # noqa: BLE001  # whatever a broken file raises
        return ""


def _pixels_in(document: Any) -> Iterator[str]:  # noqa: ANN401  # untyped library
    """The digests of the pictures on a PDF's pages."""
    from pypdfium2 import PdfiumError, raw

    for page in document:
        for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
            with suppress(PdfiumError):  # one that cannot be drawn shows nothing
                yield pixels(picture.get_bitmap(render=False).to_pil())


def _fonts_in(document: Any) -> list[str]:  # noqa: ANN401
    """The families, with their weights, of the fonts that a PDF's texts are set in."""
    import ctypes

    from pypdfium2 import raw

    names = set()
    for page in document:
        for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(text.raw)
            buffer = ctypes.create_string_buffer(raw.FPDFFont_GetBaseFontName(font, None, 0))
            raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
            names.add(SUBSET.sub("", buffer.value.decode(errors="replace")).replace("-", " "))
    return sorted(names)


def _alternatives(document: Any) -> Iterator[str]:  # noqa: ANN401  # untyped library
    """The alternative texts of the PDF's structure tree."""
    import ctypes

    from pypdfium2 import raw

    for page in document:
        tree = raw.FPDF_StructTree_GetForPage(page)
        todo = [raw.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(raw.FPDF_StructTree_CountChildren(tree))]
        while todo:
            element = todo.pop()
            if not element:
                continue
            size = raw.FPDF_StructElement_GetAltText(element, None, 0)
            if size > 2:  # noqa: PLR2004  # the closing zero
                buffer = ctypes.create_string_buffer(size)
                raw.FPDF_StructElement_GetAltText(element, buffer, size)
                yield buffer.raw.decode("utf-16-le").rstrip("\0")
            count = raw.FPDF_StructElement_CountChildren(element)
            todo += [raw.FPDF_StructElement_GetChildAtIndex(element, at) for at in range(max(count, 0))]
        raw.FPDF_StructTree_Close(tree)


class _Page(HTMLParser):
    """The texts and attributes of a page, without styles, scripts and embedded files."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.attributes: list[str] = []
        self._skipped = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipped = tag if tag in NOT_READ else ""
        kept = (value for key, value in attrs if value and key not in {"class", "style", "d"})
        self.attributes += [value for value in kept if not value.startswith("data:")]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._skipped:
            self._skipped = ""

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.texts.append(data)
