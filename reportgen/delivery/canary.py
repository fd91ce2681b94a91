"""The canary: no artefact of one client speaks of another client of the same run.

What is looked for, of the other clients: names, ids, mail domains, logos, and the brand's own fonts.

- A name or id counts as a whole token of four characters or more, compared as written, capitals and all ("apple" is no
  hit for the client "Apple"). Of a name in Hangul, Han or kana two are enough; one of just two has to stand by itself,
  for two letters meet by chance: in Korean as a word, with or without particles (한빛의, not 한빛나래); in Chinese and
  Japanese with an edge or a function word on one side at least (東華的營收, not 山東華北).
- A name that reports themselves use as a word ("Traffic", "매출") tells nothing, and its client's other tokens must do.
- What the client's own configuration contains is exempt, so a client whose data speak of a neighbour by right ("Apple"
  as a brand sold) says so in its report.yaml, for instance as a tag.
- A domain, logo or font that several clients share is nobody's.
- A logo is known by the digest of its file and of what is drawn from it, among the pictures of a page or mail; in a
  PDF, which keeps pixels and not files, by its pixels. Not comparable is an SVG, of which a PDF has the outlines and a
  mail pixels of ours; there the HTML edition, made from the same brand, is what is looked at.
- A font is known by its family's name, as pages hold only the letters that they need; the shipped families are
  everybody's.

Secrets are no tokens: a worker has no client's but its own (``batch.limits``), and looking for others' would mean
handing them over.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from reportgen.config.client import ClientConfig
from reportgen.delivery.legible import font_name, pixels, texts_of
from reportgen.delivery.publish import Artefact
from reportgen.errors import Place, Problem, PublishError, ReportgenError
from reportgen.kpis import kpi_names
from reportgen.narrative import language_of, load_phrases, tones
from reportgen.rendering.logo import read_logo
from reportgen.resources import shipped_fonts

SHORTEST = 4
SHORTEST_DENSE = 2  # of a name in a script whose letters are syllables or words
PICTURES = frozenset({"logo", "font"})  # what is compared with pictures and fonts, never with words
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # characters that only break or join lines
DENSE = "\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
HANGUL = "\uac00-\ud7af"
# What may follow a Korean name in the same word, and what stands beside a name in Chinese and Japanese sentences.
PARTICLES = (
    "(?:으로|에서|에게|까지|부터|보다|처럼|이나|이며|이라|입니다|[은는이가을를의에와과도로만측사님나며라인]){0,2}"
)
FUNCTION_WORDS = "的了与與和及或在是为為对對由从從向于於以之把被给給等のにはがをとでもやへ"


@dataclass(frozen=True, slots=True)
class Token:
    """A text that belongs to one client. ``exact``: capitals count."""

    client: str
    kind: str  # name, id, domain, logo, font
    text: str
    exact: bool = True


Foreign = tuple[Token, ...]


def tokens_of(config: ClientConfig) -> tuple[Token, ...]:
    """What tells that a text, picture or font is this client's."""
    delivery, brand = config.delivery, config.brand
    addresses = [*delivery.to, *delivery.cc, *(one for one in (delivery.reply_to, delivery.sender) if one)]
    domains = sorted({str(address).rpartition("@")[2].rstrip(">").lower() for address in addresses})
    logos = [path for path in (brand.logo, brand.logo_dark) if path is not None and path.is_file()]
    fonts = [path for path in brand.font_files if path.is_file()]
    shipped = {"", *(font.family for font in shipped_fonts())}
    found = [
        Token(config.id, "name", config.name),
        Token(config.id, "id", config.id),
        *(Token(config.id, "domain", domain, exact=False) for domain in domains),
        *(
            Token(config.id, "logo", digest)
            for digest in sorted({digest for path in logos for digest in _digests(path)})
        ),
        *(Token(config.id, "font", name) for name in sorted({_font(path) for path in fonts} - shipped)),
    ]
    return tuple(token for token in found if _is_long_enough(_folded(token.text)))


def _is_long_enough(text: str) -> bool:
    return len(text) >= SHORTEST or len(re.findall(f"[{DENSE}]", text)) >= SHORTEST_DENSE


@cache
def _digests(logo: Path) -> frozenset[str]:
    """Of the file, of the drawing that pages are given of it, and of its pixels."""
    data = _content(logo)
    try:
        drawn = read_logo(data, logo.name)
    except ReportgenError:  # its own report will say so
        return frozenset({sha256(data).hexdigest()} if data else ())
    found = {sha256(data).hexdigest(), sha256(drawn.data).hexdigest()}
    return frozenset(found | ({_pixels(drawn.data)} if drawn.kind == "png" else set()))


def _pixels(png: bytes) -> str:
    """The digest of a PNG's pixels; of its bytes when it is broken."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(png)) as picture:
            return pixels(picture)
    except Exception:  # noqa: BLE001  # whatever a broken picture of one client raises, the others are built
        return sha256(png).hexdigest()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # its own report will say so
        return b""


@cache
def _font(path: Path) -> str:
    return font_name(_content(path))


def foreign_to(config: ClientConfig, clients: Sequence[ClientConfig]) -> Foreign:
    """The tokens of the run's other clients: neither this client's own, nor shared, nor words of every report."""
    tokens = [token for other in clients for token in tokens_of(other)]
    shared = Counter((token.kind, token.text) for token in tokens if token.kind in {"domain", *PICTURES})
    own = _folded(f"{config.content} {config.name} {config.id}")
    kept = {token.text for token in tokens_of(config)}
    language = language_of(config.locale)
    return tuple(
        token
        for token in tokens
        if token.client != config.id
        and shared[token.kind, token.text] <= 1
        and token.text not in kept
        and not _is_in(token, own)
        and not _is_common(token, language)
    )


def _is_in(token: Token, own: str) -> bool:
    """A client's own words hold the token; in a script without spaces also inside a longer word."""
    text = _folded(token.text)
    return _pattern(token).search(own) is not None or (_is_dense(text) and text in own)


@cache
def _is_common(token: Token, language: str) -> bool:
    return token.kind in {"name", "id"} and _pattern(token).search(_said(language)) is not None


@cache
def _said(language: str) -> str:
    """All that reports say by themselves in a language."""
    phrases = [text for tone in tones() for text in load_phrases(language, tone).templates.values()]
    names = [name for pair in kpi_names(language).values() for name in pair]
    return _folded("\n".join([*phrases, *names]))


def refuse_foreign(artefacts: Iterable[Artefact], foreign: Foreign) -> None:
    """Raise PublishError when an artefact's text, metadata, attachments, pictures or fonts are another client's."""
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


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(UNSEEN).split())


def _is_dense(text: str) -> bool:
    return re.fullmatch(f"[{DENSE}]+", text) is not None


@cache
def _pattern(token: Token) -> re.Pattern[str]:
    """A whole token: no letter, digit or hyphen beside it, but where its own end is a script without spaces.

    A line may end between the letters of such a script.
    """
    text = _folded(token.text)
    if _is_dense(text) and len(text) == SHORTEST_DENSE:
        return re.compile(_by_itself(text))
    before = r"(?<![\w-])" if text[0].isascii() else ""
    after = r"(?![\w-])" if text[-1].isascii() else ""
    parts = [re.escape(letter) for letter in text]
    breaks = [" ?" if _is_dense(text[at : at + 2]) and len(text) > at + 1 else "" for at in range(len(text))]
    inner = "".join(f"{part}{gap}" for part, gap in zip(parts, breaks, strict=True))
    return re.compile(before + inner + after, 0 if token.exact else re.IGNORECASE)


def _by_itself(text: str) -> str:
    """Two letters of a script without spaces, where they are a word and no part of one."""
    if re.fullmatch(f"[{HANGUL}]+", text):
        return f"(?<![{HANGUL}]){text}{PARTICLES}(?![{HANGUL}])"
    edge_before, edge_after = f"(?<![{DENSE}])|(?<=[{FUNCTION_WORDS}])", f"(?![{DENSE}])|(?=[{FUNCTION_WORDS}])"
    return f"(?:{edge_before}){text}|{text}(?:{edge_after})"
