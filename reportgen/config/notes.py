"""An analyst's own words for one period: ``notes/<period>.md`` in the client's folder.

The file is Markdown (see ``markdown``) after a front matter of ``section``, ``author`` and ``date``, each of
which may be left out. Slashes and dots of a period's id are written as in the names of reports:
``notes/2026-10.md``, ``notes/2026-10-01_2026-10-14.md``, ``notes/2026-W43x2.md``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.config.document import Document, parse_document
from reportgen.config.faults import describe
from reportgen.config.markdown import Paragraph, read_markdown
from reportgen.config.paths import PathRefusedError, inside
from reportgen.errors import ConfigError, Place, Problem, did_you_mean

FOLDER = "notes"
DEFAULT_SECTION = "summary"
MAX_BYTES = 50_000
_KEYS = ("section", "author", "date")
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Note:
    """A note as written: where it stands, who signs it, its paragraphs. ``file`` is as the user would type it."""

    file: str
    section: str
    author: str | None
    day: date | None
    paragraphs: tuple[Paragraph, ...]


def read_note(folder: Path, shown: str, stem: str, sections: Collection[str]) -> Note | None:
    """The client's note for the period whose reports are named ``stem``; None where there is none.

    ``shown`` is the client's folder as the user would type it, ``sections`` the ids of the report's sections.
    Raises ConfigError, with the line, for a file that cannot be read or holds what a note may not.
    """
    name = f"{FOLDER}/{stem}.md"
    shown = f"{shown}/{name}" if shown not in ("", ".") else name
    try:
        path = inside(folder, name)
    except PathRefusedError as error:
        raise ConfigError(Problem(error.what, Place(shown), expected=error.expected, todo=error.todo)) from None
    if not path.exists():
        return None
    return parse_note(_text(path, shown), shown, sections)


def parse_note(text: str, shown: str, sections: Collection[str]) -> Note:
    """The note in a text. Raises ConfigError with every problem found."""
    front, body, first = _parts(text)
    document = parse_document(front, shown) if front.strip() else None
    section, author, day, problems = _front(document, sections)
    paragraphs, faults = read_markdown(body, shown, first)
    problems += faults
    if not paragraphs and not problems:
        problems.append(Problem("the note says nothing", Place(shown, first), expected="a sentence", todo="delete it"))
    if problems:
        raise ConfigError(*problems)
    return Note(shown, section, author, day, paragraphs)


def _text(path: Path, shown: str) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError(Problem("the note cannot be read", Place(shown), error.strerror, "a text file")) from None
    if len(raw) > MAX_BYTES:
        raise ConfigError(Problem("the note is too long", Place(shown), f"{len(raw)} bytes", f"at most {MAX_BYTES}"))
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        where = Place(shown, raw.count(b"\n", 0, error.start) + 1)
        found = f"byte {raw[error.start]:#04x}"
        raise ConfigError(Problem("the note is not UTF-8", where, found, "UTF-8", "save it as UTF-8")) from None


def _parts(text: str) -> tuple[str, str, int]:
    """Front matter (its fence kept as an empty line, so that lines agree), body, and the body's first line."""
    lines = text.split("\n")
    if lines[0].rstrip() == _FENCE:
        for number, line in enumerate(lines[1:], start=1):
            if line.rstrip() == _FENCE:
                return "\n".join(["", *lines[1:number]]), "\n".join(lines[number + 1 :]), number + 2
    return "", text, 1


def _front(document: Document | None, sections: Collection[str]) -> tuple[str, str | None, date | None, list[Problem]]:
    """Section, author and day of a front matter, and what is wrong with it."""
    if document is None:
        return DEFAULT_SECTION, None, None, []
    problems = list(document.problems(()))
    texts: dict[str, str | None] = dict.fromkeys(_KEYS)
    for key, value in document.value.items():
        place = document.place((key,), at_key=key not in _KEYS)
        if key not in _KEYS:
            todo = did_you_mean(key, _KEYS)
            problems.append(Problem("unknown key of a note", place, describe(key), ", ".join(_KEYS), todo))
        elif value is not None and (not isinstance(value, str) or "\n" in value or not value.isprintable()):
            problems.append(Problem(f"`{key}` must be one line of text", place, describe(value)))
        elif value is not None:
            texts[key] = value.strip() or None
    section, day = texts["section"] or DEFAULT_SECTION, None
    if section not in sections:
        expected, todo = ", ".join(sections), did_you_mean(section, tuple(sections))
        place = document.place(("section",))
        problems.append(Problem("the report has no such section", place, describe(section), expected, todo))
    if texts["date"] is not None:
        try:
            day = date.fromisoformat(texts["date"])
        except ValueError:
            place = document.place(("date",))
            problems.append(Problem("this is not a day", place, describe(texts["date"]), "a day such as 2026-11-03"))
    return section, texts["author"], day, problems
