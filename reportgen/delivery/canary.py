"""The canary: no artefact of one client speaks of another client of the same run.

What is looked for: the other clients' names, ids, mail domains and logos, as whole tokens of four characters or
more; of a name in Hangul, Han or kana two are enough, for two of those say as much. What the client's own configuration
contains is exempt, so a client whose data speak of a neighbour by right ("Apple" as a brand sold) says so in its
report.yaml, for instance as a tag. Names and ids are compared as written, capitals and all ("apple" is no hit for the
client "Apple"); domains and hashes in any case. A logo is found by the digest of its file, or of its drawing as a page
holds it, among the pictures of a page or mail; a drawing that a PDF holds as outlines, or a mail as pixels of
ours, is not told by its bytes, and the page that is made with it is looked at instead.
"""

from __future__ import annotations

import json
import re
import unicodedata
from base64 import b64decode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from reportgen.config.client import ClientConfig
from reportgen.delivery.facts import pdf_contents
from reportgen.delivery.publish import Artefact
from reportgen.errors import Place, Problem, PublishError, ReportgenError
from reportgen.rendering.logo import read_logo

SHORTEST = 4
SHORTEST_DENSE = 2  # of a name in a script whose letters are syllables or words
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # characters that only break or join lines
DENSE = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
EMBEDDED = re.compile(r"data:image/[a-z+]+;base64,([A-Za-z0-9+/=]+)")
DRAWN = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
NOT_READ = frozenset({"style", "script"})


@dataclass(frozen=True, slots=True)
class Token:
    """A text that belongs to one client. ``exact``: capitals count."""

    client: str
    kind: str  # name, id, domain, logo
    text: str
    exact: bool = True


Foreign = tuple[Token, ...]


def tokens_of(config: ClientConfig) -> tuple[Token, ...]:
    """What tells that a text is about this client."""
    delivery = config.delivery
    addresses = [*delivery.to, *delivery.cc, *(one for one in (delivery.reply_to, delivery.sender) if one)]
    domains = sorted({str(address).rpartition("@")[2].rstrip(">").lower() for address in addresses})
    logos = sorted({digest for path in _logos(config) if path.is_file() for digest in _digests(path)})
    found = [
        Token(config.id, "name", config.name),
        Token(config.id, "id", config.id),
        *(Token(config.id, "domain", domain, exact=False) for domain in domains),
        *(Token(config.id, "logo", logo, exact=False) for logo in logos),
    ]
    return tuple(token for token in found if _is_long_enough(_folded(token.text)))


def _is_long_enough(text: str) -> bool:
    dense = sum(DENSE.match(letter) is not None for letter in text)
    return len(text) >= SHORTEST or dense >= SHORTEST_DENSE


@cache
def _digests(logo: Path) -> frozenset[str]:
    """Of the file, and of the drawing that pages are given of it."""
    data = logo.read_bytes()
    try:
        drawn = read_logo(data, logo.name).data
    except ReportgenError:  # its own report will say so
        drawn = data
    return frozenset({sha256(data).hexdigest(), sha256(drawn).hexdigest()})


def _logos(config: ClientConfig) -> list[Path]:
    return [path for path in (config.brand.logo, config.brand.logo_dark) if path is not None]


def foreign_to(config: ClientConfig, clients: Sequence[ClientConfig]) -> Foreign:
    """The tokens of the run's other clients: neither this client's own nor domains and logos that several share."""
    tokens = [token for other in clients for token in tokens_of(other)]
    shared = Counter((token.kind, token.text) for token in tokens if token.kind in {"domain", "logo"})
    own = _folded(f"{config.content} {config.name} {config.id}")
    kept = {token.text for token in tokens_of(config)}
    return tuple(
        token
        for token in tokens
        if token.client != config.id
        and shared[token.kind, token.text] <= 1
        and token.text not in kept
        and not _pattern(token).search(own)
    )


def refuse_foreign(artefacts: Iterable[Artefact], foreign: Foreign) -> None:
    """Raise PublishError when an artefact's text, metadata or attachments hold another client's token."""
    patterns = [(token, _pattern(token)) for token in foreign]
    problems = []
    for artefact in artefacts if patterns else ():
        for where, text in texts_of(artefact.name, artefact.content):
            folded = _folded(text)
            problems += [
                Problem(
                    f"the {where} of the report speaks of another client of this run: {token.client}",
                    Place(artefact.name),
                    found=f"its {token.kind}, '{token.text}'",
                    todo="look for the other client's data among this client's files; if the words are this "
                    "client's by right, name them among its `tags`",
                )
                for token, pattern in patterns
                if pattern.search(folded)
            ]
    if problems:
        raise PublishError(*problems)


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
    elif name.endswith(".eml"):
        yield from _mail(content)
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
        yield "alternative texts", " ".join(_alternatives(document))
    yield "XMP", " ".join(match.decode(errors="replace") for match in XMP.findall(content))
    for inner in sorted(found.files):
        yield f"attachment {inner}", f"{inner} {_plain(found.files[inner].decode(errors='replace'))}"


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


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(UNSEEN).split())


def _pattern(token: Token) -> re.Pattern[str]:
    """A whole token: no letter, digit or hyphen beside it, but where its own end is a script without spaces."""
    text = _folded(token.text)
    before = r"(?<![\w-])" if text[0].isascii() else ""
    after = r"(?![\w-])" if text[-1].isascii() else ""
    return re.compile(before + re.escape(text) + after, 0 if token.exact else re.IGNORECASE)
