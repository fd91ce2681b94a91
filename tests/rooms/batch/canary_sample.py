"""Clients of whom each has a word that nothing else in the world has, in everything that is its own; and its search.

They differ in what could be carried over: language, files or a database, a drawn logo or a picture, templates and
styles of their own, a font that bears the shipped family's name. What no file at all may hold is a secret.
"""

from __future__ import annotations

import io
import os
import re
import sqlite3
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import closing
from email import policy
from email.parser import BytesParser
from html import unescape
from pathlib import Path

import duckdb
import pikepdf
import pypdfium2
from PIL import Image

from reportgen.resources import fonts_dir

ROOT = Path(__file__).parents[3]
WORDS = (
    "quorvax", "plimbet", "zendrigo", "mavoltek", "brisquel", "tandroph", "ulkermin", "faxonado", "gribelow",
    "hyspernot", "jorvandel", "kestrimol",
)  # fmt: skip
BROKEN = "tandroph"
LOCALES = ("en-US", "ko-KR", "zh-TW", "zh-CN")
COLUMNS = "order_id,ordered_at,customer_id,amount,channel"
QUERY = 'query: "select * from orders", connection: "${{{word}_SHOP}}"'
SECRET = "open-sesame"  # noqa: S105  in every client's password


def canaries(folder: Path, words: Sequence[str]) -> dict[str, Path]:
    """A client for each word, who bears it in id, name, data, note, brand, logo, recipients and secrets."""
    return {word: _client(folder / word, word, WORDS.index(word)) for word in words}


def _client(home: Path, word: str, place: int) -> Path:
    (home / "notes").mkdir(parents=True)
    title, has_database = word.title(), place % 3 == 0
    rows_from = QUERY.format(word=word.upper()) if has_database else "path: orders.csv"
    (home / "report.yaml").write_text(
        f"client: {title} Goods\nid: {word}\nreport: executive\nlocale: {LOCALES[place % 4]}\ncurrency: USD\ntimezone: UTC\n"
        f"prepared_by: {title} Desk\nbrand: brand.yaml\nsegments: [channel]\ntags: [{word}-tag]\n"
        f"owners: {{revenue: {title} Owner}}\ntargets: {{revenue: {1000 + place}}}\n"
        f"delivery: {{to: [chief@{word}.example], from: desk@agency.example,"
        f' smtp: {{host: localhost, user: u, password: "${{{word.upper()}_SECRET}}"}}}}\n'
        f"sources:\n  - {{table: orders, {rows_from}, date_format: '%Y-%m-%d'}}\n"
    )
    _look(home, title, place)
    (home / "notes" / "2026-10.md").write_text(f"A word about {title} alone.\n")
    rows = [
        f"{title}-{n},2026-{9 + n % 2:02}-{n % 30 + 1:02},{word}-{n % 40},{n % 7 + 10 + place},{title} {'ab'[n % 3 > 0]}"
        for n in range(300)
    ]
    if word == BROKEN:
        rows = [f"{title},never,{word},much,{title}"]
    if has_database:
        with closing(sqlite3.connect(home / f"{word}.sqlite")) as shop, shop:
            shop.execute(f"create table orders ({COLUMNS})")
            shop.executemany("insert into orders values (?, ?, ?, ?, ?)", [row.split(",") for row in rows])
    else:
        (home / "orders.csv").write_text("\n".join([COLUMNS, *rows]) + "\n")
    return home


def color_of(word: str) -> tuple[int, int, int]:
    """What only this client's logo is filled with."""
    place = WORDS.index(word)
    return 17 + place, 52, 130 - 3 * place


def _look(home: Path, title: str, place: int) -> None:
    """Brand, logo, and of some a template, a style and a font."""
    color = color_of(home.name)
    hexed = _hex(home.name)
    brand = f"name: {title} House\nlogo: logo.{'png' if place % 2 else 'svg'}\nfooter: {title} and nobody else\n"
    if place % 2:
        Image.new("RGB", (24, 24), color).save(home / "logo.png")
    else:
        path = f'<path d="M0 0h{place % 7 + 1}v8z" fill="{hexed}"/>'
        (home / "logo.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">{path}</svg>')
    if place % 4 == 1:
        (home / "templates" / "blocks").mkdir(parents=True)
        (home / "templates" / "blocks" / "cards.html.j2").write_text(
            f'{{% include "builtin/blocks/cards.html.j2" %}}<p class="{home.name}">A template of {title}</p>'
        )
        (home / "styles").mkdir()
        (home / "styles" / "own.css").write_text(f".{home.name} {{ color: {hexed}; }}")
    if place % 4 == 2:
        (home / "fonts").mkdir()
        bold = fonts_dir() / "pretendard" / "Pretendard-Bold.ttf"
        (home / "fonts" / "Own.ttf").write_bytes(bold.read_bytes())
        brand += "fonts: {family: Pretendard, files: [fonts/Own.ttf]}\n"
    (home / "brand.yaml").write_text(brand)


def build(paths: Sequence[Path], out: Path, scratch: Path, formats: str) -> subprocess.CompletedProcess[str]:
    """One run of the command line over these clients, in this order, its temporary files in ``scratch``."""
    scratch.mkdir(parents=True)
    secrets = {f"{word.upper()}_SECRET": f"{word}-{SECRET}" for word in WORDS}
    secrets |= {f"{word.upper()}_SHOP": f"sqlite:///{word}.sqlite" for word in WORDS}
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
        own = (*(out / word).rglob("*"), *(out / ".kept" / word).rglob("*"))
        for path in sorted(path for path in own if path.is_file()):
            found += [
                f"{path.relative_to(out)}: {where} has {other}"
                for where, text in readable(path)
                for other in words
                if other != word and _speaks_of(other, text)
            ]
    for line in (*ran.stdout.splitlines(), *ran.stderr.splitlines()):
        about = next((word for word in words if line.startswith(f"{word}:")), None)
        found += [f"a line about {about} has {other}" for other in words if about and about != other and other in line]
        if SECRET in line:
            found.append(f"a secret is printed: {line[:80]}")
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        found += [f"{path.relative_to(out)}: {where} has a secret" for where, text in readable(path) if SECRET in text]
    found += [f"left behind: {path.relative_to(scratch)}" for path in sorted(scratch.rglob("*")) if path.is_file()]
    return found


def _speaks_of(word: str, text: str) -> bool:
    folded = text.casefold()
    return word in folded or _hex(word) in folded or _fill(word) in text


def _hex(word: str) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color_of(word))


def _fill(word: str) -> str:
    """Some pixels in a client's colour, as ``readable`` spells them."""
    return (bytes(color_of(word)) * 4).decode("latin-1")


def _pixels(picture: bytes) -> str:
    with Image.open(io.BytesIO(picture)) as opened:
        return opened.convert("RGB").tobytes().decode("latin-1")


def readable(path: Path) -> Iterator[tuple[str, str]]:
    """All that a file says to somebody who takes it apart; pictures as the pixels that they show."""
    data = path.read_bytes()
    for picture in re.findall(rb"data:image/png;base64,([A-Za-z0-9+/=]+)", data):
        yield "a picture", _pixels(b64decode(picture))
    yield "its bytes", data.decode("utf-8", errors="replace")
    yield "its text", unescape(data.decode("utf-8", errors="replace"))
    if path.suffix == ".eml":
        message = BytesParser(policy=policy.default).parsebytes(data)
        yield "its headers", " ".join(str(value) for value in message.values())
        for part in message.walk():
            inner = part.get_payload(decode=True)
            if isinstance(inner, bytes) and part.get_content_maintype() == "image":
                yield "a picture", _pixels(inner)
            elif isinstance(inner, bytes):
                yield f"its part {part.get_content_type()}", unescape(inner.decode("utf-8", errors="replace"))
    if path.parent.name == "facts":
        with duckdb.connect(str(path), read_only=True) as kept:
            for (table,) in kept.execute("select table_name from duckdb_tables()").fetchall():
                yield f"its table {table}", str(kept.execute(f'select * from "{table}"').fetchall())
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(data) as document:
            yield "its pages", " ".join(page.get_textpage().get_text_bounded() for page in document)
        with pikepdf.open(path) as pdf:
            for thing in pdf.objects:
                yield "an object", _spelled(thing)


def _spelled(thing: pikepdf.Object) -> str:
    if isinstance(thing, pikepdf.Stream):
        data = thing.read_bytes()
        return data.decode("utf-8", errors="replace") + data.decode("latin-1") + repr(thing)
    return str(thing) if isinstance(thing, pikepdf.String) else repr(thing)
