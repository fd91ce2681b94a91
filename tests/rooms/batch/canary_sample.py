"""Clients of whom each has a word that nothing else in the world has, in everything that is its own; and its search."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from email import policy
from email.parser import BytesParser
from html import unescape
from pathlib import Path

import pikepdf
import pypdfium2

ROOT = Path(__file__).parents[3]
WORDS = (
    "quorvax", "plimbet", "zendrigo", "mavoltek", "brisquel", "tandroph", "ulkermin", "faxonado", "gribelow",
    "hyspernot", "jorvandel", "kestrimol",
)  # fmt: skip
BROKEN = "tandroph"


def canaries(folder: Path, words: Sequence[str]) -> dict[str, Path]:
    """A client for each word, who bears it in id, name, data, note, brand, logo, recipients and secrets."""
    return {word: _client(folder / word, word, WORDS.index(word)) for word in words}


def _client(home: Path, word: str, place: int) -> Path:
    (home / "notes").mkdir(parents=True)
    title = word.title()
    (home / "report.yaml").write_text(
        f"client: {title} Goods\nid: {word}\nreport: executive\nlocale: en-US\ncurrency: USD\ntimezone: UTC\n"
        f"prepared_by: {title} Desk\nbrand: brand.yaml\nsegments: [channel]\ntags: [{word}-tag]\n"
        f"owners: {{revenue: {title} Owner}}\ntargets: {{revenue: {1000 + place}}}\n"
        f"delivery: {{to: [chief@{word}.example], from: desk@agency.example,"
        f' smtp: {{host: localhost, user: u, password: "${{{word.upper()}_SECRET}}"}}}}\n'
        "sources:\n  - {table: orders, path: orders.csv, date_format: '%Y-%m-%d'}\n"
    )
    (home / "brand.yaml").write_text(f"name: {title} House\nlogo: logo.svg\nfooter: {title} and nobody else\n")
    (home / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'
        f'<path d="M0 0h{place % 7 + 1}v8z" fill="#{place:02x}34{place:02x}"/></svg>'
    )
    (home / "notes" / "2026-10.md").write_text(f"A word about {title} alone.\n")
    rows = [
        f"{title}-{n},2026-{9 + n % 2:02}-{n % 30 + 1:02},{word}-{n % 40},{n % 7 + 10 + place},{title} {'ab'[n % 3 > 0]}"
        for n in range(300)
    ]
    if word == BROKEN:
        rows = [f"{title},never,{word},much,{title}"]
    (home / "orders.csv").write_text("\n".join(["order_id,ordered_at,customer_id,amount,channel", *rows]) + "\n")
    return home


def build(paths: Sequence[Path], out: Path, scratch: Path, formats: str) -> subprocess.CompletedProcess[str]:
    """One run of the command line over these clients, in this order, its temporary files in ``scratch``."""
    scratch.mkdir(parents=True)
    secrets = {f"{word.upper()}_SECRET": f"{word}-password" for word in WORDS}
    return subprocess.run(
        [sys.executable, "-m", "reportgen", "build", *map(str, paths), "--period", "2026-10", "--today", "2026-11-09",
         "--format", formats, "--out", str(out), "--jobs", "2"],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False, timeout=1800,
        env={**os.environ, **secrets, "TMPDIR": str(scratch), "NO_COLOR": "1"},
    )  # fmt: skip


def leaks(words: Sequence[str], out: Path, scratch: Path, ran: subprocess.CompletedProcess[str]) -> list[str]:
    """Where a client's word stands in another's files, in a line about another, or in what was left behind."""
    found = []
    for word in words:
        for path in sorted(path for path in (out / word).rglob("*") if path.is_file()):
            found += [
                f"{path.relative_to(out)}: {where} has {other}"
                for where, text in readable(path)
                for other in words
                if other != word and other in text.casefold()
            ]
    for line in (*ran.stdout.splitlines(), *ran.stderr.splitlines()):
        about = next((word for word in words if line.startswith(f"{word}:")), None)
        found += [f"a line about {about} has {other}" for other in words if about and about != other and other in line]
        if "password" in line:
            found.append(f"a secret is printed: {line[:80]}")
    found += [f"left behind: {path.relative_to(scratch)}" for path in sorted(scratch.rglob("*")) if path.is_file()]
    return found


def readable(path: Path) -> Iterator[tuple[str, str]]:
    """All that a file says to somebody who takes it apart."""
    data = path.read_bytes()
    yield "its bytes", data.decode("utf-8", errors="replace")
    yield "its text", unescape(data.decode("utf-8", errors="replace"))
    if path.suffix == ".eml":
        message = BytesParser(policy=policy.default).parsebytes(data)
        yield "its headers", " ".join(str(value) for value in message.values())
        for part in message.walk():
            inner = part.get_payload(decode=True)
            if isinstance(inner, bytes):
                yield f"its part {part.get_content_type()}", unescape(inner.decode("utf-8", errors="replace"))
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(data) as document:
            yield "its pages", " ".join(page.get_textpage().get_text_bounded() for page in document)
        with pikepdf.open(path) as pdf:
            for thing in pdf.objects:
                yield "an object", _spelled(thing)


def _spelled(thing: pikepdf.Object) -> str:
    if isinstance(thing, pikepdf.Stream):
        return thing.read_bytes().decode("utf-8", errors="replace") + repr(thing)
    return str(thing) if isinstance(thing, pikepdf.String) else repr(thing)
