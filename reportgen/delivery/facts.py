"""The facts of a report as they lie in a file of any kind: a PDF, a manifest, the JSON edition.

pypdfium2 reads a PDF's text and the files inside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportgen.errors import Place, Problem, UsageError

LARGEST = 1 << 29  # bytes of a file that is read
PDF = b"%PDF-"
CSV, FACTS = ".kpis.csv", ".facts.json"


@dataclass(frozen=True, slots=True)
class PdfContents:
    """The files inside a PDF, by name, and the text of its pages."""

    files: Mapping[str, bytes]
    pages: tuple[str, ...]

    def ending(self, suffix: str) -> bytes | None:
        """The one file whose name ends so; None when there is none or more than one."""
        found = [self.files[name] for name in sorted(self.files) if name.endswith(suffix)]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report says, without its form. ``values`` are None where a KPI had no number."""

    client: str
    period: str
    version: str | None
    config: str | None
    values: Mapping[str, Decimal | None]
    formulas: Mapping[str, str]
    checks: tuple[str, ...]
    sentences: tuple[str, ...]
    inputs: Mapping[str, str]  # SHA-256 by path


def read_file(path: Path) -> bytes:
    """The bytes of a file that the user named. UsageError when it cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise _unreadable(path.as_posix(), f"{path.stat().st_size} bytes", "a report")
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path.as_posix(), error.strerror or str(error), "a file that can be read") from error


def pdf_contents(content: bytes, shown: str) -> PdfContents:
    """The files and the text of a PDF; ``shown`` names it in errors. UsageError when it is none."""
    import pypdfium2

    if not content.startswith(PDF):
        raise _unreadable(shown, "not a PDF", "a report that `reportgen build` made")
    try:
        with pypdfium2.PdfDocument(content) as document:
            attached = [document.get_attachment(place) for place in range(document.count_attachments())]
            files = {one.get_name(): bytes(one.get_data()) for one in attached}
            pages = [page.get_textpage().get_text_range() for page in document]
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise _unreadable(shown, str(error), "a PDF that is whole") from error
    return PdfContents(files, tuple(pages))


def facts_of(content: bytes, shown: str) -> Facts:
    """The facts in a file's bytes: a PDF with its facts inside, a manifest, or the JSON edition.

    UsageError for anything else; ``shown`` names the file in it.
    """
    if content.startswith(PDF):
        found = pdf_contents(content, shown).ending(FACTS)
        if found is None:
            raise _unreadable(shown, "a PDF without its facts inside", "a report that `reportgen build` made")
        content = found
    try:
        return _facts(read_json(content))
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError, RecursionError) as error:
        raise _unreadable(shown, "no report's facts", "a report's PDF, manifest or JSON edition") from error


def read_json(content: bytes) -> Any:  # noqa: ANN401  # parsed JSON
    """JSON with exact numbers. ValueError for anything else, NaN too."""
    return json.loads(content.decode(), parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)


def _refuse(name: str) -> None:
    raise ValueError(name)


def _facts(body: Mapping[str, Any]) -> Facts:
    is_manifest = "numbers" in body
    numbers = body["numbers"] if is_manifest else body["kpis"]
    found = body.get("told", ()) if is_manifest else body["insights"]
    notes = [str(text) for note in body.get("notes", ()) for text in note["text"]]
    return Facts(
        client=str(body["client"]),
        period=str(body["period"]["id"]),
        version=_word(body.get("reportgen")),
        config=_word(body["config"]["sha256"]) if "config" in body else None,
        values={str(entry["kpi" if is_manifest else "id"]): _number(entry["value"]) for entry in numbers},
        formulas={str(entry["kpi"]): str(entry["formula"]) for entry in numbers} if is_manifest else {},
        checks=tuple(f"{entry['severity']}: {entry['rule']}: {entry['message']}" for entry in body["checks"]),
        sentences=(*(str(entry["text"]) for entry in found if "text" in entry), *notes),
        inputs={
            str(file["path"]): str(file["sha256"]) for source in body.get("inputs", ()) for file in source["files"]
        },
    )


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> Decimal | None:
    if value is None or isinstance(value, Decimal):
        return value
    raise TypeError(value)


def _unreadable(shown: str, found: str, expected: str) -> UsageError:
    return UsageError(Problem("this file cannot be used", Place(shown), found=found, expected=expected))
