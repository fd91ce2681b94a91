"""Small releases, and a client's archive in its first states."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from reportgen.delivery import Artefact
from reportgen.delivery.archive import Archive, Release, archive_of

AT = datetime(2026, 11, 3, 9, 15, tzinfo=UTC)
CLIENT = "lumen-oak"


def release(text: str = "first", month: int = 10, client: str = CLIENT, locale: str = "en-US") -> Release:
    """A report of two small files whose bytes depend on ``text``."""
    period, last = f"2026-{month:02d}", {9: 30, 11: 30}.get(month, 31)
    stem = f"{client}_{period}"
    artefacts = (
        Artefact("html", f"{stem}.html", f"<p>{text} {period}</p>".encode()),
        Artefact("pdf", f"{stem}.pdf", b"%PDF-" + text.encode() * 40),
    )
    manifest = {"client": client, "period": {"id": period}, "text": text}
    return Release(
        client,
        "Lumen & Oak",
        locale,
        period,
        date(2026, month, 1),
        date(2026, month, last),
        "ecommerce",
        "final",
        "1.0",
        json.dumps(manifest).encode(),
        f"{stem}.manifest.json",
        artefacts,
    )


def archive(folder: Path) -> Archive:
    return archive_of(folder, CLIENT)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file's bytes by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def published(out: Path, month: int = 10, text: str = "first", **body: Any) -> None:  # noqa: ANN401  # parsed JSON
    """The same report as ``build`` leaves it in the output folder."""
    made = release(text, month)
    folder = out / CLIENT
    folder.mkdir(parents=True, exist_ok=True)
    for one in made.artefacts:
        (folder / one.name).write_bytes(one.content)
    period = {"id": made.period, "start": made.start.isoformat(), "end": made.end.isoformat(), "complete": True}
    artefacts = [{"format": one.format, "file": one.name, "sha256": one.digest} for one in made.artefacts]
    content = {"reportgen": "1.0", "client": CLIENT, "name": made.name, "locale": made.locale, "period": period,
               "report": "ecommerce", "status": "final", "text": text, **body, "artefacts": artefacts}  # fmt: skip
    (folder / made.manifest_name).write_text(json.dumps(content), encoding="utf-8")
